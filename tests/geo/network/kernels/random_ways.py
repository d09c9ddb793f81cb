"""Random directed ways, and the slow, obvious search that the kernels must agree with."""

import heapq
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from geo.network.kernels.search import UNREACHED, open_workspace, reach, reset

MOST_NODES = 10
LONGEST_MS = 40_000_000  # many rounds of the queue at any width
CUTOFFS = st.one_of(
    st.integers(0, 60), st.integers(0, 10 * LONGEST_MS), st.just(int(UNREACHED) - 1)
)
WIDTHS = st.sampled_from([1, 2, 3, 10, 250, 1000, LONGEST_MS])
TIMES = st.one_of(st.integers(0, 3), st.integers(0, 30), st.integers(0, LONGEST_MS))


class Ways(NamedTuple):
    """Ways as (tail, head, time), and the same as flat arrays."""

    nodes: int
    rows: list
    indptr: np.ndarray
    edges: np.ndarray

    def turned(self):
        """Give the same ways, the other way round."""
        return lay_out(self.nodes, [(head, tail, ms) for tail, head, ms in self.rows])

    def tails(self):
        """Give the tail of each edge."""
        return np.repeat(np.arange(self.nodes), np.diff(self.indptr))


def lay_out(nodes, rows):
    """Lay ways out as a `Graph` does."""
    table = np.array(sorted(rows), dtype=np.int32).reshape(-1, 3)
    counts = np.bincount(table[:, 0], minlength=nodes)
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    edges = np.ascontiguousarray(table[:, 1:])
    for array in (indptr, edges):
        array.setflags(write=False)
    return Ways(nodes, list(rows), indptr, edges)


def lattice(side):
    """Lay out streets of 1 to 5 s in squares, as quick one way as the other."""
    rows = []
    for node in range(side * side):
        along, across = divmod(node, side)
        near = [node + side] * (along < side - 1) + [node + 1] * (across < side - 1)
        for other in near:
            ms = 1000 * (1 + (node * 7 + other) % 5)
            rows += [(node, other, ms), (other, node, ms)]
    return lay_out(side * side, rows)


@st.composite
def ways(draw):
    """Draw ways: islands, loops, parallel ones, some that take no time."""
    nodes = draw(st.integers(1, MOST_NODES))
    node = st.integers(0, nodes - 1)
    return lay_out(nodes, draw(st.lists(st.tuples(node, node, TIMES), max_size=4 * nodes)))


@st.composite
def ways_and_seeds(draw):
    """Draw ways, and nodes from which one starts at some time, some of them more than once."""
    drawn = draw(ways())
    return drawn, draw(st.lists(st.tuples(st.integers(0, drawn.nodes - 1), TIMES), max_size=4))


def ints(values):
    """Give numbers as kernels take them."""
    return np.array(list(values), dtype=np.int32)


def slow_times(of, seeds, cutoff_ms=int(UNREACHED) - 1):
    """Search with a heap, one node at a time; `UNREACHED` beyond the cut-off."""
    beyond = {tail: [] for tail in range(of.nodes)}
    for tail, head, ms in of.rows:
        beyond[tail].append((head, ms))
    times = [int(UNREACHED)] * of.nodes
    due = [(ms, node) for node, ms in seeds]
    heapq.heapify(due)
    while due:
        now, node = heapq.heappop(due)
        if now > cutoff_ms or now >= times[node]:
            continue
        times[node] = now
        for head, ms in beyond[node]:
            heapq.heappush(due, (now + ms, head))
    return times


def quick_times(of, seeds, cutoff_ms=int(UNREACHED) - 1, bucket_ms=10):
    """Search with the kernel, in a workspace of its own."""
    workspace = open_workspace(of.nodes)
    search_in(workspace, of, seeds, cutoff_ms, bucket_ms)
    return workspace.time_ms.tolist()


def search_in(workspace, of, seeds, cutoff_ms=int(UNREACHED) - 1, bucket_ms=10):
    """Search with the kernel, in this workspace."""
    nodes, at_ms = ints(node for node, _ in seeds), ints(ms for _, ms in seeds)
    return reach(of.indptr, of.edges, nodes, at_ms, cutoff_ms, bucket_ms, workspace)


def clean(workspace, count):
    """Clean a workspace after a search; say whether it is."""
    reset(workspace, count)
    return bool((workspace.time_ms == UNREACHED).all())
