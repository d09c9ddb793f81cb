"""Bring a database to this program's schema, by Alembic; configured here, without a file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from psycopg import errors as pg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from geo.errors import StoreError
from geo.store.engine import create_engine, store_errors

LOCK = 0x64_70_6D_69  # advisory lock of migrations, in the database migrated
LOCK_WAIT_S = 60
"""How long a migration waits for another one, in seconds."""


def migrate(url: str, *, revision: str = "head") -> None:
    """
    Upgrade the schema, all in one transaction; a second caller waits for the first.

    Parameters
    ----------
    url
        libpq URI of the database.
    revision
        Where to stop; the latest by default.

    Raises
    ------
    StoreError
        If the server has no PostGIS, another migration does not end, or the
        database was written by a newer program.
    """
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, *, revision: str) -> None:
    """
    Take the schema back, data of the tables that go included.

    Parameters
    ----------
    url
        libpq URI of the database.
    revision
        Where to stop; ``base`` leaves no table.

    Raises
    ------
    StoreError
        As for `migrate`.
    """
    _run(url, lambda config: command.downgrade(config, revision))


def current_revision(url: str) -> str | None:
    """
    Give the revision a database is at.

    Parameters
    ----------
    url
        libpq URI of the database.

    Returns
    -------
    revision
        None where nothing was ever migrated.
    """
    with _connection(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _run(url: str, work: Callable[[Config], None]) -> None:
    with _connection(url) as connection, _explained():
        # the number of seconds cannot be a parameter of SET
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT_S}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "geo.store:migrations")
        config.set_main_option("path_separator", "os")
        work(config)


@contextmanager
def _connection(url: str) -> Iterator[sqlalchemy.Connection]:
    engine = create_engine(url)
    try:
        with store_errors(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise StoreError(
            f"ce programme ne connaît pas la version de cette base ({error}). Mettez le programme "
            "à jour ; ou repartez d’une base vide : deuxportes db reset, ou une base neuve dans "
            "DATABASE_URL si vous l’utilisez (db reset n’y touche jamais)."
        ) from error
    except DBAPIError as error:
        _raise_explained(error.orig)
        raise


def _raise_explained(error: BaseException | None) -> None:
    if isinstance(error, pg.LockNotAvailable):
        raise StoreError(
            f"une autre mise à niveau dure depuis plus de {LOCK_WAIT_S} s. Attendez sa fin, puis "
            "recommencez."
        ) from error
    if isinstance(error, (pg.FeatureNotSupported, pg.UndefinedFile, pg.InsufficientPrivilege)):
        raise StoreError(
            "ce serveur n’a pas PostGIS, ou ce compte ne peut pas l’activer. Tapez dans cette "
            "base, comme administrateur : CREATE EXTENSION postgis;"
        ) from error
