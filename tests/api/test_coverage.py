"""Coverage of the latest run, from rows put there by hand."""

import json
from itertools import product

import pytest

from api.couverture.models import Couvertures
from geo.store.engine import connect
from geo.store.queries.couverture import KEYS
from tests.api.serving import follow, serving

PATH = "/v1/couverture"
TERRITORIES = [("bassin", "1101"), ("bassin", "1107"), ("region", "11")]
RESEAUX = ["tous", "cio"]
MODES = ["marche", "voiture"]
THRESHOLDS = [600, 1200]
ROWS = list(product(TERRITORIES, RESEAUX, MODES, THRESHOLDS))


@pytest.fixture(scope="module")
def covered(spare_url):
    """A client on two runs; the second was asked for last."""
    with connect(spare_url) as connection:
        for rank, run in enumerate(("ancien", "dernier")):
            connection.execute(
                "INSERT INTO runs (run_id, type, parametres, empreintes, version_code, demande_le)"
                " VALUES (%s, 'acces', '{\"modes\": 2}', '{}', 'essai', %s)",
                (run, f"2026-01-0{rank + 1}"),
            )
            for number, ((kind, code), reseau, mode, threshold) in enumerate(ROWS):
                connection.execute(
                    "INSERT INTO couverture VALUES (%s, %s, %s, %s, %s, %s, %s, %s, true)",
                    (run, kind, code, reseau, mode, threshold, 100 * rank, number * rank),
                )
    with serving(spare_url) as client:
        yield client


def test_latest_run_is_listed_whole_in_the_order_of_its_keys(covered):
    elements = follow(covered, PATH, limite=5)

    keys = [tuple(element[key] for key in KEYS) for element in elements]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(ROWS)
    assert {element["population"] for element in elements} == {100}
    assert covered.get(PATH).json()["run"]["run_id"] == "dernier"


@pytest.mark.parametrize(
    ("network", "publiable"),
    [({}, True), ({"publiable": True}, True), ({"publiable": False}, False)],
)
def test_figures_of_a_trial_network_say_that_they_are_not_to_be_published(
    spare_url, covered, network, publiable
):
    parametres = {"modes": 2} | ({"reseau_rues": network} if network else {})
    with connect(spare_url) as connection:
        connection.execute(
            "UPDATE runs SET parametres = %s WHERE run_id = 'ancien'", (json.dumps(parametres),)
        )
    elements = covered.get(PATH, params={"run_id": "ancien"}).json()["elements"]

    assert {element["publiable"] for element in elements} == {publiable}


def test_each_territory_has_its_name(covered):
    elements = covered.get(PATH).json()["elements"]

    assert {element["code_territoire"]: element["nom_territoire"] for element in elements} == {
        "1101": "Nord", "1107": "T1 Paris", "11": "Île-de-France"
    }  # fmt: skip


def test_a_territory_no_longer_loaded_has_no_name_and_stays_listed(spare_url, covered):
    with connect(spare_url) as connection:
        connection.execute(  # a bassin's code, which no region has
            "INSERT INTO couverture VALUES"
            " ('dernier', 'region', '1107', 'cio', 'velo', 900, 9, 1, true)"
        )
        try:
            elements = covered.get(PATH, params={"mode": "velo"}).json()["elements"]
        finally:
            connection.execute("DELETE FROM couverture WHERE mode = 'velo'")

    assert [element["nom_territoire"] for element in elements] == [None]
    Couvertures.model_validate({"run": None, "elements": elements, "suivant": None})


def test_share_is_of_the_residents_and_null_without_any(covered):
    last = covered.get(PATH).json()["elements"]
    old = covered.get(PATH, params={"run_id": "ancien"}).json()["elements"]

    assert {element["part"] for element in last} == {n / 100 for n in range(len(ROWS))}
    assert {element["part"] for element in old} == {None}


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"type_territoire": "bassin"}, 16),
        ({"code_territoire": "11"}, 8),
        ({"reseau": "tous"}, 12),
        ({"mode": "voiture", "au_plus_s": 600}, 6),
        ({"mode": ["marche", "voiture"], "au_plus_s": "600,1200"}, 24),
        ({"reseau": "apec"}, 0),
    ],
)
def test_filters(covered, parameters, count):
    elements = covered.get(PATH, params=parameters).json()["elements"]

    assert len(elements) == count


BY_NEED = list(
    product(["jeune", "tout-public"], ["conseil", "accueil"], ["physique", "a_distance"])
)


@pytest.fixture
def by_need(spare_url, covered):
    """The same, with rows by public and need of one territory, mode and threshold."""
    with connect(spare_url) as connection:
        for number, need in enumerate(BY_NEED):
            connection.execute(
                "INSERT INTO couverture VALUES"
                " ('dernier', 'region', '11', 'tous', 'voiture', 600, 100, %s, true, %s, %s, %s)",
                (number, *need),
            )
    yield covered
    with connect(spare_url) as connection:
        connection.execute("DELETE FROM couverture WHERE profil <> 'tous'")


def of(client, **parameters):
    elements = follow(client, PATH, limite=3, **parameters)
    return [(one["profil"], one["besoin"], one["forme"]) for one in elements]


def test_who_names_no_public_goes_on_with_the_rows_by_reseau(by_need):
    assert of(by_need) == [("tous", "tous", "physique")] * len(ROWS)
    assert of(by_need, profil="tous") == [("tous", "tous", "physique")] * len(ROWS)


def test_rows_by_public_and_need_are_those_asked_for(by_need):
    assert of(by_need, besoin=["conseil", "accueil"]) == sorted(BY_NEED)
    assert of(by_need, profil="jeune") == sorted(one for one in BY_NEED if one[0] == "jeune")
    assert of(by_need, forme="a_distance") == sorted(
        one for one in BY_NEED if one[2] == "a_distance"
    )
    assert of(by_need, profil="jeune", besoin="conseil", forme="physique", mode="voiture") == [
        ("jeune", "conseil", "physique")
    ]
    assert of(by_need, profil="femme") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"reseau": "cio", "profil": "jeune"},
        {"reseau": "cio,apec", "besoin": "conseil"},
        {"reseau": "cio", "forme": "a_distance"},
        {"profil": "tous", "besoin": "conseil"},
        {"profil": "tous", "forme": "a_distance"},
    ],
)
def test_rows_that_cannot_be_are_refused_and_one_is_told_why(by_need, asked):
    refused = by_need.get("/v1/couverture", params=asked)

    assert refused.status_code == 422
    assert "par public et besoin, tous réseaux ensemble" in refused.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        {"reseau": "tous", "profil": "jeune"},
        {"reseau": "tous,cio", "profil": "jeune"},
        {"reseau": "cio", "profil": "tous,jeune"},
        {"reseau": "cio", "profil": "tous", "besoin": "tous", "forme": "physique"},
    ],
)
def test_rows_that_may_be_are_listed(by_need, asked):
    assert by_need.get("/v1/couverture", params=asked).status_code == 200


def test_without_a_run_there_is_nothing_to_list(client):
    assert client.get(PATH).json() == {"run": None, "elements": [], "suivant": None}
