"""Times from a person to places: along the streets where a network is, else estimated."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.directory import Directory, Mask
from api.networks.service import Service
from api.networks.traffic import slowing
from api.ways import UNLIMITED_S, Way
from geo.access.orientation import Floats
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.geodesic import straight_m, within

if TYPE_CHECKING:
    from geo.network.streets import Placed, StreetTravelTimes

Numbers = NDArray[np.intp]

TWO = 2
"""The nearest and the next: enough to see whether another is as near."""


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """
    A network that covers the person.

    Attributes
    ----------
    service
        Its mode.
    placed
        Where the places of the directory meet it.
    """

    service: Service
    placed: "Placed"

    @property
    def engine(self) -> "StreetTravelTimes":
        """What gives the times."""
        return self.service.engine


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """
    What times are asked of.

    Attributes
    ----------
    directory
        Places.
    mode
        How one travels.
    streets
        None where no network covers the person: everything is estimated.
    """

    directory: Directory
    mode: Mode
    streets: Streets | None

    @property
    def off_streets(self) -> Mask:
        """Say which places only an estimate reaches."""
        if self.streets is None:
            return np.ones(len(self.directory.ids), dtype=np.bool_)
        return self.streets.placed.outside

    def s_per_m(self, departure: datetime) -> float | None:
        """
        Give the pace of estimates.

        Parameters
        ----------
        departure
            When one leaves: traffic does to them what it does to the streets beside them.

        Returns
        -------
        s_per_m
            Seconds for a straight metre; None where the mode is never estimated.
        """
        if self.mode not in ESTIMATED_MODES:
            return None
        pace = travel_time_s(1.0, self.mode)
        if self.streets is None:
            return pace
        return pace * slowing(self.streets.engine.constants, departure)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leaving:
    """
    From where one leaves, when, and for how long.

    Attributes
    ----------
    origin
        Shape ``(2,)``: degrees WGS84.
    departure
        Aware.
    cutoff_s
        Longest time, inclusive.
    """

    origin: Floats
    departure: datetime
    cutoff_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reach:
    """
    How far ``m`` places are from a position.

    Attributes
    ----------
    time_s, distance_m
        Shape ``(m,)``: ``inf`` and NaN where not reached, or not looked at.
    unknown_surface
        Shape ``(m,)``: NaN where it does not matter or is not known.
    is_estimate
        Shape ``(m,)``: whether no network gave the time.
    settled_s
        Every time below it is known; ``inf`` where all those looked for are.
    """

    time_s: Floats
    distance_m: Floats
    unknown_surface: Floats
    is_estimate: Mask
    settled_s: float = np.inf

    def way(self, number: int, terrain: Terrain) -> Way:
        """
        Say how a place is reached.

        Parameters
        ----------
        number
            Of one that was measured.
        terrain
            That the times are of.

        Returns
        -------
        way
            For the answer.
        """
        if not np.isfinite(self.time_s[number]):
            return Way(float(self.distance_m[number]), None)
        estimate = bool(self.is_estimate[number])
        surface = float(self.unknown_surface[number])
        on_wheels = terrain.mode is Mode.FAUTEUIL and not estimate
        return Way(
            float(self.distance_m[number]),
            float(self.time_s[number]),
            publiable=estimate or terrain.streets is None or terrain.streets.engine.publiable,
            unknown_surface=surface if on_wheels else None,
            is_estimate=estimate,
        )


def reach(terrain: Terrain, leaving: Leaving, wanted: Mask, *, at_most: int | None = None) -> Reach:
    """
    Give the times from a position to places.

    Parameters
    ----------
    terrain
        What is asked.
    leaving
        From where, when, for how long at most.
    wanted
        Which places.
    at_most
        How many places of the network are enough; None for all.

    Returns
    -------
    reach
        Of all places; those not wanted are not reached.
    """
    found = _nothing(len(wanted))
    _estimate(found, terrain, leaving, np.flatnonzero(wanted & terrain.off_streets))
    if terrain.streets is None:
        return found
    on_streets = wanted & terrain.streets.placed.on_streets
    every = int(on_streets.sum())
    k = every if at_most is None else min(at_most, every)
    times_s = _search(found, terrain.streets, leaving, on_streets, k=k)
    if len(times_s) < k or k == every:
        return found
    # others may be as far as the last
    return replace(found, settled_s=float(times_s[-1]))


def nearest(terrain: Terrain, leaving: Leaving, wanted: Mask) -> tuple[Numbers, Reach]:
    """
    Find the nearest place, however far.

    Parameters
    ----------
    terrain, leaving
        As `reach` takes them; the longest time does not matter.
    wanted
        Which places; at least one.

    Returns
    -------
    numbers, reach
        All that are as near as the nearest; by straight distance, at no time, where none is
        reached.
    """
    found = reach(terrain, replace(leaving, cutoff_s=np.inf), wanted & terrain.off_streets)
    if terrain.streets is not None:
        on_streets = wanted & terrain.streets.placed.on_streets
        upto = replace(leaving, cutoff_s=float(found.time_s.min(initial=UNLIMITED_S)))
        times_s = _search(found, terrain.streets, upto, on_streets, k=TWO)
        if len(times_s) == TWO and times_s[0] == times_s[1]:  # perhaps a third is as near
            upto = replace(leaving, cutoff_s=float(times_s[0]))
            _search(found, terrain.streets, upto, on_streets, k=int(on_streets.sum()))
    least_s = found.time_s.min()
    if np.isfinite(least_s):
        return np.flatnonzero(found.time_s == least_s), found
    numbers = np.flatnonzero(wanted)
    metres = _straight_m(terrain, leaving, numbers)
    found.distance_m[numbers] = metres
    return numbers[metres == metres.min()], found


def way_to(terrain: Terrain, leaving: Leaving, number: int, *, is_estimate: bool) -> Way:
    """
    Measure the way to one place that is known to be reached.

    Parameters
    ----------
    terrain, leaving
        As `reach` takes them.
    number
        Of the place.
    is_estimate
        Whether no network gives it: one of the ends is off the streets.

    Returns
    -------
    way
        For the answer.
    """
    wanted = np.zeros(len(terrain.directory.ids), dtype=np.bool_)
    wanted[number] = True
    found = _nothing(len(wanted))
    if is_estimate or terrain.streets is None:
        _estimate(found, terrain, leaving, np.flatnonzero(wanted))
    else:
        _search(found, terrain.streets, leaving, wanted, k=1)
    return found.way(number, terrain)


def _nothing(count: int) -> Reach:
    return Reach(
        time_s=np.full(count, np.inf),
        distance_m=np.full(count, np.nan),
        unknown_surface=np.full(count, np.nan),
        is_estimate=np.zeros(count, dtype=np.bool_),
    )


def _search(found: Reach, streets: Streets, leaving: Leaving, wanted: Mask, *, k: int) -> Floats:
    """Add the soonest places along the streets, and give their times."""
    if k == 0:
        return np.zeros(0)
    arrivals = streets.engine.nearest_placed(
        leaving.origin,
        streets.placed,
        wanted=wanted,
        k=k,
        cutoff_s=leaving.cutoff_s,
        departure=leaving.departure,
    )
    numbers = arrivals.destination
    found.time_s[numbers] = arrivals.travel_time_s
    found.distance_m[numbers] = arrivals.distance_m
    found.unknown_surface[numbers] = arrivals.unknown_surface
    return arrivals.travel_time_s


def _estimate(found: Reach, terrain: Terrain, leaving: Leaving, numbers: Numbers) -> None:
    """Add the places within the time in a straight line."""
    s_per_m = terrain.s_per_m(leaving.departure)
    if s_per_m is None:
        return
    if np.isfinite(leaving.cutoff_s):
        radius_m = float(np.nextafter(leaving.cutoff_s / s_per_m, np.inf))
        ends = terrain.directory.lon_lat[numbers]
        numbers = numbers[within(leaving.origin, ends, radius_m)]
    metres = _straight_m(terrain, leaving, numbers)
    kept = metres * s_per_m <= leaving.cutoff_s
    numbers, metres = numbers[kept], metres[kept]
    found.time_s[numbers] = metres * s_per_m
    found.distance_m[numbers] = metres
    found.is_estimate[numbers] = True


def _straight_m(terrain: Terrain, leaving: Leaving, numbers: Numbers) -> Floats:
    ends = terrain.directory.lon_lat[numbers]
    return straight_m(np.broadcast_to(leaving.origin, ends.shape), ends)
