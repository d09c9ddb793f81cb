"""Diagnostics that are kept: the indicators of each run, and what each document says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Text, func, select

from geo.domain.dossier import Dossier
from geo.domain.dossier_json import from_json, to_json
from geo.domain.indicateur import find_indicateur
from geo.domain.run import Run, TypeRun
from geo.errors import InputError, NotFoundError
from geo.store.engine import Connection, store_errors
from geo.store.frames import read_frame
from geo.store.results import TERRITORY, Kept, copy_results, read_results
from geo.store.run_rows import insert_run, one_run, run_query
from geo.store.schema import diagnostics, indicateurs, runs
from geo.tables import INDICATOR_COLUMNS, check_columns

INDICATORS = Kept(
    name="indicators",
    table=indicateurs,
    columns=INDICATOR_COLUMNS,
    outside={
        **TERRITORY,
        "indicateur": "indicator",
        "reseau": "reseau",
        "profil": "profile",
        "besoin": "mission",
        "mode": "mode",
        "au_plus_s": "cutoff_s",
        "valeur": "value",
        "estime": "is_estimate",
        "publiable": "publiable",
    },
    rank=8,
    optional=("value",),
)

RUN_COLUMNS = ("run_id", "on", "region_code", "previous", "territories")
"""``on`` is a date, ``previous`` a ``run_id`` or missing, ``territories`` how many documents."""


def save_diagnostics(
    conn: Connection,
    run: Run,
    *,
    indicators: pd.DataFrame,
    dossiers: Sequence[Dossier],
    on: date,
    previous: str | None,
) -> bool:
    """
    Keep what a run found of its territories, all of it or nothing.

    Parameters
    ----------
    conn
        Connection in autocommit.
    run
        Of type ``diagnostic``; its parameter ``au`` is `on`.
    indicators
        `INDICATOR_COLUMNS`, of the whole run; a missing ``value`` is kept as unknown.
    dossiers
        Of this run and day; perhaps of some of its territories only.
    on
        The day they speak of.
    previous
        `run_id` of the run they are compared with, itself kept; None where there is none.

    Returns
    -------
    saved
        False where the run was there already: it becomes the latest again, and only dossiers of
        territories that had none are added.

    Raises
    ------
    MissingColumnError, InputError
        If a table, a dossier or the run breaks its contract.
    NotFoundError
        If an indicator is not in the catalogue.
    StoreUnavailableError
        If the server does not answer.
    """
    _check_run(run, dossiers, on)
    _check_indicators(indicators)
    with store_errors(), conn.transaction():
        inserted = insert_run(conn, run, on=on, previous=previous)
        if inserted:
            copy_results(conn, run.run_id, INDICATORS, indicators)
        _insert_dossiers(conn, dossiers)
    return inserted


def _check_run(run: Run, dossiers: Sequence[Dossier], on: date) -> None:
    day = on.isoformat()
    if run.type is not TypeRun.DIAGNOSTIC or run.parametres.get("au") != day:
        raise InputError(f"needed a diagnostic of {day}, got {run.run_id} {run.parametres!r}.")
    if not run.parametres.get("region"):
        raise InputError(f"{run.run_id}: needed the parameter « region », got {run.parametres!r}.")
    others = [one for one in dossiers if (one.run_id, one.au) != (run.run_id, day)]
    if others:
        raise InputError(f"{others[0].titre!r}: needed a dossier of {run.run_id}, of {day}.")


def _check_indicators(indicators: pd.DataFrame) -> None:
    check_columns(indicators, INDICATOR_COLUMNS, name=INDICATORS.name)
    for code in indicators["indicator"].unique():
        find_indicateur(code)
    endless = np.isinf(indicators["value"].to_numpy(dtype=float, na_value=np.nan))
    if endless.any():
        told = indicators.loc[endless].iloc[0].tolist()
        raise InputError(f"needed values that are finite, or missing where nobody knows: {told}.")


def _insert_dossiers(conn: Connection, dossiers: Sequence[Dossier]) -> None:
    """Keep those that are not there yet; in one order, so that two savers wait, not deadlock."""
    rows = sorted(
        (one.run_id, one.type_territoire.value, one.code_territoire, to_json(one))
        for one in dossiers
    )
    conn.cursor().executemany(
        "INSERT INTO diagnostics (run_id, type_territoire, code_territoire, contenu)"
        " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        rows,
    )


def previous_run(conn: Connection, run: Run) -> Run | None:
    """
    Give the run that a diagnostic is compared with.

    Parameters
    ----------
    conn
        Any connection.
    run
        Of type ``diagnostic``, kept or not.

    Returns
    -------
    previous
        Of a run that is kept: the one it was compared with when it was first kept, so that its
        documents stay the same. Of a new one: the diagnostic of the latest earlier day that can be
        compared, of those of one day the one asked for last: of the same region, modes, cut-offs
        and street network. None where there is none.
    """
    kept = select(runs.c.precedent).where(runs.c.run_id == run.run_id)
    found = read_frame(conn, kept)["precedent"]
    if len(found):
        return None if found.isna()[0] else _one(conn, found[0])
    earlier = (
        select(runs.c.run_id)
        .where(
            runs.c.type == TypeRun.DIAGNOSTIC.value,
            runs.c.au < date.fromisoformat(str(run.parametres["au"])),
        )
        .order_by(runs.c.au.desc(), runs.c.demande_le.desc(), runs.c.run_id)
    )
    known = (_one(conn, run_id) for run_id in read_frame(conn, earlier)["run_id"])
    return next((one for one in known if _question(one) == _question(run)), None)


def _question(run: Run) -> tuple[object, ...]:
    """Say what a run asked: runs that asked something else are not to be compared."""
    told: Mapping[str, Any] = run.parametres
    streets = told.get("reseau_rues") or {}
    return (
        told["region"], sorted(told.get("modes", ())), told.get("au_plus_s"), streets.get("nom"),
        streets.get("publiable"),
    )  # fmt: skip


def read_indicators(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the indicators of a run.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        Of a diagnostic that is kept.

    Returns
    -------
    indicators
        `INDICATOR_COLUMNS`, by territory, indicator and dimension; ``value`` is NaN where nobody
        knows.

    Raises
    ------
    NotFoundError
        If there is no such diagnostic.
    """
    _one(conn, run_id)
    rows = read_results(conn, run_id, INDICATORS)[list(INDICATOR_COLUMNS)]
    return rows.astype({"value": float, "is_estimate": bool, "publiable": bool})


