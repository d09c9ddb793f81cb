"""How far one looks before the choice is sure."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from api.directory import to_directory
from api.networks.service import Service
from api.orientation.find import Question, find
from api.orientation.prepared import KnownPrepared, prepare
from api.orientation.terrain import Leaving, Streets, Terrain, reach
from api.rules import to_rules
from geo.domain.mission import Mission
from geo.network.estimate import Mode
from geo.network.streets import open_streets
from tests.api.streets import IN_CALM, POINTS

DEPARTURE = datetime.fromisoformat(IN_CALM)
HERE = np.array([2.36, 48.86])


@pytest.fixture(scope="module")
def engine(streets_dir):
    return open_streets(streets_dir / "processed" / "networks" / "rues", Mode.MARCHE)


def terrain_of(engine, spots):
    """Lay out places that are always open and say nothing of their own."""
    rows = [
        (f"essai--lieu-{number}", lon, lat, "cio", True, [], [], None, "24/7", [], [], [], "oui")
        for number, (lon, lat) in enumerate(spots)
    ]
    places = to_directory(rows)
    return Terrain(
        places, engine.mode, Streets(Service(None, engine), engine.place(places.lon_lat))
    )


@pytest.mark.parametrize("at_most", range(1, 8))
def test_every_time_below_what_is_settled_is_known(engine, at_most):
    terrain = terrain_of(engine, [(p.lon, p.lat) for p in POINTS.values()])
    leaving = Leaving(origin=HERE, departure=DEPARTURE, cutoff_s=3000.0)
    wanted = np.ones(len(POINTS), dtype=bool)
    every = reach(terrain, leaving, wanted)

    some = reach(terrain, leaving, wanted, at_most=at_most)

    assert every.settled_s == np.inf
    known = every.time_s < some.settled_s
    assert (some.time_s[known] == every.time_s[known]).all()
    on_streets = np.isfinite(every.time_s) & ~every.is_estimate
    assert (some.settled_s == np.inf) == (at_most > on_streets.sum())


@pytest.mark.parametrize("enough", [(None,), (1, None), (2, None)])
def test_however_few_are_looked_at_first_the_rank_of_the_day_settles_ties(
    engine, enough, monkeypatch
):
    """Four places at one spot, one more beyond."""
    monkeypatch.setattr("api.orientation.find.ENOUGH", enough)
    terrain = terrain_of(engine, [(2.36, 48.87)] * 4 + [(2.36, 48.88)])
    rules = to_rules([("cio", "tout-public", "conseil", False)], [], [])
    prepared = prepare(KnownPrepared(), terrain.directory, rules)
    chosen = set()
    for day in range(12):
        departure = DEPARTURE + timedelta(days=day)
        asked = Question(
            lon=HERE[0], lat=HERE[1], codes_here=(), profils=frozenset(), mission=Mission.CONSEIL,
            budget_s=3000, departure=departure, pmr=False, wheelchair=False,
        )  # fmt: skip

        (door,) = find(terrain, prepared, asked).doors

        rank = prepared.rank(departure.date())
        assert door.number == rank[:4].argmin()
        chosen.add(door.number)
    assert len(chosen) > 1
