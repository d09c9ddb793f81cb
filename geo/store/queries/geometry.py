"""Pieces of PostGIS that several queries are made of."""

from typing import Any

from sqlalchemy import ColumnElement, Float, Text, bindparam, func

from geo.crs import COORDINATE_DECIMALS, WGS84

Geometry = ColumnElement[Any]


def position() -> Geometry:
    """Point of the parameters ``lon`` and ``lat``."""
    lon, lat = bindparam("lon", type_=Float), bindparam("lat", type_=Float)
    return func.ST_SetSRID(func.ST_MakePoint(lon, lat), WGS84)


def envelope() -> Geometry:
    """Rectangle of the parameters ``left``, ``bottom``, ``right``, ``top``; edges included."""
    sides = [bindparam(side, type_=Float) for side in ("left", "bottom", "right", "top")]
    return func.ST_MakeEnvelope(*sides, WGS84)


def geography(geom: Geometry) -> Geometry:
    """Give the geography of a geometry, written as the index of places has it."""
    return func.geography(geom)


def geojson(geom: Geometry) -> ColumnElement[str]:
    """Text of a polygon as RFC 7946 wants it: counter-clockwise, 6 decimals."""
    return func.ST_AsGeoJSON(func.ST_ForcePolygonCCW(geom), COORDINATE_DECIMALS, type_=Text)


def bounds(geom: Geometry) -> list[ColumnElement[float]]:
    """Columns ``ouest, sud, est, nord`` of what a geometry covers, in degrees."""
    corners = zip(
        ("ouest", "sud", "est", "nord"),
        (func.ST_XMin, func.ST_YMin, func.ST_XMax, func.ST_YMax),
        strict=True,
    )
    return [corner(geom, type_=Float).label(name) for name, corner in corners]
