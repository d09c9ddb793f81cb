import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain.horaires import Reserve
from geo.domain.point_accueil import Signalement
from geo.maps.doubts import RESERVE_WORDS, SIGNALEMENT_WORDS, hours_doubt, place_doubts


def test_every_reserve_and_flag_has_words_and_hours_are_said_beside_the_hours():
    assert set(RESERVE_WORDS) == set(Reserve)
    assert set(SIGNALEMENT_WORDS) == set(Signalement) - {Signalement.HORAIRES_ILLISIBLES}


@pytest.mark.parametrize(
    ("reserves", "hours_note", "phone_note", "words"),
    [
        ([], "Fermé en août", "Numéro vert", None),
        (["vacances_scolaires"], None, None, "horaires à vérifier : vacances scolaires"),
        (
            ("vacances_scolaires", "note_a_lire"),
            "Fermé en août",
            "Numéro vert",
            "horaires à vérifier : vacances scolaires ; voir la note",
        ),
        (
            [Reserve.NOTE_A_LIRE],
            None,
            "Pas encore opérationnel",
            "horaires à vérifier : voir la note du téléphone",
        ),
        (["crise_sanitaire"], None, None, "horaires à vérifier : période de crise sanitaire"),
        (["sur_rendez_vous"], None, None, "sur rendez-vous"),
        (
            ["sur_rendez_vous", "crise_sanitaire"],
            None,
            None,
            "horaires à vérifier : sur rendez-vous ; période de crise sanitaire",
        ),
    ],
)
def test_reserves_are_said_in_words(reserves, hours_note, phone_note, words):
    assert hours_doubt(reserves, hours_note=hours_note, phone_note=phone_note) == words


def test_a_day_missing_of_an_unreadable_record_is_not_said_to_be_closed():
    said = hours_doubt(["horaires_illisibles"], hours_note=None, phone_note=None)

    assert said is not None
    assert "un jour absent n’est pas forcément fermé" in said


@given(st.sets(st.sampled_from(Reserve)), st.none() | st.just("note"), st.none() | st.just("tél."))
def test_any_reserve_is_said_and_none_is_not(reserves, hours_note, phone_note):
    said = hours_doubt(list(reserves), hours_note=hours_note, phone_note=phone_note)

    assert (said is None) == (not reserves)


def test_flags_are_said_and_unreadable_hours_left_to_the_hours():
    assert place_doubts(["horaires_illisibles"]) == []
    assert place_doubts(list(Signalement)) == list(SIGNALEMENT_WORDS.values())
