import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import InputError
from geo.network.estimate import ESTIMATED_MODES, PACES, Mode, travel_time_s
from geo.network.estimates import EstimatedTravelTimes

WGS84 = Geod(ellps="WGS84")
HERE = np.array([2.36, 48.86])
crossroads = st.tuples(st.sampled_from([2.0, 2.1, 2.2]), st.sampled_from([48.8, 48.9, 49.0]))
anywhere = st.tuples(
    st.floats(min_value=-180, max_value=180), st.floats(min_value=-90, max_value=90)
)
some = st.lists(crossroads | anywhere, min_size=0, max_size=6)
cutoffs = st.sampled_from([0.0, 600.0, 5_000.0, 40_000.0, np.inf])


def at(positions):
    return np.array(positions, dtype=float).reshape(-1, 2)


def metres(start, end):
    return WGS84.inv(*start, *end)[2]


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_a_time_is_the_one_of_the_distance_and_says_that_it_is_an_estimate(mode):
    engine = EstimatedTravelTimes(mode)
    ends = at([(2.36, 48.86), (2.36, 48.87), (2.4, 48.9)])

    reached = engine.one_to_many(HERE, ends, cutoff_s=np.inf)

    expected = [travel_time_s(metres(HERE, end), mode) for end in ends]
    assert reached.travel_time_s == pytest.approx(expected)
    assert reached.distance_m == pytest.approx([metres(HERE, end) for end in ends])
    assert np.isnan(reached.unknown_surface).all()
    assert (engine.mode, engine.is_estimate, engine.publiable) == (mode, True, True)


def test_a_wheelchair_has_no_estimate():
    with pytest.raises(InputError, match="fauteuil"):
        EstimatedTravelTimes(Mode.FAUTEUIL)


def test_the_cut_off_is_inclusive_and_what_is_beyond_is_not_reached():
    engine = EstimatedTravelTimes(Mode.MARCHE)
    ends = at([(2.36, 48.87)])
    exact = engine.one_to_many(HERE, ends, cutoff_s=np.inf).travel_time_s[0]

    at_the_limit = engine.one_to_many(HERE, ends, cutoff_s=exact)
    below = engine.one_to_many(HERE, ends, cutoff_s=np.nextafter(exact, 0))

    assert at_the_limit.travel_time_s[0] == exact
    assert np.isinf(below.travel_time_s[0])
    assert np.isnan(below.distance_m[0])
    assert len(engine.matrix(HERE[None], ends, cutoff_s=exact).origin) == 1
    assert len(engine.matrix(HERE[None], ends, cutoff_s=np.nextafter(exact, 0)).origin) == 0
    assert engine.route(HERE, ends[0], cutoff_s=exact).travel_time_s == exact
    assert engine.route(HERE, ends[0], cutoff_s=np.nextafter(exact, 0)) is None


@settings(max_examples=60, deadline=None)
@given(origins=some, destinations=some, cutoff_s=cutoffs)
def test_the_matrix_is_every_pair_measured_one_at_a_time(origins, destinations, cutoff_s):
    engine = EstimatedTravelTimes(Mode.VOITURE)
    expected = {}
    for row, origin in enumerate(origins):
        for column, destination in enumerate(destinations):
            distance_m = metres(origin, destination)
            # on the edge, a rounding decides
            if travel_time_s(distance_m, Mode.VOITURE) <= cutoff_s:
                expected[row, column] = distance_m

    pairs = engine.matrix(at(origins), at(destinations), cutoff_s=cutoff_s)

    keys = list(zip(pairs.origin.tolist(), pairs.destination.tolist(), strict=True))
    assert keys == sorted(expected)
    assert pairs.distance_m == pytest.approx([expected[key] for key in keys], abs=1e-6)
    assert pairs.travel_time_s == pytest.approx(pairs.distance_m * engine.s_per_m)


@settings(max_examples=60, deadline=None)
@given(
    origins=some,
    destinations=some,
    categories=st.lists(st.integers(0, 2), min_size=6, max_size=6),
    k=st.integers(1, 4),
    cutoff_s=cutoffs,
)
def test_the_nearest_are_the_first_of_the_matrix_sorted(
    origins, destinations, categories, k, cutoff_s
):
    engine = EstimatedTravelTimes(Mode.MARCHE)
    kinds = np.array(categories[: len(destinations)], dtype=np.int32)
    pairs = engine.matrix(at(origins), at(destinations), cutoff_s=cutoff_s)

    nearest = engine.nearest(at(origins), at(destinations), kinds, k=k, cutoff_s=cutoff_s)

    assert nearest.destination.shape == (kinds.max(initial=-1) + 1, len(origins), k)
    for kind, rows in enumerate(nearest.distance_m):
        for origin, got in enumerate(rows):
            mine = (pairs.origin == origin) & (kinds[pairs.destination] == kind)
            expected = np.sort(pairs.distance_m[mine])[:k]
            assert got[: len(expected)] == pytest.approx(expected, abs=1e-6)
            assert np.isnan(got[len(expected) :]).all()
            found = nearest.destination[kind, origin]
            assert len(set(found[: len(expected)])) == len(expected)
            assert (found[len(expected) :] == -1).all()
            assert np.isinf(nearest.travel_time_s[kind, origin, len(expected) :]).all()


