"""Bassins and communes, against the squares of `tests.directory`."""

import pytest
import shapely
from shapely.geometry import shape

from tests import directory
from tests.api.serving import HERE, follow

SQUARES = directory.squares()


@pytest.mark.parametrize("limite", [1, 3, 50])
def test_bassins_are_listed_by_code(client, limite):
    elements = follow(client, "/v1/bassins", limite=limite)

    assert {element["code_bassin"]: element["nom"] for element in elements} == directory.BASSINS
    assert sum(element["population"] for element in elements) == directory.TOTAL
    codes = [element["code_bassin"] for element in elements]
    assert codes == sorted(codes)


def test_a_bassin_names_its_communes_and_bounds(client):
    bassin = client.get("/v1/bassins/1102").json()

    assert bassin["communes"] == ["78646", "91534"]
    assert bassin["bbox"] == [2.1, 48.8, 2.3, 48.9]


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [(*directory.HERE, "1107"), (2.15, 48.85, "1102"), (2.45, 48.75, "1103"), (2.3, 48.85, "1102")],
)
def test_position_falls_in_its_bassin_and_on_a_border_in_the_first(client, lon, lat, code):
    response = client.get("/v1/bassins/localiser", params={"lon": lon, "lat": lat})

    assert response.json()["code_bassin"] == code
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/bassins", "/v1/communes"])
def test_areas_are_counter_clockwise_with_six_decimals(client, path):
    features = client.get(path, params={"format": "geojson", "limite": 500}).json()["features"]

    for feature in features:
        assert feature["geometry"]["type"] == "MultiPolygon"
        for exterior, *holes in feature["geometry"]["coordinates"]:
            assert shapely.LinearRing(exterior).is_ccw
            assert not any(shapely.LinearRing(hole).is_ccw for hole in holes)
            assert all(round(number, 6) == number for corner in exterior for number in corner)


def test_geojson_of_a_commune_is_its_square(client):
    feature = client.get("/v1/communes/77288", headers={"Accept": "application/geo+json"}).json()

    assert shape(feature["geometry"]).equals(SQUARES["77288"])
    assert feature["id"] == "77288"
    assert feature["bbox"] == list(SQUARES["77288"].bounds)
    assert not {"contour", "bbox"} & set(feature["properties"])


def test_geojson_where_a_position_falls(client):
    feature = client.get("/v1/bassins/localiser", params={**HERE, "format": "geojson"}).json()

    assert shape(feature["geometry"]).equals(SQUARES["75056"])


@pytest.mark.parametrize("path", ["/v1/bassins", "/v1/communes", "/v1/points-accueil"])
def test_pages_go_on_as_geojson_without_the_header(client, path):
    first = client.get(path, params={"limite": 2}, headers={"Accept": "application/geo+json"})

    assert client.get(first.json()["suivant"]).json()["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("accept", "geojson"),
    [
        ("Application/GEO+json", True),
        ("application/geo+json;q=0.9, */*;q=0.1", True),
        ("application/json, application/geo+json", True),
        ("application/json, application/geo+json; q=0.5", False),
        ("application/geo+json;q=0", False),
        ("application/geo+json;q=x", False),
        ("text/html, */*", False),
        ("application/geo+jsonx", False),
    ],
)
def test_the_form_wanted_most_is_answered(client, accept, geojson):
    answer = client.get("/v1/bassins/1107", headers={"Accept": accept})

    assert (answer.headers["content-type"] == "application/geo+json") is geojson


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("paris", "75056"),
        ("PARIS 2e", "75102"),
        ("saint denis", "93066"),
        ("St-Denis", "93066"),
        ("hay les roses", "94038"),
        ("Evry", "91228"),
        ("75102", "75102"),
        ("941", None),
    ],
)
def test_commune_is_found_by_name_or_code(client, q, first):
    elements = client.get("/v1/communes", params={"q": q}).json()["elements"]

    assert (elements[0]["code_commune"] if elements else None) == first


def test_the_name_itself_comes_before_longer_ones_then_the_most_peopled(client):
    elements = client.get("/v1/communes", params={"q": "paris"}).json()["elements"]

    assert [element["code_commune"] for element in elements] == [
        "75056", "75104", "75103", "75102", "75101"
    ]  # fmt: skip


@pytest.mark.parametrize("limite", [1, 2, 7])
def test_pages_of_communes_cover_each_once(client, limite):
    codes = [element["code_commune"] for element in follow(client, "/v1/communes", limite=limite)]

    assert len(codes) == len(set(codes)) == len(SQUARES)
    searched = follow(client, "/v1/communes", q="paris", limite=limite)
    assert len({element["code_commune"] for element in searched}) == 5


def test_a_commune_knows_where_it_belongs(client):
    commune = client.get("/v1/communes/75102").json()

    assert commune["type"] == "arrondissement"
    assert (commune["code_parent"], commune["code_bassin"]) == ("75056", "1107")
    assert commune["population"] == directory.POPULATION["75102"]
    assert commune["bbox"] == [2.35, 48.85, 2.4, 48.9]
