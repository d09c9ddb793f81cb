"""From many positions to many: the nearest of each category, and every pair within a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.batch import each
from geo.network.clock import Clock
from geo.network.journeys import CM_PER_M, Arrivals, Journey, Streets, find_arrivals, whole_cm
from geo.network.kernels.nearest import measured_edges, nearest_sources
from geo.network.places import Placed, Stops, direct_ways, stops_of
from geo.network.protocol import Floats, Indices, Nearest, Pairs
from geo.network.snap import Snapped

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """
    What holds for all pairs of a question.

    Attributes
    ----------
    clock
        Of the departure.
    limit_ms
        From `Clock.limit_ms`.
    threads
        How many to use; the answer is the same.
    """

    clock: Clock
    limit_ms: int
    threads: int

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise InputError(f"needed threads >= 1, got {self.threads}.")


@dataclass(frozen=True, slots=True)
class _Ways:
    """Ways from origins to destinations: candidates, of which the soonest are kept."""

    origin: Indices
    destination: Indices
    time_ms: Longs
    length_cm: Longs


def find_pairs(streets: Streets, starts: Snapped, placed: Placed, terms: Terms) -> Pairs:
    """
    Search from, or to, each of some positions.

    Parameters
    ----------
    streets
        To search.
    starts
        Positions on them.
    placed
        The positions at the other end: if ``placed.arriving``, the destinations, else the
        origins.
    terms
        Of the question.

    Returns
    -------
    pairs
        By origin then destination.
    """
    rows = [n for n in range(len(starts.segment)) if starts.segment[n] >= 0]
    search = partial(_row, streets, starts, placed, terms)
    found = list(each(search, rows, threads=terms.threads))
    one = np.repeat(rows, [len(row.position) for row in found]).astype(np.int32)
    other, time_ms, distance_m = (
        np.concatenate([getattr(row, name) for row in found] or [np.zeros(0)])
        for name in ("position", "time_ms", "distance_m")
    )
    origin, destination = (one, other) if placed.arriving else (other, one)
    order = np.lexsort((destination, origin))
    return Pairs(
        origin=origin[order].astype(np.int32),
        destination=destination[order].astype(np.int32),
        travel_time_s=terms.clock.seconds(time_ms[order]),
        distance_m=distance_m[order],
    )


def find_nearest(
    streets: Streets,
    starts: Snapped,
    placed: Placed,
    categories: Indices,
    terms: Terms,
    *,
    k: int,
) -> Nearest:
    """
    Give, from each of many positions, the nearest destinations of each category.

    Parameters
    ----------
    streets
        To search.
    starts
        Origins on them.
    placed
        Destinations.
    categories
        Shape ``(d,)``: of each destination.
    terms
        Of the question.
    k
        How many of each category, at least 1.

    Returns
    -------
    nearest
        As many categories as the highest number says.

    Notes
    -----
    Contract: one search a category gives the nearest of every node; those of a position are
    among those of the nodes to which its street leads, or on its own street.
    """
    clock = terms.clock
    leaving = stops_of(streets.graph, starts, arriving=False)
    before_ms = leaving.time_ms + clock.gap_ms(starts.gap_m)[leaving.point].astype(np.int64)
    before_cm = _stops_cm(streets, starts, leaving)
    direct = _direct(streets, starts, placed, clock)
    search = _towards(streets, placed, terms, k)

    def of_category(category: int) -> tuple[Indices, Floats, Floats]:
        label, time_ms, length_cm = search(categories == category)
        stop, nth = np.nonzero(label[leaving.node] >= 0)
        node = leaving.node[stop]
        around = _Ways(
            origin=leaving.point[stop],
            destination=label[node, nth],
            time_ms=time_ms[node, nth] + before_ms[stop],
            length_cm=length_cm[node, nth] + before_cm[stop],
        )
        ways = _both(_some(direct, categories[direct.destination] == category), around)
        return _soonest(_some(ways, ways.time_ms <= terms.limit_ms), len(starts.segment), k, clock)

    count = int(categories.max(initial=-1)) + 1
    rows = each(of_category, range(count), threads=terms.threads)
    return _stacked(rows, count, len(starts.segment), k)


def find_nearest_from_nodes(
    streets: Streets, placed: Placed, categories: Indices, terms: Terms, *, k: int
) -> Nearest:
    """
    Give, from each node of a graph, the nearest destinations of each category.

    Parameters
    ----------
    streets, placed, categories, terms, k
        As `find_nearest` takes them.

    Returns
    -------
    nearest
        Origins are the nodes.
    """
    search = _towards(streets, placed, terms, k)

    def of_category(category: int) -> tuple[Indices, Floats, Floats]:
        label, time_ms, length_cm = search(categories == category)
        found = label >= 0
        seconds = np.where(found, terms.clock.seconds(time_ms), np.inf)
        return label, seconds, np.where(found, length_cm / CM_PER_M, np.nan)

    count = int(categories.max(initial=-1)) + 1
    rows = each(of_category, range(count), threads=terms.threads)
    return _stacked(rows, count, len(streets.graph.node_id), k)


def _row(streets: Streets, starts: Snapped, placed: Placed, terms: Terms, row: int) -> Arrivals:
    journey = Journey(
        start=starts.take(row),
        placed=placed,
        clock=terms.clock,
        limit_ms=terms.limit_ms,
        wanted=placed.on_streets,
    )
    return find_arrivals(streets, journey)


def _towards(
    streets: Streets, placed: Placed, terms: Terms, k: int
) -> Callable[[NDArray[np.bool_]], tuple[Indices, Indices, Indices]]:
    """Make the search of every node's nearest among some destinations."""
    graph, stops = streets.graph, placed.stops
    along = graph.out_segment[graph.in_edge]
    in_m = graph.segment_length_m[np.where(along < 0, ~along, along)]
    edges = measured_edges(graph.in_edges, in_m)
    stop_ms = stops.time_ms + terms.clock.gap_ms(placed.snapped.gap_m)[stops.point]
    stop_cm = _stops_cm(streets, placed.snapped, stops).astype(np.int32)

    def search(members: NDArray[np.bool_]) -> tuple[Indices, Indices, Indices]:
        used = members[stops.point]
        return nearest_sources(
            graph.in_indptr,
            edges,
            source_node=stops.node[used],
            source_label=stops.point[used],
            source_ms=stop_ms[used],
            source_cm=stop_cm[used],
            k=k,
            cutoff_ms=terms.limit_ms,
            bucket_ms=streets.bucket_ms,
        )

    return search


