"""On the embedded reference of Île-de-France: examples answer with something, and sensibly."""

import pytest

from api.app import create_app
from geo.pipeline.access import compute_access
from geo.pipeline.ingest import ingest_points, ingest_territories, reading_of
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect
from tests import kept_diagnostics
from tests.api.serving import ALONG, follow, serving

EXAMPLES = [
    example
    for operations in create_app().openapi()["paths"].values()
    for operation in operations.values()
    for example in operation.get("x-exemples", [])
]
NOTRE_DAME = {"lon": 2.3522, "lat": 48.8566}


@pytest.fixture(scope="module")
def real(databases, template_database):
    """A client of the API on the embedded reference, coverage included, diagnostics invented."""
    settings, report = Settings(), SilentReporter()
    url = databases.create(template_database)[1]
    ingest_territories(url, settings.reference_dir, report)
    ingest_points(url, reading_of("reference", None, settings), settings, report)
    compute_access(url, report)
    with connect(url) as connection:
        kept_diagnostics.keep(connection)
    with serving(url) as client:
        yield client


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_answer_with_something(real, example):
    response = real.get(example)

    assert response.status_code == 200, response.text
    content = response.json()
    assert content.get("elements", content.get("features", ["one"]))


def test_each_parameter_answers_to_its_example_with_something(real):
    for path, operations in create_app().openapi()["paths"].items():
        described = operations.get("get", {}).get("parameters", [])
        required = {
            one["name"]: one["example"] for one in described if one["required"] and "example" in one
        }
        for one in described:
            if one["in"] == "query" and "example" in one:
                asked = {**required, **ALONG.get(one["name"], {}), one["name"]: one["example"]}
                answer = real.get(path, params=asked)
                assert answer.status_code == 200, (path, one["name"])
                assert answer.json().get("elements", ["one"]), (path, one["name"])


def test_nearest_places_of_notre_dame_are_in_the_middle_of_paris(real):
    answer = real.get("/v1/points-accueil/proches", params={**NOTRE_DAME, "k": 10})

    elements = answer.json()["elements"]
    assert len(elements) == 10
    assert all(element["code_commune"].startswith("75") for element in elements)
    assert all(element["distance_m"] < 2500 for element in elements)
    assert not {"crous", "cirfa"} & {element["reseau"] for element in elements}


def test_paris_has_its_places_whatever_their_arrondissement(real):
    """Measured to a centroid, a search for Paris once found 8 of 137 places."""
    paris = follow(real, "/v1/points-accueil", code_commune="75056", limite=500)
    bassin = follow(real, "/v1/points-accueil", code_bassin="1107", limite=500)

    assert len(paris) > 70
    assert {element["id"] for element in paris} == {element["id"] for element in bassin}


def test_region_is_whole(real):
    ready = real.get("/readyz").json()
    bassins = follow(real, "/v1/bassins")

    assert (ready["communes"], ready["bassins"]) == (1286, 25)  # 1,266 and 20 arrondissements
    assert sum(bassin["population"] for bassin in bassins) == 12_463_067


def test_coverage_grows_with_time_and_never_exceeds_the_population(real):
    lines = follow(real, "/v1/couverture", type_territoire="region", reseau="tous", limite=500)

    for mode in ("marche", "velo", "voiture"):
        covered = [line["population_couverte"] for line in lines if line["mode"] == mode]
        assert covered == sorted(covered)
        assert 0 < covered[0] <= covered[-1] <= 12_463_067