def test_equal_times_go_to_the_destination_given_first():
    engine = EstimatedTravelTimes(Mode.MARCHE)
    twins = at([(2.4, 48.9)] * 7)

    nearest = engine.nearest(HERE[None], twins, np.zeros(7, np.int32), k=3, cutoff_s=np.inf)

    assert nearest.destination.tolist() == [[[0, 1, 2]]]


def test_the_way_back_takes_as_long():
    engine = EstimatedTravelTimes(Mode.VELO)
    others = at([(2.3, 48.8), (2.5, 48.95)])

    there = engine.one_to_many(HERE, others, cutoff_s=np.inf)
    back = engine.many_to_one(others, HERE, cutoff_s=np.inf)

    assert back.travel_time_s == pytest.approx(there.travel_time_s)


def test_no_place_and_no_origin_are_answered():
    engine = EstimatedTravelTimes(Mode.VELO)
    none = at([])

    assert engine.one_to_many(HERE, none, cutoff_s=1).travel_time_s.shape == (0,)
    assert engine.nearest(none, none, np.zeros(0, np.int32), k=2, cutoff_s=1).destination.size == 0
    assert engine.matrix(none, HERE[None], cutoff_s=np.inf).origin.size == 0
    with pytest.raises(InputError, match="k >= 1"):
        engine.nearest(HERE[None], none, np.zeros(0, np.int32), k=0, cutoff_s=1)


@pytest.mark.parametrize("position", [(np.nan, 48.8), (200, 48.8), (2.3, 91)])
def test_a_position_that_is_none_is_refused(position):
    engine = EstimatedTravelTimes(Mode.MARCHE)

    for origin, destination in ((position, HERE), (HERE, position)):
        with pytest.raises(InputError, match="needed degrees WGS84"):
            engine.route(np.array(origin), np.array(destination), cutoff_s=1)


def test_the_route_is_the_line_between_the_two():
    engine = EstimatedTravelTimes(Mode.VELO)
    end = np.array([2.4, 48.9])

    route = engine.route(HERE, end, cutoff_s=np.inf)

    assert route.lon_lat.tolist() == [HERE.tolist(), end.tolist()]
    assert route.distance_m == pytest.approx(metres(HERE, end))
    assert route.travel_time_s == pytest.approx(route.distance_m * engine.s_per_m)
    assert np.isnan(route.unknown_surface)


ORIGINS = [(2.36, 48.86), (179.98, -17.0), (-179.98, -17.0), (0.0, 85.0)]
POLES = [(10.0, 89.98), (10.0, -89.98), (0.0, 90.0)]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_what_is_reached_is_a_disc_of_the_distance_that_the_time_allows(origin, mode):
    cutoffs_s = (600, 1200, 1800)

    areas = EstimatedTravelTimes(mode).reachable_areas(np.array(origin), cutoffs_s=cutoffs_s)

    assert [area.cutoff_s for area in areas] == list(cutoffs_s)
    for cutoff_s, area in zip(cutoffs_s, areas, strict=True):
        radius_m = cutoff_s / PACES[mode].s_per_straight_m
        assert 0 < area.tolerance_m < radius_m / 1000
        for bearing in range(0, 360, 7):
            inside = WGS84.fwd(*origin, bearing, radius_m * 0.999)[:2]
            outside = WGS84.fwd(*origin, bearing, radius_m * 1.001)[:2]
            assert area.geometry.covers(shapely.Point(inside))
            assert not area.geometry.covers(shapely.Point(outside))
    for small, large in itertools.pairwise(areas):
        assert large.geometry.covers(small.geometry)


@pytest.mark.parametrize("origin", ORIGINS + POLES)
def test_areas_are_polygons_that_maps_can_draw(origin):
    (area,) = EstimatedTravelTimes(Mode.VOITURE).reachable_areas(np.array(origin), cutoffs_s=[900])

    assert area.geometry.geom_type == "MultiPolygon"
    assert area.geometry.is_valid
    left, bottom, right, top = area.geometry.bounds
    assert -180 <= left <= right <= 180
    assert -90 <= bottom <= top <= 90
    for polygon in area.geometry.geoms:
        assert polygon.exterior.is_ccw


@pytest.mark.parametrize("lon", [-180, 180, 179.9, -179.95, 0, 90])
@pytest.mark.parametrize("lat", [0, -16.5, 85, 88, 89.7, 89.99, 90, -89.98, -90])
def test_areas_nest_and_are_valid_as_written_wherever_they_are(lon, lat):
    cutoffs_s = [60, 300, 900, 1800, 3600, 7200]
    times = EstimatedTravelTimes(Mode.VOITURE)

    found = times.reachable_areas(np.array([lon, lat], dtype=float), cutoffs_s=cutoffs_s)

    for area in found:
        written = shapely.transform(area.geometry, lambda corners: corners.round(6))
        assert area.geometry.geom_type == "MultiPolygon"
        assert area.geometry.is_valid
        assert written.is_valid
        assert all(polygon.exterior.is_ccw for polygon in area.geometry.geoms)
        assert not area.geometry.is_empty
        assert np.isnan(area.unknown_surface)
        assert not area.reaches_edge
    for small, large in itertools.pairwise(found):
        assert large.geometry.covers(small.geometry)
        assert large.geometry.area > small.geometry.area


def test_no_time_reaches_nothing():
    (area,) = EstimatedTravelTimes(Mode.MARCHE).reachable_areas(HERE, cutoffs_s=[0])

    assert area.geometry.is_empty
