"""Which land a network covers: all that is near a street, and not much more."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.area import holds, load_area, ready, save_area
from geo.network.build.area import CELL_M, REACH_M, SIMPLER_M, covered_area
from geo.network.build.assemble import assemble
from geo.network.raw import DEGREE
from tests.geo.network.lattices import BOTTOM, LEFT, STEP, lattice
from tests.geo.network.toy import Street, parts_of

AT = np.array([20_000_000, 480_000_000])
FARTHEST_M = REACH_M + 2 * SIMPLER_M + 3 * CELL_M
METRES_PER_UNIT = 111_195 / DEGREE


def lines_graph(lines):
    """Give streets that join ends, each ``((x, y), (x, y))`` in metres from `AT`."""
    unit = METRES_PER_UNIT * np.array([np.cos(np.radians(AT[1] / DEGREE)), 1])
    ends = {end for line in lines for end in line}
    junctions = {end: tuple(np.rint(AT + np.array(end) / unit).astype(int)) for end in ends}
    both = {"forward_s": 10, "backward_s": 10, "length_m": 100}
    streets = [Street(tail=tail, head=head, **both) for tail, head in lines]
    return assemble(parts_of(junctions, streets))


def in_metres(geometry):
    unit = 111_195 * np.array([np.cos(np.radians(AT[1] / DEGREE)), 1])
    return shapely.transform(geometry, lambda corners: (corners - AT / DEGREE) * unit)


metres = st.integers(-4000, 4000)
ends = st.tuples(metres, metres)
lines_drawn = st.tuples(ends, ends).filter(lambda line: line[0] != line[1])


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(lines_drawn, min_size=1, max_size=6), seed=st.integers(0, 99))
def test_all_that_is_near_a_street_is_covered_and_little_else(lines, seed):
    area = covered_area([lines_graph(lines)])

    assert area.geom_type == "MultiPolygon"
    assert area.is_valid
    assert shapely.get_num_interior_rings(shapely.get_parts(area)).sum() == 0
    drawn, streets = in_metres(area), shapely.union_all(shapely.linestrings(lines))
    angles = np.random.default_rng(seed).uniform(0, 2 * np.pi, 50)
    along = shapely.line_interpolate_point(streets, np.linspace(0, 1, 50), normalized=True)
    round_it = np.column_stack((np.cos(angles), np.sin(angles))) * REACH_M * 0.995
    assert shapely.covers(drawn, shapely.points(shapely.get_coordinates(along) + round_it)).all()
    border = shapely.points(shapely.get_coordinates(shapely.segmentize(drawn, 100)))
    assert shapely.distance(streets, border).max() <= FARTHEST_M


def test_a_neighbour_without_streets_is_outside_though_within_the_bounds():
    arms = [((0, 0), (4000, 0)), ((0, 0), (0, 4000))]
    area = in_metres(covered_area([lines_graph(arms)]))

    inside = shapely.points([(450, 450), (4400, 0), (2000, -480), (-480, 2000)])
    outside = shapely.points([(2000, 2000), (3500, 3500), (1000, 1000), (4900, 0)])
    assert shapely.covers(area, inside).all()
    assert not shapely.covers(area, outside).any()


def test_islands_far_apart_are_covered_each():
    far = covered_area([lines_graph([((0, 0), (500, 0)), ((9000, 0), (9500, 0))])])
    near = covered_area([lines_graph([((0, 0), (500, 0)), ((1400, 0), (1900, 0))])])

    assert len(far.geoms) == 2
    assert len(near.geoms) == 1


def test_all_modes_count():
    by_car, on_foot = lines_graph([((0, 0), (1000, 0))]), lines_graph([((0, 3000), (1000, 3000))])
    both = covered_area([by_car, on_foot])

    for one in (by_car, on_foot):
        assert holds(both, one.node_lon_lat / DEGREE).all()
        other = on_foot if one is by_car else by_car
        assert not holds(covered_area([one]), other.node_lon_lat / DEGREE).any()


def test_few_corners_and_the_same_bytes():
    graph = lattice(60, 60)
    area = covered_area([graph])

    assert shapely.get_num_coordinates(area) < 50
    assert shapely.to_wkb(area) == shapely.to_wkb(covered_area([graph]))
    assert covered_area([lattice(1, 1)]).is_empty


def test_a_street_misplaced_by_a_continent_leaves_room_for_the_others():
    area = covered_area([lines_graph([((0, 0), (100, 0)), ((4_000_000, 0), (4_000_100, 0))])])

    assert len(area.geoms) == 2
    assert area.is_valid


def test_what_is_written_is_read(tmp_path):
    area = covered_area([lattice(9, 9)])
    save_area(area, tmp_path)

    assert load_area(tmp_path).equals_exact(area)
    assert holds(load_area(tmp_path), np.array([(LEFT, BOTTOM), (LEFT, 0)])).tolist() == [
        True,
        False,
    ]


def test_the_border_is_inside():
    square = ready(shapely.MultiPolygon([shapely.box(LEFT, BOTTOM, LEFT + STEP, BOTTOM + STEP)]))

    assert holds(square, np.array([(LEFT, BOTTOM), (LEFT + STEP, BOTTOM)])).all()


BOW_TIE = shapely.MultiPolygon([shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])])
ELSEWHERE = shapely.MultiPolygon([shapely.box(500, 500, 501, 501)])


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"\x01\x02",
        bytes(200),
        shapely.to_wkb(shapely.Point(1, 2)),
        shapely.to_wkb(BOW_TIE),
        shapely.to_wkb(ELSEWHERE),
        shapely.to_wkb(covered_area([lattice(9, 9)]))[:-9],
    ],
)
def test_what_is_no_area_is_refused(tmp_path, spoilt):
    (tmp_path / "couverture.wkb").write_bytes(spoilt)

    with pytest.raises(ValueError, match=r"couverture\.wkb"):
        load_area(tmp_path)
