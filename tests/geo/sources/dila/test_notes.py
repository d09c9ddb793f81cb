"""Sentences of real notes, and what each may do to hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources.dila.notes import Effet, read_note, read_phone_note

WEEK = range(5)

HARMLESS = [
    "sans interruption",
    "Journée continue.",
    "En continu",
    "Avec ou sans rendez-vous (selon le flux)",
    "Accueil de préférence sur rendez-vous.",
    "Accueil sur rendez-vous de préférence.",
    "Accueil possible sur rendez-vous.",
    "Accueil possible en dehors de ces horaires sur rendez-vous uniquement.",
    "Possibilité de recevoir sur rendez-vous",
    "Ou sur rendez-vous",
    "Fermé les jours fériés",
]

APPOINTMENT = [
    "Uniquement sur rendez-vous.",
    "Sur rendez -vous",
    "Accueil ouvert uniquement sur rendez-vous.",
    "Accueil du public exclusivement sur RDV",
    "Ouverture au public uniquement sur RDV",
    "L’accueil se fait sur RDV uniquement.",
    "Accueil physique ouvert uniquement sur rendez-vous.",
    "sur rendez-vous au 04 42 79 46 74",
    "Uniquement sur rendez-vous pris par mail",
    "Accueil uniquement sur rendez-vous à prendre par téléphone au 0565342481.",
]

CONFINED = [
    "Sur rendez-vous l'après-midi",
    "Accueil ouvert uniquement sur rendez-vous de 11h30 à 13h.",
    "Fermé le mardi matin.",
    "Fermeture à 15h30 le vendredi.",
    "sauf le jeudi après-midi",
    "Accueil téléphonique uniquement.",
    "Accueil fermé le dernier vendredi de chaque mois.",
    "tous les 15 jours sur rendez-vous uniquement",
    "Contacter l'accueil avant de se déplacer.",
    "Sur rendez-vous par téléphone, libre le lundi matin",
    "Uniquement sur rendez-vous - mardi après-midi fermé au public",
]

BEYOND = [
    "Fermeture annuelle au mois d’août.",
    "Accueil ouvert en juillet-août de 8h30 à 16h, fermé du 1er au 15 août.",
    "également ouvert les lundi et jeudi matins de 10h30 à 19h.",
    "Nocturne le LUNDI : 17h – 19h (sur rendez-vous)",
    "Service itinérant, consulter le site.",
    "Accueil temporairement fermé le samedi.",
    "Accueil le samedi uniquement sur rendez-vous.",  # beside hours from Monday to Friday
]

HOLIDAYS = [
    "Fermé pendant les vacances scolaires.",
    "Contacter l'accueil pour connaitre les horaires pendant les congés scolaires.",
    "Hors période scolaire : de 9h30 à 12h30",
    "Horaires vacances : du lundi au vendredi de 9h à 12h30",
    "fermé pendant les vacances de Noël",
]

CRISIS = [
    "Pendant la crise sanitaire accueil sur rendez-vous de préférence.",
    "Compte tenu du contexte sanitaire notre bureau ne reçoit pas de public",
    "Accueil fermé jusqu'à nouvel ordre",
    "Durant la pandémie de COVID-19 le centre sera fermé",
]


@pytest.mark.parametrize(
    ("notes", "beside_hours", "about_the_record"),
    [
        (HARMLESS, Effet.SANS_EFFET, Effet.SANS_EFFET),
        (APPOINTMENT, Effet.RENDEZ_VOUS, Effet.RENDEZ_VOUS),
        (CONFINED, Effet.INCERTAIN, Effet.A_LIRE),
        (BEYOND, Effet.A_LIRE, Effet.A_LIRE),
        (HOLIDAYS, Effet.VACANCES, Effet.VACANCES),
        (CRISIS, Effet.CRISE, Effet.CRISE),
    ],
)
def test_each_sentence_has_the_effect_of_its_kind(notes, beside_hours, about_the_record):
    assert {note: read_note(note, jours=WEEK) for note in notes} == {
        note: {beside_hours} for note in notes
    }
    assert {note: read_note(note) for note in notes} == {note: {about_the_record} for note in notes}


def test_the_days_beside_the_note_decide_what_it_can_be_about():
    note = "Accueil le samedi uniquement sur rendez-vous."

    assert read_note(note, jours=[5]) == {Effet.INCERTAIN}
    assert read_note(note, jours=[0]) == {Effet.A_LIRE}


def test_effects_of_sentences_add_up():
    note = (
        "Uniquement sur rendez-vous. Pendant les vacances scolaires : 10 H - 13 H;"
        " le C.I.O. est fermé le lundi"
    )

    assert read_note(note) == {Effet.RENDEZ_VOUS, Effet.VACANCES, Effet.A_LIRE}


def test_a_full_stop_without_a_space_ends_a_sentence():
    note = "Accueil sur rendez-vous uniquement.Pendant la crise sanitaire téléphoner."

    assert read_note(note) == {Effet.RENDEZ_VOUS, Effet.CRISE}


@pytest.mark.parametrize("note", ["", "  ", "...", "—"])
def test_a_note_without_words_has_no_effect(note):
    assert read_note(note) == {Effet.SANS_EFFET}


@pytest.mark.parametrize("note", HARMLESS + APPOINTMENT)
@pytest.mark.parametrize(
    "more",
    ["sauf le mardi", "uniquement le matin", "de 9h à 10h", "au premier étage", "fermé", "pas"],
)
def test_a_known_phrase_with_anything_more_is_no_longer_known(note, more):
    longer = f"{note.rstrip('.')} {more}"

    assert not read_note(longer) & {Effet.SANS_EFFET, Effet.RENDEZ_VOUS}


@given(st.text(min_size=1).filter(lambda text: any(letter.isalpha() for letter in text)))
def test_unknown_words_always_count_against_the_hours(text):
    assert read_note(f"zut {text} zut") != {Effet.SANS_EFFET}


@pytest.mark.parametrize(
    "hostile",
    [
        "sur rendez-vous " * 5000,
        "sur rendez-vous à prendre " * 5000 + "!x",
        "possibilité de un un un " * 5000,
        "accueil ouvert " * 5000,
        "A.B." * 20000,
    ],
)
def test_a_hostile_note_costs_no_more_than_its_length(hostile):
    assert read_note(hostile) != {Effet.SANS_EFFET}


@pytest.mark.parametrize(
    ("note", "effets"),
    [
        ("Numéro vert : service et appel gratuits.", {Effet.SANS_EFFET}),
        ("Numéro violet : service gratuit + prix appel (depuis l’étranger)", {Effet.SANS_EFFET}),
        ("composez le +33 1 77 86 39 49)\xa0; Employeur : 3995", {Effet.SANS_EFFET}),
        ("0,12 euro la minute depuis un réseau fixe", {Effet.SANS_EFFET}),
        ("03 83 35 29 60", {Effet.SANS_EFFET}),
        ("(siège)", {Effet.SANS_EFFET}),
        ("Uniquement sur rendez-vous", {Effet.RENDEZ_VOUS}),
        ("Selon planning bus", {Effet.A_LIRE}),
        ("Uniquement le matin", {Effet.A_LIRE}),
        ("Numéro vert : gratuit. Pendant la crise sanitaire par téléphone.", {Effet.CRISE}),
    ],
)
def test_prices_of_calls_say_nothing_of_hours(note, effets):
    assert read_phone_note(note) == effets
