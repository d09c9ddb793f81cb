"""Who gains and who loses: on paper, from places laid out afresh, and by the laws of change."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.catchment import two_step_fca
from geo.access.comparison import compare, difference_s, openness
from geo.access.decay import step
from geo.access.dense_catchment import two_step_access
from geo.access.gains import GAIN, LOSS, most_affected, territory_changes
from geo.access.situation import situation, situation_after
from geo.domain.couverture import Resultat
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from geo.errors import InputError
from tests.geo.access import toy_city
from tests.geo.access.toy_city import COMPETENCES, MINUTE
from tests.geo.access.toy_scenarios import IN_HOURS, afresh, applied, cities, degrees, scenarios

few = settings(max_examples=20, deadline=None)
ADVICE = (Profil.JEUNE, Mission.CONSEIL)
NEEDS = (Mission.ACCUEIL, Mission.CONSEIL)
EVERY = [(profil, mission) for profil in toy_city.PROFILS for mission in NEEDS]
BUDGETS = (0, 5 * MINUTE, 12 * MINUTE)
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
INSTANTS = st.sampled_from([None, TUESDAY])

AT_D = Opening(reseau="mission-locale", **degrees((0, 10)))
"""A is 10 minutes from it, B 18, C 30, D there, E 80."""


def compared(city, scenario, *, questions=EVERY, cutoffs_s=BUDGETS, instant=None):
    before = situation(city, COMPETENCES)
    after = situation_after(before, applied(city, scenario))
    return compare(before, after, questions=questions, cutoffs_s=cutoffs_s, instant=instant)


def of(city, *changes, question=ADVICE, budget_min=10, **more):
    scenario = Scenario(changes=changes)
    return compared(city, scenario, questions=[question], cutoffs_s=[budget_min * MINUTE], **more)


def territory(city, found, code):
    changes = territory_changes(found, city.people)
    return next(change for change in changes if change.territory_code == code)


# on paper


def test_a_mission_locale_for_d_and_what_it_changes():
    (found,) = of(toy_city.city(), AT_D)

    # J alone: A comes through W, at 10 minutes; B and C are near it; D and E too far
    assert found.outcome_before.tolist() == [1, 0, 0, 2, 2]
    assert found.outcome_after.tolist() == [0, 0, 0, 0, 2]
    assert (found.before_s / MINUTE).tolist() == [12, 8, 2, 22, 66]
    assert (found.after_s / MINUTE).tolist() == [10, 8, 2, 0, 66]
    assert found.verdict.tolist() == [1, 0, 0, 1, 0]
    # capacity 2 of J for the 6 people of B and C; 1 at D for the 9 of A and D
    np.testing.assert_allclose(found.access_before, [0, 2 / 6, 2 / 6, 0, 0])
    np.testing.assert_allclose(found.access_after, [1 / 9, 2 / 6, 2 / 6, 1 / 9, 0])


def test_its_sums_by_bassin_and_region():
    city = toy_city.city()
    found = of(city, AT_D)
    north, south, region = (territory(city, found, code) for code in ("N", "S", "11"))

    assert (north.population, north.gaining, north.unchanged) == (3, 1, 2)
    assert (south.population, south.gaining, south.unchanged) == (12, 8, 4)
    assert (region.population, region.gaining, region.unchanged) == (31, 9, 22)  # E is in no bassin
    assert (region.losing, region.uncertain, region.unmeasured) == (0, 0, 0)
    assert (region.newly_covered, region.no_longer_covered) == (9, 0)
    assert list(north.outcomes_before.values()) == [2, 1, 0, 0]
    assert north.outcomes_after == {
        Resultat.UNE: 3, Resultat.DEUX: 0, Resultat.PLUS: 0, Resultat.AUCUNE: 0
    }  # fmt: skip
    assert region.compared_population == 31
    assert region.mean_change_s == pytest.approx(-MINUTE * (1 * 2 + 8 * 22) / 31)
    assert north.access_before == pytest.approx(2 * (2 / 6) / 3)
    assert north.access_after == pytest.approx((2 * (2 / 6) + 1 / 9) / 3)
    assert (region.more_access, region.less_access) == (9, 0)


def test_those_most_affected_come_by_outcome_and_residents_then_by_time():
    city = toy_city.city()
    at_25 = of(city, AT_D, budget_min=25)  # D was within the time already: it is 22 minutes sooner
    at_10 = of(city, AT_D)

    first, second = most_affected(at_10, city.people, verdict=GAIN, at_most=9)
    assert (first.origin_id, first.population) == ("D", 8)
    assert (first.before, first.after) == (Resultat.PLUS, Resultat.UNE)
    assert (first.before_s, first.after_s) == (22 * MINUTE, 0)
    assert (second.origin_id, second.before, second.after) == ("A", Resultat.DEUX, Resultat.UNE)
    (sooner,) = most_affected(at_25, city.people, verdict=GAIN, at_most=1)
    assert sooner.origin_id == "D"
    both = most_affected([*at_25, *at_10], city.people, verdict=GAIN, at_most=9)
    assert [(one.origin_id, one.cutoff_s) for one in both] == [("D", 600), ("A", 600)]
    assert most_affected(at_10, city.people, verdict=LOSS, at_most=9) == []


def test_without_j_nobody_helps_young_people_any_more():
    city = toy_city.city()
    found = of(city, Closing(point_id="J"))
    region = territory(city, found, "11")

    assert region.outcomes_after[Resultat.AUCUNE] == 31
    assert (region.losing, region.compared_population, region.mean_change_s) == (31, 0, None)
    assert (region.newly_covered, region.no_longer_covered) == (0, 6)
    first = most_affected(found, city.people, verdict=LOSS, at_most=1)[0]
    # E loses one step only, as D does: B and C lose three, but they are fewer
    assert (first.origin_id, first.before_s, first.after_s) == ("E", 66 * MINUTE, None)


def test_without_w_who_came_through_it_must_go_further():
    (found,) = of(toy_city.city(), Closing(point_id="W"))

    assert found.verdict.tolist() == [-1, 0, 0, 0, 0]
    assert found.outcome_after.tolist() == [2, 0, 0, 2, 2]


def test_a_longer_second_leg_counts_though_the_place_that_helps_is_as_far():
    city = toy_city.city()
    second_door = toy_city.place("V", (1, 0), "france-services", missions=[Mission.ACCUEIL])
    with_v = toy_city.survey(toy_city.TOWNS, [second_door, *toy_city.PLACES[1:]])

    (found,) = of(with_v, Move(point_id="V", **degrees((2, 0))), budget_min=11)

    assert found.before_s[0] == found.after_s[0] == 12 * MINUTE
    assert found.outcome_before[0] == found.outcome_after[0] == 1
    assert found.verdict[0] == 1  # J is 11 minutes from V, 10 from where it moves
    assert city.places.ids[0] == "W"


@pytest.mark.parametrize("to", [(0, 40), (0, -60)])
def test_beyond_the_budget_no_time_is_a_gain_or_a_loss(to):
    (found,) = of(toy_city.city(), Move(point_id="J", **degrees(to)))

    still = (found.outcome_before == 2) & (found.outcome_after == 2)
    assert (found.before_s != found.after_s)[still].any()
    assert not found.verdict[still].any()
    assert not found.added_s[still].any()


def test_help_that_becomes_reachable_beyond_the_budget_is_no_gain():
    city = toy_city.city()
    of_e = np.arange(5)[:, None] == 4
    far = np.where(of_e, np.inf, city.times.to_place_s).astype(np.float32)
    asked = {"questions": [ADVICE], "cutoffs_s": [10 * MINUTE]}
    before = situation(replace(city, times=replace(city.times, to_place_s=far)), COMPETENCES)
    after = situation(city, COMPETENCES)

    (found,), (back,) = compare(before, after, **asked), compare(after, before, **asked)

    assert (found.before_s[4], found.after_s[4]) == (np.inf, 66 * MINUTE)
    assert found.outcome_before[4] == found.outcome_after[4] == 2
    assert found.verdict[4] == back.verdict[4] == 0


def test_two_doors_are_ranked_by_their_longer_leg_and_not_by_the_direct_time():
    second_door = toy_city.place("V", (1, 0), "france-services", missions=[Mission.ACCUEIL])
    city = toy_city.survey(toy_city.TOWNS, [second_door, *toy_city.PLACES[1:]])
    found = of(city, Move(point_id="V", **degrees((2, 0))), budget_min=11)

    (one,) = most_affected(found, city.people, verdict=GAIN, at_most=1)

    assert (one.origin_id, one.before, one.after) == ("A", Resultat.DEUX, Resultat.DEUX)
    assert (one.through_before_s, one.through_after_s) == (11 * MINUTE, 10 * MINUTE)
    assert found[0].added_s[0] == -MINUTE


def test_more_advisers_change_access_and_nothing_else():
    city = toy_city.city()
    found = of(city, NewCapacity(point_id="J", capacity=8.0))
    region = territory(city, found, "11")

    assert (region.gaining, region.losing, region.unchanged) == (0, 0, 31)
    assert (region.more_access, region.less_access) == (6, 0)
    assert region.access_after == pytest.approx(4 * region.access_before)


def test_hours_count_at_an_instant_and_doubt_is_told_apart():
    city = toy_city.city()
    others = [NewHours(point_id=place, horaires=IN_HOURS) for place in "WP"]
    open_city = afresh(city, Scenario(changes=tuple(others)))  # nothing is known of J

    (unknown,) = of(open_city, AT_D, instant=TUESDAY)
    opens = replace(AT_D, horaires=IN_HOURS)
    (known,) = of(open_city, opens, instant=TUESDAY)
    (hours,) = of(open_city, NewHours(point_id="J", horaires=IN_HOURS), instant=TUESDAY)

    # J and the new place may be open or not: nothing is certain, A and D hang on it
    assert unknown.verdict.tolist() == [0, 0, 0, 0, 0]
    assert unknown.outcome_before.tolist() == unknown.outcome_after.tolist() == [2] * 5
    assert unknown.uncertain.tolist() == [True, False, False, True, False]
    # the only one that is certainly open: for B, C and E it is beyond the budget, and no gain
    assert known.verdict.tolist() == [1, 0, 0, 1, 0]
    assert not known.uncertain.any()
    assert hours.outcome_after.tolist() == [1, 0, 0, 2, 2]
    np.testing.assert_allclose(hours.access_before, 0)


def test_an_appointment_is_no_open_door():
    hours = ('Mo-Fr 09:00-17:00 "sur rendez-vous"', None, IN_HOURS)
    told = openness(replace(toy_city.city().places, horaires=hours), TUESDAY)

    assert told.certain.tolist() == [False, False, True]
    assert told.unknown.tolist() == [False, True, False]


def test_people_of_whom_nothing_is_known_neither_gain_nor_count():
    city = toy_city.city()
    far = city.times.to_place_s.copy()
    far[3] = np.inf
    measured = np.arange(5) != 3
    times = replace(city.times, to_place_s=far, measured=measured)
    found = of(replace(city, times=times), AT_D)
    south = territory(city, found, "S")

    assert found[0].verdict[3] == 0
    assert (south.unmeasured, south.gaining, south.unchanged) == (8, 0, 4)
    assert sum(south.outcomes_after.values()) == 4
    assert south.access_before == pytest.approx(2 / 6)


def test_a_difference_is_one_second_or_more_or_being_reached():
    before = np.array([100, 100, 100, np.inf, 100, np.inf], dtype=np.float32)
    after = np.array([101, 100.5, 98, 5, np.inf, np.inf], dtype=np.float32)

    assert difference_s(before, after).tolist() == [1, 0, -2, -np.inf, np.inf, 0]


def test_degenerate_cities():
    nobody = toy_city.survey([], toy_city.PLACES)
    nowhere = toy_city.survey(toy_city.TOWNS, [])

    found = compared(nobody, Scenario())
    assert territory_changes(found, nobody.people) == []
    assert most_affected(found, nobody.people, verdict=GAIN, at_most=3) == []
    assert territory_changes([], nobody.people) == []
    (opened,) = of(nowhere, AT_D)
    assert opened.outcome_before.tolist() == [3] * 5
    assert opened.verdict.tolist() == [1] * 5


def test_a_budget_that_is_none_is_refused():
    with pytest.raises(InputError):
        of(toy_city.city(), budget_min=-1)


# afresh


@few
@given(st.data(), INSTANTS)
def test_what_is_remembered_is_what_would_be_found_afresh(data, instant):
    city = data.draw(cities())
    scenario = data.draw(scenarios(city))
    before = situation(city, COMPETENCES)
    asked = {"questions": EVERY, "cutoffs_s": BUDGETS, "instant": instant}
    for _ in range(2):  # the second time, much is remembered
        after = situation_after(before, applied(city, scenario))
        found = compare(before, after, **asked)
    slow = compare(
        situation(city, COMPETENCES), situation(afresh(city, scenario), COMPETENCES), **asked
    )

    for one, other in zip(found, slow, strict=True):
        check_equal(one, other)


def check_equal(one, other):
    for name in ("verdict", "outcome_before", "outcome_after", "uncertain", "before_s", "after_s"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    np.testing.assert_allclose(one.access_before, other.access_before, rtol=1e-12)
    np.testing.assert_allclose(one.access_after, other.access_after, rtol=1e-12)


# laws


@few
@given(cities(), INSTANTS)
def test_no_change_means_nobody_gains_or_loses(city, instant):
    for one in compared(city, Scenario(), instant=instant):
        assert not one.verdict.any()
        assert not one.uncertain.any()
        np.testing.assert_array_equal(one.access_before, one.access_after)


@few
@given(st.data())
def test_opening_makes_nobody_lose_and_closing_nobody_gain(data):
    city = data.draw(cities())
    opened = compared(city, data.draw(scenarios(city, kinds=(Opening,))), instant=TUESDAY)
    closed = compared(city, data.draw(scenarios(city, kinds=(Closing,))), instant=TUESDAY)

    for one in opened:
        assert (one.verdict >= 0).all()
        assert (one.access_after >= one.access_before * (1 - 1e-12)).all()
    for one in closed:
        assert (one.verdict <= 0).all()
        assert (one.access_after <= one.access_before * (1 + 1e-12)).all()


@few
@given(st.data(), INSTANTS)
def test_undoing_a_scenario_turns_verdicts_around(data, instant):
    city = data.draw(cities())
    before = situation(city, COMPETENCES)
    after = situation(applied(city, data.draw(scenarios(city))), COMPETENCES)
    asked = {"questions": EVERY, "cutoffs_s": BUDGETS, "instant": instant}

    for there, back in zip(
        compare(before, after, **asked), compare(after, before, **asked), strict=True
    ):
        np.testing.assert_array_equal(there.verdict, -back.verdict)
        np.testing.assert_array_equal(there.uncertain, back.uncertain)


@few
@given(st.data())
def test_moving_is_closing_and_opening_the_same_elsewhere(data):
    city = data.draw(cities())
    if not city.places.ids:
        return
    number = data.draw(st.integers(0, len(city.places.ids) - 1))
    places, id_ = city.places, city.places.ids[number]
    if not places.is_door[number]:
        return
    where = degrees(data.draw(toy_city.CROSSINGS))
    opening = Opening(
        reseau=places.reseau[number],
        publics=tuple(places.publics[number]),
        missions=tuple(places.missions[number]),
        zone_competence=None,  # a scenario names no zone that nobody is in
        horaires=places.horaires[number],
        capacity=float(places.capacity[number]),
        **where,
    )
    anywhere = (None,) * len(places.zones)
    city = replace(city, places=replace(places, zones=anywhere))

    moved = compared(city, Scenario(changes=(Move(point_id=id_, **where),)), instant=TUESDAY)
    replaced = compared(city, Scenario(changes=(Closing(point_id=id_), opening)), instant=TUESDAY)

    for one, other in zip(moved, replaced, strict=True):
        check_equal(one, other)


@few
@given(st.data(), INSTANTS)
def test_sums_lose_nobody_and_the_order_of_people_is_irrelevant(data, instant):
    city = data.draw(cities())
    scenario = data.draw(scenarios(city))
    found = compared(city, scenario, instant=instant)
    changes = territory_changes(found, city.people)
    for one in changes:
        assert one.gaining + one.losing + one.unchanged + one.unmeasured == one.population
        assert sum(one.outcomes_before.values()) == one.population
        assert sum(one.outcomes_after.values()) == one.population
        assert max(one.newly_covered, one.no_longer_covered, one.uncertain) <= one.population
    order = data.draw(st.permutations(range(len(city.people.ids))))
    other = shuffled(city, order)

    again = compared(other, scenario, instant=instant)

    assert list(map(counts, territory_changes(again, other.people))) == list(map(counts, changes))
    for verdict in (GAIN, LOSS):
        told = most_affected(again, other.people, verdict=verdict, at_most=3)
        assert told == most_affected(found, city.people, verdict=verdict, at_most=3)


def counts(change):
    """Leave out averages, whose sums are rounded."""
    return replace(change, mean_change_s=None, access_before=None, access_after=None)


def shuffled(city, order):
    people = city.people
    order = np.array(order, dtype=np.intp)

    def taken(values):
        return tuple(values[number] for number in order)

    return replace(
        city,
        people=replace(
            people,
            ids=taken(people.ids),
            lon_lat=people.lon_lat[order],
            population=people.population[order],
            codes=taken(people.codes),
            partitions={name: taken(codes) for name, codes in people.partitions.items()},
        ),
        times=replace(
            city.times,
            to_place_s=city.times.to_place_s[order],
            is_estimate=city.times.is_estimate[order],
        ),
    )


# access per resident


def test_two_steps_on_paper():
    reach = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0]], dtype=np.bool_)
    demand, supply = np.array([1, 2, 4]), np.array([3.0, 12.0, 5.0])

    access = two_step_access(reach, demand=demand, supply=supply)

    assert access.tolist() == [1, 3, 2]  # 3 / 3; and 12 / 6
    assert float(demand @ access) == 15  # the place that nobody reaches serves nobody


@few
@given(st.data())
def test_two_steps_on_flags_are_those_on_pairs(data):
    city = data.draw(cities())
    cutoff_s = data.draw(st.sampled_from(BUDGETS[1:]))
    times_s = city.times.to_place_s
    demand = pd.Series(city.people.population, index=city.people.ids)
    supply = pd.Series(city.places.capacity, index=city.places.ids)
    rows, columns = np.nonzero(np.isfinite(times_s))
    pairs = pd.DataFrame(
        {
            "origin_id": [city.people.ids[row] for row in rows],
            "destination_id": [city.places.ids[column] for column in columns],
            "travel_time_s": times_s[rows, columns].astype(np.float64),
        }
    )

    access = two_step_access(
        times_s <= cutoff_s, demand=city.people.population, supply=city.places.capacity
    )
    long = two_step_fca(pairs, demand, supply, decay=step(cutoff_s=float(cutoff_s)))

    np.testing.assert_allclose(access, long.to_numpy(), rtol=1e-9)


def test_flags_of_other_people_are_refused():
    with pytest.raises(InputError, match="flags"):
        two_step_access(np.ones((2, 1), dtype=np.bool_), demand=np.ones(3), supply=np.ones(1))
