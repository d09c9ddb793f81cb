import pytest

from tests.api.serving import serving
from tests.api.streets import write_streets


@pytest.fixture(scope="session")
def client(shared_directory_url):
    """A client of the API on `tests.directory`."""
    with serving(shared_directory_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def streets_dir(tmp_path_factory):
    """A data folder that holds the network of `tests.api.streets`."""
    folder = tmp_path_factory.mktemp("data")
    write_streets(folder / "processed" / "networks")
    return folder


@pytest.fixture(scope="session")
def on_streets(shared_directory_url, streets_dir):
    """A client of the API on `tests.directory` and the streets around it."""
    with serving(shared_directory_url, data_dir=streets_dir) as opened:
        yield opened


@pytest.fixture(scope="session")
def spare_url(databases, directory_template):
    """A database that held `tests.directory` at first: tests add runs, replace places…"""
    return databases.create(directory_template)[1]
