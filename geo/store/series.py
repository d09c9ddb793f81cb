"""Indicators of every diagnostic that is kept, for whoever follows them over time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Select, or_

from geo.store.diagnostics import INDICATORS
from geo.store.engine import Connection
from geo.store.frames import read_frame
from geo.store.queries.runs import named_rows
from geo.store.schema import indicateurs, runs

SERIES_COLUMNS = ("run_id", "on", "territory_name", *INDICATORS.columns)
"""`geo.tables.INDICATOR_COLUMNS` with their run, its day, and the name of the territory."""

_ORDER = ("type_territoire", "code_territoire", "indicateur", "reseau", "profil", "besoin", "mode")


def read_series(
    conn: Connection,
    *,
    since: date | None = None,
    territory: tuple[str, str] | None = None,
    indicators: Sequence[str] = (),
) -> pd.DataFrame:
    """
    Give indicators from run to run.

    Parameters
    ----------
    conn
        Any connection.
    since
        Of diagnostics of this day and later; None for all.
    territory
        Type and code of the one wanted; None for all.
    indicators
        Codes of those wanted; empty for all.

    Returns
    -------
    series
        `SERIES_COLUMNS`: the values of one figure follow each other in time, those of one day in
        the order they were asked for. ``value`` is NaN where nobody knows, ``territory_name``
        missing where the territory is no longer loaded.
    """
    c = indicateurs.c
    columns = [c[theirs].label(ours) for theirs, ours in INDICATORS.outside.items()]
    query = named_rows(indicateurs, c.run_id, runs.c.au.label("on"), *columns)
    query = query.join(runs, runs.c.run_id == c.run_id)
    query = _narrowed(query, since, territory, indicators)
    order = (*(c[name] for name in _ORDER), c.au_plus_s, runs.c.au, runs.c.demande_le, c.run_id)
    rows = read_frame(conn, query.order_by(*order)).rename(
        columns={"nom_territoire": "territory_name"}
    )
    kinds = {"value": float, "is_estimate": bool, "publiable": bool}
    return rows[list(SERIES_COLUMNS)].astype(kinds)


def _narrowed(
    query: Select[Any],
    since: date | None,
    territory: tuple[str, str] | None,
    indicators: Sequence[str],
) -> Select[Any]:
    c = indicateurs.c
    if since is not None:
        query = query.where(runs.c.au >= since)
    if territory is not None:
        query = query.where(c.type_territoire == territory[0], c.code_territoire == territory[1])
    for_any = [c.indicateur == code for code in indicators]
    return query.where(or_(*for_any)) if for_any else query
