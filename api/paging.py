"""Keyset pages: opaque cursors, and the address of what follows."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from fastapi import Request
from starlette.responses import Response

from api.answers import Element
from api.validation import refuse_parameter
from geo.store.pool import is_storable

INTEGER_MAX = 2**31 - 1
"""PostgreSQL's integer."""


def to_cursor(keys: Iterable[object]) -> str:
    """
    Write the keys of the last element of a page.

    Parameters
    ----------
    keys
        Texts and integers, never a position.

    Returns
    -------
    cursor
        Opaque text, safe in an address.
    """
    return base64.urlsafe_b64encode(orjson.dumps(list(keys))).decode().rstrip("=")


def from_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """
    Read a cursor.

    Parameters
    ----------
    cursor
        From `to_cursor`, or None for the first page.
    *kinds
        Type of each key.

    Returns
    -------
    keys
        None for the first page.

    Raises
    ------
    RefusedParametersError
        If the list it came from was another one.
    """
    if cursor is None:
        return None
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        keys = None
    if not isinstance(keys, list) or [_kind(key) for key in keys] != list(kinds):
        raise refuse_parameter(
            "curseur",
            "Le paramètre « curseur » n’est pas de cette liste : reprenez-la sans lui, puis suivez"
            " « suivant ».",
        )
    return tuple(keys)


def _kind(key: object) -> type | None:
    """Give the type of a key, or None for one that PostgreSQL would refuse."""
    if isinstance(key, str):
        return str if is_storable(key) else None
    if isinstance(key, int):
        return type(key) if abs(key) <= INTEGER_MAX else None
    return None


def next_url(
    request: Request,
    keys: Iterable[object],
    *,
    geojson: bool = False,
    instant: datetime | None = None,
) -> str:
    """
    Address the next page, with the same filters.

    Parameters
    ----------
    request
        What is answered.
    keys
        For `to_cursor`.
    geojson
        Whether the page is GeoJSON: the next one is too, whatever header asked for it.
    instant
        What ``ouvert_a`` was taken for: « maintenant » must not move from page to page.

    Returns
    -------
    url
        Absolute.
    """
    settled = {"format": "geojson"} if geojson else {}
    if instant is not None:
        settled["ouvert_a"] = instant.isoformat(timespec="seconds")
    query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [(name, value) for name, value in query if name not in {"curseur", *settled}]
    pairs = [*kept, *settled.items(), ("curseur", to_cursor(keys))]
    return str(request.url.replace(query=urlencode(pairs)))


def link(response: Response, following: str | None) -> Response:
    """
    Announce the next page in a header too.

    Parameters
    ----------
    response
        Answer.
    following
        Address, or None.

    Returns
    -------
    response
        The same.
    """
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def slice_page(
    request: Request, elements: Sequence[Element], *, key: str, limit: int, after: str | None
) -> tuple[list[Element], str | None]:
    """
    Page a list that is short enough to be held whole.

    Parameters
    ----------
    request
        What is answered.
    elements
        All of them, in order.
    key
        Member that identifies one.
    limit
        Elements of a page.
    after
        Cursor.

    Returns
    -------
    page, following
        Elements, and the address of the next page.

    Raises
    ------
    RefusedParametersError
        If the cursor is of another list.
    """
    keys = from_cursor(after, str)
    codes = [element[key] for element in elements]
    start = codes.index(keys[0]) + 1 if keys and keys[0] in codes else 0
    page = list(elements[start : start + limit])
    more = start + limit < len(elements)
    return page, next_url(request, [page[-1][key]]) if more else None
