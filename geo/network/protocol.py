"""
What everyone asks of travel times, whichever engine gives them: estimates, streets, timetables.

Positions are arrays of shape ``(n, 2)``: degrees WGS84, lon then lat. Times are seconds,
``inf`` where not reached; distances are metres, NaN where not reached; thresholds are inclusive.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.network.estimate import Mode

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]


class Motif(StrEnum):
    """Why a position is not reached, in the words of answers."""

    HORS_RESEAU = "hors_reseau"  # beyond what the network covers: only an estimate can be given
    LOIN_D_UNE_RUE = "loin_d_une_rue"  # no passable street within the limit
    AU_DELA = "au_dela"  # beyond the cut-off, or no way there


@dataclass(frozen=True, slots=True)
class Reached:
    """
    Times between one position and many, in the order of the many.

    Attributes
    ----------
    travel_time_s
        Shape ``(n,)``; ``inf`` where not reached.
    distance_m
        Shape ``(n,)``, along the route (straight where the engine estimates); NaN where not
        reached.
    unknown_surface
        Shape ``(n,)``: share of the route, 0 to 1, whose surface nobody has mapped; NaN where not
        reached or where the engine does not know.
    """

    travel_time_s: Floats
    distance_m: Floats
    unknown_surface: Floats


@dataclass(frozen=True, slots=True)
class Pairs:
    """
    Pairs within the cut-off, by origin then destination; a pair not reached is absent.

    Attributes
    ----------
    origin, destination
        Shape ``(p,)``: positions among the origins and destinations given.
    travel_time_s, distance_m
        Shape ``(p,)``.
    """

    origin: Indices
    destination: Indices
    travel_time_s: Floats
    distance_m: Floats


@dataclass(frozen=True, slots=True)
class Nearest:
    """
    The nearest destinations of each category from each origin, shortest time first.

    Attributes
    ----------
    destination
        Shape ``(categories, origins, k)``: position among the destinations; -1 past the last
        reached. Equal times: the destination given first comes first.
    travel_time_s, distance_m
        Same shape; ``inf`` and NaN past the last reached.
    """

    destination: Indices
    travel_time_s: Floats
    distance_m: Floats


@dataclass(frozen=True, slots=True)
class Route:
    """
    One way from a position to another.

    Attributes
    ----------
    lon_lat
        Shape ``(v, 2)``: the line, from the origin's own position to the destination's.
    travel_time_s, distance_m
        As `Reached` gives them for the same two positions.
    unknown_surface
        Share of the length, 0 to 1, whose surface nobody has mapped; NaN if not known.
    """

    lon_lat: Floats
    travel_time_s: float
    distance_m: float
    unknown_surface: float


@dataclass(frozen=True, slots=True)
class ReachableArea:
    """
    What can be reached within a time.

    Attributes
    ----------
    cutoff_s
        The time, inclusive.
    geometry
        Shapely MultiPolygon in WGS84, valid, exteriors counter-clockwise; areas of longer times
        contain it.
    tolerance_m
        No point of it is farther than this from a place that can be reached.
    unknown_surface
        Share of the length of the streets reached, 0 to 1, whose surface nobody has mapped; NaN
        if not known, or where how one travels does not depend on it.
    reaches_edge
        Whether a street reached may be one of the last of the network, so that the true area may
        go on beyond, along streets that the network does not know. Estimates have no edge.
    """

    cutoff_s: float
    geometry: Any
    tolerance_m: float
    unknown_surface: float = math.nan
    reaches_edge: bool = False


class TravelTimes(Protocol):
    """
    One mode of travel over one territory.

    `departure` (aware; None: an ordinary working day in daytime) matters to engines whose times
    depend on it; `many_to_one` and `nearest` travel towards the destinations, which differs from
    the way back wherever a street is one-way.
    """

    @property
    def mode(self) -> Mode:
        """How one travels."""

    @property
    def is_estimate(self) -> bool:
        """Whether no network gave these times."""

    @property
    def publiable(self) -> bool:
        """Whether the licence of the network lets its figures be published."""

    def one_to_many(
        self,
        origin: Floats,
        destinations: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Reached:
        """Give times from one position, shape ``(2,)``, to each of many."""

    def many_to_one(
        self,
        origins: Floats,
        destination: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Reached:
        """Give times from each of many positions to one, shape ``(2,)``."""

    def nearest(  # noqa: PLR0913 - the question has this many parts
        self,
        origins: Floats,
        destinations: Floats,
        categories: Indices,
        *,
        k: int,
        cutoff_s: float,
        departure: datetime | None = None,
        threads: int = 1,
    ) -> Nearest:
        """Give, from each origin, the nearest `k` destinations of each category, 0 to c - 1."""

    def matrix(
        self,
        origins: Floats,
        destinations: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
        threads: int = 1,
    ) -> Pairs:
        """Give every pair within the cut-off; the same whatever the number of threads."""

    def reachable_areas(
        self, origin: Floats, *, cutoffs_s: Sequence[float], departure: datetime | None = None
    ) -> list[ReachableArea]:
        """Give the areas reached within each cut-off, in the order given."""

    def route(
        self,
        origin: Floats,
        destination: Floats,
        *,
        cutoff_s: float,
        departure: datetime | None = None,
    ) -> Route | None:
        """Give the quickest way; None where it takes longer than the cut-off or there is none."""
