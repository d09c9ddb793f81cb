"""A street network for one mode, as flat arrays that every worker maps instead of reading."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.network.soundness import check_arrays

UNKNOWN_SURFACE = 1
"""Bit of `Graph.segment_flags`: nobody mapped its surface."""

INHABITED = 2
"""Bit of `Graph.segment_flags`: people live along such a street."""

NO_STOP = 4
"""Bit of `Graph.segment_flags`: ways may lead along it, and none starts or ends there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """
    ``n`` nodes, ``m`` directed edges, ``s`` segments, ``v`` vertices, ``c`` cells; all read-only.

    A junction may be several nodes: what one may do there can depend on how one came
    (turn restrictions, streets for destinations only), so each case is a node of its own and
    a search remains a plain shortest path. A segment then has several edges in one direction.
    Times are whole milliseconds, free of traffic.

    Attributes
    ----------
    node_lon_lat
        int32 ``(n, 2)``, in 1e-7 degree; nodes are in Morton order of it.
    node_id
        int64 ``(n,)``: identifier in the source; the nodes of one junction share it.
    node_inhabited_m
        float32 ``(n,)``: half the length of the inhabited segments that end there; 0 but on
        the node of a junction from which trips may start.
    out_indptr, out_edges
        int32 ``(n + 1,)`` and ``(m, 2)``: heads and times of the edges that leave node i are
        ``out_edges[out_indptr[i]:out_indptr[i + 1]]``.
    out_segment
        int32 ``(m,)``: ``j`` where the edge follows segment j as drawn, ``~j`` the other way.
    in_indptr, in_edges
        int32 ``(n + 1,)`` and ``(m, 2)``: tails and times of the edges that reach node i.
    in_edge
        int32 ``(m,)``: where each of them is among ``out_edges``.
    segment_indptr, segment_edges
        int32 ``(s + 1,)`` and ``(m,)``: the edges of segment i, as positions in ``out_edges``.
    segment_length_m
        float32 ``(s,)``.
    segment_flags
        uint8 ``(s,)``: `UNKNOWN_SURFACE`, `INHABITED`, `NO_STOP`.
    shape_indptr, shape_lon_lat
        int32 ``(s + 1,)`` and ``(v, 2)``: vertices of each segment, as drawn.
    grid_frame
        int64 ``(6,)``: left, bottom, width and height of a cell in 1e-7 degree, columns, rows.
    grid_indptr, grid_segments
        int32 ``(c + 1,)`` and ``(g,)``: segments that pass through cell ``row * columns + column``.
    """

    node_lon_lat: NDArray[np.int32]
    node_id: NDArray[np.int64]
    node_inhabited_m: NDArray[np.float32]
    out_indptr: NDArray[np.int32]
    out_edges: NDArray[np.int32]
    out_segment: NDArray[np.int32]
    in_indptr: NDArray[np.int32]
    in_edges: NDArray[np.int32]
    in_edge: NDArray[np.int32]
    segment_indptr: NDArray[np.int32]
    segment_edges: NDArray[np.int32]
    segment_length_m: NDArray[np.float32]
    segment_flags: NDArray[np.uint8]
    shape_indptr: NDArray[np.int32]
    shape_lon_lat: NDArray[np.int32]
    grid_frame: NDArray[np.int64]
    grid_indptr: NDArray[np.int32]
    grid_segments: NDArray[np.int32]


ARRAYS = tuple(field.name for field in dataclasses.fields(Graph))


def save_graph(graph: Graph, folder: Path) -> None:
    """
    Write each array to a file of its own.

    Parameters
    ----------
    graph
        From `geo.network.build`.
    folder
        Created; whoever calls moves it into place once everything is there.
    """
    folder.mkdir(parents=True)
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(graph, name), allow_pickle=False)


def open_graph(folder: Path) -> Graph:
    """
    Map a graph, and check that its arrays fit each other; workers share what is read.

    Parameters
    ----------
    folder
        Written by `save_graph`.

    Returns
    -------
    graph
        Read-only.

    Raises
    ------
    SourceError
        If a file is missing or damaged.

    Notes
    -----
    Contract: all arrays are of one build, whatever is built meanwhile.
    """
    while True:
        version = folder.resolve()  # of a network: its name is a link to the last one built
        try:
            arrays = {
                name: np.asarray(
                    np.load(version / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                )
                for name in ARRAYS
            }
            check_arrays(arrays)
        except (OSError, ValueError, EOFError) as error:
            if folder.resolve() != version:
                continue  # replaced while it was being opened
            raise SourceError(
                f"{folder} : réseau incomplet ou abîmé ({error}). Reconstruisez-le :"
                " deuxportes network build"
            ) from error
        return Graph(**arrays)
