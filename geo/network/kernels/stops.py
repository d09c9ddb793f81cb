"""Nodes from which a point of a street is reached, or to which one goes from it."""

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@compiled
def owner(indptr: Ints, position: int) -> int:
    """
    Give the row of a compressed array in which a position is.

    Parameters
    ----------
    indptr
        int32 ``(n + 1,)``.
    position
        Below ``indptr[n]``.

    Returns
    -------
    row
        That with ``indptr[row] <= position < indptr[row + 1]``.
    """
    low, high = 0, len(indptr) - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if indptr[middle] <= position:
            low = middle
        else:
            high = middle
    # rows before it may be empty, and start where it does: the search keeps the last
    return low


@compiled
def behind_ms(time_ms: int, fraction: float) -> int:
    """
    Cut the time of an edge where a point is.

    Parameters
    ----------
    time_ms
        Of the whole edge.
    fraction
        Share of the edge behind the point, in the direction of travel.

    Returns
    -------
    time_ms
        Of the part behind; the part ahead takes the rest, so that the two make the whole.
    """
    return int(time_ms * fraction + 0.5)


@compiled
def street_stops(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    segment: Ints,
    fraction: Floats,
    arriving: bool,  # noqa: FBT001 - numba knows no keyword-only argument
    node_lon_lat: Ints,
    node_id: Longs,
    out_indptr: Ints,
    out_edges: Ints,
    out_segment: Ints,
    segment_indptr: Ints,
    segment_edges: Ints,
) -> tuple[Ints, Ints, Ints, Floats, Ints]:
    """
    Give the nodes between which and each point one travels along its own street only.

    Parameters
    ----------
    segment, fraction
        int32 and float64 ``(q,)``, as in `geo.network.snap.Snapped`.
    arriving
        Whether one comes from the nodes to the point, rather than goes from it to them.
    node_lon_lat, node_id, out_indptr, out_edges, out_segment, segment_indptr, segment_edges
        As in `geo.network.graph.Graph`.

    Returns
    -------
    point, node, time_ms
        int32: by point; each node once, with the least time between the two.
    share
        float64: part of the segment's length between the two.
    edge
        int32: the edge followed between the two, in ``out_edges``; -1 where the point is on the
        node.

    Notes
    -----
    Contract: a point at an end of its segment is at the junction, hence on all its nodes: any
    street of the junction leads to it and away from it. Time passes evenly along an edge.
    """
    here, size = _where(
        segment,
        fraction,
        node_lon_lat,
        out_indptr,
        out_edges,
        out_segment,
        segment_indptr,
        segment_edges,
    )
    point, node = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    time_ms, edge = np.zeros(size, dtype=np.int32), np.full(size, -1, dtype=np.int32)
    share = np.zeros(size)
    count = 0
    for q in range(len(segment)):
        first = count
        if here[q] >= 0:
            low, high = _junction(here[q], node_lon_lat)
            for copy in range(low, high):
                if node_id[copy] == node_id[here[q]]:
                    node[count] = copy
                    count += 1
        elif segment[q] >= 0:
            for i in range(segment_indptr[segment[q]], segment_indptr[segment[q] + 1]):
                e = segment_edges[i]
                part = fraction[q] if out_segment[e] >= 0 else 1.0 - fraction[q]
                needed = behind_ms(out_edges[e, 1], part)
                there = owner(out_indptr, e)
                if not arriving:
                    there, needed = out_edges[e, 0], out_edges[e, 1] - needed
                    part = 1.0 - part
                at = _place(node, time_ms, first, count, there, needed)
                if at >= 0:
                    node[at], time_ms[at], share[at], edge[at] = there, needed, part, e
                    count = max(count, at + 1)
        point[first:count] = q
    return point[:count], node[:count], time_ms[:count], share[:count], edge[:count]


@compiled
def _where(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    segment: Ints,
    fraction: Floats,
    node_lon_lat: Ints,
    out_indptr: Ints,
    out_edges: Ints,
    out_segment: Ints,
    segment_indptr: Ints,
    segment_edges: Ints,
) -> tuple[Ints, int]:
    """Give a node where each point is, or -1 between two, and room enough for all stops."""
    here = np.full(len(segment), -1, dtype=np.int32)
    size = 0
    for q in range(len(segment)):
        s = segment[q]
        if s < 0:
            continue
        first, last = segment_indptr[s], segment_indptr[s + 1]
        if fraction[q] in (0.0, 1.0):
            e = segment_edges[first]
            at_tail = (fraction[q] == 0.0) == (out_segment[e] >= 0)
            here[q] = owner(out_indptr, e) if at_tail else out_edges[e, 0]
            first, last = _junction(here[q], node_lon_lat)
        size += last - first
    return here, size


@compiled
def _junction(node: int, node_lon_lat: Ints) -> tuple[int, int]:
    """Give the range of nodes at the same position: nodes are in the order of positions."""
    low, high = node, node + 1
    x, y = node_lon_lat[node, 0], node_lon_lat[node, 1]
    while low > 0 and node_lon_lat[low - 1, 0] == x and node_lon_lat[low - 1, 1] == y:
        low -= 1
    while high < len(node_lon_lat) and node_lon_lat[high, 0] == x and node_lon_lat[high, 1] == y:
        high += 1
    return low, high


@compiled
def _place(node: Ints, time_ms: Ints, first: int, count: int, there: int, needed_ms: int) -> int:
    """Say where to write a node: a new row, that of its slower way, or -1 to keep that one."""
    for at in range(first, count):
        if node[at] == there:
            return at if needed_ms < time_ms[at] else -1
    return count


@compiled
def direct_ms(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    segment: Ints,
    starts: Floats,
    ends: Floats,
    out_edges: Ints,
    out_segment: Ints,
    segment_indptr: Ints,
    segment_edges: Ints,
) -> Longs:
    """
    Give the times from points of segments to others of the same, along them.

    Parameters
    ----------
    segment
        int32 ``(q,)``.
    starts, ends
        float64 ``(q,)``: shares of its length before the two.
    out_edges, out_segment, segment_indptr, segment_edges
        As in `geo.network.graph.Graph`.

    Returns
    -------
    time_ms
        int64 ``(q,)``; -1 where no edge leads that way.
    """
    found = np.full(len(starts), -1, dtype=np.int64)
    for q in range(len(starts)):
        if starts[q] == ends[q]:
            found[q] = 0
            continue
        for i in range(segment_indptr[segment[q]], segment_indptr[segment[q] + 1]):
            e = segment_edges[i]
            forward = out_segment[e] >= 0
            if (starts[q] < ends[q]) != forward:
                continue
            start = starts[q] if forward else 1.0 - starts[q]
            end = ends[q] if forward else 1.0 - ends[q]
            needed = behind_ms(out_edges[e, 1], end) - behind_ms(out_edges[e, 1], start)
            if found[q] < 0 or needed < found[q]:
                found[q] = needed
    return found
