"""A grid over the streets, so that those near a position are found without looking at the rest."""

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled
from geo.network.raw import DEGREE

CELL_M = 250.0
"""Side of a cell: a few streets in towns, and few empty cells to cross in the country."""

CELLS_PER_SEGMENT, CELLS = 8, 1_000_000
"""A grid has at most this many cells for each segment, or in all if that is more: where streets
are few and far apart, as when one is misplaced by a continent, its cells are larger."""

DEGREE_M = 111_195.0
"""A degree of latitude, or of longitude at the equator, on a sphere of the Earth's mean radius."""

MARGIN = 1e-6
"""Of a cell (0.25 mm): what passes this near a cell is listed there, whatever the rounding."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def build_grid(shape_indptr: Ints, shape_lon_lat: Ints) -> tuple[Longs, Ints, Ints]:
    """
    List the segments that pass through each cell.

    Parameters
    ----------
    shape_indptr, shape_lon_lat
        As in `geo.network.graph.Graph`.

    Returns
    -------
    grid_frame, grid_indptr, grid_segments
        As in `geo.network.graph.Graph`.

    Notes
    -----
    Contract: pure; a segment is in every cell that its line enters, once, and in no cell farther
    than `MARGIN` from it; segments of a cell are in ascending order.
    """
    if not len(shape_lon_lat):
        return np.array([0, 0, 1, 1, 1, 1]), np.zeros(2, np.int32), np.zeros(0, np.int32)
    frame = _frame(shape_lon_lat, max(CELLS, CELLS_PER_SEGMENT * (len(shape_indptr) - 1)))
    counts = np.zeros(frame[4] * frame[5] + 1, dtype=np.int32)
    last = np.full(len(counts), -1, dtype=np.int32)
    none = np.zeros(0, dtype=np.int32)
    _visit_cells(shape_indptr, shape_lon_lat, frame, counts, last, none)
    indptr = np.concatenate(([0], np.cumsum(counts[:-1]))).astype(np.int32)
    last[:] = -1
    segments = np.empty(indptr[-1], dtype=np.int32)
    _visit_cells(shape_indptr, shape_lon_lat, frame, indptr[:-1].copy(), last, segments)
    return frame, indptr, segments


def crossed_cells(shape_indptr: Ints, shape_lon_lat: Ints, frame: Longs) -> NDArray[np.bool_]:
    """
    Say which cells some segment passes through.

    Parameters
    ----------
    shape_indptr, shape_lon_lat
        As in `geo.network.graph.Graph`.
    frame
        As its ``grid_frame``.

    Returns
    -------
    crossed
        By row and column.

    Notes
    -----
    Contract: pure; as `build_grid` lists them.
    """
    counts = np.zeros(frame[4] * frame[5] + 1, dtype=np.int32)
    last = np.full(len(counts), -1, dtype=np.int32)
    none = np.zeros(0, dtype=np.int32)
    _visit_cells(shape_indptr, shape_lon_lat, frame, counts, last, none)
    return (counts[:-1] > 0).reshape(frame[5], frame[4])


def _frame(shape_lon_lat: Ints, most: int) -> Longs:
    """Lay out cells of `CELL_M` over the streets, or larger ones if there would be too many."""
    left, bottom = shape_lon_lat.min(axis=0).astype(np.int64)
    right, top = shape_lon_lat.max(axis=0).astype(np.int64)
    middle = np.radians((bottom + top) / 2 / DEGREE)
    height = round(CELL_M / DEGREE_M * DEGREE)
    width = round(height / max(float(np.cos(middle)), 0.01))
    while ((right - left) // width + 1) * ((top - bottom) // height + 1) > most:
        width, height = 2 * width, 2 * height
    columns, rows = (right - left) // width + 1, (top - bottom) // height + 1
    return np.array([left, bottom, width, height, columns, rows], dtype=np.int64)


@compiled
def _visit_cells(
    shape_indptr: Ints, shape: Ints, frame: Longs, cursor: Ints, last: Ints, segments: Ints
) -> None:
    """Count the visits of each cell in `cursor`, or write the visitors where it points."""
    left, bottom, width, height = frame[0], frame[1], frame[2], frame[3]
    columns, rows = frame[4], frame[5]
    for s in range(len(shape_indptr) - 1):
        for v in range(shape_indptr[s], shape_indptr[s + 1] - 1):
            x0 = (shape[v, 0] - left) / width
            y0 = (shape[v, 1] - bottom) / height
            x1 = (shape[v + 1, 0] - left) / width
            y1 = (shape[v + 1, 1] - bottom) / height
            first_row = max(int(min(y0, y1) - MARGIN), 0)
            last_row = min(int(max(y0, y1) + MARGIN), rows - 1)
            for row in range(first_row, last_row + 1):
                # the part of the line within this row, and the columns it spans
                low, high = x0, x1
                if y0 != y1:
                    a = min(max((row - MARGIN - y0) / (y1 - y0), 0.0), 1.0)
                    b = min(max((row + 1 + MARGIN - y0) / (y1 - y0), 0.0), 1.0)
                    low, high = x0 + a * (x1 - x0), x0 + b * (x1 - x0)
                first_column = max(int(min(low, high) - MARGIN), 0)
                last_column = min(int(max(low, high) + MARGIN), columns - 1)
                for column in range(first_column, last_column + 1):
                    cell = row * columns + column
                    if last[cell] != s:
                        last[cell] = s
                        if len(segments):
                            segments[cursor[cell]] = s
                        cursor[cell] += 1
