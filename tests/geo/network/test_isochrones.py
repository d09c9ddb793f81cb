"""Areas around the streets reached: nothing that is reached is left out, and little is added."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.build.area import covered_area
from geo.network.clock import Clock
from geo.network.isochrones import FEWEST, draw_areas
from geo.network.snap import snap
from geo.network.street_times import StreetTravelTimes
from tests.geo.network import toy
from tests.geo.network.lattices import BOTTOM, LEFT, STEP, lattice
from tests.geo.network.towns import (
    METRES_PER_DEGREE,
    engine,
    here,
    positions_on,
    random_graphs,
    slow_reached_lines,
    town,
)
from tests.geo.network.toy import Street

TIMES = town()


def areas(position, *cutoffs_s, times=TIMES):
    return times.reachable_areas(here(position)[0], cutoffs_s=cutoffs_s)


def in_metres(geometries):
    return shapely.transform(geometries, lambda corners: corners * METRES_PER_DEGREE)


def assert_around(area, lines):
    """Check that an area holds all of some lines, and nothing farther than it says."""
    lines, polygons = in_metres(np.array(lines)), in_metres(area.geometry)
    places = shapely.line_interpolate_point(lines[:, None], np.linspace(0, 1, 12), normalized=True)
    assert shapely.distance(polygons, places).max() == 0
    vertices = shapely.points(shapely.get_coordinates(polygons))
    assert shapely.distance(vertices[:, None], lines).min(axis=1).max() <= area.tolerance_m
    left, bottom, right, top = polygons.bounds
    within = shapely.points(np.random.default_rng(1).uniform((left, bottom), (right, top), (99, 2)))
    within = within[shapely.covers(polygons, within)]
    assert (shapely.distance(within[:, None], lines).min(axis=1) <= area.tolerance_m).all()


def assert_clean(found):
    """Check what every answer promises."""
    for area in found:
        assert area.geometry.geom_type == "MultiPolygon"
        assert area.geometry.is_valid
        for polygon in area.geometry.geoms:
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)
        corners = shapely.get_coordinates(area.geometry)
        assert (corners.round(6) == corners).all()
    for shorter, longer in pairwise(sorted(found, key=lambda area: area.cutoff_s)):
        assert shorter.geometry.is_empty or longer.geometry.covers(shorter.geometry)


def test_the_cross_reached_from_a_junction():
    # 45 s: two blocks and a quarter, a rise and a half, five sixths of a rise a block away
    (area,) = areas((3, 1), 45)

    assert_clean([area])
    assert_around(area, slow_reached_lines(TIMES.graph, here((3, 1))[0], 45))
    inside = here((0.76, 1), (5.24, 1), (3.74, 0), (2.26, 0), (3.74, 2), (3, 2.49), (2, 1.83))
    outside = here((0, 1), (6, 1), (4.5, 0), (1, 0), (5, 0), (3, 3), (1.5, 2))
    assert shapely.covers(area.geometry, shapely.points(inside)).all()
    assert not shapely.covers(area.geometry, shapely.points(outside)).any()


def test_a_one_way_street_is_reached_one_way():
    (area,) = areas((3.5, 2), 9)

    assert area.geometry.covers(shapely.Point(here((3.9, 2))[0]))
    assert not area.geometry.intersects(shapely.Point(here((2.9, 2))[0]))
    assert_around(area, slow_reached_lines(TIMES.graph, here((3.5, 2))[0], 9))


def test_blocks_are_holes():
    rises = [((i, j), (i, j + 1)) for i in (1, 3, 5) for j in range(4)]
    (area,) = areas((2, 2), 1000, times=town(without=rises))

    # without every other avenue, blocks are 200 m wide and 150 m high
    middles = here(*((i, j + 0.5) for i in (1, 3, 5) for j in range(4)))
    holes = [shapely.Polygon(hole) for hole in area.geometry.geoms[0].interiors]
    assert len(area.geometry.geoms) == 1
    assert len(holes) == len(middles)
    for middle in shapely.points(middles):
        assert sum(hole.contains(middle) for hole in holes) == 1


@pytest.mark.parametrize("position", [(3, 2), (2.5, 1.1), (6, 4.5), (0.5, -0.3), (6.5, 1.5)])
def test_areas_of_many_times_nest(position):
    cutoffs_s = [0, 1, 10, 16, 30, 45, 60, 61, 100, 180, 900]

    found = areas(position, *cutoffs_s)

    assert [area.cutoff_s for area in found] == cutoffs_s
    assert_clean(found)
    for area in found:
        lines = slow_reached_lines(TIMES.graph, here(position)[0], area.cutoff_s)
        assert_around(area, lines)


def test_areas_come_in_the_order_asked_for():
    once = areas((3, 2), 30, 60)
    found = areas((3, 2), 60, 30, 60)

    assert [area.cutoff_s for area in found] == [60, 30, 60]
    assert found[0].geometry.equals_exact(found[2].geometry)
    assert found[1].geometry.equals_exact(once[0].geometry)
    assert areas((3, 2)) == []


@settings(max_examples=40, deadline=None)
@given(data=st.data(), cutoffs_s=st.lists(st.integers(0, 90), min_size=1, max_size=4))
def test_whatever_the_streets(data, cutoffs_s):
    graph = data.draw(random_graphs)
    position = data.draw(positions_on(graph))[0]

    found = engine(graph).reachable_areas(position, cutoffs_s=cutoffs_s)

    assert_clean(found)
    if snap(graph, position[None], 200.0).segment[0] < 0:
        assert all(area.geometry.is_empty for area in found)
        return
    for area in found:
        assert_around(area, slow_reached_lines(graph, position, area.cutoff_s))


def test_a_bend_beyond_every_junction_is_drawn():
    # to the west of the town and back, two kilometres away
    far = [(toy.ORIGIN[0] - 270_000, toy.ORIGIN[1] + y) for y in (0, toy.RISE)]
    street = Street(
        tail=(0, 0), head=(0, 1), forward_s=400, backward_s=400, length_m=4000, bends=tuple(far)
    )
    times = town(more=[street])

    (area,) = areas((0, 0), 900, times=times)

    assert_clean([area])
    assert_around(area, slow_reached_lines(times.graph, here((0, 0))[0], 900))


@pytest.mark.parametrize("vertices", [900, 300, 100, 1])
def test_cells_grow_until_there_are_few_vertices(vertices):
    start = TIMES.graph, here((3, 2))
    snapped = snap(*start, 200.0)
    streets, clock = TIMES.streets, Clock(1.0, 3.6)
    finest = draw_areas(streets, snapped, start[1][0], clock, [60, 180], covered=TIMES.area)

    found = draw_areas(
        streets, snapped, start[1][0], clock, [60, 180], covered=TIMES.area, vertices=vertices
    )

    assert sum(shapely.get_num_coordinates(area.geometry) for area in found) <= max(
        vertices, 2 * FEWEST
    )
    assert found[0].tolerance_m >= finest[0].tolerance_m
    assert_clean(found)
    for area in found:
        lines = slow_reached_lines(TIMES.graph, here((3, 2))[0], area.cutoff_s)
        assert_around(area, lines)


def alike(one, other):
    """Say whether two areas are the same but for what nesting adds and moves."""
    apart = one.symmetric_difference(other).area
    return apart < 0.02 * min(one.area, other.area)


def test_an_area_is_the_same_whatever_else_is_asked_for():
    times = engine(lattice(60, 60), snap_limit_m=500.0)
    middle = np.array([LEFT + 30 * STEP, BOTTOM + 30 * STEP])
    cutoffs_s = [3, 8, 25]
    alone = [times.reachable_areas(middle, cutoffs_s=[one])[0] for one in cutoffs_s]
    together = times.reachable_areas(middle, cutoffs_s=cutoffs_s)

    assert_clean(together)
    for one, other in zip(alone, together, strict=True):
        assert other.tolerance_m == one.tolerance_m
        assert alike(one.geometry, other.geometry)
    assert together[0].geometry.area < 0.2 * together[1].geometry.area


def test_each_area_is_as_fine_as_it_can_be():
    # the largest has to be coarser than the smallest, which is fine all the same
    times = engine(lattice(200, 200), snap_limit_m=500.0)
    middle = np.array([LEFT + 100 * STEP, BOTTOM + 100 * STEP])
    small, large = times.reachable_areas(middle, cutoffs_s=[4, 200])

    assert small.tolerance_m < 75
    assert large.tolerance_m > 1.3 * small.tolerance_m
    assert_clean([small, large])


def test_the_share_of_the_streets_reached_whose_surface_nobody_mapped():
    # 10 s along avenue 0 both ways, 100 m; then all of it, and half as many metres of others
    (near,) = areas((0, 2.5), 10)
    (far,) = areas((0, 2.5), 25)

    assert near.unknown_surface == 1
    # 10 s beyond both junctions, where street 3 goes east, and street 2 too: 50 m each
    assert far.unknown_surface == pytest.approx(250 / 350, abs=1e-3)
    (whole,) = areas((3, 2), 100_000)
    avenues, streets, more = 7 * 4 * 150, 6 * 5 * 100, 200 + 150
    assert whole.unknown_surface == pytest.approx(4 * 150 / (avenues + streets + more), abs=1e-3)
    mapped = engine(lattice(5, 5)).reachable_areas(np.array([LEFT, BOTTOM]), cutoffs_s=[5])
    assert np.isnan(mapped[0].unknown_surface)


def test_an_area_says_when_the_streets_may_go_on_beyond_the_network():
    graph = lattice(60, 60)
    times = StreetTravelTimes(
        graph,
        toy.town_manifest(graph),
        publiable=True,
        name="lattice",
        bounds=(0, 0, 1, 1),
        area=covered_area([graph]),
    )
    middle = np.array([LEFT + 30 * STEP, BOTTOM + 30 * STEP])
    found = times.reachable_areas(middle, cutoffs_s=[0, 10, 29, 30, 60])

    assert [area.reaches_edge for area in found][:2] == [False, False]
    assert [area.reaches_edge for area in found][2:] == [True] * 3


def test_traffic_shrinks_areas():
    calm = town(tranches=(toy.CALM,), tranche_par_defaut="fluide")
    rush = town(tranches=(toy.RUSH,), tranche_par_defaut="pointe")

    (at_rest,) = areas((3, 1), 40, times=calm)
    (slow,), (slower,) = (areas((3, 1), cutoff_s, times=rush) for cutoff_s in (60, 40))

    assert slow.geometry.equals_exact(at_rest.geometry)
    assert at_rest.geometry.area > 1.5 * slower.geometry.area


@pytest.mark.parametrize("position", [(12, 2), (30, 2)])
def test_from_no_street_no_area(position):
    found = areas(position, 60, 600)

    assert all(area.geometry.is_empty for area in found)
    assert [area.cutoff_s for area in found] == [60, 600]


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_a_cut_off_is_a_time(wrong):
    with pytest.raises(InputError, match="cut-off"):
        areas((3, 2), 60, wrong)
