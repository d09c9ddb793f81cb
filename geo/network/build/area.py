"""Which land a network covers: what is near one of its streets, or surrounded by such land."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, binary_fill_holes, distance_transform_edt

from geo.crs import EARTH
from geo.network.build.grid import DEGREE_M, crossed_cells
from geo.network.graph import Graph
from geo.network.raw import DEGREE

REACH_M = 500.0
"""Land this near a street is covered by the network, as is land that such streets surround."""

CELL_M = 62.5
"""Side of the cells in which the area is drawn."""

CELLS = 8_000_000
"""At most; where streets lie too far apart for that, cells are larger, and so is the area."""

SIMPLER_M = 100.0
"""By how much at most the border moves to have fewer corners; drawn that much farther first."""


def covered_area(graphs: Sequence[Graph]) -> Any:  # noqa: ANN401 - shapely has no types
    """
    Draw the land whose streets a network knows.

    Parameters
    ----------
    graphs
        Streets of all its modes: a forest where one only walks is known too.

    Returns
    -------
    area
        Shapely MultiPolygon, WGS84, valid, without holes: all within `REACH_M` of a street, a
        few hundred metres beyond at most, and what they surround: a wood or a lake within the
        network is no gap of it.

    Notes
    -----
    Contract: pure; the same streets give the same bytes. Corners are dropped as Douglas and
    Peucker (1973) say.
    """
    shapes = [graph.shape_lon_lat for graph in graphs if len(graph.shape_lon_lat)]
    if not shapes:
        return shapely.MultiPolygon()
    frame = _frame(
        np.min([shape.min(axis=0) for shape in shapes], axis=0).astype(np.int64),
        np.max([shape.max(axis=0) for shape in shapes], axis=0).astype(np.int64),
    )
    street = np.zeros((frame[5], frame[4]), dtype=bool)
    for graph in graphs:
        street |= crossed_cells(graph.shape_indptr, graph.shape_lon_lat, frame)
    return _to_polygons(_near(street, frame), frame)


def _frame(low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.int64]:
    """Lay cells around bounds, in the order of `Graph.grid_frame`; nowhere below `CELL_M`."""
    farthest = np.radians(max(abs(int(low[1])), abs(int(high[1]))) / DEGREE)
    height = int(np.ceil(CELL_M / DEGREE_M * DEGREE))
    width = int(np.ceil(height / max(float(np.cos(farthest)), 0.01)))
    while True:
        side = np.array([width, height])
        margin = int(np.ceil((REACH_M + SIMPLER_M) / (height / DEGREE * DEGREE_M))) + 2
        columns, rows = (high - low) // side + 1 + 2 * margin
        if columns * rows <= CELLS:
            return np.array([*(low - margin * side), width, height, columns, rows], dtype=np.int64)
        width, height = 2 * width, 2 * height


def _near(street: NDArray[np.bool_], frame: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Give the cells any point of which may be near a street, and those that they surround."""
    cell_m = frame[3] / DEGREE * DEGREE_M
    # two points are nearer than their cells' middles by less than a cell each way
    around = binary_dilation(street, np.ones((3, 3), dtype=bool))
    near = distance_transform_edt(~around) <= (REACH_M + SIMPLER_M) / cell_m
    filled: NDArray[np.bool_] = binary_fill_holes(near)
    return filled


def _to_polygons(cells: NDArray[np.bool_], frame: NDArray[np.int64]) -> Any:  # noqa: ANN401
    corner, side = frame[:2], frame[2:4]
    simple = shapely.simplify(shapely.union_all(shapely.box(*_boxes(cells).T)), _simpler(frame))
    outer = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(_parts(simple))))
    # islands joined when their corners were dropped may surround something
    whole = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(_parts(outer))))
    area = shapely.transform(whole, lambda corners: (corners * side + corner) / DEGREE)
    return shapely.multipolygons(_parts(shapely.intersection(area, shapely.box(*EARTH))))


def _simpler(frame: NDArray[np.int64]) -> float:
    return float(SIMPLER_M / (frame[3] / DEGREE * DEGREE_M))


def _parts(polygons: Any) -> Any:  # noqa: ANN401 - shapely has no types
    parts = shapely.get_parts(polygons)
    return parts[shapely.area(parts) > 0]


def _boxes(cells: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give the runs of true cells along rows: left, bottom, right, top."""
    steps = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(steps == 1)
    _, stop = np.nonzero(steps == -1)
    return np.column_stack((start, row, stop, row + 1))
