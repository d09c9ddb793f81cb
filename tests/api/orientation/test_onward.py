"""Second legs: the same from either end, searched once, forgotten with the directory."""

from datetime import datetime

import numpy as np
import pytest

from api.directory import to_directory
from api.networks.service import Service
from api.orientation import onward as module
from api.orientation.onward import Onward, Spokes, leaves_at, onward, remembered
from api.orientation.terrain import Streets, Terrain
from geo.network.estimate import Mode
from geo.network.streets import open_streets
from tests import directory
from tests.api.orientation.oracle import IDS, AlongStreets, Estimates
from tests.api.streets import CIO, IN_CALM, MISSION, POINTS, WORK, YOUTH

DEPARTURE = datetime.fromisoformat(IN_CALM)


class Counting:
    """An engine that counts its searches."""

    def __init__(self, engine):
        self.engine = engine
        self.leaving, self.reaching, self.at_once = [], [], 0

    @property
    def streets(self):
        """What a search from all first doors at once is made on."""
        self.at_once += 1
        return self.engine.streets

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def nearest_placed(self, origin, placed, **terms):
        self.leaving.append(tuple(origin))
        return self.engine.nearest_placed(origin, placed, **terms)

    def matrix(self, origins, destinations, **terms):
        self.reaching.append(len(destinations))
        return self.engine.matrix(origins, destinations, **terms)


def laid_out():
    rows = [
        (p.id, p.lon, p.lat, p.reseau, p.reseau != "crous", [], [], None, None, [], [], [], "oui")
        for p in directory.points()
    ]
    return to_directory(rows)


@pytest.fixture
def ground(streets_dir):
    """Terrain of a mode, with nothing remembered yet."""
    places = laid_out()

    def of(mode):
        folder = streets_dir / "processed" / "networks" / "rues"
        engine = Counting(open_streets(folder, mode))
        service = Service(None, engine)
        return Terrain(places, mode, Streets(service, engine.place(places.lon_lat)))

    return of


def numbers(*ids):
    return np.array([IDS.index(id_) for id_ in ids], dtype=np.intp)


def legs(terrain, first, second, cutoff_s=14_400, *, leave_s=0.0):
    asked = Onward(first=first, second=second, departure=DEPARTURE, cutoff_s=cutoff_s)
    found = onward(terrain, asked, leave_s=np.full(len(first), leave_s))
    pairs = zip(*(column.tolist() for column in found), strict=True)
    return {(one, other): (time_s, estimate) for one, other, time_s, estimate in pairs}


def on_paper(times, first, second, cutoff_s):
    outside = getattr(times, "outside", np.ones(len(IDS), dtype=bool))
    found = {}
    for one in first.tolist():
        for other in second.tolist():
            time_s = times.between(POINTS[IDS[one]], POINTS[IDS[other]])
            if time_s <= cutoff_s:
                found[one, other] = time_s, bool(outside[one] or outside[other])
    return found


EVERY = np.flatnonzero([point.reseau != "crous" for point in directory.points()])


def check(found, expected):
    assert found.keys() == expected.keys()
    for pair, (time_s, estimate) in expected.items():
        assert found[pair] == (pytest.approx(time_s, rel=1e-8, abs=1e-6), estimate)


@pytest.mark.parametrize("mode", [Mode.MARCHE, Mode.VOITURE, Mode.FAUTEUIL])
@pytest.mark.parametrize("cutoff_s", [0, 900, 1800, 14_400])
def test_from_few_to_many_from_many_to_few_and_from_memory_legs_are_the_same(
    ground, mode, cutoff_s
):
    terrain = ground(mode)
    expected = on_paper(AlongStreets(terrain.streets.engine.engine), EVERY, EVERY, cutoff_s)
    few = EVERY[:3]

    for first, second in ((few, EVERY), (EVERY, few), (EVERY, EVERY), (few, few)):
        check(
            legs(terrain, first, second, cutoff_s),
            {
                pair: said
                for pair, said in expected.items()
                if pair[0] in first and pair[1] in second
            },
        )


