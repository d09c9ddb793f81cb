"""Caps, methods and headers of every answer."""

import asyncio
import gzip
import logging
import threading

import httpx
import psycopg
import pytest
from psycopg import sql

from api.guard import Guard, Limits, withhold
from geo.store.pool import POOL_SIZE
from tests.api.serving import serving

NEAREST = "/v1/points-accueil/proches"


@pytest.mark.parametrize(
    "path", ["/v1/reseaux", "/v1/bassins", "/openapi.json", "/", f"{NEAREST}?lon=2.36&lat=48.86"]
)
def test_head_is_get_without_its_body(client, path):
    got, head = client.get(path), client.head(path)

    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]


def test_options_names_the_methods(client):
    response = client.options("/v1/reseaux")

    assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_pages_of_other_sites_may_read(client):
    origin = {"Origin": "https://example.org"}
    preflight = client.options(NEAREST, headers={**origin, "Access-Control-Request-Method": "GET"})

    assert preflight.status_code == 204
    assert "GET" in preflight.headers["access-control-allow-methods"]
    for response in (preflight, client.get("/v1/reseaux", headers=origin)):
        assert response.headers["access-control-allow-origin"] == "*"
    refused = client.get(f"{NEAREST}?k=0", headers=origin)
    assert refused.headers["access-control-allow-origin"] == "*"


def test_large_answers_are_compressed_for_those_who_can_read_them(client):
    with client.stream("GET", "/v1/points-accueil", headers={"Accept-Encoding": "gzip"}) as small:
        packed = b"".join(small.iter_raw())

    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == client.get("/v1/points-accueil").content


@pytest.mark.parametrize(
    "body", [{"content": b"x" * 5000}, {"content": iter([b"x"])}], ids=["large", "unknown length"]
)
def test_bodies_are_refused(client, body):
    response = client.request("GET", "/v1/reseaux", **body)

    assert response.status_code == 413
    assert "après « ? »" in response.json()["detail"]


def test_many_parameters_are_refused(client):
    response = client.get("/v1/reseaux?" + "&".join(["limite=1"] * 300))

    assert response.status_code == 422
    assert "paramètres" in response.json()["detail"]


def test_a_worker_answers_so_many_at_once_and_tells_the_others_to_come_back(shared_directory_url):
    with (
        serving(shared_directory_url, limits=Limits(concurrency=2)) as client,
        locked(shared_directory_url) as release,
    ):
        url = str(client.base_url)
        waiting = [ask_in_thread(f"{url}/v1/bassins") for _ in range(2)]
        wait_until(lambda: blocked(shared_directory_url) == 2)
        refused = client.get("/v1/profils")
        alive = client.get("/healthz")
        release()
        answers = [ask() for ask in waiting]

    assert (refused.status_code, refused.json()["title"]) == (503, "Service occupé")
    assert int(refused.headers["retry-after"]) > 0
    assert alive.status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200]


def test_connections_all_in_use_are_a_crowd_not_an_absence(
    shared_directory_url, monkeypatch, caplog
):
    monkeypatch.setattr("geo.store.pool.WAIT_S", 1.0)
    with (
        serving(shared_directory_url) as client,
        locked(shared_directory_url) as release,
    ):
        url = str(client.base_url)
        waiting = [ask_in_thread(f"{url}/v1/bassins") for _ in range(POOL_SIZE)]
        wait_until(lambda: blocked(shared_directory_url) == POOL_SIZE)
        refused = client.get("/v1/communes")
        release()
        answers = [ask() for ask in waiting]

    assert (refused.status_code, refused.json()["title"]) == (503, "Service occupé")
    assert int(refused.headers["retry-after"]) > 0
    assert "deuxportes.api" not in {record.name for record in caplog.records}
    assert {answer.status_code for answer in answers} == {200}


def test_an_answer_that_takes_too_long_is_given_up(shared_directory_url):
    with (
        serving(shared_directory_url, limits=Limits(time_s=0.3)) as client,
        locked(shared_directory_url) as release,
    ):
        response = client.get("/v1/bassins")
        wait_until(lambda: blocked(shared_directory_url) == 0)  # the query was cancelled too
        release()
        after = client.get("/v1/bassins")

    assert (response.status_code, response.json()["title"]) == (503, "Réponse trop longue")
    assert after.status_code == 200


def test_an_unexpected_error_quotes_nothing_of_the_request(caplog):
    async def broken(scope, _receive, _send):
        raise ValueError(scope["query_string"])

    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/x", "query_string": b"lon=2.123456",
        "headers": [],
    }  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        asyncio.run(Guard(broken)(scope, None, send))

    assert sent[0]["status"] == 500
    assert b"2.123456" not in sent[1]["body"]
    assert "ValueError" in caplog.text
    assert "2.123456" not in caplog.text


def test_the_server_keeps_nothing_that_may_hold_a_position():
    scope = {
        "type": "http", "path": "/v1/points-accueil/2.35,48.85", "raw_path": b"", "method": "GET",
        "query_string": b"lon=2.35&lat=48.85",
    }  # fmt: skip
    before = dict(scope)

    inner = withhold(scope)

    assert inner == before
    assert scope["query_string"] == b""
    assert scope["path"] == "/v1/points-accueil/…,…"


class locked:  # noqa: N801 - used as a function
    """Lock the bassins against readers until released."""

    def __init__(self, url):
        self.connection = psycopg.connect(url)

    def __enter__(self):
        self.connection.execute(sql.SQL("LOCK TABLE bassins IN ACCESS EXCLUSIVE MODE"))
        return self.connection.rollback

    def __exit__(self, *_):
        self.connection.close()


def blocked(url):
    """How many queries wait for a lock."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()[0]


def wait_until(happens):
    pause = threading.Event()
    for _ in range(200):
        if happens():
            return
        pause.wait(0.02)
    raise AssertionError("it never happened")


def ask_in_thread(url):
    """Ask in a thread; give a function that waits for the answer."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(httpx.get(url, timeout=20)))
    thread.start()

    def answer():
        thread.join()
        return answers[0]

    return answer
