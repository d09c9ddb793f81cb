"""Straight distances, on the ellipsoid."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

WGS84_GEOD = Geod(ellps="WGS84")
"""The ellipsoid on which PostGIS measures a ``geography`` too."""

MEAN_RADIUS_M = 6_371_008.8
SPHERE_MARGIN, MARGIN_M = 1.01, 1.0


def straight_m(starts: Floats, ends: Floats) -> Floats:
    """
    Measure geodesics.

    Parameters
    ----------
    starts, ends
        Shape ``(n, 2)``: degrees WGS84, lon then lat.

    Returns
    -------
    distance_m
        Shape ``(n,)``: from each start to the end of the same row.

    Notes
    -----
    Contract: pure; symmetric. Karney (2013), through PROJ.
    """
    _, _, metres = WGS84_GEOD.inv(*starts.T, *ends.T)
    return np.asarray(metres, dtype=np.float64)


def within(origin: Floats, ends: Floats, radius_m: float) -> NDArray[np.bool_]:
    """
    Tell which positions lie within a distance of one.

    Parameters
    ----------
    origin, ends
        Shapes ``(2,)`` and ``(n, 2)``: degrees WGS84, lon then lat.
    radius_m
        Metres along the geodesic, inclusive.

    Returns
    -------
    near
        Shape ``(n,)``.

    Notes
    -----
    Contract: pure; the same as `straight_m` would say, which is only asked of those that the
    haversine formula cannot settle: on a sphere, distances are at most 0.6 % away.
    """
    roughly_m = _on_a_sphere_m(origin, ends)
    near: NDArray[np.bool_] = roughly_m * SPHERE_MARGIN + MARGIN_M <= radius_m
    unsure = np.flatnonzero(~near & (roughly_m <= radius_m * SPHERE_MARGIN + MARGIN_M))
    if len(unsure):
        starts = np.broadcast_to(origin, (len(unsure), 2))
        near[unsure] = straight_m(starts, ends[unsure]) <= radius_m
    return near


def _on_a_sphere_m(origin: Floats, ends: Floats) -> Floats:
    lon, lat = np.radians(ends).T
    here_lon, here_lat = np.radians(origin)
    half = np.sin((lat - here_lat) / 2) ** 2
    half += np.cos(here_lat) * np.cos(lat) * np.sin((lon - here_lon) / 2) ** 2
    angle: Floats = 2 * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return angle * MEAN_RADIUS_M
