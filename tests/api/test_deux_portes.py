"""The two doors of the latest run, from rows put there by hand."""

import json
from itertools import product

import pytest

from api.deux_portes.models import ListeDeuxPortes
from geo.store.engine import connect
from geo.store.queries.deux_portes import KEYS
from tests.api.serving import follow, serving

PATH = "/v1/deux-portes"
TERRITORIES = [("bassin", "1101"), ("bassin", "1107"), ("region", "11")]
ROWS = list(
    product(TERRITORIES, ["jeune", "tout-public"], ["conseil", "accueil"], ["marche"], [600, 1200])
)


@pytest.fixture(scope="module")
def counted(databases, directory_template):
    """A client on two runs, and their database; the second was asked for last."""
    url = databases.create(directory_template)[1]
    with connect(url) as connection:
        for rank, run in enumerate(("ancien", "dernier")):
            connection.execute(
                "INSERT INTO runs (run_id, type, parametres, empreintes, version_code, demande_le)"
                " VALUES (%s, 'acces', '{\"modes\": 1}', '{}', 'essai', %s)",
                (run, f"2026-01-0{rank + 1}"),
            )
            for (kind, code), profil, besoin, mode, threshold in ROWS:
                connection.execute(
                    "INSERT INTO deux_portes VALUES"
                    " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, true)",
                    (run, kind, code, profil, besoin, mode, threshold,
                     50 * rank, 25 * rank, 20 * rank, 5 * rank),
                )  # fmt: skip
    with serving(url) as client:
        yield url, client


def test_latest_run_is_listed_whole_in_the_order_of_its_keys(counted):
    _, client = counted
    elements = follow(client, PATH, limite=7)

    keys = [tuple(element[key] for key in KEYS) for element in elements]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(ROWS)
    assert client.get(PATH).json()["run"]["run_id"] == "dernier"


def test_shares_are_of_all_residents_and_null_without_any(counted):
    _, client = counted
    element = client.get(PATH).json()["elements"][0]
    old = client.get(PATH, params={"run_id": "ancien"}).json()["elements"][0]

    assert element["population"] == 100
    parts = {name: value for name, value in element.items() if name.startswith("part_")}
    assert parts == {
        "part_1": 0.5, "part_2": 0.25, "part_plus": 0.2, "part_aucune": 0.05,
        "part_deux_portes": 0.75,
    }  # fmt: skip
    assert {old[name] for name in parts} == {None}
    assert (element["estime"], element["publiable"]) == (True, True)
    assert element["nom_territoire"] == "Nord"


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"type_territoire": "bassin"}, 16),
        ({"code_territoire": "11"}, 8),
        ({"profil": "jeune"}, 12),
        ({"profil": "jeune,tout-public", "besoin": "conseil"}, 12),
        ({"mode": "voiture"}, 0),
        ({"au_plus_s": 600, "besoin": ["conseil", "accueil"]}, 12),
    ],
)
def test_filters(counted, parameters, count):
    answer = counted[1].get(PATH, params=parameters)

    assert len(answer.json()["elements"]) == count
    ListeDeuxPortes.model_validate_json(answer.content)


def test_figures_of_a_trial_network_say_that_they_are_not_to_be_published(counted):
    url, client = counted
    with connect(url) as connection:
        connection.execute(
            "UPDATE runs SET parametres = %s WHERE run_id = 'ancien'",
            (json.dumps({"reseau_rues": {"publiable": False}}),),
        )
    elements = client.get(PATH, params={"run_id": "ancien"}).json()["elements"]

    assert {element["publiable"] for element in elements} == {False}


def test_a_run_that_does_not_exist_and_none_at_all(counted, client):
    assert counted[1].get(PATH, params={"run_id": "absent"}).status_code == 404
    assert client.get(PATH).json() == {"run": None, "elements": [], "suivant": None}
