"""Ways cut into segments where they meet, with array operations only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.osm.ways import UNKNOWN, Ways

Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

INCOMPLETE = "voies coupées là où les données s’arrêtent"
TOO_SHORT = "voies sans deux nœuds connus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    Vertices of ways that can be drawn, end to end: ``l`` of them.

    A way is one run of vertices, or several where some of its nodes are unknown.

    Attributes
    ----------
    way
        int32 ``(l,)``: position of its way.
    starts
        bool ``(l,)``: first of a run.
    node_id
        int64 ``(u,)``: identifiers of the nodes, sorted.
    node
        int32 ``(l,)``: position in `node_id`.
    lon_lat
        int32 ``(l, 2)``.
    skipped
        Ways cut or left out, by reason.
    """

    way: Ints
    starts: Flags
    node_id: Longs
    node: Ints
    lon_lat: Ints
    skipped: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """
    Stretches of a `Line` from one graph node to the next: ``s`` of them, ``n`` nodes.

    Attributes
    ----------
    first, last
        int64 ``(s,)``: positions in the line, both included; in increasing order.
    tail, head
        int32 ``(s,)``: graph nodes.
    node
        int32 ``(n,)``: position of each graph node in ``Line.node_id``.
    node_lon_lat
        int32 ``(n, 2)``.
    """

    first: Longs
    last: Longs
    tail: Ints
    head: Ints
    node: Ints
    node_lon_lat: Ints


def draw(ways: Ways) -> Line:
    """
    Lay out the vertices that are known, no node twice in a row.

    Parameters
    ----------
    ways
        As read.

    Returns
    -------
    line
        Runs of two vertices or more.

    Notes
    -----
    Contract: pure; accepted vertices are in the order of the source.
    """
    count = np.diff(ways.indptr)
    way = np.repeat(np.arange(len(count), dtype=np.int32), count)
    known = ways.lon_lat[:, 0] != UNKNOWN
    gaps = np.cumsum(~known)
    kept = np.flatnonzero(known)
    kept = kept[~_repeats(way[kept], gaps[kept], ways.refs[kept])]
    way, gaps = way[kept], gaps[kept]
    starts = _changes(way) | _changes(gaps)
    alone = starts & np.append(starts[1:], True)
    kept, way, starts = kept[~alone], way[~alone], starts[~alone]
    node_id, node = np.unique(ways.refs[kept], return_inverse=True)
    lost = _sums(~known, ways.indptr) > 0
    drawn = np.bincount(way, minlength=len(count)) > 0
    return Line(
        way=way,
        starts=starts,
        node_id=node_id,
        node=node.astype(np.int32),
        lon_lat=ways.lon_lat[kept],
        skipped={
            TOO_SHORT: int(np.sum(~drawn)),
            INCOMPLETE: int(np.sum(lost & drawn)),
        },
    )


def cut(line: Line, stops: Flags) -> Segments:
    """
    Cut where ways meet, end, touch themselves, or hold a stop.

    Parameters
    ----------
    line
        From `draw`.
    stops
        bool ``(u,)``: nodes to cut at in any case.

    Returns
    -------
    segments
        In the order of the line; nodes in the order of their identifiers.

    Notes
    -----
    Contract: pure; every step of the line is in one segment exactly.
    """
    ends = np.append(line.starts[1:], True) if len(line.starts) else line.starts
    shared = np.bincount(line.node, minlength=len(line.node_id)) > 1
    at_cut = (shared | stops)[line.node] | line.starts | ends
    cuts = np.flatnonzero(at_cut)
    opens = ~ends[cuts]
    first = cuts[opens]
    last = cuts[np.flatnonzero(opens) + 1]
    is_node = np.zeros(len(line.node_id), dtype=np.bool_)
    is_node[line.node[cuts]] = True
    number = np.cumsum(is_node, dtype=np.int32) - 1
    node_lon_lat = np.empty((int(is_node.sum()), 2), dtype=np.int32)
    node_lon_lat[number[line.node[cuts]]] = line.lon_lat[cuts]
    return Segments(
        first=first,
        last=last,
        tail=number[line.node[first]].astype(np.int32),
        head=number[line.node[last]].astype(np.int32),
        node=np.flatnonzero(is_node).astype(np.int32),
        node_lon_lat=node_lon_lat,
    )


def shapes(line: Line, segments: Segments) -> tuple[Ints, Ints]:
    """
    Copy the vertices of each segment, both nodes included.

    Parameters
    ----------
    line, segments
        From `draw` and `cut`.

    Returns
    -------
    shape_indptr, shape_lon_lat
        As in `geo.network.raw.RawStreets`.
    """
    count = segments.last - segments.first + 1
    indptr = np.concatenate(([0], np.cumsum(count)))
    taken = np.arange(indptr[-1]) + np.repeat(segments.first - indptr[:-1], count)
    return indptr.astype(np.int32), line.lon_lat[taken]


def _repeats(way: Ints, gaps: Longs, refs: Longs) -> Flags:
    return ~(_changes(way) | _changes(gaps) | _changes(refs))


def _changes(values: Longs | Ints) -> Flags:
    changes = np.ones(len(values), dtype=np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _sums(flags: Flags, indptr: Longs) -> Longs:
    total = np.concatenate(([0], np.cumsum(flags)))
    return total[indptr[1:]] - total[indptr[:-1]]
