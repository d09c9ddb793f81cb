"""How answers leave: JSON or GeoJSON, pages, and what may be kept of them."""

import gzip
import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import orjson
from fastapi import Request
from starlette.responses import Response

from geo.crs import COORDINATE_DECIMALS

JSON = "application/json"
GEOJSON = "application/geo+json"
BRIEF_S = 60
"""Seconds an answer that says whether a place is open may be kept."""

LASTING_S = 300
"""Seconds an answer about territories may be kept."""

NOT_MODIFIED = 304
COMPRESSED_FROM_BYTES = 2_000
COMPRESSION_LEVEL = 5

_WEIGHT = re.compile(r"[01](\.\d{0,3})?", re.ASCII)

Element = dict[str, Any]


class GeoJsonResponse(Response):
    """For OpenAPI: what a resource that only knows GeoJSON answers."""

    media_type = GEOJSON


def answer(
    request: Request, content: object, *, media_type: str = JSON, kept_s: int | None = None
) -> Response:
    """
    Answer with a value.

    Parameters
    ----------
    request
        What is answered.
    content
        Anything orjson serialises.
    media_type
        `JSON` or `GEOJSON`.
    kept_s
        Seconds a cache may keep it; None for an answer to a person's position, which
        nothing may keep.

    Returns
    -------
    response
        304 where the client already has it.
    """
    body = orjson.dumps(content)
    headers = {"X-Content-Type-Options": "nosniff", "Vary": "Accept, Accept-Encoding"}
    if kept_s is None:
        headers["Cache-Control"] = "no-store"
    else:
        headers["Cache-Control"] = f"public, max-age={kept_s}"
        headers["ETag"] = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(None, NOT_MODIFIED, headers)
    if len(body) >= COMPRESSED_FROM_BYTES and _reads_gzip(request):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, COMPRESSION_LEVEL, mtime=0)
    return Response(body, 200, headers, media_type)


def _reads_gzip(request: Request) -> bool:
    accepted = request.headers.get("accept-encoding", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


def wants_geojson(request: Request, asked: str | None) -> bool:
    """
    Tell whether the answer is to be GeoJSON.

    Parameters
    ----------
    request
        Its ``Accept`` header counts where `asked` is None: GeoJSON must be named there,
        and wanted no less than plain JSON.
    asked
        Parameter ``format``.

    Returns
    -------
    wanted
        True for GeoJSON.
    """
    if asked is not None:
        return asked == "geojson"
    accepted = request.headers.get("accept", "").lower()
    wanted = _weight(accepted, GEOJSON)
    return wanted > 0 and wanted >= _weight(accepted, JSON)


def _weight(accepted: str, media_type: str) -> float:
    """How much an ``Accept`` header wants a type that it names (RFC 9110, 12.5.1), else 0."""
    for part in accepted.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name == media_type:
            said = next((one[2:] for one in parameters if one.startswith("q=")), "1")
            return float(said) if _WEIGHT.fullmatch(said) else 0.0
    return 0.0


def listing(
    elements: Sequence[Element], *, following: str | None, geojson: bool, **members: object
) -> Element:
    """
    Shape a list.

    Parameters
    ----------
    elements
        Elements, or features where `geojson`.
    following
        Address of the next page.
    geojson
        Whether it is a FeatureCollection.
    **members
        Whatever else is said of the list.

    Returns
    -------
    content
        For `answer`.
    """
    if geojson:
        collection = {"type": "FeatureCollection", "features": elements}
        return {**collection, "suivant": following, **members}
    return {"elements": elements, "suivant": following, **members}


def point_feature(element: Element) -> Element:
    """
    Make the feature of a place.

    Parameters
    ----------
    element
        With ``id``, ``lon``, ``lat``.

    Returns
    -------
    feature
        RFC 7946, the position out of the properties.
    """
    properties = {key: value for key, value in element.items() if key not in {"lon", "lat"}}
    geometry = {"type": "Point", "coordinates": [element["lon"], element["lat"]]}
    return _feature(element["id"], geometry, properties)


def area_feature(element: Element, *, key: str) -> Element:
    """
    Make the feature of a territory.

    Parameters
    ----------
    element
        With ``contour``, GeoJSON text, and ``bbox``.
    key
        Its identifier.

    Returns
    -------
    feature
        RFC 7946.
    """
    apart = {"contour", "bbox"}
    properties = {name: value for name, value in element.items() if name not in apart}
    feature = _feature(element[key], orjson.Fragment(element["contour"]), properties)
    return {**feature, "bbox": element["bbox"]}


def _feature(identifier: str, geometry: object, properties: Element) -> Element:
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}


def area_element(columns: Sequence[str], row: Sequence[Any]) -> Element:
    """
    Make the element of a territory.

    Parameters
    ----------
    columns, row
        From the store, bounds ``ouest, sud, est, nord`` included.

    Returns
    -------
    element
        Its bounds as one ``bbox``.
    """
    element = dict(zip(columns, row, strict=True))
    sides = [element.pop(side) for side in ("ouest", "sud", "est", "nord")]
    element["bbox"] = [round(side, COORDINATE_DECIMALS) for side in sides]
    return element
