"""Times from the nearest of several positions: one search, however many they are."""

from dataclasses import dataclass, fields
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from geo.network.clock import clock_at
from geo.network.journeys import Journey, search_nodes
from geo.network.places import Placed, check_one_each
from geo.network.protocol import Floats, Indices
from geo.network.snap import Snapped
from geo.network.street_times import StreetTravelTimes


@dataclass(frozen=True, slots=True)
class Earliest:
    """
    The destinations reached, soonest first; equal times by position.

    Attributes
    ----------
    destination
        Shape ``(q,)``: positions among those placed.
    travel_time_s
        Shape ``(q,)``: from whichever start is the quickest.
    """

    destination: Indices
    travel_time_s: Floats


def earliest(
    times: StreetTravelTimes,
    starts: NDArray[np.integer],
    placed: Placed,
    *,
    wanted: NDArray[np.bool_],
    cutoff_s: float,
    departure: datetime | None = None,
) -> Earliest:
    """
    Give the time to each of many destinations from the nearest of several others.

    Parameters
    ----------
    times
        Of one mode.
    starts
        Positions among those placed.
    placed
        From `StreetTravelTimes.place`.
    wanted
        Shape ``(d,)``: which destinations.
    cutoff_s, departure
        As `geo.network.protocol` has them.

    Returns
    -------
    earliest
        None where no start is on a street.

    Raises
    ------
    InputError
        If a cut-off is negative or not a number, or `wanted` is not one a destination.

    Notes
    -----
    Contract: pure; of each destination, the least of what `StreetTravelTimes.one_to_many` says
    from each start, to the millisecond.
    """
    check_one_each("wanted", wanted, placed)
    clock = clock_at(times.constants, departure)
    on_streets = starts[placed.on_streets[starts]]
    journey = Journey(
        start=_taken(placed.snapped, on_streets),
        placed=placed,
        clock=clock,
        limit_ms=clock.limit_ms(cutoff_s),
        wanted=wanted,
    )
    with times.streets.workspaces.lend() as loan:
        found = search_nodes(times.streets, journey, loan.workspace)
        loan.touched = found.touched
    return Earliest(found.position, clock.seconds(found.time_ms))


def _taken(snapped: Snapped, numbers: NDArray[np.integer]) -> Snapped:
    return Snapped(*(getattr(snapped, field.name)[numbers] for field in fields(snapped)))
