"""Areas, ways and the state of the networks, on streets whose times are on paper."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from geo.network.estimate import Mode
from geo.network.streets import open_streets
from tests import directory
from tests.api.serving import HERE
from tests.api.streets import (
    CIO,
    IN_CALM,
    IN_RUSH,
    MODES,
    NAME,
    NEAREST,
    POINTS,
    SAID,
    TIMES_S,
    UNREACHED,
    WORK,
    YOUTH,
    nearest,
    straight_m,
)

ISOCHRONES = "/v1/isochrones"
ITINERARY = "/v1/itineraires"


@pytest.fixture(scope="module")
def client(on_streets):
    """A client of the API on `tests.directory` and the streets around it."""
    return on_streets


def isochrones(client, **parameters):
    answer = client.get(ISOCHRONES, params={**HERE, "depart_a": IN_CALM, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("mode", MODES)
def test_isochrones_hold_what_is_reached_and_nothing_else(client, mode):
    cutoffs_s = (100, 1300, 2500)

    collection = isochrones(client, mode=mode.value, au_plus_s=cutoffs_s)

    assert collection["reseau_rues"] == SAID
    told = [feature["properties"] for feature in collection["features"]]
    assert [one["au_plus_s"] for one in told] == sorted(cutoffs_s, reverse=True)
    areas = [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]
    for one, area in zip(told, areas, strict=True):
        assert (one["mode"], one["estime"], one["publiable"]) == (mode.value, False, True)
        assert one["trafic"] == collection["trafic"]
        assert area.is_valid
        assert all(polygon.exterior.is_ccw for polygon in area.geoms)
        tolerance = one["tolerance_m"] / 70_000  # in degrees of longitude, the shorter ones
        for identifier, seconds in TIMES_S[mode].items():
            spot = shapely.Point(POINTS[identifier].lon, POINTS[identifier].lat)
            if seconds + 60 < one["au_plus_s"]:
                assert area.distance(spot) <= tolerance
            if seconds - 60 > one["au_plus_s"]:
                assert not area.buffer(-tolerance).covers(spot)
    assert areas[0].buffer(1e-6).covers(areas[1])
    assert areas[1].buffer(1e-6).covers(areas[2])


def test_what_nobody_mapped_and_the_edge_of_the_network_are_said(client):
    def told(mode, au_plus_s, **here):
        (feature,) = isochrones(client, mode=mode, au_plus_s=au_plus_s, **here)["features"]
        properties = feature["properties"]
        return properties["surface_inconnue"], properties["au_bord_du_reseau"]

    # in a wheelchair B – C is not mapped: as long as A – B, and reached once that is passed
    assert told("fauteuil", 600)[0] == 0
    assert told("fauteuil", 2500)[0] == pytest.approx(0.5, abs=0.01)
    assert told("marche", 2500) == (None, True)
    assert told("velo", 600) == (None, False)  # an estimate


def test_traffic_shrinks_what_is_reached(client):
    def area(departs):
        collection = isochrones(client, mode="voiture", au_plus_s=300, depart_a=departs)
        (feature,) = collection["features"]
        return feature["properties"]["trafic"], shapely.geometry.shape(feature["geometry"]).area

    (calm, wide), (rush, narrow) = area(IN_CALM), area(IN_RUSH)
    assert (calm["facteur"], rush["facteur"]) == (1.0, 1.5)
    assert narrow < wide


def test_coordinates_of_areas_have_the_decimals_of_the_others(client):
    (feature,) = isochrones(client, mode="marche", au_plus_s=1300)["features"]
    corners = shapely.get_coordinates(shapely.geometry.shape(feature["geometry"]))

    assert (corners == corners.round(6)).all()


def itinerary(client, identifier, **parameters):
    asked = {**HERE, "point_id": identifier, "depart_a": IN_CALM, **parameters}
    return client.get(ITINERARY, params=asked)


@pytest.mark.parametrize("mode", MODES)
def test_an_itinerary_is_the_way_whose_time_the_list_says(client, mode):
    listed = {element["id"]: element for element in nearest(client, mode=mode.value)["elements"]}
    for identifier in TIMES_S[mode]:
        answer = itinerary(client, identifier, mode=mode.value)
        assert answer.status_code == 200, answer.text
        feature = answer.json()
        properties, corners = feature["properties"], feature["geometry"]["coordinates"]
        for name in ("duree_s", "distance_m", "estime", "publiable", "surface_inconnue"):
            assert properties[name] == pytest.approx(listed[identifier][name]), name
        assert corners[0] == list(directory.HERE)
        assert corners[-1] == [POINTS[identifier].lon, POINTS[identifier].lat]
        assert properties["reseau_rues"] == SAID


def test_the_way_by_car_goes_round_the_one_way_street(client):
    corners = itinerary(client, CIO, mode="voiture").json()["geometry"]["coordinates"]

    spots = [tuple(corner) for corner in corners]
    ways = [spot for n, spot in enumerate(spots) if n == 0 or spot != spots[n - 1]]
    assert ways == [(2.36, 48.86), (2.37, 48.86), (2.37, 48.88), (2.36, 48.88), (2.36, 48.87)]


def test_a_way_beyond_the_network_is_a_straight_line_that_says_so(client):
    beyond = "dila--cap_emploi-93066-01"
    feature = itinerary(client, beyond, mode="voiture").json()

    assert len(feature["geometry"]["coordinates"]) == 2
    told = feature["properties"]
    assert (told["estime"], told["reseau_rues"]) == (True, None)
    assert told["trafic"] == {"tranche": "fluide", "facteur": 1.0}
    assert told["distance_m"] == pytest.approx(straight_m(beyond), abs=0.1)


@pytest.mark.parametrize("departs", [IN_RUSH, IN_CALM])
@pytest.mark.parametrize("mode", ["marche", "voiture"])
def test_a_way_beyond_the_network_takes_as_long_as_the_list_says(client, mode, departs):
    listed = nearest(client, mode=mode, depart_a=departs)
    for element in listed["elements"]:
        told = itinerary(client, element["id"], mode=mode, depart_a=departs).json()["properties"]
        assert (told["duree_s"], told["estime"]) == (element["duree_s"], element["estime"])
        assert told["distance_m"] == pytest.approx(element["distance_m"], abs=0.11)
        assert told["trafic"] == listed["trafic"]


@pytest.mark.parametrize(
    ("identifier", "mode", "motif"),
    [
        (UNREACHED, "voiture", "loin_d_une_rue"),
        (UNREACHED, "marche", "au_dela"),
        (WORK, "fauteuil", "loin_d_une_rue"),
        ("dila--cap_emploi-93066-01", "fauteuil", "hors_reseau"),
    ],
)
def test_no_way_says_why(client, identifier, mode, motif):
    answer = itinerary(client, identifier, mode=mode)

    assert answer.status_code == 404
    problem = answer.json()
    assert (problem["title"], problem["motif"]) == ("Trajet inconnu", motif)


def test_many_at_once_while_a_batch_runs_are_answered_as_one_alone(client, streets_dir):
    engine = open_streets(streets_dir / "processed" / "networks" / NAME, Mode.VOITURE)
    ends = np.array([(point.lon, point.lat) for point in POINTS.values()])
    asked = [
        (NEAREST, {**HERE, "k": 50, "mode": mode.value, "depart_a": IN_CALM}) for mode in MODES
    ]
    asked += [(ISOCHRONES, {**HERE, "mode": mode.value, "depart_a": IN_CALM}) for mode in MODES]
    asked += [
        (ITINERARY, {**HERE, "mode": "voiture", "point_id": one, "depart_a": IN_CALM})
        for one in (CIO, YOUTH)
    ]
    alone = [client.get(path, params=query).content for path, query in asked]
    stop = threading.Event()

    def batch():
        kinds = np.arange(len(ends), dtype=np.int32) % 3
        while not stop.is_set():
            engine.nearest_from_nodes(engine.place(ends), kinds, k=3, cutoff_s=1e4, threads=2)

    with ThreadPoolExecutor(9) as pool:
        running = pool.submit(batch)
        together = [pool.submit(client.get, path, params=query) for path, query in asked * 5]
        answers = [one.result() for one in together]
        stop.set()
        running.result()

    assert [answer.content for answer in answers] == alone * 5


def test_the_networks_served_are_said(client):
    answer = client.get("/v1/etat")

    assert answer.json() == {
        "reseaux_rues": [
            {
                **SAID,
                "modes": ["marche", "voiture", "fauteuil"],
                "emprise": [2.31, 48.85, 2.39, 48.895],
            }
        ],
        "reseaux_rues_illisibles": [],
    }