def _stops_cm(streets: Streets, snapped: Snapped, stops: Stops) -> Longs:
    """Measure from each position to each of its stops."""
    point = stops.point
    on_street_m = streets.graph.segment_length_m[snapped.segment[point]] * stops.share
    return whole_cm(on_street_m) + whole_cm(snapped.gap_m[point])


def _direct(streets: Streets, starts: Snapped, placed: Placed, clock: Clock) -> _Ways:
    """Give the ways along the segment that an origin and a destination share."""
    graph, snapped = streets.graph, placed.snapped
    start, position, time_ms = direct_ways(graph, starts, placed)
    gap_ms = clock.gap_ms(starts.gap_m)[start] + clock.gap_ms(snapped.gap_m)[position]
    share = np.abs(snapped.fraction[position] - starts.fraction[start])
    on_street_m = graph.segment_length_m[starts.segment[start]] * share
    gaps_cm = whole_cm(starts.gap_m[start]) + whole_cm(snapped.gap_m[position])
    return _Ways(start, position, time_ms + gap_ms, whole_cm(on_street_m) + gaps_cm)


def _both(first: _Ways, second: _Ways) -> _Ways:
    names = _Ways.__slots__
    return _Ways(*(np.concatenate((getattr(first, n), getattr(second, n))) for n in names))


def _some(ways: _Ways, which: NDArray[np.bool_] | NDArray[np.intp]) -> _Ways:
    return _Ways(*(getattr(ways, name)[which] for name in _Ways.__slots__))


def _soonest(ways: _Ways, origins: int, k: int, clock: Clock) -> tuple[Indices, Floats, Floats]:
    """Keep, of each origin, the quickest way to each of its k soonest destinations."""
    ways = _some(ways, np.lexsort((ways.time_ms, ways.destination, ways.origin)))
    ways = _some(ways, _firsts(ways.origin, ways.destination))
    ways = _some(ways, np.lexsort((ways.destination, ways.time_ms, ways.origin)))
    rank = np.arange(len(ways.origin)) - np.searchsorted(ways.origin, ways.origin)
    ways, rank = _some(ways, rank < k), rank[rank < k]
    destination = np.full((origins, k), -1, dtype=np.int32)
    travel_time_s, distance_m = np.full((origins, k), np.inf), np.full((origins, k), np.nan)
    destination[ways.origin, rank] = ways.destination
    travel_time_s[ways.origin, rank] = clock.seconds(ways.time_ms)
    distance_m[ways.origin, rank] = ways.length_cm / CM_PER_M
    return destination, travel_time_s, distance_m


def _firsts(*sorted_columns: NDArray[np.integer]) -> NDArray[np.bool_]:
    first = np.zeros(len(sorted_columns[0]), dtype=np.bool_)
    first[:1] = True
    for column in sorted_columns:
        first[1:] |= column[1:] != column[:-1]
    return first


def _stacked(
    rows: Iterable[tuple[Indices, Floats, Floats]], categories: int, origins: int, k: int
) -> Nearest:
    shape = (categories, origins, k)
    found = Nearest(
        np.full(shape, -1, dtype=np.int32), np.full(shape, np.inf), np.full(shape, np.nan)
    )
    for category, (destination, travel_time_s, distance_m) in enumerate(rows):
        found.destination[category] = destination
        found.travel_time_s[category] = travel_time_s
        found.distance_m[category] = distance_m
    return found
