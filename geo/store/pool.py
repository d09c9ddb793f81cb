"""Connections kept open for a service that only reads, and that outlives the server's absences."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from geo.errors import StoreError, StoreUnavailableError
from geo.store.engine import APPLICATION, store_errors, to_conninfo
from geo.store.queries.compiled import CompiledQuery

Row = tuple[Any, ...]

POOL_SIZE = 8
"""Connections of one worker at most; a query of the hot path lasts about a millisecond."""

STATEMENT_TIMEOUT_MS = 5_000
WAIT_S = 2.0
"""Longest wait for a connection; then the service says that it is busy."""

CONNECT_TIMEOUT_S = 3
RECONNECT_S = 4.0
"""After this long in vain, the next request starts a fresh attempt: recovery waits no longer."""


class Pool(AsyncConnectionPool[AsyncConnection[Row]]):
    """
    A pool that knows how many of its connections answer now.

    When nobody gets a connection in time, that tells a crowd from a server that is away.
    """

    in_use = 0


class StoreBusyError(StoreUnavailableError):
    """The server answers, but every connection of this worker is in use."""


SESSION = (
    f"SET statement_timeout = {STATEMENT_TIMEOUT_MS};"
    " SET default_transaction_read_only = on; SET jit = off"
)


@asynccontextmanager
async def open_pool(url: str, *, size: int = POOL_SIZE) -> AsyncIterator[Pool]:
    """
    Open a pool of read-only connections; a server that is away does not prevent it.

    Parameters
    ----------
    url
        libpq URI or conninfo.
    size
        Most connections at once.

    Returns
    -------
    pool
        Closed when the context ends.
    """
    pool = Pool(
        to_conninfo(url),
        kwargs={
            "autocommit": True,
            "prepare_threshold": 0,
            "connect_timeout": CONNECT_TIMEOUT_S,
            "application_name": APPLICATION,
        },
        configure=_configure,
        min_size=min(2, size),
        max_size=size,
        timeout=WAIT_S,
        reconnect_timeout=RECONNECT_S,
        open=False,
    )
    await pool.open(wait=False)
    try:
        yield pool
    finally:
        await pool.close()


async def fetch(pool: Pool, query: CompiledQuery, **parameters: object) -> list[Row]:
    """
    Run a query and give all its rows.

    A connection that died while it waited is replaced, and the query asked once more: it only
    reads, so asking twice is harmless.

    Parameters
    ----------
    pool
        From `open_pool`.
    query
        From :func:`geo.store.queries.compiled.compiled`.
    **parameters
        Its values.

    Returns
    -------
    rows
        Tuples, in the order of ``query.columns``.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer, is too slow, or was not migrated.
    StoreBusyError
        If every connection is in use, and stays so.
    """
    values = {**query.constants, **parameters}
    try:
        with store_errors():
            try:
                return await _run(pool, query.sql, values)
            except PoolTimeout:
                _check_away(pool)
                raise
            except psycopg.errors.QueryCanceled:
                raise  # too slow: asking again would not help
            except (psycopg.OperationalError, psycopg.InterfaceError):
                await pool.check()
                return await _run(pool, query.sql, values)
    except psycopg.Error as error:
        # its text may quote what was asked: say the kind, and keep no trace of the rest
        raise StoreError(f"PostGIS a refusé une question ({type(error).__name__}).") from None


async def _run(pool: Pool, sql: str, values: dict[str, Any]) -> list[Row]:
    async with pool.connection() as connection:
        pool.in_use += 1
        try:
            return await (await connection.execute(sql, values)).fetchall()
        finally:
            pool.in_use -= 1


def _check_away(pool: Pool) -> None:
    if pool.in_use:
        raise StoreBusyError("Toutes les connexions à PostGIS servent : réessayez.") from None


async def _configure(connection: AsyncConnection[Row]) -> None:
    await connection.execute(SESSION, prepare=False)  # several statements at once
