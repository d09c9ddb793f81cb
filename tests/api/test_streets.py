"""Places by travel time on a network of streets, against times on paper."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain.horaires import opening_at
from geo.network.estimate import Mode, travel_time_s
from geo.network.streets import open_streets
from tests.api.streets import (
    BY_CAR,
    CIO,
    FAR_FROM_STREETS,
    IN_A_WHEELCHAIR,
    IN_CALM,
    IN_RUSH,
    INSIDE,
    MISSION,
    MODES,
    NAME,
    NO_DOOR,
    ON_THE_FOOTPATH,
    OTHER_YOUTH,
    POINTS,
    SAID,
    TIMES_S,
    UNREACHED,
    WORK,
    YOUTH,
    nearest,
    on_paper,
    straight_m,
)

FOUR_HOURS_S = 14_400
ISOCHRONES = "/v1/isochrones"


@pytest.fixture(scope="module")
def client(on_streets):
    """A client of the API on `tests.directory` and the streets around it."""
    return on_streets


@pytest.fixture(params=[0, 6])
def margin(request, monkeypatch):
    """Places looked at beyond those wanted; with none, what is left out asks for a new search."""
    monkeypatch.setattr("api.points_accueil.by_streets.MARGIN", request.param)


@pytest.mark.parametrize("mode", MODES)
def test_places_come_soonest_first_estimates_among_them(client, mode):
    expected = on_paper(mode)

    answer = nearest(client, mode=mode.value)

    elements = {element["id"]: element for element in answer["elements"]}
    assert answer["classement"] == "duree"
    assert elements.keys() == expected.keys()
    for identifier, seconds in expected.items():
        element = elements[identifier]
        assert element["duree_s"] == (None if seconds is None else pytest.approx(seconds, abs=1))
        assert element["estime"] is (identifier not in INSIDE)
        assert element["publiable"] is True
    timed = [e["duree_s"] for e in answer["elements"] if e["duree_s"] is not None]
    assert timed == sorted(timed)


def test_an_estimate_takes_its_rank_among_times_of_the_network(client):
    order = [element["id"] for element in nearest(client, mode="voiture")["elements"]]

    # 6,672 m in a straight line by car: 1,419 s, before the 1,740 s of the streets to D
    assert order.index(YOUTH) < order.index("dila--cap_emploi-93066-01") < order.index(WORK)


def test_time_not_distance_decides(client):
    by_car = [element["id"] for element in nearest(client, mode="voiture", k=4)["elements"]]
    on_foot = [element["id"] for element in nearest(client, mode="marche", k=4)["elements"]]

    assert by_car == [MISSION, OTHER_YOUTH, YOUTH, CIO]
    assert on_foot == [MISSION, CIO, YOUTH, OTHER_YOUTH]


@pytest.mark.usefixtures("margin")
@pytest.mark.parametrize("k", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("mode", MODES)
def test_the_first_are_those_of_the_whole_order(client, mode, k):
    every = nearest(client, mode=mode.value)["elements"]

    assert nearest(client, mode=mode.value, k=k)["elements"] == every[:k]


def test_in_a_wheelchair_what_has_no_time_comes_last_by_distance(client):
    elements = nearest(client, mode="fauteuil")["elements"]

    unknown = [element for element in elements if element["duree_s"] is None]
    assert elements[-len(unknown) :] == unknown
    metres = [element["distance_m"] for element in unknown]
    assert metres == sorted(metres)
    assert {element["id"] for element in unknown}.isdisjoint(INSIDE)


def test_the_share_of_unknown_surface_is_that_of_the_way_and_only_in_a_wheelchair(client):
    def said(mode):
        return {e["id"]: e["surface_inconnue"] for e in nearest(client, mode=mode)["elements"]}

    rolling = said("fauteuil")
    assert rolling[CIO] == 0
    assert rolling[YOUTH] == pytest.approx(0.5, abs=0.01)
    assert rolling["dila--cap_emploi-93066-01"] is None
    assert set(said("marche").values()) == {None}


def test_distances_are_along_the_streets(client):
    said = {e["id"]: e["distance_m"] for e in nearest(client, mode="voiture")["elements"]}

    assert said[CIO] == pytest.approx(800 + 2300 + 800 + 1100, abs=1)
    assert said["dila--cap_emploi-93066-01"] == pytest.approx(
        straight_m("dila--cap_emploi-93066-01"), abs=0.1
    )


@pytest.mark.parametrize("departs", [IN_RUSH, IN_CALM])
def test_traffic_is_said_and_multiplies_streets_and_estimates_alike(client, departs):
    factor, tranche = (1.5, "pointe") if departs == IN_RUSH else (1.0, "fluide")
    expected = on_paper(Mode.VOITURE, factor=factor)

    answer = nearest(client, mode="voiture", depart_a=departs)

    assert answer["ouvert_evalue"] == "a_l_arrivee"
    assert answer["trafic"] == {"tranche": tranche, "facteur": factor}
    for element in answer["elements"]:
        assert element["duree_s"] == pytest.approx(expected[element["id"]], abs=1)


def test_on_foot_traffic_does_not_matter_and_is_not_said(client):
    assert nearest(client, mode="marche", depart_a=IN_RUSH)["trafic"] is None


@pytest.mark.parametrize("mode", MODES)
def test_the_network_is_named_with_its_licence(client, mode):
    assert nearest(client, mode=mode.value)["reseau_rues"] == SAID


def test_a_mode_that_the_network_lacks_is_estimated(client):
    answer = nearest(client, mode="velo")

    assert (answer["classement"], answer["reseau_rues"]) == ("distance", None)
    assert all(element["estime"] for element in answer["elements"])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("au_plus_s", [1, 240, 330, 900, 1800, 2000])
def test_the_longest_time_is_inclusive(client, mode, au_plus_s):
    expected = {
        identifier
        for identifier, seconds in on_paper(mode).items()
        if seconds is not None and seconds <= au_plus_s
    }

    answer = nearest(client, mode=mode.value, au_plus_s=au_plus_s)

    assert {element["id"] for element in answer["elements"]} == expected
    unknown = sum(seconds is None for seconds in on_paper(mode).values())
    assert answer["sans_duree_ecartes"] == unknown


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("departs", [IN_RUSH, IN_CALM])
def test_who_asks_for_the_time_shown_finds_the_place_again(client, mode, departs):
    here = {"lon": 2.36123, "lat": 48.86, "mode": mode.value, "depart_a": departs}
    for element in nearest(client, **here)["elements"]:
        if 0 < (element["duree_s"] or 0) <= FOUR_HOURS_S:
            within = nearest(client, **here, au_plus_s=element["duree_s"])["elements"]
            assert element in within
            assert all(one["duree_s"] <= element["duree_s"] for one in within)


def test_the_radius_remains_a_straight_distance(client):
    within = nearest(client, mode="voiture", rayon_m=2000)

    # 5,000 m along the streets, 1,112 in a straight line
    assert {element["id"] for element in within["elements"]} == {MISSION, CIO}


def test_what_the_mode_does_not_reach_is_left_out_counted_and_explained(client):
    answer = nearest(client, mode="voiture")
    on_foot, rolling = nearest(client, mode="marche"), nearest(client, mode="fauteuil")

    assert UNREACHED not in {element["id"] for element in answer["elements"]}
    assert answer["inatteignables_ecartes"] == 1
    assert answer["inatteignables_motifs"] == {"loin_d_une_rue": 1}
    assert on_foot["inatteignables_motifs"] == {"au_dela": 1}
    # in a wheelchair no street leads near the places at D either
    assert rolling["inatteignables_motifs"] == {"loin_d_une_rue": 2}


def test_the_unreached_are_counted_as_far_as_the_farthest_given(client):
    # the Cité des métiers is 3.7 km away, the first three at most 2.3
    assert nearest(client, mode="voiture", k=3)["inatteignables_ecartes"] == 0
    assert nearest(client, mode="voiture", k=3, rayon_m=3000)["inatteignables_ecartes"] == 0
    assert nearest(client, mode="voiture", k=20, rayon_m=3000)["inatteignables_ecartes"] == 0
    assert nearest(client, mode="voiture", k=20, rayon_m=4000)["inatteignables_ecartes"] == 1


@pytest.mark.usefixtures("margin")
@pytest.mark.parametrize("k", [1, 2, 3, 5, 6, 7, 50])
def test_a_place_that_serves_other_communes_takes_no_rank(client, k):
    every = nearest(client, mode="marche")["elements"]
    serving_here = [element["id"] for element in every if element["rattachement"] != "non"]
    order = [element["id"] for element in every]
    last = serving_here[:k][-1]
    before = order[: order.index(last)] if len(serving_here) >= k else order

    answer = nearest(client, mode="marche", k=k, hors_zone=[])

    assert [element["id"] for element in answer["elements"]] == serving_here[:k]
    assert answer["hors_zone_ecartes"] == len(set(before) - set(serving_here))


def test_rattachement_is_that_of_a_search_without_streets(client):
    streets = {e["id"]: e["rattachement"] for e in nearest(client, mode="marche")["elements"]}
    straight = {e["id"]: e["rattachement"] for e in nearest(client, mode="velo")["elements"]}

    assert streets == {identifier: straight[identifier] for identifier in streets}


@pytest.mark.parametrize(
    "filters",
    [
        {"reseau": "information-jeunesse"},
        {"reseau": "crous"},
        {"reseau": ["cio", "cap-emploi"]},
        {"pmr": "oui"},
        {"profil": "femme"},
        {"mission": "conseil", "profil": "jeune"},
        {"code_commune": "93066"},
        {"code_bassin": "1107"},
        {"q": "travail"},
        {"bbox": "2.35,48.865,2.37,48.885"},
        {"q": "introuvable"},
    ],
    ids=str,
)
def test_filters_keep_the_same_places_as_without_streets(client, filters):
    straight = {element["id"] for element in nearest(client, mode="velo", **filters)["elements"]}

    for _ in range(2):  # the second time, from memory
        answer = nearest(client, mode="marche", **filters)
        assert {element["id"] for element in answer["elements"]} == straight - {UNREACHED}


@pytest.mark.usefixtures("margin")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("departs", [IN_CALM, "2026-11-24T11:30:00+01:00", IN_RUSH])
def test_open_on_arrival_is_what_the_hours_say_once_there(client, mode, departs):
    """Each place at its own instant, the slow way; seconds do not matter to hours."""
    factor = 1.5 if (departs, mode) == (IN_RUSH, Mode.VOITURE) else 1.0
    expected, unknown = set(), 0
    for identifier, seconds in on_paper(mode, factor=factor).items():
        if seconds is not None and seconds > FOUR_HOURS_S:
            continue
        point, ouvert = POINTS[identifier], "inconnu"
        if seconds is not None:
            there = datetime.fromisoformat(departs) + timedelta(seconds=seconds)
            ouvert = opening_at(point.horaires, point.horaires_reserves, there).ouvert
        expected |= {identifier} if ouvert == "oui" else set()
        unknown += ouvert == "inconnu"
    asked = {"mode": mode.value, "depart_a": departs, "ouvert": "a_l_arrivee"}

    answer = nearest(client, **asked)
    every = nearest(client, **asked, inconnus="inclus")

    assert {element["id"] for element in answer["elements"]} == expected
    assert {element["ouvert"] for element in answer["elements"]} <= {"oui"}
    assert answer["inconnus_ecartes"] == unknown
    assert len(every["elements"]) == len(expected) + unknown
    assert every["inconnus_ecartes"] == 0


def test_the_mission_closes_for_lunch_before_the_one_who_walks_there(client):
    from_d = {"lon": 2.36, "lat": 48.89, "mode": "marche", "ouvert": "a_l_arrivee"}

    def open_at(departs):
        answer = nearest(client, **from_d, depart_a=departs)
        return {element["id"]: element for element in answer["elements"]}

    # 45 minutes: there at 11:55, then at 12:05, when it is closed until 13:30
    assert open_at("2026-11-24T11:10:00+01:00")[MISSION]["prochain_changement"] == (
        "2026-11-24T12:00:00+01:00"
    )
    assert MISSION not in open_at("2026-11-24T11:20:00+01:00")


@pytest.mark.usefixtures("margin")
def test_an_instant_of_ones_own_still_filters(client):
    """The CIO's hours are in doubt, the other information-jeunesse has none."""
    answer = nearest(client, mode="voiture", k=2, ouvert_a=IN_CALM)

    assert [element["id"] for element in answer["elements"]] == [MISSION, YOUTH]
    assert answer["inconnus_ecartes"] == 1


