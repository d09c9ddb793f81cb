"""Facts → places and rejects: nothing is lost, everything has its reason."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain.horaires import Reserve
from geo.domain.mission import Mission
from geo.domain.point_accueil import AccessibilitePmr, Signalement
from geo.domain.profil import Profil
from geo.domain.rejet import Motif
from geo.sources.dila import Illisible, to_directory
from tests.geo.sources.dila.synthetic import (
    RESEAUX,
    SIDE,
    SOUTH,
    WEST,
    record,
    territory,
    to_degrees,
)

COMMUNES = territory()
MIDDLE = WEST + SIDE / 2, SOUTH + SIDE / 2


def directory(*organismes, **options):
    return to_directory(organismes, communes=COMMUNES, reseaux=RESEAUX, **options)


def test_a_place_carries_the_facts_of_its_record_and_the_rules_of_its_reseau():
    facts = {
        "adresse": "7 rue de l’Exemple",
        "code_postal": "77100",
        "adresse_postale": "BP 12, 77101 Alpha Cedex",
        "telephone": "01 00 00 00 01",
        "telephone_note": "gratuit",
        "site_web": "https://www.exemple.fr",
        "accessibilite_note": "plain-pied",
        "horaires": "Mo-Fr 09:00-12:00",
        "horaires_note": "Fermé en août",
        "horaires_reserves": (Reserve.NOTE_A_LIRE,),
    }

    (point,) = directory(record(accessibilite="ACC", **facts)).points

    assert {name: getattr(point, name) for name in facts} == facts
    assert (point.id, point.source, point.reseau) == ("dila--cio-77001-01", "dila", "cio")
    assert (point.nom, point.ville, point.date_maj) == ("CIO - Alpha", "Alpha", date(2021, 3, 4))
    assert (point.lon, point.lat) == to_degrees(*MIDDLE)
    assert point.accessibilite_pmr is AccessibilitePmr.OUI
    assert (point.publics, point.missions) == ((Profil.JEUNE,), (Mission.ACCUEIL,))
    assert (point.zone_competence, point.label, point.signalements) == (None, None, ())


REJECTED = {
    Motif.MAIRIE: record(id="mairie-77001-01", pivot="mairie"),
    Motif.RESEAU_NON_REPRIS: record(id="te-77001-01", pivot="te"),
    Motif.HORS_TERRITOIRE: record(id="cio-13001-01", code_commune="13001"),
    Motif.SANS_POSITION: record(id="cio-77001-02", latitude=None),
    Motif.POSITION_FAUSSE: record(id="cio-77001-03", latitude="48926098"),
    Motif.ILLISIBLE: Illisible(nom_fichier="77/broken.xml", detail="XML mal formé"),
}


def test_every_reason_is_given_with_its_record():
    got = directory(*REJECTED.values(), record())

    assert {reject.motif: reject.id_source for reject in got.rejects} == {
        motif: getattr(entry, "id", None) or entry.nom_fichier for motif, entry in REJECTED.items()
    }
    assert all(reject.detail for reject in got.rejects)
    assert (len(got.points), got.read) == (1, 7)


def test_the_unmapped_code_is_named():
    (reject,) = directory(REJECTED[Motif.RESEAU_NON_REPRIS]).rejects

    assert "« te »" in reject.detail


def test_a_town_hall_or_an_unmapped_record_needs_no_position_to_be_counted_as_such():
    got = directory(record(pivot="mairie", latitude=None), record(pivot="te", code_commune="13001"))

    assert {reject.motif for reject in got.rejects} == {Motif.MAIRIE, Motif.RESEAU_NON_REPRIS}


def test_the_same_record_twice_is_published_once():
    got = directory(record(), record())

    assert [point.id for point in got.points] == ["dila--cio-77001-01"]
    assert [reject.motif for reject in got.rejects] == [Motif.IDENTIFIANT_EN_DOUBLE]


def test_of_two_records_with_one_identifier_the_latest_is_published():
    old, new = record(nom="Ancien", date_maj=date(2018, 1, 1)), record(nom="Nouveau")

    for records in ([old, new], [new, old]):
        got = directory(*records)
        assert [point.nom for point in got.points] == ["Nouveau"]
        assert "2021-03-04" in got.rejects[0].detail


def test_of_two_different_records_of_one_day_with_one_identifier_none_is_published():
    got = directory(record(nom="Un"), record(nom="Autre"))

    assert (got.points, len(got.rejects)) == ([], 2)


def test_a_record_without_a_date_is_the_oldest():
    got = directory(record(nom="Sans date", date_maj=None), record(nom="Daté"))

    assert [point.nom for point in got.points] == ["Daté"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"id": "cio 77001/02"}, "cio 77001/02"), ({"nom": " "}, "name"), ({"horaires": "hm"}, "hm")],
)
def test_a_record_that_makes_no_place_is_rejected_alone(wrong, words):
    got = directory(record(**{"id": "cio-77001-02", **wrong}), record())

    assert [point.id for point in got.points] == ["dila--cio-77001-01"]
    (reject,) = got.rejects
    assert (reject.motif, got.read) == (Motif.ILLISIBLE, 2)
    assert reject.id_source == wrong.get("id", "cio-77001-02")
    assert words in reject.detail


def test_unreadable_hours_are_flagged():
    (point,) = directory(record(horaires_reserves=(Reserve.HORAIRES_ILLISIBLES,))).points

    assert point.signalements == (Signalement.HORAIRES_ILLISIBLES,)


def test_likely_duplicates_are_flagged_and_both_published():
    got = directory(record(), record(id="cio-77001-02"))

    assert [point.doublons for point in got.points] == [
        ("dila--cio-77001-02",),
        ("dila--cio-77001-01",),
    ]


def test_the_area_served_is_read_from_the_name():
    local = record(id="mission_locale-75056-01", pivot="mission_locale", code_commune="75056")
    lon, lat = to_degrees(WEST + 5, SOUTH + 100_005)
    named = replace(
        local,
        nom="Mission locale - Paris - 5e 12e et 13e arrondissements",
        longitude=repr(lon),
        latitude=repr(lat),
    )

    (point,) = directory(named).points

    assert point.zone_competence == ("75105", "75112", "75113")


def test_progress_adds_up_to_what_was_read():
    steps = []

    directory(*REJECTED.values(), record(), record(), advance=steps.append)

    assert sum(steps) == len(REJECTED) + 2


def test_nothing_read_nothing_given():
    got = directory()

    assert (got.points, got.rejects, got.read) == ([], [], 0)


ENTRIES = st.builds(
    lambda ident, pivot, code, moved, day: record(
        WEST + moved, MIDDLE[1], id=ident, pivot=pivot, code_commune=code, date_maj=day
    ),
    st.sampled_from(["a-1", "a-2", "a-3"]),
    st.sampled_from(["cio", "cij", "te", "mairie"]),
    st.sampled_from(["77001", "77002", "77999", "13001"]),
    st.sampled_from([-60_000.0, -10.0, 0.0, 5_000.0, 5_020.0, 15_000.0]),
    st.sampled_from([None, date(2020, 1, 1), date(2021, 1, 1)]),
) | st.just(Illisible(nom_fichier="x.xml", detail="mal formé"))


@settings(max_examples=60, deadline=None)
@given(st.lists(ENTRIES, max_size=8), st.randoms())
def test_whatever_is_read_is_published_or_rejected_once_and_order_is_irrelevant(entries, random):
    got = directory(*entries)
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert got.read == len(entries) == len(got.points) + len(got.rejects)
    assert len({point.id for point in got.points}) == len(got.points)
    assert directory(*shuffled) == got


@pytest.mark.parametrize("twin", [0, 1])
def test_twins_name_each_other(twin):
    points = directory(record(), record(id="cio-77001-02")).points

    assert points[1 - twin].id in points[twin].doublons
