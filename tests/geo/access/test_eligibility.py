"""Which places may help whom: the table, what a place says of itself, its zone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.eligibility import competent, sends_on, served
from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement, rattachement
from geo.sources.rules import read_competences
from tests.geo.access import toy_city
from tests.geo.access.toy_city import COMPETENCES, place, places

HERE = (0, 0)
ADVICE = Mission.CONSEIL

few = settings(max_examples=60, deadline=None)
PEOPLE = st.lists(st.sampled_from(toy_city.PROFILS), max_size=3)
CODES = st.lists(st.sampled_from(["75", "75056", "75112", "93", "region-11", "france"]), max_size=3)


def line(reseau, profil, mission=ADVICE, *, renvoie=False):
    return Competence(reseau=reseau, profil=profil, mission=mission, renvoie=renvoie)


def helps(one, table, *profils, mission=ADVICE):
    return competent(places(one), table, profils, mission).item()


def test_in_the_toy_city_each_place_helps_its_public_and_welcomes_everyone_or_its_own():
    city = toy_city.city().places

    def flags(*profils, mission=ADVICE):
        return competent(city, COMPETENCES, profils, mission).tolist()

    assert flags(Profil.JEUNE) == [False, True, False]
    assert flags(Profil.DEMANDEUR_EMPLOI) == [False, False, True]
    assert flags(Profil.JEUNE, Profil.DEMANDEUR_EMPLOI) == [False, True, True]
    assert flags(Profil.FEMME) == flags() == [False, False, False]
    assert flags(Profil.FEMME, mission=Mission.ACCUEIL) == [True, False, False]
    assert sends_on(city, COMPETENCES, [Profil.JEUNE]).tolist() == [True, True, False]
    assert sends_on(city, COMPETENCES, []).tolist() == [True, False, False]


def test_a_line_for_everyone_helps_any_public_and_nobody_in_particular():
    table = [line("cio", Profil.TOUT_PUBLIC)]
    cio = place("c", HERE, "cio")

    assert helps(cio, table)
    assert helps(cio, table, Profil.FEMME)
    assert not helps(cio, table, mission=Mission.ACCUEIL)
    assert not helps(place("m", HERE, "mission-locale"), table, Profil.FEMME)


def test_a_place_that_says_less_of_itself_helps_less():
    table = [line("cio", Profil.TOUT_PUBLIC), line("cio", Profil.JEUNE)]
    pupils_only = place("c", HERE, "cio", publics=[Profil.LYCEEN])
    no_advice = place("c", HERE, "cio", missions=[Mission.ACCUEIL])

    assert helps(pupils_only, table, Profil.LYCEEN)
    assert not helps(pupils_only, table, Profil.JEUNE)
    assert not helps(pupils_only, table)
    assert not helps(no_advice, table, Profil.LYCEEN)


def test_a_place_that_says_more_than_its_reseau_helps_no_more():
    for_all = place("m", HERE, "mission-locale", publics=[Profil.TOUT_PUBLIC])
    table = [line("mission-locale", Profil.JEUNE)]

    assert helps(for_all, table, Profil.JEUNE)
    assert not helps(for_all, table, Profil.SALARIE)


def test_reseau_and_place_must_serve_the_same_of_a_persons_publics():
    # the table is for young people, the place for women: a young woman finds nobody there
    table = [line("mission-locale", Profil.JEUNE)]
    for_women = place("m", HERE, "mission-locale", publics=[Profil.FEMME])

    assert not helps(for_women, table, Profil.JEUNE, Profil.FEMME)
    assert helps(for_women, [*table, line("mission-locale", Profil.FEMME)], Profil.FEMME)


def test_a_reseau_that_is_no_member_is_never_a_door():
    table = [line(toy_city.NO_DOOR, Profil.TOUT_PUBLIC, Mission.ACCUEIL, renvoie=True)]
    outside = places(place("c", HERE, toy_city.NO_DOOR))

    assert not competent(outside, table, [], Mission.ACCUEIL).any()
    assert not sends_on(outside, table, []).any()


def test_who_welcomes_without_sending_on_is_no_first_door():
    table = [line("cio", Profil.JEUNE, Mission.ACCUEIL)]
    cio = places(place("c", HERE, "cio"))

    assert competent(cio, table, [Profil.JEUNE], Mission.ACCUEIL).all()
    assert not sends_on(cio, table, [Profil.JEUNE]).any()


def test_a_first_door_does_itself_what_it_welcomes_with():
    # the referral rule was edited: réseaux send on those whom they inform
    table = [line("cio", Profil.JEUNE, Mission.INFORMATION, renvoie=True)]
    informs = place("c", HERE, "cio", missions=[Mission.INFORMATION])
    welcomes = place("c", HERE, "cio", missions=[Mission.ACCUEIL])

    assert sends_on(places(informs, welcomes), table, [Profil.JEUNE]).tolist() == [True, False]
    assert not sends_on(places(informs), table, [Profil.FEMME]).any()


RULES = """
[renvoi]
missions = [{missions}]
sauf = []

