"""The nearest sources of every node."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.kernels.nearest import measured_edges, nearest_sources
from geo.network.kernels.search import UNREACHED
from tests.geo.network.kernels.random_ways import (
    CUTOFFS,
    TIMES,
    WIDTHS,
    ints,
    lay_out,
    slow_times,
    ways,
)

NEVER = int(UNREACHED)
LABELS = 5


def nearest(of, sources, k, cutoff=NEVER - 1, width=10, length_m=None):
    """Give label, time and length from (node, label, time, centimetres) of sources."""
    node, label, ms, cm = (ints(column) for column in zip(*sources, strict=True))
    if length_m is None:  # in each way as many centimetres as milliseconds
        length_m = of.edges[:, 1] / 100
    return nearest_sources(
        of.indptr,
        measured_edges(of.edges, np.asarray(length_m)),
        source_node=node,
        source_label=label,
        source_ms=ms,
        source_cm=cm,
        k=k,
        cutoff_ms=cutoff,
        bucket_ms=width,
    )


@settings(deadline=None)  # the first call may compile
@given(ways(), st.integers(1, LABELS + 1), CUTOFFS, WIDTHS, st.data())
def test_nearest_are_the_first_of_a_sorted_matrix(of, k, cutoff, width, data):
    node, label = st.integers(0, of.nodes - 1), st.integers(0, LABELS - 1)
    drawn = data.draw(st.lists(st.tuples(node, label, TIMES), min_size=1, max_size=10))
    found, time_ms, length_cm = nearest(
        of, [(*source, source[2]) for source in drawn], k, cutoff, width
    )
    matrix = [
        slow_times(of, [(n, ms) for n, of_it, ms in drawn if of_it == name], cutoff)
        for name in range(LABELS)
    ]
    for at in range(of.nodes):
        expected = sorted((row[at], name) for name, row in enumerate(matrix) if row[at] < NEVER)
        expected = expected[:k] + [(NEVER, -1)] * (k - len(expected))
        assert list(zip(time_ms[at].tolist(), found[at].tolist(), strict=True)) == expected
        reached = found[at] >= 0
        assert (length_cm[at] == time_ms[at])[reached].all()


def test_length_is_that_of_the_quickest_way_not_of_the_shortest():
    of = lay_out(3, [(0, 1, 10), (0, 2, 2), (2, 1, 2)])  # sorted by tail and head as listed
    label, time_ms, length_cm = nearest(of, [(0, 7, 1, 50)], 1, length_m=[1.0, 20.0, 30.25])
    assert label[:, 0].tolist() == [7, 7, 7]
    assert time_ms[:, 0].tolist() == [1, 5, 3]
    assert length_cm[:, 0].tolist() == [50, 5075, 2050]


def test_a_way_with_no_time_moves_lengths_along_with_their_source():
    # node 2 hears of source 1 first, then, in the same instant, of source 0 by a way of no time
    of = lay_out(3, [(0, 2, 0), (1, 2, 0)])
    label, _, length_cm = nearest(of, [(0, 0, 5, 100), (1, 1, 5, 200)], 2, length_m=[1.0, 2.0])
    assert label[2].tolist() == [0, 1]
    assert length_cm[2].tolist() == [200, 400]


@pytest.mark.parametrize("k", [1, 3])
def test_equal_times_are_settled_by_label(k):
    of = lay_out(4, [(1, 0, 5), (2, 0, 5), (3, 0, 5)])
    label, _, _ = nearest(of, [(1, 8, 0, 0), (2, 3, 0, 0), (3, 5, 0, 0)], k)
    assert label[0].tolist() == [3, 5, 8][:k]


def test_a_source_that_hangs_on_several_nodes_counts_once():
    of = lay_out(3, [(0, 2, 1), (1, 2, 2)])
    label, time_ms, _ = nearest(of, [(0, 4, 10, 0), (1, 4, 0, 0), (1, 6, 9, 0)], 3)
    assert label[2].tolist() == [4, 6, -1]
    assert time_ms[2].tolist() == [2, 11, NEVER]


def test_no_source_and_no_node():
    no = ints([])
    for nodes in (0, 2):
        of = lay_out(nodes, [])
        label, time_ms, _ = nearest_sources(
            of.indptr,
            measured_edges(of.edges, np.zeros(0)),
            source_node=no,
            source_label=no,
            source_ms=no,
            source_cm=no,
            k=2,
            cutoff_ms=10,
            bucket_ms=1,
        )
        assert label.tolist() == [[-1, -1]] * nodes
        assert time_ms.tolist() == [[NEVER, NEVER]] * nodes


def test_times_near_the_largest_number_do_not_wrap():
    of = lay_out(3, [(0, 1, NEVER - 1), (1, 2, NEVER)])
    _, time_ms, _ = nearest(of, [(0, 0, 0, 0)], 1, length_m=[0.0, 0.0])
    assert time_ms[:, 0].tolist() == [0, NEVER - 1, NEVER]
