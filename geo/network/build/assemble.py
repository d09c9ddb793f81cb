"""Directed edges and segments, in any order, laid out as a `Graph`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.build.grid import build_grid
from geo.network.build.morton import morton_codes
from geo.network.graph import Graph

Ints = NDArray[np.int32]
Order = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """
    A graph before it is put in order: arrays as in `Graph`, nodes and segments in any order.

    Attributes
    ----------
    node_lon_lat, node_id, node_inhabited_m
        Of each node.
    tail, head, time_ms
        int32 ``(m,)``: of each directed edge; times are at least 0.
    segment
        int32 ``(m,)``: ``j`` along segment j as drawn, ``~j`` the other way.
    segment_length_m, segment_flags, shape_indptr, shape_lon_lat
        Of each segment; one without any edge is left out of the graph.
    """

    node_lon_lat: Ints
    node_id: NDArray[np.int64]
    node_inhabited_m: NDArray[np.float32]
    tail: Ints
    head: Ints
    time_ms: Ints
    segment: Ints
    segment_length_m: NDArray[np.float32]
    segment_flags: NDArray[np.uint8]
    shape_indptr: Ints
    shape_lon_lat: Ints


def assemble(parts: Parts) -> Graph:
    """
    Lay a graph out so that what is near on the map is near in memory.

    Parameters
    ----------
    parts
        Of one mode, already rid of what cannot be reached.

    Returns
    -------
    graph
        Nodes in Morton order, edges by tail then head, segments by their first node; arrays
        are read-only.

    Notes
    -----
    Contract: pure; the same parts give the same bytes. Morton (1966).
    """
    nodes = np.argsort(morton_codes(parts.node_lon_lat), kind="stable")
    new_node = _inverse(nodes)
    tail, head = new_node[parts.tail], new_node[parts.head]
    segments = _segment_order(parts, tail, head)
    new_segment = np.full(len(parts.segment_length_m), -1, dtype=np.int32)
    new_segment[segments] = np.arange(len(segments), dtype=np.int32)
    backward = parts.segment < 0
    segment = new_segment[np.where(backward, ~parts.segment, parts.segment)]
    along = np.where(backward, ~segment, segment).astype(np.int32)
    out = np.lexsort((along, parts.time_ms, head, tail))
    tail, head, time_ms, segment = tail[out], head[out], parts.time_ms[out], segment[out]
    into = np.lexsort((np.arange(len(out)), head))
    by_segment = np.argsort(segment, kind="stable")
    shape_indptr, shape_lon_lat = _take_shapes(parts, segments)
    frame, grid_indptr, grid_segments = build_grid(shape_indptr, shape_lon_lat)
    graph = Graph(
        node_lon_lat=parts.node_lon_lat[nodes],
        node_id=parts.node_id[nodes],
        node_inhabited_m=parts.node_inhabited_m[nodes],
        out_indptr=_indptr(tail, len(nodes)),
        out_edges=np.column_stack((head, time_ms)),
        out_segment=along[out],
        in_indptr=_indptr(head, len(nodes)),
        in_edges=np.column_stack((tail[into], time_ms[into])),
        in_edge=into.astype(np.int32),
        segment_indptr=_indptr(segment, len(segments)),
        segment_edges=by_segment.astype(np.int32),
        segment_length_m=parts.segment_length_m[segments],
        segment_flags=parts.segment_flags[segments],
        shape_indptr=shape_indptr,
        shape_lon_lat=shape_lon_lat,
        grid_frame=frame,
        grid_indptr=grid_indptr,
        grid_segments=grid_segments,
    )
    for name in graph.__slots__:
        getattr(graph, name).setflags(write=False)
    return graph


def _segment_order(parts: Parts, tail: Ints, head: Ints) -> Order:
    """Give the segments that have an edge, by the first of their nodes."""
    segment = np.where(parts.segment < 0, ~parts.segment, parts.segment)
    first = np.full(len(parts.segment_length_m), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(first, segment, np.minimum(tail, head))
    order = np.argsort(first, kind="stable")
    return order[: np.count_nonzero(first < np.iinfo(np.int32).max)]


def _take_shapes(parts: Parts, segments: Order) -> tuple[Ints, Ints]:
    start, stop = parts.shape_indptr[:-1][segments], parts.shape_indptr[1:][segments]
    count = stop - start
    indptr = np.concatenate(([0], np.cumsum(count))).astype(np.int32)
    vertices = np.arange(indptr[-1]) + np.repeat(start - indptr[:-1], count)
    return indptr, np.ascontiguousarray(parts.shape_lon_lat[vertices])


def _indptr(sorted_or_not: Ints, size: int) -> Ints:
    counts = np.bincount(sorted_or_not, minlength=size)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _inverse(order: Order) -> Ints:
    inverse = np.empty(len(order), dtype=np.int32)
    inverse[order] = np.arange(len(order), dtype=np.int32)
    return inverse
