import pytest

from tests.api.serving import serving


@pytest.fixture(scope="session")
def client(shared_directory_url):
    """A client of the API on `tests.directory`."""
    with serving(shared_directory_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def spare_url(databases, directory_template):
    """A database that held `tests.directory` at first: tests add runs, replace places…"""
    return databases.create(directory_template)[1]
