"""How a file is answered: whole or one part, or that the client already has it."""

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator
from contextlib import ExitStack
from email.utils import formatdate
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

from api.cartes.files import TYPES

POLICIES = {
    ".html": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
    " img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'",
    ".svg": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
}
"""Pages hold all they need: whatever slips into one asks nothing of anybody, nor runs elsewhere."""

HEADERS = {
    "Cache-Control": "no-cache",  # kept, and asked again by its ETag: an index fits its documents
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_BLOCK = 1 << 16
_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.ASCII)


class SentFile(StreamingResponse):
    """
    A file on its way; it is closed whatever happens, the client's leaving included.

    Parameters
    ----------
    file
        Open; nobody else reads it.
    part
        Which bytes of it are sent.
    status
        200, or 206.
    headers
        Its own.
    """

    def __init__(self, file: BinaryIO, part: range, status: int, headers: dict[str, str]) -> None:
        super().__init__(_blocks(file, part), status, headers)
        self.file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.file.close()  # waits for a block that is being read


async def _blocks(file: BinaryIO, part: range) -> AsyncIterator[bytes]:
    await asyncio.to_thread(file.seek, part.start)
    for start in part[::_BLOCK]:
        yield await asyncio.to_thread(file.read, min(_BLOCK, part.stop - start))


def answer_file(file: BinaryIO, suffix: str, request: Request) -> Response:
    """
    Answer with a file, or that the client already has it.

    Parameters
    ----------
    file
        From `api.cartes.files.open_file`; closed once sent.
    suffix
        Of its name.
    request
        What is answered; a range that is not one simple range of bytes is as none.

    Returns
    -------
    response
        To be sent.
    """
    with ExitStack() as held:
        held.push(file)  # closed here, unless it is sent
        told = os.fstat(file.fileno())
        headers = {**HEADERS, **_identity(told), "Accept-Ranges": "bytes"}
        if StaticFiles(check_dir=False).is_not_modified(Headers(headers), request.headers):
            return NotModifiedResponse(Headers(headers))
        part = _part(request.headers, headers, told.st_size)
        if part is not None and not part:
            return Response(None, 416, {**HEADERS, "Content-Range": f"bytes */{told.st_size}"})
        sent = range(told.st_size) if part is None else part
        headers |= _about(suffix, sent)
        if part is not None:
            headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{told.st_size}"
        body = range(0) if request.method == "HEAD" else sent
        response = SentFile(file, body, 200 if part is None else 206, headers)
        held.pop_all()
        return response


def _about(suffix: str, sent: range) -> dict[str, str]:
    about = {"Content-Length": str(len(sent)), "Content-Type": TYPES[suffix]}
    return about | ({"Content-Security-Policy": POLICIES[suffix]} if suffix in POLICIES else {})


def _identity(told: os.stat_result) -> dict[str, str]:
    """Name this very file: one that replaces it has another number, whatever its date."""
    mark = f"{told.st_ino}-{told.st_mtime_ns}-{told.st_size}"
    return {
        "ETag": f'"{hashlib.sha256(mark.encode()).hexdigest()[:32]}"',
        "Last-Modified": formatdate(told.st_mtime, usegmt=True),
    }


def _part(asked: Headers, known: dict[str, str], size: int) -> range | None:
    """Give the bytes that are wanted: None for all of them, empty where there are none of those."""
    told = _RANGE.fullmatch(asked.get("range", ""))
    same = (known["ETag"], known["Last-Modified"])
    if told is None or asked.get("if-range", known["ETag"]) not in same:
        return None
    if told[3]:
        return range(max(size - int(told[3]), 0), size)
    first, last = int(told[1]), int(told[2] or size)
    if told[2] and last < first:
        return None
    return range(first, min(last + 1, size))
