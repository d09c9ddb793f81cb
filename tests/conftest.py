"""
Databases for tests: real PostGIS, migrated for real, never the one of ``DATABASE_URL``.

``TEST_DATABASE_URL`` names another server; each session makes its own ``dp_test_*`` databases there
and drops them, and those that a killed session left.
"""

import itertools
import os
import re
import secrets
from pathlib import Path

import psycopg
import pytest

from geo.store.engine import connect
from geo.store.migrate import migrate
from geo.store.server.databases import create_database, drop_database, plain_url
from tests import directory

HOME = Path(__file__).resolve().parents[1] / "data" / "processed"
NAME = re.compile(r"(dp_test_[0-9a-f]{8})_[a-z0-9_]+")


class Databases:
    """The databases of this session; whoever holds the session's name is alive."""

    def __init__(self, server_url):
        self.server_url = server_url
        self.session = f"dp_test_{secrets.token_hex(4)}"
        self.numbers = itertools.count()
        self.holder = psycopg.connect(server_url, autocommit=True, application_name=self.session)

    def names(self):
        """Give every test database of the server, with the session that made it."""
        found = self.holder.execute("SELECT datname FROM pg_database").fetchall()
        matches = (NAME.fullmatch(name) for (name,) in found)
        return [(match[0], match[1]) for match in matches if match]

    def drop_abandoned(self):
        """Drop the databases of sessions that ended without doing it."""
        found = self.holder.execute("SELECT application_name FROM pg_stat_activity").fetchall()
        alive = {name for (name,) in found}
        for name, session in self.names():
            if session not in alive:
                drop_database(self.server_url, name)

    def create(self, template="template0"):
        """Make a database; give its name and address."""
        name = f"{self.session}_{next(self.numbers)}"
        return name, create_database(self.server_url, name, template=template)

    def close(self):
        """Drop the databases of this session."""
        for name, session in self.names():
            if session == self.session:
                drop_database(self.server_url, name)
        self.holder.close()


@pytest.fixture(scope="session")
def server_url():
    """A PostGIS server of tests: ``TEST_DATABASE_URL``, else the private cluster."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield plain_url(given)
        return
    from geo.store.server import borrow_server  # noqa: PLC0415 - only where a server is needed

    with borrow_server(database_url=None, home=HOME) as server:
        yield server.url


@pytest.fixture(scope="session")
def databases(server_url):
    """The databases of this session, dropped at its end."""
    made = Databases(server_url)
    made.drop_abandoned()
    yield made
    made.close()


@pytest.fixture(scope="session")
def template_database(databases):
    """Name of a migrated, empty database to copy; nobody connects to it."""
    name, url = databases.create()
    migrate(url)
    return name


@pytest.fixture(scope="session")
def directory_template(databases, template_database):
    """Name of a database to copy that holds `tests.directory`."""
    name, url = databases.create(template_database)
    with connect(url) as connection:
        directory.load(connection)
    return name


@pytest.fixture
def database_url(databases, template_database):
    """A migrated, empty database of this test's own."""
    yield from _lent(databases, template_database)


@pytest.fixture
def directory_url(databases, directory_template):
    """A database of this test's own that holds `tests.directory`."""
    yield from _lent(databases, directory_template)


@pytest.fixture(scope="session")
def shared_directory_url(databases, directory_template):
    """A database that holds `tests.directory`, for tests that only read."""
    return databases.create(directory_template)[1]


@pytest.fixture(scope="session")
def _scratch_url(databases, template_database):
    return databases.create(template_database)[1]


@pytest.fixture
def connection(_scratch_url):
    """A connection to a migrated, empty database; what is done with it is rolled back."""
    with connect(_scratch_url) as opened, opened.transaction(force_rollback=True):
        yield opened


def _lent(databases, template):
    name, url = databases.create(template)
    yield url
    drop_database(databases.server_url, name)
