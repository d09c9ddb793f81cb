from dataclasses import replace

import pytest

from geo.store.engine import connect
from geo.store.load import replace_reseaux
from tests import directory
from tests.api.orientation.oracle import RARE
from tests.api.serving import serving


@pytest.fixture(scope="session")
def rare_url(databases, directory_template):
    """A database that holds `tests.directory`, where those who welcome seldom help."""
    url = databases.create(directory_template)[1]
    with connect(url) as connection:
        replace_reseaux(
            connection, directory.reseaux(), replace(directory.rules(), competences=RARE)
        )
    return url


@pytest.fixture(scope="session")
def rare(rare_url):
    """A client of the API on it."""
    with serving(rare_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def rare_on_streets(rare_url, streets_dir):
    """The same, with streets."""
    with serving(rare_url, data_dir=streets_dir) as opened:
        yield opened
