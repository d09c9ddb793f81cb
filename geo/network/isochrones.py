"""
What is reached within a time, as polygons: the streets reached, and a little around them.

Every part of a street that is reached is drawn on a grid: the corners of the cells that it passes
through learn how far it is. The area is where that distance, between corners in proportion, is
at most `LEVEL`; contour lines on triangles (each cell is cut in four by its middle) bound it. So

* every position reached on a street is inside: the mean distance of the corners of a triangle
  from a point in it, in proportion, is at most ``sqrt(1/2)`` cell, and `LEVEL` is more;
* no point of it is farther than `TOLERANCE` cells from a position reached: distances at the
  corners are never too short, and again ``sqrt(1/2)`` cell is the most that lies between;
* each area is drawn on a grid of its own, as fine as it allows, whatever else is asked for; what
  a shorter time has more than a longer one is then added to that one: see `geo.network.nesting`;
* polygons are valid, and stay so when written: each vertex is on the side of a triangle, never at
  its end, moved there to the nearest of a few places that are whole 1e-6 degrees.

Contours: Lorensen and Cline (1987) in the plane, by contourpy.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import contourpy
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.network.area import near_border
from geo.network.clock import Clock
from geo.network.graph import Graph
from geo.network.journeys import Streets
from geo.network.kernels.raster import (
    FAR,
    bounds_of_reached,
    draw_edge,
    draw_reached,
    draw_straight,
    measure_reached,
    to_levels,
)
from geo.network.kernels.search import Workspace, reach
from geo.network.kernels.snap import metres_per_unit
from geo.network.nesting import nested
from geo.network.places import stops_of
from geo.network.protocol import Floats, Indices, ReachableArea
from geo.network.raw import DEGREE
from geo.network.snap import Snapped, whole_units

FINEST_M = 40.0
"""Side of the smallest cells: an area then stretches 20 to 35 m to both sides of a street, as far
as most front doors; a block that is not much wider than twice that is no hole."""

CELLS = 320
"""At most along each side of the grid."""

VERTICES = 20_000
"""At most in all areas of an answer: 20 bytes each in GeoJSON, before compression."""

PLACES = 32
"""Places on the side of a cell where a vertex may be, its ends included; half as many, up to the
middle, on a diagonal."""

STEPS = 32
"""To a cell, of the distances at corners: whole numbers, so that none is ever at the level."""

LEVEL = 26.125
"""Steps: 0.82 cell; sqrt(1/2), and what moving the vertices may take away."""

FARTHEST = 52
"""Steps at a corner that no street reached comes near: more than `LEVEL` and sqrt(1/2) cell, so
that no area stretches farther towards such corners than it does between others."""

TOLERANCE = 1.6
"""Cells: level, sqrt(1/2), one step of rounding, and what moving the vertices may add."""

MICRODEGREE = DEGREE // 1_000_000
FEWEST = 32  # vertices of an area, however large the cells
LATE_MS = 60_000  # an edge seldom takes longer; where it does, the grid is drawn once more
NEAR = 1e-6  # of a cell: far below the distance of a vertex from the ends of its side
WIDER = 10_000  # 1e-7 degree, about a hundred metres
MARGIN = 3  # cells around what is drawn
FEWER = 0.4  # cells larger by some factor make 1 / 0.4 powers of it fewer vertices, in real towns
ROOM = 1.5  # so that twice is enough, nearly always


@dataclass(frozen=True, slots=True)
class _Grid:
    """Corners, in 1e-7 degree: whole 1e-6 degrees, as are the places of vertices."""

    left: int
    bottom: int
    width: int
    height: int
    columns: int
    rows: int
    width_m: float
    height_m: float

    @property
    def frame(self) -> Floats:
        """What kernels want of it."""
        sides = 1 / self.width, 1 / self.height, self.width_m, self.height_m
        return np.array([self.left, self.bottom, *sides], dtype=np.float64)


def draw_areas(  # noqa: PLR0913 - the question has this many parts
    streets: Streets,
    start: Snapped,
    origin: Floats,
    clock: Clock,
    cutoffs_s: Sequence[float],
    *,
    covered: Any,  # noqa: ANN401 - shapely has no types
    vertices: int = VERTICES,
) -> list[ReachableArea]:
    """
    Draw the areas reached within some times.

    Parameters
    ----------
    streets
        To search.
    start, origin
        Where one starts, on the streets and off them (shape ``(2,)``, degrees WGS84).
    clock
        Of the departure.
    cutoffs_s
        In any order.
    covered
        The area that the network covers, whose border areas may reach.
    vertices
        At most in all polygons together, but for `FEWEST` each, and those that nesting adds;
        cells grow until they fit, each area on an equal share.

    Returns
    -------
    areas
        In the order given, each with its tolerance; empty where the start is on no street.

    Raises
    ------
    InputError
        If a cut-off is negative.

    Notes
    -----
    Contract: pure; see the module. Holes and parts that are smaller than a cell or two do not
    show.
    """
    limits_ms = np.array([clock.limit_ms(cutoff_s) for cutoff_s in cutoffs_s], dtype=np.int32)
    if not len(limits_ms) or start.segment[0] < 0:
        nowhere = shapely.MultiPolygon()
        return [ReachableArea(cutoff_s, nowhere, 0.0) for cutoff_s in cutoffs_s]
    sorted_ms, which = np.unique(limits_ms, return_inverse=True)
    drawn = _search_and_draw(streets, start, origin, clock, sorted_ms, vertices)
    polygons = nested([_to_polygons(one.grid, one.outline) for one in drawn])
    edges = near_border(polygons, covered)
    return [
        ReachableArea(
            cutoff_s,
            polygons[layer],
            TOLERANCE * max(drawn[layer].grid.width_m, drawn[layer].grid.height_m),
            drawn[layer].unknown_surface,
            edges[layer],
        )
        for cutoff_s, layer in zip(cutoffs_s, which.tolist(), strict=True)
    ]


_Outline = tuple[list[Floats], list[NDArray[np.uint32]]]
"""Of each polygon, the vertices of its rings, in cells, and where rings start."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    grid: _Grid
    outline: _Outline
    unknown_surface: float


