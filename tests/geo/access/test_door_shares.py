"""Residents by outcome: on paper, one by one, and by their laws."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from geo.access.door_shares import OUTCOME_COLUMNS, door_share, door_table, questions
from geo.access.doors import RESULTATS, doors, outcomes
from geo.access.eligibility import competent, sends_on, served
from geo.access.need_coverage import NEEDS
from geo.domain.competence import Competence
from geo.domain.couverture import THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError
from geo.tables import DOORS_COLUMNS
from tests.geo.access import toy_city
from tests.geo.access.toy_city import MINUTE

ADVICE_TO_THE_YOUNG = (Profil.JEUNE, Mission.CONSEIL)
HELP_TO_JOBSEEKERS = (Profil.DEMANDEUR_EMPLOI, Mission.ACCOMPAGNEMENT)

few = settings(max_examples=30, deadline=None)


def table_of(city, need=ADVICE_TO_THE_YOUNG, *, budget_min=10, **more):
    found = door_table(
        city, toy_city.COMPETENCES, needs=[need], cutoffs_s=[budget_min * MINUTE], **more
    )
    return {
        row.territory_code: [getattr(row, name) for name in OUTCOME_COLUMNS]
        for row in found.itertuples()
    }


@pytest.mark.parametrize(
    ("budget_min", "north", "south", "region"),
    [
        # residents: A 1, B 2, C 4, D 8, and E 16 that is in no bassin
        (9, [2, 0, 1, 0], [4, 0, 8, 0], [6, 0, 25, 0]),
        (10, [2, 1, 0, 0], [4, 0, 8, 0], [6, 1, 24, 0]),
        (12, [3, 0, 0, 0], [4, 8, 0, 0], [7, 8, 16, 0]),
        (66, [3, 0, 0, 0], [12, 0, 0, 0], [31, 0, 0, 0]),
    ],
)
def test_a_sum_says_who_pushes_how_many_doors(budget_min, north, south, region):
    assert table_of(toy_city.city(), budget_min=budget_min) == {
        "N": north,
        "S": south,
        "11": region,
    }


def test_whoever_the_zone_leaves_out_finds_nobody():
    assert table_of(toy_city.city(), HELP_TO_JOBSEEKERS, budget_min=15) == {
        "N": [0, 0, 0, 3],
        "S": [12, 0, 0, 0],
        "11": [12, 0, 16, 3],
    }


def test_a_row_a_territory_need_and_budget_in_the_order_asked():
    needs = [HELP_TO_JOBSEEKERS, ADVICE_TO_THE_YOUNG]
    found = door_table(
        toy_city.city(), toy_city.COMPETENCES, needs=needs, cutoffs_s=[1200, 600],
        partitions=["region", "bassin"],
    )  # fmt: skip

    assert list(found.columns) == list(DOORS_COLUMNS)
    keys = found[["territory_type", "territory_code", "profile", "cutoff_s"]]
    assert keys.to_records(index=False).tolist() == [
        (kind, code, profile, cutoff_s)
        for kind, code in (("region", "11"), ("bassin", "N"), ("bassin", "S"))
        for profile in ("demandeur-emploi", "jeune")
        for cutoff_s in (1200, 600)
    ]


def test_a_territory_is_an_estimate_as_soon_as_a_time_in_it_is():
    estimated = door_table(toy_city.city(estimated=True), toy_city.COMPETENCES)
    measured = door_table(toy_city.city(), toy_city.COMPETENCES)

    assert estimated["is_estimate"].all()
    assert not measured["is_estimate"].any()


def test_two_doors_by_an_estimated_second_leg_are_an_estimate():
    city = toy_city.city()
    times = replace(city.times, onward_is_estimate=np.ones((3, 3), dtype=bool))
    found = door_table(
        replace(city, times=times), toy_city.COMPETENCES, needs=[ADVICE_TO_THE_YOUNG]
    )

    assert found["is_estimate"].all()


def test_where_nobody_lives_makes_no_territory_an_estimate():
    city = toy_city.city()
    estimated = np.zeros((5, 3), dtype=bool)
    estimated[0] = True  # from A, in N
    times = replace(city.times, is_estimate=estimated)

    def doubtful(*residents):
        people = replace(city.people, population=np.array(residents))
        found = door_table(replace(city, people=people, times=times), toy_city.COMPETENCES)
        return set(found.loc[found["is_estimate"], "territory_code"])

    assert doubtful(1, 2, 4, 8, 16) == {"N", "11"}
    assert doubtful(0, 2, 4, 8, 16) == set()


@pytest.mark.parametrize(
    ("off", "told"),
    [
        # residents: A 1, B 2, C 4, D 8, E 16; N has 3, S has 12, the region 31
        ("A", {"S", "11"}),
        ("B", {"S", "11"}),
        ("C", {"N"}),
        ("", {"N", "S", "11"}),
    ],
)
def test_nothing_is_said_of_a_territory_that_a_mode_knows_too_little_of(off, told):
    city = toy_city.city()
    measured = np.array([town[0] not in off for town in toy_city.TOWNS])
    found = door_table(
        replace(city, times=replace(city.times, measured=measured)), toy_city.COMPETENCES
    )

    assert set(found["territory_code"]) == told


def test_nine_tenths_of_the_residents_are_enough():
    towns = [(f"o{number}", (0, 0), "77001", "N") for number in range(2)]
    city = toy_city.survey(towns, toy_city.PLACES)
    measured = replace(city.times, measured=np.array([True, False]))

    def rows(*residents):
        people = replace(city.people, population=np.array(residents))
        return len(door_table(replace(city, people=people, times=measured), toy_city.COMPETENCES))

    assert rows(9, 1) > 0
    assert rows(89, 11) == 0


def test_shares_are_of_residents_and_missing_where_nobody_lives():
    counted = pd.DataFrame([[3, 1, 0, 0], [0, 0, 0, 0]], columns=OUTCOME_COLUMNS, index=["N", "S"])
    share = door_share(counted)

    assert share.loc["N"].tolist() == [0.75, 0.25, 0, 0]
    assert share.loc["S"].isna().all()


def test_needs_that_the_same_places_meet_are_asked_once():
    places = toy_city.city().places
    asked = questions(places, toy_city.COMPETENCES, NEEDS)

    # three groups of places help someone: those for the young, for jobseekers, and W; a public
    # that nobody is competent for is still welcomed by W
    assert len(asked.competent) < len(NEEDS) / 3
    for need, number in zip(NEEDS, asked.of_need, strict=True):
        profil, mission = need
        helps = competent(places, toy_city.COMPETENCES, [profil], mission)
        welcomes = sends_on(places, toy_city.COMPETENCES, [profil])
        assert np.array_equal(asked.competent[number], helps)
        assert np.array_equal(asked.sends_on[number], welcomes)


def test_the_same_help_behind_other_first_doors_is_another_question():
    # J advises young people and women; only young people are welcomed at W
    table = [
        Competence(reseau="mission-locale", profil=profil, mission=Mission.CONSEIL)
        for profil in (Profil.JEUNE, Profil.FEMME)
    ]
    table.append(
        Competence(
            reseau="france-services", profil=Profil.JEUNE, mission=Mission.ACCUEIL, renvoie=True
        )
    )
    described = [toy_city.WELCOME, toy_city.place("J", (12, 0), "mission-locale")]
    city = toy_city.survey(toy_city.TOWNS[:1], described)  # A: 12 minutes, or 2 then 10
    needs = [(Profil.JEUNE, Mission.CONSEIL), (Profil.FEMME, Mission.CONSEIL)]
    found = door_table(city, table, needs=needs, cutoffs_s=[600], partitions=["region"])

    assert found["two_doors"].tolist() == [1, 0]
    assert found["beyond"].tolist() == [0, 1]


@few
@given(toy_city.towns(), toy_city.described())
def test_residents_are_counted_one_by_one(towns, described):
    city = toy_city.survey(towns, described)
    may = served(city.places.zones, city.people.codes)
    found = door_table(city, toy_city.COMPETENCES, cutoffs_s=[600])

    expected = {}
    for profil, mission in NEEDS:
        told = doors(
            city,
            competent=competent(city.places, toy_city.COMPETENCES, [profil], mission),
            sends_on=sends_on(city.places, toy_city.COMPETENCES, [profil]),
            served=may,
        )
        for person, outcome in enumerate(outcomes(told, 600)):
            for kind in ("bassin", "region"):
                code = city.people.partitions[kind][person]
                key = kind, code, profil.value, mission.value
                row = expected.setdefault(key, [0] * len(RESULTATS))
                row[outcome] += int(city.people.population[person])
    expected = {key: row for key, row in expected.items() if key[1]}
    got = {tuple(row[:4]): list(row[6:10]) for row in found.itertuples(index=False)}
    assert got == expected


@few
@given(toy_city.towns(), toy_city.described())
def test_nobody_is_lost_and_a_larger_budget_never_hurts(towns, described):
    city = toy_city.survey(towns, described)
    found = door_table(city, toy_city.COMPETENCES)
    population = pd.Series(city.people.population)

    for kind in ("bassin", "region"):
        codes = pd.Series(city.people.partitions[kind], dtype=object)
        residents = population.groupby(codes).sum()
        rows = found[found["territory_type"] == kind]
        total = rows[OUTCOME_COLUMNS].sum(axis=1)
        assert (total.to_numpy() == rows["territory_code"].map(residents).to_numpy()).all()
    keys = ["territory_type", "territory_code", "profile", "mission"]
    rising = found.assign(two=found["one_door"] + found["two_doors"]).groupby(keys)
    assert rising[["one_door", "two"]].diff().dropna().ge(0).all(axis=None)
    assert (rising["nobody"].max() == rising["nobody"].min()).all()


@pytest.mark.parametrize(
    ("towns", "described"), [((), toy_city.PLACES), (toy_city.TOWNS, ()), ((), ())]
)
def test_without_people_there_is_no_row_and_without_places_nobody(towns, described):
    found = door_table(toy_city.survey(towns, described), toy_city.COMPETENCES)

    assert list(found.columns) == list(DOORS_COLUMNS)
    assert len(found) == (3 * len(NEEDS) * len(THRESHOLDS_S) if towns else 0)
    assert (found[OUTCOME_COLUMNS[:3]] == 0).all(axis=None)


def test_an_empty_table_of_competences_and_no_need_are_tables_too():
    nobody = door_table(toy_city.city(), (), needs=[ADVICE_TO_THE_YOUNG])
    nothing = door_table(toy_city.city(), toy_city.COMPETENCES, needs=[])

    assert nobody.groupby("territory_code")["nobody"].first().to_dict() == {
        "11": 31, "N": 3, "S": 12,
    }  # fmt: skip
    assert nothing.empty


@pytest.mark.parametrize("budget_s", [-1, 86_401, 10**20, 599.5, float("nan"), float("inf")])
def test_a_budget_that_is_no_time_within_a_day_is_refused(budget_s):
    with pytest.raises(InputError, match="whole seconds, 0 to 86400"):
        door_table(toy_city.city(), (), cutoffs_s=[600, budget_s])


def test_a_budget_may_be_nothing_or_a_day():
    found = door_table(toy_city.city(), (), needs=[ADVICE_TO_THE_YOUNG], cutoffs_s=[0, 86_400])

    assert set(found["cutoff_s"]) == {0, 86_400}


@pytest.mark.parametrize("partitions", [["canton"], []])
def test_a_partition_that_people_are_not_told_apart_by_is_refused(partitions):
    with pytest.raises(InputError, match="bassin"):
        door_table(toy_city.city(), (), partitions=partitions)
