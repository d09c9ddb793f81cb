"""Live requests from many threads while a batch runs: each gets what it would alone."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from geo.errors import InputError
from geo.network.estimate import Mode
from tests.geo.network import toy
from tests.geo.network.towns import LONG_S, here, town

POSITIONS = here(*((i / 2, j / 2) for i in range(13) for j in range(9)))
CATEGORIES = np.arange(len(POSITIONS), dtype=np.int32) % 3


def ask(times, number):
    """Ask one of the live questions; give what is told as plain numbers."""
    rng = np.random.default_rng(number)
    origin, end = POSITIONS[rng.integers(len(POSITIONS), size=2)]
    cutoff_s = float(rng.choice([40, 90, LONG_S]))
    if number % 4 == 0:
        found = times.one_to_many(origin, POSITIONS, cutoff_s=cutoff_s)
        return found.travel_time_s.tolist(), found.distance_m.tolist()
    if number % 4 == 1:
        route = times.route(origin, end, cutoff_s=LONG_S)
        return route.travel_time_s, route.distance_m, route.lon_lat.tolist()
    if number % 4 == 2:
        areas = times.reachable_areas(origin, cutoffs_s=[30, 60, cutoff_s])
        return [area.geometry.wkb for area in areas]
    wanted = rng.random(len(POSITIONS)) < 0.5
    placed = times.place(POSITIONS)
    found = times.nearest_placed(origin, placed, wanted=wanted, k=4, cutoff_s=cutoff_s)
    return found.destination.tolist(), found.travel_time_s.tolist(), found.distance_m.tolist()


def batch(times):
    """Run both kinds of batch, on two threads."""
    pairs = times.matrix(POSITIONS, POSITIONS, cutoff_s=200, threads=2)
    nearest = times.nearest(POSITIONS, POSITIONS, CATEGORIES, k=3, cutoff_s=LONG_S, threads=2)
    return [getattr(one, name).tolist() for one in (pairs, nearest) for name in one.__slots__]


def test_live_requests_and_a_batch_do_not_disturb_each_other():
    times = town(mode=Mode.VOITURE, tranches=(toy.RUSH,), tranche_par_defaut="pointe")
    alone = [repr(ask(times, number)) for number in range(64)]
    batch_alone = repr(
        batch(town(mode=Mode.VOITURE, tranches=(toy.RUSH,), tranche_par_defaut="pointe"))
    )

    with ThreadPoolExecutor(10) as pool:
        batches = [pool.submit(batch, times) for _ in range(2)]
        live = list(pool.map(lambda number: repr(ask(times, number)), range(64)))

    assert live == alone
    assert [repr(one.result()) for one in batches] == [batch_alone] * 2


def test_after_an_error_the_next_answer_is_right():
    times = town()
    before = times.one_to_many(POSITIONS[0], POSITIONS, cutoff_s=LONG_S).travel_time_s

    with pytest.raises(InputError):
        times.reachable_areas(POSITIONS[0], cutoffs_s=[60, -1])

    after = times.one_to_many(POSITIONS[0], POSITIONS, cutoff_s=LONG_S).travel_time_s
    assert (before == after).all()


def test_workspaces_are_made_when_wanted_and_used_again():
    times = town()
    idle = times.streets.workspaces._idle  # noqa: SLF001 - there is no other way to see it
    assert len(idle) == 0

    for number in range(8):
        ask(times, number)

    assert len(idle) == 1
