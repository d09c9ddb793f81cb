import re

import numpy as np
import pytest
import shapely

from geo.diagnostics.picture.paths import (
    Frame,
    dissolved,
    dots_data,
    hatch_data,
    path_data,
    to_shapes,
)
from tests.geo.diagnostics.picture.drawings import squares

FRAME = Frame(left_m=0, top_m=100, x_pt=10, y_pt=20, points_per_m=0.5)
ALL = np.array([True])


def test_metres_go_to_points_with_north_up():
    placed = FRAME.place(np.array([[0.0, 100.0], [10.0, 0.0]]))

    assert placed.tolist() == [[10, 20], [15, 70]]


def test_a_square_is_four_corners_in_steps_of_the_grid():
    shapes, grid_pt = to_shapes(np.array([shapely.box(0, 0, 10, 10)]), FRAME, at_most=99)

    data = path_data(shapes, ALL)
    assert grid_pt == 0.1
    assert sorted(re.findall(r"-?\d+", data)) == sorted(
        ["150", "700", "0", "-50", "-50", "0", "0", "50"]
    )
    assert data.endswith("z")


def test_a_line_stays_open():
    shapes, _ = to_shapes(np.array([shapely.LineString([(0, 0), (5, 0)])]), FRAME, at_most=9)

    assert path_data(shapes, ALL) == "M100 700l25 0"


def test_vertices_on_the_way_go_and_corners_stay():
    line = shapely.LineString([(0, 0), (2, 0), (4, 0), (4, 4), (4, 2), (9, 2)])

    shapes, _ = to_shapes(np.array([line]), FRAME, at_most=9)

    assert len(shapes.vertices) == 5  # back along itself is a corner too


def test_what_is_smaller_than_the_grid_is_not_written():
    shapes, _ = to_shapes(np.array([shapely.box(0, 0, 1e-3, 1e-3)]), FRAME, at_most=9)

    assert path_data(shapes, ALL) == ""


def test_too_many_vertices_make_the_grid_coarser():
    circle = np.array([shapely.Point(50, 50).buffer(40, quad_segs=2000)])

    sizes = [to_shapes(circle, FRAME, at_most=most) for most in (10_000, 300, 0)]

    assert [grid for _, grid in sizes] == sorted(grid for _, grid in sizes)
    assert sizes[0][1] == 0.1
    assert sizes[-1][1] == 0.6
    assert len(sizes[1][0].vertices) <= 300


def test_neighbours_still_meet_on_the_grid():
    """A crooked border that two areas share is the same vertices on both sides."""
    rng = np.random.default_rng(5)
    border = np.column_stack([rng.uniform(40, 60, 50), np.linspace(0, 100, 50)])
    west = shapely.Polygon([(0, 0), *border, (0, 100)])
    east = shapely.Polygon([(100, 0), *border, (100, 100)])

    shapes, _ = to_shapes(np.array([west, east]), FRAME, at_most=10_000)

    steps = [
        {tuple(v) for v in shapes.vertices[start:end].tolist()}
        for start, end in zip(shapes.ring_starts[:-1], shapes.ring_starts[1:], strict=True)
    ]
    assert len(steps[0] & steps[1]) >= 45


@pytest.mark.parametrize("areas", [squares(3), np.array([a.buffer(1) for a in squares(3)])])
def test_merged_areas_keep_their_surface(areas):
    assert dissolved(areas).area == pytest.approx(shapely.union_all(areas).area)


def test_hatching_is_as_dense_as_asked_and_stays_inside():
    """Oblique lines `gap` apart have a length of surface ÷ gap."""
    disc = shapely.Point(50, 50).buffer(40, quad_segs=64)

    data = hatch_data(disc, FRAME, gap_pt=1, grid_pt=0.01)

    strokes = [[int(n) for n in re.findall(r"-?\d+", one)] for one in data.split("M")[1:]]
    length_pt = sum(np.hypot(dx, dy) for _, _, dx, dy in strokes) * 0.01
    assert length_pt == pytest.approx(disc.area * 0.25 / 1, rel=0.02)
    inside = disc.buffer(0.1)
    for x, y, _, _ in strokes:
        assert inside.contains(shapely.Point((x * 0.01 - 10) / 0.5, 100 - (y * 0.01 - 20) / 0.5))


def test_a_sliver_hatched_coarsely_is_still_a_path_browsers_read():
    sliver = shapely.box(0, 0, 0.2, 300)

    data = hatch_data(sliver, FRAME, gap_pt=1, grid_pt=0.2)

    assert not re.search(r"l(z|M|$)", data)
    assert hatch_data(shapely.Polygon(), FRAME, gap_pt=1, grid_pt=0.2) == ""


def test_places_are_dots_once_each():
    assert dots_data(np.array([[1.0, 2.0], [1.01, 2.01], [3.0, 2.0]]), 0.5) == "M2 4h0M6 4h0"