@pytest.mark.usefixtures("margin")
@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("mode", ["marche", "voiture"])
@pytest.mark.parametrize("asked", ["ouvert_a", "depart_a"])
def test_the_first_that_are_open_are_those_of_the_whole_order(client, k, mode, asked):
    """Quickest first, whatever closed places stand before; the unknown ones are counted so far."""
    instant = {asked: "2026-11-24T08:40:00+01:00"}
    more = {"ouvert": "a_l_arrivee"} if asked == "depart_a" else {}
    every = nearest(client, mode=mode, **instant, **more, inconnus="inclus")["elements"]
    opened = [element for element in every if element["ouvert"] == "oui"]

    answer = nearest(client, mode=mode, k=k, **instant, **more)

    assert answer["elements"] == opened[:k]
    before = every[: every.index(opened[k - 1])] if len(opened) >= k else every
    assert answer["inconnus_ecartes"] == sum(one["ouvert"] == "inconnu" for one in before)


@pytest.mark.usefixtures("margin")
def test_at_night_nothing_is_open_and_every_place_was_looked_at(client):
    answer = nearest(client, mode="marche", k=1, ouvert_a="2026-11-24T03:00:00+01:00")
    unknown = nearest(
        client, mode="marche", k=50, ouvert_a="2026-11-24T03:00:00+01:00", inconnus="inclus"
    )

    assert answer["elements"] == []
    assert answer["inconnus_ecartes"] == len(unknown["elements"]) > 0


