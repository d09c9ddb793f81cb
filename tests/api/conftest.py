import pytest

from tests.api.serving import serving


@pytest.fixture(scope="session")
def client(shared_directory_url):
    """A client of the API on `tests.directory`."""
    with serving(shared_directory_url) as opened:
        yield opened
