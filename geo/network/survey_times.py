"""Times between people, places and new positions as arrays, by streets or as estimates; light."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, ModeTimes, Times32
from geo.errors import InputError
from geo.network.estimate import PACES, Mode
from geo.network.geodesic import straight_matrix_m
from geo.network.protocol import Pairs

CUTOFF_S = 7200.0
"""Beyond two hours on a network a place is not reached."""

Floats = NDArray[np.float64]


class Streets(Protocol):
    """What is asked of a network: `geo.network.street_times.StreetTravelTimes`."""

    mode: Mode
    publiable: bool

    def covers(self, lon_lat: Floats) -> Flags:
        """Say which positions are on the network."""

    def matrix(
        self, origins: Floats, destinations: Floats, *, cutoff_s: float, threads: int = 1
    ) -> Pairs:
        """Give every pair within the cut-off."""


@dataclass(frozen=True)
class Straight:
    """Straight lines between starts and ends, measured once for all modes, and only if needed."""

    starts: Floats
    ends: Floats

    @cached_property
    def metres(self) -> Floats:
        """Shape ``(starts, ends)``."""
        return straight_matrix_m(self.starts, self.ends)


def survey_times(
    to_place: Straight, onward: Straight, mode: Mode, streets: Streets | None, *, threads: int = 1
) -> ModeTimes:
    """
    Find the times of a survey.

    Parameters
    ----------
    to_place, onward
        Between people and places, and between places.
    mode
        How one travels.
    streets
        A network of the mode; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    times
        Of the mode.

    Raises
    ------
    InputError
        As of `times_between`.
    """
    to_place_s, is_estimate = times_between(to_place, mode, streets, threads=threads)
    onward_s, onward_is_estimate = times_between(onward, mode, streets, threads=threads)
    np.fill_diagonal(onward_s, 0)  # whoever is there need not walk to the street and back
    np.fill_diagonal(onward_is_estimate, val=False)
    return ModeTimes(
        mode=mode.value,
        to_place_s=to_place_s,
        onward_s=onward_s,
        is_estimate=is_estimate,
        onward_is_estimate=onward_is_estimate,
        publiable=streets is None or streets.publiable,
        measured=_measured(to_place.starts, mode, streets),
    )


def times_between(
    straight: Straight, mode: Mode, streets: Streets | None, *, threads: int = 1
) -> tuple[Times32, Flags]:
    """
    Find the times between any positions.

    Parameters
    ----------
    straight
        Lines from ``n`` starts to ``m`` ends.
    mode, streets, threads
        As of `survey_times`.

    Returns
    -------
    times_s, is_estimate
        Shape ``(n, m)``: seconds, ``inf`` where not reached, and whether no network gave the time.

    Raises
    ------
    InputError
        If there is no network and the mode cannot be estimated.

    Notes
    -----
    Contract: pure. A time is the network's where both ends are on it, up to `CUTOFF_S`. Elsewhere
    it is the estimate of `geo.network.estimate`, or there is none for a mode never estimated.
    """
    if streets is None:
        times_s = _estimated(straight, mode)
        return times_s, np.ones(times_s.shape, dtype=np.bool_)
    here, there = streets.covers(straight.starts), streets.covers(straight.ends)
    off = ~(here[:, None] & there[None, :])
    times_s = np.full(off.shape, np.inf, dtype=np.float32)
    found = streets.matrix(
        straight.starts[here], straight.ends[there], cutoff_s=CUTOFF_S, threads=threads
    )
    start, end = np.flatnonzero(here)[found.origin], np.flatnonzero(there)[found.destination]
    times_s[start, end] = found.travel_time_s
    is_estimate = off & (mode in PACES)
    if is_estimate.any():
        times_s[is_estimate] = _estimated(straight, mode)[is_estimate]
    return times_s, is_estimate


def _estimated(straight: Straight, mode: Mode) -> Times32:
    if mode not in PACES:
        raise InputError(f"no estimate for {mode.value}: it takes a street network.")
    times_s: Times32 = (straight.metres * PACES[mode].s_per_straight_m).astype(np.float32)
    return times_s


def _measured(people_lon_lat: Floats, mode: Mode, streets: Streets | None) -> Flags | None:
    if streets is None or mode in PACES:
        return None
    return streets.covers(people_lon_lat)
