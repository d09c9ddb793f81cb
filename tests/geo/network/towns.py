"""The toy town, and random ones, ready to answer; and a slow way to answer the same."""

import heapq
from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from hypothesis import strategies as st
from shapely.ops import substring

from geo.network.build.assemble import Parts, assemble
from geo.network.snap import snap
from geo.network.street_times import StreetTravelTimes
from tests.geo.network import toy

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
LONG_S = 100_000.0
SPACING = 8_000  # 1e-7 degree: blocks of 60 to 90 m
AT = (23_000_000, 488_000_000)
METRES_PER_DEGREE = np.array([73_440.0, 111_206.0])  # around latitude 48.8


def engine(graph, bounds=EVERYWHERE, *, bucket_ms=4096, **constants):
    """Give an engine on a graph, with `toy.town_manifest`."""
    manifest = replace(toy.town_manifest(graph, **constants), bucket_ms=bucket_ms)
    return StreetTravelTimes(graph, manifest, publiable=True, name="toy", bounds=bounds)


def town(*, without=(), more=(), **constants):
    """Give the toy town, with its bounds."""
    graph = toy.town_graph(without=without, more=more)
    return engine(graph, toy.BOUNDS, **constants)


def here(*positions):
    """Give positions of the town, in avenues and streets, as an array."""
    return np.array([toy.at(*position) for position in positions]).reshape(-1, 2)


@st.composite
def random_parts(draw, *, copies=2):
    """
    Lay out junctions on a lattice, of one node or several, and streets between any two.

    Streets may be one-way, parallel, of no time, bent, or lead back to where they start; one may
    have several edges in a direction, between nodes of its junctions. Some parts are islands.
    """
    cells = st.tuples(st.integers(0, 3), st.integers(0, 3))
    corners = draw(st.lists(cells, min_size=2, max_size=6, unique=True))
    number = [draw(st.integers(1, copies)) for _ in corners]
    first = np.concatenate(([0], np.cumsum(number)))
    edges, lines, lengths = [], [], []
    for segment in range(draw(st.integers(1, 8))):
        a, b = (draw(st.integers(0, len(corners) - 1)) for _ in range(2))
        bends = draw(st.lists(st.tuples(*[st.floats(-1, 4)] * 2), max_size=2))
        lines.append([_unit(*corner) for corner in (corners[a], *bends, corners[b])])
        lengths.append(draw(st.integers(0, 200)))
        directions = draw(st.sampled_from([(1,), (-1,), (1, -1), (1, 1, -1)]))
        for direction in directions:
            tail, head = (a, b) if direction > 0 else (b, a)
            edges.append(
                (
                    first[tail] + draw(st.integers(0, number[tail] - 1)),
                    first[head] + draw(st.integers(0, number[head] - 1)),
                    draw(st.integers(0, 30)) * 1000,
                    segment if direction > 0 else ~segment,
                )
            )
    tail, head, time_ms, along = np.array(edges, dtype=np.int32).T
    node_corner = np.repeat(np.arange(len(corners)), number)
    return Parts(
        node_lon_lat=np.array([_unit(*corners[c]) for c in node_corner], dtype=np.int32),
        node_id=node_corner.astype(np.int64),
        node_inhabited_m=np.zeros(len(node_corner), dtype=np.float32),
        tail=tail,
        head=head,
        time_ms=time_ms,
        segment=along,
        segment_length_m=np.array(lengths, dtype=np.float32),
        segment_flags=np.arange(len(lines), dtype=np.uint8) % 2,
        shape_indptr=np.cumsum([0, *map(len, lines)]).astype(np.int32),
        shape_lon_lat=np.concatenate([np.array(line, dtype=np.int32) for line in lines]),
    )


random_graphs = random_parts().map(assemble)
plain_graphs = random_parts(copies=1).map(assemble)


@st.composite
def positions_on(draw, graph, *, off_streets=True):
    """Give a few positions: on junctions, on streets, and anywhere near."""
    on_vertex = st.sampled_from(range(len(graph.shape_lon_lat))).map(
        lambda vertex: graph.shape_lon_lat[vertex] / toy.DEGREE
    )
    anywhere = st.tuples(*[st.integers(-2 * SPACING, 5 * SPACING)] * 2).map(
        lambda by: (np.array(AT) + by) / toy.DEGREE
    )
    some = st.lists(on_vertex | anywhere if off_streets else on_vertex, min_size=1, max_size=5)
    return np.array(draw(some)).reshape(-1, 2)


def slow_times_ms(graph, origins, destinations, *, limit_m=200.0, ms_per_m=1000):
    """
    Give the time of every pair, -1 where there is no way: a plain Dijkstra from each origin.

    Positions are nodes of their own, put into the edges of the segment where they meet it.
    """
    start, end = (snap(graph, lon_lat, limit_m) for lon_lat in (origins, destinations))
    times = np.full((len(origins), len(destinations)), -1)
    for o in range(len(origins)):
        for d in range(len(destinations)):
            if start.segment[o] < 0 or end.segment[d] < 0:
                continue
            links = _links(graph, {"origin": start.take(o), "destination": end.take(d)})
            street_ms = _dijkstra(links, "origin").get("destination")
            if street_ms is not None:
                gaps = (start.gap_m[o], end.gap_m[d])
                times[o, d] = street_ms + sum(round(gap * ms_per_m) for gap in gaps)
    return times


