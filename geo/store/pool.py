"""Connections kept open for a service that only reads, and that outlives the server's absences."""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from geo.errors import StoreError, StoreUnavailableError
from geo.store.engine import APPLICATION, store_errors, to_conninfo
from geo.store.queries.compiled import CompiledQuery

logger = logging.getLogger("deuxportes.store")

Row = tuple[Any, ...]

POOL_SIZE = 8
"""Connections of one worker at most; a query of the hot path lasts about a millisecond."""

STATEMENT_TIMEOUT_MS = 5_000
WAIT_S = 2.0
"""Longest wait for a connection; then the service says that it is busy."""

CONNECT_TIMEOUT_S = 3
RECONNECT_S = 4.0
"""After this long in vain, the next request starts a fresh attempt: recovery waits no longer."""


AWAY = "Le serveur PostGIS ne répond plus ; l’API répond 503 en attendant."
BACK = "Le serveur PostGIS répond de nouveau."


class Pool(AsyncConnectionPool[AsyncConnection[Row]]):
    """
    A pool that knows how many of its connections answer now, and whether the server does.

    When nobody gets a connection in time, the first tells a crowd from a server that is away;
    the second lets it be said once, and once that it is back.
    """

    in_use = 0
    away = False

    def note(self, *, away: bool) -> None:
        """
        Say that the server went away or came back, when that is news.

        Parameters
        ----------
        away
            What a query has just found.
        """
        if away is not self.away:
            self.away = away
            logger.warning(AWAY if away else BACK)


class StoreBusyError(StoreUnavailableError):
    """The server answers, but every connection of this worker is in use."""


class StoreAwayError(StoreUnavailableError):
    """The server does not answer; the log already says so."""


class StoreTablesError(StoreUnavailableError):
    """The server answers, but the tables are not there: nobody made them, or they were reset."""


_REFUSED = re.compile("[\x00\ud800-\udfff]")
_LOST = ("08", "57P")
"""Starts of the codes of a lost connection, and of a server that stops or starts."""

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
    # its lines, one an attempt, are in English and quote the server's address: see `Pool.note`
    logging.getLogger("psycopg.pool").disabled = True
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
    StoreAwayError
        If the server does not answer.
    StoreTablesError
        If it has none of our tables.
    StoreUnavailableError
        If it is too slow, or was not migrated.
    StoreBusyError
        If every connection is in use, and stays so.
    """
    values = {**query.constants, **parameters}
    try:
        with store_errors():
            rows = await _ask(pool, query.sql, values)
    except StoreBusyError:
        raise
    except StoreUnavailableError as error:
        raise _explained(pool, error) from error.__cause__
    except psycopg.Error as error:
        pool.note(away=False)
        # its text may quote what was asked: say the kind, and keep no trace of the rest
        raise StoreError(f"PostGIS a refusé une question ({type(error).__name__}).") from None
    pool.note(away=False)
    return rows


def is_storable(text: str) -> bool:
    """
    Tell whether PostgreSQL can hold a text: where it cannot, no row has it, and asking would fail.

    Parameters
    ----------
    text
        Any, from anybody.

    Returns
    -------
    is_storable
        False with a NUL or a lone surrogate.
    """
    return _REFUSED.search(text) is None


def _explained(pool: Pool, error: StoreUnavailableError) -> StoreUnavailableError:
    """Tell a server that is away from one that answers: no tables, no columns, too slow."""
    cause = error.__cause__
    away = (getattr(cause, "sqlstate", None) or _LOST[0]).startswith(_LOST)
    pool.note(away=away)
    if away:
        return StoreAwayError(str(error))
    if isinstance(cause, psycopg.errors.UndefinedTable):
        return StoreTablesError(str(error))
    return error


async def _ask(pool: Pool, sql: str, values: dict[str, Any]) -> list[Row]:
    try:
        return await _run(pool, sql, values)
    except PoolTimeout:
        _check_away(pool)
        raise
    except psycopg.errors.QueryCanceled:
        raise  # too slow: asking again would not help
    except (psycopg.OperationalError, psycopg.InterfaceError):
        await pool.check()
        return await _run(pool, sql, values)


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
