"""Straight distances, on the ellipsoid."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

WGS84_GEOD = Geod(ellps="WGS84")
"""The ellipsoid on which PostGIS measures a ``geography`` too."""


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
