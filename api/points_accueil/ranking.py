"""Places in the order of travel time: those of the network, and estimates beyond it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.ways import UNLIMITED_S, Way
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.geodesic import straight_m
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
        Longest time, inclusive; None where there is none.
    departure
        When one leaves.
    count
        How many places of the network are enough.
    """

    origin: Floats
    radius_m: float
    cutoff_s: float | None
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
    straight_m
        From the origin to each place of the directory that is looked at; NaN of others.
    """

    numbers: Sequence[int]
    ways: Sequence[Way]
    complete: bool
    untimed: Sequence[int]
    unreachable: Mapping[Motif, Sequence[int]]
    straight_m: Floats


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
    near, metres = _near(lon_lat, wanted, asked)
    straight = np.full(len(lon_lat), np.nan)
    straight[near] = metres
    on_streets, outside = placed.on_streets[near], placed.outside[near]
    far = near[~on_streets & ~outside]
    inside = np.zeros(len(lon_lat), dtype=np.bool_)
    inside[near[on_streets]] = True
    timed, complete = _by_network(engine, placed, inside, asked)
    missing = () if not complete or asked.cutoff_s else _missing(inside, timed)
    estimated, untimed = _by_estimate(engine.mode, near[outside], straight, asked)
    merged = sorted(timed + estimated, key=_order)
    if not complete:
        last = _order(timed[-1])
        merged = [one for one in merged if _order(one) <= last]
    elif asked.cutoff_s is None:
        merged += untimed
    return Ranked(
        numbers=[number for _, number, _ in merged],
        ways=[way for _, _, way in merged],
        complete=complete,
        untimed=[number for _, number, _ in untimed] if asked.cutoff_s else (),
        unreachable={Motif.LOIN_D_UNE_RUE: far.tolist(), Motif.AU_DELA: missing},
        straight_m=straight,
    )


def _order(one: Timed) -> tuple[float, int]:
    return one[:2]


def _near(lon_lat: Floats, wanted: NDArray[np.bool_], asked: Asked) -> tuple[Numbers, Floats]:
    numbers = np.flatnonzero(wanted)
    ends = lon_lat[numbers]
    metres = straight_m(np.broadcast_to(asked.origin, ends.shape), ends)
    kept = metres <= asked.radius_m
    return numbers[kept], metres[kept]


def _by_network(
    engine: "StreetTravelTimes", placed: "Placed", inside: NDArray[np.bool_], asked: Asked
) -> tuple[list[Timed], bool]:
    """Give the soonest places of the network, and whether there is no more."""
    found = engine.nearest_placed(
        asked.origin,
        placed,
        wanted=inside,
        k=asked.count,
        cutoff_s=asked.cutoff_s or UNLIMITED_S,
        departure=asked.departure,
    )
    shares = (
        found.unknown_surface if engine.mode is Mode.FAUTEUIL else [None] * len(found.destination)
    )
    columns = (found.destination, found.travel_time_s, found.distance_m)
    timed = [
        (time_s, number, Way(distance_m, time_s, engine.publiable, share, is_estimate=False))
        for number, time_s, distance_m, share in zip(
            *(column.tolist() for column in columns), shares, strict=True
        )
    ]
    return timed, len(timed) < asked.count


def _missing(inside: NDArray[np.bool_], timed: Sequence[Timed]) -> list[int]:
    """Give the places of the network to which there is no way."""
    left = inside.copy()
    left[[number for _, number, _ in timed]] = False
    return np.flatnonzero(left).tolist()


def _by_estimate(
    mode: Mode, numbers: Numbers, straight: Floats, asked: Asked
) -> tuple[list[Timed], list[Timed]]:
    """Give places beyond the network by estimated time; those without one, by distance."""
    metres = straight[numbers].tolist()
    if mode not in ESTIMATED_MODES:
        far = sorted(zip(metres, numbers.tolist(), strict=True))
        return [], [(np.inf, number, Way(distance_m, None)) for distance_m, number in far]
    s_per_m = travel_time_s(1.0, mode)
    cutoff_s = asked.cutoff_s or UNLIMITED_S
    return [
        (distance_m * s_per_m, number, Way(distance_m, distance_m * s_per_m))
        for distance_m, number in zip(metres, numbers.tolist(), strict=True)
        if distance_m * s_per_m <= cutoff_s
    ], []