@pytest.mark.parametrize("mode", [Mode.MARCHE, Mode.VELO, Mode.VOITURE])
def test_without_a_network_legs_are_estimates(mode):
    terrain = Terrain(laid_out(), mode, None)

    check(legs(terrain, EVERY, EVERY, 5000), on_paper(Estimates(mode), EVERY, EVERY, 5000))


def test_a_wheelchair_without_a_network_goes_nowhere():
    assert legs(Terrain(laid_out(), Mode.FAUTEUIL, None), EVERY, EVERY) == {}


def test_searches_start_from_the_fewer_places_and_are_made_once(ground):
    terrain = ground(Mode.MARCHE)
    engine = terrain.streets.engine
    few = numbers(CIO, MISSION)

    def made():
        return len(engine.leaving), engine.reaching

    legs(terrain, few, EVERY, 1000)
    assert made() == (2, [])
    legs(terrain, few, EVERY, 1200)  # searched as far as 1,200 s the first time
    assert made() == (2, [])
    legs(terrain, few, EVERY, 1201)
    assert made() == (4, [])
    legs(terrain, EVERY, few[:1], 1000)
    assert made() == (4, [1])
    legs(terrain, EVERY, few, 1000)
    assert made() == (4, [1, 1])
    searched = engine.at_once
    legs(terrain, EVERY, few, 1000)
    assert made() == (4, [1, 1])
    assert engine.at_once == searched


def test_where_nobody_is_near_one_search_says_so(ground):
    """From the CIO, France Travail is 1,800 s away, and 900 from Quartier Jeunes."""
    terrain = ground(Mode.MARCHE)
    engine = terrain.streets.engine

    assert legs(terrain, numbers(CIO, MISSION), numbers(WORK), 1700) == {}
    assert (engine.at_once > 0, engine.leaving, engine.reaching) == (True, [], [])
    found = legs(terrain, numbers(CIO, YOUTH), numbers(WORK, MISSION), 1000)
    assert {pair: time_s for pair, (time_s, _) in found.items()} == {
        (IDS.index(YOUTH), IDS.index(WORK)): 900, (IDS.index(CIO), IDS.index(MISSION)): 900
    }  # fmt: skip


def test_each_state_of_traffic_has_its_own_legs(ground):
    terrain = ground(Mode.VOITURE)
    few = numbers(CIO)
    calm = legs(terrain, few, EVERY)
    morning = 22 * 3600  # 8:30 the next day

    rush = legs(terrain, few, EVERY, leave_s=morning)

    assert rush.keys() == calm.keys()
    for pair, (time_s, _) in calm.items():
        assert rush[pair][0] == pytest.approx(1.5 * time_s, rel=1e-6, abs=1)
    assert len(terrain.streets.engine.leaving) == 2


def test_nobody_or_nowhere_has_no_legs(ground):
    terrain, none = ground(Mode.MARCHE), numbers()

    assert legs(terrain, none, EVERY) == {}
    assert legs(terrain, EVERY, none) == {}
    assert terrain.streets.engine.leaving == []


def test_what_was_known_of_another_directory_is_forgotten(ground):
    service = ground(Mode.MARCHE).streets.service
    one, other = laid_out(), laid_out()

    assert remembered(service, one) is remembered(service, one)
    assert remembered(service, other).directory is other


def test_what_is_remembered_is_bounded(ground, monkeypatch):
    monkeypatch.setattr(module, "HELD_MAX", 10)
    terrain = ground(Mode.MARCHE)
    known = remembered(terrain.streets.service, terrain.directory)
    few = EVERY[:2]

    first = legs(terrain, few, EVERY, 5000)
    for number in EVERY:
        legs(terrain, np.array([number]), EVERY, 5000)
        assert known.held <= 10

    assert legs(terrain, few, EVERY, 5000) == first


def test_no_position_is_remembered():
    """Only numbers of places, and times."""
    assert Spokes._fields == ("cutoff_s", "other", "time_s")


def test_one_leaves_to_the_minute_after_the_departure():
    assert (leaves_at(DEPARTURE, 59.0) - DEPARTURE).total_seconds() == 0
    assert (leaves_at(DEPARTURE, 495.0) - DEPARTURE).total_seconds() == 480
