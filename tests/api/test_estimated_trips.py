"""Trips where no network of streets is there: estimates, said to be such, against paper."""

from datetime import datetime, timedelta

import pytest
import shapely
from pyproj import Geod

from geo.domain.horaires import opening_at
from geo.network.estimate import ESTIMATED_MODES, travel_time_s
from tests import directory
from tests.api.serving import HERE, TUESDAY, ids

NEAREST = "/v1/points-accueil/proches"
ISOCHRONES = "/v1/isochrones"
ITINERARY = "/v1/itineraires"
WGS84 = Geod(ellps="WGS84")
FOUR_HOURS_S = 14_400
POINTS = {point.id: point for point in directory.points()}
EVERYTHING = {**HERE, "k": 50, "hors_zone": "inclus"}
AFTERNOON = "2026-11-24T15:40:00+01:00"
FAR = "dila--pole_emploi-75102-01"
"""3,336 m north: as many seconds on foot; open until 16:30."""


def nearest(client, **parameters):
    answer = client.get(NEAREST, params={**EVERYTHING, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_estimate_says_so_and_names_no_network_nor_traffic(client):
    answer = nearest(client, mode="voiture")

    assert (answer["classement"], answer["trafic"], answer["reseau_rues"]) == (
        "distance", None, None
    )  # fmt: skip
    for element in answer["elements"]:
        assert (element["estime"], element["publiable"]) == (True, True)
        assert element["surface_inconnue"] is None


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_the_longest_time_is_inclusive(client, mode):
    every = nearest(client, mode=mode.value)["elements"]
    longest = travel_time_s(1112.07, mode) + 1

    within = nearest(client, mode=mode.value, au_plus_s=int(longest))["elements"]
    below = nearest(client, mode=mode.value, au_plus_s=int(longest) - 2)["elements"]

    assert [element["id"] for element in within] == [
        element["id"] for element in every if element["duree_s"] <= longest
    ]
    assert {element["id"] for element in within} - {element["id"] for element in below} == {
        "dila--cio-75102-01"
    }


def test_the_radius_still_holds_where_it_is_the_narrower(client):
    assert len(nearest(client, au_plus_s=14_400, rayon_m=1000)["elements"]) == 1
    assert len(nearest(client, au_plus_s=1000, rayon_m=100_000)["elements"]) == 1


def test_a_wheelchair_is_ranked_by_distance_and_its_time_is_not_known(client):
    on_foot, answer = nearest(client), nearest(client, mode="fauteuil")

    assert answer["classement"] == "distance"
    assert [element["id"] for element in answer["elements"]] == [
        element["id"] for element in on_foot["elements"]
    ]
    for element in answer["elements"]:
        assert element["duree_s"] is None
        assert element["estime"] is True
        assert element["surface_inconnue"] is None


def test_a_longest_time_leaves_out_and_counts_what_has_none(client):
    every = nearest(client, mode="fauteuil")["elements"]

    answer = nearest(client, mode="fauteuil", au_plus_s=14_400)
    doors = nearest(client, mode="fauteuil", au_plus_s=14_400, hors_zone=[])

    assert (answer["elements"], answer["sans_duree_ecartes"]) == ([], len(every))
    assert (doors["sans_duree_ecartes"], doors["hors_zone_ecartes"]) == (len(every) - 2, 2)


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
@pytest.mark.parametrize("departs", [TUESDAY, AFTERNOON, "2026-11-24T08:20:00+01:00"])
def test_open_on_arrival_is_what_the_hours_say_once_there(client, mode, departs):
    """Each place at its own instant, the slow way."""
    expected, unknown = set(), 0
    for element in nearest(client, mode=mode.value)["elements"]:
        point = POINTS[element["id"]]
        seconds = travel_time_s(WGS84.inv(*directory.HERE, point.lon, point.lat)[2], mode)
        if seconds > FOUR_HOURS_S:
            continue
        there = datetime.fromisoformat(departs) + timedelta(seconds=seconds)
        ouvert = opening_at(point.horaires, point.horaires_reserves, there).ouvert
        expected |= {point.id} if ouvert == "oui" else set()
        unknown += ouvert == "inconnu"

    answer = nearest(client, mode=mode.value, depart_a=departs, ouvert="a_l_arrivee")

    assert {element["id"] for element in answer["elements"]} == expected
    assert {element["ouvert"] for element in answer["elements"]} == {"oui"}
    assert answer["inconnus_ecartes"] == unknown


def test_a_place_that_closes_on_the_way_is_left_out(client):
    on_time = "2026-11-24T15:30:00+01:00"
    asked = {"ouvert": "a_l_arrivee", "mode": "marche"}

    assert FAR in {e["id"] for e in nearest(client, **asked, depart_a=on_time)["elements"]}
    assert FAR not in {e["id"] for e in nearest(client, **asked, depart_a=AFTERNOON)["elements"]}
    by_car = nearest(client, ouvert="a_l_arrivee", mode="voiture", depart_a=AFTERNOON)
    assert FAR in {element["id"] for element in by_car["elements"]}


def test_who_arrives_at_an_unknown_hour_knows_of_no_opening(client):
    asked = {"ouvert": "a_l_arrivee", "mode": "fauteuil", "depart_a": TUESDAY}

    none = nearest(client, **asked)
    every = nearest(client, **asked, inconnus="inclus")

    assert (none["elements"], none["inconnus_ecartes"]) == ([], len(every["elements"]))
    assert {element["ouvert"] for element in every["elements"]} == {"inconnu"}
    assert {element["prochain_changement"] for element in every["elements"]} == {None}


def test_leaving_now_is_the_default(client):
    asked = {"ouvert": "a_l_arrivee", "inconnus": "inclus", "mode": "velo"}

    assert nearest(client, **asked) == nearest(client, **asked, depart_a="maintenant")


def isochrones(client, **parameters):
    answer = client.get(ISOCHRONES, params={**HERE, **parameters})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_estimated_isochrones_are_discs_the_longest_first(client, mode):
    collection = isochrones(client, mode=mode.value, au_plus_s="600,1800,1200,600")

    assert collection["type"] == "FeatureCollection"
    assert (collection["trafic"], collection["reseau_rues"]) == (None, None)
    told = [feature["properties"] for feature in collection["features"]]
    assert [one["au_plus_s"] for one in told] == [1800, 1200, 600]
    areas = [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]
    for one, area in zip(told, areas, strict=True):
        assert (one["mode"], one["estime"], one["publiable"]) == (mode.value, True, True)
        assert area.is_valid
        for bearing in (0, 100, 200, 300):
            metres = one["au_plus_s"] / travel_time_s(1.0, mode)
            inside = WGS84.fwd(*directory.HERE, bearing, metres * 0.998)[:2]
            outside = WGS84.fwd(*directory.HERE, bearing, metres * 1.002)[:2]
            assert area.covers(shapely.Point(inside))
            assert not area.covers(shapely.Point(outside))
    assert areas[0].covers(areas[1])
    assert areas[1].covers(areas[2])


@pytest.mark.parametrize("lat", [-90, -89.70645, 0, 88.92482, 89.83531, 90])
@pytest.mark.parametrize("lon", [-180, -179.64579, 20, 180])
def test_isochrones_at_the_ends_of_the_earth_are_valid_polygons(client, lon, lat):
    collection = isochrones(client, lon=lon, lat=lat, mode="voiture", au_plus_s="600,3600")

    for feature in collection["features"]:
        assert feature["geometry"]["type"] == "MultiPolygon"
        area = shapely.geometry.shape(feature["geometry"])
        assert area.is_valid
        assert area.area > 0


def test_the_usual_times_are_the_default(client):
    told = [feature["properties"]["au_plus_s"] for feature in isochrones(client)["features"]]

    assert told == [1800, 1200, 600]


def test_an_itinerary_without_streets_is_a_straight_line_that_says_so(client):
    answer = client.get(ITINERARY, params={**HERE, "point_id": FAR})

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"] == "no-store"
    feature = answer.json()
    assert feature["geometry"] == {
        "type": "LineString", "coordinates": [list(directory.HERE), [2.36, 48.89]]
    }  # fmt: skip
    assert feature["properties"] == {
        "point_id": FAR,
        "mode": "marche",
        "distance_m": pytest.approx(directory.DISTANCE_M[FAR], abs=1),
        "duree_s": pytest.approx(directory.DISTANCE_M[FAR], abs=1),
        "estime": True,
        "publiable": True,
        "surface_inconnue": None,
        "trafic": None,
        "reseau_rues": None,
    }


@pytest.mark.parametrize(("north_km", "status"), [(99, 200), (101, 404)])
def test_an_itinerary_is_estimated_as_far_as_the_nearest_places_are(client, north_km, status):
    lon, lat, _ = WGS84.fwd(2.36, 48.89, 0, north_km * 1000)

    answer = client.get(ITINERARY, params={"lon": lon, "lat": lat, "point_id": FAR})

    assert answer.status_code == status
    if status == 404:
        problem = answer.json()
        assert (problem["title"], problem["motif"]) == ("Trajet inconnu", "au_dela")
        assert "100 km" in problem["detail"]


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({}, "maintenant"),
        ({"depart_a": TUESDAY}, "a_l_arrivee"),
        ({"ouvert": "a_l_arrivee"}, "a_l_arrivee"),
        ({"ouvert_a": TUESDAY}, "ouvert_a"),
        ({"ouvert_a": TUESDAY, "depart_a": AFTERNOON}, "ouvert_a"),
    ],
)
def test_when_opening_was_looked_at_is_said(client, asked, rule):
    assert nearest(client, **asked)["ouvert_evalue"] == rule
    assert nearest(client, **asked, format="geojson")["ouvert_evalue"] == rule


