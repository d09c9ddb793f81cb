"""Segments as directed edges, each with the time it takes."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.network.build.usage import Usage
from geo.network.raw import BACKWARD, FORWARD, RawStreets

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

MS_PER_S = 1000.0
KMH_PER_M_S = 3.6

LONGEST_MS = 2**30 - 1
"""12 days: an edge that takes longer is given this, so that 32 bits hold the sum of two."""

JUNCTION_STREETS = 3
"""Streets that meet at a junction; where two meet, it is one street that goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """
    ``m`` directed edges between ``n`` nodes, several of which may stand for one junction.

    Attributes
    ----------
    junction
        int32 ``(n,)``: the raw node that each node stands for.
    tail, head, time_ms
        int32 ``(m,)``.
    segment
        int32 ``(m,)``: ``j`` along raw segment j as drawn, ``~j`` the other way.
    reserved
        bool ``(m,)``: whether it may only begin or end a trip.
    """

    junction: Ints
    tail: Ints
    head: Ints
    time_ms: Ints
    segment: Ints
    reserved: Bools


COLUMNS = ("tail", "head", "time_ms", "segment", "reserved")
"""What each edge has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """
    The nodes at the two ends of each raw segment.

    Attributes
    ----------
    junction
        int32 ``(n,)``: the raw node that each node stands for.
    tail, head
        int32 ``(s,)``.
    """

    junction: Ints
    tail: Ints
    head: Ints


def along(edges: Edges) -> Ints:
    """Give the segment of each edge, whichever way it goes."""
    return np.where(edges.segment < 0, ~edges.segment, edges.segment)


def distinct(numbers: Ints, size: int) -> Ints:
    """Give each of some numbers below a size once, in ascending order; sorts nothing."""
    found = np.zeros(size, dtype=np.bool_)
    found[numbers] = True
    return np.flatnonzero(found).astype(np.int32)


def select(edges: Edges, which: Bools | NDArray[np.intp]) -> Edges:
    """Take some edges; nodes keep their numbers."""
    columns = {name: getattr(edges, name)[which] for name in COLUMNS}
    return replace(edges, **columns)


def join(junction: Ints, *sets: Edges) -> Edges:
    """Put sets of edges one after the other, over nodes that stand for these junctions."""
    columns = {name: np.concatenate([getattr(one, name) for one in sets]) for name in COLUMNS}
    return Edges(junction=junction, **columns)


def build_edges(streets: RawStreets, usage: Usage, ends: Ends) -> Edges:
    """
    Make an edge of each way round of each segment that may be used.

    Parameters
    ----------
    streets
        As read.
    usage
        Of one mode.
    ends
        Nodes of the segments, blocked barriers split.

    Returns
    -------
    edges
        Those along the segments as drawn, then the others.

    Notes
    -----
    Contract: pure. Time is length ÷ speed (or a share of the time of the whole way, by length,
    where that is known), plus the events met, plus the delay of a junction on arrival where three
    passable streets or more meet; 0 only for what has no length.
    """
    speed_kmh = usage.speed_kmh[streets.segment_tags]
    arrival_s = usage.junction_s * are_junctions(ends, np.asarray(speed_kmh.any(axis=1)))
    length_m, way_s = streets.segment_length_m, _share_of_way(streets, usage)
    sets = []
    for way, tail, head in ((FORWARD, ends.tail, ends.head), (BACKWARD, ends.head, ends.tail)):
        open_ = np.flatnonzero(speed_kmh[:, way] > 0).astype(np.int32)
        ride_s = length_m[open_] * KMH_PER_M_S / speed_kmh[open_, way]
        ride_s = np.where(np.isnan(way_s[open_]), ride_s, way_s[open_])
        delay_s = streets.segment_events[open_, way] @ usage.events_s + arrival_s[head[open_]]
        time_ms = np.rint((ride_s + delay_s) * MS_PER_S)
        sets.append(
            Edges(
                junction=ends.junction,
                tail=tail[open_],
                head=head[open_],
                time_ms=np.clip(time_ms, length_m[open_] > 0, LONGEST_MS).astype(np.int32),
                segment=open_ if way == FORWARD else ~open_,
                reserved=usage.destination_only[streets.segment_tags[open_]],
            )
        )
    return join(ends.junction, *sets)


def are_junctions(ends: Ends, passable: Bools) -> Bools:
    """
    Say which nodes are junctions for one mode.

    Parameters
    ----------
    ends
        Nodes of the segments.
    passable
        bool ``(s,)``: which segments this mode may use, one way at least.

    Returns
    -------
    junctions
        bool ``(n,)``: where `JUNCTION_STREETS` ends of passable segments meet, or more.
    """
    touched = np.concatenate((ends.tail[passable], ends.head[passable]))
    degree = np.bincount(touched, minlength=len(ends.junction))
    return np.asarray(degree >= JUNCTION_STREETS)


def _share_of_way(streets: RawStreets, usage: Usage) -> NDArray[np.float64]:
    """Give each segment its part, by length, of the time of its way; NaN where that is unknown."""
    share = np.full(len(streets.segment_tags), np.nan)
    timed = np.flatnonzero(usage.way_s[streets.segment_tags] > 0)
    length_m = streets.segment_length_m[timed]
    _, way = np.unique(streets.segment_way[timed], return_inverse=True)
    whole_m = np.bincount(way, weights=length_m)[way]
    share[timed] = usage.way_s[streets.segment_tags[timed]] * length_m / np.maximum(whole_m, 1e-9)
    return share
