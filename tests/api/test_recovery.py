"""The store goes away and comes back: 503 meanwhile, answers again without anyone's help."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import httpx
import psycopg
import pytest
from psycopg import sql

from geo.store.pool import AWAY, BACK
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


@contextmanager
def commanded(database_url, written):
    """Run the command; give a client of it. What the terminal showed is in a file afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    program = "from geo.cli.app import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    # no network of this machine: the service is ready once the store is
    environment = {**os.environ, "DATABASE_URL": database_url}
    environment["DEUXPORTES_DATA_DIR"] = str(written.parent)
    with written.open("w") as sink:
        process = subprocess.Popen(command, env=environment, stdout=sink, stderr=sink)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            wait_until_alive(client)
            yield client
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    finally:
        process.kill()
        process.wait()


def test_the_command_starts_while_the_store_is_away(spare_url, tmp_path):
    written = tmp_path / "terminal"
    with ExitStack() as absence:
        absence.enter_context(away(spare_url))
        with commanded(spare_url, written) as client:
            check_unavailable(client.get("/readyz"))
            absence.close()
            wait_for_answer(client)

    said = written.read_text()
    assert "répond 503 jusqu’à son retour" in said
    assert "Traceback" not in said


def test_the_terminal_says_once_that_the_store_went_away_and_once_that_it_is_back(
    spare_url, tmp_path
):
    written = tmp_path / "terminal"
    with commanded(spare_url, written) as client:
        assert client.get("/readyz").status_code == 200
        before = written.read_text()
        with away(spare_url):
            for _ in range(3):
                check_unavailable(client.get(NEAREST, params=HERE))
        wait_for_answer(client)
        assert client.get("/readyz").status_code == 200

    said = written.read_text().removeprefix(before)
    assert said.splitlines() == [AWAY, BACK]


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


def test_missing_tables_are_to_be_loaded_again_not_waited_for(unmigrated):
    response = unmigrated.get("/v1/bassins")

    check_unavailable(response)
    detail = response.json()["detail"]
    assert "deuxportes demo" in detail
    assert "deuxportes ingest reference" in detail
    assert "quelques secondes" not in detail
    assert int(response.headers["retry-after"]) >= 60


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
