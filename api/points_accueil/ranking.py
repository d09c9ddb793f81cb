"""Places in the order of travel time: those of the network, and estimates beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.networks.traffic import slowing
from api.ways import UNLIMITED_S, Way
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.geodesic import straight_m, within
from geo.network.protocol import Motif

if TYPE_CHECKING:
    from geo.network.streets import Placed, StreetTravelTimes

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Timed = tuple[float, int, Way]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What is asked of the streets.

    Attributes
    ----------
    origin
        Shape ``(2,)``, degrees WGS84.
    radius_m
        Greatest straight distance, inclusive.
    cutoff_s
        Longest time, inclusive.
    with_untimed
        Whether places whose time is not known come at the end.
    departure
        When one leaves.
    count
        How many places of the network are enough.
    """

    origin: Floats
    radius_m: float
    cutoff_s: float
    with_untimed: bool
    departure: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """
    Places in order; numbers are positions in the directory.

    Attributes
    ----------
    numbers, ways
        Soonest first; equal times by number.
    complete
        Whether there is no more.
    untimed
        Places left out for a time that is not known.
    unreachable
        Places of the network that the mode does not reach, by reason.
    """

    numbers: Sequence[int]
    ways: Sequence[Way]
    complete: bool
    untimed: Sequence[int]
    unreachable: Mapping[Motif, Sequence[int]]


def rank(
    engine: "StreetTravelTimes",
    placed: "Placed",
    lon_lat: Floats,
    wanted: NDArray[np.bool_],
    asked: Asked,
) -> Ranked:
    """
    Rank places by travel time.

    Parameters
    ----------
    engine
        Streets that cover the origin.
    placed
        Where places meet them.
    lon_lat
        Shape ``(n, 2)``: all places, in the order that settles ties.
    wanted
        Shape ``(n,)``: those looked for.
    asked
        From where, when, how far.

    Returns
    -------
    ranked
        At least ``count`` places of the network, if there are as many; then estimates up to
        the last of them.

    Notes
    -----
    Contract: pure; with a larger ``count``, the same places come first.
    """
    near = np.flatnonzero(wanted)
    near = near[within(asked.origin, lon_lat[near], asked.radius_m)]
    on_streets, outside = placed.on_streets[near], placed.outside[near]
    inside = near[on_streets]
    timed, complete = _by_network(engine, placed, inside, asked)
    estimated, untimed = _by_estimate(engine, near[outside], lon_lat, asked)
    merged = sorted(timed + estimated, key=_order)
    if not complete:
        last = _order(timed[-1])
        merged = [one for one in merged if _order(one) <= last]
    elif asked.with_untimed:
        merged += untimed
    unreachable = {Motif.LOIN_D_UNE_RUE: near[~on_streets & ~outside].tolist()}
    if complete and asked.cutoff_s >= UNLIMITED_S:
        unreachable[Motif.AU_DELA] = sorted({*inside.tolist()} - {one[1] for one in timed})
    return Ranked(
        numbers=[number for _, number, _ in merged],
        ways=[way for _, _, way in merged],
        complete=complete,
        untimed=() if asked.with_untimed else [number for _, number, _ in untimed],
        unreachable=unreachable,
    )


def _order(one: Timed) -> tuple[float, int]:
    return one[:2]


def _by_network(
    engine: "StreetTravelTimes", placed: "Placed", inside: Numbers, asked: Asked
) -> tuple[list[Timed], bool]:
    """Give the soonest places of the network, and whether there is no more."""
    k = min(asked.count, len(inside))
    if not k:
        return [], True
    wanted = np.zeros(len(placed.lon_lat), dtype=np.bool_)
    wanted[inside] = True
    found = engine.nearest_placed(
        asked.origin,
        placed,
        wanted=wanted,
        k=k,
        cutoff_s=asked.cutoff_s,
        departure=asked.departure,
    )
    shares: list[float | None] = [None] * len(found.destination)
    if engine.mode is Mode.FAUTEUIL:
        shares = found.unknown_surface.tolist()
    columns = (found.destination, found.travel_time_s, found.distance_m)
    timed = [
        (time_s, number, Way(distance_m, time_s, engine.publiable, share, is_estimate=False))
        for number, time_s, distance_m, share in zip(
            *(column.tolist() for column in columns), shares, strict=True
        )
    ]
    return timed, len(timed) < k or k == len(inside)


def _by_estimate(
    engine: "StreetTravelTimes", numbers: Numbers, lon_lat: Floats, asked: Asked
) -> tuple[list[Timed], list[Timed]]:
    """Give places beyond the network by estimated time; those without one, by distance."""
    ends = lon_lat[numbers]
    metres = straight_m(np.broadcast_to(asked.origin, ends.shape), ends).tolist()
    if engine.mode not in ESTIMATED_MODES:
        far = sorted(zip(metres, numbers.tolist(), strict=True))
        return [], [(np.inf, number, Way(distance_m, None)) for distance_m, number in far]
    # in traffic as the streets are, or the farther would come before the nearer
    s_per_m = travel_time_s(1.0, engine.mode) * slowing(engine.constants, asked.departure)
    return [
        (distance_m * s_per_m, number, Way(distance_m, distance_m * s_per_m))
        for distance_m, number in zip(metres, numbers.tolist(), strict=True)
        if distance_m * s_per_m <= asked.cutoff_s
    ], []
