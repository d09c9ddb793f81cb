"""Who runs a place has no say in its rank: réseaux, names and identifiers change hands."""

from dataclasses import replace

import pytest

from geo.network.estimate import Mode
from geo.store.engine import connect
from geo.store.load import replace_points
from tests import directory
from tests.api.serving import HERE, serving
from tests.api.streets import IN_CALM, write_streets

NEAREST = "/v1/points-accueil/proches"


def exchanged(shift):
    """The same places, each run by another one's réseau under another one's name."""
    places = [point for point in directory.points() if point.source == "dila"]
    others = places[shift:] + places[:shift]
    return [
        replace(
            place, id=other.id, nom=other.nom, reseau=other.reseau, doublons=(), signalements=()
        )
        for place, other in zip(places, others, strict=True)
    ]


def positions(client, **more):
    every = [reseau.code for reseau in directory.reseaux()]
    answer = client.get(NEAREST, params={**HERE, "k": 50, "reseau": every, **more})
    assert answer.status_code == 200, answer.text
    return [(element["lon"], element["lat"]) for element in answer.json()["elements"]]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    write_streets(folder / "processed" / "networks", modes=(Mode.VOITURE,))
    return folder


@pytest.mark.parametrize("shift", [1, 5, 9])
def test_rank_by_travel_time_does_not_depend_on_who_runs_a_place_either(
    spare_url, shared_directory_url, data_dir, shift
):
    by_car = {"mode": "voiture", "depart_a": IN_CALM}
    with serving(shared_directory_url, data_dir=data_dir) as client:
        expected = positions(client, hors_zone="inclus", **by_car)
        doors = positions(client, **by_car)
    with connect(spare_url) as connection:
        load(connection, exchanged(shift))
    with serving(spare_url, data_dir=data_dir) as other:
        assert positions(other, hors_zone="inclus", **by_car) == expected
        assert positions(other, **by_car) == doors

    assert len(expected) == len(directory.points())


@pytest.mark.parametrize("mode", ["marche", "voiture"])
def test_equal_times_favour_no_reseau(spare_url, data_dir, mode):
    """Places of two réseaux on one spot, along the streets or estimated."""
    template = directory.points()[0]
    pairs = [
        replace(
            template, id=f"dila--{kind}-75102-{number:02d}", reseau=reseau, nom="Ici",
            lon=2.36 + number / 10_000, lat=48.86, zone_competence=None,
        )
        for number in range(40)
        for kind, reseau in (("apec", "apec"), ("mission_locale", "mission-locale"))
    ]  # fmt: skip
    with connect(spare_url) as connection:
        load(connection, pairs)
    with serving(spare_url, data_dir=data_dir) as client:
        answer = client.get(NEAREST, params={**HERE, "k": 50, "mode": mode}).json()

    assert answer["classement"] == ("duree" if mode == "voiture" else "distance")
    ranked = [element["reseau"] for element in answer["elements"]]
    first, second = ranked[::2], ranked[1::2]
    # 25 fair coins: fewer than 4 of either has a chance below one in 5,000; the digests are fixed
    assert 4 <= first.count("apec") <= 21
    assert all(one != other for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize("shift", [1, 5, 9])
def test_rank_depends_on_the_place_not_on_who_runs_it(spare_url, client, shift):
    expected = positions(client, hors_zone="inclus")
    doors = positions(client)
    with connect(spare_url) as connection:
        load(connection, exchanged(shift))
    with serving(spare_url) as other:
        got = positions(other, hors_zone="inclus")
        assert positions(other) == doors

    assert got == expected
    assert len(got) == len(directory.points())


def test_ties_favour_no_reseau(spare_url):
    """Places of two réseaux on one spot: each comes first about as often as the other."""
    template = directory.points()[0]
    here = dict(zip(("lon", "lat"), (2.31, 48.81), strict=True))
    pairs = [
        replace(
            template, id=f"dila--{kind}-75102-{number:02d}", reseau=reseau, nom="Ici",
            lon=here["lon"] + number / 1000, lat=here["lat"],
        )
        for number in range(40)
        for kind, reseau in (("apec", "apec"), ("mission_locale", "mission-locale"))
    ]  # fmt: skip
    with connect(spare_url) as connection:
        load(connection, pairs)
    with serving(spare_url) as client:
        first = [
            client.get(
                NEAREST, params={"lon": here["lon"] + number / 1000, "lat": here["lat"], "k": 2}
            ).json()["elements"][0]["reseau"]
            for number in range(40)
        ]

    # 40 fair coins: fewer than 8 of either has a chance below one in 10,000; the digests are fixed
    assert 8 <= first.count("apec") <= 32


def load(connection, points):
    replace_points(
        connection, points, [], source="dila", file="essai", digest="1" * 64, read=len(points),
        code_version="essai", whole=True, allow_shrink=True,
    )  # fmt: skip
