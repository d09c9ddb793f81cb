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
    opened = Searches(threads=1, at_most=2)
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