@pytest.mark.parametrize("mode", ["marche", "voiture"])
def test_far_from_any_street_times_are_estimates(client, mode):
    answer = nearest(client, mode=mode, **FAR_FROM_STREETS)

    assert (answer["classement"], answer["reseau_rues"]) == ("distance", None)
    for element in answer["elements"]:
        metres = straight_m(element["id"], **FAR_FROM_STREETS)
        assert element["estime"] is True
        assert element["duree_s"] == pytest.approx(travel_time_s(metres, Mode(mode)), abs=1)


def test_far_from_any_street_a_wheelchair_has_no_time(client):
    answer = nearest(client, mode="fauteuil", **FAR_FROM_STREETS)

    assert {element["duree_s"] for element in answer["elements"]} == {None}


@pytest.mark.parametrize(
    ("here", "motif"), [(FAR_FROM_STREETS, "hors_reseau"), (ON_THE_FOOTPATH, "loin_d_une_rue")]
)
def test_far_from_any_street_a_wheelchair_has_no_area_and_is_told_why(client, here, motif):
    refused = client.get(ISOCHRONES, params={**here, "mode": "fauteuil"})

    assert (refused.status_code, refused.json()["motif"]) == (404, motif)


@settings(max_examples=40, deadline=None)
@given(
    spot=st.tuples(st.sampled_from(["north", "south", "east"]), st.floats(0, 1)),
    k=st.integers(1, 14),
    au_plus_s=st.none() | st.integers(1, 5000),
    how=st.tuples(st.sampled_from([Mode.MARCHE, Mode.VOITURE]), st.sampled_from([0, 1, 6])),
)
def test_ranks_are_those_of_the_engine_asked_for_each_place(
    client, streets_dir, spot, k, au_plus_s, how
):
    """Anywhere on the streets: the service's shortcuts change nothing."""
    (street, share), (mode, margin) = spot, how
    lon, lat = {
        "north": (2.36, 48.86 + 0.03 * share),
        "south": (2.36 + 0.01 * share, 48.86),
        "east": (2.37, 48.86 + 0.02 * share),
    }[street]
    engine = open_streets(streets_dir / "processed" / "networks" / NAME, mode)
    doors = sorted(POINTS.keys() - {NO_DOOR})
    ends = np.array([(POINTS[one].lon, POINTS[one].lat) for one in doors])
    reached = engine.one_to_many(
        np.array([lon, lat]), ends, cutoff_s=1e6, departure=datetime.fromisoformat(IN_CALM)
    )
    times = dict(zip(doors, reached.travel_time_s.tolist(), strict=True))
    times |= {
        one: travel_time_s(straight_m(one, lon=lon, lat=lat), mode)
        for one in doors
        if one not in INSIDE
    }
    expected = sorted(t for t in times.values() if t <= (au_plus_s or 1e6))[:k]
    more = {} if au_plus_s is None else {"au_plus_s": au_plus_s}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.points_accueil.by_streets.MARGIN", margin)
        elements = nearest(client, lon=lon, lat=lat, k=k, mode=mode.value, **more)["elements"]

    # up to the next second, in case of a doubt on the last decimals of an estimate
    assert [e["duree_s"] for e in elements] == pytest.approx(np.add(expected, 0.5), abs=0.51)
    for element in elements:
        assert element["duree_s"] == pytest.approx(times[element["id"]] + 0.5, abs=0.51)


def test_geojson_keeps_the_order(client):
    collection = nearest(client, mode="voiture", format="geojson")

    assert [feature["id"] for feature in collection["features"]] == [
        element["id"] for element in nearest(client, mode="voiture")["elements"]
    ]
    assert collection["reseau_rues"] == SAID


def test_paper_is_right():
    """The docstring's sums, so that a change of the town is seen here first."""
    round_about = BY_CAR["AE"][0] + BY_CAR["EF"][0] + BY_CAR["FC"][1]
    assert TIMES_S[Mode.VOITURE][YOUTH] == round_about
    assert TIMES_S[Mode.VOITURE][CIO] == round_about + BY_CAR["CB"][0]
    assert TIMES_S[Mode.FAUTEUIL][YOUTH] == sum(one[0] for one in IN_A_WHEELCHAIR.values())
