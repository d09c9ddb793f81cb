"""Indicators from run to run, by territory and dimension."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, Text, bindparam, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY

from geo.domain.run import TypeRun
from geo.store.queries.runs import named_rows
from geo.store.schema import indicateurs, runs

DIMENSIONS = (
    "type_territoire", "code_territoire", "indicateur", "reseau", "profil", "besoin", "mode",
    "au_plus_s",
)  # fmt: skip
"""Any may be narrowed to some values."""

KEYS = (*DIMENSIONS, "au", "run_id")
"""Order of the list, and key of each row: the values of one figure follow each other in time."""

BASSIN = "code_bassin"
"""Narrows to some bassins; a name among filters beside `DIMENSIONS`."""


def indicators_query(
    filters: frozenset[str], *, after: bool, one_run: bool = False, since: bool = False
) -> Select[Any]:
    """
    Select a page of indicators.

    Parameters
    ----------
    filters
        Names from `DIMENSIONS`, or `BASSIN`; each parameter is a list.
    after
        Whether the page follows the keys ``apres_`` + each of `KEYS`.
    one_run
        Whether they are those of the diagnostic ``run_id``.
    since
        Whether they are those of diagnostics of the day ``depuis`` and later. Without either, those
        of the diagnostic asked for last.

    Returns
    -------
    query
        Parameters ``limite`` and the filters; the columns of the table, ``nom_territoire``, NULL
        where the territory is no longer loaded, and ``au``, ISO 8601 text.
    """
    day = _day()
    columns = [*(indicateurs.c[key] for key in DIMENSIONS), day, indicateurs.c.run_id]
    query = named_rows(indicateurs).join(runs, runs.c.run_id == indicateurs.c.run_id)
    query = query.add_columns(day)
    for condition in _conditions(filters, one_run=one_run, since=since):
        query = query.where(condition)
    if after:
        previous = [
            bindparam(f"apres_{key}", type_=column.type)
            for key, column in zip(KEYS, columns, strict=True)
        ]
        query = query.where(tuple_(*columns) > tuple_(*previous))
    return query.order_by(*columns).limit(bindparam("limite", type_=Integer))


def _day() -> ColumnElement[str]:
    return func.to_char(runs.c.au, "YYYY-MM-DD", type_=Text).label("au")


def _conditions(
    filters: frozenset[str], *, one_run: bool, since: bool
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        indicateurs.c[name] == func.any(bindparam(name, type_=ARRAY(indicateurs.c[name].type)))
        for name in DIMENSIONS
        if name in filters
    ]
    if BASSIN in filters:
        codes = bindparam(BASSIN, type_=ARRAY(Text))
        conditions += [
            indicateurs.c.type_territoire == "bassin",
            indicateurs.c.code_territoire == func.any(codes),
        ]
    if one_run:
        conditions.append(indicateurs.c.run_id == bindparam("run_id", type_=Text))
    if since:
        conditions.append(runs.c.au >= bindparam("depuis", type_=Date))
    if not one_run and not since:
        conditions.append(indicateurs.c.run_id == _latest())
    return conditions


def _latest() -> Any:  # noqa: ANN401 - a scalar subquery
    return (
        select(runs.c.run_id)
        .where(runs.c.type == TypeRun.DIAGNOSTIC.value)
        .order_by(runs.c.demande_le.desc(), runs.c.run_id)
        .limit(1)
        .scalar_subquery()
    )
