"""Where a position meets the streets: the nearest point of the nearest segment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.crs import EARTH
from geo.errors import InputError
from geo.network.graph import Graph
from geo.network.kernels.snap import nearest_pieces, places_on_segments
from geo.network.protocol import Floats, Indices
from geo.network.raw import DEGREE


@dataclass(frozen=True, slots=True)
class Snapped:
    """
    The point of the streets nearest to each of ``q`` positions; -1 or NaN beyond the limit.

    Attributes
    ----------
    segment
        Shape ``(q,)``.
    fraction
        Shape ``(q,)``: share of the segment's length before the point, as drawn; exactly 0 or 1
        at its ends.
    gap_m
        Shape ``(q,)``: straight metres from the position to the point; ``inf`` beyond the limit.
    vertex
        Shape ``(q,)``: last vertex, as a position in ``shape_lon_lat``, before the point or on
        it; never the last of its segment.
    lon_lat
        Shape ``(q, 2)``: the point, in degrees WGS84.
    """

    segment: Indices
    fraction: Floats
    gap_m: Floats
    vertex: Indices
    lon_lat: Floats

    def take(self, number: int) -> "Snapped":
        """Give one of the points, alone."""
        one = slice(number, number + 1)
        return Snapped(
            self.segment[one],
            self.fraction[one],
            self.gap_m[one],
            self.vertex[one],
            self.lon_lat[one],
        )


def snap(graph: Graph, lon_lat: Floats, limit_m: float) -> Snapped:
    """
    Find the point of the streets nearest to each position.

    Parameters
    ----------
    graph
        Streets of one mode.
    lon_lat
        Shape ``(q, 2)``: degrees WGS84, lon then lat; taken to 1e-7 degree, as streets are.
    limit_m
        A position farther than this from all streets has none; inclusive.

    Returns
    -------
    snapped
        Of streets equally near, the segment with the smallest number. Those flagged
        `geo.network.graph.NO_STOP` are passed over.

    Raises
    ------
    InputError
        If a position is not one on Earth.

    Notes
    -----
    Contract: pure; exact, in metres of the plane that touches the WGS84 ellipsoid at the position
    (equirectangular): within 1e-3 of the geodesic up to 1 km, below 70 degrees of latitude.
    """
    segment, vertex, share, gap_m = nearest_pieces(
        whole_units(lon_lat),
        float(limit_m),
        graph.shape_indptr,
        graph.shape_lon_lat,
        graph.grid_frame,
        graph.grid_indptr,
        graph.grid_segments,
        graph.segment_flags,
    )
    fraction, on_street = places_on_segments(
        segment, vertex, share, graph.shape_indptr, graph.shape_lon_lat
    )
    return Snapped(segment, fraction, gap_m, vertex, on_street)


def whole_units(lon_lat: Floats) -> NDArray[np.int32]:
    """
    Take positions to 1e-7 degree.

    Parameters
    ----------
    lon_lat
        Shape ``(q, 2)``: degrees WGS84, lon then lat.

    Returns
    -------
    units
        int32 ``(q, 2)``.

    Raises
    ------
    InputError
        If a position is not one on Earth.
    """
    if lon_lat.ndim != 2 or lon_lat.shape[1] != 2:  # noqa: PLR2004 - lon and lat
        raise InputError(f"needed positions (q, 2), lon then lat, got shape {lon_lat.shape}.")
    on_earth = (np.abs(lon_lat) <= EARTH[2:]).all(axis=1)  # NaN fails too
    if not on_earth.all():
        lon, lat = lon_lat[np.flatnonzero(~on_earth)[0]]
        raise InputError(f"needed degrees WGS84, got lon={lon}, lat={lat}.")
    # kernels are compiled for rows that follow each other, and should not be for anything else
    return np.ascontiguousarray(np.rint(lon_lat * DEGREE), dtype=np.int32)
