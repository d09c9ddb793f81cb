"""One search between a position and many: times, lengths, and what nobody mapped on the way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.clock import Clock
from geo.network.graph import UNKNOWN_SURFACE, Graph
from geo.network.kernels.search import Workspace
from geo.network.kernels.targets import reach_targets
from geo.network.kernels.ways import AS_SEARCHED, rows_of, way_lengths
from geo.network.places import Placed, Stops, direct_ways, stops_of
from geo.network.protocol import Floats, Indices, Reached
from geo.network.snap import Snapped
from geo.network.workspaces import Workspaces

Longs = NDArray[np.int64]

CM_PER_M = 100

NO_NODE = np.int32(-1)
"""In place of the node by which a position is reached: the way follows one segment throughout."""


@dataclass(frozen=True, slots=True)
class Streets:
    """
    What searches need: a graph, the width of the queue's buckets, and room.

    Attributes
    ----------
    graph
        Of one mode.
    bucket_ms
        See `geo.network.manifest.ProfileManifest`.
    workspaces
        Of this graph.
    """

    graph: Graph
    bucket_ms: int
    workspaces: Workspaces

    def edges(self, *, leaving: bool) -> tuple[Indices, Indices, Indices]:
        """Give what to search from a position that one leaves, or to one that is reached."""
        if leaving:
            return self.graph.out_indptr, self.graph.out_edges, AS_SEARCHED
        return self.graph.in_indptr, self.graph.in_edges, self.graph.in_edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """
    A question: between one position and many.

    Attributes
    ----------
    start
        The one, on the streets; where only times are asked for, several, and the quickest counts.
    placed
        The many; reached from it, or left for it, as ``placed.arriving`` says.
    clock
        Of the departure.
    limit_ms
        From `Clock.limit_ms`.
    wanted
        Shape ``(d,)``: which of the many.
    k
        How many are enough; below 0, all.
    """

    start: Snapped
    placed: Placed
    clock: Clock
    limit_ms: int
    wanted: NDArray[np.bool_]
    k: int = -1


@dataclass(frozen=True, slots=True)
class Arrivals:
    """
    Positions reached, soonest first, equal times by position.

    Attributes
    ----------
    position
        Shape ``(q,)``.
    time_ms
        Shape ``(q,)``: free-flow, from door to door.
    distance_m
        Shape ``(q,)``: from door to door.
    unknown_surface
        Shape ``(q,)``: share of the way on streets; of a way of no length, its street's.
    node
        Shape ``(q,)``: that by which each is reached; `NO_NODE` along one segment.
    """

    position: Indices
    time_ms: Longs
    distance_m: Floats
    unknown_surface: Floats
    node: Indices


def find_arrivals(streets: Streets, journey: Journey) -> Arrivals:
    """
    Search once.

    Parameters
    ----------
    streets
        To search.
    journey
        What is asked.

    Returns
    -------
    arrivals
        The `k` soonest within the limit; none where the start is on no street.
    """
    if journey.start.segment[0] < 0:
        none = np.zeros(0, dtype=np.int32)
        return Arrivals(none, none.astype(np.int64), np.zeros(0), np.zeros(0), none)
    with streets.workspaces.lend() as loan:
        found = search_nodes(streets, journey, loan.workspace)
        loan.touched = found.touched
        return measured(streets, journey, found, loan.workspace)


@dataclass(frozen=True, slots=True)
class Traces:
    """
    What a search found, while its workspace still shows the ways.

    Attributes
    ----------
    touched
        How many nodes.
    seeds
        The nodes by which one left, or came to, the start.
    position, time_ms, node
        As in `Arrivals`.
    """

    touched: int
    seeds: Stops
    position: Indices
    time_ms: Longs
    node: Indices


def search_nodes(streets: Streets, journey: Journey, workspace: Workspace) -> Traces:
    """
    Search, and leave the ways in the workspace.

    Parameters
    ----------
    streets, journey
        As `find_arrivals` takes them.
    workspace
        Clean.

    Returns
    -------
    found
        With the way along the segment of the start where that is the quickest.
    """
    placed, clock, start = journey.placed, journey.clock, journey.start
    seeds = stops_of(streets.graph, start, arriving=not placed.arriving)
    indptr, edges, _ = streets.edges(leaving=placed.arriving)
    start_ms = clock.gap_ms(start.gap_m)
    gap_ms = clock.gap_ms(placed.snapped.gap_m)
    touched, position, time_ms, node = reach_targets(
        indptr,
        edges,
        seeds.node,
        seeds.time_ms + start_ms[seeds.point],
        journey.limit_ms,
        streets.bucket_ms,
        workspace,
        placed.indptr,
        placed.stops.point,
        placed.stops.time_ms + gap_ms[placed.stops.point],
        journey.wanted,
        journey.k,
    )
    left, near, near_ms = direct_ways(streets.graph, start, placed)
    near_ms = near_ms + start_ms[left] + gap_ms[near]
    use = journey.wanted[near] & (near_ms <= journey.limit_ms)
    direct = near[use], near_ms[use], np.full(use.sum(), NO_NODE)
    return Traces(touched, seeds, *_soonest(direct, (position, time_ms, node), journey.k))


def _soonest(
    direct: tuple[Indices, Longs, Indices], around: tuple[Indices, Indices, Indices], k: int
) -> tuple[Indices, Longs, Indices]:
    """Keep the quicker of two ways to each position (of equals the direct one), soonest first."""
    position = np.concatenate((direct[0], around[0]))
    time_ms = np.concatenate((direct[1], around[1].astype(np.int64)))
    node = np.concatenate((direct[2], around[2]))
    order = np.lexsort((node >= 0, time_ms, position))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = np.diff(position[order]) != 0
    kept = order[first]
    soonest = kept[np.lexsort((position[kept], time_ms[kept]))][: k if k >= 0 else None]
    return position[soonest], time_ms[soonest], node[soonest]


def measured(streets: Streets, journey: Journey, found: Traces, workspace: Workspace) -> Arrivals:
    """
    Measure the ways that a search found.

    Parameters
    ----------
    streets, journey
        As `find_arrivals` takes them.
    found, workspace
        From `search_nodes`.

    Returns
    -------
    arrivals
        Of all that was found.
    """
    graph, start, snapped = streets.graph, journey.start, journey.placed.snapped
    around = found.node >= 0
    length_cm = np.zeros(len(found.position), dtype=np.int64)
    unknown_cm = np.zeros(len(found.position), dtype=np.int64)
    length_cm[around], unknown_cm[around] = _around(streets, journey, found, workspace)
    direct = found.position[~around]
    share = np.abs(snapped.fraction[direct] - start.fraction[0])
    length_cm[~around], unknown_cm[~around] = _parts(graph, snapped.segment[direct], share)
    gaps_cm = whole_cm(start.gap_m)[0] + whole_cm(snapped.gap_m[found.position])
    flags = graph.segment_flags[snapped.segment[found.position]]
    nowhere = (flags & UNKNOWN_SURFACE).astype(np.float64)
    moved = length_cm > 0
    return Arrivals(
        position=found.position,
        time_ms=found.time_ms,
        distance_m=(length_cm + gaps_cm) / CM_PER_M,
        unknown_surface=np.where(moved, unknown_cm / np.where(moved, length_cm, 1), nowhere),
        node=found.node,
    )


def whole_cm(length_m: NDArray[np.floating]) -> Longs:
    """
    Take lengths to whole centimetres: their sums are the same in any order.

    Parameters
    ----------
    length_m
        Finite.

    Returns
    -------
    length_cm
        Of the same shape.
    """
    length_cm: Longs = np.rint(length_m * CM_PER_M).astype(np.int64)
    return length_cm


def _around(
    streets: Streets, journey: Journey, found: Traces, workspace: Workspace
) -> tuple[Longs, Longs]:
    """Measure the ways that go by nodes, and how much of each nobody mapped."""
    graph, placed = streets.graph, journey.placed
    around = found.node >= 0
    node, position = found.node[around], found.position[around]
    indptr, _, out_edge = streets.edges(leaving=placed.arriving)
    length_cm, unknown_cm, seed = way_lengths(
        node,
        workspace.edge,
        indptr,
        out_edge,
        graph.out_segment,
        graph.segment_length_m,
        graph.segment_flags,
    )
    order = np.argsort(found.seeds.node, kind="stable")
    left = order[np.searchsorted(found.seeds.node[order], seed)]
    start_segment = np.broadcast_to(journey.start.segment, seed.shape)
    reached = rows_of(node, position, placed.indptr, placed.stops.point)
    first = _parts(graph, start_segment, found.seeds.share[left])
    last = _parts(graph, placed.snapped.segment[position], placed.stops.share[reached])
    return length_cm + first[0] + last[0], unknown_cm + first[1] + last[1]


def _parts(graph: Graph, segment: Indices, share: Floats) -> tuple[Longs, Longs]:
    length_cm = whole_cm(graph.segment_length_m[segment] * share)
    unknown = (graph.segment_flags[segment] & UNKNOWN_SURFACE) > 0
    return length_cm, np.where(unknown, length_cm, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """
    The destinations reached soonest, soonest first; equal times by position.

    Attributes
    ----------
    destination
        Shape ``(<= k,)``: positions among those placed.
    travel_time_s, distance_m, unknown_surface
        Shape ``(<= k,)``, as in `geo.network.protocol.Reached`.
    """

    destination: Indices
    travel_time_s: Floats
    distance_m: Floats
    unknown_surface: Floats


def in_order(arrivals: Arrivals, count: int, clock: Clock) -> Reached:
    """
    Lay arrivals out in the order of the positions asked for.

    Parameters
    ----------
    arrivals
        Of some of them.
    count
        How many there are.
    clock
        Of the departure.

    Returns
    -------
    reached
        Of all of them.
    """
    reached = Reached(np.full(count, np.inf), np.full(count, np.nan), np.full(count, np.nan))
    reached.travel_time_s[arrivals.position] = clock.seconds(arrivals.time_ms)
    reached.distance_m[arrivals.position] = arrivals.distance_m
    reached.unknown_surface[arrivals.position] = arrivals.unknown_surface
    return reached
