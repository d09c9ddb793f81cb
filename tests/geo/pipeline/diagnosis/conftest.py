"""Diagnoses of `tests.directory`, whole or less some of what it holds."""

from contextlib import contextmanager

import pytest

from geo.pipeline.diagnosis.ground import read_ground
from geo.pipeline.diagnosis.run import planned_diagnosis
from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.pipeline.inventory import InventoryAsked, build_inventory
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from tests import directory

TODAY = directory.TUESDAY_MORNING.date()


@pytest.fixture(scope="session")
def changed(shared_directory_url):
    """Give a function that opens the region, changed until the end by statements or functions."""

    @contextmanager
    def opened(*changes):
        with connect(shared_directory_url) as conn, conn.transaction(force_rollback=True):
            for change in changes:
                change(conn) if callable(change) else conn.execute(change)
            yield conn

    return opened


@pytest.fixture(scope="session")
def diagnosed(changed):
    """Give a function that diagnoses the region once changed."""

    def found(*changes, **asked):
        with changed(*changes) as conn:
            question = DiagnosticAsked(**({"on": TODAY} | asked))
            return find_diagnosis(conn, Settings(), question, SilentReporter())

    return found


@pytest.fixture(scope="session")
def planned(changed):
    """Give a function that names the run of the region once changed, and finds nothing."""

    def run(*changes, **asked):
        question = DiagnosticAsked(**({"on": TODAY} | asked))
        with changed(*changes) as conn:
            ground = read_ground(conn, question, SilentReporter())
            inventory = build_inventory(conn, ground.people, InventoryAsked(today=TODAY))
            return planned_diagnosis(conn, ground, question, inventory.set_aside)

    return run


@pytest.fixture(scope="session")
def plain(diagnosed):
    """The region as it is, by all the modes that can be estimated."""
    return diagnosed()
