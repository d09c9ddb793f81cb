"""What the service declares, loaded with its réseaux and read back."""

from dataclasses import replace

import pytest

from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError
from geo.store.load import Changes, replace_reseaux
from geo.store.surveys import (
    read_competences,
    read_publics,
    read_reference_times,
    read_services,
    read_uncertainties,
)
from tests import directory

RESEAUX, RULES = directory.reseaux(), directory.rules()
MARTIAN = Competence(reseau="martien", profil=Profil.FEMME, mission=Mission.ACCUEIL)


@pytest.fixture
def loaded(connection):
    replace_reseaux(connection, RESEAUX, RULES)
    return connection


def test_all_is_read_back_as_it_was_loaded(loaded):
    assert set(read_competences(loaded)) == set(RULES.competences)
    assert set(read_services(loaded)) == set(RULES.services)
    assert set(read_reference_times(loaded)) == set(RULES.reference_times)
    assert set(read_uncertainties(loaded)) == set(RULES.uncertainties)
    assert set(read_publics(loaded)) == set(RULES.publics)


def test_they_are_read_in_an_order_of_their_own(connection):
    shuffled = replace(
        RULES, competences=RULES.competences[::-1], services=RULES.services[::-1],
        reference_times=RULES.reference_times[::-1], publics=RULES.publics[::-1],
    )  # fmt: skip
    replace_reseaux(connection, RESEAUX, shuffled)

    keys = [(one.reseau, one.profil, one.mission) for one in read_competences(connection)]
    assert keys == sorted(keys)
    assert [one.id for one in read_services(connection)] == ["chat-jeunes", "ligne-nationale"]
    assert [one.mode for one in read_reference_times(connection)] == [
        "marche", "transport", "velo", "voiture",
    ]  # fmt: skip


def test_only_what_differs_is_touched(loaded):
    one, *others = RULES.services
    changed = replace(RULES, services=(replace(one, nom="Autre"), *others), uncertainties=())

    assert replace_reseaux(loaded, RESEAUX, RULES) == Changes()
    assert replace_reseaux(loaded, RESEAUX, changed) == Changes(updated=1, removed=2)


def test_reseaux_alone_leave_the_rules(loaded):
    replace_reseaux(loaded, RESEAUX)

    assert set(read_competences(loaded)) == set(RULES.competences)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"competences": (MARTIAN,)}, "competences refer to a reseau .*→ martien"),
        ({"competences": RULES.competences[:1] * 2}, "competences repeat reseau, profil, mission"),
        (
            {"services": (replace(RULES.services[0], reseau="martien"),)},
            "services_a_distance refer to a reseau",
        ),
        ({"services": (replace(RULES.services[0], source=" "),)}, "break source"),
        ({"reference_times": RULES.reference_times[:1] * 2}, "temps_reference repeat mode: marche"),
        ({"uncertainties": RULES.uncertainties[:1] * 2}, "incertitudes repeat estime"),
        ({"publics": RULES.publics[:1] * 2}, "publics repeat type_territoire"),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_changes(loaded, changes, words):
    with pytest.raises(InputError, match=words):
        replace_reseaux(loaded, RESEAUX, replace(RULES, **changes))

    assert replace_reseaux(loaded, RESEAUX, RULES) == Changes()
