"""Shapes of a map as the data of SVG paths, on a grid fine enough for print."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GRIDS_PT = (0.1, 0.2, 0.4, 0.6)
"""
Steps of the grid that vertices are moved to: the finest that keeps a map within what it may have.
Neighbours share their vertices, hence also the moved ones: no gap opens between them.
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Where a map goes: metres to points.

    Attributes
    ----------
    left_m, top_m
        Projected coordinates of the top left corner.
    x_pt, y_pt
        Where that corner is in the picture.
    points_per_m
        Scale.
    """

    left_m: float
    top_m: float
    x_pt: float
    y_pt: float
    points_per_m: float

    def place(self, coordinates: Floats) -> Floats:
        """Give points of the picture for projected coordinates, shape ``(n, 2)``."""
        x = self.x_pt + (coordinates[:, 0] - self.left_m) * self.points_per_m
        y = self.y_pt + (self.top_m - coordinates[:, 1]) * self.points_per_m
        return np.column_stack([x, y])


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """
    Rings of shapes on a grid, ready to be written.

    Attributes
    ----------
    vertices
        Shape ``(vertices, 2)``: steps of the grid; rings one after the other.
    ring_starts
        Shape ``(rings + 1,)``.
    ring_shape
        Shape ``(rings,)``: the shape each ring is of.
    """

    vertices: Ints
    ring_starts: Ints
    ring_shape: Ints


def dissolved(areas: NDArray[Any]) -> Any:  # noqa: ANN401 - shapely has no types
    """
    Make one shape of areas.

    Returns
    -------
    whole
        A polygon, several, or none. Areas that share their vertices, as communes do, are merged
        five to twenty times faster than others.
    """
    filled = areas[~(shapely.is_missing(areas) | shapely.is_empty(areas))]
    try:
        whole = shapely.coverage_union_all(filled)
    except shapely.GEOSException:
        whole = None
    if shapely.is_valid(whole):  # false of None
        return whole
    return shapely.union_all(shapely.make_valid(filled))  # overlaps, or simplified one by one


def to_shapes(
    areas: NDArray[Any], frame: Frame, *, at_most: int, grids_pt: tuple[float, ...] = GRIDS_PT
) -> tuple[Shapes, float]:
    """
    Put shapes on a grid.

    Parameters
    ----------
    areas
        Polygons, lines or none.
    frame
        Where the map goes.
    at_most
        Vertices; exceeded where the coarsest grid has more.
    grids_pt
        Steps to choose from, the finest first.

    Returns
    -------
    shapes, grid_pt
        Rings without repeated or aligned vertices; and the grid's step.
    """
    rings, owner = _rings(areas)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    placed = frame.place(coordinates)
    for grid_pt in grids_pt:
        steps, kept_ring = _thinned(np.rint(placed / grid_pt).astype(np.int64), ring)
        if len(steps) <= at_most:
            break
    starts = np.searchsorted(kept_ring, np.arange(len(rings) + 1))
    return Shapes(steps, starts, owner), grid_pt


def path_data(shapes: Shapes, chosen: NDArray[np.bool_]) -> str:
    """
    Write the rings of some shapes.

    Parameters
    ----------
    shapes
        All of them.
    chosen
        Shape ``(shapes,)``: which to write.

    Returns
    -------
    data
        What a ``d`` attribute holds, in steps of the grid; empty for nothing.
    """
    ranks = np.flatnonzero(chosen[shapes.ring_shape])
    starts, ends = shapes.ring_starts[ranks].tolist(), shapes.ring_starts[ranks + 1].tolist()
    return "".join(
        _line(shapes.vertices[start:end]) for start, end in zip(starts, ends, strict=True)
    )


def _line(steps: Ints) -> str:
    """Write a line; one that comes back to its start is closed."""
    if len(steps) < 2:  # noqa: PLR2004 - too small to be seen
        return ""
    (x, y), moves = steps[0].tolist(), np.diff(steps, axis=0).ravel().tolist()
    if steps[0].tolist() == steps[-1].tolist():
        return f"M{x} {y}l{_run_on(moves[:-2])}z"
    return f"M{x} {y}l{_run_on(moves)}"


def dots_data(places: Floats, grid_pt: float) -> str:
    """Write a dot a place: a line of no length, which round ends make a disc."""
    steps = np.unique(np.rint(places / grid_pt).astype(np.int64), axis=0)
    return "".join(f"M{x} {y}h0" for x, y in steps.tolist())


def hatch_data(area: Any, frame: Frame, *, gap_pt: float, grid_pt: float) -> str:  # noqa: ANN401 - shapely has no types
    """
    Write oblique lines over an area.

    Parameters
    ----------
    area
        A polygon, or several.
    frame
        Where the map goes.
    gap_pt
        Between two lines, points.
    grid_pt
        Step of the grid to write in.

    Returns
    -------
    data
        What a ``d`` attribute holds; empty for no area.
    """
    if shapely.is_empty(area):
        return ""
    ruling = _oblique(shapely.bounds(area), gap_pt / frame.points_per_m)
    lines = np.array([shapely.intersection(shapely.multilinestrings(ruling), area)])
    shapes, _ = to_shapes(lines, frame, at_most=0, grids_pt=(grid_pt,))
    return path_data(shapes, np.array([True]))


def _oblique(bounds: Floats, gap_m: float) -> NDArray[Any]:
    """Rule a box with lines that climb to the right, on a ruling all boxes share."""
    left, bottom, right, top = bounds
    step = gap_m * np.sqrt(2)
    first, last = np.ceil((bottom - right) / step), np.floor((top - left) / step)
    offsets = np.arange(first, last + 1) * step
    ends = np.stack(
        [
            np.column_stack([np.full_like(offsets, left), left + offsets]),
            np.column_stack([np.full_like(offsets, right), right + offsets]),
        ],
        axis=1,
    )
    return np.asarray(shapely.linestrings(ends))


def _rings(areas: NDArray[Any]) -> tuple[NDArray[Any], Ints]:
    """Take shapes apart: rings of polygons and lines, and which shape each is of."""
    parts, owner = shapely.get_parts(np.asarray(areas, dtype=object), return_index=True)
    deeper, inner = shapely.get_parts(parts, return_index=True)  # collections of collections
    owner = owner[inner]
    is_polygon = shapely.get_type_id(deeper) == shapely.GeometryType.POLYGON
    rings, of = shapely.get_rings(deeper[is_polygon], return_index=True)
    is_line = shapely.get_type_id(deeper) == shapely.GeometryType.LINESTRING
    return (
        np.concatenate([rings, deeper[is_line]]),
        np.concatenate([owner[is_polygon][of], owner[is_line]]).astype(np.int64),
    )


def _thinned(steps: Ints, ring: Ints) -> tuple[Ints, Ints]:
    """Drop vertices that repeat the one before, or that lie on the way to the next."""
    fresh = np.ones(len(steps), dtype=bool)
    fresh[1:] = (steps[1:] != steps[:-1]).any(axis=1) | (ring[1:] != ring[:-1])
    steps, ring = steps[fresh], ring[fresh]
    if len(steps) < 3:  # noqa: PLR2004 - nothing lies between two
        return steps, ring
    before, after = np.diff(steps, axis=0)[:-1], np.diff(steps, axis=0)[1:]
    aligned = before[:, 0] * after[:, 1] == before[:, 1] * after[:, 0]
    onward = (before * after).sum(axis=1) > 0
    same = (ring[:-2] == ring[1:-1]) & (ring[1:-1] == ring[2:])
    kept = np.ones(len(steps), dtype=bool)
    kept[1:-1] = ~(aligned & onward & same)
    return steps[kept], ring[kept]


def _run_on(values: list[int]) -> str:
    """Write whole numbers with no more room between them than they need."""
    return "".join(str(value) if value < 0 else f" {value}" for value in values).removeprefix(" ")
