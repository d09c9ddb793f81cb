"""The nearest place, and between which bounds its time lies: on paper and by trying the corners."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.doubt import nearest_in_doubt
from geo.domain.temps_reference import Incertitude
from geo.errors import InputError
from tests.geo.access import toy_city
from tests.geo.access.toy_city import MINUTE

QUARTER, HALF = 0.25, 0.5
DOUBTS = (
    Incertitude(estime=False, part=QUARTER, source="essai"),
    Incertitude(estime=True, part=HALF, source="essai"),
)


def near(city, *, competent=None, served=None, doubts=DOUBTS):
    people, places = city.times.to_place_s.shape
    return nearest_in_doubt(
        city,
        np.ones(places, dtype=bool) if competent is None else np.array(competent),
        np.ones((people, places), dtype=bool) if served is None else np.array(served),
        doubts,
    )


def minutes(times_s):
    return (times_s / MINUTE).tolist()


def test_on_paper():
    # minutes from each town to W, J and P: A 2, 12, 15 · B 4, 8, 11 · C 16, 2, 5 · D 12, 22, 15…
    found = near(toy_city.city(), competent=[False, True, True])

    assert minutes(found.time_s) == [12, 8, 2, 15, 65]
    assert found.place.tolist() == [1, 1, 1, 2, 2]
    assert minutes(found.shortest_s) == [9, 6, 1.5, 11.25, 48.75]
    assert minutes(found.longest_s) == [15, 10, 2.5, 18.75, 81.25]
    assert not found.is_estimate.any()
    assert found.place_ids == ("W", "J", "P")


def test_an_estimate_that_is_longer_may_yet_be_the_shorter():
    there = [toy_city.place("J", (10, 0), "cio"), toy_city.place("K", (12, 0), "cio")]
    city = toy_city.survey(toy_city.TOWNS[:1], there)
    city = replace(city, times=replace(city.times, is_estimate=np.array([[False, True]])))
    found = near(city)

    # J is 7.5 to 12.5 minutes away, K 6 to 18
    assert (found.place.tolist(), found.is_estimate.tolist()) == ([0], [False])
    assert minutes(found.shortest_s) == [6]
    assert minutes(found.longest_s) == [12.5]


def test_of_equal_times_the_first_place_in_the_neutral_order():
    there = [toy_city.place(name, (3, 0), "cio") for name in ("K", "J")]

    assert near(toy_city.survey(toy_city.TOWNS[:1], there)).place.tolist() == [0]


@pytest.mark.parametrize("left_out", ["competent", "served", "reached", "places"])
def test_where_no_place_helps_nothing_is_reached(left_out):
    city = toy_city.city(estimated=True)
    asked = {
        "competent": {"competent": [False] * 3},
        "served": {"served": [[False] * 3] * 5},
    }.get(left_out, {})
    if left_out == "reached":
        nowhere = np.full((5, 3), np.inf, dtype=np.float32)
        city = replace(city, times=replace(city.times, to_place_s=nowhere))
    if left_out == "places":
        city = toy_city.survey(toy_city.TOWNS, [])
    found = near(city, **asked)

    for times_s in (found.time_s, found.shortest_s, found.longest_s):
        assert np.isinf(times_s).all()
    assert found.place.tolist() == [-1] * 5
    assert not found.is_estimate.any()


TRUTHS = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=4)


@settings(max_examples=50, deadline=None)
@given(TRUTHS)
def test_bounds_are_those_of_every_corner(pairs):
    times_s = [minutes * MINUTE for minutes, _ in pairs]
    parts = [HALF if estimated else QUARTER for _, estimated in pairs]
    described = [toy_city.place(str(number), (0, 0), "cio") for number in range(len(pairs))]
    city = toy_city.survey(toy_city.TOWNS[:1], described)
    city = replace(
        city,
        times=replace(
            city.times,
            to_place_s=np.array([times_s], dtype=np.float32),
            is_estimate=np.array([[estimated for _, estimated in pairs]]),
        ),
    )
    corners = [
        min(
            time_s * (1 + sign * part)
            for time_s, sign, part in zip(times_s, signs, parts, strict=True)
        )
        for signs in product((-1, 0, 1), repeat=len(pairs))
    ]
    found = near(city)

    assert found.shortest_s.item() == min(corners)
    assert found.longest_s.item() == max(corners)
    assert found.time_s.item() == min(times_s)


@pytest.mark.parametrize("doubts", [(), DOUBTS[:1], (*DOUBTS, DOUBTS[0])])
def test_each_doubt_is_needed_once(doubts):
    with pytest.raises(InputError, match="one doubt of"):
        near(toy_city.city(), doubts=doubts)
