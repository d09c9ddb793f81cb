import pytest

from geo.domain.implantation import ANTENNES, WORDS, Implantation, implantation


@pytest.mark.parametrize(
    ("nom", "said"),
    [
        ("CCI 91 - Essonne - Antenne de Paris-Saclay", "antenne"),
        ("CCI 91 - Essonne - Siège d'Evry", "siege"),
        ("France Services - Luzarches (itinérant)", "itinerante"),
        ("MISSION LOCALE – PERMANENCE DE NANGIS", "permanence"),
        ("Mission locale - annexe de la mairie", "antenne"),
        ("CIO - Paris Ouest (7e, 15e, 16e arrondissements et Relais Europe)", "non_dite"),
        ("Greta Essonne - Agence de Massy", "non_dite"),
        ("Pôle emploi - Handipass", "non_dite"),
        ("", "non_dite"),
        ("Permanent", "non_dite"),
    ],
)  # fmt: skip
def test_only_what_a_name_says_is_read(nom, said):
    assert implantation(nom) is Implantation(said)


def test_every_word_is_written_as_names_are_folded():
    assert [implantation(word) for word in WORDS] == list(WORDS.values())


def test_a_seat_and_a_silent_name_are_no_antenne():
    assert set(Implantation) - ANTENNES == {Implantation.SIEGE, Implantation.NON_DITE}
