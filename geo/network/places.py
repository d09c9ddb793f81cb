"""Positions laid on the streets once, to be reached or left by many searches."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.area import holds
from geo.network.graph import Graph
from geo.network.kernels.stops import direct_ms, street_stops
from geo.network.protocol import Floats, Indices, Motif
from geo.network.snap import Snapped, snap

Area = Any  # shapely has no types


@dataclass(frozen=True, slots=True)
class Stops:
    """
    The nodes from which each of some points is reached, or to which it is left, on its street.

    Attributes
    ----------
    point, node
        Shape ``(t,)``.
    time_ms
        Shape ``(t,)``: between the two, on the street.
    share
        Shape ``(t,)``: part of the length of the point's segment between the two.
    edge
        Shape ``(t,)``: the edge followed, in ``out_edges``; -1 where the point is on the node.
    """

    point: Indices
    node: Indices
    time_ms: Indices
    share: Floats
    edge: Indices


@dataclass(frozen=True, slots=True)
class Placed:
    """
    Positions and the streets they are on; whoever asks often about the same ones keeps it.

    Attributes
    ----------
    lon_lat
        Shape ``(d, 2)``: the positions, in degrees WGS84.
    outside
        Shape ``(d,)``: whether each is outside the area that the network covers.
    snapped
        Where they meet the streets; nowhere for those outside.
    arriving
        Whether one comes to them (destinations) or leaves them (origins).
    stops
        By node.
    indptr
        int32 ``(n + 1,)``: stops of node i are those from ``indptr[i]`` to ``indptr[i + 1]``.
    by_segment
        Shape ``(d,)``: the positions in the order of their segments.
    """

    lon_lat: Floats
    outside: NDArray[np.bool_]
    snapped: Snapped
    arriving: bool
    stops: Stops
    indptr: Indices
    by_segment: Indices

    @property
    def on_streets(self) -> NDArray[np.bool_]:
        """Whether each position is in the area covered and near enough to a street."""
        return self.snapped.segment >= 0

    def motif(self, position: int) -> Motif | None:
        """Say why a position can never be reached; None if it depends on the time one has."""
        if self.outside[position]:
            return Motif.HORS_RESEAU
        return None if self.on_streets[position] else Motif.LOIN_D_UNE_RUE

    def is_(self, motif: Motif) -> NDArray[np.bool_]:
        """Say which positions can never be reached for that reason."""
        if motif is Motif.HORS_RESEAU:
            return self.outside
        far = motif is Motif.LOIN_D_UNE_RUE
        return ~self.outside & ~self.on_streets & far


def place_positions(
    graph: Graph, lon_lat: Floats, *, area: Area, limit_m: float, arriving: bool
) -> Placed:
    """
    Lay positions on the streets.

    Parameters
    ----------
    graph
        Streets of one mode.
    lon_lat
        Shape ``(d, 2)``: degrees WGS84, lon then lat.
    area
        That the network covers, from `geo.network.area.ready`; its border included.
    limit_m
        A position farther than this from all streets is on none; inclusive.
    arriving
        Whether one is to come to them, or to leave them.

    Returns
    -------
    placed
        In the order given.

    Raises
    ------
    InputError
        If a position is not one on Earth.
    """
    snapped, outside = snap_within(graph, lon_lat, area=area, limit_m=limit_m)
    stops = stops_of(graph, snapped, arriving=arriving)
    order = np.argsort(stops.node, kind="stable")
    counts = np.bincount(stops.node, minlength=len(graph.node_id))
    return Placed(
        lon_lat=lon_lat,
        outside=outside,
        snapped=snapped,
        arriving=arriving,
        stops=Stops(
            point=stops.point[order],
            node=stops.node[order],
            time_ms=stops.time_ms[order],
            share=stops.share[order],
            edge=stops.edge[order],
        ),
        indptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        by_segment=np.argsort(snapped.segment, kind="stable").astype(np.int32),
    )


def snap_within(
    graph: Graph, lon_lat: Floats, *, area: Area, limit_m: float
) -> tuple[Snapped, NDArray[np.bool_]]:
    """
    Find where positions meet the streets, those outside an area nowhere.

    Parameters
    ----------
    graph, lon_lat, area, limit_m
        As `place_positions` takes them.

    Returns
    -------
    snapped
        In the order given.
    outside
        Shape ``(d,)``: whether each is outside the area.

    Raises
    ------
    InputError
        If a position is not one on Earth.
    """
    snapped = snap(graph, lon_lat, limit_m)
    outside = ~holds(area, lon_lat)
    return (_without(snapped, outside) if outside.any() else snapped), outside


def stops_of(graph: Graph, snapped: Snapped, *, arriving: bool) -> Stops:
    """
    Give the nodes by which points of streets are reached or left.

    Parameters
    ----------
    graph
        Streets of one mode.
    snapped
        Points of them.
    arriving
        Whether one comes to the points, or leaves them.

    Returns
    -------
    stops
        By point.
    """
    return Stops(
        *street_stops(
            snapped.segment,
            snapped.fraction,
            arriving,
            graph.node_lon_lat,
            graph.node_id,
            graph.out_indptr,
            graph.out_edges,
            graph.out_segment,
            graph.segment_indptr,
            graph.segment_edges,
        )
    )


def direct_ways(
    graph: Graph, starts: Snapped, placed: Placed
) -> tuple[Indices, Indices, NDArray[np.int64]]:
    """
    Find who is on the same segment, and the ways along it.

    Parameters
    ----------
    graph
        Streets of one mode.
    starts
        Points of them.
    placed
        Positions on the same streets; left or reached as ``placed.arriving`` says.

    Returns
    -------
    start, position
        Shape ``(q,)``: pairs that their segment joins without leaving it, by start.
    time_ms
        Shape ``(q,)``: on the street.
    """
    there = placed.snapped.segment[placed.by_segment]
    low = np.searchsorted(there, starts.segment, side="left")
    count = np.searchsorted(there, starts.segment, side="right") - low
    count[starts.segment < 0] = 0
    start = np.repeat(np.arange(len(count), dtype=np.int32), count)
    nth = np.arange(len(start)) - np.repeat(np.cumsum(count) - count, count)
    position = placed.by_segment[np.repeat(low, count) + nth]
    here, others = starts.fraction[start], placed.snapped.fraction[position]
    time_ms = direct_ms(
        starts.segment[start],
        here if placed.arriving else others,
        others if placed.arriving else here,
        graph.out_edges,
        graph.out_segment,
        graph.segment_indptr,
        graph.segment_edges,
    )
    led = time_ms >= 0
    return start[led], position[led], time_ms[led]


def check_one_each(name: str, given: NDArray[np.generic], placed: Placed) -> None:
    """
    Check that something is said of each position.

    Parameters
    ----------
    name
        Of what is given.
    given
        Shape ``(d,)``.
    placed
        ``d`` positions.

    Raises
    ------
    InputError
        If there are more or fewer.
    """
    if len(given) != len(placed.lon_lat):
        raise InputError(
            f"needed {name} for each of {len(placed.lon_lat)} positions, got {len(given)}."
        )


def _without(snapped: Snapped, left_out: NDArray[np.bool_]) -> Snapped:
    return Snapped(
        segment=np.where(left_out, np.int32(-1), snapped.segment),
        fraction=np.where(left_out, 0.0, snapped.fraction),
        gap_m=np.where(left_out, np.inf, snapped.gap_m),
        vertex=np.where(left_out, np.int32(-1), snapped.vertex),
        lon_lat=np.where(left_out[:, None], np.nan, snapped.lon_lat),
    )
