"""Coverage by need: on paper, against a loop over everyone, and by its laws."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geo.access.coverage import coverage, territory_members
from geo.access.eligibility import competent, served
from geo.access.nearest import nearest_by_reseau
from geo.access.need_coverage import (
    FORMS,
    NEEDS,
    Helpers,
    nearest_competent_s,
    need_helpers,
    reseau_helpers,
    residents_helped,
)
from geo.access.need_coverage_table import need_coverage_of, reseau_coverage_of
from geo.access.remote import helped_remotely
from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError
from geo.tables import COVERAGE_COLUMNS, NEED_COVERAGE_COLUMNS
from tests.geo.access import toy_city
from tests.geo.access.test_remote import SERVICES, service
from tests.geo.access.toy_city import COMPETENCES, MINUTE

YOUNG = (Profil.JEUNE, Mission.CONSEIL)
JOBSEEKER = (Profil.DEMANDEUR_EMPLOI, Mission.CONSEIL)
WELCOME = (Profil.FEMME, Mission.ACCUEIL)
SOME = (YOUNG, JOBSEEKER, WELCOME)
CUTOFFS = (8 * MINUTE, 12 * MINUTE)
PARTITIONS = ("bassin", "region")

few = settings(max_examples=20, deadline=None)
cities = st.builds(toy_city.survey, toy_city.towns(), toy_city.described())


def helpers(city, services=(), needs=SOME):
    return need_helpers(city.people, city.places, COMPETENCES, services, needs)


def table(city, services=(), needs=SOME, cutoffs_s=CUTOFFS):
    found = helpers(city, services, needs)
    return need_coverage_of(city, found, needs, cutoffs_s=cutoffs_s, partitions=PARTITIONS)


def covered(rows, need, form, cutoff_s, code="11"):
    profil, mission = need
    asked = (
        (rows["profile"] == profil.value)
        & (rows["mission"] == mission.value)
        & (rows["form"] == form.value)
        & (rows["cutoff_s"] == cutoff_s)
        & (rows["territory_code"] == code)
    )
    return rows.loc[asked, "covered_population"].item()


# on paper: residents are A 1, B 2, C 4, D 8, E 16; A and B in the north, C and D in the south


@pytest.mark.parametrize(
    ("need", "minutes", "north", "south", "region"),
    [
        (YOUNG, 1, 0, 0, 0),
        (YOUNG, 2, 0, 4, 4),  # J is 12, 8, 2, 22 and 66 minutes away
        (YOUNG, 8, 2, 4, 6),  # inclusive
        (YOUNG, 12, 3, 4, 7),
        (YOUNG, 66, 3, 12, 31),  # E is in the region, in no bassin
        (JOBSEEKER, 15, 0, 12, 12),  # P serves the Essonne alone, 15, 11, 5, 15 and 65 minutes away
        (JOBSEEKER, 65, 0, 12, 28),
        (WELCOME, 4, 3, 0, 3),  # W welcomes everyone, 2, 4, 16, 12 and 86 minutes away
    ],
)
def test_who_has_a_place_within_reach(need, minutes, north, south, region):
    rows = table(toy_city.city(), cutoffs_s=[minutes * MINUTE])

    for code, expected in (("N", north), ("S", south), ("11", region)):
        assert covered(rows, need, Forme.PHYSIQUE, minutes * MINUTE, code) == expected


def test_help_from_afar_stands_beside_places_and_nobody_counts_twice():
    line = service(publics=(Profil.JEUNE,), missions=(Mission.CONSEIL,), zone=("77001", "91004"))
    rows = table(toy_city.city(), [line])

    # A and D have the line; B and C have J within 8 minutes, A too within 12
    for cutoff_s, physical in zip(CUTOFFS, (2 + 4, 1 + 2 + 4), strict=True):
        assert covered(rows, YOUNG, Forme.PHYSIQUE, cutoff_s) == physical
        assert covered(rows, YOUNG, Forme.A_DISTANCE, cutoff_s) == 1 + 8
        assert covered(rows, YOUNG, Forme.L_UN_OU_L_AUTRE, cutoff_s) == 1 + 2 + 4 + 8
    assert covered(rows, JOBSEEKER, Forme.A_DISTANCE, CUTOFFS[0]) == 0


def test_rows_are_in_the_order_asked_for_and_keep_their_contract():
    rows = table(toy_city.city())

    assert tuple(rows.columns) == NEED_COVERAGE_COLUMNS
    assert list(rows.columns[:2]) == ["territory_type", "territory_code"]
    keys = rows[["territory_code", "profile", "form", "cutoff_s"]].drop_duplicates()
    assert len(keys) == len(rows) == 3 * len(SOME) * len(FORMS) * len(CUTOFFS)
    assert rows["territory_code"].unique().tolist() == ["N", "S", "11"]
    assert rows["profile"].iloc[:6].unique().tolist() == ["jeune"]
    assert rows["cutoff_s"].iloc[:4].tolist() == [480, 720, 480, 720]
    assert set(rows["mode"]) == {"voiture"}
    assert rows.groupby("territory_code")["population"].first().to_dict() == {
        "11": 31, "N": 3, "S": 12,
    }  # fmt: skip
    assert rows.dtypes[["population", "covered_population", "cutoff_s"]].tolist() == ["int64"] * 3


def test_the_nearest_place_that_may_help():
    city = toy_city.city()
    may = served(city.places.zones, city.people.codes)
    found = nearest_competent_s(
        city, competent(city.places, COMPETENCES, [JOBSEEKER[0]], YOUNG[1]), may
    )

    # the north is outside the zone of P
    assert (found / MINUTE).tolist() == [np.inf, np.inf, 5, 15, 65]
    assert found.dtype == np.float32
    nobody = nearest_competent_s(city, np.zeros(3, dtype=bool), may)
    assert np.isinf(nobody).all()


# where times come from


def test_estimates_are_told_where_a_least_time_is_one():
    city = toy_city.city()
    estimate = np.zeros_like(city.times.is_estimate)
    estimate[0, 0] = True  # from A to W
    estimate[3, 1] = True  # from D to J
    mixed = replace(city, times=replace(city.times, is_estimate=estimate))
    rows = table(mixed, [service()])
    told = rows[rows["is_estimate"]]

    assert set(zip(told["territory_code"], told["profile"], strict=True)) == {
        ("N", "femme"), ("11", "femme"), ("S", "jeune"), ("11", "jeune"),
    }  # fmt: skip
    assert Forme.A_DISTANCE.value not in set(told["form"])


def test_where_nobody_lives_no_estimate_counts():
    city = toy_city.city()
    estimate = np.zeros_like(city.times.is_estimate)
    estimate[0, 0] = True  # from A to W
    mixed = replace(city, times=replace(city.times, is_estimate=estimate))
    left = city.people.population.copy()
    left[0] = 0

    assert table(mixed)["is_estimate"].any()
    deserted = replace(mixed, people=replace(city.people, population=left))
    assert not table(deserted)["is_estimate"].any()


def test_a_place_that_a_network_reaches_as_soon_is_no_estimate():
    there = toy_city.place("J", (1, 0), "mission-locale")
    city = toy_city.survey(toy_city.TOWNS[:1], [there, {**there, "ids": "K"}])
    twice = replace(city.times, is_estimate=np.array([[True, False]]))

    assert not table(replace(city, times=twice), needs=[YOUNG])["is_estimate"].any()


def test_what_is_reached_by_nobody_is_no_estimate():
    # the north is outside the zone of P: an estimate leads there, and helps nobody
    rows = table(toy_city.city(estimated=True), needs=[JOBSEEKER])
    told = rows[(rows["form"] == "physique") & rows["is_estimate"]]

    assert set(told["territory_code"]) == {"S", "11"}


@pytest.mark.parametrize(
    ("unknown", "silent"),
    [
        ([], []),
        ([0], ["N"]),  # 1 of 3, of 31
        ([2], ["S", "11"]),  # 4 of 12, of 31
    ],
)
def test_of_a_territory_that_a_mode_does_not_know_only_help_from_afar_is_told(unknown, silent):
    city = toy_city.city()
    measured = ~np.isin(np.arange(5), unknown)
    rows = table(replace(city, times=replace(city.times, measured=measured)), [service()])
    told = rows.groupby("territory_code")["form"].unique()

    for code in ("N", "S", "11"):
        expected = [Forme.A_DISTANCE] if code in silent else list(Forme)
        assert told[code].tolist() == [one.value for one in expected]


def test_from_nine_tenths_of_the_residents_on_something_is_told():
    city = toy_city.city()
    people = replace(city.people, population=np.array([9, 1, 90, 0, 0]))
    measured = np.array([True, False, True, True, True])
    known = replace(city, people=people, times=replace(city.times, measured=measured))

    assert "physique" in set(table(known).query("territory_code == 'N'")["form"])


# against a loop over everyone


def looped(city, services, need, minutes):
    """Everyone is asked: territory, place, line."""
    profil, mission = need
    competents = competent(city.places, COMPETENCES, [profil], mission)
    may = served(city.places.zones, city.people.codes)
    far = helped_remotely(services, [profil], mission, city.people)
    found = {}
    for number, people in enumerate(city.people.population.tolist()):
        near = any(
            competents[place]
            and may[number, place]
            and city.times.to_place_s[number, place] <= minutes * MINUTE
            for place in range(len(city.places.ids))
        )
        told = {
            Forme.PHYSIQUE: near,
            Forme.A_DISTANCE: bool(far[number]),
            Forme.L_UN_OU_L_AUTRE: near or bool(far[number]),
        }
        for name in PARTITIONS:
            code = city.people.partitions[name][number]
            for form, helps in told.items():
                key = name, code, form.value
                found[key] = found.get(key, 0) + people * helps
    return {key: value for key, value in found.items() if key[1]}


@few
@given(cities, SERVICES, st.sampled_from(NEEDS), st.integers(0, 40))
def test_as_if_everyone_were_asked(city, services, need, minutes):
    rows = table(city, services, [need], [minutes * MINUTE])
    keys = rows[["territory_type", "territory_code", "form"]].itertuples(index=False, name=None)

    assert dict(zip(keys, rows["covered_population"], strict=True)) == looped(
        city, services, need, minutes
    )


@few
@given(cities.filter(lambda city: len(city.people.ids)), st.integers(0, 40))
def test_by_reseau_where_no_zone_is_known_the_figures_are_those_of_coverage(city, minutes):
    places = replace(city.places, zones=(None,) * len(city.places.ids))
    bassin = tuple(code or "N" for code in city.people.partitions["bassin"])
    people = replace(city.people, partitions={**city.people.partitions, "bassin": bassin})
    city = replace(city, places=places, people=people)
    reseaux, cutoffs_s = [ALL_RESEAUX, *toy_city.RESEAUX], [minutes * MINUTE, 15 * MINUTE]
    origins = pd.DataFrame(
        {"code_commune": people.ids, "nom": "x", "population": people.population,
         "lon": 2.0, "lat": 48.0},
        index=pd.Index(people.ids, name="origin_id", dtype=object),
    )  # fmt: skip
    pairs = pd.DataFrame(
        [
            (origin, place, float(city.times.to_place_s[row, column]), 1.0, False)
            for row, origin in enumerate(people.ids)
            for column, place in enumerate(places.ids)
        ],
        columns=["origin_id", "destination_id", "travel_time_s", "distance_m", "is_estimate"],
    )
    members = pd.DataFrame({"code_bassin": bassin, "code_commune": people.ids})
    doors = set(toy_city.RESEAUX) - {toy_city.NO_DOOR}
    of_place = pd.Series(places.reseau, index=pd.Index(places.ids, dtype=object), dtype=object)
    expected = coverage(
        nearest_by_reseau(pairs, of_place, mode="voiture", doors=doors),
        origins,
        territory_members(members, pd.Series({"N": "11", "S": "11"})),
        reseaux=reseaux,
        modes=["voiture"],
        cutoffs_s=cutoffs_s,
    )
    found = reseau_coverage_of(
        city, reseau_helpers(people, places, reseaux), reseaux, cutoffs_s=cutoffs_s
    )

    assert tuple(found.columns) == (*COVERAGE_COLUMNS, "is_estimate")
    assert_frame_equal(found[list(COVERAGE_COLUMNS)], expected, check_dtype=False)


# laws


@few
@given(cities, SERVICES)
def test_laws_of_forms_thresholds_and_sums(city, services):
    cutoffs_s = [minutes * MINUTE for minutes in range(0, 40, 4)]
    found = residents_helped(
        city, helpers(city, services, NEEDS), partitions=PARTITIONS, cutoffs_s=cutoffs_s
    )
    region = found["region"]
    physical, remote, either = np.moveaxis(region.covered, 2, 0)

    assert (np.diff(region.covered, axis=-1) >= 0).all()
    assert (np.diff(remote, axis=-1) == 0).all()
    assert (either >= np.maximum(physical, remote)).all()
    assert (either <= physical + remote).all()
    assert (region.covered <= region.population[:, None, None, None]).all()
    inside = np.array([bool(code) for code in city.people.partitions["bassin"]], dtype=bool)
    if inside.all():
        assert (found["bassin"].covered.sum(axis=0) == region.covered.sum(axis=0)).all()


@few
@given(toy_city.towns(), toy_city.described(), SERVICES, st.integers(0, 40))
def test_one_more_place_or_line_never_lowers(towns, described, services, minutes):
    more = [*described, toy_city.place("new", (6, 6), "mission-locale")]

    def counted(places, lines):
        rows = table(toy_city.survey(towns, places), lines, NEEDS, [minutes * MINUTE])
        return rows["covered_population"].to_numpy()

    before = counted(described, services)
    assert (counted(more, services) >= before).all()
    assert (counted(described, [*services, service(zone=("91",))]) >= before).all()


@few
@given(cities, SERVICES, st.randoms(use_true_random=False))
def test_the_order_of_people_and_places_is_irrelevant_and_the_answer_the_same_twice(
    city, services, chance
):
    people, places = list(range(len(city.people.ids))), list(range(len(city.places.ids)))
    chance.shuffle(people)
    chance.shuffle(places)
    mixed = replace(
        city,
        people=replace(
            city.people,
            ids=tuple(city.people.ids[one] for one in people),
            lon_lat=city.people.lon_lat[people],
            population=city.people.population[people],
            codes=tuple(city.people.codes[one] for one in people),
            partitions={
                name: tuple(codes[one] for one in people)
                for name, codes in city.people.partitions.items()
            },
        ),
        places=city.places.take(np.array(places, dtype=np.intp)),
        times=replace(
            city.times,
            to_place_s=city.times.to_place_s[np.ix_(people, places)],
            onward_s=city.times.onward_s[np.ix_(places, places)],
            is_estimate=city.times.is_estimate[np.ix_(people, places)],
            onward_is_estimate=city.times.onward_is_estimate[np.ix_(places, places)],
        ),
    )
    once = table(city, services, NEEDS)

    assert_frame_equal(table(mixed, services, NEEDS), once)
    assert_frame_equal(table(city, services, NEEDS), once)


# degenerate


def test_no_place_no_line_nobody():
    nowhere = toy_city.survey(toy_city.TOWNS, [])
    nobody = toy_city.survey([], toy_city.PLACES)

    assert (table(nowhere)["covered_population"] == 0).all()
    assert not table(nowhere)["is_estimate"].any()
    assert table(nobody).empty
    assert tuple(table(nobody).columns) == NEED_COVERAGE_COLUMNS
    assert table(toy_city.city(), needs=[]).empty


def test_at_no_time_at_all_one_must_live_there():
    here = toy_city.place("J", (0, 0), "mission-locale", publics=[Profil.JEUNE])
    rows = table(toy_city.survey(toy_city.TOWNS, [here]), cutoffs_s=[0])

    assert covered(rows, YOUNG, Forme.PHYSIQUE, 0) == 1


def test_what_does_not_fit_together_is_refused():
    city = toy_city.city()
    with pytest.raises(InputError, match="canton"):
        residents_helped(city, helpers(city), partitions=["canton"])
    with pytest.raises(InputError, match=r"needed helpers of \(5, 3\)"):
        residents_helped(city, helpers(toy_city.survey(toy_city.TOWNS, [])), partitions=["region"])
    with pytest.raises(InputError, match="needed"):
        Helpers(
            competent=np.ones((2, 3), dtype=bool),
            remote=np.ones((1, 5), dtype=bool),
            served=np.ones((5, 3), dtype=bool),
        )
