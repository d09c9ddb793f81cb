"""Signals, crossings, signs and bumps counted on the segments where they are met."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.network.osm.cut import Line, Segments
from geo.network.osm.points import AGAINST, ALONG, UNSAID
from geo.network.osm.ways import Points
from geo.network.raw import BACKWARD, EVENTS, FORWARD, TagSet

_ONEWAY = {"yes": ALONG, "true": ALONG, "1": ALONG, "-1": AGAINST, "reverse": AGAINST}


Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class _Met:
    """Events at positions of a line, all of shape ``(k,)``."""

    position: NDArray[np.int64]
    kind: NDArray[np.uint8]
    direction: NDArray[np.uint8]


def oneway_bits(tag_sets: Sequence[TagSet]) -> NDArray[np.uint8]:
    """
    Tell which tag sets say that vehicles go one way only.

    Parameters
    ----------
    tag_sets
        Of ways.

    Returns
    -------
    bits
        uint8, one a tag set: `ALONG`, `AGAINST`, or `UNSAID` for both ways.
    """
    said = (_ONEWAY.get(tags.get("oneway", ""), UNSAID) for tags in tag_sets)
    return np.fromiter(said, dtype=np.uint8, count=len(tag_sets))


def count_events(
    line: Line,
    segments: Segments,
    points: Points,
    *,
    way_oneway: NDArray[np.uint8],
    steps_m: NDArray[np.float64],
) -> NDArray[np.uint8]:
    """
    Count the events of each segment, each way.

    Parameters
    ----------
    line, segments, points
        As cut and read.
    way_oneway
        Bits of each way, from `oneway_bits`.
    steps_m
        Length of each step of the line, 0 from one run to the next.

    Returns
    -------
    segment_events
        As in `geo.network.raw.RawStreets`; 255 stands for more.

    Notes
    -----
    Contract: pure. A stop or give-way sign whose tags name no direction holds for those who
    go the one way of a one-way street, else for those who have the nearer end of the
    segment ahead; on a node of the graph, for all who arrive
    (wiki.openstreetmap.org/wiki/Tag:highway=stop).
    """
    met = _meet(line, points)
    ahead = np.searchsorted(segments.first, met.position, side="left") - 1
    behind = np.searchsorted(segments.first, met.position, side="right") - 1
    arrives = (ahead >= 0) & (met.position <= _take(segments.last, ahead))
    returns = (behind >= 0) & (met.position < _take(segments.last, behind))
    bits = _directions(met, segments, np.where(arrives & returns, ahead, -1), steps_m)
    inside = arrives & returns & (met.direction == UNSAID)
    oneway = _take(way_oneway, _take(line.way, met.position))
    bits = np.where(inside & (oneway != UNSAID), oneway, bits)
    counts = np.zeros((len(segments.first), 2, len(EVENTS)), dtype=np.uint8)
    for way, segment, met_there in (
        (FORWARD, ahead, arrives & (bits & ALONG != 0)),
        (BACKWARD, behind, returns & (bits & AGAINST != 0)),
    ):
        where = segment[met_there] * len(EVENTS) + met.kind[met_there]
        cell, count = np.unique(where, return_counts=True)
        counts[cell // len(EVENTS), way, cell % len(EVENTS)] = np.minimum(count, 255)
    return counts


def _meet(line: Line, points: Points) -> _Met:
    """Find every position of the line where an event is, as often as there are events."""
    node = np.searchsorted(line.node_id, points.event_id)
    on_line = np.flatnonzero(_take(line.node_id, node) == points.event_id)
    order = on_line[np.lexsort((points.event_kind[on_line], node[on_line]))]
    indptr = np.searchsorted(node[order], np.arange(len(line.node_id) + 1))
    count = np.diff(indptr)
    position = np.flatnonzero(count[line.node] > 0)
    times = count[line.node[position]]
    start = np.cumsum(times) - times
    row = order[np.arange(times.sum()) + np.repeat(indptr[:-1][line.node[position]] - start, times)]
    return _Met(np.repeat(position, times), points.event_kind[row], points.event_direction[row])


def _directions(
    met: _Met,
    segments: Segments,
    inner: NDArray[np.int64],
    steps_m: NDArray[np.float64],
) -> NDArray[np.uint8]:
    """Say for whom each event is; `inner` is its segment where it is inside one, else -1."""
    travelled = np.concatenate(([0.0], np.cumsum(steps_m)))
    here = _take(travelled, met.position)
    to_head = _take(travelled, _take(segments.last, inner)) - here
    to_tail = here - _take(travelled, _take(segments.first, inner))
    nearer = np.where(to_head <= to_tail, ALONG, AGAINST)
    unsaid = np.where(inner >= 0, nearer, ALONG | AGAINST)
    return np.where(met.direction == UNSAID, unsaid, met.direction).astype(np.uint8)


def _take(values: NDArray[Number], where: NDArray[np.integer[Any]]) -> NDArray[Number]:
    """Take values at positions some of which are out of range and never looked at."""
    if not len(values):
        return np.zeros(len(where), dtype=values.dtype)
    return values.take(where, mode="clip")
