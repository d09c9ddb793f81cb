"""A place that says nothing of its own leaves the table of competences to decide."""

import numpy as np
import pytest

from geo.access.eligibility import competent
from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.store.engine import connect
from geo.store.surveys import read_places


@pytest.fixture
def places(directory_url):
    with connect(directory_url) as conn:
        return read_places(conn)


def of(places, id_):
    return places.ids.index(id_)


def test_a_place_that_says_the_rule_of_its_reseau_says_everything(places):
    own, silent = of(places, "dila--cij-75102-01"), of(places, "dila--cij-75102-02")

    assert places.publics[own] == {Profil.LYCEEN}
    assert places.missions[own] == {Mission.INFORMATION}
    assert places.publics[silent] == set(Profil)
    assert places.missions[silent] == set(Mission)


def test_what_is_added_to_the_table_reaches_the_places_that_did_not_say_otherwise(places):
    table = [
        Competence(reseau="information-jeunesse", profil=profil, mission=Mission.CONSEIL)
        for profil in (Profil.LYCEEN, Profil.FEMME)
    ]
    helps = competent(places, table, [Profil.FEMME], Mission.CONSEIL)

    assert np.flatnonzero(helps).tolist() == [of(places, "dila--cij-75102-02")]