def _search_and_draw(
    streets: Streets,
    start: Snapped,
    origin: Floats,
    clock: Clock,
    limits_ms: Indices,
    vertices: int,
) -> list[_Drawn]:
    graph = streets.graph
    gap_ms = int(clock.gap_ms(start.gap_m)[0])
    seeds = stops_of(graph, start, arriving=False)
    with streets.workspaces.lend() as loan:
        loan.touched = reach(
            graph.out_indptr,
            graph.out_edges,
            seeds.node,
            seeds.time_ms + np.int32(gap_ms),
            int(limits_ms[-1]),
            streets.bucket_ms,
            loan.workspace,
        )
        return [
            _fit(
                _Canvas(graph, loan.workspace, start, origin, gap_ms, limits_ms[i : i + 1]),
                max(vertices // len(limits_ms), FEWEST),
            )
            for i in range(len(limits_ms))
        ]


@dataclass(frozen=True, slots=True)
class _Canvas:
    """What is to be drawn."""

    graph: Graph
    workspace: Workspace
    start: Snapped
    origin: Floats
    gap_ms: int
    limits_ms: Indices


def _fit(canvas: _Canvas, vertices: int) -> _Drawn:
    """Draw on the finest grid whose outline has no more vertices than allowed."""
    bounds, finest_m = _bounds(canvas), FINEST_M
    while True:
        grid = _grid(bounds, finest_m)
        field = np.full((1, grid.rows, grid.columns), FAR, dtype=np.float32)
        if _draw(canvas, grid.frame, field):
            bounds = _wider(bounds)
            continue
        levels = np.empty(field.shape)
        to_levels(field, STEPS, FARTHEST, levels)
        count = _fewest_vertices(levels)
        if count <= vertices:
            outline = _outline(levels[0])
            count = sum(map(len, outline[0]))
            if count <= vertices:
                return _Drawn(grid, outline, _unknown_surface(canvas))
        finest_m = max(grid.width_m, grid.height_m) * (ROOM * count / vertices) ** FEWER


def _bounds(canvas: _Canvas) -> tuple[int, int, int, int]:
    """Give bounds, in 1e-7 degree, of all that is drawn, but for bends of the last edges."""
    graph, workspace = canvas.graph, canvas.workspace
    left, bottom, right, top = bounds_of_reached(
        workspace.time_ms,
        int(canvas.limits_ms[-1]) - LATE_MS,
        int(canvas.limits_ms[-1]),
        graph.out_indptr,
        graph.out_edges,
        graph.node_lon_lat,
    )
    ends = whole_units(np.vstack((canvas.origin, canvas.start.lon_lat)))
    low, high = ends.min(axis=0), ends.max(axis=0)
    return (
        min(left, int(low[0])),
        min(bottom, int(low[1])),
        max(right, int(high[0])),
        max(top, int(high[1])),
    )


def _wider(bounds: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    left, bottom, right, top = bounds
    across, up = max(right - left, WIDER) // 4, max(top - bottom, WIDER) // 4
    return left - across, bottom - up, right + across, top + up


def _grid(bounds: tuple[int, int, int, int], finest_m: float) -> _Grid:
    """Lay a grid around bounds: as fine as wanted, or as its number of cells allows."""
    left, bottom, right, top = bounds
    unit_x_m, unit_y_m = metres_per_unit((bottom + top) / 2)
    longest_m = max((right - left) * unit_x_m, (top - bottom) * unit_y_m)
    cell_m = max(finest_m, longest_m / (CELLS - 2 * MARGIN - 1))
    whole = PLACES * MICRODEGREE
    width, height = (math.ceil(cell_m / unit / whole) * whole for unit in (unit_x_m, unit_y_m))
    start_x = left // MICRODEGREE * MICRODEGREE - MARGIN * width
    start_y = bottom // MICRODEGREE * MICRODEGREE - MARGIN * height
    return _Grid(
        left=start_x,
        bottom=start_y,
        width=width,
        height=height,
        columns=(right - start_x) // width + MARGIN + 2,
        rows=(top - start_y) // height + MARGIN + 2,
        width_m=width * unit_x_m,
        height_m=height * unit_y_m,
    )


def _draw(canvas: _Canvas, frame: Floats, field: NDArray[np.float32]) -> int:
    """Draw all that is reached; count what fell outside the grid."""
    graph, workspace, start = canvas.graph, canvas.workspace, canvas.start
    limits_ms, shapes = canvas.limits_ms, (canvas.graph.shape_indptr, canvas.graph.shape_lon_lat)
    foot = start.lon_lat[0] * DEGREE
    missed = draw_straight(canvas.origin * DEGREE, foot, canvas.gap_ms, limits_ms, frame, field)
    segment, fraction = int(start.segment[0]), float(start.fraction[0])
    for i in range(graph.segment_indptr[segment], graph.segment_indptr[segment + 1]):
        edge = graph.segment_edges[i]
        along, edge_ms = int(graph.out_segment[edge]), int(graph.out_edges[edge, 1])
        behind = fraction if along >= 0 else 1.0 - fraction
        missed += draw_edge(along, behind, canvas.gap_ms, edge_ms, *shapes, limits_ms, frame, field)
    return missed + draw_reached(
        workspace.time_ms,
        graph.out_indptr,
        graph.out_edges,
        graph.out_segment,
        *shapes,
        limits_ms,
        frame,
        field,
    )


def _fewest_vertices(levels: Floats) -> int:
    """Count sides of cells that outlines cross: between two of them, they cross a diagonal too."""
    inside = levels <= LEVEL
    crossed = (np.diff(inside, axis=axis).sum() for axis in (1, 2))
    return 2 * int(sum(crossed))


def _outline(levels: Floats) -> _Outline:
    lines = contourpy.contour_generator(
        z=levels, name="serial", quad_as_tri=True, fill_type=contourpy.FillType.OuterOffset
    )
    # of the types that `filled` can give, the one that was asked for
    return cast("_Outline", lines.filled(-1.0, LEVEL))


def _unknown_surface(canvas: _Canvas) -> float:
    """Measure the share of what is reached whose surface nobody mapped; NaN where none matters."""
    graph = canvas.graph
    reached_m, unknown_m = measure_reached(
        canvas.workspace.time_ms,
        int(canvas.limits_ms[0]),
        _direct(canvas),
        graph.out_indptr,
        graph.out_edges,
        graph.out_segment,
        graph.segment_length_m,
        graph.segment_flags,
    )
    return unknown_m / reached_m if reached_m > 0 else math.nan


def _direct(canvas: _Canvas) -> tuple[int, float, float]:
    """Give the segment of the start, and the shares of it between which it is reached directly."""
    graph, segment = canvas.graph, int(canvas.start.segment[0])
    first = last = float(canvas.start.fraction[0])
    left_ms = int(canvas.limits_ms[0]) - canvas.gap_ms
    edges = graph.segment_edges[graph.segment_indptr[segment] : graph.segment_indptr[segment + 1]]
    for along, edge_ms in zip(graph.out_segment[edges], graph.out_edges[edges, 1], strict=True):
        share = min(left_ms / edge_ms, 1.0) if edge_ms else 1.0
        if left_ms >= 0 and along >= 0:
            last = max(last, min(float(canvas.start.fraction[0] + share), 1.0))
        elif left_ms >= 0:
            first = min(first, max(float(canvas.start.fraction[0] - share), 0.0))
    return segment, first, last


def _to_polygons(grid: _Grid, outline: _Outline) -> shapely.MultiPolygon:
    """Make polygons of outlines: exteriors counter-clockwise, as contourpy gives them."""
    polygons, offsets = outline
    if not polygons:
        return shapely.MultiPolygon()
    sizes = np.concatenate([np.diff(starts) for starts in offsets])
    rings = shapely.linearrings(
        _settled(grid, np.concatenate(polygons)), indices=np.repeat(np.arange(len(sizes)), sizes)
    )
    owners = np.repeat(np.arange(len(offsets)), [len(starts) - 1 for starts in offsets])
    return shapely.multipolygons(shapely.polygons(rings, indices=owners))


def _settled(grid: _Grid, points: Floats) -> Floats:
    """Move each vertex, along its side of a triangle, to a place of whole 1e-6 degrees."""
    cell = np.floor(points + NEAR)
    part = points - cell
    upright, level = (np.abs(part) < NEAR).T
    place = np.rint(part * PLACES)
    half = PLACES // 2
    # never at a corner or in the middle, where other sides end too
    upper = part > 0.5  # noqa: PLR2004 - the middle
    aslant = ~upright & ~level
    lowest = np.where(upper & aslant[:, None], half + 1, 1)
    highest = np.where(upper | ~aslant[:, None], PLACES - 1, half - 1)
    place = np.clip(place, lowest, highest)
    rising = np.abs(part[:, 0] - part[:, 1]) < NEAR
    falling = aslant & ~rising
    place[falling, 1] = PLACES - place[falling, 0]
    place[upright, 0] = 0
    place[level, 1] = 0
    whole = cell * PLACES + place
    sides = np.array([grid.width, grid.height]) // PLACES
    settled: Floats = (np.array([grid.left, grid.bottom]) + whole * sides) / DEGREE
    return settled
