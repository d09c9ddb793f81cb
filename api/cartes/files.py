"""Which files anyone may read, and how each is answered."""

import os
import re
import stat
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

INDEX = "index.html"
"""What links to all that is published; without it nothing was."""

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type by suffix: what is published is of these, and nothing else is answered."""

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

LENGTH_MAX = 400
"""Characters of a path; the longest published has some sixty."""

# no dot first: no hidden file, no draft, no way up
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-\d{1,15})", re.ASCII)


def find_file(folder: Path, path: str) -> tuple[str, os.stat_result] | None:
    """
    Find a file that anyone may read.

    Parameters
    ----------
    folder
        Of what is published; it may not be there.
    path
        As asked for, below it, decoded.

    Returns
    -------
    found
        Where it is, links followed, and what the system says of it; None where there is none, or
        it is not to be read: hidden, of another type, no plain file, or outside the folder.
    """
    if not _is_published(path.split("/")) or len(path) > LENGTH_MAX:
        return None
    try:
        full, found = StaticFiles(directory=folder, check_dir=False).lookup_path(path)
        inside = Path(full).relative_to(os.path.realpath(folder)).parts
    except (OSError, ValueError):
        return None
    if found is None or not stat.S_ISREG(found.st_mode) or not _is_published(inside):
        return None
    return full, found


def _is_published(parts: list[str] | tuple[str, ...]) -> bool:
    named = all(map(_SEGMENT.fullmatch, parts))
    return named and Path(parts[-1]).suffix in TYPES if parts else False


def answer_file(full: str, found: os.stat_result, scope: Scope) -> Response:
    """
    Answer with a file, or that the client already has it.

    Parameters
    ----------
    full, found
        From `find_file`.
    scope
        Of the request; a range that is not one simple range of bytes is taken out of it, and the
        whole file answered.

    Returns
    -------
    response
        To be sent.
    """
    scope["headers"] = [
        (name, value)
        for name, value in scope["headers"]
        if name != b"range" or _is_one_range(value.decode("latin-1"))
    ]
    response = StaticFiles(check_dir=False).file_response(full, found, scope)
    suffix = Path(full).suffix
    response.headers.update(HEADERS)
    if response.status_code == 200:  # noqa: PLR2004 - OK
        response.headers["Content-Type"] = TYPES[suffix]
        if suffix in POLICIES:
            response.headers["Content-Security-Policy"] = POLICIES[suffix]
    return response


def _is_one_range(text: str) -> bool:
    told = _RANGE.fullmatch(text)
    return told is not None and (not told[2] or int(told[1]) <= int(told[2]))
