"""Streets as every reader gives them, before any mode of travel has had its say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

TagSet = Mapping[str, str]

DEGREE = 10_000_000
"""Coordinates of networks are whole 1e-7 degrees, as OpenStreetMap stores them."""

EVENTS = ("traffic_signals", "crossing", "stop", "give_way", "railway_crossing", "traffic_calming")
"""What may delay a traveller on the way, in the order of `RawStreets.segment_events`."""

FORWARD, BACKWARD = 0, 1
"""Along a segment as drawn, from ``segment_tail`` to ``segment_head``; and the other way."""

EXCEPT_MOTORCAR, EXCEPT_BICYCLE = np.uint8(1), np.uint8(2)
"""Bits of `RawStreets.restriction_except`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    Where streets come from.

    Attributes
    ----------
    kind
        ``osm``, ``place``, ``graphml`` or ``edges``.
    name
        File name, without its folder, or the place asked for.
    sha256
        Of the content read, in hexadecimal.
    licence, attribution
        As must be shown with whatever is computed from it.
    publiable
        Whether figures computed from it may be published.
    """

    kind: str
    name: str
    sha256: str
    licence: str
    attribution: str
    publiable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawStreets:
    """
    Ways cut into segments where they meet: ``n`` nodes, ``s`` segments, ``v`` vertices.

    Nodes are junctions, ends of ways, and every node with a barrier on it; other vertices of a
    way are only in its shape.

    Attributes
    ----------
    source
        Where it comes from.
    node_id
        int64 ``(n,)``: identifiers in the source, unique.
    node_lon_lat
        int32 ``(n, 2)``, in 1 / `DEGREE` degree WGS84.
    node_tags
        int32 ``(n,)``: index in `tag_sets` of the tags of a barrier; -1 where there is none.
    segment_tail, segment_head
        int32 ``(s,)``: its two nodes.
    segment_tags
        int32 ``(s,)``: index in `tag_sets`.
    segment_way
        int64 ``(s,)``: identifier of its way in the source.
    segment_length_m
        float64 ``(s,)``: along its shape, on the WGS84 ellipsoid.
    segment_events
        uint8 ``(s, 2, len(EVENTS))``: how many of each are met going `FORWARD` or `BACKWARD`,
        those on the node of arrival included, those on the node of departure not.
    shape_indptr
        int32 ``(s + 1,)``: vertices of segment i are ``shape_lon_lat[shape_indptr[i]:
        shape_indptr[i + 1]]``, both nodes included.
    shape_lon_lat
        int32 ``(v, 2)``.
    tag_sets
        Each different combination of the tags that matter, once.
    restriction_from, restriction_via, restriction_to
        int32 ``(r,)``: arriving at node ``via`` by segment ``from``, one may not go on, or may
        only go on, by segment ``to``.
    restriction_only
        bool ``(r,)``: true for « only », false for « no ».
    restriction_except
        uint8 ``(r,)``: bits of the vehicles it does not bind.
    skipped
        What was read and not kept, by reason, in words for people.
    """

    source: Source
    node_id: NDArray[np.int64]
    node_lon_lat: NDArray[np.int32]
    node_tags: NDArray[np.int32]
    segment_tail: NDArray[np.int32]
    segment_head: NDArray[np.int32]
    segment_tags: NDArray[np.int32]
    segment_way: NDArray[np.int64]
    segment_length_m: NDArray[np.float64]
    segment_events: NDArray[np.uint8]
    shape_indptr: NDArray[np.int32]
    shape_lon_lat: NDArray[np.int32]
    tag_sets: tuple[TagSet, ...]
    restriction_from: NDArray[np.int32]
    restriction_via: NDArray[np.int32]
    restriction_to: NDArray[np.int32]
    restriction_only: NDArray[np.bool_]
    restriction_except: NDArray[np.uint8]
    skipped: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
