import time

import pytest

from geo.errors import InputError
from geo.store.server.databases import drop_database
from tests.conftest import Databases


def test_databases_of_a_killed_session_are_dropped_by_the_next(databases):
    killed = Databases(databases.server_url)
    name, _ = killed.create()
    assert (name, killed.session) in databases.names()

    databases.drop_abandoned()
    assert (name, killed.session) in databases.names()  # still alive

    killed.holder.close()
    until = time.monotonic() + 30
    while (name, killed.session) in databases.names():
        assert time.monotonic() < until
        databases.drop_abandoned()  # the server notices a moment later


def test_a_session_leaves_nothing_behind_and_touches_no_other(databases):
    session = Databases(databases.server_url)
    kept, _ = databases.create()
    session.create()

    session.close()

    left = databases.names()
    assert not [name for name, owner in left if owner == session.session]
    assert (kept, databases.session) in left


def test_no_other_database_can_be_dropped(databases):
    with pytest.raises(InputError):
        drop_database(databases.server_url, "deuxportes")
