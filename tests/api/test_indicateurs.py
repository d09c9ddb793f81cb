"""Indicators and diagnostics over HTTP, from two runs that were kept."""

import json
from datetime import date

import pytest

from api.diagnostics.models import DossierTerritoire
from api.indicateurs.models import IndicateursSuivis
from geo.domain.dossier_json import to_plain
from geo.domain.indicateur import INDICATEURS
from geo.store.engine import connect
from geo.store.queries.indicateurs import KEYS
from tests import kept_diagnostics as kept
from tests.api.serving import follow, serving

PATH = "/v1/indicateurs"
BEFORE = date(2026, 2, 2)


@pytest.fixture(scope="module")
def url(databases, directory_template):
    return databases.create(directory_template)[1]


@pytest.fixture(scope="module")
def runs(url):
    """Runs that are kept: of winter, of summer, and the latest."""
    with connect(url) as connection:
        winter = kept.keep(connection, BEFORE)
        summer = kept.keep(connection, kept.EARLIER, plus=1, previous=winter.run_id)
        latest = kept.keep(connection, plus=2, previous=summer.run_id)
    return winter.run_id, summer.run_id, latest.run_id


@pytest.fixture(scope="module")
def kept_client(url, runs):
    assert len(set(runs)) == 3
    with serving(url) as opened:
        yield opened


def test_the_latest_run_is_listed_whole_in_the_order_of_its_keys(kept_client, runs):
    elements = follow(kept_client, PATH, limite=5)

    keys = [tuple(element[key] for key in KEYS) for element in elements]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(elements) == len(kept.indicators())
    assert {(element["run_id"], element["au"]) for element in elements} == {
        (runs[2], "2026-11-22")
    }  # fmt: skip
    IndicateursSuivis.model_validate({"elements": elements, "suivant": None})


def test_a_figure_is_said_with_its_name_unit_territory_and_doubts(kept_client, runs):
    asked = {"code_bassin": "1107", "indicateur": "part_deux_portes", "profil": "tout-public"}

    assert kept_client.get(PATH, params=asked).json()["elements"] == [
        {
            "indicateur": "part_deux_portes", "nom": "Habitants aidés en deux portes au plus",
            "unite": "part", "type_territoire": "bassin", "code_territoire": "1107",
            "nom_territoire": "T1 Paris", "reseau": "tous", "profil": "tout-public",
            "besoin": "information", "mode": "marche", "au_plus_s": 900, "valeur": 0.52,
            "estime": True, "publiable": False, "run_id": runs[2], "au": "2026-11-22",
        }
    ]  # fmt: skip


def test_what_nobody_knows_is_null_and_listed(kept_client):
    labels = kept_client.get(PATH, params={"indicateur": "points_labellises"}).json()["elements"]

    assert [one["valeur"] for one in labels] == [None] * 3


def series(client, **asked):
    asked = {"indicateur": "points_accueil", "code_bassin": "1107", "reseau": "tous", **asked}
    return [(one["au"], one["valeur"]) for one in follow(client, PATH, limite=1, **asked)]


def test_values_follow_each_other_in_time(kept_client):
    assert series(kept_client) == [("2026-11-22", 6)]
    assert series(kept_client, depuis="2026-01-01") == [
        ("2026-02-02", 4), ("2026-08-20", 5), ("2026-11-22", 6),
    ]  # fmt: skip
    assert series(kept_client, depuis="2026-08-20") == [("2026-08-20", 5), ("2026-11-22", 6)]
    assert series(kept_client, depuis="2026-11-23") == []


def test_a_run_may_be_named(kept_client, runs):
    assert series(kept_client, run_id=runs[0]) == [("2026-02-02", 4)]
    assert kept_client.get(PATH, params={"run_id": "diagnostic-0"}).status_code == 404
    both = kept_client.get(PATH, params={"run_id": runs[0], "depuis": "2026-01-01"})
    assert both.status_code == 422


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"code_bassin": "1101,1107"}, 12),
        ({"type_territoire": "region"}, 6),
        ({"code_territoire": "11"}, 6),
        ({"code_bassin": "1101", "code_territoire": "11"}, 0),
        ({"indicateur": ["habitants", "points_accueil"]}, 9),
        ({"reseau": "cio"}, 3),
        ({"mode": "velo"}, 3),
        ({"mode": "tous"}, 12),
        ({"profil": "jeune", "besoin": "conseil"}, 3),
        ({"au_plus_s": 900}, 3),
        ({"code_bassin": "1102"}, 0),
    ],
)
def test_filters(kept_client, parameters, count):
    assert len(kept_client.get(PATH, params=parameters).json()["elements"]) == count


