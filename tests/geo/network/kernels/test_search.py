"""The quickest ways from a few nodes, against a slow search, and what holds of any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network.kernels.search import UNREACHED, open_workspace
from tests.geo.network.kernels.random_ways import (
    CUTOFFS,
    TIMES,
    WIDTHS,
    clean,
    ints,
    lattice,
    lay_out,
    quick_times,
    search_in,
    slow_times,
    ways,
    ways_and_seeds,
)

NEVER = int(UNREACHED)


def cramped(nodes, buckets, room):
    """Make a workspace whose queue is soon too short and too small."""
    return open_workspace(nodes)._replace(
        first=np.zeros(buckets + 1, dtype=np.int32), entries=np.zeros((room, 4), dtype=np.int32)
    )


@settings(deadline=None)  # the first call may compile
@given(ways_and_seeds(), CUTOFFS, WIDTHS, st.sampled_from([1, 2, 7, 4096]), st.integers(1, 3))
def test_times_are_those_of_a_slow_search_whatever_the_queue(drawn, cutoff, width, buckets, room):
    of, seeds = drawn
    workspace = cramped(of.nodes, buckets, room)
    wanted = slow_times(of, seeds, cutoff)
    for _ in range(2):  # twice: the first left nothing behind
        count = search_in(workspace, of, seeds, cutoff, width)
        assert workspace.time_ms.tolist() == wanted
        reached = [node for node in range(of.nodes) if wanted[node] < NEVER]
        assert sorted(workspace.touched[:count].tolist()) == reached
        assert clean(workspace, count)


@settings(deadline=None)  # the first call may compile
@given(ways_and_seeds(), WIDTHS)
def test_edges_lead_back_to_a_seed_without_a_second_lost(drawn, width):
    of, seeds = drawn
    workspace = open_workspace(of.nodes)
    count = search_in(workspace, of, seeds, bucket_ms=width)
    tails = of.tails()
    for node in workspace.touched[:count]:
        steps, at = 0, node
        while workspace.edge[at] >= 0:
            head, ms = of.edges[workspace.edge[at]]
            assert head == at
            at = tails[workspace.edge[at]]
            assert workspace.time_ms[at] + ms == workspace.time_ms[head]
            steps += 1
            assert steps < of.nodes
        assert (at, workspace.time_ms[at]) in seeds


@settings(deadline=None)  # the first call may compile
@given(ways(), st.data())
def test_no_way_round_is_quicker_than_the_quickest(of, data):
    first, second = (data.draw(st.integers(0, of.nodes - 1)) for _ in range(2))
    to_all, on = quick_times(of, [(first, 0)]), quick_times(of, [(second, 0)])
    for node in range(of.nodes):
        assert to_all[node] <= to_all[second] + on[node]


@settings(deadline=None)  # the first call may compile
@given(ways(), st.data())
def test_the_time_to_a_node_is_found_from_it_along_turned_ways(of, data):
    node = data.draw(st.integers(0, of.nodes - 1))
    towards = quick_times(of.turned(), [(node, 0)])
    assert towards == [quick_times(of, [(start, 0)])[node] for start in range(of.nodes)]


@settings(deadline=None)  # the first call may compile
@given(ways_and_seeds(), st.data())
def test_another_way_never_slows(drawn, data):
    of, seeds = drawn
    node = st.integers(0, of.nodes - 1)
    more = lay_out(of.nodes, [*of.rows, data.draw(st.tuples(node, node, TIMES))])
    pairs = zip(quick_times(more, seeds), quick_times(of, seeds), strict=True)
    assert all(with_it <= without for with_it, without in pairs)


@pytest.mark.parametrize("width", [1, 1000, 30_000])
def test_times_in_a_town_are_those_of_scipy(width):
    town = lattice(50)
    weights = (town.edges[:, 1].astype(np.float64), town.edges[:, 0], town.indptr)
    theirs = dijkstra(csr_array(weights, (town.nodes, town.nodes)), indices=[0, 1234])
    for start, row in zip((0, 1234), theirs, strict=True):
        assert quick_times(town, [(start, 0)], bucket_ms=width) == row.tolist()


def test_the_same_search_twice_finds_the_same_ways():
    town, found = lattice(20), []
    for _ in range(2):
        workspace = open_workspace(town.nodes)
        search_in(workspace, town, [(5, 0), (300, 7)])
        found.append((workspace.edge.tolist(), workspace.touched.tolist()))
    assert found[0] == found[1]


def test_cut_off_is_inclusive():
    street = lay_out(3, [(0, 1, 5), (1, 2, 5)])
    assert quick_times(street, [(0, 0)], cutoff_ms=10) == [0, 5, 10]
    assert quick_times(street, [(0, 0)], cutoff_ms=9) == [0, 5, NEVER]
    assert quick_times(street, [(0, 10)], cutoff_ms=9) == [NEVER] * 3


def test_times_near_the_largest_number_do_not_wrap():
    street = lay_out(3, [(0, 1, NEVER - 1), (1, 2, NEVER)])
    assert quick_times(street, [(0, 0)]) == [0, NEVER - 1, NEVER]


def test_of_several_starts_at_one_node_the_soonest_counts():
    street = lay_out(2, [(0, 1, 5)])
    workspace = open_workspace(2)
    assert search_in(workspace, street, [(0, 9), (0, 3), (0, 7), (1, 8)]) == 2
    assert workspace.time_ms.tolist() == [3, 8]
    assert workspace.edge.tolist() == [-1, -1]


def test_no_start_no_node_no_way():
    assert quick_times(lay_out(2, []), []) == [NEVER, NEVER]
    assert quick_times(lay_out(0, []), []) == []
    assert quick_times(lay_out(2, []), [(1, 0)]) == [NEVER, 0]


def test_reset_cleans_a_full_workspace_and_an_almost_empty_one():
    row = lay_out(40, [(node, node + 1, 1) for node in range(39)])
    workspace = open_workspace(40)
    for seeds in ([(0, 0)], [(38, 0)]):
        assert clean(workspace, search_in(workspace, row, seeds))
    assert ints([]).dtype == workspace.time_ms.dtype
