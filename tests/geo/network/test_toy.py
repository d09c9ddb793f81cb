"""The town of the other tests is what its drawing says."""

import numpy as np
import pytest

from geo.network.build.assemble import assemble
from geo.network.graph import UNKNOWN_SURFACE
from geo.network.measure import line_lengths_m
from tests.geo.network import toy


def test_the_town_has_its_junctions_and_no_island():
    graph = toy.town_graph()

    assert len(graph.node_id) == 7 * 5 + 2
    assert len(graph.segment_length_m) == 6 * 5 + 7 * 4 + 3
    assert len(graph.out_edges) == 2 * (6 * 5 + 7 * 4 + 3) - 6  # street 2 has one way
    island_lon = toy.at(12, 0)[0] * 1e7
    assert graph.shape_lon_lat[:, 0].max() < island_lon


def test_lengths_are_those_of_the_lines():
    parts = toy.town_parts()

    measured = line_lengths_m(parts.shape_indptr, parts.shape_lon_lat)

    detour = toy.RISE_M * 0.6 + toy.BLOCK_M  # of the second way, drawn with two bends
    expected = np.where(parts.segment_length_m == 200, detour, parts.segment_length_m)
    assert measured == pytest.approx(expected, rel=1e-3)


def test_what_people_live_along_and_what_nobody_mapped():
    graph = toy.town_graph()

    def inhabited(i, j):
        return graph.node_inhabited_m[toy.node_at(graph, i, j)]

    assert inhabited(3, 1) == 2 * 50 + 2 * 75
    assert inhabited(3, 4) == 75  # its street is not inhabited
    unknown = graph.segment_length_m[(graph.segment_flags & UNKNOWN_SURFACE) > 0]
    assert unknown.tolist() == [150.0] * 4


def test_the_same_town_twice():
    once, again = toy.town_graph(), assemble(toy.town_parts())

    assert all((getattr(once, n) == getattr(again, n)).all() for n in once.__slots__)


@pytest.mark.parametrize(
    ("start", "end", "seconds", "metres"),
    [
        ((0, 0), (6, 4), 6 * 20 + 4 * 30, 1200),
        ((1, 2), (4, 2), 60, 300),
        ((4, 2), (1, 2), 60 + 60, 600),
        ((4, 2), (1, 3), 60 + 30, 450),
    ],
)
def test_times_on_paper(start, end, seconds, metres):
    assert toy.town_time_s(start, end) == seconds
    assert toy.town_distance_m(start, end) == metres
