import shutil
import tempfile
from pathlib import Path

import pytest

from geo.store import server
from geo.store.server.binaries import SYSTEM, find_installations

CHECKOUT = Path(__file__).resolve().parents[4] / "data/processed/postgis"
ODD = 'l\'été "ici" $HOME %20'
"""A name that would break a careless command line (and does break a relocated initdb)."""


def make_home(folder):
    """Give a new cluster the programs that were unpacked for the checkout, if they were."""
    if CHECKOUT.exists():
        folder.mkdir()
        (folder / "postgis").symlink_to(CHECKOUT)
    return folder


@pytest.fixture(scope="session")
def open_folder():
    """A short folder that any account may enter: pytest's own is closed to ``postgres``."""
    folder = Path(tempfile.mkdtemp(prefix="dp-", dir="/tmp"))  # a short path is the point
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_home(open_folder):
    """Give folders for new clusters, whose servers are stopped at the end."""
    homes = []

    def make(name):
        homes.append(make_home(open_folder / name))
        return homes[-1]

    yield make
    for home in homes:
        server.reset_server(home)


@pytest.fixture(scope="session")
def first_start(open_folder):
    """A cluster made from nothing."""
    folder = make_home(open_folder / (ODD if find_installations(SYSTEM) else "simple"))
    said = []
    yield folder, server.ensure_server(database_url=None, home=folder, report=said.append), said
    server.reset_server(folder)


@pytest.fixture(scope="session")
def home(first_start):
    """The folder of that cluster: each test leaves it able to serve."""
    return first_start[0]
