"""The nearest places, against `tests.directory` and a slow oracle on the ellipsoid."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.domain.fraicheur import is_to_confirm
from geo.network.estimate import ESTIMATED_MODES, travel_time_s
from tests import directory
from tests.api.serving import HERE, TUESDAY, ids

PATH = "/v1/points-accueil/proches"
WGS84 = Geod(ellps="WGS84")
NO_DOOR = "crous"
POINTS = {point.id: point for point in directory.points()}


def distances(lon, lat, keep=lambda point: point.reseau != NO_DOOR):
    """Metres to each place, the slow way."""
    kept = [point for point in POINTS.values() if keep(point)]
    return {point.id: WGS84.inv(lon, lat, point.lon, point.lat)[2] for point in kept}


def nearest(client, **parameters):
    """Ask for every place, those of other communes included."""
    parameters = {"hors_zone": "inclus", **parameters}
    answer = client.get(PATH, params={**HERE, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()["elements"]


def test_places_come_nearest_first_at_the_distance_of_the_map(client):
    elements = nearest(client, k=len(POINTS))
    due_north = [element for element in elements if element["id"] in directory.DISTANCE_M]

    measured = {element["id"]: element["distance_m"] for element in due_north}
    assert measured == pytest.approx(directory.DISTANCE_M, abs=1)
    assert [element["distance_m"] for element in elements] == sorted(
        element["distance_m"] for element in elements
    )


@settings(max_examples=60, deadline=None)
@given(
    lon=st.floats(1.9, 2.7),
    lat=st.floats(48.6, 49.1),
    k=st.integers(1, 20),
    radius_m=st.floats(1, 60_000),
)
def test_nearest_are_those_of_the_oracle(client, lon, lat, k, radius_m):
    within = {id_: m for id_, m in distances(lon, lat).items() if m <= radius_m}
    expected = sorted(within.values())[:k]

    elements = nearest(client, lon=lon, lat=lat, k=k, rayon_m=radius_m)

    shown = [element["distance_m"] for element in elements]
    assert shown == pytest.approx([metres + 0.05 for metres in expected], abs=0.06)
    for element in elements:
        assert element["distance_m"] == pytest.approx(within[element["id"]] + 0.05, abs=0.06)


@pytest.mark.parametrize(
    ("filters", "keep"),
    [
        ({"reseau": "france-travail"}, lambda p: p.reseau == "france-travail"),
        ({"reseau": NO_DOOR}, lambda p: p.reseau == NO_DOOR),
        ({"pmr": "oui"}, lambda p: p.accessibilite_pmr == "oui" and p.reseau != NO_DOOR),
        ({"profil": "femme"}, lambda p: {"femme", "tout-public"} & set(p.publics)),
        ({"code_commune": "93066"}, lambda p: p.code_commune == "93066"),
        ({"q": "travail"}, lambda p: "Travail" in p.nom),
    ],
)
def test_filters_narrow_before_the_nearest_are_chosen(client, filters, keep):
    expected = sorted(distances(*directory.HERE, keep=keep).values())[:2]

    elements = nearest(client, k=2, **filters)

    shown = [element["distance_m"] for element in elements]
    assert shown == pytest.approx([metres + 0.05 for metres in expected], abs=0.06)


def test_a_reseau_that_is_no_door_is_found_only_when_asked_for(client):
    assert NO_DOOR not in {element["reseau"] for element in nearest(client, k=50)}
    assert [element["reseau"] for element in nearest(client, reseau=NO_DOOR)] == [NO_DOOR]


def test_radius_is_inclusive(client):
    lon, lat = directory.HERE
    exact = WGS84.inv(lon, lat, lon, 48.87)[2]

    inside = nearest(client, rayon_m=exact + 1e-6)
    outside = nearest(client, rayon_m=exact - 1e-3)

    assert len(inside) == len(outside) + 1
    assert nearest(client, rayon_m=0.001)[0]["distance_m"] == 0


def test_far_away_finds_nothing(client):
    answer = client.get(PATH, params={"lon": -1.55, "lat": 47.2, "rayon_m": 1000})

    assert answer.json() == {
        "elements": [],
        "suivant": None,
        "inconnus_ecartes": 0,
        "hors_zone_ecartes": 0,
        "sans_duree_ecartes": 0,
        "inatteignables_ecartes": 0,
        "inatteignables_motifs": {},
        "ouvert_evalue": "maintenant",
        "classement": "distance",
        "trafic": None,
        "reseau_rues": None,
    }


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_duration_is_the_estimate_of_the_mode_and_says_so(client, mode):
    for element in nearest(client, mode=mode.value):
        # the distance is shown rounded to 0.1 m, the duration to the second
        assert element["duree_s"] == pytest.approx(
            travel_time_s(element["distance_m"], mode) + 0.5, abs=0.7
        )
        assert (element["mode"], element["estime"]) == (mode.value, True)


def doors(client, **parameters):
    """Ask as an app does; give the places and how many serve other communes."""
    answer = client.get(PATH, params={**HERE, **parameters})
    return ids(answer), answer.json()["hors_zone_ecartes"]


@pytest.mark.parametrize("k", [1, 4, 5, 6, 8, 50])
def test_a_place_that_serves_other_communes_is_no_door_and_takes_no_rank(client, k):
    every = nearest(client, k=50)
    serving = [element["id"] for element in every if element["rattachement"] != "non"]
    expected = serving[:k]
    order = [element["id"] for element in every]
    shown = order[: order.index(expected[-1])] if len(serving) >= k else order

    assert doors(client, k=k) == (expected, len(set(shown) - set(expected)))


def test_the_two_places_that_serve_others_are_counted_when_there_is_no_more(client):
    found, left_out = doors(client, k=50)

    assert left_out == 2
    assert not {"dila--pole_emploi-93066-01", "dila--mission_locale-94028-01"} & set(found)


def test_nothing_that_serves_here_is_said_and_counted(client):
    only = {"q": "creteil", "reseau": "mission-locale"}

    assert doors(client, **only) == ([], 1)
    assert doors(client, **only, hors_zone="inclus") == (["dila--mission_locale-94028-01"], 0)


def test_doors_that_are_open_are_those_that_serve_here(client):
    found, left_out = doors(client, k=50, ouvert_a=TUESDAY)
    every, none_left_out = doors(client, k=50, ouvert_a=TUESDAY, hors_zone="inclus")

    assert set(every) - set(found) == {
        "dila--pole_emploi-93066-01", "dila--mission_locale-94028-01"
    }  # fmt: skip
    assert (left_out, none_left_out) == (2, 0)
    # closed in the afternoon: it would not have been given anyway
    assert doors(client, k=50, ouvert_a="2026-11-24T15:00:00+01:00")[1] == 1


def test_where_no_commune_is_known_nothing_is_left_out(client):
    nowhere = dict(zip(("lon", "lat"), directory.OUTSIDE, strict=True))

    assert doors(client, k=50, **nowhere) == (
        [element["id"] for element in nearest(client, k=50, **nowhere)], 0
    )  # fmt: skip


def test_rattachement_follows_the_zone_and_never_the_rank(client):
    said = {element["id"]: element["rattachement"] for element in nearest(client, k=50)}

    assert said["dila--mission_locale-75102-01"] == "oui"  # arrondissements
    assert said["dila--pole_emploi-93066-01"] == "non"  # another département
    assert said["dila--apec-92050-01"] == "oui"  # all of France
    assert said["dila--mission_locale-94028-01"] == "non"  # two other communes
    assert said["dila--cio-75102-01"] == "a_verifier"  # zone unknown
    order = [element["distance_m"] for element in nearest(client, k=50)]
    assert order == sorted(order)


def test_rattachement_of_a_departement_and_of_nowhere(client):
    saint_denis = nearest(client, lon=2.35, lat=48.95, k=50)
    nowhere = nearest(client, lon=directory.OUTSIDE[0], lat=directory.OUTSIDE[1], k=50)

    assert {e["id"]: e["rattachement"] for e in saint_denis}["dila--pole_emploi-93066-01"] == "oui"
    said = {e["id"]: e["rattachement"] for e in nowhere}
    assert said["dila--pole_emploi-93066-01"] == "a_verifier"
    assert said["dila--apec-92050-01"] == "oui"


def test_opening_of_each_place_at_the_instant_asked_for(client):
    said = {
        element["id"]: (element["ouvert"], element["prochain_changement"])
        for element in nearest(client, k=50, ouvert_a=TUESDAY, inconnus="inclus")
    }

    assert said["dila--mission_locale-75102-01"] == ("oui", "2026-11-24T12:00:00+01:00")
    assert said["dila--cio-75102-01"] == ("inconnu", None)  # school holidays
    assert said["dila--cij-75102-02"] == ("inconnu", None)  # no hours
    assert "dila--cap_emploi-93066-01" not in said  # an appointment is no open door


def test_a_change_says_to_what(client):
    friday_evening = "2026-11-27T18:00:00+01:00"
    said = {e["id"]: e for e in nearest(client, k=50, ouvert_a=friday_evening, inconnus="inclus")}

    assert said["dila--apec-92050-01"]["prochain_etat"] == "non"
    for element in nearest(client, k=50):
        known = element["prochain_changement"] is not None
        assert (element["prochain_etat"] is not None) is known
        assert element["prochain_etat"] != element["ouvert"]
        if element["id"] == "dila--cap_emploi-93066-01":
            assert element["prochain_etat"] != "oui"


def test_opening_filter_takes_the_nearest_that_are_open(client):
    answer = client.get(PATH, params={**HERE, "k": 2, "ouvert_a": TUESDAY})

    assert ids(answer) == ["dila--mission_locale-75102-01", "dila--cij-75102-01"]
    # the CIO stands between them, and nobody knows whether it is open
    assert answer.json()["inconnus_ecartes"] == 1


def test_opening_filter_counts_all_it_left_out_when_there_is_no_more(client):
    answer = client.get(PATH, params={**HERE, "k": 50, "ouvert_a": TUESDAY})

    assert answer.json()["inconnus_ecartes"] == 3
    assert {element["ouvert"] for element in answer.json()["elements"]} == {"oui"}


def test_old_and_undated_records_are_to_be_confirmed(client):
    for element in nearest(client, k=50):
        dated = POINTS[element["id"]].date_maj
        assert element["a_confirmer"] is is_to_confirm(dated, today=date.today())  # noqa: DTZ011 - as the service


def test_a_position_is_never_kept(client):
    answer = client.get(PATH, params=HERE)

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "link" not in answer.headers
    assert answer.json()["suivant"] is None


def test_geojson_keeps_the_order(client):
    everything = {**HERE, "format": "geojson", "hors_zone": "inclus"}
    collection = client.get(PATH, params=everything).json()

    assert [feature["id"] for feature in collection["features"]] == [
        element["id"] for element in nearest(client)
    ]
    assert collection["features"][0]["properties"]["duree_s"] == 0
