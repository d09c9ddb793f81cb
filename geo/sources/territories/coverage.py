"""
Turn outlines that do not quite fit into a coverage: no overlap, no hole, no sliver.

Outlines drawn apart overlap by some metres here and there, and communes merged since leave holes.
In this order: clean the whole (neighbours share their edges, vertex by vertex), give each hole to
the commune that absorbed what lay there, give slivers to the neighbour they touch, round. Rounding
first, snapping to a grid and simplifying were measured to break the coverage instead.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.crs import COORDINATE_DECIMALS
from geo.errors import SourceError

METRES_A_DEGREE = 111_195.0
"""Metres of a degree of latitude on a sphere of 6,371 km; for sizes, never for positions."""

SLIVER_WIDTH_M = 10.0
"""A part whose mean width (2 × area ÷ perimeter) is below this is a trace of drawing, in metres."""

INTERSTICE_M2 = 100_000.0
"""A hole smaller than this (0.1 km²) was left by the drawing, not by a merged commune."""


class Reason(StrEnum):
    """Why a piece was given to a commune."""

    FUSION = "commune fusionnée"
    INTERSTICE = "interstice du tracé"
    ECLAT = "éclat du tracé"
    ENCLAVE = "terre d’ailleurs, laissée vide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """
    A piece of land that fitted nowhere, and what became of it.

    Attributes
    ----------
    code_commune
        The commune it was given to; for an enclave, the one that touches it most.
    around
        Every commune it touches, the longest contact first.
    """

    code_commune: str
    area_m2: float
    reason: Reason
    around: tuple[str, ...]


def clean_coverage(outlines: pd.Series) -> pd.Series:
    """
    Make neighbouring outlines share their edges.

    Parameters
    ----------
    outlines
        Polygons in degrees, index the codes.

    Returns
    -------
    cells
        The same index; a valid coverage, whose holes are still there.

    Raises
    ------
    SourceError
        If an outline vanished, because others covered it.
    """
    cleaned = shapely.coverage_clean(outlines.to_numpy())
    gone = outlines.index[shapely.is_empty(cleaned)]
    if len(gone):
        raise SourceError(
            f"les contours de {list(gone)[:5]} sont entièrement sous d’autres : retirez-les."
        )
    return pd.Series(cleaned, index=outlines.index, dtype=object)


def fill_holes(cells: pd.Series, absorbing: Collection[str] = ()) -> tuple[pd.Series, list[Piece]]:
    """
    Give each hole of a coverage to one of the cells around it.

    Parameters
    ----------
    cells
        A valid coverage, index the codes.
    absorbing
        Codes of the communes known to have absorbed one whose outline is missing: such
        a neighbour owns the hole (the one with the longest contact where several are).

    Returns
    -------
    cells
        The same index. A hole of more than `INTERSTICE_M2` that no neighbour explains
        stays: it is the land of others (Llívia is Spanish).
    pieces
        What became of each hole, and why.

    Notes
    -----
    Contract: pure; no cell loses anything.
    """
    cells, pieces = cells.copy(), []
    for hole in holes(cells):
        piece = _given(hole, contacts_m(hole, cells), absorbing)
        if piece.reason is not Reason.ENCLAVE:
            cells[piece.code_commune] = _joined(cells[piece.code_commune], hole)
        pieces.append(piece)
    return cells, pieces


def merge_slivers(cells: pd.Series) -> tuple[pd.Series, list[Piece]]:
    """
    Give each part too thin to be land to the neighbour it touches most.

    Parameters
    ----------
    cells
        A valid coverage, index the codes.

    Returns
    -------
    cells
        The same index. A thin part stays where it touches no other cell (a rock at sea)
        or is all its cell has.
    pieces
        What was given to whom.

    Notes
    -----
    Contract: pure; the union of the cells stays the same.
    """
    cells, pieces = cells.copy(), []
    for code, sliver in _slivers(cells):
        contacts = contacts_m(sliver, cells.drop(code))
        land = [part for part in shapely.get_parts(cells[code]) if not part.equals(sliver)]
        if contacts.empty or not land:
            continue
        piece = _piece(sliver, contacts, contacts.idxmax(), Reason.ECLAT)
        cells[code] = shapely.multipolygons(land)
        cells[piece.code_commune] = _joined(cells[piece.code_commune], sliver)
        pieces.append(piece)
    return cells, pieces


def to_wire(cells: pd.Series) -> pd.Series:
    """
    Round a coverage and put each polygon in its one canonical form.

    Parameters
    ----------
    cells
        A valid coverage in degrees, index the codes.

    Returns
    -------
    cells
        MultiPolygons of `COORDINATE_DECIMALS` decimals, counter-clockwise (RFC 7946),
        parts and rings in a fixed order.

    Raises
    ------
    SourceError
        If rounding broke the coverage.
    """
    rounded = shapely.transform(cells.to_numpy(), lambda xy: np.round(xy, COORDINATE_DECIMALS))
    check_coverage(pd.Series(rounded, index=cells.index, dtype=object))
    return pd.Series(canonical(rounded), index=cells.index, dtype=object)


def canonical(polygons: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of geometries
    """
    Write the same polygon always the same way.

    Parameters
    ----------
    polygons
        Polygons or MultiPolygons.

    Returns
    -------
    multipolygons
        Array of MultiPolygons, normalized, exterior rings counter-clockwise.
    """
    parts = [shapely.multipolygons(shapely.get_parts(polygon)) for polygon in polygons]
    return shapely.orient_polygons(shapely.normalize(parts))


def check_coverage(cells: pd.Series) -> None:
    """
    Check that cells neither overlap nor miss a vertex of their neighbours.

    Parameters
    ----------
    cells
        Polygons, index the codes.

    Raises
    ------
    SourceError
        If a cell is invalid, or an edge is not shared; it names the first cells.
    """
    polygons = cells.to_numpy()
    invalid = cells.index[~shapely.is_valid(polygons)]
    if len(invalid):
        raise SourceError(
            f"il fallait des polygones valides ; ceux de {list(invalid)[:5]} ne le sont pas : "
            "récupérez les contours à nouveau."
        )
    edges = shapely.coverage_invalid_edges(polygons)
    unshared = cells.index[~shapely.is_empty(edges)]
    if len(unshared):
        raise SourceError(
            "il fallait des communes sans recouvrement, aux limites communes ; ne le sont pas : "
            f"{list(unshared)[:5]}. Récupérez les contours à nouveau."
        )


def holes(cells: pd.Series) -> list[Any]:
    """
    List the holes of a coverage.

    Parameters
    ----------
    cells
        A valid coverage.

    Returns
    -------
    holes
        Polygons: whatever is surrounded by cells and belongs to none.
    """
    parts = shapely.get_parts(shapely.coverage_union_all(cells.to_numpy()))
    # the first ring of a part is its outside
    rings = [ring for part in parts for ring in shapely.get_rings(part)[1:]]
    return [_without_islands(shapely.polygons(ring), parts) for ring in rings]


def slivers(polygon: Any) -> list[Any]:  # noqa: ANN401 - a geometry
    """
    List the parts of a polygon that are too thin to be land.

    Parameters
    ----------
    polygon
        Polygon or MultiPolygon, in degrees.

    Returns
    -------
    slivers
        Parts of a mean width under `SLIVER_WIDTH_M`.
    """
    parts = shapely.get_parts(polygon)
    metric = [_to_metres(part) for part in parts]
    width_m = 2 * shapely.area(metric) / shapely.length(metric)
    return list(parts[width_m < SLIVER_WIDTH_M])


def area_m2(polygon: Any) -> float:  # noqa: ANN401 - a geometry
    """
    Measure a polygon, to tell a large one from a small one.

    Parameters
    ----------
    polygon
        In degrees.

    Returns
    -------
    area_m2
        Within 1 % in mainland France.
    """
    return float(shapely.area(_to_metres(polygon)))


def contacts_m(polygon: Any, cells: pd.Series) -> pd.Series:  # noqa: ANN401 - a geometry
    """
    Measure how far a polygon and each cell run along each other.

    Parameters
    ----------
    polygon
        In degrees.
    cells
        Polygons that share edges with it, or not.

    Returns
    -------
    contacts_m
        Metres, by code; cells that touch it at a point only are absent.
    """
    near = cells[shapely.intersects(cells.to_numpy(), polygon)]
    shared = shapely.intersection(shapely.boundary(near.to_numpy()), shapely.boundary(polygon))
    metres = pd.Series([shapely.length(_to_metres(line)) for line in shared], index=near.index)
    return metres[metres > 0]


def _without_islands(hole: Any, parts: Any) -> Any:  # noqa: ANN401 - geometries
    """Take out the cells that stand in the middle of a hole."""
    islands = parts[shapely.contains_properly(hole, shapely.point_on_surface(parts))]
    return shapely.difference(hole, shapely.multipolygons(islands)) if len(islands) else hole


def _slivers(cells: pd.Series) -> list[tuple[str, Any]]:
    several = cells[shapely.get_num_geometries(cells.to_numpy()) > 1]
    return [(str(code), sliver) for code, cell in several.items() for sliver in slivers(cell)]


def _given(hole: Any, contacts: pd.Series, absorbing: Collection[str]) -> Piece:  # noqa: ANN401 - a geometry
    """Decide whose a hole is."""
    merged = contacts[contacts.index.isin(absorbing)]
    if area_m2(hole) < INTERSTICE_M2:
        return _piece(hole, contacts, contacts.idxmax(), Reason.INTERSTICE)
    if len(merged):
        return _piece(hole, contacts, merged.idxmax(), Reason.FUSION)
    return _piece(hole, contacts, contacts.idxmax(), Reason.ENCLAVE)


def _piece(polygon: Any, contacts: pd.Series, code: Any, reason: Reason) -> Piece:  # noqa: ANN401 - a geometry, an index value
    around = contacts.sort_values(ascending=False, kind="stable").index
    return Piece(
        code_commune=str(code), area_m2=area_m2(polygon), reason=reason, around=tuple(around)
    )


def _joined(cell: Any, piece: Any) -> Any:  # noqa: ANN401 - geometries
    return shapely.coverage_union_all([cell, piece])


def _to_metres(geometry: Any) -> Any:  # noqa: ANN401 - a geometry
    """Stretch degrees to metres around the geometry; lengths are right within 1 %."""
    _left, bottom, _right, top = shapely.bounds(geometry)
    shrink = np.cos(np.radians((bottom + top) / 2))
    return shapely.transform(geometry, lambda xy: xy * METRES_A_DEGREE * [shrink, 1.0])
