import pytest

from tests.api.serving import serving


@pytest.fixture(scope="session")
def client(shared_directory_url):
    """A client of the API on `tests.directory`."""
    with serving(shared_directory_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def module_url(databases, directory_template):
    """A database that holds `tests.directory` and that the tests of a module may change."""
    return databases.create(directory_template)[1]
