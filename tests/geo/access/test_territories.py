import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access.territories import sums

CODES = st.lists(st.sampled_from(["77", "93", "2A", ""]), max_size=8)


def test_a_sum_says_which_origins_are_in_a_territory():
    territories, totals = sums(np.array([1, 2, 4, 8]), ["S", "N", "S", "N"])

    assert territories == ("N", "S")
    assert totals.tolist() == [10, 5]


def test_an_origin_of_no_territory_counts_nowhere():
    territories, totals = sums(np.array([1, 2, 4]), ["N", "", "N"])

    assert territories == ("N",)
    assert totals.tolist() == [5]


@pytest.mark.parametrize(
    ("values", "dtype", "total"),
    [
        (np.array([True, True, False]), np.int64, 2),  # flags are counted
        (np.array([250, 250, 250], dtype=np.uint8), np.int64, 750),  # no wrapping
        (np.array([2**30, 2**30, 2**31 - 1], dtype=np.int32), np.int64, 2**32 - 1),
        (np.array([0.5, 0.25, 0.25], dtype=np.float32), np.float64, 1.0),
    ],
)
def test_totals_are_wide_enough_for_what_they_hold(values, dtype, total):
    _, totals = sums(values, ["N"] * 3)

    assert totals.dtype == dtype
    assert totals.tolist() == [total]


@given(CODES, st.data())
def test_nothing_is_lost_on_any_axis(codes, data):
    numbers = st.lists(st.integers(0, 2**40), min_size=6, max_size=6)
    rows = [data.draw(numbers) for _ in codes]
    values = np.array(rows, dtype=np.int64).reshape(len(codes), 2, 3)
    territories, totals = sums(values, codes)

    assert totals.shape == (len(territories), 2, 3)
    assert list(territories) == sorted({code for code in codes if code})
    for territory, total in zip(territories, totals, strict=True):
        inside = [value for code, value in zip(codes, values, strict=True) if code == territory]
        assert np.array_equal(total, sum(inside))


def test_nobody_anywhere_is_no_territory():
    for codes, values in (([], np.zeros((0, 3))), (["", ""], np.ones((2, 3)))):
        territories, totals = sums(values, codes)
        assert territories == ()
        assert totals.shape == (0, 3)
