"""Findings of the small region of `tests.directory`, found for real from a real database."""

import pytest

from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from tests import directory

TODAY = directory.TUESDAY_MORNING.date()


@pytest.fixture(scope="session")
def findings(shared_directory_url):
    """What is found by all the modes that can be estimated; shared, not to be modified."""
    with connect(shared_directory_url) as conn:
        return find_diagnosis(conn, Settings(), DiagnosticAsked(on=TODAY), SilentReporter())
