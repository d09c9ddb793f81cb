"""Help from afar: only from services whose zone and public fit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access.remote import helped_remotely, remote_zone
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import Canal, ServiceDistance, fits
from tests.geo.access import toy_city

PEOPLE = toy_city.people(*toy_city.TOWNS)
CODES = ("77001", "91003", "77", "91", "region-11", "france", "75")


def service(*, publics=(Profil.TOUT_PUBLIC,), missions=tuple(Mission), zone=("france",)):
    return ServiceDistance(
        id="ligne", nom="Ligne", canaux=(Canal.TELEPHONE,), telephone="3900", source="essai",
        publics=publics, missions=missions, zone_competence=zone, consulte_le=date(2026, 11, 22),
    )  # fmt: skip


def helped(*services, profils=(Profil.JEUNE,), mission=Mission.CONSEIL, people=PEOPLE):
    return helped_remotely(services, profils, mission, people).tolist()


EVERYONE, NOBODY = [True] * 5, [False] * 5


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ([], NOBODY),
        ([service()], EVERYONE),
        ([service(zone=("region-11",))], EVERYONE),
        ([service(zone=("region-75",))], NOBODY),
        ([service(zone=("77",))], [True, True, False, False, False]),
        ([service(zone=("77001",)), service(zone=("91005",))], [True, False, False, False, True]),
        ([service(publics=(Profil.JEUNE, Profil.CADRE))], EVERYONE),
        ([service(publics=(Profil.CADRE,))], NOBODY),
        ([service(missions=(Mission.ACCUEIL,))], NOBODY),
    ],
)
def test_on_paper(services, expected):
    assert helped(*services) == expected


def test_someone_who_is_several_publics_is_helped_as_one_of_them():
    lines = [service(publics=(Profil.FEMME,), zone=("77",)), service(publics=(Profil.CADRE,))]

    assert helped(*lines, profils=[Profil.FEMME, Profil.JEUNE]) == [True, True, False, False, False]
    assert helped(*lines, profils=[Profil.FEMME, Profil.CADRE]) == EVERYONE
    assert helped(*lines, profils=[]) == NOBODY


def test_where_no_code_is_known_only_nationwide_services_help():
    nowhere = replace(PEOPLE, codes=((),) * 5)

    assert helped(service(zone=("region-11",)), people=nowhere) == NOBODY
    assert helped(service(), people=nowhere) == EVERYONE


def test_nobody_is_no_error():
    assert helped(service(), people=toy_city.people()) == []
    assert remote_zone([], [], Mission.ACCUEIL) == frozenset()


SERVICES = st.lists(
    st.builds(
        service,
        publics=st.sets(st.sampled_from(toy_city.PROFILS), min_size=1).map(tuple),
        missions=st.sets(st.sampled_from(Mission), min_size=1).map(tuple),
        zone=st.sets(st.sampled_from(CODES), min_size=1).map(tuple),
    ),
    max_size=4,
)


@given(SERVICES, st.sets(st.sampled_from(toy_city.PROFILS)), st.sampled_from(Mission))
def test_as_if_every_service_were_asked_of_everyone(services, profils, mission):
    expected = [
        any(fits(one, profils, mission, codes) for one in services) for codes in PEOPLE.codes
    ]

    assert helped(*services, profils=profils, mission=mission) == expected


@given(SERVICES, SERVICES, st.sampled_from(Mission))
def test_one_more_service_never_takes_help_away(services, more, mission):
    fewer = helped(*services, mission=mission)

    assert all(
        after or not before
        for before, after in zip(fewer, helped(*services, *more, mission=mission), strict=True)
    )
