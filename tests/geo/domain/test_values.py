"""Réseaux, places, profiles and rejects: what their contracts accept and refuse."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from geo.domain.mission import Mission
from geo.domain.point_accueil import AccessibilitePmr, PointAccueil, PrecisionPosition
from geo.domain.profil import LABELS, Profil
from geo.domain.rejet import Motif, Rejet
from geo.domain.reseau import Membre, Reseau
from geo.errors import InputError

POINT = PointAccueil(
    id="dila--mission_locale-77243-01",
    source="dila",
    reseau="mission-locale",
    nom="Mission locale",
    code_commune="77243",
    lon=2.7035,
    lat=48.8769,
    precision_position=PrecisionPosition.ADRESSE,
    date_maj=date(2019, 6, 17),
)


def test_a_place_is_unknown_wherever_nothing_is_said():
    assert POINT.accessibilite_pmr is AccessibilitePmr.INCONNUE
    assert (POINT.horaires, POINT.zone_competence, POINT.doublons) == (None, None, ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "mission_locale-77243-01"},
        {"id": "DILA--x"},
        {"id": "dila--"},
        {"id": "dila--a b"},
        {"nom": "  "},
        {"code_commune": "7724"},
        {"lon": 200.0},
        {"lat": 48926098.0},
        {"lat": float("nan")},
        {"horaires": "lundi"},
        {"label_debut": date(2025, 1, 1), "label_fin": date(2024, 1, 1)},
    ],
)
def test_a_place_that_breaks_its_contract_is_refused(wrong):
    with pytest.raises(InputError):
        replace(POINT, **wrong)


def test_a_place_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        POINT.lon = 0.0


def test_a_reseau_that_is_a_door_needs_publics_and_missions():
    with pytest.raises(InputError, match="publics and missions"):
        Reseau(code="apec", nom="APEC", membre=Membre.OUI, publics=(Profil.CADRE,))


def test_a_reseau_outside_the_service_is_no_door_and_needs_neither():
    assert not Reseau(code="crous", nom="CROUS", membre=Membre.NON).is_door


def test_an_associate_is_a_door():
    greta = Reseau(
        code="greta",
        nom="GRETA",
        membre=Membre.ASSOCIE,
        publics=(Profil.SALARIE,),
        missions=(Mission.INFORMATION,),
    )

    assert greta.is_door


@pytest.mark.parametrize("code", ["", "Apec", "cité", "mission_locale", "-apec", "a--b"])
def test_codes_of_reseaux_are_lower_case_words_with_hyphens(code):
    with pytest.raises(InputError, match="mission-locale"):
        Reseau(code=code, nom="x", membre=Membre.NON)


def test_every_profile_has_a_label_and_only_those():
    assert set(LABELS) == set(Profil)
    assert all(label[0].isupper() for label in LABELS.values())


def test_the_missions_are_the_four_of_the_service():
    assert list(Mission) == ["accueil", "information", "conseil", "accompagnement"]


def test_a_reject_names_its_record_and_its_reason():
    reject = Rejet(id_source="cij-92004-01", motif=Motif.POSITION_FAUSSE, detail="à 318 km")

    assert (reject.id_source, str(reject.motif)) == ("cij-92004-01", "position_fausse")
