"""Distances from the corners of a grid to the streets reached, for each time one may take."""

import math

import numpy as np
from numpy.typing import NDArray

from geo.network.graph import UNKNOWN_SURFACE
from geo.network.kernels.compiled import compiled

FAR = np.float32(9.0)
"""Square of a distance, in cells, farther than any that matters."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Field = NDArray[np.float32]


@compiled
def bounds_of_reached(
    time_ms: Ints, late_ms: int, last_ms: int, indptr: Ints, edges: Ints, node_lon_lat: Ints
) -> tuple[int, int, int, int]:
    """
    Give the bounds of the nodes reached, and of those to which the last ones lead.

    Parameters
    ----------
    time_ms
        Of a search.
    late_ms, last_ms
        The limit, and from when on the edges of a node may end beyond it.
    indptr, edges
        Those searched.
    node_lon_lat
        As in `geo.network.graph.Graph`.

    Returns
    -------
    left, bottom, right, top
        In 1e-7 degree; left above right without any node.
    """
    left, bottom, right, top = 2**31, 2**31, -(2**31), -(2**31)
    for node in range(len(time_ms)):
        if time_ms[node] > last_ms:
            continue
        x, y = node_lon_lat[node, 0], node_lon_lat[node, 1]
        left, right = min(left, x), max(right, x)
        bottom, top = min(bottom, y), max(top, y)
        if time_ms[node] < late_ms:
            continue
        for j in range(indptr[node], indptr[node + 1]):
            x, y = node_lon_lat[edges[j, 0], 0], node_lon_lat[edges[j, 0], 1]
            left, right = min(left, x), max(right, x)
            bottom, top = min(bottom, y), max(top, y)
    return left, bottom, right, top


@compiled
def draw_reached(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    time_ms: Ints,
    indptr: Ints,
    edges: Ints,
    along: Ints,
    shape_indptr: Ints,
    shape: Ints,
    limits_ms: Ints,
    frame: Floats,
    field: Field,
) -> int:
    """
    Draw every part of an edge that is reached from its tail within the limits.

    Parameters
    ----------
    time_ms
        Of a search from one origin, to the last limit: all nodes are looked at, in their order,
        as those that were reached follow each other on the map and in memory.
    indptr, edges, along, shape_indptr, shape
        ``out_indptr``, ``out_edges``, ``out_segment`` and the like of a `Graph`.
    limits_ms
        int32 ``(c,)``: growing.
    frame
        float64 ``(6,)``: left and bottom of the first corner, in 1e-7 degree; cells to 1e-7 degree,
        across and up; width and height of a cell in metres.
    field
        float32 ``(c, rows, columns)``: of each corner, square of the distance in cells to what
        is drawn within each limit and not the one before; `FAR` to begin with. Written for the
        corners of the cells that a line passes through.

    Returns
    -------
    missed
        How many cells that should have been drawn are not in the field.
    """
    missed, layers = 0, len(limits_ms)
    # the limit within which a segment was drawn whole: it need not be again from its other end
    drawn = np.full(len(shape_indptr) - 1, layers, dtype=np.uint8)
    for node in range(len(time_ms)):
        start_ms = time_ms[node]
        if start_ms > limits_ms[-1]:
            continue
        layer = 0
        while start_ms > limits_ms[layer]:
            layer += 1
        for e in range(indptr[node], indptr[node + 1]):
            segment = along[e] if along[e] >= 0 else ~along[e]
            if drawn[segment] <= layer:
                continue
            if start_ms + edges[e, 1] <= limits_ms[layer]:  # most of them
                drawn[segment] = layer
                missed += _draw_whole(
                    shape, shape_indptr[segment], shape_indptr[segment + 1], frame, field, layer
                )
                continue
            missed += draw_edge(
                along[e], 0.0, start_ms, edges[e, 1], shape_indptr, shape, limits_ms, frame, field
            )
    return missed


@compiled
def draw_edge(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    along: int,
    fraction: float,
    start_ms: int,
    edge_ms: int,
    shape_indptr: Ints,
    shape: Ints,
    limits_ms: Ints,
    frame: Floats,
    field: Field,
) -> int:
    """
    Draw what is reached of an edge from a point of it.

    Parameters
    ----------
    along
        Segment of the edge, as in ``out_segment``.
    fraction
        Share of the edge behind the point.
    start_ms
        When one is there; within the last limit.
    edge_ms
        Time of the whole edge.
    shape_indptr, shape, limits_ms, frame, field
        As `draw_reached` takes them.

    Returns
    -------
    missed
        As `draw_reached` gives it.
    """
    missed, behind = 0, fraction
    segment = along if along >= 0 else ~along
    first, last = shape_indptr[segment], shape_indptr[segment + 1] - 1
    for c in range(len(limits_ms)):
        left_ms = limits_ms[c] - start_ms
        if left_ms < 0:
            continue
        ahead = 1.0
        if left_ms < edge_ms * (1.0 - fraction):
            ahead = fraction + left_ms / edge_ms
        if along >= 0:
            missed += _draw_part(shape, first, last, behind, ahead, frame, field, c)
        else:
            missed += _draw_part(shape, first, last, 1.0 - ahead, 1.0 - behind, frame, field, c)
        behind = ahead
        if ahead >= 1.0:
            break
    return missed


@compiled
def draw_straight(
    start: Floats, end: Floats, end_ms: int, limits_ms: Ints, frame: Floats,
    field: Field,
) -> int:  # fmt: skip
    """
    Draw what is reached of a straight line, left at time 0.

    Parameters
    ----------
    start, end
        float64 ``(2,)``, in 1e-7 degree.
    end_ms
        When one is at its end.
    limits_ms, frame, field
        As `draw_reached` takes them.

    Returns
    -------
    missed
        As `draw_reached` gives it.
    """
    missed = 0
    for c in range(len(limits_ms)):
        share = 1.0 if limits_ms[c] >= end_ms else limits_ms[c] / end_ms
        x0, y0 = (start[0] - frame[0]) * frame[2], (start[1] - frame[1]) * frame[3]
        x1, y1 = (end[0] - frame[0]) * frame[2], (end[1] - frame[1]) * frame[3]
        x1, y1 = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
        missed += _draw_piece(x0, y0, x1, y1, field, c)
    return missed


@compiled
def _draw_whole(shape: Ints, first: int, end: int, frame: Floats, field: Field, layer: int) -> int:
    """Draw a line, from its first vertex to the one before the end."""
    missed = 0
    x1, y1 = (shape[first, 0] - frame[0]) * frame[2], (shape[first, 1] - frame[1]) * frame[3]
    for v in range(first + 1, end):
        x0, y0 = x1, y1
        x1, y1 = (shape[v, 0] - frame[0]) * frame[2], (shape[v, 1] - frame[1]) * frame[3]
        missed += _draw_piece(x0, y0, x1, y1, field, layer)
    return missed


@compiled
def _draw_part(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    shape: Ints,
    first: int,
    last: int,
    start: float,
    end: float,
    frame: Floats,
    field: Field,
    layer: int,
) -> int:
    """Draw a line from one share of its length to another."""
    missed, whole = 0, start <= 0.0 and end >= 1.0
    total_m, so_far_m = 0.0, 0.0
    if not whole:
        for v in range(first, last):
            dx = (shape[v + 1, 0] - shape[v, 0]) * frame[2]
            dy = (shape[v + 1, 1] - shape[v, 1]) * frame[3]
            total_m += _metres(dx, dy, frame)
    x1, y1 = (shape[first, 0] - frame[0]) * frame[2], (shape[first, 1] - frame[1]) * frame[3]
    for v in range(first, last):
        x0, y0 = x1, y1
        x1 = (shape[v + 1, 0] - frame[0]) * frame[2]
        y1 = (shape[v + 1, 1] - frame[1]) * frame[3]
        if whole:
            missed += _draw_piece(x0, y0, x1, y1, field, layer)
            continue
        dx, dy = x1 - x0, y1 - y0
        length_m = _metres(dx, dy, frame)
        low_m, high_m = start * total_m - so_far_m, end * total_m - so_far_m
        so_far_m += length_m
        if high_m < 0.0 or low_m > length_m:
            continue
        a = max(low_m / length_m, 0.0) if length_m > 0.0 else 0.0
        b = min(high_m / length_m, 1.0) if length_m > 0.0 else 0.0
        missed += _draw_piece(x0 + a * dx, y0 + a * dy, x0 + b * dx, y0 + b * dy, field, layer)
    return missed


@compiled
def _metres(dx: float, dy: float, frame: Floats) -> float:
    """Measure a step given in cells, whose two sides are not the same number of metres."""
    return math.sqrt((dx * frame[4]) ** 2 + (dy * frame[5]) ** 2)


@compiled
def _draw_piece(x0: float, y0: float, x1: float, y1: float, field: Field, layer: int) -> int:
    """Bring the corners of each cell that a straight line passes through as near as it is."""
    row_0, row_1 = math.floor(min(y0, y1)), math.floor(max(y0, y1))
    column_0, column_1 = math.floor(min(x0, x1)), math.floor(max(x0, x1))
    missed = 0
    for row in range(row_0, row_1 + 1):
        low, high = column_0, column_1
        if row_1 > row_0 and column_1 > column_0:
            # the part of the line within this row, and the columns it spans
            a = min(max((row - y0) / (y1 - y0), 0.0), 1.0)
            b = min(max((row + 1 - y0) / (y1 - y0), 0.0), 1.0)
            low = math.floor(x0 + min(a, b) * (x1 - x0))
            high = math.floor(x0 + max(a, b) * (x1 - x0))
            low, high = min(low, high), max(low, high)
        for column in range(low, high + 1):
            if 0 <= row < field.shape[1] - 1 and 0 <= column < field.shape[2] - 1:
                _bring_near(x0, y0, x1, y1, row, column, field, layer)
            else:
                missed += 1
    return missed


@compiled
def _bring_near(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    row: int,
    column: int,
    field: Field,
    layer: int,
) -> None:
    dx, dy = x1 - x0, y1 - y0
    length2 = dx * dx + dy * dy
    scale = 1.0 / length2 if length2 > 0.0 else 0.0
    for r in range(row, row + 2):
        for c in range(column, column + 2):
            ax, ay = c - x0, r - y0
            t = min(max((ax * dx + ay * dy) * scale, 0.0), 1.0)
            ax, ay = ax - t * dx, ay - t * dy
            nearer = np.float32(ax * ax + ay * ay)
            field[layer, r, c] = min(field[layer, r, c], nearer)


@compiled
def to_levels(field: Field, steps: int, farthest: int, levels: Floats) -> None:
    """
    Turn squares of distances into distances in whole steps, no larger for longer times.

    Parameters
    ----------
    field
        From `draw_reached`.
    steps
        To a cell.
    farthest
        Steps at a corner that no line came near.
    levels
        float64, of the same shape; written: steps to what is drawn within each limit, rounded
        down.
    """
    layers, rows, columns = field.shape
    for layer in range(layers):
        for row in range(rows):
            for column in range(columns):
                level = float(farthest)
                if field[layer, row, column] < FAR:
                    level = math.floor(math.sqrt(field[layer, row, column]) * steps)
                if layer > 0:
                    level = min(level, levels[layer - 1, row, column])
                levels[layer, row, column] = level


@compiled
def measure_reached(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    time_ms: Ints,
    limit_ms: int,
    start: tuple[int, float, float],
    indptr: Ints,
    edges: Ints,
    along: Ints,
    length_m: NDArray[np.float32],
    flags: NDArray[np.uint8],
) -> tuple[float, float]:
    """
    Measure the streets reached, each metre once.

    Parameters
    ----------
    time_ms
        Of a search from one origin, to this limit or a later one.
    limit_ms
        Inclusive.
    start
        Segment of the origin, and from which share of it to which one is reached directly.
    indptr, edges, along
        As `draw_reached` takes them.
    length_m, flags
        ``segment_length_m`` and ``segment_flags`` of a `Graph`.

    Returns
    -------
    reached_m, unknown_m
        In all, and of unknown surface; NaN where no surface of the graph is unknown, hence that
        nobody looked.
    """
    # shares of each segment that are reached from its first end, and from its last
    ahead = np.zeros(len(length_m), dtype=np.float32)
    back = np.zeros(len(length_m), dtype=np.float32)
    for node in range(len(time_ms)):
        left_ms = limit_ms - time_ms[node]
        if left_ms < 0:
            continue
        for e in range(indptr[node], indptr[node + 1]):
            segment = along[e] if along[e] >= 0 else ~along[e]
            time = edges[e, 1]
            share = left_ms / time if left_ms < time else 1.0
            if along[e] >= 0:
                ahead[segment] = max(ahead[segment], share)
            else:
                back[segment] = max(back[segment], share)
    reached_m, unknown_m, looked = 0.0, 0.0, False
    for s in range(len(length_m)):
        unknown = (flags[s] & UNKNOWN_SURFACE) != 0
        looked = looked or unknown
        share = min(ahead[s] + back[s], 1.0)
        if s == start[0]:
            low, high = max(start[1], ahead[s]), min(start[2], 1.0 - back[s])
            share = min(share + max(high - low, 0.0), 1.0)
        reached_m += share * length_m[s]
        if unknown:
            unknown_m += share * length_m[s]
    return reached_m, unknown_m if looked else np.nan
