"""What a survey refuses, so that every measure may rely on the rest."""

from dataclasses import replace

import numpy as np
import pytest

from geo.access.survey import Survey
from geo.errors import InputError
from tests.geo.access import toy_city

CITY = toy_city.city()


def changed(array, where, value):
    copy = np.array(array, dtype=np.float32)
    copy[where] = value
    return copy


@pytest.mark.parametrize("name", ["lon_lat", "population", "codes"])
def test_people_have_one_value_each(name):
    with pytest.raises(InputError, match=rf"{name}: needed 5 values, got 4"):
        replace(CITY.people, **{name: getattr(CITY.people, name)[:4]})


def test_people_have_a_code_each_in_every_partition():
    with pytest.raises(InputError, match="canton"):
        replace(CITY.people, partitions={**CITY.people.partitions, "canton": ("A",)})


def test_populations_are_not_negative():
    with pytest.raises(InputError, match="populations"):
        replace(CITY.people, population=CITY.people.population - 2)


@pytest.mark.parametrize(
    "name", ["lon_lat", "reseau", "is_door", "publics", "missions", "zones", "horaires", "reserves"]
)
def test_places_have_one_value_each(name):
    with pytest.raises(InputError, match=rf"{name}: needed 3 values, got 2"):
        replace(CITY.places, **{name: getattr(CITY.places, name)[:2]})


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_capacities_are_numbers_that_are_not_negative(wrong):
    with pytest.raises(InputError, match="capacities"):
        replace(CITY.places, capacity=np.array([1.0, wrong, 0.0]))


@pytest.mark.parametrize("name", ["onward_s", "is_estimate", "onward_is_estimate", "measured"])
def test_times_fit_the_matrix(name):
    with pytest.raises(InputError, match=name):
        replace(CITY.times, **{name: np.ones((2, 2))})


@pytest.mark.parametrize("name", ["to_place_s", "onward_s"])
@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_times_are_numbers_that_are_not_negative_and_may_be_infinite(name, wrong):
    with pytest.raises(InputError, match="travel times"):
        replace(CITY.times, **{name: changed(getattr(CITY.times, name), (0, 1), wrong)})
    replace(CITY.times, **{name: changed(getattr(CITY.times, name), (0, 1), np.inf)})


def test_times_are_those_of_the_people_and_places():
    fewer = CITY.places.take([0, 1])

    with pytest.raises(InputError, match=r"\(5, 2\), got \(5, 3\)"):
        Survey(people=CITY.people, places=fewer, times=CITY.times)


@pytest.mark.parametrize(
    "numbers", [[2, 0], np.array([2, 0]), (2, 0), np.array([2, 0], dtype=np.int32)]
)
def test_places_are_taken_in_the_order_wanted(numbers):
    taken = CITY.places.take(numbers)

    assert taken.ids == ("P", "W")
    assert taken.zones == (("91",), None)
    assert taken.capacity.tolist() == [4, 1]
    assert np.array_equal(taken.lon_lat, CITY.places.lon_lat[[2, 0]])


def test_places_are_taken_by_a_flag_each_or_none_of_them():
    assert CITY.places.take(np.array([True, False, True])).ids == ("W", "P")
    assert CITY.places.take(np.zeros(3, dtype=bool)).ids == ()
    assert CITY.places.take([]).lon_lat.shape == (0, 2)


def test_a_city_of_nobody_and_nothing_is_one():
    empty = toy_city.survey([], [])

    assert empty.times.to_place_s.shape == (0, 0)
    assert empty.times.onward_s.shape == (0, 0)
