"""The way itself, as a line."""

import numpy as np
from numpy.typing import NDArray

from geo.crs import COORDINATE_DECIMALS
from geo.network.graph import Graph
from geo.network.journeys import NO_NODE, Journey, Streets, Traces, measured, search_nodes
from geo.network.kernels.search import Workspace
from geo.network.kernels.ways import rows_of, way_edges
from geo.network.protocol import Floats, Route
from geo.network.raw import DEGREE

Longs = NDArray[np.int64]
Runs = tuple[Longs, Longs, Longs]
"""First vertex of runs of ``shape_lon_lat``, how many vertices, and 1 or -1: which way."""


def find_route(streets: Streets, journey: Journey, origin: Floats) -> Route | None:
    """
    Find the quickest way to one destination.

    Parameters
    ----------
    streets
        To search.
    journey
        From one position to one destination.
    origin
        Shape ``(2,)``: that position, in degrees WGS84.

    Returns
    -------
    route
        None beyond the limit, or where either end is on no street.

    Notes
    -----
    Contract: pure; times and lengths are those of `geo.network.journeys.find_arrivals`.
    """
    if journey.start.segment[0] < 0:
        return None
    with streets.workspaces.lend() as loan:
        found = search_nodes(streets, journey, loan.workspace)
        loan.touched = found.touched
        if not len(found.position):
            return None
        arrivals = measured(streets, journey, found, loan.workspace)
        runs = _runs(streets.graph, journey, found, loan.workspace)
    start, placed = journey.start, journey.placed
    line = (origin, start.lon_lat, _line(streets.graph, runs), placed.snapped.lon_lat)
    return Route(
        lon_lat=without_repeats(np.vstack((*line, placed.lon_lat))),
        travel_time_s=float(journey.clock.seconds(arrivals.time_ms)[0]),
        distance_m=float(arrivals.distance_m[0]),
        unknown_surface=float(arrivals.unknown_surface[0]),
    )


def without_repeats(lon_lat: Floats) -> Floats:
    """
    Leave out vertices that repeat the one before, to the decimals that are written.

    Parameters
    ----------
    lon_lat
        Shape ``(v, 2)``, ``v`` at least 2.

    Returns
    -------
    lon_lat
        From the same first vertex to the same last; where all are one, those two.
    """
    written = lon_lat.round(COORDINATE_DECIMALS)
    moved = np.ones(len(lon_lat), dtype=np.bool_)
    moved[1:] = (written[1:] != written[:-1]).any(axis=1)
    if moved.sum() == 1:
        return lon_lat[[0, -1]]
    kept = lon_lat[moved]
    kept[-1] = lon_lat[-1]
    return kept


def _runs(graph: Graph, journey: Journey, found: Traces, workspace: Workspace) -> list[Runs]:
    """Give the vertices strictly between the two points on the streets."""
    start, end = journey.start, journey.placed.snapped
    if found.node[0] == NO_NODE:
        forward = bool(start.fraction[0] < end.fraction[0])
        first, last = int(start.vertex[0]), int(end.vertex[0])
        return [_run(first + 1, last, 1) if forward else _run(first, last + 1, -1)]
    edges, seed = way_edges(found.node[0], workspace.edge, graph.out_indptr)
    left = int(found.seeds.edge[np.flatnonzero(found.seeds.node == seed)[0]])
    placed = journey.placed
    row = rows_of(found.node, found.position, placed.indptr, placed.stops.point)[0]
    reached = int(placed.stops.edge[row])
    return [
        _from(graph, left, int(start.vertex[0])),
        _whole(graph, edges),
        _to(graph, reached, int(end.vertex[0])),
    ]


def _from(graph: Graph, edge: int, vertex: int) -> Runs:
    """Go from a point after a vertex to the head of an edge; nowhere without one."""
    if edge < 0:
        return _run(0, -1, 1)
    segment = int(graph.out_segment[edge])
    if segment >= 0:
        return _run(vertex + 1, int(graph.shape_indptr[segment + 1]) - 1, 1)
    return _run(vertex, int(graph.shape_indptr[~segment]), -1)


def _to(graph: Graph, edge: int, vertex: int) -> Runs:
    """Go from the tail of an edge to a point after a vertex; nowhere without one."""
    if edge < 0:
        return _run(0, -1, 1)
    segment = int(graph.out_segment[edge])
    if segment >= 0:
        return _run(int(graph.shape_indptr[segment]), vertex, 1)
    return _run(int(graph.shape_indptr[~segment + 1]) - 1, vertex + 1, -1)


def _whole(graph: Graph, edges: NDArray[np.int32]) -> Runs:
    along = graph.out_segment[edges].astype(np.int64)
    forward = along >= 0
    segment = np.where(forward, along, ~along)
    low = graph.shape_indptr[segment].astype(np.int64)
    high = graph.shape_indptr[segment + 1].astype(np.int64) - 1
    return np.where(forward, low, high), high - low + 1, np.where(forward, 1, -1)


def _run(first: int, last: int, step: int) -> Runs:
    count = max((last - first) * step + 1, 0)
    return np.array([first]), np.array([count]), np.array([step])


def _line(graph: Graph, runs: list[Runs]) -> Floats:
    first, count, step = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    vertices = np.repeat(first, count) + np.repeat(step, count) * within
    line: Floats = graph.shape_lon_lat[vertices] / DEGREE
    return line
