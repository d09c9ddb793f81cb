"""The survey of a scenario is that of the city laid out afresh, and errors say what is wrong."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.scenario import NewTimes, apply, check_scenario, new_positions
from geo.domain.profil import Profil
from geo.domain.scenario import (
    Closing,
    Fault,
    Move,
    NewCapacity,
    NewHours,
    Opening,
    Scenario,
    ScenarioError,
)
from geo.errors import InputError
from tests.geo.access import toy_city
from tests.geo.access.toy_scenarios import (
    DOORS,
    afresh,
    applied,
    cities,
    degrees,
    scenarios,
    times_of_new,
)

few = settings(max_examples=30, deadline=None)


def check_same(one, other, *, order=None):
    """See that two surveys are the same, the second's places in some order."""
    order = np.arange(len(one.places.ids)) if order is None else order
    for field in fields(type(one.places)):
        left, right = (getattr(side.places, field.name) for side in (one, other))
        assert list(map(str, left)) == [str(right[number]) for number in order], field.name
    np.testing.assert_array_equal(one.times.to_place_s, other.times.to_place_s[:, order])
    np.testing.assert_array_equal(one.times.onward_s, other.times.onward_s[np.ix_(order, order)])
    np.testing.assert_array_equal(one.times.is_estimate, other.times.is_estimate[:, order])
    estimated = other.times.onward_is_estimate[np.ix_(order, order)]
    np.testing.assert_array_equal(one.times.onward_is_estimate, estimated)


@few
@given(st.data())
def test_the_survey_of_a_scenario_is_that_of_the_city_laid_out_afresh(data):
    city = data.draw(cities())
    scenario = data.draw(scenarios(city))

    check_same(applied(city, scenario), afresh(city, scenario))


@few
@given(cities())
def test_no_change_changes_nothing(city):
    check_same(applied(city, Scenario()), city)


@few
@given(st.data())
def test_what_opens_and_closes_again_leaves_nothing(data):
    city = data.draw(cities())
    opened = applied(city, data.draw(scenarios(city, kinds=(Opening,))))
    new = [place for place in opened.places.ids if place.startswith("nouveau")]

    closed = applied(opened, Scenario(changes=tuple(Closing(point_id=place) for place in new)))

    check_same(closed, city)


@few
@given(st.data())
def test_the_order_of_changes_only_numbers_what_opens(data):
    city = data.draw(cities())
    scenario = data.draw(scenarios(city))
    other = Scenario(changes=tuple(data.draw(st.permutations(scenario.changes))))
    moved = [other.of(Opening).index(one) for one in scenario.of(Opening)]
    one, two = applied(city, scenario), applied(city, other)
    kept = len(one.places.ids) - len(moved)
    order = [*range(kept), *(kept + number for number in moved)]

    names = {f"nouveau-{number + 1}" for number in range(len(moved))}
    assert set(one.places.ids[kept:]) == names
    np.testing.assert_array_equal(one.times.to_place_s, two.times.to_place_s[:, order])
    assert one.places.publics == tuple(two.places.publics[number] for number in order)


def test_the_city_itself_is_left_as_it_was():
    city, untouched = toy_city.city(), toy_city.city()

    applied(
        city,
        Scenario(
            changes=(
                Closing(point_id="W"),
                Move(point_id="J", **degrees((0, 0))),
                NewHours(point_id="P", horaires=None),
            )
        ),
    )

    check_same(city, untouched)


def test_every_place_may_close_and_places_may_open_where_there_is_none():
    city = toy_city.city()
    empty = applied(city, Scenario(changes=tuple(Closing(point_id=place) for place in "WJP")))

    assert empty.times.to_place_s.shape == (5, 0)
    opening = Opening(reseau="mission-locale", lon=2.9, lat=48.5, publics=(Profil.JEUNE,))
    refilled = apply(
        empty,
        Scenario(changes=(opening,)),
        NewTimes(
            from_people_s=np.full((5, 1), np.inf, dtype=np.float32),
            is_estimate=np.ones((5, 1), dtype=np.bool_),
            from_places_s=np.zeros((1, 1), dtype=np.float32),
            from_places_is_estimate=np.zeros((1, 1), dtype=np.bool_),
            to_places_s=np.zeros((1, 0), dtype=np.float32),
            to_places_is_estimate=np.zeros((1, 0), dtype=np.bool_),
        ),
        DOORS,
    )
    assert refilled.places.ids == ("nouveau-1",)
    assert refilled.times.onward_s.tolist() == [[0]]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (Closing(point_id="Z"), Fault.LIEU_INCONNU),
        (NewHours(point_id="nouveau-1", horaires=None), Fault.LIEU_INCONNU),
        (Opening(reseau="rien", lon=2.0, lat=48.0), Fault.RESEAU_INCONNU),
        (Opening(reseau="crous", lon=2.0, lat=48.0), Fault.PAS_UNE_PORTE),
        (
            Opening(reseau="mission-locale", lon=2.0, lat=48.0, zone_competence=("91", "9x")),
            Fault.ZONE_INCONNUE,
        ),
    ],
)
def test_what_the_city_does_not_know_is_refused(change, fault):
    with pytest.raises(ScenarioError) as raised:
        check_scenario(toy_city.city(), Scenario(changes=(change,)), DOORS)

    assert raised.value.fault is fault


@pytest.mark.parametrize(
    "change",
    [
        Closing(point_id="X"),
        Move(point_id="X", **degrees((0, 0))),
        NewHours(point_id="X", horaires=None),
        NewCapacity(point_id="X", capacity=2.0),
    ],
)
def test_a_change_of_a_place_that_is_no_door_is_refused_as_opening_one_is(change):
    city = toy_city.survey(toy_city.TOWNS, [toy_city.place("X", (0, 0), toy_city.NO_DOOR)])
    with pytest.raises(ScenarioError) as raised:
        check_scenario(city, Scenario(changes=(change,)), DOORS)

    assert raised.value.fault is Fault.LIEU_PAS_UNE_PORTE


def test_zones_may_be_communes_departements_regions_or_everyone():
    zones = ("77001", "91", "region-11", "france")
    opening = Opening(reseau="mission-locale", lon=2.0, lat=48.0, zone_competence=zones)

    check_scenario(toy_city.city(), Scenario(changes=(opening,)), DOORS)


def test_times_of_other_positions_are_refused():
    city = toy_city.city()
    move = Scenario(changes=(Move(point_id="J", **degrees((0, 0))),))

    with pytest.raises(InputError, match="new ways"):
        apply(city, move, times_of_new(city, Scenario()), DOORS)
    right = times_of_new(city, move)
    for name in ("is_estimate", "from_places_is_estimate", "to_places_is_estimate"):
        with pytest.raises(InputError, match=f"^{name}: needed"):
            replace(right, **{name: np.zeros((5, 2), dtype=np.bool_)})


def test_positions_are_those_that_move_then_those_that_open():
    scenario = Scenario(
        changes=(
            Opening(reseau="cio", lon=2.0, lat=48.0),
            Closing(point_id="a"),
            Move(point_id="b", lon=3.0, lat=49.0),
        )
    )

    assert new_positions(scenario).tolist() == [[3.0, 49.0], [2.0, 48.0]]
    assert new_positions(Scenario()).shape == (0, 2)
