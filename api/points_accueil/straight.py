"""The nearest places as the crow flies, where no network of streets is there."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.deps import State
from api.points_accueil.nearest import Nearby, Place, Search
from api.points_accueil.opening import Candidate, Taken, opening, passing, take
from api.points_accueil.search import BY_IDS
from api.ways import Way
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.store.pool import Row, fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import near_hours_query, nearest_query

DISTANCE, CODES, HORS_ZONE = -3, -2, -1
"""Where ``distance_m``, ``codes_ici``, ``hors_zone`` are in a row of `nearest_query`."""

Values = dict[str, Any]


async def find_straight(state: State, search: Search) -> Nearby:
    """
    Find the places nearest to a position.

    Parameters
    ----------
    state
        Of the service.
    search
        What is looked for.

    Returns
    -------
    nearby
        At most ``k`` places, nearest first, with estimated times.
    """
    asked = search.asked
    s_per_m = _s_per_m(asked.mode)
    if asked.au_plus_s is not None and s_per_m is None:
        return await _count_untimed(state, search)
    here: Values = {"lon": asked.lon, "lat": asked.lat, "rayon_m": asked.rayon_m}
    if search.longest_s is not None and s_per_m is not None:
        here["rayon_m"] = min(asked.rayon_m, search.longest_s / s_per_m)
    in_zone = asked.hors_zone is None
    query = compiled(nearest_query, filters=search.names, in_zone=in_zone)
    if not search.on_opening:
        rows = await fetch(state.pool, query, **search.values, **here, k=asked.k)
        taken = take((Candidate(row, row[HORS_ZONE]) for row in rows), None, at_most=asked.k)
    else:
        opened = await _open(state, search, here, s_per_m, at_most=asked.k)
        query = compiled(nearest_query, filters=BY_IDS)
        k = max(len(opened.items), 1)
        rows = await fetch(state.pool, query, ids=opened.items, **here, k=k)
        taken = Taken(rows, opened.left_out, opened.outside)
    return Nearby(
        columns=query.columns[:DISTANCE],
        places=[_place(row, s_per_m) for row in taken.items],
        left_out=taken.left_out,
        outside=taken.outside,
    )


def _s_per_m(mode: Mode) -> float | None:
    """Seconds for a metre: an estimate is proportional to the distance; None of a wheelchair."""
    return travel_time_s(1.0, mode) if mode in ESTIMATED_MODES else None


def _place(row: Row, s_per_m: float | None) -> Place:
    distance_m = row[DISTANCE]
    way = Way(distance_m, None if s_per_m is None else distance_m * s_per_m)
    return Place(row[:DISTANCE], way, row[CODES] or ())


async def _open(
    state: State, search: Search, here: Values, s_per_m: float | None, *, at_most: int | None
) -> Taken[str]:
    """Give the identifiers of the nearest places, open when one comes if that is asked."""
    in_zone = search.asked.hors_zone is None
    query = compiled(near_hours_query, filters=search.names, in_zone=in_zone)
    rows = await fetch(state.pool, query, **search.values, **here)
    states = passing(with_unknown=search.asked.inconnus is not None)
    return take(
        _candidates(rows, search, s_per_m),
        states if search.on_opening else None,
        at_most=at_most,
    )


def _candidates(
    rows: Sequence[Row], search: Search, s_per_m: float | None
) -> Iterator[Candidate[str]]:
    for identifier, horaires, reserves, distance_m, hors_zone in rows:
        time_s = None if s_per_m is None else distance_m * s_per_m
        said = opening(horaires, reserves, search.instant(time_s))
        yield Candidate(identifier, hors_zone, said.ouvert)


async def _count_untimed(state: State, search: Search) -> Nearby:
    """Keep nothing, since no time is known, and count what would have been looked at."""
    asked = search.asked
    here = {"lon": asked.lon, "lat": asked.lat, "rayon_m": asked.rayon_m}
    taken = await _open(state, search, here, None, at_most=None)
    return Nearby(
        columns=(),
        places=[],
        left_out=taken.left_out,
        outside=taken.outside,
        untimed=len(taken.items),
    )
