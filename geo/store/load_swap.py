"""The swap: changed rows only, in one transaction, so that readers see the old set or the new."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import errors as pg
from psycopg import sql
from sqlalchemy import Table

from geo.errors import StoreError
from geo.store.engine import Connection, store_errors
from geo.store.load_staging import column_names, key_columns, staging_name

LOCK = 0x64_70_6C_64  # advisory lock of imports, in the database written
LOCK_WAIT_S = 60
"""How long an import waits for another one, in seconds."""

REFUSALS = (psycopg.IntegrityError, psycopg.DataError, pg.InsufficientPrivilege)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Rows a swap touched; the others were left as they were."""

    added: int = 0
    updated: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)


@contextmanager
def one_import(conn: Connection) -> Iterator[None]:
    """
    Hold the only import at work, in one transaction committed at the end.

    Parameters
    ----------
    conn
        Connection in autocommit; inside a transaction this is a savepoint.

    Raises
    ------
    StoreError
        If another import does not end in `LOCK_WAIT_S`, or PostGIS refuses.
    StoreUnavailableError
        If the server goes away.
    """
    with store_errors(), _refusal_explained(), conn.transaction():
        conn.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LOCK_WAIT_S}s"])
        conn.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        conn.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        # now rather than at the commit, which may be the caller's
        conn.execute("SET CONSTRAINTS ALL IMMEDIATE")


def swap(conn: Connection, tables: list[Table]) -> Changes:
    """
    Make tables equal to their staging tables.

    Parameters
    ----------
    conn
        In `one_import`, after the checks.
    tables
        Referred tables before those that refer to them.

    Returns
    -------
    changes
        Rows touched in all the tables.
    """
    removed = sum(remove_absent(conn, table) for table in reversed(tables))
    updated = sum(update_changed(conn, table) for table in tables)
    added = sum(insert_new(conn, table) for table in tables)
    changes = Changes(added=added, updated=updated, removed=removed)
    if changes:
        analyze(conn, tables)
    return changes


def remove_absent(conn: Connection, table: Table, *, source: str | None = None) -> int:
    """Delete stored rows that are not staged, of one source where given; count them."""
    absent = absent_condition(table, source=source)
    return conn.execute(
        sql.SQL("DELETE FROM {} t WHERE {}").format(sql.Identifier(table.name), absent)
    ).rowcount


def count_absent(conn: Connection, table: Table, *, source: str) -> int:
    """Count stored rows of one source that are not staged."""
    absent = absent_condition(table, source=source)
    found = conn.execute(
        sql.SQL("SELECT count(*) FROM {} t WHERE {}").format(sql.Identifier(table.name), absent)
    ).fetchone()
    return int(found[0]) if found else 0


def absent_condition(table: Table, *, source: str | None) -> sql.Composed:
    """Say, of a stored row ``t``, that it is not staged."""
    absent = sql.SQL("NOT EXISTS (SELECT FROM {} s WHERE {})").format(
        staging_name(table), _same_key(table)
    )
    if source is None:
        return absent
    return sql.SQL("{} AND t.source = {}").format(absent, sql.Literal(source))


def update_changed(conn: Connection, table: Table) -> int:
    """Update stored rows that differ from the staged ones; count them."""
    others = [name for name in column_names(table) if name not in key_columns(table)]
    if not others:
        return 0
    query = sql.SQL(
        "UPDATE {table} t SET {sets} FROM {staged} s"
        " WHERE {same} AND ({old}) IS DISTINCT FROM ({new})"
    ).format(
        table=sql.Identifier(table.name),
        sets=sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("s", name))
            for name in others
        ),
        staged=staging_name(table),
        same=_same_key(table),
        old=_of("t", others),
        new=_of("s", others),
    )
    return conn.execute(query).rowcount


def insert_new(conn: Connection, table: Table) -> int:
    """Insert staged rows that are not stored; count them."""
    names = column_names(table)
    query = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {staged_names} FROM {staged} s"
        " WHERE NOT EXISTS (SELECT FROM {table} t WHERE {same})"
    ).format(
        table=sql.Identifier(table.name),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        staged_names=_of("s", names),
        staged=staging_name(table),
        same=_same_key(table),
    )
    return conn.execute(query).rowcount


def analyze(conn: Connection, tables: list[Table]) -> None:
    """Refresh the planner's figures, without which it may not choose an index."""
    for table in tables:
        conn.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))


@contextmanager
def _refusal_explained() -> Iterator[None]:
    try:
        yield
    except pg.LockNotAvailable as error:
        raise StoreError(
            f"un autre import écrit depuis plus de {LOCK_WAIT_S} s. Attendez sa fin, puis "
            "recommencez. Rien n’a été changé."
        ) from error
    except REFUSALS as error:
        raise StoreError(
            f"PostGIS a refusé l’import ({error.diag.message_primary}). Vérifiez les données et "
            "les droits du compte. Rien n’a été changé."
        ) from error


def _same_key(table: Table) -> sql.Composed:
    return sql.SQL(" AND ").join(
        sql.SQL("{} = {}").format(sql.Identifier("t", name), sql.Identifier("s", name))
        for name in key_columns(table)
    )


def _of(alias: str, names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(alias, name) for name in names)
