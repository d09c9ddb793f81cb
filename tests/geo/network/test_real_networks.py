"""Laws on real streets, and scipy's own search of the same arrays; skipped where there are none."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geo.network.build.graph import build_graph
from geo.network.estimate import Mode
from geo.network.measure import lengths_m
from geo.network.osm.graphml import read_graphml
from geo.network.osm.pbf import read_pbf
from geo.network.profiles.read import read_profile
from geo.network.raw import DEGREE
from geo.network.street_times import StreetTravelTimes

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "osm"
TOWNS = [
    ("heidelberg_2024.osm.pbf", read_pbf, Mode.VOITURE),
    ("monaco_2016.osm.pbf", read_pbf, Mode.MARCHE),
    ("saint_germain_en_laye_osmnx.graphml", read_graphml, Mode.VELO),
]
NIGHT = datetime(2026, 11, 24, 3, tzinfo=ZoneInfo("Europe/Paris"))  # free of traffic
CUTOFF_S = 3600.0


@pytest.fixture(scope="module", params=TOWNS, ids=lambda town: town[2])
def streets(request):
    name, read, mode = request.param
    if not (FOLDER / name).exists():
        pytest.skip(f"{name} is not beside the project (../shared/data/osm)")
    graph, manifest = build_graph(read(FOLDER / name), read_profile(mode))
    low, high = graph.shape_lon_lat.min(axis=0) / DEGREE, graph.shape_lon_lat.max(axis=0) / DEGREE
    return StreetTravelTimes(graph, manifest, publiable=True, name="real", bounds=(*low, *high))


@pytest.fixture(scope="module")
def junctions(streets):
    """Some junctions where people live, as nodes and as positions."""
    lived = np.flatnonzero(streets.graph.node_inhabited_m > 0)
    nodes = np.random.default_rng(1).choice(lived, 40, replace=False)
    return nodes, streets.graph.node_lon_lat[nodes] / DEGREE


def test_times_are_those_of_scipy_on_the_same_arrays(streets, junctions):
    graph, (nodes, positions) = streets.graph, junctions
    size = len(graph.node_id)
    tails = np.repeat(np.arange(size), np.diff(graph.out_indptr))
    heads, time_ms = graph.out_edges.T
    order = np.lexsort((time_ms, heads, tails))  # of parallel edges, the quickest
    first = np.unique(np.column_stack((tails, heads))[order], axis=0, return_index=True)[1]
    edges = order[first]
    matrix = csr_matrix(
        (np.maximum(time_ms[edges], 1e-9), (tails[edges], heads[edges])), (size,) * 2
    )
    origin, slow_s = positions[0], np.full(len(nodes), np.inf)
    same = np.flatnonzero(graph.node_id == graph.node_id[nodes[0]])
    from_origin = dijkstra(matrix, indices=same).min(axis=0) / 1000
    for i, node in enumerate(nodes):
        slow_s[i] = from_origin[graph.node_id == graph.node_id[node]].min()
    slow_s[slow_s > CUTOFF_S] = np.inf

    found = streets.one_to_many(origin, positions, cutoff_s=CUTOFF_S, departure=NIGHT)

    np.testing.assert_allclose(found.travel_time_s, slow_s, atol=2e-3)
    assert np.isfinite(slow_s).sum() > 20


def test_matrix_is_many_searches_and_many_ways(streets, junctions):
    positions = junctions[1][:12] + 1e-4 * np.random.default_rng(2).uniform(-1, 1, (12, 2))
    pairs = streets.matrix(positions, positions, cutoff_s=CUTOFF_S, threads=2)
    matrix = np.full((12, 12), np.inf)
    matrix[pairs.origin, pairs.destination] = pairs.travel_time_s
    for i, position in enumerate(positions):
        there = streets.one_to_many(position, positions, cutoff_s=CUTOFF_S)
        back = streets.many_to_one(positions, position, cutoff_s=CUTOFF_S)
        np.testing.assert_array_equal(matrix[i], there.travel_time_s)
        np.testing.assert_array_equal(matrix[:, i], back.travel_time_s)
        route = streets.route(position, positions[0], cutoff_s=CUTOFF_S)
        assert (route.travel_time_s if route else np.inf) == matrix[i, 0]


def test_the_nearest_are_the_first_of_the_sorted_matrix(streets, junctions):
    origins, places = junctions[1][:10], junctions[1][10:]
    categories = np.arange(len(places), dtype=np.int32) % 3
    found = streets.nearest(origins, places, categories, k=2, cutoff_s=CUTOFF_S)
    for i, origin in enumerate(origins):
        times = streets.one_to_many(origin, places, cutoff_s=CUTOFF_S).travel_time_s
        for category in range(3):
            soonest = np.sort(times[categories == category])[:2]
            np.testing.assert_array_equal(found.travel_time_s[category, i], soonest)


def test_areas_hold_what_is_reached_and_each_other(streets, junctions):
    positions = junctions[1]
    areas = streets.reachable_areas(positions[0], cutoffs_s=[300, 600, 900])
    times = streets.one_to_many(positions[0], positions, cutoff_s=900).travel_time_s
    for area in areas:
        assert area.geometry.is_valid
        assert all(polygon.exterior.is_ccw for polygon in area.geometry.geoms)
        reached = shapely.points(positions[times <= area.cutoff_s])
        assert shapely.covers(area.geometry, reached).all()
    assert areas[1].geometry.covers(areas[0].geometry)
    assert areas[2].geometry.covers(areas[1].geometry)


def test_a_way_is_as_long_as_its_line(streets, junctions):
    positions = junctions[1]
    routes = [streets.route(positions[0], to, cutoff_s=CUTOFF_S) for to in positions[1:8]]
    for route in filter(None, routes):
        drawn_m = lengths_m(np.rint(route.lon_lat * DEGREE).astype(np.int32)).sum()
        assert drawn_m == pytest.approx(route.distance_m, rel=1e-4, abs=1)
    assert any(routes)
