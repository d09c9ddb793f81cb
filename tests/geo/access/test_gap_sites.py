"""What would close a zone: on paper, against every choice of sites, and by its laws."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.gap_sites import CLOSING_COLUMNS, closing_sites, greedy_cover
from geo.errors import InputError

PEOPLE = np.array([1, 2, 4, 8], dtype=np.int64)
CUTOFF_S = 10
FAR = 11.0


def closing(times_s, *, zone=(0, 0, 0, 0), sites=("a", "b", "c"), people=PEOPLE):
    return closing_sites(
        np.array(zone),
        people[: len(zone)],
        np.array(times_s, dtype=np.float32).reshape(len(zone), len(sites)),
        sites,
        cutoff_s=CUTOFF_S,
    )


def rows(found):
    told = found.astype(object).where(found.notna(), None)
    return [tuple(row) for row in told.itertuples(index=False)]


def test_on_paper():
    # a covers 1 + 2 + 4, b covers 8 alone, c covers 4 + 8: c first, then a; b is of no more use
    times_s = [[1, FAR, FAR], [10, FAR, FAR], [1, FAR, 1], [FAR, 1, 1]]

    assert rows(closing(times_s)) == [("c", 12, 2, 15)]


def test_whom_several_sites_cover_counts_once():
    # a covers 1 + 8, b covers 1 + 4, c covers 1 + 2
    times_s = [[1, 1, 1], [FAR, FAR, 1], [FAR, 1, FAR], [1, FAR, FAR]]

    found = greedy_cover(np.array(times_s, dtype=np.float32), PEOPLE, CUTOFF_S)
    assert found == ([0, 1, 2], [9, 4, 2])


@pytest.mark.parametrize("at_most", [0, 1, 2, 3, 9])
def test_as_many_sites_as_may_open_are_the_first_ones(at_most):
    times_s = np.full((4, 4), np.inf, dtype=np.float32)
    np.fill_diagonal(times_s, 0)
    people = np.array([1, 8, 2, 4])

    assert greedy_cover(times_s, people, CUTOFF_S, at_most=at_most) == (
        [1, 3, 2, 0][:at_most],
        [8, 4, 2, 1][:at_most],
    )


def test_each_zone_has_its_own_and_the_rest_is_never_read():
    times_s = [[1, FAR, FAR], [np.nan, np.nan, np.nan], [1, 2, FAR], [FAR, FAR, FAR]]
    found = closing(times_s, zone=(0, -1, 0, 1))

    assert rows(found) == [("a", 5, 1, 5), (None, 0, 0, 0)]
    assert tuple(found.columns) == CLOSING_COLUMNS
    assert found.index.tolist() == [0, 1]


def test_of_sites_that_cover_as_many_the_one_that_is_nearer_to_them():
    assert rows(closing([[9, 8, 7]] * 4))[0][0] == "c"
    assert rows(closing([[9, 7, 8]] * 4))[0][0] == "b"


@pytest.mark.parametrize("sites", [("a", "b", "c"), ("c", "a", "b")])
def test_exact_ties_do_not_depend_on_the_order_of_sites(sites):
    assert rows(closing([[5, 5, 5]] * 4, sites=sites))[0][0] == rows(closing([[5, 5, 5]] * 4))[0][0]


def test_nothing_to_close_nowhere_to_open():
    assert closing([[1, 1, 1]] * 2, zone=(-1, -1)).empty
    assert rows(closing([], sites=())) == [(None, 0, 0, 0)]
    assert rows(closing([[1, 1, 1]], people=np.array([0]), zone=(0,))) == [(None, 0, 0, 0)]


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(InputError, match=r"needed times \(4, 2\)"):
        closing_sites(np.zeros(4, dtype=int), PEOPLE, np.zeros((4, 3)), ("a", "b"), cutoff_s=1)


MATRICES = st.integers(1, 5).flatmap(
    lambda sites: st.lists(
        st.lists(st.sampled_from([3.0, 10.0, FAR, np.inf]), min_size=sites, max_size=sites),
        min_size=1,
        max_size=4,
    )
)


@settings(max_examples=100, deadline=None)
@given(MATRICES)
def test_against_every_choice_of_sites(times_s):
    told = np.array(times_s, dtype=np.float32)
    within = told <= CUTOFF_S
    people = PEOPLE[: len(told)]
    opened, newly = greedy_cover(told, people, CUTOFF_S)

    def reached(sites):
        return int(people @ within[:, list(sites)].any(axis=1))

    every = range(told.shape[1])
    fewest = next(
        size
        for size in range(len(every) + 1)
        if any(reached(chosen) == reached(every) for chosen in combinations(every, size))
    )
    assert (newly or [0])[0] == max(reached([site]) for site in every)
    assert sum(newly) == reached(opened) == reached(every)
    assert [reached(opened[: size + 1]) for size in range(len(opened))] == np.cumsum(newly).tolist()
    assert newly == sorted(newly, reverse=True)
    assert fewest <= len(opened) <= fewest * (1 + np.log(max(people.sum(), 1)))


@given(MATRICES, MATRICES)
def test_one_more_site_never_covers_fewer(times_s, more):
    told, rest = np.array(times_s), np.array(more)
    both = np.column_stack([told, np.resize(rest, (len(told), rest.shape[1]))])
    people = PEOPLE[: len(told)]
    _, before = greedy_cover(told.astype(np.float32), people, CUTOFF_S)
    _, after = greedy_cover(both.astype(np.float32), people, CUTOFF_S)

    assert (after or [0])[0] >= (before or [0])[0]
    assert sum(after) >= sum(before)
