"""The networks of a running worker: opened when asked for, built again, damaged, preferred."""

import asyncio
import gc
import logging
import threading
import weakref
from dataclasses import replace
from functools import partial

import psycopg
import pytest

from api.directory import to_directory
from api.networks.placing import place
from api.networks.service import Networks, choose, open_engine, refresh
from geo.network.estimate import Mode
from geo.store.engine import connect
from geo.store.load import replace_points
from tests import directory
from tests.api import streets
from tests.api.serving import HERE, serving
from tests.api.streets import BOUNDS, BY_CAR, CIO, IN_CALM, MISSION, YOUTH

NEAREST = "/v1/points-accueil/proches"
BY_CAR_NOW = {**HERE, "mode": "voiture", "k": 50, "depart_a": IN_CALM}
write_streets = partial(streets.write_streets, modes=(Mode.VOITURE,))
BY_CAR_NOW_TO = {**HERE, "mode": "voiture", "depart_a": IN_CALM}
SOUTH_ONLY = {"AE": (60, 60, 800)}
SLOWER = {**BY_CAR, "AE": (260, 260, 800)}


@pytest.fixture(autouse=True)
def _looked_at_each_time(monkeypatch):
    monkeypatch.setattr("api.networks.service.REFRESH_S", 0.0)


def times(client, **parameters):
    answer = client.get(NEAREST, params={**BY_CAR_NOW, **parameters})
    assert answer.status_code == 200, answer.text
    content = answer.json()
    name = content["reseau_rues"] and content["reseau_rues"]["nom"]
    return name, {element["id"]: element["duree_s"] for element in content["elements"]}


def served(client):
    state = client.get("/v1/etat").json()
    return [one["nom"] for one in state["reseaux_rues"]], state["reseaux_rues_illisibles"]


def test_a_network_built_again_is_used_without_a_restart(shared_directory_url, tmp_path):
    root = tmp_path / "processed" / "networks"
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        none = times(client)
        write_streets(root)
        first = times(client)
        write_streets(root, by_car=SLOWER)
        second = times(client)

    assert none[0] is None
    assert (first[0], first[1][YOUTH]) == ("rues", 240)
    assert (second[0], second[1][YOUTH]) == ("rues", 440)


def test_the_network_that_may_be_published_answers_first(shared_directory_url, tmp_path):
    root = tmp_path / "processed" / "networks"
    write_streets(root, name="essai", publiable=False)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        trial = client.get(NEAREST, params=BY_CAR_NOW).json()
        write_streets(root, name="large", bounds=(2.0, 48.5, 2.7, 48.895))
        name, _ = times(client)
        listed = served(client)

    assert {e["publiable"] for e in trial["elements"] if not e["estime"]} == {False}
    assert trial["reseau_rues"]["publiable"] is False
    assert name == "large"
    assert listed == (["large", "essai"], [])


@pytest.mark.parametrize("damage", ["manifest.json", "voiture/out_edges.npy"])
def test_a_damaged_network_is_named_and_the_service_goes_on(
    shared_directory_url, tmp_path, damage, caplog
):
    root = tmp_path / "processed" / "networks"
    folder = write_streets(root)
    (folder / damage).write_bytes(b"\0" * 20)
    with (
        caplog.at_level(logging.WARNING, logger="deuxportes.api"),
        serving(shared_directory_url, data_dir=tmp_path) as client,
    ):
        for _ in range(3):
            name, found = times(client)
        listed = served(client)
        write_streets(root)
        mended = times(client)[0]
        after = served(client)

    assert name is None
    assert found[MISSION] == 0
    assert listed == ([], ["rues"])
    assert (mended, after) == ("rues", (["rues"], []))
    # said once, not at each request
    (line,) = [line for line in caplog.messages if "illisible" in line]
    assert "deuxportes network build rues" in line


def test_another_network_answers_where_the_first_cannot_be_opened(shared_directory_url, tmp_path):
    root = tmp_path / "processed" / "networks"
    folder = write_streets(root, name="casse")
    (folder / "voiture" / "in_edges.npy").write_bytes(b"")
    write_streets(root, name="bon", publiable=False)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        name, _ = times(client)
        listed = served(client)

    assert name == "bon"
    assert listed == (["bon"], ["casse"])


def test_far_from_the_streets_of_one_network_another_may_answer(shared_directory_url, tmp_path):
    root = tmp_path / "processed" / "networks"
    write_streets(root, name="petit", bounds=(2.355, 48.85, 2.365, 48.875))
    write_streets(root, name="grand", bounds=BOUNDS)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        inside = times(client)
        east = times(client, lon=2.37, lat=48.87)

    assert inside[0] == "petit"
    assert east[0] == "grand"


@pytest.mark.parametrize(
    ("north_m", "answers"), [(0, "petit"), (150, "petit"), (250, "grand"), (480, "grand")]
)
def test_a_network_whose_streets_are_much_farther_does_not_answer(
    shared_directory_url, tmp_path, north_m, answers
):
    """The small one has no street but A – E; one stands beside it, on A – B."""
    root = tmp_path / "processed" / "networks"
    write_streets(root, name="petit", bounds=(2.355, 48.85, 2.375, 48.875), by_car=SOUTH_ONLY)
    write_streets(root, name="grand", bounds=BOUNDS)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        name, _ = times(client, lon=2.36, lat=48.86 + north_m / 111_210)

    assert name == answers


