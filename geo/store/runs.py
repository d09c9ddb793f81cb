"""Runs: what access is computed from, and the results kept under their `run_id`."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import Select, select

from geo.domain.run import Run, TypeRun
from geo.errors import InputError, NotFoundError
from geo.store.engine import Connection, compile_query, store_errors
from geo.store.frames import read_frame
from geo.store.inputs import (
    directory_digest,
    read_destinations,
    read_members,
    read_origins,
    read_reseaux,
    read_territory_populations,
)
from geo.store.schema import acces_proches, couverture, runs
from geo.tables import COVERAGE_COLUMNS, ESTIMATED_TIME, NEAREST_COLUMNS, check_columns

__all__ = [
    "computed_at",
    "directory_digest",
    "latest_run",
    "read_coverage",
    "read_destinations",
    "read_findings",
    "read_members",
    "read_nearest",
    "read_origins",
    "read_reseaux",
    "read_run",
    "read_territory_populations",
    "recall_run",
    "save_run",
    "with_estimates",
]

NEAREST_OUTSIDE = {
    "origine_id": "origin_id",
    "reseau": "reseau",
    "mode": "mode",
    "point_id": "destination_id",
    "distance_m": "distance_m",
    "duree_s": "travel_time_s",
    "estime": "is_estimate",
    "duree_estimee_s": ESTIMATED_TIME,
}
"""Columns of ``acces_proches``, and their names in `NEAREST_COLUMNS`, `ESTIMATED_TIME` last."""

COVERAGE_OUTSIDE = {
    "type_territoire": "territory_type",
    "code_territoire": "territory_code",
    "reseau": "reseau",
    "mode": "mode",
    "au_plus_s": "cutoff_s",
    "population": "population",
    "population_couverte": "covered_population",
    "estime": "is_estimate",
}
"""Columns of ``couverture``, and their names in `geo.tables.COVERAGE_COLUMNS`."""


def save_run(
    conn: Connection,
    run: Run,
    nearest: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    findings: Mapping[str, object] | None = None,
) -> bool:
    """
    Keep the results of a run, all of them or none.

    Parameters
    ----------
    conn
        Connection in autocommit.
    run
        What determined the results.
    nearest
        `NEAREST_COLUMNS`; with `ESTIMATED_TIME`, missing where a row has none, where it is known.
    coverage
        `COVERAGE_COLUMNS`; with ``is_estimate`` where it is known, else a row is an
        estimate as soon as one nearest place of its réseau and mode is.
    findings
        What else is to be told of the run; values that JSON can write.

    Returns
    -------
    saved
        False where the run was there already: it only becomes the latest again.

    Raises
    ------
    MissingColumnError, InputError
        If a table breaks its contract.
    StoreUnavailableError
        If the server does not answer.
    """
    check_columns(nearest, NEAREST_COLUMNS, name="nearest places")
    check_columns(coverage, COVERAGE_COLUMNS, name="coverage")
    told = coverage if "is_estimate" in coverage else with_estimates(coverage, nearest)
    with store_errors(), conn.transaction():
        if not _insert_run(conn, run, findings):
            return False
        _copy(conn, "acces_proches", run.run_id, _with_estimated_time(nearest), NEAREST_OUTSIDE)
        _copy(conn, "couverture", run.run_id, told, COVERAGE_OUTSIDE)
    return True


def recall_run(conn: Connection, run: Run) -> bool:
    """
    Make a run the latest again, if its results are kept.

    Parameters
    ----------
    conn
        Any connection.
    run
        From `geo.domain.run.build_run`.

    Returns
    -------
    kept
        False where it was never computed.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer.
    """
    with store_errors():
        conn.execute(
            "UPDATE runs SET demande_le = clock_timestamp() WHERE run_id = %s AND demande_le <"
            " (SELECT max(demande_le) FROM runs WHERE type = %s)",
            [run.run_id, run.type.value],
        )
        return _one_run(conn, _run_query().where(runs.c.run_id == run.run_id)) is not None


def with_estimates(coverage: pd.DataFrame, nearest: pd.DataFrame) -> pd.DataFrame:
    """
    Say of each row of coverage whether it rests on an estimate.

    Parameters
    ----------
    coverage
        `COVERAGE_COLUMNS`.
    nearest
        `NEAREST_COLUMNS` it was counted from.

    Returns
    -------
    coverage
        With ``is_estimate``: true as soon as one nearest place of its réseau and mode
        is; where that réseau has none, of its mode; where nothing was reached, true.
    """
    by_reseau = nearest.groupby(["reseau", "mode"])["is_estimate"].any()
    by_mode = nearest.groupby("mode")["is_estimate"].any()
    pairs = pd.MultiIndex.from_frame(coverage[["reseau", "mode"]])
    own = pd.Series(by_reseau.reindex(pairs).to_numpy(dtype=object), index=coverage.index)
    known = own.where(own.notna(), coverage["mode"].map(by_mode).astype(object))
    return coverage.assign(is_estimate=known.where(known.notna(), other=True).astype(bool))


def latest_run(conn: Connection, type_: TypeRun = TypeRun.ACCES) -> Run | None:
    """
    Give the run asked for last.

    Parameters
    ----------
    conn
        Any connection.
    type_
        What it computed.

    Returns
    -------
    run
        None where there is none.
    """
    latest = _run_query().where(runs.c.type == type_.value).order_by(runs.c.demande_le.desc())
    return _one_run(conn, latest.limit(1))


def read_run(conn: Connection, run_id: str) -> Run:
    """
    Give a run by its identifier.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        From `geo.domain.run.run_id`.

    Returns
    -------
    run
        Its parameters, inputs and version.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = _one_run(conn, _run_query().where(runs.c.run_id == run_id))
    if found is None:
        raise NotFoundError(f"no run {run_id!r}; `deuxportes access run` computes one.")
    return found


