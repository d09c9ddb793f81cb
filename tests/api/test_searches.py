"""Threads for searches: so many at once, so many who wait, and the others come back."""

import asyncio
import threading

import pytest

from api.errors import BusyError
from api.guard import Limits, SearchLimits
from api.searches import Searches
from tests.api.serving import serving
from tests.api.streets import write_streets


async def until(happens):
    for _ in range(500):
        if happens():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


@pytest.fixture
def searches():
    opened = Searches(threads=1, at_most=2, wait_s=60)
    yield opened
    opened.close()


def test_work_is_done_elsewhere_and_its_result_and_error_come_back(searches):
    async def ask():
        elsewhere = await searches.run(threading.get_ident)
        with pytest.raises(ZeroDivisionError):
            await searches.run(lambda: 1 / 0)
        return elsewhere

    assert asyncio.run(ask()) != threading.get_ident()


def test_beyond_the_cap_one_is_told_to_come_back_and_then_let_in_again(searches):
    release = threading.Event()

    async def ask():
        waiting = [asyncio.create_task(searches.run(release.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await searches.run(int)
        release.set()
        assert await asyncio.gather(*waiting) == [True, True]
        return await searches.run(int)

    assert asyncio.run(ask()) == 0


def test_whoever_gives_up_leaves_the_place_once_the_thread_is_free(searches):
    release, began = threading.Event(), []

    def work():
        began.append(1)
        return release.wait()

    async def ask():
        tasks = [asyncio.create_task(searches.run(work)) for _ in range(2)]
        await until(lambda: began)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # the one that had not begun has gone; the other still holds its thread
        assert len(began) == 1
        held = asyncio.create_task(searches.run(int))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await searches.run(int)
        release.set()
        await held
        return [await searches.run(int) for _ in range(5)]

    assert asyncio.run(ask()) == [0] * 5


def test_whoever_waited_too_long_is_told_to_come_back_and_who_began_is_not():
    release, began, late = threading.Event(), [], []
    searches = Searches(threads=1, at_most=2, wait_s=0.05)

    def work():
        began.append(1)
        return release.wait()

    async def ask():
        first = asyncio.create_task(searches.run(work))
        await until(lambda: began)
        with pytest.raises(BusyError):
            await searches.run(lambda: late.append(1))
        release.set()
        return await first

    assert asyncio.run(ask())
    searches.close()
    assert not late


def test_scenarios_that_wait_end_in_time():
    """Two seconds are the worst that one was measured to take."""
    limits = Limits()

    assert 2.0 * limits.scenarios.at_most / limits.scenarios.threads < limits.time_s
    assert limits.scenarios.wait_s + 2.0 < limits.time_s


def test_scenarios_keep_no_orientation_waiting_and_say_nothing_of_it(
    shared_directory_url, monkeypatch, caplog
):
    begun, release = threading.Event(), threading.Event()
    answers = []

    def stuck(_question):
        begun.set()
        release.wait(20)
        return {}

    monkeypatch.setattr("api.scenarios.routes.find_changes", stuck)
    limits = Limits(scenarios=SearchLimits(threads=1, at_most=2, wait_s=0.05))
    with serving(shared_directory_url, limits=limits) as client:
        asking = threading.Thread(
            target=lambda: answers.append(client.post("/v1/scenarios", json={}))
        )
        asking.start()
        assert begun.wait(20)
        asked = {"lon": 2.36, "lat": 48.86, "besoin": "conseil"}
        oriented = client.get("/v1/orientation", params=asked)
        late = client.post("/v1/scenarios", json={})
        release.set()
        asking.join()

    assert oriented.status_code == 200
    assert (late.status_code, late.json()["title"]) == (503, "Service occupé")
    assert [answer.status_code for answer in answers] == [200]
    assert not [one for one in caplog.records if one.name.startswith("deuxportes")]


@pytest.mark.parametrize(
    ("full", "path"),
    [
        ("searches", "/v1/points-accueil/proches?lon=2.36&lat=48.86"),
        ("searches", "/v1/itineraires?lon=2.36&lat=48.86&point_id=dila--cio-75102-01"),
        ("areas", "/v1/isochrones?lon=2.36&lat=48.86"),
    ],
)
def test_a_crowd_of_searches_is_service_occupe_and_the_rest_answers(
    shared_directory_url, tmp_path, full, path
):
    write_streets(tmp_path / "processed" / "networks")
    limits = Limits(**{full: SearchLimits(threads=1, at_most=0)})
    with serving(shared_directory_url, data_dir=tmp_path, limits=limits) as client:
        refused = client.get(path)
        others = [client.get(other) for other in ("/v1/reseaux", "/v1/etat", "/readyz")]

    assert (refused.status_code, refused.json()["title"]) == (503, "Service occupé")
    assert int(refused.headers["retry-after"]) > 0
    assert {answer.status_code for answer in others} == {200}