@pytest.mark.parametrize(
    "parameters",
    [
        {"code_bassin": "9999"},
        {"code_territoire": "9999"},
        {"indicateur": "inconnu"},
        {"reseau": "inconnu"},
        {"mode": "pigeon"},
        {"profil": "martien"},
        {"au_plus_s": -1},
        {"au_plus_s": 10**12},
        {"depuis": "hier"},
        {"depuis": "2026-02-30"},
        {"depuis": "20260101"},
        {"depuis": "2026-W01-1"},
        {"depuis": "2026-01-01T00:00"},
        {"curseur": "WzFd"},
        {"curseur": "WyJhIiwiYiIsImMiLCJkIiwiZSIsImYiLCJnIiwxLCJoIiwxXQ"},
    ],
)
def test_what_cannot_be_is_refused_in_french(kept_client, parameters):
    refused = kept_client.get(PATH, params=parameters)

    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("Le paramètre")


def test_a_bassin_no_longer_loaded_stays_listed_without_a_name(url, kept_client):
    with connect(url) as connection:
        connection.execute(
            "INSERT INTO indicateurs SELECT run_id, type_territoire, '0000', indicateur, reseau,"
            " profil, besoin, mode, au_plus_s, valeur, estime, publiable FROM indicateurs"
            " WHERE code_territoire = '1101' AND indicateur = 'habitants'"
        )
        try:
            listed = kept_client.get(PATH, params={"code_bassin": "0000"}).json()["elements"]
        finally:
            connection.execute("DELETE FROM indicateurs WHERE code_territoire = '0000'")

    assert [(one["nom_territoire"], one["valeur"]) for one in listed] == [(None, 1500)]


def test_the_catalogue_is_the_one_of_the_program(kept_client):
    listed = follow(kept_client, f"{PATH}/catalogue", limite=7)

    assert [one["code"] for one in listed] == [one.code for one in INDICATEURS]
    first = listed[1]
    assert (first["unite"], first["sens"], first["dimensions"]) == ("nombre", "plus", ["reseau"])
    assert all(one["formule"] and one["source"] and one["nom"] for one in listed)


def test_diagnostics_that_there_are(kept_client, runs):
    listed = follow(kept_client, "/v1/diagnostics", limite=1)

    assert [(one["chemin"], one["nom_territoire"]) for one in listed] == [
        ("/v1/diagnostics/1101", "Nord"),
        ("/v1/diagnostics/1107", "T1 Paris"),
        ("/v1/diagnostics/region/11", "Île-de-France"),
    ]
    assert {(one["run_id"], one["precedent"]) for one in listed} == {(runs[2], runs[1])}
    for one in listed:
        assert kept_client.get(one["chemin"]).json()["run_id"] == runs[2]


@pytest.mark.parametrize(("path", "rank"), [("1101", 0), ("1107", 1), ("region/11", 2)])
def test_a_diagnostic_is_the_content_of_its_document(kept_client, path, rank):
    dossier = kept.dossiers(kept.run())[rank]

    answer = kept_client.get(f"/v1/diagnostics/{path}")

    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(to_plain(dossier)))
    DossierTerritoire.model_validate_json(answer.content)


def test_who_has_it_already_is_told_so_until_another_run(url, kept_client, runs):
    first = kept_client.get("/v1/diagnostics/1107")
    again = {"If-None-Match": first.headers["etag"]}
    assert kept_client.get("/v1/diagnostics/1107", headers=again).status_code == 304

    with connect(url) as connection:
        latest = kept.keep(connection, kept.EARLIER, plus=1)  # there: the latest again
        assert latest.run_id == runs[1]
        changed = kept_client.get("/v1/diagnostics/1107", headers=again)
        kept.keep(connection)

    assert changed.status_code == 200
    assert changed.json()["au"] == "2026-08-20"
    assert kept_client.get("/v1/diagnostics/1107", headers=again).status_code == 304


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("1102", "deuxportes diagnostic --bassin 1102"),
        ("9999", "/v1/bassins"),
        ("11", "/v1/bassins"),  # a region, not a bassin
        ("%00", "/v1/bassins"),
        ("region/1107", "code_region"),
        ("region/75", "code_region"),
        ("region/%00", "code_region"),
    ],
)
def test_what_to_do_where_there_is_none(kept_client, path, said):
    missing = kept_client.get(f"/v1/diagnostics/{path}")

    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert said in missing.json()["detail"]


def test_before_the_first_diagnostic_lists_are_empty(client):
    assert client.get(PATH).json() == {"elements": [], "suivant": None}
    assert client.get("/v1/diagnostics").json() == {"elements": [], "suivant": None}
    missing = client.get("/v1/diagnostics/region/11").json()
    assert "deuxportes diagnostic --region 11" in missing["detail"]
