"""Residents along the streets of small lattices, and territories that the lattice cuts."""

import numpy as np
import pytest
import shapely
from shapely.geometry import box

from geo.access.dasymetric import NOWHERE
from geo.network.build.area import covered_area
from geo.network.build.assemble import Parts, assemble
from geo.network.inhabited import (
    Placement,
    covered_shares,
    zones_of,
)
from geo.network.inhabited import inhabit as spread_over
from geo.network.raw import DEGREE
from tests.geo.network.lattices import BOTTOM, LEFT, STEP, land, lattice


def inhabit(graph, polygons, population, others=()):
    share = covered_shares(covered_area([graph, *others]), polygons)
    return spread_over(graph, polygons, population, share=share)


def residents_by_zone(found, zones):
    return np.bincount(found.zone, weights=found.residents, minlength=zones).tolist()


def test_residents_live_along_the_streets_of_their_territory():
    polygons = np.array([land(0, 0, 9, 19), land(10, 0, 19, 19)])
    found = inhabit(lattice(20, 20), polygons, np.array([400, 1000]))

    assert found.placement == (Placement.REPARTIE,) * 2
    assert residents_by_zone(found, 2) == [400, 1000]
    assert set(found.residents[found.zone == 0]) == {2}  # 200 equal junctions each
    assert set(found.residents[found.zone == 1]) == {5}
    assert (np.diff(found.node) > 0).all()


def test_nobody_lives_along_a_motorway():
    graph = lattice(20, 20, inhabited=lambda lon, _lat: float(lon < LEFT + 4.5 * STEP))
    polygons = np.array([land(0, 0, 9, 19), land(10, 0, 19, 19)])
    found = inhabit(graph, polygons, np.array([1000, 70]))

    assert found.placement == (Placement.REPARTIE, Placement.SANS_RUE_HABITEE)
    assert residents_by_zone(found, 2) == [1000, 0]
    assert (graph.node_lon_lat[found.node, 0] / DEGREE < LEFT + 4.5 * STEP).all()


def test_a_territory_that_the_network_cuts_keeps_its_one_point():
    # streets cover columns 0 to 59, some 4.4 km: the second territory goes on as far again
    graph = lattice(60, 60)
    polygons = np.array(
        [land(0, 0, 29, 59), land(30, 0, 119, 59), land(200, 0, 259, 59), land(0, 200, 9, 209)]
    )
    found = inhabit(graph, polygons, np.array([3000, 5000, 7, 9]))

    assert found.placement == (
        Placement.REPARTIE,
        Placement.EN_PARTIE_COUVERTE,
        Placement.HORS_RESEAU,
        Placement.HORS_RESEAU,
    )
    assert residents_by_zone(found, 4) == [3000, 0, 0, 0]


def test_streets_of_another_mode_are_known_streets():
    # one drives in the first half of the territory only, and walks all over it
    roads, paths = lattice(30, 60), lattice(60, 60)
    polygons, population = np.array([land(0, 0, 59, 59)]), np.array([5000])

    assert inhabit(roads, polygons, population).placement == (Placement.EN_PARTIE_COUVERTE,)
    found = inhabit(roads, polygons, population, others=[paths])
    assert found.placement == (Placement.REPARTIE,)
    assert residents_by_zone(found, 1) == [5000]


def test_a_wood_within_the_network_is_no_gap_of_it():
    # a ring of streets around 40 × 40 lines without any: 4 km of wood
    ring = lattice(60, 60)
    hole = land(10, 10, 49, 49)
    area = covered_area([ring])
    kept = _without(hole)

    assert covered_shares(area, np.array([hole])).tolist() == [1.0]
    assert covered_shares(covered_area([kept]), np.array([hole])).tolist() == [1.0]
    assert not shapely.contains(hole, shapely.points(kept.node_lon_lat / DEGREE)).any()


def _without(hole):
    """Give the lattice of 60 × 60 less the streets that touch a place."""
    whole = lattice(60, 60)
    shapes = shapely.linestrings((whole.shape_lon_lat / DEGREE).reshape(-1, 2, 2))
    kept = np.flatnonzero(~shapely.intersects(hole, shapes)).astype(np.int32)
    ends = whole.shape_lon_lat.reshape(-1, 2, 2)[kept]
    nodes, number = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    tail, head = number.reshape(-1, 2).astype(np.int32).T
    return assemble(
        Parts(
            node_lon_lat=nodes,
            node_id=np.arange(len(nodes), dtype=np.int64),
            node_inhabited_m=np.ones(len(nodes), dtype=np.float32),
            tail=tail,
            head=head,
            time_ms=np.full(len(tail), 1000, dtype=np.int32),
            segment=np.arange(len(tail), dtype=np.int32),
            segment_length_m=np.full(len(tail), 100, dtype=np.float32),
            segment_flags=np.zeros(len(tail), dtype=np.uint8),
            shape_indptr=np.arange(0, 2 * len(tail) + 1, 2, dtype=np.int32),
            shape_lon_lat=ends.reshape(-1, 2),
        )
    )


def test_the_area_reaches_half_a_kilometre_beyond_the_last_street():
    left, bottom, right, top = covered_area([lattice(30, 30)]).bounds

    for gap, metres in (
        (LEFT - left, 111_195 * np.cos(np.radians(BOTTOM))),
        (right - LEFT - 29 * STEP, 111_195 * np.cos(np.radians(BOTTOM))),
        (BOTTOM - bottom, 111_195),
        (top - BOTTOM - 29 * STEP, 111_195),
    ):
        assert gap * metres == pytest.approx(500, abs=250)  # a cell of the grid


def test_a_share_is_that_of_the_area():
    area = box(0, 0, 1, 1)
    polygons = np.array([box(0, 0, 1, 1), box(0.5, 0, 1.5, 1), box(3, 3, 4, 4), box(1, 0, 2, 1)])

    assert covered_shares(area, polygons) == pytest.approx([1, 0.5, 0, 0])


def test_a_network_without_streets_covers_nothing():
    graph = lattice(1, 1)
    found = inhabit(graph, np.array([land(-9, -9, 9, 9)]), np.array([5]))

    assert found.placement == (Placement.HORS_RESEAU,)
    assert found.node.size == 0


def test_a_point_on_a_border_is_in_one_territory_and_a_missing_one_has_none():
    points = np.array([[0.5, 0.5], [1.0, 0.5], [1.5, 0.5], [9.0, 9.0]])
    polygons = np.array([None, box(0, 0, 1, 1), box(1, 0, 2, 1)])

    assert zones_of(points, polygons).tolist() == [1, 1, 2, NOWHERE]


def test_the_same_streets_give_the_same_residents():
    polygons = np.array([land(0, 0, 9, 19), land(10, 0, 19, 19)])
    first, second = (inhabit(lattice(20, 20), polygons, np.array([101, 77])) for _ in range(2))

    assert first.node.tolist() == second.node.tolist()
    assert first.residents.tolist() == second.residents.tolist()
