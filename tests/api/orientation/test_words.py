"""Sentences that people read."""

from datetime import datetime

import pytest

from api.orientation.french import duration, moment
from api.orientation.words import (
    LEFT_OUT,
    SENTENCES,
    Told,
    say,
    say_left_out,
    say_opening,
    say_public,
    say_time,
    say_untimed,
)
from api.parameters import PARIS
from api.ways import Way
from geo.domain.horaires import Ouvert, Ouverture
from geo.domain.orientation import Ecart, Raison
from geo.domain.point_accueil import AccessibilitePmr
from geo.domain.profil import Profil
from geo.network.estimate import Mode

TUESDAY = datetime(2026, 11, 24, 17, 5, tzinfo=PARIS)


def told(ouvert=Ouvert.INCONNU, changes=None, becomes=None, **more):
    given = {"telephone": True, "arrival": TUESDAY, **more}
    return Told(opening=Ouverture(ouvert, changes, becomes), **given)


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        ((Ouvert.OUI,), "Ouvert à votre arrivée (17 h 05)"),
        (
            (Ouvert.OUI, TUESDAY.replace(hour=18, minute=30), Ouvert.NON),
            "Ouvert à votre arrivée (17 h 05), jusqu’à 18 h 30",
        ),
        ((Ouvert.NON,), "Fermé à votre arrivée (17 h 05)"),
        (
            (Ouvert.NON, TUESDAY.replace(day=30, hour=9, minute=0), Ouvert.OUI),
            "Fermé à votre arrivée (17 h 05) ; ouvre lundi 30 novembre à 9 h",
        ),
        (
            (Ouvert.NON, TUESDAY.replace(hour=19), Ouvert.SUR_RENDEZ_VOUS),
            "Fermé à votre arrivée (17 h 05) ; reçoit sur rendez-vous à 19 h 05",
        ),
        # what follows is no promise
        ((Ouvert.NON, TUESDAY.replace(day=25), Ouvert.INCONNU), "Fermé à votre arrivée (17 h 05)"),
        ((Ouvert.SUR_RENDEZ_VOUS,), "Sur rendez-vous : appelez avant"),
        ((Ouvert.INCONNU,), "Horaires incertains à votre arrivée (17 h 05) : appelez avant"),
    ],
)
def test_opening(opening, text):
    assert say_opening(told(*opening))["texte"] == text


def test_nobody_is_told_to_call_where_there_is_no_number():
    assert say_opening(told(telephone=False))["texte"].endswith(": renseignez-vous avant")
    assert say(Raison.A_CONFIRMER, told(telephone=False))["texte"].endswith("renseignez-vous avant")
    assert say(Raison.RATTACHEMENT_A_VERIFIER, told())["texte"] == (
        "Rattachement à vérifier : appelez avant"
    )


def test_nobody_calls_before_calling():
    remote = {"remote": True}

    assert say_opening(told(**remote))["texte"] == "Horaires incertains à votre départ (17 h 05)"
    assert say_opening(told(Ouvert.SUR_RENDEZ_VOUS, **remote))["texte"] == "Sur rendez-vous"


def test_publics_are_named_once_in_the_order_of_the_list():
    assert say_public({Profil.FEMME, Profil.JEUNE})["texte"] == (
        "Reçoit votre public : jeune de 16 à 25 ans, femme"
    )


@pytest.mark.parametrize(
    ("budget_s", "more"),
    [(600, "c’est plus que 10 minutes"), (3336, "au-delà du temps demandé")],
)
def test_a_time_beyond_is_never_said_to_be_more_than_itself(budget_s, more):
    told_ = say_time(Way(3336.1, 3336.1), Mode.MARCHE, budget_s=budget_s, from_door=False)

    assert told_["texte"] == f"À 56 minutes, à pied (durée estimée) : {more}"


def test_no_street_there_and_no_street_known_are_not_the_same():
    assert say_untimed(on_streets=True)["texte"].endswith(
        "aucune rue connue n’y mène de cette façon"
    )
    assert say_untimed(on_streets=False)["texte"].endswith("ne sont pas connues pour ce mode")


@pytest.mark.parametrize("motif", Ecart)
@pytest.mark.parametrize("access", AccessibilitePmr)
@pytest.mark.parametrize("anyone", [False, True])
def test_every_reason_to_leave_a_place_out_has_a_sentence(motif, access, anyone):
    text = say_left_out(motif, told(Ouvert.NON), access, anyone=anyone)

    assert text
    assert not set("{}_«»") & set(text)


def test_no_sentence_ends_with_a_full_stop_nor_holds_a_code():
    for text in (*SENTENCES.values(), *LEFT_OUT.values()):
        assert not text.endswith(".")
        assert "_" not in text


def test_days_are_said_when_they_are_others():
    assert moment(TUESDAY, TUESDAY) == "17 h 05"
    assert moment(TUESDAY, TUESDAY.replace(day=23)) == "mardi 24 novembre à 17 h 05"
    assert moment(TUESDAY.replace(month=12, day=1), TUESDAY) == "mardi 1er décembre à 17 h 05"


@pytest.mark.parametrize(
    ("seconds", "text"), [(60, "1 minute"), (61, "2 minutes"), (3540, "59 minutes"), (7200, "2 h")]
)
def test_durations_are_minutes_begun(seconds, text):
    assert duration(seconds) == text
