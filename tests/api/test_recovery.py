"""The store goes away and comes back: 503 meanwhile, answers again without anyone's help."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import psycopg
import pytest
from psycopg import sql

from geo.store.server.databases import with_database
from tests.api.serving import HERE, serving

NEAREST = "/v1/points-accueil/proches"
EVERY_RESOURCE = [
    f"{NEAREST}?lon=2.36&lat=48.86", "/v1/points-accueil", "/v1/points-accueil/x", "/v1/bassins",
    "/v1/bassins/1107", "/v1/bassins/localiser?lon=2.36&lat=48.86", "/v1/communes",
    "/v1/communes/75056", "/v1/couverture", "/readyz",
]  # fmt: skip
RECOVERY_S = 6.0


@contextmanager
def away(url):
    """Refuse every connection to a database, those of now included."""
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with psycopg.connect(with_database(url, "postgres"), autocommit=True) as admin:
        admin.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        drop_connections(admin, name)
        try:
            yield
        finally:
            admin.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


def drop_connections(admin, name):
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
    )


def check_unavailable(response):
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["content-type"] == "application/problem+json"
    assert "réessayez" in response.json()["detail"]


def wait_for_answer(client):
    end = time.monotonic() + RECOVERY_S
    while (response := client.get(NEAREST, params=HERE)).status_code == 503:
        assert time.monotonic() < end, "the service did not recover"
        time.sleep(0.05)
    return response


def test_service_says_so_while_the_store_is_away_and_recovers(spare_url):
    with serving(spare_url) as client:
        before = client.get(NEAREST, params=HERE)
        with away(spare_url):
            absent = client.get(NEAREST, params=HERE)
            check_unavailable(absent)
            assert absent.json()["title"] == "Annuaire indisponible"
            assert client.get("/healthz").status_code == 200
            assert client.get("/v1/profils").status_code == 200
        after = wait_for_answer(client)

    assert before.status_code == 200
    assert [e["id"] for e in after.json()["elements"]] == [
        e["id"] for e in before.json()["elements"]
    ]


def test_connections_that_died_while_idle_are_nobody_s_error(spare_url):
    name = psycopg.conninfo.conninfo_to_dict(spare_url)["dbname"]
    with (
        serving(spare_url) as client,
        psycopg.connect(with_database(spare_url, "postgres"), autocommit=True) as admin,
    ):
        for _ in range(3):
            assert client.get(NEAREST, params=HERE).status_code == 200
            drop_connections(admin, name)
        assert client.get(NEAREST, params=HERE).status_code == 200


def test_service_starts_while_the_store_is_away(spare_url):
    with away(spare_url), serving(spare_url) as client:
        check_unavailable(client.get(NEAREST, params=HERE))


def test_the_command_starts_while_the_store_is_away(spare_url):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = "from geo.cli.app import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": spare_url}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        with away(spare_url):
            process = subprocess.Popen(command, env=environment, text=True, **pipes)
            try:
                wait_until_alive(client)
                check_unavailable(client.get("/readyz"))
            except BaseException:
                process.kill()
                raise
        try:
            wait_for_answer(client)
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)

    assert "répond 503 jusqu’à son retour" in said
    assert "Traceback" not in said


def test_the_command_refuses_what_is_no_address():
    program = "from geo.cli.app import main; main()"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    ran = subprocess.run(
        [sys.executable, "-c", program, "serve", "--port", str(port)],
        env={**os.environ, "DATABASE_URL": "nonsense"},
        capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip

    assert ran.returncode != 0
    assert "DATABASE_URL" in ran.stderr
    assert "Traceback" not in ran.stderr


def wait_until_alive(client):
    for _ in range(200):
        try:
            assert client.get("/healthz").status_code == 200
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the service did not start")


@pytest.mark.parametrize("path", EVERY_RESOURCE)
def test_every_resource_waits_for_the_schema(unmigrated, path):
    check_unavailable(unmigrated.get(path))


@pytest.fixture(scope="module")
def unmigrated(shared_directory_url):
    """A client on a database that nobody migrated."""
    with serving(with_database(shared_directory_url, "postgres")) as client:
        yield client


def test_an_empty_directory_is_not_ready(_scratch_url):  # noqa: PT019 - its value is used
    with serving(_scratch_url) as client:
        check_unavailable(client.get("/readyz"))
        assert client.get("/v1/points-accueil").json()["elements"] == []
        assert client.get(NEAREST, params=HERE).json()["elements"] == []
