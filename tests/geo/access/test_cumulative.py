import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.cumulative import cumulative
from geo.errors import InputError
from geo.tables import PAIR_COLUMNS

few = settings(max_examples=30, deadline=None)

# One street: a home, then places 5, 10, 15 and 20 minutes on, of 1, 2, 4 and 8 advisers, so that a
# sum says who was reached.
PLACES = pd.Series({"p": 1, "q": 2, "r": 4, "s": 8})
STREET = pd.DataFrame(
    [("x", "p", 300), ("x", "q", 600), ("x", "r", 900), ("x", "s", 1200), ("y", "s", 300)],
    columns=list(PAIR_COLUMNS),
)


def access(travel_times, cutoff_s):
    return cumulative(travel_times, PLACES, origins=["x", "y", "z"], cutoff_s=cutoff_s).to_dict()


@pytest.mark.parametrize(
    ("cutoff_s", "x", "y"),
    [(0, 0, 0), (299, 0, 0), (300, 1, 8), (600, 3, 8), (1199, 7, 8), (1200, 15, 8)],
)
def test_the_sum_says_who_is_within_reach(cutoff_s, x, y):
    assert access(STREET, cutoff_s) == {"x": x, "y": y, "z": 0}


@few
@given(
    seconds=st.lists(st.integers(0, 1800), min_size=5, max_size=5),
    cutoffs=st.tuples(st.integers(1, 1800), st.integers(1, 1800)),
)
def test_more_time_never_reaches_less(seconds, cutoffs):
    moved = STREET.assign(travel_time_s=seconds)
    less, more = (access(moved, cutoff_s) for cutoff_s in sorted(cutoffs))

    assert all(less[home] <= more[home] for home in less)


def test_no_time_at_all_reaches_what_is_on_the_spot():
    assert access(STREET.assign(travel_time_s=[0, 1, 0, 60, 0]), 0) == {"x": 5, "y": 8, "z": 0}


@pytest.mark.parametrize("wrong", [-1, float("nan"), float("inf"), "600", None, True])
def test_a_cutoff_that_is_no_time_is_refused(wrong):
    with pytest.raises(InputError, match="cutoff_s: needed"):
        access(STREET, wrong)
