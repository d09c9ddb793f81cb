"""Ways found by a search: how long they are, and by which edges they go."""

import numpy as np
from numpy.typing import NDArray

from geo.network.graph import UNKNOWN_SURFACE
from geo.network.kernels.compiled import compiled
from geo.network.kernels.stops import owner

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

AS_SEARCHED = np.zeros(0, dtype=np.int32)
"""For `out_edge`, where ``out_edges`` were searched."""
AS_SEARCHED.setflags(write=False)


FEW = 256
"""Ways measured one by one; more are worth room for what they have in common."""


@compiled
def way_edges(node: int, reached: Ints, indptr: Ints) -> tuple[Ints, int]:
    """
    Give the edges by which a node was reached.

    Parameters
    ----------
    node
        Reached by a search.
    reached
        ``Workspace.edge`` after it.
    indptr
        Of the edges searched.

    Returns
    -------
    edges
        int32: positions in the edges searched, from the seed on.
    seed
        Node where the way starts.
    """
    count, at = 0, node
    while reached[at] >= 0:
        at = owner(indptr, reached[at])
        count += 1
    edges = np.empty(count, dtype=np.int32)
    at = node
    while reached[at] >= 0:
        count -= 1
        edges[count] = reached[at]
        at = owner(indptr, reached[at])
    return edges, at


@compiled
def centimetres(length_m: float) -> int:
    """
    Give a length in whole centimetres, in which all lengths are added: sums are exact.

    Parameters
    ----------
    length_m
        float32, of a segment.

    Returns
    -------
    length_cm
        As `geo.network.kernels.nearest.measured_edges` rounds it.
    """
    return int(np.rint(np.float32(length_m) * np.float32(100)))


@compiled
def way_lengths(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    nodes: Ints,
    reached: Ints,
    indptr: Ints,
    out_edge: Ints,
    out_segment: Ints,
    segment_length_m: NDArray[np.float32],
    segment_flags: NDArray[np.uint8],
) -> tuple[Longs, Longs, Ints]:
    """
    Measure the ways to some nodes.

    Parameters
    ----------
    nodes
        int32 ``(q,)``: reached by a search.
    reached, indptr
        As `way_edges` takes them.
    out_edge
        ``in_edge`` of the graph where ``in_edges`` were searched; else `AS_SEARCHED`.
    out_segment, segment_length_m, segment_flags
        As in `geo.network.graph.Graph`.

    Returns
    -------
    length_cm, unknown_cm
        int64 ``(q,)``: of whole edges from the seed to the node, and of those among them whose
        surface is not known.
    seed
        int32 ``(q,)``: node where each way starts.
    """
    length_cm = np.zeros(len(nodes), dtype=np.int64)
    unknown_cm = np.zeros(len(nodes), dtype=np.int64)
    seed = np.empty(len(nodes), dtype=np.int32)
    # many ways have their beginnings in common: a node once passed tells how far behind it ends
    room = len(reached) if len(nodes) > FEW else 0
    passed = np.full(room, -1, dtype=np.int32)
    after_cm = np.empty((room, 2), dtype=np.int64)
    for q in range(len(nodes)):
        at, so_far, unknown = nodes[q], 0, 0
        while reached[at] >= 0:
            if room > 0:
                if passed[at] >= 0:
                    break
                passed[at], after_cm[at, 0], after_cm[at, 1] = q, so_far, unknown
            edge = reached[at] if len(out_edge) == 0 else out_edge[reached[at]]
            segment = out_segment[edge] if out_segment[edge] >= 0 else ~out_segment[edge]
            length = centimetres(segment_length_m[segment])
            so_far += length
            if segment_flags[segment] & UNKNOWN_SURFACE:
                unknown += length
            at = owner(indptr, reached[at])
        seed[q], length_cm[q], unknown_cm[q] = at, so_far, unknown
        if reached[at] >= 0:
            other = passed[at]
            seed[q] = seed[other]
            length_cm[q] += length_cm[other] - after_cm[at, 0]
            unknown_cm[q] += unknown_cm[other] - after_cm[at, 1]
    return length_cm, unknown_cm, seed


@compiled
def rows_of(nodes: Ints, points: Ints, indptr: Ints, stop_point: Ints) -> Ints:
    """
    Find the stops by which points hang on nodes.

    Parameters
    ----------
    nodes, points
        int32 ``(q,)``: each point hangs on the node beside it.
    indptr
        int32 ``(n + 1,)``: stops of node i are those from ``indptr[i]`` to ``indptr[i + 1]``.
    stop_point
        int32 ``(t,)``: of each stop.

    Returns
    -------
    rows
        int32 ``(q,)``: among the stops.
    """
    rows = np.empty(len(nodes), dtype=np.int32)
    for q in range(len(nodes)):
        row = indptr[nodes[q]]
        while stop_point[row] != points[q]:
            row += 1
        rows[q] = row
    return rows
