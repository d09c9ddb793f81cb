"""From the parameters of a request to rows of the directory: filters, and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.deps import State, check_known, check_reseaux
from api.parameters import fold, read_bbox
from api.points_accueil.opening import Candidate, opening, passing, take
from api.points_accueil.parameters import Filtres, Liste
from geo.domain.commune import searchable, with_arrondissements
from geo.domain.profil import Profil
from geo.store.pool import Row, fetch
from geo.store.queries.bassins import known_bassins_query
from geo.store.queries.communes import known_communes_query
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import hours_query, points_query

Values = Mapping[str, Any]

BY_IDS = frozenset({"ids"})
ORDER_KEYS = slice(3, 5)
"""Where ``code_commune, ordre`` are in a row of `hours_query`."""


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
    """

    columns: Sequence[str]
    rows: list[Row]
    left_out: int = 0


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
    narrowed, values = await narrow(state, asked)
    if asked.ouvert_a is None:
        return await _page(state, narrowed, {**values, "limite": asked.limite + 1}, after)
    candidates = await fetch(state.pool, compiled(hours_query, filters=narrowed), **values)
    opened = take(
        (Candidate(row, ouvert=opening(row[1], row[2], instant).ouvert) for row in candidates),
        passing(with_unknown=asked.inconnus is not None),
    )
    following = [row for row in opened.items if after is None or tuple(row[ORDER_KEYS]) > after]
    ids = [row[0] for row in following[: asked.limite + 1]]
    found = await _page(state, BY_IDS, {"ids": ids, "limite": len(ids)}, None)
    return Found(found.columns, found.rows, opened.left_out)


async def narrow(state: State, asked: Filtres) -> tuple[frozenset[str], Values]:
    """
    Translate the parameters into filters of the store.

    Parameters
    ----------
    state
        Of the service.
    asked
        Parameters.

    Returns
    -------
    names, values
        Of the filters.

    Raises
    ------
    RefusedParametersError
        If a réseau, a commune or a bassin is unknown.
    """
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
