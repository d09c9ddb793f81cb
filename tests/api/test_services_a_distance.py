"""Remote services and competences of `tests.directory`."""

import pytest

from geo.domain.mission import LABELS, MEANINGS
from geo.domain.profil import Profil
from tests import directory
from tests.api.serving import follow

PATH = "/v1/services-a-distance"
LINE, CHAT = "ligne-nationale", "chat-jeunes"


def ids(client, **parameters):
    return {element["id"] for element in follow(client, PATH, **parameters)}


def test_each_service_says_what_is_known_of_it(client):
    elements = {element["id"]: element for element in follow(client, PATH, limite=1)}

    assert set(elements) == {LINE, CHAT}
    line = elements[LINE]
    assert (line["telephone"], line["canaux"]) == ("39 39", ["telephone"])
    assert (line["publics"], line["zone_competence"]) == (["tout-public"], ["france"])
    assert line["ouvert"] in {"oui", "non", "inconnu"}  # it depends on the hour, or is a holiday
    assert elements[CHAT]["ouvert"] == "inconnu"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"profil": "jeune"}, {LINE, CHAT}),
        ({"profil": "cadre"}, {LINE}),
        ({"profil": ["cadre", "jeune"]}, {LINE, CHAT}),
        ({"besoin": "conseil"}, {CHAT}),
        ({"besoin": "conseil,information"}, {LINE, CHAT}),
        ({"besoin": "accompagnement"}, set()),
        ({"code_commune": "93066"}, {LINE, CHAT}),
        ({"code_commune": "75102", "besoin": "conseil", "profil": "jeune"}, {CHAT}),
    ],
)
def test_filters(client, parameters, expected):
    assert ids(client, **parameters) == expected


def test_competences_are_those_declared_reseau_by_reseau(client):
    said = {
        (element["reseau"], regle["profil"], mission, regle["renvoie"])
        for element in follow(client, "/v1/competences", limite=3)
        for regle in element["regles"]
        for mission in regle["missions"]
    }
    lines = directory.rules().competences
    sends = {(line.reseau, line.profil) for line in lines if line.renvoie}

    assert said == {
        (line.reseau, line.profil, line.mission, (line.reseau, line.profil) in sends)
        for line in lines
    }


def test_needs_have_the_names_and_the_words_people_read(client):
    elements = follow(client, "/v1/besoins", limite=3)

    assert {element["code"]: element["nom"] for element in elements} == LABELS
    assert {element["code"]: element["description"] for element in elements} == MEANINGS
    assert len(Profil) == 14  # `/v1/profils` lists the others
