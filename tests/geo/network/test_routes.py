"""Ways as lines: through the streets, from door to door."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from tests.geo.network import toy
from tests.geo.network.towns import LONG_S, engine, here, positions_on, random_graphs, town
from tests.geo.network.toy import Street

GEOD = Geod(ellps="WGS84")
TIMES = town()


def way(start, end, times=TIMES):
    return times.route(here(start)[0], here(end)[0], cutoff_s=LONG_S)


def in_blocks(route):
    """Give the vertices as avenues and streets, to a hundredth."""
    units = np.rint(route.lon_lat * toy.DEGREE) - toy.ORIGIN
    return (units / (toy.BLOCK, toy.RISE)).round(2).tolist()


def test_against_the_one_way_street_the_line_goes_round():
    route = way((2.75, 2), (2.25, 2))

    line = in_blocks(route)
    assert line[0] == [2.75, 2]
    assert line[1] == [3, 2]
    assert line[2] in ([3, 1], [3, 3])
    assert line[3] == [2, line[2][1]]
    assert line[4:] == [[2, 2], [2.25, 2]]
    assert route.travel_time_s == 90
    assert route.distance_m == 450


def test_a_line_starts_and_ends_at_the_doors():
    route = way((2.5, 1.1), (4.2, 0.9))

    assert in_blocks(route) == [[2.5, 1.1], [2.5, 1], [3, 1], [4, 1], [4.2, 1], [4.2, 0.9]]
    assert (route.lon_lat[[0, -1]] == here((2.5, 1.1), (4.2, 0.9))).all()


@pytest.mark.parametrize(
    ("start", "end", "line"),
    [
        ((2.25, 1), (2.75, 1), [[2.25, 1], [2.75, 1]]),
        ((2.75, 1), (2.25, 1), [[2.75, 1], [2.25, 1]]),
        ((3, 1), (3, 2), [[3, 1], [3, 2]]),
        ((3, 1.5), (3, 2), [[3, 1.5], [3, 2]]),
        ((6, 3), (6, 4.5), [[6, 3], [6, 4], [6, 4.5]]),  # by the street of no length
        ((3, 1), (3, 1), [[3, 1], [3, 1]]),  # a line has two ends
        ((3.5, 1), (3.5, 1), [[3.5, 1], [3.5, 1]]),
    ],
)
def test_short_lines(start, end, line):
    assert in_blocks(way(start, end)) == line


def test_bends_are_followed_either_way():
    # from the middle of the southern way, which leaves (0, 0) and (1, 0) in right angles
    (left, right) = [[0, 0], [0, -0.3], [0.3, -0.3]], [[0.6, -0.3], [1, -0.3], [1, 0]]

    assert in_blocks(way((0, 0), (0.3, -0.3))) == left
    assert in_blocks(way((0.3, -0.3), (0, 0))) == left[::-1]
    assert in_blocks(way((1, 0), (0.6, -0.3))) == right[::-1]
    assert in_blocks(way((0.3, -0.3), (0.6, -0.3))) == [left[2], right[0]]
    assert in_blocks(way((0.6, -0.3), (0.3, -0.3))) == [right[0], left[2]]
    assert in_blocks(way((0.6, -0.3), (0, -0.15)))[1:-1] == [[0, -0.3]]


def test_beyond_the_cut_off_there_is_no_way():
    assert TIMES.route(*here((0, 0), (1, 0)), cutoff_s=19.999) is None
    assert TIMES.route(*here((0, 0), (1, 0)), cutoff_s=20) is not None


def test_a_bent_street_is_drawn_whole():
    bends = tuple((toy.ORIGIN[0] + 10 * n * n, toy.ORIGIN[1] - 40_000 + 100 * n) for n in range(99))
    street = Street(tail=(0, 0), head=(6, 0), forward_s=1, backward_s=None, length_m=1, bends=bends)

    route = way((0, 0), (6, 0), town(more=[street]))

    vertices = np.rint(route.lon_lat * toy.DEGREE).astype(int).tolist()
    assert vertices[1:-1] == [list(bend) for bend in bends]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_line_is_on_streets_and_repeats_no_vertex(data):
    graph = data.draw(random_graphs)
    (start, *_), (end, *_) = data.draw(positions_on(graph)), data.draw(positions_on(graph))

    route = engine(graph).route(start, end, cutoff_s=LONG_S)

    if route is None:
        return
    assert (route.lon_lat[[0, -1]] == (start, end)).all()
    steps = np.diff(route.lon_lat, axis=0)
    assert len(route.lon_lat) == 2 or (steps != 0).any(axis=1).all()
    ends = zip(graph.shape_indptr[:-1], graph.shape_indptr[1:], strict=True)
    streets = shapely.union_all(
        [shapely.LineString(graph.shape_lon_lat[a:b] / toy.DEGREE) for a, b in ends]
    )
    inner = shapely.points(route.lon_lat[1:-1])
    assert (shapely.distance(inner, streets) < 2e-7).all()


def test_the_length_of_the_line_is_the_distance():
    route = way((1.3, 0.9), (5.6, 3.2))

    lon, lat = route.lon_lat.T
    metres = sum(GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2])
    assert metres == pytest.approx(route.distance_m, rel=2e-3)
