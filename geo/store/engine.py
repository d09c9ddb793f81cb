"""Connections to PostGIS, and one way of saying that it does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
import sqlalchemy
from psycopg import errors as pg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError

from geo.errors import ServerError, StoreUnavailableError
from geo.store.server.databases import plain_url

Connection = psycopg.Connection[TupleRow]

CONNECT_TIMEOUT_S = 10
APPLICATION = "deuxportes"
ADVICE = "Vérifiez que le serveur répond (deuxportes db status) et que DATABASE_URL est juste."

_NOT_MIGRATED = (pg.UndefinedTable, pg.UndefinedColumn, pg.InvalidCatalogName)


def connect(url: str) -> Connection:
    """
    Open a connection in autocommit; ``connection.transaction()`` groups statements.

    Parameters
    ----------
    url
        libpq URI or conninfo, Unix sockets included
        (``postgresql:///deuxportes?host=/run/dp&user=postgres``).

    Returns
    -------
    connection
        psycopg connection; the caller closes it.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer or refuses.
    """
    return _open(url, autocommit=True)


def create_engine(url: str) -> sqlalchemy.Engine:
    """
    Build a SQLAlchemy engine; nothing connects yet.

    Parameters
    ----------
    url
        As for `connect`.

    Returns
    -------
    engine
        Engine on psycopg 3 that checks a pooled connection before it is used.
    """
    return sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: _open(url, autocommit=False), pool_pre_ping=True
    )


def to_conninfo(url: str) -> str:
    """
    Complete an address for libpq: no driver, a bounded wait, a name to be seen under.

    Parameters
    ----------
    url
        ``postgresql://``, ``postgresql+psycopg://``, or a conninfo.

    Returns
    -------
    conninfo
        ``key=value`` list; what the address says itself is kept.

    Raises
    ------
    StoreUnavailableError
        If it is no address.

    Examples
    --------
    >>> to_conninfo("postgresql+psycopg://moi@localhost/base?connect_timeout=3")
    'user=moi connect_timeout=3 dbname=base host=localhost application_name=deuxportes'
    """
    try:
        conninfo = plain_url(url)
    except ServerError as error:
        raise StoreUnavailableError(str(error)) from None
    given = conninfo_to_dict(conninfo)
    timeout = given.get("connect_timeout", CONNECT_TIMEOUT_S)
    application = given.get("application_name", APPLICATION)
    return make_conninfo(conninfo, connect_timeout=timeout, application_name=application)


@contextmanager
def store_errors() -> Iterator[None]:
    """
    Turn the driver's errors about the server, not about the data, into ours.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer, or was not migrated.
    """
    try:
        yield
    except (psycopg.Error, DBAPIError) as error:
        _raise_unavailable(error.orig if isinstance(error, DBAPIError) else error)
        raise


def compile_query(query: sqlalchemy.Executable) -> tuple[str, dict[str, Any]]:
    """
    Compile a statement of SQLAlchemy Core for psycopg's own cursor.

    Parameters
    ----------
    query
        Select, Insert…

    Returns
    -------
    sql, parameters
        Text with ``%(name)s`` marks, and its values.
    """
    compiled = query.compile(dialect=_dialect())  # type: ignore[attr-defined]  # every statement has it
    return str(compiled), dict(compiled.params)


def read_rows(conn: Connection, query: sqlalchemy.Select[Any]) -> list[tuple[Any, ...]]:
    """
    Run a query and give its rows.

    Parameters
    ----------
    conn
        Any connection.
    query
        Select.

    Returns
    -------
    rows
        All of them.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer, or was not migrated.
    """
    with store_errors():
        return conn.execute(*compile_query(query)).fetchall()


@cache
def _dialect() -> Dialect:
    built: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it bare
    return built


def _open(url: str, *, autocommit: bool) -> Connection:
    with store_errors():
        return psycopg.connect(to_conninfo(url), autocommit=autocommit)


def _raise_unavailable(error: BaseException | None) -> None:
    # psycopg's first line says what happened; the following ones may quote a row
    said = str(error).partition("\n")[0]
    if isinstance(error, _NOT_MIGRATED):
        raise StoreUnavailableError(
            f"la base n’est pas au niveau de ce programme ({said}). Tapez : deuxportes db migrate"
        ) from error
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        raise StoreUnavailableError(f"PostGIS ne répond pas ({said}). {ADVICE}") from error
