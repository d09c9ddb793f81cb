"""Coverage: what a run found, by territory, réseau, mode and threshold."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    func,
    select,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from geo.store.schema import bassins, couverture, runs, territoires

KEYS = ("type_territoire", "code_territoire", "reseau", "mode", "au_plus_s")
"""Order of the list, and key of each row within a run."""

FILTERS: Mapping[str, ColumnElement[Any]] = MappingProxyType(
    {key: couverture.c[key] for key in KEYS}
)
"""Columns that may be narrowed to the values of a parameter of the same name."""


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
    Select which territories may have a coverage: bassins, regions, and those of any run.

    Returns
    -------
    query
        Parameter ``codes``; column ``code_territoire``, each once.
    """
    wanted = func.any(bindparam("codes", type_=ARRAY(Text)))
    regions = territoires.c.type == "region"
    listed = union(
        select(bassins.c.code_bassin.label("code_territoire")).where(
            bassins.c.code_bassin == wanted
        ),
        select(territoires.c.code).where(regions, territoires.c.code == wanted),
        select(couverture.c.code_territoire).where(couverture.c.code_territoire == wanted),
    ).subquery()
    return select(listed)


def coverage_query(filters: frozenset[str], *, after: bool) -> Select[Any]:
    """
    Select a page of what a run found.

    Parameters
    ----------
    filters
        Names from `FILTERS`; each parameter is a list.
    after
        Whether the page follows the keys ``apres_`` + each of `KEYS`.

    Returns
    -------
    query
        Parameters ``run_id``, ``limite`` and the filters; the columns of `couverture`, and
        ``nom_territoire``, NULL where the territory is no longer loaded.
    """
    query = _named_coverage().where(couverture.c.run_id == bindparam("run_id", type_=Text))
    for name in sorted(filters):
        column = FILTERS[name]
        query = query.where(column == func.any(bindparam(name, type_=ARRAY(column.type))))
    if after:
        previous = [bindparam(f"apres_{key}", type_=couverture.c[key].type) for key in KEYS]
        query = query.where(tuple_(*FILTERS.values()) > tuple_(*previous))
    limit: ColumnElement[int] = bindparam("limite", type_=Integer)
    return query.order_by(*FILTERS.values()).limit(limit)


def _named_coverage() -> Select[Any]:
    kind, code = couverture.c.type_territoire, couverture.c.code_territoire
    of_bassin = and_(kind == "bassin", bassins.c.code_bassin == code)
    of_region = and_(kind == "region", territoires.c.type == kind, territoires.c.code == code)
    name = func.coalesce(bassins.c.nom, territoires.c.nom).label("nom_territoire")
    rows = couverture.outerjoin(bassins, of_bassin).outerjoin(territoires, of_region)
    return select(couverture, name).select_from(rows)
