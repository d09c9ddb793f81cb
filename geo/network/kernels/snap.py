"""The piece of street nearest to each position, found through the grid."""

import math

import numpy as np
from numpy.typing import NDArray

from geo.network.graph import NO_STOP
from geo.network.kernels.compiled import compiled
from geo.network.measure import ECCENTRICITY_2, SEMI_MAJOR_M
from geo.network.raw import DEGREE

NONE = -1

SLACK_M = 1e-3
"""Far above the rounding of cells' edges, far below anything that matters."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@compiled
def metres_per_unit(lat_units: float) -> tuple[float, float]:
    """
    Give the metres of 1e-7 degree of longitude and of latitude.

    Parameters
    ----------
    lat_units
        Latitude, in 1e-7 degree.

    Returns
    -------
    across, up
        By the radii of curvature of the WGS84 ellipsoid there (Torge & Müller 2012).
    """
    radian = math.pi / (180.0 * DEGREE)
    sine = math.sin(lat_units * radian)
    shrink = 1.0 - ECCENTRICITY_2 * sine * sine
    prime_vertical = SEMI_MAJOR_M / math.sqrt(shrink)
    across = prime_vertical * math.cos(lat_units * radian) * radian
    return across, prime_vertical * (1.0 - ECCENTRICITY_2) / shrink * radian


@compiled
def nearest_pieces(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    lon_lat: Ints,
    limit_m: float,
    shape_indptr: Ints,
    shape: Ints,
    frame: Longs,
    grid_indptr: Ints,
    grid_segments: Ints,
    segment_flags: NDArray[np.uint8],
) -> tuple[Ints, Ints, Floats, Floats]:
    """
    Find the segment nearest to each position where a trip may start or end, and where on it.

    Parameters
    ----------
    lon_lat
        int32 ``(q, 2)``, in 1e-7 degree.
    limit_m
        Inclusive.
    shape_indptr, shape, frame, grid_indptr, grid_segments, segment_flags
        As in `geo.network.graph.Graph`.

    Returns
    -------
    segment, vertex
        int32 ``(q,)``: -1 beyond the limit; the position in `shape` of the vertex from which the
        nearest piece starts.
    share, gap_m
        float64 ``(q,)``: part of that piece before the nearest point, and metres to it.

    Notes
    -----
    Contract: deterministic; of segments equally near, the smallest number; of its pieces, the
    first. Cells are looked at in growing rings, until none nearer can be left.
    """
    count = len(lon_lat)
    segment = np.full(count, NONE, dtype=np.int32)
    vertex = np.full(count, NONE, dtype=np.int32)
    share, gap_m = np.zeros(count), np.full(count, np.inf)
    left, bottom, width, height = frame[0], frame[1], frame[2], frame[3]
    columns, rows = frame[4], frame[5]
    for q in range(count):
        x, y = lon_lat[q, 0], lon_lat[q, 1]
        across, up = metres_per_unit(y)
        at_x, at_y = (x - left) / width, (y - bottom) / height
        column, row = math.floor(at_x), math.floor(at_y)
        cell_x_m, cell_y_m = width * across, height * up
        best = (limit_m * limit_m, NONE, NONE, 0.0)
        out_x_m = max(-at_x, at_x - columns, 0.0) * cell_x_m
        out_y_m = max(-at_y, at_y - rows, 0.0) * cell_y_m
        seen_m = 0.0  # everything this near has been looked at
        if out_x_m * out_x_m + out_y_m * out_y_m > best[0]:
            seen_m = np.inf
        ring = 0
        while seen_m * seen_m <= best[0] and ring <= max(column, columns, row, rows) + 1:
            for r in range(max(row - ring, 0), min(row + ring, rows - 1) + 1):
                # the whole side of the ring, or its two ends
                step = 1 if abs(r - row) == ring else max(2 * ring, 1)
                for c in range(column - ring, column + ring + 1, step):
                    if 0 <= c < columns:
                        cell = r * columns + c
                        here = grid_segments[grid_indptr[cell] : grid_indptr[cell + 1]]
                        best = _nearest_of(
                            here, shape_indptr, shape, segment_flags, x, y, across, up, best
                        )
            seen_x_m = (min(at_x - column, column + 1 - at_x) + ring) * cell_x_m
            seen_y_m = (min(at_y - row, row + 1 - at_y) + ring) * cell_y_m
            seen_m = max(min(seen_x_m, seen_y_m) - SLACK_M, 0.0)
            ring += 1
        if best[1] != NONE:
            gap_m[q] = math.sqrt(best[0])
            segment[q], vertex[q], share[q] = best[1], best[2], best[3]
    return segment, vertex, share, gap_m


@compiled
def _nearest_of(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    segments: Ints,
    shape_indptr: Ints,
    shape: Ints,
    segment_flags: NDArray[np.uint8],
    x: int,
    y: int,
    across: float,
    up: float,
    best: tuple[float, int, int, float],
) -> tuple[float, int, int, float]:
    """Give the square of the distance, segment, vertex and share of the nearest piece so far."""
    best2, segment, vertex, share = best
    for s in segments:
        if segment_flags[s] & NO_STOP:
            continue
        for v in range(shape_indptr[s], shape_indptr[s + 1] - 1):
            d2, t = _to_piece(shape, v, x, y, across, up)
            if d2 < best2 or (d2 == best2 and (segment == NONE or s < segment)):
                best2, segment, vertex, share = d2, int(s), v, t
    return best2, segment, vertex, share


@compiled
def _to_piece(shape: Ints, v: int, x: int, y: int, across: float, up: float) -> tuple[float, float]:
    """Give the square of the distance to the piece after a vertex, and the share before it."""
    ax, ay = (shape[v, 0] - x) * across, (shape[v, 1] - y) * up
    bx, by = (shape[v + 1, 0] - x) * across, (shape[v + 1, 1] - y) * up
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    ahead = -(ax * dx + ay * dy)
    # a vertex is as far from the piece before it as from the piece after it, to the last bit
    if ahead <= 0.0 or length2 == 0.0:
        return ax * ax + ay * ay, 0.0
    if ahead >= length2:
        return bx * bx + by * by, 1.0
    t = ahead / length2
    fx, fy = ax + t * dx, ay + t * dy
    return fx * fx + fy * fy, t


@compiled
def places_on_segments(
    segment: Ints, vertex: Ints, share: Floats, shape_indptr: Ints, shape: Ints
) -> tuple[Floats, Floats]:
    """
    Say how far along its segment each point is, and where.

    Parameters
    ----------
    segment, vertex, share
        From `nearest_pieces`.
    shape_indptr, shape
        As in `geo.network.graph.Graph`.

    Returns
    -------
    fraction
        float64 ``(q,)``: share of the length before the point, exactly 0 or 1 at an end; 0 on a
        segment of no length, and without a segment.
    lon_lat
        float64 ``(q, 2)``, in degrees; NaN without a segment.
    """
    fraction = np.zeros(len(segment))
    lon_lat = np.full((len(segment), 2), np.nan)
    for q in range(len(segment)):
        s, v, t = segment[q], vertex[q], share[q]
        if s == NONE:
            continue
        across, up = metres_per_unit(shape[v, 1])
        before, total = 0.0, 0.0
        for w in range(shape_indptr[s], shape_indptr[s + 1] - 1):
            dx = (shape[w + 1, 0] - shape[w, 0]) * across
            dy = (shape[w + 1, 1] - shape[w, 1]) * up
            length = math.sqrt(dx * dx + dy * dy)
            total += length
            if w < v:
                before += length
            elif w == v:
                before += t * length
        if t == 1.0 and v + 2 == shape_indptr[s + 1]:
            fraction[q] = 1.0
        elif total > 0.0:
            fraction[q] = min(before / total, 1.0)
        for axis in range(2):
            if t < 1.0:
                step = t * (shape[v + 1, axis] - shape[v, axis])
                lon_lat[q, axis] = (shape[v, axis] + step) / DEGREE
            else:
                lon_lat[q, axis] = shape[v + 1, axis] / DEGREE
    return fraction, lon_lat