def slow_times_from_nodes_ms(graph, destinations, *, limit_m=200.0, ms_per_m=1000):
    """Give the time from every node to every destination, as `slow_times_ms` does."""
    end = snap(graph, destinations, limit_m)
    times = np.full((len(graph.node_id), len(destinations)), -1)
    for d in np.flatnonzero(end.segment >= 0):
        links = _links(graph, {"destination": end.take(d)})
        for node in range(len(graph.node_id)):
            street_ms = _dijkstra(links, node).get("destination")
            if street_ms is not None:
                times[node, d] = street_ms + round(end.gap_m[d] * ms_per_m)
    return times


def slow_reached_lines(graph, origin, cutoff_s, *, limit_m=200.0, ms_per_m=1000):
    """Give what is reached of each edge and of the gap, as lines in degrees."""
    start = snap(graph, origin[None], limit_m)
    gap_ms = round(start.gap_m[0] * ms_per_m)
    left_ms = cutoff_s * 1000
    lines = [_until(np.vstack((origin, start.lon_lat)), min(1, left_ms / max(gap_ms, 1e-9)))]
    times = _dijkstra(_links(graph, {"origin": start}), "origin")
    tails = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr))
    for e, (_, ms) in enumerate(graph.out_edges.tolist()):
        along = int(graph.out_segment[e])
        segment = along if along >= 0 else ~along
        line = graph.shape_lon_lat[slice(*graph.shape_indptr[segment:][:2])] / toy.DEGREE
        line = line if along >= 0 else line[::-1]
        starts = [(0.0, times.get(int(tails[e]), np.inf))]
        if segment == start.segment[0]:
            starts.append((start.fraction[0] if along >= 0 else 1 - start.fraction[0], 0))
        for behind, at in starts:
            spare_ms = left_ms - gap_ms - at
            if spare_ms >= 0:
                share = min(1.0, behind + spare_ms / ms) if ms else 1.0
                lines.append(_until(line, share, behind))
    return lines


def _until(line, share, behind=0.0):
    """Cut a line at two shares of its length in metres."""
    stretched = shapely.LineString(line * (METRES_PER_DEGREE))
    part = substring(stretched, behind, share, normalized=True)
    corners = shapely.get_coordinates(part) / METRES_PER_DEGREE
    return shapely.LineString(corners if len(corners) > 1 else corners[[0, 0]])


def _links(graph, points):
    """Give {node: [(node, ms)]} with some points cut into their streets, as nodes of their own."""
    tails = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr))
    links = {}
    for e, (head, ms) in enumerate(graph.out_edges.tolist()):
        tail, along = int(tails[e]), int(graph.out_segment[e])
        segment = along if along >= 0 else ~along
        stops = [(0, 0.0, tail), (ms, 1.0, head)]
        for name, point in points.items():
            if segment == point.segment[0]:
                share = point.fraction[0] if along >= 0 else 1 - point.fraction[0]
                stops.append((int(ms * share + 0.5), share, name))
        stops.sort(key=lambda stop: stop[1])
        for (at, share, one), (then, further, other) in pairwise(stops):
            links.setdefault(one, []).append((other, then - at))
            if share == further and {one, other} == set(points):
                links.setdefault(other, []).append((one, 0))
    for name, point in points.items():
        for node in _nodes_there(graph, point):
            links.setdefault(name, []).append((node, 0))
            links.setdefault(node, []).append((name, 0))
    return links


def _nodes_there(graph, point):
    """Give all nodes of the junction at which a point is, if it is at an end of its segment."""
    if point.fraction[0] not in (0.0, 1.0):
        return []
    edges = graph.segment_edges[slice(*graph.segment_indptr[point.segment[0] :][:2])]
    along = graph.out_segment[edges[0]]
    tails = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr))
    ends = (tails[edges[0]], graph.out_edges[edges[0], 0])
    there = ends[0] if (point.fraction[0] == 0.0) == (along >= 0) else ends[1]
    return np.flatnonzero(graph.node_id == graph.node_id[there]).tolist()


def _dijkstra(links, source):
    best, queue = {source: 0}, [(0, 0, source)]
    pushed = 0
    while queue:
        at, _, node = heapq.heappop(queue)
        if at > best[node]:
            continue
        for other, ms in links.get(node, ()):
            if at + ms < best.get(other, np.inf):
                best[other] = at + ms
                pushed += 1
                heapq.heappush(queue, (at + ms, pushed, other))
    return best


def _unit(i, j):
    return round(AT[0] + i * SPACING), round(AT[1] + j * SPACING)
