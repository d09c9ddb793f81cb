"""The rows of runs: which were kept, and what determined each."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Select, select

from geo.domain.run import Run, TypeRun
from geo.errors import NotFoundError
from geo.store.engine import Connection, compile_query, store_errors
from geo.store.frames import read_frame
from geo.store.schema import runs


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
        return one_run(conn, run_query().where(runs.c.run_id == run.run_id)) is not None


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
    latest = run_query().where(runs.c.type == type_.value).order_by(runs.c.demande_le.desc())
    return one_run(conn, latest.limit(1))


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
    found = one_run(conn, run_query().where(runs.c.run_id == run_id))
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


def insert_run(
    conn: Connection,
    run: Run,
    findings: Mapping[str, object] | None = None,
    *,
    on: date | None = None,
    previous: str | None = None,
) -> bool:
    """
    Keep a run, unless it is there already: then it only becomes the latest again.

    Parameters
    ----------
    conn
        In the transaction that keeps its results too.
    run
        What determines them.
    findings
        What else is to be told of it; values that JSON can write.
    on, previous
        Of a diagnostic: the day it speaks of, and the `run_id` of what it was compared with.

    Returns
    -------
    inserted
        False where it was there.
    """
    inserted = conn.execute(
        "INSERT INTO runs (run_id, type, parametres, empreintes, version_code, constats, au,"
        " precedent) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (run_id) DO NOTHING",
        [
            run.run_id,
            run.type.value,
            Jsonb(dict(run.parametres)),
            Jsonb(dict(run.empreintes)),
            run.version_code,
            None if findings is None else Jsonb(dict(findings)),
            on,
            previous,
        ],
    ).rowcount
    if not inserted:
        recall_run(conn, run)
    return bool(inserted)


def run_query() -> Select[Any]:
    """
    Select runs.

    Returns
    -------
    query
        Rows for `one_run`.
    """
    columns = runs.c
    return select(
        columns.run_id, columns.type, columns.parametres, columns.empreintes, columns.version_code
    )


def one_run(conn: Connection, query: Select[Any]) -> Run | None:
    """
    Give the first run of a query.

    Parameters
    ----------
    conn
        Any connection.
    query
        `run_query`, narrowed.

    Returns
    -------
    run
        None where there is none.
    """
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
