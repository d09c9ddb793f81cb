"""Coordinate reference systems in use, and the checks made at every border."""

from typing import Any

from geo.errors import CrsError, InputError

WGS84 = 4326
LAMBERT_93 = 2154

DROM_PROJECTIONS = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
"""Legal projection of each overseas département (décret 2000-1276, as amended in 2019)."""

EARTH = (-180.0, -90.0, 180.0, 90.0)
"""Bounds of longitude and latitude, ``(left, bottom, right, top)`` in degrees."""

COORDINATE_DECIMALS = 6
"""Decimals of a degree kept on the wire (RFC 7946 §11.2): 0.1 m."""


def metric_crs(code_departement: str) -> int:
    """
    Give the legal projection, in metres, of a département.

    Parameters
    ----------
    code_departement
        INSEE code, two characters in mainland France, three overseas.

    Returns
    -------
    epsg
        Lambert-93 in mainland France, the local projection overseas.
    """
    return DROM_PROJECTIONS.get(code_departement, LAMBERT_93)


def check_crs(frame: Any, *, epsg: int = WGS84) -> None:  # noqa: ANN401 - geopandas has no types
    """
    Check that a GeoDataFrame is in the system expected.

    Parameters
    ----------
    frame
        GeoDataFrame or GeoSeries.
    epsg
        EPSG code that is needed.

    Raises
    ------
    CrsError
        If the system is missing or another one.
    """
    if frame.crs is None:
        raise CrsError(f"needed EPSG:{epsg}, got geometries without a CRS; set it first.")
    if frame.crs.to_epsg() != epsg:
        raise CrsError(f"needed EPSG:{epsg}, got {frame.crs.to_string()}; convert it first.")


def check_lon_lat(*, lon: float, lat: float) -> None:
    """
    Check that a position is one on Earth.

    Parameters
    ----------
    lon, lat
        Degrees, WGS84.

    Raises
    ------
    InputError
        If a coordinate is not a number or out of range.
    """
    left, bottom, right, top = EARTH
    # written so that NaN fails too
    if not (left <= lon <= right and bottom <= lat <= top):
        raise InputError(f"needed degrees WGS84, got lon={lon}, lat={lat}.")
