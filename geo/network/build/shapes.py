"""Shapes of streets, as arrays."""

import numpy as np
from numpy.typing import NDArray

from geo.network.raw import DEGREE, RawStreets

Ints = NDArray[np.int32]


def bounds_of(streets: RawStreets) -> tuple[float, float, float, float]:
    """
    Say how far streets reach.

    Parameters
    ----------
    streets
        One street at least.

    Returns
    -------
    bounds
        Left, bottom, right, top, in degrees WGS84.
    """
    corners = streets.shape_lon_lat.min(axis=0), streets.shape_lon_lat.max(axis=0)
    left, bottom, right, top = (np.concatenate(corners) / DEGREE).tolist()
    return left, bottom, right, top


def straight_pieces(streets: RawStreets, segments: Ints) -> Ints:
    """
    Cut segments into their straight pieces.

    Parameters
    ----------
    streets
        Has their shapes.
    segments
        Which.

    Returns
    -------
    pieces
        int32 ``(p, 4)``: both ends of each, in the order of the segments.
    """
    first, stop = streets.shape_indptr[segments], streets.shape_indptr[segments + 1] - 1
    start = np.concatenate((np.zeros(1, np.int64), np.cumsum(stop - first)))
    vertex = np.arange(start[-1]) + np.repeat(first - start[:-1], stop - first)
    ends = streets.shape_lon_lat[vertex], streets.shape_lon_lat[vertex + 1]
    return np.concatenate(ends, axis=1)
