"""Diagnoses of `tests.directory`, whole or less some of what it holds."""

import pytest

from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from tests import directory

TODAY = directory.TUESDAY_MORNING.date()


@pytest.fixture(scope="session")
def diagnosed(shared_directory_url):
    """Give a function that diagnoses the region once statements or functions have changed it."""

    def found(*changes, **asked):
        with connect(shared_directory_url) as conn, conn.transaction(force_rollback=True):
            for change in changes:
                change(conn) if callable(change) else conn.execute(change)
            question = DiagnosticAsked(**({"on": TODAY} | asked))
            return find_diagnosis(conn, Settings(), question, SilentReporter())

    return found


@pytest.fixture(scope="session")
def plain(diagnosed):
    """The region as it is, by all the modes that can be estimated."""
    return diagnosed()
