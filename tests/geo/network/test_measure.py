"""Lengths, against PROJ's geodesics."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.network import measure
from geo.network.measure import lengths_m, line_lengths_m
from geo.network.raw import DEGREE

GEOD = Geod(ellps="WGS84")
positions = st.tuples(
    st.integers(-180 * DEGREE, 180 * DEGREE), st.integers(-70 * DEGREE, 70 * DEGREE)
)


def geodesic_m(line):
    lon, lat = (np.asarray(line) / DEGREE).T
    return GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]


@pytest.mark.parametrize(("reach_m", "tolerance"), [(100, 1e-7), (10_000, 1e-6), (100_000, 1e-4)])
def test_steps_are_geodesics_within_the_tolerance_stated(reach_m, tolerance):
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(-179, 179, 500), rng.uniform(-70, 70, 500)
    azimuth, distance = rng.uniform(0, 360, 500), rng.uniform(1, reach_m, 500)
    there = GEOD.fwd(lon, lat, azimuth, distance)
    pairs = np.stack([np.column_stack((lon, lat)), np.column_stack((there[0], there[1]))], axis=1)
    line = np.rint(pairs.reshape(-1, 2) * DEGREE).astype(np.int32)
    near = np.abs(line[1::2, 1]) <= 70 * DEGREE
    np.testing.assert_allclose(
        lengths_m(line)[::2][near], geodesic_m(line)[::2][near], rtol=tolerance
    )


def test_a_step_over_the_antimeridian_goes_the_short_way_round():
    line = np.array([[1_799_999_000, 0], [-1_799_999_000, 0]], dtype=np.int32)
    assert lengths_m(line) == pytest.approx(22.26, abs=0.01)


@given(st.lists(positions, min_size=2, max_size=5))
def test_the_same_both_ways_and_zero_only_between_equals(vertices):
    line = np.array(vertices, dtype=np.int32)
    there, back = lengths_m(line), lengths_m(line[::-1])[::-1]
    np.testing.assert_allclose(there, back, rtol=1e-12, atol=1e-6)
    assert (lengths_m(np.repeat(line, 2, axis=0))[::2] == 0).all()


@pytest.mark.parametrize("vertices", [0, 1])
def test_less_than_two_vertices_have_no_step(vertices):
    assert lengths_m(np.zeros((vertices, 2), dtype=np.int32)).shape == (0,)


def test_blocks_do_not_show(monkeypatch):
    line = np.random.default_rng(4).integers(-DEGREE, DEGREE, (50, 2)).astype(np.int32)
    whole = lengths_m(line)
    monkeypatch.setattr(measure, "BLOCK", 7)
    np.testing.assert_array_equal(lengths_m(line), whole)


def test_lines_laid_end_to_end_count_their_own_steps_only():
    line = np.random.default_rng(5).integers(-DEGREE, DEGREE, (7, 2)).astype(np.int32)
    indptr = np.array([0, 2, 5, 7], dtype=np.int32)
    apart = [lengths_m(line[a:b]).sum() for a, b in ((0, 2), (2, 5), (5, 7))]
    np.testing.assert_allclose(line_lengths_m(indptr, line), apart)
    assert line_lengths_m(np.zeros(1, np.int32), line[:0]).shape == (0,)
