import pytest

from geo.domain.departement import DEPARTEMENTS, find_departement


def test_there_are_101():
    assert len(DEPARTEMENTS) == 101


def test_every_name_finds_its_code():
    assert {nom: find_departement(nom) for nom in DEPARTEMENTS.values()} == {
        nom: code for code, nom in DEPARTEMENTS.items()
    }


@pytest.mark.parametrize("nom", ["Grand Hainaut", "Nord - Grand Lille", "Indre Sud", ""])
def test_part_of_a_name_finds_nothing(nom):
    assert find_departement(nom) is None
