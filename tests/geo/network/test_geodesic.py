import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.network import geodesic
from geo.network.geodesic import straight_m, straight_matrix_m, within

WGS84 = Geod(ellps="WGS84")
anywhere = st.tuples(
    st.floats(min_value=-180, max_value=180), st.floats(min_value=-90, max_value=90)
)
nearby = st.tuples(st.floats(2.0, 2.6), st.floats(48.6, 49.1))


def test_distances_are_those_of_the_ellipsoid_row_by_row():
    starts, ends = np.array([(2.0, 48.5), (2.0, 48.5)]), np.array([(2.0, 49.5), (3.0, 48.5)])

    # one degree of latitude from 48.5 to 49.5, and of longitude at 48.5
    assert straight_m(starts, ends) == pytest.approx([111_209, 73_904], abs=5)
    assert straight_m(ends, starts) == pytest.approx(straight_m(starts, ends))


@settings(max_examples=150, deadline=None)
@given(
    origin=nearby | anywhere,
    ends=st.lists(nearby | anywhere, max_size=12),
    radius_m=st.floats(0, 60_000) | st.floats(0, 2.1e7),
)
def test_within_is_what_the_geodesic_says(origin, ends, radius_m):
    expected = [WGS84.inv(*origin, *end)[2] <= radius_m for end in ends]

    near = within(np.array(origin), np.array(ends, dtype=float).reshape(-1, 2), radius_m)

    assert near.tolist() == expected


@pytest.mark.parametrize("metres", [100.0, 15_000.0, 400_000.0])
@pytest.mark.parametrize("bearing", [0, 33, 90])
def test_the_radius_is_inclusive_to_the_last_bit(metres, bearing):
    here = (2.36, 48.86)
    end = WGS84.fwd(*here, bearing, metres)[:2]
    exact = WGS84.inv(*here, *end)[2]

    assert within(np.array(here), np.array([end]), exact).tolist() == [True]
    assert within(np.array(here), np.array([end]), np.nextafter(exact, 0)).tolist() == [False]


def all_pairs(starts, ends):
    left, right = np.repeat(starts, len(ends), axis=0), np.tile(ends, (len(starts), 1))
    return straight_m(left, right).reshape(len(starts), len(ends))


positions = st.lists(nearby | anywhere, max_size=8).map(
    lambda listed: np.array(listed, dtype=float).reshape(-1, 2)
)


@settings(max_examples=150, deadline=None)
@given(starts=positions, ends=positions)
def test_all_pairs_at_once_are_as_one_by_one(starts, ends):
    found = straight_matrix_m(starts, ends)

    assert found.shape == (len(starts), len(ends))
    assert found == pytest.approx(all_pairs(starts, ends), rel=1e-9, abs=1e-8)
    assert (straight_matrix_m(ends, starts) == found.T).all()
    assert (np.diagonal(straight_matrix_m(starts, starts)) == 0).all()


@pytest.mark.parametrize("lat", [0.0, 48.8, 89.5, -60.0])
@pytest.mark.parametrize("reach", [1e-4, 0.1, 1.0, 3.0])
def test_all_pairs_hold_from_metres_to_where_chords_are_too_long(lat, reach):
    rng = np.random.default_rng(5)
    around = rng.uniform(-reach, reach, (2, 60, 2)) + np.array([2.3, lat])
    starts, ends = np.clip(around, -90, 90)

    assert straight_matrix_m(starts, ends) == pytest.approx(
        all_pairs(starts, ends), rel=1e-9, abs=1e-8
    )


def test_across_the_antimeridian_the_way_is_short():
    assert straight_matrix_m(np.array([[179.9, 0.0]]), np.array([[-179.9, 0.0]])) == pytest.approx(
        22_263.9, abs=0.1
    )


def test_blocks_change_nothing(monkeypatch):
    starts = np.random.default_rng(6).uniform((2.0, 48.5), (2.6, 49.0), (25, 2))
    whole = straight_matrix_m(starts, starts[:7])
    monkeypatch.setattr(geodesic, "BLOCK", 20)

    assert (straight_matrix_m(starts, starts[:7]) == whole).all()
