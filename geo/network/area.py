"""The land whose streets a network knows, as polygons: kept with it, and asked about positions."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import EARTH

FILE = "couverture.wkb"
"""In the folder of a network: a MultiPolygon in WGS84 as well-known binary (OGC 06-103r4)."""

FRINGE_M = 900.0
"""The border is nowhere farther than this from a street: see `geo.network.build.area`."""

DEGREE_M = 111_195.0

Floats = NDArray[np.float64]


def save_area(area: Any, folder: Path) -> None:  # noqa: ANN401 - shapely has no types
    """
    Write the area of a network.

    Parameters
    ----------
    area
        Shapely MultiPolygon, WGS84.
    folder
        Of the network, being written.
    """
    little_endian = 1  # the same bytes on every machine
    (folder / FILE).write_bytes(shapely.to_wkb(area, byte_order=little_endian))


def load_area(folder: Path) -> Any:  # noqa: ANN401 - shapely has no types
    """
    Read the area of a network; `geo.network.library.read_area` says what to do about errors.

    Parameters
    ----------
    folder
        Of one version of the network.

    Returns
    -------
    area
        Shapely MultiPolygon, WGS84, ready for `holds` in any thread.

    Raises
    ------
    OSError
        If there is no such file.
    ValueError
        If it is not what `save_area` writes.
    """
    try:
        area = shapely.from_wkb((folder / FILE).read_bytes())
    except shapely.errors.ShapelyError as error:
        raise ValueError(f"{FILE} : {error}") from error
    if area.geom_type != "MultiPolygon" or not shapely.is_valid(area):
        raise ValueError(f"{FILE} : il fallait des polygones valides")
    if not (np.abs(shapely.get_coordinates(area)) <= EARTH[2:]).all():
        raise ValueError(f"{FILE} : il fallait des degrés WGS84")
    return ready(area)


def ready(area: Any) -> Any:  # noqa: ANN401 - shapely has no types
    """
    Prepare an area for many positions.

    Parameters
    ----------
    area
        Shapely geometry.

    Returns
    -------
    area
        The same. GEOS makes its index at the first question: it is asked here, so that no two
        threads make it at once.
    """
    shapely.prepare(area)
    holds(area, np.zeros((1, 2)))
    return area


def holds(area: Any, lon_lat: Floats) -> NDArray[np.bool_]:  # noqa: ANN401 - shapely has no types
    """
    Say which positions lie in an area, its border included.

    Parameters
    ----------
    area
        Shapely polygons, WGS84.
    lon_lat
        Shape ``(q, 2)``.

    Returns
    -------
    held
        Shape ``(q,)``.
    """
    held: NDArray[np.bool_] = shapely.intersects_xy(area, lon_lat[:, 0], lon_lat[:, 1])
    return held


def near_border(polygons: Sequence[Any], area: Any) -> list[bool]:  # noqa: ANN401 - see above
    """
    Say which polygons come near the border of an area.

    Parameters
    ----------
    polygons
        Shapely polygons around streets reached from one position, WGS84; the last one is the
        largest.
    area
        That a network covers, in the same system.

    Returns
    -------
    near
        One each: whether it lies within `FRINGE_M` of the border, as any polygon does that holds
        one of the last streets before it. Metres of the plane at the polygons' middle latitude.
    """
    if not polygons or polygons[-1].is_empty:
        return [False] * len(polygons)
    _, bottom, _, top = polygons[-1].bounds
    metres = DEGREE_M * np.array([np.cos(np.radians((bottom + top) / 2)), 1.0])
    border = shapely.boundary(shapely.transform(area, lambda corners: corners * metres))
    shapely.prepare(border)
    flat = shapely.transform(np.array(polygons), lambda corners: corners * metres)
    return [bool(one) for one in shapely.dwithin(border, flat, FRINGE_M)]