def read_dossier(conn: Connection, run_id: str, type_territoire: str, code: str) -> Dossier:
    """
    Give what a document says.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        Of a diagnostic that is kept.
    type_territoire, code
        Of what.

    Returns
    -------
    dossier
        Equal to the one kept.

    Raises
    ------
    NotFoundError
        If there is no such diagnostic, or it has no document of that territory.
    """
    _one(conn, run_id)
    c = diagnostics.c
    query = select(c.contenu).where(
        c.run_id == run_id, c.type_territoire == type_territoire, c.code_territoire == code
    )
    found = read_frame(conn, query)["contenu"].tolist()
    if not found:
        raise NotFoundError(f"le calcul {run_id} n’a pas de document : {type_territoire} {code}.")
    return from_json(found[0])


def diagnosed_on(conn: Connection, run_id: str) -> date:
    """
    Say which day a diagnostic speaks of.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        Of a diagnostic that is kept.

    Returns
    -------
    day
        Its parameter ``au``.

    Raises
    ------
    NotFoundError
        If there is no such diagnostic.
    """
    return date.fromisoformat(str(_one(conn, run_id).parametres["au"]))


def list_runs(conn: Connection, *, since: date | None = None) -> pd.DataFrame:
    """
    List the diagnostics that are kept.

    Parameters
    ----------
    conn
        Any connection.
    since
        Those of this day and later; None for all.

    Returns
    -------
    runs
        `RUN_COLUMNS`, by day; of one day, the one asked for last at the end.
    """
    territories = (
        select(func.count())
        .where(diagnostics.c.run_id == runs.c.run_id)
        .correlate(runs)
        .scalar_subquery()
    )
    query = select(
        runs.c.run_id,
        runs.c.au.label("on"),
        runs.c.parametres["region"].astext.cast(Text).label("region_code"),
        runs.c.precedent.label("previous"),
        territories.label("territories"),
    ).where(runs.c.type == TypeRun.DIAGNOSTIC.value)
    if since is not None:
        query = query.where(runs.c.au >= since)
    return read_frame(conn, query.order_by(runs.c.au, runs.c.demande_le, runs.c.run_id))


def _one(conn: Connection, run_id: str) -> Run:
    of_type = runs.c.type == TypeRun.DIAGNOSTIC.value
    found = one_run(conn, run_query().where(runs.c.run_id == run_id, of_type))
    if found is None:
        raise NotFoundError(
            f"aucun diagnostic gardé n’a l’identifiant {run_id!r} ; « deuxportes indicateurs list »"
            " les cite."
        )
    return found