def computed_at(conn: Connection, run_id: str) -> datetime:
    """
    Say when a run was computed.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        Identifier.

    Returns
    -------
    instant
        Aware.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    read_run(conn, run_id)
    found = read_frame(conn, select(runs.c.cree_le).where(runs.c.run_id == run_id))
    instant: datetime = found["cree_le"].iloc[0].to_pydatetime()
    return instant


def read_nearest(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the nearest places a run found.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    nearest
        `NEAREST_COLUMNS` and `ESTIMATED_TIME`, by origin, réseau and mode.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    read_run(conn, run_id)
    columns = acces_proches.c
    query = (
        select(*(columns[theirs].label(ours) for theirs, ours in NEAREST_OUTSIDE.items()))
        .where(columns.run_id == run_id)
        .order_by(columns.origine_id, columns.reseau, columns.mode)
    )
    return read_frame(conn, query).astype({ESTIMATED_TIME: float})


def read_findings(conn: Connection, run_id: str) -> Mapping[str, Any]:
    """
    Give what a run told of itself beside its results.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    findings
        Empty where it told nothing.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    read_run(conn, run_id)
    found = read_frame(conn, select(runs.c.constats).where(runs.c.run_id == run_id))
    return found["constats"].iloc[0] or {}


def read_coverage(conn: Connection, run_id: str) -> pd.DataFrame:
    """
    Give the residents covered that a run counted.

    Parameters
    ----------
    conn
        Any connection.
    run_id
        A run that is kept.

    Returns
    -------
    coverage
        `COVERAGE_COLUMNS` and ``is_estimate``, by territory, réseau, mode and threshold.

    Raises
    ------
    NotFoundError
        If there is no such run.
    """
    read_run(conn, run_id)
    columns = couverture.c
    query = (
        select(*(columns[theirs].label(ours) for theirs, ours in COVERAGE_OUTSIDE.items()))
        .where(columns.run_id == run_id)
        .order_by(*list(couverture.primary_key)[1:])
    )
    return read_frame(conn, query)


def _with_estimated_time(nearest: pd.DataFrame) -> pd.DataFrame:
    return nearest if ESTIMATED_TIME in nearest else nearest.assign(**{ESTIMATED_TIME: None})


def _insert_run(conn: Connection, run: Run, findings: Mapping[str, object] | None) -> bool:
    inserted = conn.execute(
        "INSERT INTO runs (run_id, type, parametres, empreintes, version_code, constats)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (run_id) DO NOTHING",
        [
            run.run_id,
            run.type.value,
            Jsonb(dict(run.parametres)),
            Jsonb(dict(run.empreintes)),
            run.version_code,
            None if findings is None else Jsonb(dict(findings)),
        ],
    ).rowcount
    if not inserted:
        recall_run(conn, run)
    return bool(inserted)


def _copy(
    conn: Connection, table: str, run_id: str, frame: pd.DataFrame, names: dict[str, str]
) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, ["run_id", *names]))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    with conn.cursor().copy(into) as copy:
        for row in _rows(frame, list(names.values())):
            copy.write_row((run_id, *row))


def _rows(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple[object, ...]]:
    values = frame[columns].astype(object)
    missing = values.isna()
    if missing.drop(columns=ESTIMATED_TIME, errors="ignore").any(axis=None):
        raise InputError(
            "needed results without missing values; an unreached pair is an absent row."
        )
    return values.mask(missing, None).itertuples(index=False, name=None)


def _run_query() -> Select[Any]:
    columns = runs.c
    return select(
        columns.run_id, columns.type, columns.parametres, columns.empreintes, columns.version_code
    )


def _one_run(conn: Connection, query: Select[Any]) -> Run | None:
    with store_errors():
        found = conn.execute(*compile_query(query)).fetchone()
    if found is None:
        return None
    run_id, type_, parametres, empreintes, version = found
    return Run(
        run_id=run_id,
        type=TypeRun(type_),
        parametres=parametres,
        empreintes=empreintes,
        version_code=version,
    )
