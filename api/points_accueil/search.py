"""From the parameters of a request to rows of the directory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.deps import State, check_known, check_reseaux, read_reseaux
from api.parameters import fold, read_bbox
from api.points_accueil.elements import keep_open
from api.points_accueil.parameters import Filtres, Liste, Proches
from geo.domain.commune import searchable, with_arrondissements
from geo.domain.profil import Profil
from geo.store.pool import Row, fetch
from geo.store.queries.bassins import known_bassins_query
from geo.store.queries.communes import known_communes_query
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import (
    hours_query,
    near_hours_query,
    nearest_query,
    points_query,
)

Values = Mapping[str, Any]

BY_IDS = frozenset({"ids"})
ORDER_KEYS = slice(3, 5)
"""Where ``code_commune, ordre`` are in a row of `hours_query`."""

HORS_ZONE = -1
"""Where ``hors_zone`` is in a row of `near_hours_query` and `nearest_query`."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    Rows that answer a request.

    Attributes
    ----------
    columns, rows
        From the store.
    left_out
        Places dropped because nothing is known of their opening.
    outside
        Places dropped because they serve other communes.
    """

    columns: Sequence[str]
    rows: list[Row]
    left_out: int = 0
    outside: int = 0


async def find_page(
    state: State, asked: Liste, *, after: tuple[str, str] | None, instant: datetime
) -> Found:
    """
    Find a page of the directory, and one row more where it goes on.

    Parameters
    ----------
    state
        Of the service.
    asked
        Parameters.
    after
        Keys ``code_commune, ordre`` of the last element of the page before.
    instant
        When the person would come.

    Returns
    -------
    found
        At most ``limite + 1`` rows.

    Raises
    ------
    RefusedParametersError
        If a réseau, a commune or a bassin is unknown.
    """
    narrowed, values = await _narrow(state, asked)
    if asked.ouvert_a is None:
        return await _page(state, narrowed, {**values, "limite": asked.limite + 1}, after)
    candidates = await fetch(state.pool, compiled(hours_query, filters=narrowed), **values)
    opened = keep_open(candidates, instant=instant, with_unknown=asked.inconnus is not None)
    following = [row for row in opened.rows if after is None or tuple(row[ORDER_KEYS]) > after]
    ids = [row[0] for row in following[: asked.limite + 1]]
    found = await _page(state, BY_IDS, {"ids": ids, "limite": len(ids)}, None)
    return Found(found.columns, found.rows, opened.left_out)


async def find_nearest(state: State, asked: Proches, *, instant: datetime) -> Found:
    """
    Find the places nearest to a position, of the réseaux asked for, else of every door.

    Parameters
    ----------
    state
        Of the service.
    asked
        Parameters.
    instant
        When the person would come.

    Returns
    -------
    found
        At most ``k`` rows, nearest first.

    Raises
    ------
    RefusedParametersError
        If a réseau, a commune or a bassin is unknown.
    """
    narrowed, values = await _narrow(state, asked)
    if "reseau" not in narrowed:
        narrowed |= {"reseau"}
        values = {**values, "reseau": (await read_reseaux(state)).doors}
    here = {"lon": asked.lon, "lat": asked.lat, "rayon_m": asked.rayon_m}
    in_zone = asked.hors_zone is None
    if asked.ouvert_a is None:
        query = compiled(nearest_query, filters=narrowed, in_zone=in_zone)
        rows = await fetch(state.pool, query, **values, **here, k=asked.k)
        return _within_zone(query.columns, rows, k=asked.k)
    query = compiled(near_hours_query, filters=narrowed, in_zone=in_zone)
    opened = keep_open(
        await fetch(state.pool, query, **values, **here),
        instant=instant,
        with_unknown=asked.inconnus is not None,
        at_most=asked.k,
        outside=HORS_ZONE,
    )
    ids = [row[0] for row in opened.rows]
    query = compiled(nearest_query, filters=BY_IDS)
    rows = await fetch(state.pool, query, ids=ids, **here, k=max(len(ids), 1))
    found = _within_zone(query.columns, rows, k=asked.k)
    return replace(found, left_out=opened.left_out, outside=opened.outside)


def _within_zone(columns: Sequence[str], rows: Sequence[Row], *, k: int) -> Found:
    """Take the places that serve where one stands, and count the others before the last of them."""
    kept: list[Row] = []
    outside = 0
    for row in rows:
        if len(kept) == k:
            break
        if row[HORS_ZONE]:
            outside += 1
        else:
            kept.append(row[:HORS_ZONE])
    return Found(columns[:HORS_ZONE], kept, outside=outside)


async def _narrow(state: State, asked: Filtres) -> tuple[frozenset[str], Values]:
    """Translate the parameters into names and values of the store's filters."""
    await _check_codes(state, asked)
    communes = [part for code in asked.code_commune for part in with_arrondissements(code)]
    wanted: dict[str, Any] = {
        "reseau": asked.reseau,
        # a place for everyone suits whoever asks
        "profil": asked.profil and [*asked.profil, Profil.TOUT_PUBLIC],
        "mission": asked.mission,
        "code_commune": communes,
        "code_bassin": asked.code_bassin,
        "pmr": asked.pmr,
        "q": asked.q and [fold(word) for word in searchable(asked.q).split()],
    }
    values = {name: _plain(value) for name, value in wanted.items() if value}
    if asked.bbox is None:
        return frozenset(values), values
    sides = zip(("left", "bottom", "right", "top"), read_bbox(asked.bbox), strict=True)
    return frozenset({*values, "bbox"}), {**values, **dict(sides)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - texts, or lists of them
    """Take enumerations out of their type, which the driver would not know."""
    return [str(part) for part in value] if isinstance(value, list | tuple) else str(value)


async def _check_codes(state: State, asked: Filtres) -> None:
    if asked.reseau:
        await check_reseaux(state, asked.reseau)
    if asked.code_commune:
        query = compiled(known_communes_query)
        await check_known(state, query, "code_commune", asked.code_commune, "/v1/communes?q=nom")
    if asked.code_bassin:
        query = compiled(known_bassins_query)
        await check_known(state, query, "code_bassin", asked.code_bassin, "/v1/bassins")


async def _page(
    state: State, narrowed: frozenset[str], values: Values, after: tuple[str, str] | None
) -> Found:
    query = compiled(points_query, filters=narrowed, after=after is not None)
    keys = {} if after is None else {"apres_commune": after[0], "apres_ordre": after[1]}
    return Found(query.columns, await fetch(state.pool, query, **values, **keys))
