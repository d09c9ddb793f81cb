"""The soonest items that hang on nodes."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.kernels.search import UNREACHED, open_workspace
from geo.network.kernels.targets import reach_targets
from tests.geo.network.kernels.random_ways import (
    CUTOFFS,
    TIMES,
    WIDTHS,
    clean,
    ints,
    lay_out,
    slow_times,
    ways_and_seeds,
)

NEVER = int(UNREACHED)
ITEMS = 5


def hang(nodes, targets):
    """Lay out (node, item, time) as the kernel wants them."""
    table = np.array(sorted(targets), dtype=np.int32).reshape(-1, 3)
    counts = np.bincount(table[:, 0], minlength=nodes)
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return indptr, table[:, 1].copy(), table[:, 2].copy()


def soonest(start, targets, wanted, k, *, cutoff=NEVER - 1, width=10):
    """Give (time, item, node) of each item found; the workspace is clean again afterwards."""
    of, seeds = start
    workspace = open_workspace(of.nodes)
    nodes, at_ms = ints(node for node, _ in seeds), ints(ms for _, ms in seeds)
    count, items, times_ms, by = reach_targets(
        of.indptr,
        of.edges,
        nodes,
        at_ms,
        cutoff,
        width,
        workspace,
        *hang(of.nodes, targets),
        np.array(wanted, dtype=np.bool_),
        k,
    )
    assert clean(workspace, count)
    return list(zip(times_ms.tolist(), items.tolist(), by.tolist(), strict=True))


def slowly(of, seeds, targets, wanted, cutoff):
    """Do the same by looking at every way to every item."""
    times = slow_times(of, seeds, cutoff)
    every = [
        (times[node] + ms, item, node)
        for node, item, ms in targets
        if wanted[item] and times[node] + ms <= cutoff
    ]
    return sorted(min(way for way in every if way[1] == item) for item in {way[1] for way in every})


@settings(deadline=None)  # the first call may compile
@given(ways_and_seeds(), CUTOFFS, WIDTHS, st.integers(-1, ITEMS + 1), st.data())
def test_items_are_those_of_a_slow_search_in_order(drawn, cutoff, width, k, data):
    of, seeds = drawn
    target = st.tuples(st.integers(0, of.nodes - 1), st.integers(0, ITEMS - 1), TIMES)
    targets = data.draw(st.lists(target, max_size=12))
    wanted = data.draw(st.lists(st.booleans(), min_size=ITEMS, max_size=ITEMS))
    expected = slowly(of, seeds, targets, wanted, cutoff)
    found = soonest(drawn, targets, wanted, k, cutoff=cutoff, width=width)
    assert found == (expected if k < 0 else expected[:k])


@pytest.mark.parametrize("k", [1, 2, -1])
@pytest.mark.parametrize("nodes", list(itertools.permutations((1, 2, 3))))
def test_equal_times_are_settled_by_number(nodes, k):
    star = lay_out(4, [(0, node, 5) for node in (1, 2, 3)])
    targets = [(node, item, 0) for item, node in enumerate(nodes)]
    expected = [(5, item, node) for item, node in enumerate(nodes)]
    found = soonest((star, [(0, 0)]), targets, [True] * 3, k)
    assert found == expected[: k if k > 0 else None]


def test_of_equal_ways_to_an_item_the_node_with_the_least_number_counts():
    star = lay_out(4, [(0, node, 5) for node in (1, 2, 3)])
    for nodes in ([1, 2, 3], [2, 3, 1], [3, 2]):
        targets = [(node, 0, 1) for node in nodes]
        assert soonest((star, [(0, 0)]), targets, [True], -1) == [(6, 0, min(nodes))]


def test_search_ends_with_the_last_item_of_use():
    street = lay_out(1000, [(node, node + 1, 10) for node in range(999)])
    workspace = open_workspace(1000)
    count, items, times_ms, _ = reach_targets(
        street.indptr,
        street.edges,
        ints([0]),
        ints([0]),
        NEVER - 1,
        10,
        workspace,
        *hang(1000, [(3, 0, 4), (500, 1, 0), (999, 2, 0)]),
        np.ones(3, dtype=np.bool_),
        1,
    )
    assert (items.tolist(), times_ms.tolist()) == ([0], [34])
    assert count < 10