def test_opening_of_a_given_departure_is_that_of_the_arrival(client):
    """On foot one is there at 16:35, after it closed; by car before."""
    on_foot, by_car = (
        {e["id"]: e for e in nearest(client, mode=mode, depart_a=AFTERNOON)["elements"]}[FAR]
        for mode in ("marche", "voiture")
    )

    assert (on_foot["ouvert"], by_car["ouvert"]) == ("non", "oui")
    assert by_car["prochain_changement"] == "2026-11-24T16:30:00+01:00"


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_who_asks_for_the_time_or_the_distance_shown_finds_the_place_again(client, mode):
    for element in nearest(client, mode=mode.value)["elements"]:
        shown = {"rayon_m": element["distance_m"] or 1}
        if 0 < element["duree_s"] <= FOUR_HOURS_S:
            shown["au_plus_s"] = element["duree_s"]
        assert element in nearest(client, mode=mode.value, **shown)["elements"]


@pytest.mark.parametrize(("path", "query"), [(ISOCHRONES, {}), (ITINERARY, {"point_id": FAR})])
def test_a_wheelchair_without_streets_has_neither_area_nor_way(client, path, query):
    answer = client.get(path, params={**query, **HERE, "mode": "fauteuil"})

    assert answer.status_code == 404
    problem = answer.json()
    assert (problem["title"], problem["motif"]) == ("Trajet inconnu", "hors_reseau")
    assert "/v1/etat" in problem["detail"]


def test_no_network_is_served_and_it_is_said(client):
    answer = client.get("/v1/etat")

    assert answer.json() == {"reseaux_rues": [], "reseaux_rues_illisibles": []}
    assert ids(client.get(NEAREST, params=HERE))
