"""Areas drawn one by one, of which each longer one must hold the shorter ones, exactly."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

GRID = 1e-6
"""Degrees: what coordinates are whole numbers of, as in answers."""


def nested(polygons: Sequence[Any]) -> list[Any]:
    """
    Add to each area what the ones before it have more.

    Parameters
    ----------
    polygons
        Shapely MultiPolygons, valid, of shorter times first; vertices are whole `GRID`.

    Returns
    -------
    nested
        MultiPolygons, valid, exteriors counter-clockwise, vertices whole `GRID`; each holds those
        before it. Borders that cross move by at most one `GRID`.

    Notes
    -----
    Contract: pure. Where an area does not hold the one before, all borders are noded together by
    snap rounding (Hobby 1999, by GEOS), and each area is made of the faces between them: equal
    borders are then equal to the last bit, and written coordinates nest as those in memory do.
    """
    for area in polygons:
        shapely.prepare(area)
    if all(_holds(after, before) for before, after in pairwise(polygons)):
        return list(polygons)
    lines = shapely.union_all(shapely.boundary(np.array(polygons)), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = np.zeros(len(faces), dtype=bool)
    places = shapely.point_on_surface(faces)
    made = []
    for area in polygons:
        inside |= shapely.covers(area, places)
        made.append(_joined(faces[inside]))
    return made


def _holds(after: Any, before: Any) -> bool:  # noqa: ANN401 - shapely has no types
    return bool(before.is_empty or shapely.covers(after, before))


def _joined(faces: NDArray[Any]) -> Any:  # noqa: ANN401 - shapely has no types
    whole = shapely.coverage_union_all(faces)
    return shapely.orient_polygons(shapely.multipolygons(shapely.get_parts(whole)))
