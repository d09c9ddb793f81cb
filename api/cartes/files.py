"""Which files anyone may read."""

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from starlette.staticfiles import StaticFiles

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
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type by suffix: what is published is of these, and nothing else is answered."""

LENGTH_MAX = 400
"""Characters of a path; the longest published has some sixty."""

# no dot first: no hidden file, no draft, no way up
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


def find_file(folder: Path, path: str) -> str | None:
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
    full
        Where it is, links followed; None where there is none, or it is not to be read: hidden, of
        another type, no plain file, or outside the folder.
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
    return full


def _is_published(parts: list[str] | tuple[str, ...]) -> bool:
    named = all(map(_SEGMENT.fullmatch, parts))
    return named and Path(parts[-1]).suffix in TYPES if parts else False


def open_file(full: str) -> BinaryIO | None:
    """
    Open a file, once: what is told of it and what is sent of it are then of the same one.

    Parameters
    ----------
    full
        From `find_file`.

    Returns
    -------
    file
        To be closed; None where no plain file is there any more.
    """
    try:
        # neither a pipe that would wait nor a link may have taken its place
        file = open(os.open(full, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb")  # noqa: SIM115, PTH123 - whoever sends it closes it; a descriptor is no path
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    return None