[[competences]]
reseau = "cio"
publics = ["jeune"]
missions = ["accueil", "information"]
"""


@pytest.mark.parametrize(
    ("missions", "first"),
    [
        ('"accueil"', ["welcomes", "both"]),
        ('"information"', ["informs", "both"]),
        ('"accueil", "information"', ["informs", "welcomes", "both"]),
        ('"conseil"', []),
        ("", []),
    ],
)
def test_the_referral_rule_of_the_file_decides_who_is_a_first_door(tmp_path, missions, first):
    path = tmp_path / "competences.toml"
    path.write_text(RULES.format(missions=missions), encoding="utf-8")
    here = places(
        place("informs", HERE, "cio", missions=[Mission.INFORMATION]),
        place("welcomes", HERE, "cio", missions=[Mission.ACCUEIL]),
        place("both", HERE, "cio"),
    )
    sending = sends_on(here, read_competences(path), [Profil.JEUNE])

    assert [id_ for id_, one in zip(here.ids, sending, strict=True) if one] == first


@pytest.mark.parametrize(
    ("zone", "here", "may"),
    [
        (None, ("75112", "75056", "75"), True),  # unknown: a door to be checked
        (None, (), True),
        (("75",), ("75112", "75056", "75"), True),
        (("75056",), ("75112", "75056", "75"), True),
        (("75113",), ("75112", "75056", "75"), False),
        (("93",), (), True),  # nobody knows where the person is
        (("france",), ("2A004", "2A"), True),
        (("region-11",), ("77001", "77", "region-11"), True),
        (("region-11",), ("16001", "16", "region-75"), False),
    ],
)
def test_a_zone_lets_in_or_leaves_out(zone, here, may):
    assert served([zone], [here]).tolist() == [[may]]


@few
@given(st.lists(st.none() | CODES, max_size=5), st.lists(CODES, max_size=5))
def test_zones_are_compared_one_by_one(zones, codes):
    got = served(zones, codes)

    assert got.shape == (len(codes), len(zones))
    assert got.dtype == np.bool_
    for person, here in enumerate(codes):
        for number, zone in enumerate(zones):
            assert got[person, number] == (rattachement(zone, here) is not Rattachement.NON)


@few
@given(toy_city.described(), PEOPLE, PEOPLE, st.sampled_from(Mission))
def test_one_public_more_never_takes_a_place_away(described, profils, more, mission):
    here = places(*described)
    for fewer, both in (
        (competent(here, COMPETENCES, who, mission) for who in (profils, profils + more)),
        (sends_on(here, COMPETENCES, who) for who in (profils, profils + more)),
    ):
        assert (both | ~fewer).all()


@few
@given(toy_city.described(), PEOPLE, st.sampled_from(Mission))
def test_whoever_is_several_publics_is_helped_as_one_of_them(described, profils, mission):
    here = places(*described)
    alone = [
        competent(here, COMPETENCES, [profil], mission) for profil in profils or ["tout-public"]
    ]

    assert np.array_equal(
        competent(here, COMPETENCES, profils, mission), np.logical_or.reduce(alone)
    )


@few
@given(toy_city.described(), PEOPLE, st.sampled_from(Mission), st.randoms(use_true_random=False))
def test_names_order_and_positions_are_irrelevant(described, profils, mission, draw):
    order = draw.sample(range(len(described)), len(described))
    moved = [{**described[one], "ids": f"q{one}", "crossing": (9, 9)} for one in order]
    flags = competent(places(*described), COMPETENCES, profils, mission)

    assert competent(places(*moved), COMPETENCES, profils, mission).tolist() == [
        flags[one] for one in order
    ]


def test_no_place_no_table_no_people():
    empty = places()

    assert competent(empty, COMPETENCES, [], ADVICE).shape == (0,)
    assert sends_on(empty, COMPETENCES, []).dtype == np.bool_
    assert not competent(toy_city.city().places, (), [Profil.JEUNE], ADVICE).any()
    assert served([], [("75",)]).shape == (1, 0)
    assert served([("75",), None], []).shape == (0, 2)
