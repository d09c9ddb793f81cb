"""Which streets one can reach from everywhere, and leave for everywhere."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from geo.network.build.edges import Edges, Ends, along, select

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


def main_nodes(edges: Edges, lengths_m: NDArray[np.float64]) -> Bools:
    """
    Find the largest part where one can go from everywhere to everywhere.

    Parameters
    ----------
    edges
        Reserved ones do not count.
    lengths_m
        float64 ``(s,)``: of the raw segments.

    Returns
    -------
    main
        bool ``(n,)``: the nodes of the strongly connected part with the longest streets;
        none where there is no edge.

    Notes
    -----
    Contract: pure. Strongly connected parts: Pearce (2005), as scipy does them.
    """
    edges = select(edges, ~edges.reserved)
    label = _strong_parts(edges)
    within = label[edges.tail] == label[edges.head]
    if not within.any():
        return np.zeros(len(edges.junction), dtype=bool)
    lengths = np.bincount(label[edges.tail[within]], weights=lengths_m[along(edges)[within]])
    return np.asarray(label == np.argmax(lengths))


def connected_edges(edges: Edges, main: Bools) -> Bools:
    """
    Say which edges lead from the main part and back to it.

    Parameters
    ----------
    edges
        All, reserved ones included.
    main
        bool ``(n,)``: nodes of the main part, strongly connected.

    Returns
    -------
    kept
        bool ``(m,)``.

    Notes
    -----
    Contract: pure.
    """
    label = _strong_parts(edges)
    here = label == label[np.argmax(main)]
    return np.asarray(main.any() & here[edges.tail] & here[edges.head])


def usable_edges(edges: Edges, main: Bools) -> Bools:
    """
    Say which edges are left of a graph whose turns were restricted.

    Parameters
    ----------
    edges
        Of the graph as it will be searched.
    main
        bool ``(n,)``: nodes of its main part, strongly connected.

    Returns
    -------
    kept
        bool ``(m,)``: edges along segments which one can reach from the main part and from
        which one can get to it.

    Notes
    -----
    Contract: pure. A trip may end on a segment if the tail of one of its edges is reached, and
    start there if the head of one of them leads away.
    """
    segment = along(edges)
    size = int(segment.max(initial=-1)) + 1
    kept = np.ones(len(segment), dtype=bool)
    while True:
        there = select(edges, kept)
        back = replace(there, tail=there.head, head=there.tail)
        may_end, may_start = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        may_end[segment[kept & _reached_from(there, main)[edges.tail]]] = True
        may_start[segment[kept & _reached_from(back, main)[edges.head]]] = True
        fewer = kept & (may_end & may_start)[segment]
        if np.array_equal(fewer, kept):
            return kept
        kept = fewer


def count_parts(ends: Ends, segments: Ints) -> int:
    """
    Count the pieces that some segments form, whichever way one may go along them.

    Parameters
    ----------
    ends
        Nodes of all segments.
    segments
        Those that count.

    Returns
    -------
    parts
        0 where there is no segment.
    """
    if not len(segments):
        return 0
    nodes = np.stack((ends.tail[segments], ends.head[segments]))
    used, numbered = np.unique(nodes, return_inverse=True)
    tail, head = numbered.reshape(2, -1).astype(np.int32)
    return int(connected_components(_matrix(tail, head, len(used)), directed=False)[0])


def _strong_parts(edges: Edges) -> Ints:
    graph = _matrix(edges.tail, edges.head, len(edges.junction))
    label: Ints = connected_components(graph, connection="strong")[1]
    return label


def _reached_from(edges: Edges, main: Bools) -> Bools:
    """Say which nodes are reached from a strongly connected part."""
    reached = np.zeros(len(main), dtype=bool)
    if main.any():
        graph = _matrix(edges.tail, edges.head, len(main))
        start = int(np.argmax(main))
        reached[breadth_first_order(graph, start, return_predecessors=False)] = True
    return reached


def _matrix(tail: Ints, head: Ints, size: int) -> Any:  # noqa: ANN401 - scipy has no types
    # made from pairs, parallel edges add up to one entry; with two, scipy's search never ends
    return csr_matrix((np.ones(len(tail)), (tail, head)), shape=(size, size))
