"""People, places and the times between them, from what the store and a street network hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, ModeTimes, People, Places, Survey, Times32
from geo.errors import InputError
from geo.network.estimate import PACES, Mode
from geo.network.geodesic import straight_matrix_m
from geo.network.library import read_manifest
from geo.network.protocol import Pairs
from geo.pipeline.modes import chosen_modes, estimated_beside
from geo.store.engine import Connection
from geo.store.surveys import read_people, read_places

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
class _Straight:
    """Straight lines between starts and ends, measured once for all modes, and only if needed."""

    starts: Floats
    ends: Floats

    @cached_property
    def metres(self) -> Floats:
        return straight_matrix_m(self.starts, self.ends)


def read_surveys(
    conn: Connection,
    modes: Sequence[Mode] | None = None,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> list[Survey]:
    """
    Read people and places, and find the times between them by some modes.

    Parameters
    ----------
    conn
        Any connection.
    modes
        How one travels; None for all that can be estimated, after those of the network where
        there is one.
    network
        Folder of a built street network that has the modes given; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    surveys
        One a mode, in the order given, of the same people and places.

    Raises
    ------
    StoreEmptyError
        If territories or places were never loaded.
    InputError
        If a mode can neither be estimated nor has a network.
    SourceError
        If there is no such network, it is damaged or it lacks a mode given.
    """
    # its name is a link that moves when it is built again: hold on to where it leads now
    folder = None if network is None else network.resolve()
    chosen = chosen_modes(modes, None if folder is None else read_manifest(folder))
    beside = estimated_beside(chosen) if folder and not modes else ()
    people, places = read_people(conn), read_places(conn)
    return [
        *measured_surveys(people, places, chosen, network=folder, threads=threads),
        *measured_surveys(people, places, beside),
    ]


def measured_surveys(
    people: People,
    places: Places,
    modes: Sequence[Mode],
    *,
    network: Path | None = None,
    threads: int = 1,
) -> list[Survey]:
    """
    Find the times between people and places by some modes.

    Parameters
    ----------
    people, places
        ``n`` and ``m`` of them.
    modes, network, threads
        As of `read_surveys`; the network has all of the modes.

    Returns
    -------
    surveys
        One a mode.

    Raises
    ------
    InputError, SourceError, NotFoundError
        As of `times_to`.
    """
    to_place = _Straight(people.lon_lat, places.lon_lat)
    onward = _Straight(places.lon_lat, places.lon_lat)
    surveys = []
    for mode in modes:
        streets = _open(network, mode)
        to_place_s, is_estimate = _times(to_place, mode, streets, threads)
        onward_s, _ = _times(onward, mode, streets, threads)
        np.fill_diagonal(onward_s, 0)  # whoever is there need not walk to the street and back
        times = ModeTimes(
            mode=mode.value,
            to_place_s=to_place_s,
            onward_s=onward_s,
            is_estimate=is_estimate,
            publiable=streets is None or streets.publiable,
            measured=_measured(people.lon_lat, mode, streets),
        )
        surveys.append(Survey(people=people, places=places, times=times))
    return surveys


def times_to(
    people_lon_lat: Floats,
    places_lon_lat: Floats,
    mode: Mode,
    *,
    network: Path | None = None,
    threads: int = 1,
) -> tuple[Times32, Flags]:
    """
    Find the times between any positions: people and candidate sites, places and new ones.

    Parameters
    ----------
    people_lon_lat, places_lon_lat
        Shapes ``(n, 2)`` and ``(m, 2)``: degrees WGS84; one leaves the first for the second.
    mode
        How one travels.
    network
        Folder of a built street network that has the mode; None to estimate.
    threads
        How many to use on a network; the result is the same.

    Returns
    -------
    times_s, is_estimate
        Shape ``(n, m)``: seconds, ``inf`` where not reached, and whether no network gave the time.

    Raises
    ------
    InputError
        If there is no network and the mode cannot be estimated.
    SourceError
        If there is no such network, or it is damaged.
    NotFoundError
        If the network lacks the mode.

    Notes
    -----
    Contract: pure. A time is the network's where both ends are on it, up to `CUTOFF_S`. Elsewhere
    it is the estimate of `geo.network.estimate`, or there is none for a mode never estimated.
    """
    straight = _Straight(people_lon_lat, places_lon_lat)
    return _times(straight, mode, _open(network, mode), threads)


def _open(network: Path | None, mode: Mode) -> Streets | None:
    if network is None:
        return None
    # numba, for networks only
    from geo.network.streets import open_streets  # noqa: PLC0415 - see above

    return open_streets(network, mode)


def _times(
    straight: _Straight, mode: Mode, streets: Streets | None, threads: int
) -> tuple[Times32, Flags]:
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


def _estimated(straight: _Straight, mode: Mode) -> Times32:
    if mode not in PACES:
        raise InputError(f"no estimate for {mode.value}: it takes a street network.")
    times_s: Times32 = (straight.metres * PACES[mode].s_per_straight_m).astype(np.float32)
    return times_s


def _measured(people_lon_lat: Floats, mode: Mode, streets: Streets | None) -> Flags | None:
    if streets is None or mode in PACES:
        return None
    return streets.covers(people_lon_lat)
