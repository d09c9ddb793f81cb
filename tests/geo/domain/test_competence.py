from dataclasses import FrozenInstanceError

import pytest

from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil


def line(**fields):
    told = {"reseau": "cio", "profil": Profil.FEMME, "mission": Mission.CONSEIL}
    return Competence(**told | fields)


def test_a_line_sends_nobody_on_unless_it_says_so():
    assert not line().renvoie
    assert line(renvoie=True).renvoie


def test_lines_are_values_that_a_set_holds_once_and_that_sort_by_reseau_then_public():
    assert len({line(), line(), line(renvoie=True)}) == 2
    others = [line(reseau="greta"), line(profil=Profil.JEUNE), line()]
    assert sorted(others) == [line(), line(profil=Profil.JEUNE), line(reseau="greta")]


def test_a_line_is_not_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        line().mission = Mission.ACCUEIL
