"""The two doors: on paper, against a triple loop, and by their laws."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.access.doors import RESULTATS, doors, outcomes
from geo.access.eligibility import competent, sends_on, served
from geo.access.survey import ModeTimes, Survey
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError
from tests.geo.access import toy_city
from tests.geo.access.toy_city import MINUTE

JEUNE, JOBSEEKER = [Profil.JEUNE], [Profil.DEMANDEUR_EMPLOI]
BUDGETS = st.integers(0, 40).map(lambda minutes: minutes * MINUTE)
PEOPLE = st.lists(st.sampled_from(toy_city.PROFILS), max_size=3)
NEEDS = st.sampled_from(Mission)

few = settings(max_examples=60, deadline=None)


def asked(city, profils=JEUNE, mission=Mission.CONSEIL, **more):
    return doors(
        city,
        competent=competent(city.places, toy_city.COMPETENCES, profils, mission),
        sends_on=sends_on(city.places, toy_city.COMPETENCES, profils),
        served=served(city.places.zones, city.people.codes),
        **more,
    )


def minutes(times_s):
    return [float(one) / MINUTE for one in times_s]


def results(found, budget_min):
    return [RESULTATS[one].value for one in outcomes(found, budget_min * MINUTE)]


def drawn(towns, described):
    return toy_city.survey(towns, described)


# on paper


def test_young_people_reach_advice_directly_or_through_the_first_welcome():
    found = asked(toy_city.city())

    # J is 12, 8, 2, 22 and 66 minutes away
    assert minutes(found.direct_s) == [12, 8, 2, 22, 66]
    # W is 2, 4, 16, 12 and 86 away, and J 10 further
    assert minutes(found.through_s) == [10, 10, 16, 12, 86]
    assert found.exists.all()


@pytest.mark.parametrize(
    ("budget_min", "expected"),
    [
        (0, ["plus", "plus", "plus", "plus", "plus"]),
        (2, ["plus", "plus", "1", "plus", "plus"]),
        (9, ["plus", "1", "1", "plus", "plus"]),
        (10, ["2", "1", "1", "plus", "plus"]),  # inclusive, for both legs
        (12, ["1", "1", "1", "2", "plus"]),
        (22, ["1", "1", "1", "1", "plus"]),
        (66, ["1", "1", "1", "1", "1"]),
    ],
)
def test_outcomes_of_the_young_at_each_budget(budget_min, expected):
    assert results(asked(toy_city.city()), budget_min) == expected


def test_a_second_beyond_the_budget_is_beyond():
    found = asked(toy_city.city())

    assert outcomes(found, 2 * MINUTE)[2] == 0
    assert outcomes(found, 2 * MINUTE - 1)[2] == 2


def test_a_zone_decides_by_where_the_person_is_not_the_first_door():
    found = asked(toy_city.city(), JOBSEEKER)

    # P serves the département 91: A and B, in 77, have nobody, though W would send them 13 minutes
    assert minutes(found.direct_s) == [inf, inf, 5, 15, 65]
    assert minutes(found.through_s) == [inf, inf, 16, 13, 86]
    assert results(found, 15) == ["aucune", "aucune", "1", "1", "plus"]
    assert results(found, 14) == ["aucune", "aucune", "1", "2", "plus"]


def test_whoever_is_several_publics_takes_the_best_of_each():
    found = asked(toy_city.city(), JEUNE + JOBSEEKER)

    assert minutes(found.direct_s) == [12, 8, 2, 15, 65]
    assert minutes(found.through_s) == [10, 10, 16, 12, 86]


def test_nobody_competent_is_nobody_however_long_the_budget():
    found = asked(toy_city.city(), [Profil.FEMME])

    assert not found.exists.any()
    assert results(found, 600) == ["aucune"] * 5


def test_the_way_back_is_not_the_way_there():
    city = toy_city.city()
    there = replace(city.times, onward_s=city.times.onward_s.T.copy())

    # from W to J uphill: 20 minutes instead of 10
    assert minutes(asked(replace(city, times=there)).through_s) == [20, 20, 20, 20, 86]


def test_a_first_door_that_helps_is_one_door_and_no_first_door():
    alone = toy_city.survey(toy_city.TOWNS, [toy_city.YOUTH])
    found = asked(alone)  # a mission locale welcomes, sends on and advises

    assert minutes(found.direct_s) == [12, 8, 2, 22, 66]
    assert minutes(found.through_s) == [inf] * 5
    assert results(found, 12) == ["1", "1", "1", "plus", "plus"]


def test_a_first_welcome_is_itself_the_help_of_whoever_needs_a_welcome():
    found = asked(toy_city.city(), [Profil.TOUT_PUBLIC], Mission.ACCUEIL)

    assert minutes(found.direct_s) == [2, 4, 16, 12, 86]
    assert minutes(found.through_s) == [inf] * 5


def test_a_place_that_cannot_be_gone_to_is_neither_door_but_still_exists():
    city = toy_city.city()
    no_welcome = asked(city, available=np.array([False, True, True]))
    no_advice = asked(city, available=np.array([True, False, True]))
    not_for_a = np.ones((5, 3), dtype=bool)
    not_for_a[0, 0] = False

    assert minutes(no_welcome.through_s) == [inf] * 5
    assert minutes(no_advice.direct_s) == minutes(no_advice.through_s) == [inf] * 5
    assert results(no_advice, 60) == ["plus"] * 5
    assert minutes(asked(city, available=not_for_a).through_s) == [inf, 10, 16, 12, 86]


def test_a_place_that_is_not_reached_exists_beyond_every_budget():
    city = toy_city.city()
    cut = np.full_like(city.times.to_place_s, np.inf)
    found = asked(replace(city, times=replace(city.times, to_place_s=cut)))

    assert results(found, 1e9) == ["plus"] * 5


def test_a_time_is_an_estimate_where_one_of_the_doors_found_is_estimated():
    city = toy_city.city()
    estimated = np.zeros((5, 3), dtype=bool)
    estimated[0, 0] = estimated[1, 1] = estimated[2, 2] = True
    found = asked(replace(city, times=replace(city.times, is_estimate=estimated)))
    nobody = asked(replace(city, times=replace(city.times, is_estimate=estimated)), [Profil.FEMME])

    # A: its first door; B: its place; C: P is for jobseekers
    assert found.is_estimate.tolist() == [True, True, False, False, False]
    assert nobody.is_estimate.tolist() == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("W", "J", [True, True, True, True, True]),
        ("J", "W", [False] * 5),  # the way back, which nobody goes
        ("W", "P", [False] * 5),  # P does not help the young
    ],
)
def test_a_second_leg_that_is_estimated_is_said(first, second, expected):
    city = toy_city.city()
    estimated = np.zeros((3, 3), dtype=bool)
    estimated[city.places.ids.index(first), city.places.ids.index(second)] = True
    found = asked(replace(city, times=replace(city.times, onward_is_estimate=estimated)))

    assert found.is_estimate.tolist() == expected


def test_the_second_leg_is_that_of_the_place_that_may_serve_the_person():
    # a second mission locale next to W, by an estimate, for département 91 alone
    near = toy_city.place("K", (2, 1), "mission-locale", zone=("91",))
    city = toy_city.survey(toy_city.TOWNS, [toy_city.WELCOME, toy_city.YOUTH, near])
    estimated = np.zeros((3, 3), dtype=bool)
    estimated[0, 2] = True
    found = asked(replace(city, times=replace(city.times, onward_is_estimate=estimated)))

    assert found.is_estimate.tolist() == [False, False, True, True, True]


def test_a_first_door_that_nobody_is_sent_on_from_makes_no_estimate():
    city = toy_city.city()
    cut = np.full_like(city.times.onward_s, np.inf)
    times = replace(city.times, onward_s=cut, onward_is_estimate=np.ones((3, 3), dtype=bool))

    assert not asked(replace(city, times=times)).is_estimate.any()


# degenerate


@pytest.mark.parametrize(
    ("towns", "described"), [((), toy_city.PLACES), (toy_city.TOWNS, ()), ((), ())]
)
def test_without_people_or_places_there_is_nobody(towns, described):
    found = asked(drawn(towns, described))

    assert found.direct_s.dtype == found.through_s.dtype == np.float32
    assert results(found, 60) == ["aucune"] * len(towns)


def test_an_empty_table_of_competences_helps_nobody():
    city = toy_city.city()
    nothing = competent(city.places, (), JEUNE, Mission.CONSEIL)
    found = doors(city, competent=nothing, sends_on=nothing, served=np.ones((5, 3), dtype=bool))

    assert results(found, 60) == ["aucune"] * 5


@pytest.mark.parametrize("budget_s", [-1, inf, float("nan")])
def test_a_budget_is_a_finite_time(budget_s):
    with pytest.raises(InputError, match="budget"):
        outcomes(asked(toy_city.city()), budget_s)


@pytest.mark.parametrize("name", ["competent", "sends_on", "served", "available"])
def test_flags_of_another_shape_are_refused(name):
    city, flags = toy_city.city(), np.ones(3, dtype=bool)
    right = {"competent": flags, "sends_on": flags, "served": np.ones((5, 3), dtype=bool)}

    with pytest.raises(InputError, match=name):
        doors(city, **{**right, name: np.ones((3, 5), dtype=bool)})


# a slow oracle: every pair of doors of everyone


def least_budgets(city, profils, mission):
    helps = competent(city.places, toy_city.COMPETENCES, profils, mission)
    welcomes = sends_on(city.places, toy_city.COMPETENCES, profils)
    may = served(city.places.zones, city.people.codes)
    there, onward = city.times.to_place_s, city.times.onward_s
    straight, through = [], []
    for person in range(len(city.people.ids)):
        helping = [c for c in range(len(helps)) if helps[c] and may[person, c]]
        first = [f for f in range(len(helps)) if welcomes[f] and may[person, f]]
        straight.append(min((there[person, c] for c in helping), default=inf))
        both = (max(there[person, f], onward[f, c]) for f in first for c in helping if f != c)
        through.append(min(both, default=inf))
    return np.array(straight), np.array(through)


def oracle(city, profils, mission, budget_s):
    told = []
    helps = competent(city.places, toy_city.COMPETENCES, profils, mission)
    may = served(city.places.zones, city.people.codes)
    straight, through = least_budgets(city, profils, mission)
    for person in range(len(city.people.ids)):
        if straight[person] <= budget_s:
            told.append("1")
        elif through[person] <= budget_s:
            told.append("2")
        elif any(helps[c] and may[person, c] for c in range(len(helps))):
            told.append("plus")
        else:
            told.append("aucune")
    return told


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS, BUDGETS)
def test_outcomes_are_those_of_every_pair_of_doors(towns, described, profils, mission, budget_s):
    city = drawn(towns, described)
    found = asked(city, profils, mission)

    assert results(found, budget_s / MINUTE) == oracle(city, profils, mission, budget_s)
    straight, through = least_budgets(city, profils, mission)
    assert np.array_equal(found.direct_s, straight)
    # a place that helps is no first door: only the lesser of both budgets is the same
    either = np.minimum(found.direct_s, found.through_s)
    assert np.array_equal(either, np.minimum(straight, through))


@few
@given(st.data(), st.integers(0, 6), st.integers(0, 6), BUDGETS)
def test_outcomes_hold_for_any_times_and_any_flags(data, people, places, budget_s):
    times = st.sampled_from([0, 5, 10, 20, 30, inf]).map(lambda minutes: minutes * MINUTE)

    def draw(element, *shape):
        size = int(np.prod(shape))
        flat = data.draw(st.lists(element, min_size=size, max_size=size))
        return np.array(flat).reshape(shape)

    city = toy_city.survey(
        [("o", (0, 0), "77001", "N")] * people, [toy_city.place("p", (0, 0), "cio")] * places
    )
    there = draw(times, people, places).astype(np.float32)
    onward = draw(times, places, places).astype(np.float32)
    helps, welcomes = (draw(st.booleans(), places).astype(bool) for _ in range(2))
    may, open_ = (draw(st.booleans(), people, places).astype(bool) for _ in range(2))
    measured = ModeTimes(
        mode="voiture", to_place_s=there, onward_s=onward, is_estimate=np.zeros_like(may),
        onward_is_estimate=np.zeros((places, places), dtype=bool),
    )  # fmt: skip
    found = doors(
        Survey(people=city.people, places=city.places, times=measured),
        competent=helps, sends_on=welcomes, served=may, available=open_,
    )  # fmt: skip

    for person, outcome in enumerate(outcomes(found, budget_s)):
        usable = [p for p in range(places) if may[person, p] and open_[person, p]]
        one = any(helps[c] and there[person, c] <= budget_s for c in usable)
        two = any(
            welcomes[f] and helps[c] and there[person, f] <= budget_s and onward[f, c] <= budget_s
            for f in usable
            for c in usable
            if f != c
        )
        some = any(helps[c] and may[person, c] for c in range(places))
        expected = "1" if one else "2" if two else "plus" if some else "aucune"
        assert RESULTATS[outcome].value == expected


# laws


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS, BUDGETS, BUDGETS)
def test_a_larger_budget_never_gives_a_worse_outcome(towns, described, profils, mission, one, two):
    found = asked(drawn(towns, described), profils, mission)

    assert (outcomes(found, max(one, two)) <= outcomes(found, min(one, two))).all()


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS, BUDGETS, st.data())
def test_one_place_more_never_hurts(towns, described, profils, mission, budget_s, data):
    assume(described)
    gone = data.draw(st.integers(0, len(described) - 1))
    fewer = [one for number, one in enumerate(described) if number != gone]
    with_it = outcomes(asked(drawn(towns, described), profils, mission), budget_s)
    without = outcomes(asked(drawn(towns, fewer), profils, mission), budget_s)

    assert (with_it <= without).all()


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS, BUDGETS, PEOPLE)
def test_one_public_more_never_hurts(towns, described, profils, mission, budget_s, more):
    city = drawn(towns, described)
    fewer = outcomes(asked(city, profils, mission), budget_s)

    assert (outcomes(asked(city, profils + more, mission), budget_s) <= fewer).all()


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS, st.randoms(use_true_random=False))
def test_the_order_of_places_and_their_names_change_nothing(
    towns, described, profils, mission, draw
):
    mixed = draw.sample(described, len(described))
    renamed = [{**one, "ids": f"q{number}"} for number, one in enumerate(mixed)]
    here = asked(drawn(towns, described), profils, mission)
    there = asked(drawn(towns, renamed), profils, mission)

    for name in ("direct_s", "through_s", "exists"):
        assert np.array_equal(getattr(here, name), getattr(there, name))


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS, BUDGETS)
def test_a_zone_only_takes_away(towns, described, profils, mission, budget_s):
    everywhere = [{**one, "zones": None} for one in described]
    zoned = outcomes(asked(drawn(towns, described), profils, mission), budget_s)
    free = outcomes(asked(drawn(towns, everywhere), profils, mission), budget_s)

    assert (free <= zoned).all()


@few
@given(toy_city.towns(), toy_city.described(), PEOPLE, NEEDS)
def test_the_same_question_has_the_same_answer_twice(towns, described, profils, mission):
    city = drawn(towns, described)
    first, second = (asked(city, profils, mission) for _ in range(2))

    for name in ("direct_s", "through_s", "exists", "is_estimate"):
        assert np.array_equal(getattr(first, name), getattr(second, name))
