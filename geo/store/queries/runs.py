"""Runs, and pages of what they found by territory."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from geo.domain.dossier import TypeTerritoire
from geo.store.schema import bassins, couverture, deux_portes, indicateurs, runs, territoires


def run_query(*, latest: bool) -> Select[Any]:
    """
    Select one run.

    Parameters
    ----------
    latest
        The one asked for last, or the one whose ``run_id`` is given.

    Returns
    -------
    query
        ``run_id, parametres, empreintes, version_code, cree_le``.
    """
    columns = (runs.c.run_id, runs.c.parametres, runs.c.empreintes, runs.c.version_code)
    query = select(*columns, runs.c.cree_le).where(runs.c.type == "acces")
    if latest:
        return query.order_by(runs.c.demande_le.desc(), runs.c.run_id).limit(1)
    return query.where(runs.c.run_id == bindparam("run_id", type_=Text))


def known_territories_query() -> Select[Any]:
    """
    Select which territories may have results: bassins, regions, and those of any run.

    Returns
    -------
    query
        Parameter ``codes``; column ``code_territoire``, each once.
    """
    wanted = func.any(bindparam("codes", type_=ARRAY(Text)))
    regions = territoires.c.type == "region"
    of_runs = [
        select(table.c.code_territoire).where(table.c.code_territoire == wanted)
        for table in (couverture, deux_portes)
    ]
    listed = union(
        select(bassins.c.code_bassin.label("code_territoire")).where(
            bassins.c.code_bassin == wanted
        ),
        select(territoires.c.code).where(regions, territoires.c.code == wanted),
        *of_runs,
        _followed(),
    ).subquery()
    return select(listed)


def _followed() -> Select[Any]:
    """Select those of indicators: many rows each, so one is looked up, by the index."""
    asked = func.unnest(bindparam("codes", type_=ARRAY(Text))).column_valued("cherche")
    c = indicateurs.c
    kinds = or_(*(c.type_territoire == kind.value for kind in TypeTerritoire))
    row = select(c.run_id).where(kinds, c.code_territoire == asked)
    return select(asked).where(row.exists())


def results_query(
    table: Table, keys: Sequence[str], filters: frozenset[str], *, after: bool
) -> Select[Any]:
    """
    Select a page of what a run found.

    Parameters
    ----------
    table
        Of results by territory.
    keys
        Its columns that order the list, and tell each row of a run.
    filters
        Some of them; each parameter is a list.
    after
        Whether the page follows the keys ``apres_`` + each of `keys`.

    Returns
    -------
    query
        Parameters ``run_id``, ``limite`` and the filters; the columns of the table, and
        ``nom_territoire``, NULL where the territory is no longer loaded.
    """
    columns = [table.c[key] for key in keys]
    query = named_rows(table).where(table.c.run_id == bindparam("run_id", type_=Text))
    for name in sorted(filters):
        column = table.c[name]
        query = query.where(column == func.any(bindparam(name, type_=ARRAY(column.type))))
    if after:
        previous = [bindparam(f"apres_{column.name}", type_=column.type) for column in columns]
        query = query.where(tuple_(*columns) > tuple_(*previous))
    return query.order_by(*columns).limit(bindparam("limite", type_=Integer))


def named_rows(table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """
    Select results with the names of their territories.

    Parameters
    ----------
    table
        With ``type_territoire`` and ``code_territoire``.
    *columns
        Of it; all of them where none is given.

    Returns
    -------
    query
        Those, and ``nom_territoire``, NULL where the territory is no longer loaded.
    """
    kind, code = table.c.type_territoire, table.c.code_territoire
    of_bassin = and_(kind == "bassin", bassins.c.code_bassin == code)
    of_region = and_(kind == "region", territoires.c.type == kind, territoires.c.code == code)
    name = func.coalesce(bassins.c.nom, territoires.c.nom).label("nom_territoire")
    rows = table.outerjoin(bassins, of_bassin).outerjoin(territoires, of_region)
    return select(*(columns or table.c), name).select_from(rows)
