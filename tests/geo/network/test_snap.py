"""The nearest street, against looking at all of them."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import InputError
from geo.network.build.assemble import assemble
from geo.network.graph import NO_STOP
from geo.network.kernels.snap import nearest_pieces
from geo.network.raw import DEGREE
from geo.network.snap import snap
from tests.geo.network import toy
from tests.geo.network.toy import Street, at, parts_of, town_graph

GEOD = Geod(ellps="WGS84")
LEFT, BOTTOM = 23_000_000, 488_000_000
WIDE = 250_000  # 1e-7 degree: two kilometres or so, eight cells of the grid

vertices = st.tuples(
    st.integers(LEFT, LEFT + WIDE) | st.sampled_from([LEFT, LEFT + WIDE // 2]),
    st.integers(BOTTOM, BOTTOM + WIDE) | st.sampled_from([BOTTOM, BOTTOM + WIDE // 2]),
)
lines = st.lists(st.lists(vertices, min_size=2, max_size=5), min_size=1, max_size=12)
around = st.tuples(
    st.integers(LEFT - WIDE // 2, LEFT + 3 * WIDE // 2),
    st.integers(BOTTOM - WIDE // 2, BOTTOM + 3 * WIDE // 2),
)


def graph_of_lines(drawn):
    """Each line a segment both ways between two junctions of its own."""
    junctions, streets = {}, []
    for n, line in enumerate(drawn):
        junctions[n, "a"], junctions[n, "b"] = line[0], line[-1]
        ends = {"tail": (n, "a"), "head": (n, "b"), "bends": tuple(line[1:-1])}
        streets.append(Street(**ends, forward_s=1, backward_s=1, length_m=1))
    return assemble(parts_of(junctions, streets))


def lines_around(graph, lon, lat):
    """Every segment in metres from a position, in the plane that touches the ellipsoid there."""
    across = GEOD.inv(lon - 5e-4, lat, lon + 5e-4, lat)[2] / 1e-3
    up = GEOD.inv(lon, lat - 5e-4, lon, lat + 5e-4)[2] / 1e-3
    metres = (graph.shape_lon_lat / DEGREE - (lon, lat)) * (across, up)
    bounds = zip(graph.shape_indptr[:-1], graph.shape_indptr[1:], strict=True)
    return [shapely.LineString(metres[start:stop]) for start, stop in bounds]


@settings(max_examples=60, deadline=None)
@given(
    drawn=lines,
    positions=st.lists(vertices | around, min_size=1, max_size=6),
    limit_m=st.sampled_from([1.0, 300.0, 5000.0]),
)
@example(drawn=[[(LEFT, BOTTOM), (LEFT, BOTTOM)]], positions=[(LEFT, BOTTOM)], limit_m=1.0)
def test_the_nearest_of_all_streets_is_found(drawn, positions, limit_m):
    graph = graph_of_lines(drawn)
    lon_lat = np.array(positions) / DEGREE

    got = snap(graph, lon_lat, limit_m)

    for n, (lon, lat) in enumerate(lon_lat):
        here, streets = shapely.Point(0, 0), lines_around(graph, lon, lat)
        distances = shapely.distance(here, streets)
        if got.segment[n] < 0:
            assert distances.min() > limit_m * (1 - 1e-6)
            continue
        assert got.gap_m[n] <= limit_m
        assert got.gap_m[n] == pytest.approx(distances.min(), rel=1e-6, abs=1e-3)
        chosen = streets[got.segment[n]]
        assert chosen.distance(here) == pytest.approx(distances.min(), rel=1e-6, abs=1e-3)
        foot = chosen.interpolate(got.fraction[n], normalized=True)
        slack_m = 0.02 + 1e-3 * chosen.length
        assert foot.distance(here) == pytest.approx(got.gap_m[n], abs=slack_m)
        there = GEOD.inv(lon, lat, *got.lon_lat[n])[2]
        assert there == pytest.approx(got.gap_m[n], rel=1e-3, abs=0.02)


def test_at_a_junction_all_streets_are_equally_near_and_the_first_is_kept():
    graph = town_graph()

    got = snap(graph, np.array([at(3, 2)]), 200.0)

    node = toy.node_at(graph, 3, 2)
    leaving = graph.out_segment[graph.out_indptr[node] : graph.out_indptr[node + 1]]
    arriving = graph.out_segment[graph.in_edge[graph.in_indptr[node] : graph.in_indptr[node + 1]]]
    around_it = np.concatenate((leaving, arriving))
    assert got.segment[0] == np.where(around_it < 0, ~around_it, around_it).min()
    assert got.gap_m[0] == 0
    assert got.fraction[0] in (0.0, 1.0)


@pytest.mark.parametrize(
    ("position", "foot", "gap_m"),
    [
        ((2.5, 1), (2.5, 1), 0),
        ((2.5, 1.1), (2.5, 1), 15),
        ((3.1, 1.5), (3, 1.5), 10),
        ((6.5, 2), (6, 2), 50),
        ((6.5, 1.5), (6, 1.5), 50),
    ],
)
def test_a_position_meets_the_street_square(position, foot, gap_m):
    got = snap(town_graph(), np.array([at(*position)]), 200.0)

    assert got.gap_m[0] == pytest.approx(gap_m, rel=2e-3, abs=0.02)
    assert got.lon_lat[0] == pytest.approx(at(*foot), abs=2e-7)


def test_a_street_where_nobody_may_stop_is_passed_over():
    tunnel = Street(
        tail=(0, 1), head=(6, 3), forward_s=9, backward_s=9, length_m=900, flags=NO_STOP
    )
    above = np.array([at(3, 2.02), at(1.5, 1.5), at(2.5, 1.85)])

    got = snap(town_graph(more=[tunnel]), above, 200.0)
    without = snap(town_graph(), above, 200.0)

    assert (got.lon_lat == without.lon_lat).all()
    assert (got.gap_m == without.gap_m).all()


def test_where_nobody_may_stop_anywhere_there_is_no_street():
    graph = town_graph()
    closed = replace(graph, segment_flags=np.full_like(graph.segment_flags, NO_STOP))
    closed.segment_flags.setflags(write=False)

    assert snap(closed, np.array([at(1, 1), at(60, 60)]), 1e4).segment.tolist() == [-1, -1]


def test_the_limit_is_inclusive_and_beyond_it_there_is_no_street():
    graph = town_graph()
    beyond = np.array([at(6.5, 1.5)])
    gap_m = snap(graph, beyond, 200.0).gap_m[0]

    within = snap(graph, beyond, np.nextafter(gap_m, np.inf))
    short = snap(graph, beyond, gap_m * 0.999)

    assert within.segment[0] >= 0
    assert short.segment.tolist() == [-1]
    assert np.isinf(short.gap_m[0])
    assert np.isnan(short.lon_lat[0]).all()


def test_a_position_far_from_everything_ends_soon():
    got = snap(town_graph(), np.array([(-150.0, -30.0), (180.0, 90.0)]), 2000.0)

    assert got.segment.tolist() == [-1, -1]


def test_positions_laid_out_otherwise_in_memory_are_the_same_positions():
    rows = np.array([at(1.3, 2.2), at(4.1, 0.7), at(5, 3)])
    compiled = len(nearest_pieces.signatures)

    got = [snap(town_graph(), lon_lat, 200.0) for lon_lat in (rows, rows.T.copy().T)]

    assert (got[0].segment == got[1].segment).all()
    assert (got[0].lon_lat == got[1].lon_lat).all()
    assert len(nearest_pieces.signatures) <= max(compiled, 1)  # nobody waits for a compiler


def test_no_position_at_all():
    got = snap(town_graph(), np.zeros((0, 2)), 200.0)

    assert got.segment.shape == (0,)
    assert got.lon_lat.shape == (0, 2)


@pytest.mark.parametrize("wrong", [(np.nan, 48.8), (2.0, 90.1), (-180.5, 0.0), (2.0, np.inf)])
def test_what_is_no_position_is_refused(wrong):
    with pytest.raises(InputError, match="WGS84"):
        snap(town_graph(), np.array([at(0, 0), wrong]), 200.0)


def test_positions_come_in_rows_of_two():
    with pytest.raises(InputError, match="lon then lat"):
        snap(town_graph(), np.array(at(0, 0)), 200.0)
