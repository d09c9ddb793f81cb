"""Which code made a figure: a digest of the sources themselves, so that no git is needed."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


@cache
def code_version() -> str:
    """
    Identify the code that is running.

    Returns
    -------
    version
        ``<release>+<12 hexadecimal digits>``: the release, and a digest of
        every file of :mod:`geo` with its path, pages and scripts of maps included.

    Notes
    -----
    Contract: the same files give the same version, whoever owns the checkout,
    committed or not; any change of code gives another one.
    """
    digest = hashlib.sha256()
    files = (path for path in PACKAGE.rglob("*") if path.is_file())
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{version('deuxportes')}+{digest.hexdigest()[:12]}"
