"""What the API says of itself is true: examples answer, answers have the shapes described."""

import json
import re
from pathlib import Path

import pytest

from api.app import create_app
from api.bassins.models import Bassin, BassinDetaille, Bassins
from api.besoins.routes import Besoins
from api.communes.models import Commune, Communes
from api.competences.routes import Competences
from api.couverture.models import Couvertures
from api.deux_portes.models import ListeDeuxPortes
from api.diagnostics.models import DiagnosticsConnus, DossierTerritoire
from api.documentation import COMMON, ENUMERATIONS, HEADERS, Probleme
from api.etat.routes import Etat, Pret, Vivant
from api.indicateurs.models import CatalogueIndicateurs, IndicateursSuivis
from api.isochrones.models import CollectionIsochrones
from api.itineraires.models import TrajetTrouve
from api.orientation.models import OrientationTrouvee
from api.points_accueil.models import PointAccueil, Points, PointsProches
from api.profils.routes import Profils
from api.reseaux.routes import Reseaux
from api.scenarios.models import Comparaison
from api.services_a_distance.models import ServicesADistance
from geo.store.engine import connect
from tests import kept_diagnostics
from tests.api.serving import ALONG, serving

SNAPSHOT = Path(__file__).with_name("openapi.json")
MODELS = {
    "/v1/orientation": OrientationTrouvee,
    "/v1/services-a-distance": ServicesADistance,
    "/v1/points-accueil": Points,
    "/v1/points-accueil/proches": PointsProches,
    "/v1/points-accueil/{id}": PointAccueil,
    "/v1/isochrones": CollectionIsochrones,
    "/v1/itineraires": TrajetTrouve,
    "/v1/bassins": Bassins,
    "/v1/bassins/localiser": Bassin,
    "/v1/bassins/{code}": BassinDetaille,
    "/v1/communes": Communes,
    "/v1/communes/{code}": Commune,
    "/v1/reseaux": Reseaux,
    "/v1/profils": Profils,
    "/v1/besoins": Besoins,
    "/v1/competences": Competences,
    "/v1/couverture": Couvertures,
    "/v1/deux-portes": ListeDeuxPortes,
    "/v1/scenarios": Comparaison,
    "/v1/indicateurs": IndicateursSuivis,
    "/v1/indicateurs/catalogue": CatalogueIndicateurs,
    "/v1/diagnostics": DiagnosticsConnus,
    "/v1/diagnostics/{code_bassin}": DossierTerritoire,
    "/v1/diagnostics/region/{code_region}": DossierTerritoire,
    "/v1/etat": Etat,
    "/healthz": Vivant,
    "/readyz": Pret,
}
OF_RUNS = {"/v1/couverture", "/v1/deux-portes"}
"""Nobody computed access on the directory that these tests ask, only diagnostics."""

DESCRIBED = create_app().openapi()
GETS = {
    path: operations["get"]
    for path, operations in DESCRIBED["paths"].items()
    if "get" in operations
}
POSTS = {
    path: operations["post"]
    for path, operations in DESCRIBED["paths"].items()
    if "post" in operations
}
PASTED = [(path, example) for path, get in GETS.items() for example in get["x-exemples"]]
EACH = [
    (path, parameter["name"])
    for path, get in GETS.items()
    for parameter in get.get("parameters", [])
    if "example" in parameter
]


@pytest.fixture(scope="module")
def client(databases, directory_template):
    """A client of the API on `tests.directory`, of which diagnostics were made."""
    _, url = databases.create(directory_template)
    with connect(url) as connection:
        kept_diagnostics.keep(connection)
    with serving(url) as opened:
        yield opened