def test_what_may_be_published_loses_too_where_its_streets_are_much_farther(
    shared_directory_url, tmp_path
):
    root = tmp_path / "processed" / "networks"
    write_streets(root, name="publie", by_car=SOUTH_ONLY)
    write_streets(root, name="essai", publiable=False)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        near, far = times(client), times(client, lat=48.8625)

    assert (near[0], far[0]) == ("publie", "essai")


def test_doors_outside_the_area_but_within_its_box_are_estimates(shared_directory_url, tmp_path):
    """A small town at A – E whose box holds every place of Paris: none of them is dropped."""
    write_streets(tmp_path / "processed" / "networks", by_car=SOUTH_ONLY)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        answer = client.get(NEAREST, params=BY_CAR_NOW).json()
        way = client.get("/v1/itineraires", params={**BY_CAR_NOW_TO, "point_id": YOUTH}).json()

    told = {element["id"]: element["estime"] for element in answer["elements"]}
    assert (told[MISSION], told[CIO], told[YOUTH]) == (False, True, True)
    assert answer["inatteignables_ecartes"] == 0
    assert way["properties"]["estime"] is True


def test_what_was_open_of_an_old_network_is_let_go(tmp_path):
    write_streets(tmp_path)

    async def let_go():
        networks = Networks(tmp_path)
        service = await choose(networks, **HERE, mode=Mode.VOITURE)
        row = ("a", 2.36, 48.86, "cio", True, (), (), None, None, (), (), (), "inconnue")
        places = to_directory([row])
        old = [weakref.ref(service.engine), weakref.ref((await place(service, places)).indptr)]
        del service
        write_streets(tmp_path)
        await refresh(networks)
        gc.collect()
        return [one() for one in old]

    assert asyncio.run(let_go()) == [None, None]


def test_while_a_network_opens_whoever_asks_is_told_to_come_back(
    shared_directory_url, tmp_path, monkeypatch
):
    write_streets(tmp_path / "processed" / "networks")
    may_open, real = threading.Event(), open_engine
    monkeypatch.setattr("api.networks.service.PATIENCE_S", 0.05)

    def slow(folder, mode):
        may_open.wait(20)
        return real(folder, mode)

    monkeypatch.setattr("api.networks.service.open_engine", slow)
    with serving(shared_directory_url, data_dir=tmp_path) as client:
        waiting = [client.get(NEAREST, params=BY_CAR_NOW), client.get("/readyz")]
        other = client.get(NEAREST, params={**BY_CAR_NOW, "mode": "velo"})
        may_open.set()
        while client.get("/readyz").status_code == 503:
            pass
        name, _ = times(client)

    for answer in waiting:
        assert (answer.status_code, answer.json()["title"]) == (503, "Rues en préparation")
        assert int(answer.headers["retry-after"]) >= 10
        assert "étroite" not in answer.json()["detail"]
    assert other.status_code == 200
    assert name == "rues"


def test_places_that_change_are_met_with_streets_anew(spare_url, tmp_path):
    write_streets(tmp_path / "processed" / "networks")
    moved = [
        replace(point, lon=2.37, lat=48.86) if point.id == CIO else point
        for point in directory.points()
    ]
    with serving(spare_url, data_dir=tmp_path) as client:
        before = times(client)[1]
        with connect(spare_url) as connection:
            load(connection, moved)
        after = times(client)[1]
        with connect(spare_url) as connection:
            load(connection, [point for point in moved if point.id != YOUTH])
        without = times(client)[1]
        with connect(spare_url) as connection:
            load(connection, directory.points())
        again = times(client)[1]

    assert before[CIO] == 330
    assert after[CIO] == 60  # at E now
    assert YOUTH in after
    assert YOUTH not in without
    assert again == before


def test_places_changed_by_hand_are_seen_in_time(spare_url, tmp_path, monkeypatch):
    write_streets(tmp_path / "processed" / "networks")
    move = "UPDATE points_accueil SET geom = ST_SetSRID(ST_MakePoint(%s, %s), 4326) WHERE id = %s"
    with (
        serving(spare_url, data_dir=tmp_path) as client,
        psycopg.connect(spare_url, autocommit=True) as connection,
    ):
        before = times(client)[1]
        connection.execute(move, (2.37, 48.86, CIO))
        believed = times(client)[1]
        monkeypatch.setattr("api.directory.REFRESH_S", 0.0)
        seen = times(client)[1]
        connection.execute(move, (2.36, 48.87, CIO))

    assert before[CIO] == believed[CIO] == 330
    assert seen[CIO] == 60


def load(connection, points):
    mine = [point for point in points if point.source == "dila"]
    replace_points(
        connection, mine, [], source="dila", file="essai", digest="2" * 64, read=len(mine),
        code_version="essai", whole=True, allow_shrink=True,
    )  # fmt: skip
