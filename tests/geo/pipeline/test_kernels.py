"""Loops compiled ahead: nothing that production asks waits for a compiler afterwards."""

from datetime import UTC, datetime

import numpy as np

from geo.network.estimate import Mode
from geo.network.osm.pbf import read_pbf
from geo.network.streets import open_streets
from geo.pipeline.kernels import compile_kernels, loops
from geo.pipeline.network import Given, build_network
from geo.progress import SilentReporter
from tests.geo.network.osm.paper import position, write_osm

NODES = {i * 10 + j: (i, j) for i in range(5) for j in range(5)}
WAYS = {100 + i: ([i * 10 + j for j in range(5)], "residential") for i in range(5)} | {
    200 + j: ([i * 10 + j for i in range(5)][:: (-1) ** j], {"highway": "service", "oneway": "yes"})
    for j in range(5)
}


def compilations():
    return sum(sum(loop.stats.cache_misses.values()) for loop in loops())


def test_nothing_is_compiled_after_compiling_ahead(tmp_path):
    done = compile_kernels(SilentReporter())
    assert done.folders
    before = compilations()

    extract = write_osm(tmp_path / "ville.osm", NODES, WAYS)
    assert len(read_pbf(extract).segment_tail)
    folder = build_network("ville", Given(osm=extract), tmp_path, SilentReporter())
    places = np.array([position(0, 0), position(2, 3), position(4, 4), position(50, 50)]) / 1e7
    categories = np.array([0, 1, 0, 1], dtype=np.int32)
    departure = datetime(2026, 11, 24, 8, tzinfo=UTC)
    for mode in Mode:
        streets = open_streets(folder, mode)
        placed = streets.place(places)
        wanted = np.array([True, False, True, True])
        streets.one_to_many(places[0], places, cutoff_s=600, departure=departure)
        streets.many_to_one(places, places[3], cutoff_s=600)
        streets.nearest_placed(places[1], placed, wanted=wanted, k=5, cutoff_s=900)
        streets.nearest(places, places, categories, k=1, cutoff_s=900, threads=2)
        streets.nearest_from_nodes(placed, categories, k=3, cutoff_s=900, threads=2)
        streets.matrix(places[:1], places, cutoff_s=900, threads=2)
        streets.matrix(places, places[:2], cutoff_s=900)
        streets.reachable_areas(places[1], cutoffs_s=[600], departure=departure)
        streets.route(places[2], places[0], cutoff_s=900)

    assert compilations() == before
