"""Serve the real application, over real HTTP, in a thread of the tests."""

import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from api.app import create_app
from geo.cli.serve import open_socket
from geo.settings import Settings

HERE = {"lon": 2.36, "lat": 48.86}
"""`tests.directory.HERE`, as parameters."""

NO_DATA = Path(__file__).with_name("nowhere")
"""A folder that does not exist: no network of streets, whatever was built on this machine."""

TUESDAY = "2026-11-24T10:30:00+01:00"
"""Office hours of a day that is no holiday of any sort."""

ALONG = {"ouvert": {"depart_a": TUESDAY}}
"""What goes with a parameter for its example to find something at any hour."""


@contextmanager
def serving(database_url, *, limits=None, app=None, data_dir=NO_DATA):
    """Serve an application; give a client of it."""
    settings = Settings(database_url=database_url, data_dir=data_dir)
    app = app or create_app(settings, limits=limits)
    config = uvicorn.Config(app, access_log=False, log_level="critical", lifespan="on")
    server = uvicorn.Server(config)
    listening = open_socket("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with httpx.Client(base_url=url, timeout=20) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def ids(response):
    """Give the identifiers of a list of places, in order."""
    assert response.status_code == 200, response.text
    return [element["id"] for element in response.json()["elements"]]


def follow(client, path, **parameters):
    """Give every element of a list, page after page."""
    response = client.get(path, params=parameters)
    elements = []
    for _ in range(1000):
        assert response.status_code == 200, response.text
        page = response.json()
        elements += page["elements"]
        if page["suivant"] is None:
            return elements
        response = client.get(page["suivant"])
    raise AssertionError("the list has no end")