def described():
    return json.dumps(DESCRIBED, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_openapi_is_the_one_reviewed():
    """To accept a change: ``python -m tests.api.test_openapi``, and read the difference."""
    assert SNAPSHOT.read_text() == described()


def test_every_resource_is_described():
    assert set(DESCRIBED["paths"]) == set(MODELS)
    assert set(POSTS) == {"/v1/scenarios"}
    for operations in DESCRIBED["paths"].values():
        (operation,) = operations.values()
        assert operation["summary"]
        assert {"200", "400", "405", "413", "500"} <= set(operation["responses"])
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"]


def at(reference):
    """Give what a reference within the document stands for."""
    found = DESCRIBED
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def references(described):
    if isinstance(described, list):
        for part in described:
            yield from references(part)
    elif isinstance(described, dict):
        if isinstance(described.get("$ref"), str):
            yield described["$ref"]
        for part in described.values():
            yield from references(part)


def test_references_lead_somewhere_and_shared_answers_are_described_once():
    assert all(at(reference)["description"] for reference in references(DESCRIBED))
    shared = {f"#/components/responses/{status}" for status in COMMON}
    assert shared <= set(references(DESCRIBED["paths"]))
    assert set(DESCRIBED["components"]["headers"]) == set(HEADERS)


@pytest.mark.parametrize(
    ("path", "never"),
    [
        ("/healthz", {"304", "422", "503"}),
        ("/readyz", {"304", "422"}),
        ("/v1/points-accueil/proches", {"304"}),
        ("/v1/bassins/localiser", {"304"}),
        ("/v1/isochrones", {"304"}),
        ("/v1/orientation", {"304"}),
        ("/v1/itineraires", {"304"}),
        ("/v1/scenarios", {"304"}),
    ],
)
def test_what_cannot_happen_is_not_described(path, never):
    (operation,) = DESCRIBED["paths"][path].values()
    assert not never & set(operation["responses"])


def test_headers_described_are_those_answered(client):
    for path, get in GETS.items():
        described = set(get["responses"]["200"].get("headers", {}))
        response = client.get(get["x-exemples"][0])
        assert ("ETag" in described) is ("etag" in response.headers), path
        assert described >= {"Link"} or "link" not in response.headers


def test_several_values_have_a_list_for_example_and_the_comma_is_said():
    arrays = [
        parameter
        for get in GETS.values()
        for parameter in get["parameters"]
        if parameter["schema"]["type"] == "array"
    ]

    assert arrays
    for parameter in arrays:
        assert isinstance(parameter["example"], list)
        assert parameter["example"]
        assert "virgules" in parameter["description"]


def test_bounds_of_numbers_are_those_of_json_schema():
    described = {
        parameter["name"]: parameter["schema"]
        for parameter in DESCRIBED["paths"]["/v1/points-accueil/proches"]["get"]["parameters"]
    }

    assert (described["k"]["minimum"], described["k"]["maximum"]) == (1, 50)
    assert (described["lon"]["minimum"], described["lat"]["maximum"]) == (-180, 90)
    assert described["rayon_m"]["exclusiveMinimum"] == 0


def test_every_field_of_a_place_and_of_a_problem_is_described():
    for name in ("PointAccueil", "PointProche", "Porte", "LieuEcarte", "Probleme", "Erreur"):
        for field, schema in DESCRIBED["components"]["schemas"][name]["properties"].items():
            assert schema.get("description"), (name, field)


def test_licence_and_sources_are_said(client):
    assert DESCRIBED["info"]["license"]["identifier"] == "etalab-2.0"
    for said in (DESCRIBED["info"]["description"], client.get("/").text):
        assert "Annuaire : DILA" in said
        assert "Licence Ouverte 2.0" in said


def descriptions(described, where=""):
    """Give every description, and where it is."""
    if isinstance(described, list):
        for part in described:
            yield from descriptions(part, where)
    elif isinstance(described, dict):
        for key, value in described.items():
            if key in {"description", "summary"} and isinstance(value, str):
                yield where, value
            yield from descriptions(value, f"{where}/{key}")


ENGLISH = re.compile(
    r"``|\b(the|of|what|whether|how|why|which|answer|people|is|are|and)\b", re.IGNORECASE
)


def test_everything_is_said_in_french():
    assert not [said for said in descriptions(DESCRIBED) if ENGLISH.search(said[1])]


def test_enumerations_and_names_of_schemas_are_for_readers():
    schemas = DESCRIBED["components"]["schemas"]

    assert {name for name, schema in schemas.items() if "enum" in schema} == set(ENUMERATIONS)
    assert all(name.isalpha() for name in schemas)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (path, parameter["name"])
        for path, get in GETS.items()
        for parameter in get.get("parameters", [])
        if '"enum"' in json.dumps(parameter) or '"const"' in json.dumps(parameter)
    ],
)
def test_accepted_words_are_shown_plainly(client, path, name):
    problem = client.get(path, params={"lon": 2.36, "lat": 48.86, name: "zzz"}).json()
    if problem["status"] == 400:  # no position here
        problem = client.get(path, params={name: "zzz"}).json()

    assert problem["status"] == 422
    assert "une de ces valeurs : " in problem["detail"]
    assert not set("<>'") & set(problem["detail"])


@pytest.mark.parametrize(("path", "example"), PASTED)
def test_examples_answer_when_pasted(client, path, example):
    response = client.get(example)

    assert response.status_code == 200, response.text
    if "geojson" in example:
        content = response.json()
        assert content["type"] in {"Feature", "FeatureCollection"}
        assert content.get("features", ["one"])
        return
    content = MODELS[path].model_validate_json(response.content)
    assert path in OF_RUNS or getattr(content, "elements", ["one"])


@pytest.mark.parametrize("path", POSTS)
def test_examples_of_bodies_answer(client, path):
    content = POSTS[path]["requestBody"]["content"]["application/json"]

    response = client.post(path, json=content["example"])

    assert response.status_code == 200, response.text
    assert MODELS[path].model_validate_json(response.content).elements


@pytest.mark.parametrize(("path", "name"), EACH)
def test_each_parameter_answers_to_its_example(client, path, name):
    parameters = {
        parameter["name"]: parameter["example"]
        for parameter in DESCRIBED["paths"][path]["get"]["parameters"]
        if parameter["name"] == name or parameter["required"]
    }

    response = client.get(path, params={**ALONG.get(name, {}), **parameters})

    assert response.status_code == 200, response.text
    content = MODELS[path].model_validate_json(response.content)
    assert path in OF_RUNS or getattr(content, "elements", ["one"])


@pytest.mark.parametrize("path", ["/v1/rien", "/v1/reseaux?limite=0", "/v1/reseaux?x=1"])
def test_problems_have_the_shape_described(client, path):
    Probleme.model_validate_json(client.get(path).content)


if __name__ == "__main__":
    SNAPSHOT.write_text(described())
