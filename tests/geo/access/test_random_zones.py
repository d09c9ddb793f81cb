"""Random zonings: sizes kept, zones compact, the same each time, and a street on paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access.random_zones import random_containment, random_zoning
from geo.access.survey import People
from geo.errors import InputError
from tests.geo.access import toy_city as toy

GRID = np.array([(2 + x / 100, 48 + y / 100) for x in range(10) for y in range(10)])
ONES = np.ones(100, dtype=np.int64)


@pytest.mark.parametrize("sizes", [[100], [50, 50], [70, 20, 10], [1] * 100, [97, 1, 1, 1]])
@pytest.mark.parametrize("draw", [0, 1, 2])
def test_zones_have_the_sizes_asked_for(sizes, draw):
    zone = random_zoning(GRID, ONES, np.array(sizes), draw=draw)
    assert sorted(np.bincount(zone)) == sorted(sizes)


def test_zones_differ_from_draw_to_draw_and_not_from_time_to_time():
    sizes = np.array([25] * 4)
    first, again, other = (random_zoning(GRID, ONES, sizes, draw=draw) for draw in (0, 0, 1))
    assert (first == again).all()
    assert (first != other).any()


def test_a_zone_lies_on_one_side_of_a_line():
    zone = random_zoning(GRID, ONES, np.array([60, 40]), draw=5)
    ends = [GRID[zone == number].mean(axis=0) for number in (0, 1)]
    direction = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    heights = [GRID[zone == number] @ direction for number in (0, 1)]
    # no more than the ragged edge of a grid overlaps
    assert heights[0].max() - heights[1].min() < 0.03


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=15),
    st.lists(st.integers(0, 100), min_size=1, max_size=15),
    st.integers(0, 5),
)
def test_every_zone_has_an_origin(weights, sizes, draw):
    sizes = sizes[: len(weights)]
    lon_lat = np.array([(number % 4, number // 4) for number in range(len(weights))], dtype=float)
    zone = random_zoning(lon_lat, np.array(weights), np.array(sizes), draw=draw)
    assert set(zone) == set(range(len(sizes)))
    shuffled = random_zoning(lon_lat, np.array(weights), np.array(sizes[::-1]), draw=draw)
    assert (zone == shuffled).all()


def test_more_zones_than_origins_are_refused():
    with pytest.raises(InputError, match="cannot make 2 zones of 1"):
        random_zoning(GRID[:1], ONES[:1], np.array([1, 1]), draw=0)


def four_towns():
    """Four towns of 1, 2, 4 and 8 residents on a street, each with a place, but the second."""
    towns = [(name, (10 * number, 0), name, "1") for number, name in enumerate("ABCD")]
    places = [toy.place(name, (10 * number, 0), "cio") for number, name in enumerate("ABCD")]
    del places[1]
    survey = toy.survey(towns, places)
    return survey.people, survey.times.to_place_s, np.array([0, 2, 3])


def test_on_a_street_only_the_second_town_may_be_cut_from_its_place():
    people, times_s, where = four_towns()
    # B is 10 minutes from C, to the east, and 20 from A
    shares = random_containment(
        times_s, people, np.ones(4, dtype=np.bool_), place_origins=where, sizes=np.array([7, 8])
    )
    assert set(shares) == {1.0}  # A, B and C are together, whichever side comes first
    shares = random_containment(
        times_s, people, np.ones(4, dtype=np.bool_), place_origins=where, sizes=np.array([3, 12])
    )
    assert set(shares) == {13 / 15, 1.0}  # A and B apart; or, from the other end, D


def test_zones_as_small_as_origins_and_one_that_holds_them_all():
    people, times_s, where = four_towns()
    everyone = np.ones(4, dtype=np.bool_)
    for sizes, share in (([1, 1, 1, 1], 13 / 15), ([15], 1.0)):
        shares = random_containment(
            times_s, people, everyone, place_origins=where, sizes=np.array(sizes), draws=5
        )
        assert shares.tolist() == [share] * 5


def test_a_place_in_no_commune_or_outside_is_in_no_zone():
    people, times_s, _ = four_towns()
    everyone = np.ones(4, dtype=np.bool_)
    shares = random_containment(
        times_s, people, everyone, place_origins=np.array([0, -1, 3]), sizes=np.array([15]), draws=2
    )
    assert shares.tolist() == [9 / 15] * 2  # B and C would go where there is no commune
    inside = np.array([True, True, False, True])
    shares = random_containment(
        times_s, people, inside, place_origins=np.array([0, 2, 3]), sizes=np.array([11]), draws=2
    )
    assert shares.tolist() == [9 / 11] * 2


def test_nobody_reaches_anything():
    people, times_s, where = four_towns()
    shares = random_containment(
        np.full_like(times_s, np.inf), people, np.ones(4, dtype=np.bool_),
        place_origins=where, sizes=np.array([15]),
    )  # fmt: skip
    assert shares.size == 0


@given(st.permutations(range(4)))
def test_the_order_of_origins_is_irrelevant(order):
    people, times_s, where = four_towns()
    shuffled = People(
        ids=tuple(people.ids[row] for row in order),
        lon_lat=people.lon_lat[order],
        population=people.population[order],
        codes=tuple(people.codes[row] for row in order),
        partitions={},
    )
    everyone = np.ones(4, dtype=np.bool_)
    moved = np.array([order.index(row) for row in where])
    again = random_containment(
        times_s[order], shuffled, everyone, place_origins=moved, sizes=np.array([5, 10]), draws=9
    )
    once = random_containment(
        times_s, people, everyone, place_origins=where, sizes=np.array([5, 10]), draws=9
    )
    assert again.tolist() == once.tolist()
