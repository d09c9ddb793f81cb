"""The directory: filters, pages, GeoJSON; what is expected is worked out from `tests.directory`."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from geo.domain.profil import Profil
from tests import directory
from tests.api.serving import TUESDAY, follow, ids

PATH = "/v1/points-accueil"
POINTS = {point.id: point for point in directory.points()}
CIO_EVRY = "dila--cio-91228-01"
"""Declared in Évry-Courcouronnes, found in Melun."""


def where(keep):
    return {point.id for point in POINTS.values() if keep(point)}


def test_whole_directory_is_listed_once(client):
    elements = follow(client, PATH, limite=3)

    assert sorted(element["id"] for element in elements) == sorted(POINTS)


def test_order_is_by_commune_whatever_the_size_of_the_pages(client):
    by_three = [element["id"] for element in follow(client, PATH, limite=3)]
    whole = client.get(PATH).json()["elements"]

    assert by_three == [element["id"] for element in whole]
    communes = [element["code_commune"] for element in whole]
    assert communes == sorted(communes)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"reseau": "cio"}, where(lambda p: p.reseau == "cio")),
        ({"reseau": ["cio", "apec"]}, where(lambda p: p.reseau in {"cio", "apec"})),
        ({"reseau": "cio,apec"}, where(lambda p: p.reseau in {"cio", "apec"})),
        ({"mission": "conseil"}, where(lambda p: "conseil" in p.missions)),
        ({"pmr": "oui"}, where(lambda p: p.accessibilite_pmr == "oui")),
        ({"q": "MISSION creteil"}, {"dila--mission_locale-94028-01"}),
        ({"q": "Saint-Denis"}, {"dila--pole_emploi-93066-01", "dila--cap_emploi-93066-01"}),
        ({"q": "100 % _"}, set()),
        ({"q": "75002"}, {"dila--mission_locale-75102-01"}),
        ({"q": "information jeunesse"}, where(lambda p: p.reseau == "information-jeunesse")),
        ({"q": "centre d'orientation"}, where(lambda p: p.reseau == "cio")),
        ({"q": "Quartier information"}, {"dila--cij-75102-01"}),
        ({"q": "cité-metiers"}, {"manuel--cite_des_metiers-75101-01"}),
        ({"reseau": "cio", "pmr": "oui"}, set()),
        ({"code_bassin": "1102"}, {"dila--msap-78646-01"}),
        ({"reseau": "crous"}, {"dila--crous-75103-01"}),
    ],
)  # fmt: skip
def test_filters(client, parameters, expected):
    assert set(ids(client.get(PATH, params=parameters))) == expected


@pytest.mark.parametrize("profil", list(Profil))
def test_profil_finds_its_places_and_those_for_everyone(client, profil):
    expected = where(lambda p: {profil, Profil.TOUT_PUBLIC} & set(p.publics))

    assert set(ids(client.get(PATH, params={"profil": profil.value}))) == expected


def test_several_profils_widen(client):
    both = ids(client.get(PATH, params={"profil": ["cadre", "femme"]}))
    each = [ids(client.get(PATH, params={"profil": profil})) for profil in ("cadre", "femme")]

    assert set(both) == set(each[0]) | set(each[1])
    assert len(both) > max(map(len, each))


@pytest.mark.parametrize("code", ["91228", "77288"])
def test_commune_finds_what_is_declared_there_and_what_stands_there(client, code):
    assert CIO_EVRY in ids(client.get(PATH, params={"code_commune": code}))


def test_paris_includes_its_arrondissements(client):
    expected = where(lambda p: p.code_commune.startswith("751"))

    assert set(ids(client.get(PATH, params={"code_commune": "75056"}))) == expected
    assert len(expected) == 7


def test_an_arrondissement_is_not_all_of_paris(client):
    found = ids(client.get(PATH, params={"code_commune": "75103"}))

    assert found == ["dila--crous-75103-01"]


def test_bassin_is_the_union_of_its_communes(client):
    communes = [code for code, row in directory.SQUARES.items() if row[1] == "1103"]

    by_bassin = ids(client.get(PATH, params={"code_bassin": "1103"}))
    by_communes = ids(client.get(PATH, params={"code_commune": communes}))

    assert sorted(by_bassin) == sorted(by_communes)
    assert CIO_EVRY in by_bassin


def test_bbox_includes_its_edges(client):
    on_its_edges = ids(client.get(PATH, params={"bbox": "2.36,48.86,2.36,48.87"}))

    assert set(on_its_edges) == {"dila--mission_locale-75102-01", "dila--cio-75102-01"}


def test_bbox_answers_are_not_kept_nor_told_in_a_header(client):
    first = client.get(PATH, params={"bbox": "2.0,48.0,3.0,49.5", "limite": 2})

    assert first.headers["cache-control"] == "no-store"
    assert "link" not in first.headers
    assert len(follow(client, PATH, bbox="2.0,48.0,3.0,49.5", limite=2)) == len(POINTS)


def test_opening_keeps_what_is_certainly_open_and_counts_the_unknown(client):
    answer = client.get(PATH, params={"ouvert_a": TUESDAY})

    assert set(ids(answer)) == {
        "dila--mission_locale-75102-01", "dila--cij-75102-01", "dila--pole_emploi-75102-01",
        "dila--pole_emploi-93066-01", "dila--apec-92050-01", "dila--mission_locale-94028-01",
        "dila--cio-91228-01", "dila--crous-75103-01", "manuel--cite_des_metiers-75101-01",
    }  # fmt: skip
    # school holidays unknown, hours unreadable, no hours; an appointment is known and not open
    assert answer.json()["inconnus_ecartes"] == 3


def test_unknown_opening_is_included_when_asked(client):
    with_unknown = client.get(PATH, params={"ouvert_a": TUESDAY, "inconnus": "inclus"})

    assert len(ids(with_unknown)) == 12
    assert with_unknown.json()["inconnus_ecartes"] == 0
    assert "dila--cap_emploi-93066-01" not in ids(with_unknown)


@pytest.mark.parametrize("limite", [1, 2, 4, 500])
def test_opening_pages_cover_the_same_places(client, limite):
    pages = [element["id"] for element in follow(client, PATH, ouvert_a=TUESDAY, limite=limite)]

    assert pages == ids(client.get(PATH, params={"ouvert_a": TUESDAY}))


def test_now_is_the_same_instant_from_page_to_page(client):
    parameters = {"ouvert_a": "maintenant", "inconnus": "inclus", "limite": 1}
    following = client.get(PATH, params=parameters).json()["suivant"]
    instant = httpx.URL(following).params["ouvert_a"]

    assert abs(datetime.fromisoformat(instant) - datetime.now(UTC)) < timedelta(minutes=1)
    again = httpx.URL(client.get(following).json()["suivant"]).params["ouvert_a"]
    assert again == instant


@pytest.mark.parametrize(
    "instant",
    [
        "2026-11-24T10:30",
        "2026-11-24T09:30:00Z",
        "2026-11-24T10:30:00 01:00",  # a plus that nobody encoded
    ],
)
def test_the_same_instant_written_otherwise(client, instant):
    expected = ids(client.get(PATH, params={"ouvert_a": TUESDAY}))

    assert ids(client.get(f"{PATH}?ouvert_a={instant}")) == expected


@pytest.mark.parametrize("instant", ["2001-01-01T00:00+14:00", "2074-12-31T23:59-12:00"])
def test_the_first_and_last_instants_are_evaluated(client, instant):
    assert client.get(PATH, params={"ouvert_a": instant}).status_code == 200


def test_sunday_finds_nothing_open(client):
    answer = client.get(PATH, params={"ouvert_a": "2026-11-29T11:00:00+01:00"})

    assert ids(answer) == []


def test_link_header_repeats_what_follows(client):
    answer = client.get(PATH, params={"limite": 2})

    assert answer.headers["link"] == f'<{answer.json()["suivant"]}>; rel="next"'


def test_geojson_holds_the_same_places(client):
    listed = client.get(PATH).json()["elements"]
    by_header = client.get(PATH, headers={"Accept": "application/geo+json"})
    by_parameter = client.get(PATH, params={"format": "geojson"})

    assert by_header.content == by_parameter.content
    assert by_header.headers["content-type"] == "application/geo+json"
    collection = by_header.json()
    assert collection["type"] == "FeatureCollection"
    for feature, element in zip(collection["features"], listed, strict=True):
        assert feature["id"] == element["id"]
        assert feature["geometry"] == {
            "type": "Point", "coordinates": [element["lon"], element["lat"]]
        }  # fmt: skip
        assert not {"lon", "lat"} & set(feature["properties"])


def test_one_place_is_the_element_of_the_list(client):
    element = client.get(PATH, params={"reseau": "apec"}).json()["elements"][0]

    assert client.get(f"{PATH}/{element['id']}").json() == element
    feature = client.get(f"{PATH}/{element['id']}", params={"format": "geojson"}).json()
    assert feature["properties"]["nom"] == element["nom"]


def test_a_place_says_all_the_directory_knows(client):
    element = client.get(f"{PATH}/dila--mission_locale-75102-01").json()

    assert element["telephone"] == "+33140000001"
    assert element["label_fin"] == "2030-12-31"
    assert element["zone_competence"] == ["75101", "75102", "75103", "75104"]
    assert element["a_confirmer"] is True


def test_answers_without_a_position_may_be_kept_and_revalidated(client):
    first = client.get("/v1/bassins")
    again = client.get("/v1/bassins", headers={"If-None-Match": first.headers["etag"]})

    assert "public" in first.headers["cache-control"]
    assert (again.status_code, again.content) == (304, b"")
