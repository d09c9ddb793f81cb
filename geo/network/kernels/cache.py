"""Where compiled loops are kept: one folder for each state of the source they come from."""

import ast
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGE = Path(__file__).resolve().parents[2]
"""Folder of :mod:`geo`."""

CACHE = "numba"


def cache_folder(file: Path) -> Path | None:
    """
    Say where to keep what is compiled of a file.

    Parameters
    ----------
    file
        Of a module of :mod:`geo`.

    Returns
    -------
    folder
        Made if needed: beside the code, or where that may not be written in the user's own cache,
        which then starts with what is beside the code; None where nothing can be kept.
        ``NUMBA_CACHE_DIR`` comes first.

    Notes
    -----
    Contract: another folder once the file or anything of :mod:`geo` that it imports has changed.
    numba looks at the file alone, and would go on using loops with old ones of other files in them.
    """
    name = f"{file.stem}-{source_digest(file)[:12]}"
    beside = file.parent / "__pycache__" / CACHE / name
    for base in _bases(beside.parent):
        folder = base / name
        with suppress(OSError):
            if folder != beside and beside.exists() and not folder.exists():
                _copy(beside, folder)
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    return None


def source_digest(file: Path, package: Path = PACKAGE) -> str:
    """
    Identify what a module computes.

    Parameters
    ----------
    file
        Of a module.
    package
        Folder of the package that counts.

    Returns
    -------
    digest
        SHA-256 of the file and of all that it imports of the package, directly or not.
    """
    found, waiting = {file}, [file]
    while waiting:
        for imported in _imports(waiting.pop(), package):
            if imported not in found:
                found.add(imported)
                waiting.append(imported)
    digest = hashlib.sha256()
    for path in sorted(found):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def remove_old(folder: Path) -> None:
    """
    Remove what was compiled of earlier states of the source.

    Parameters
    ----------
    folder
        As `cache_folder` gave it; those beside it of the same file go.
    """
    stem = folder.name.rpartition("-")[0]
    for other in folder.parent.glob(f"{stem}-{'?' * 12}"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _copy(folder: Path, to: Path) -> None:
    """Copy what is compiled, in one step for whoever starts meanwhile; it will be added to."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=to.parent) as draft:
        whole = Path(draft) / to.name
        whole.mkdir()
        for file in (path for path in folder.rglob("*") if path.is_file()):
            copied = whole / file.relative_to(folder)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied)
        whole.rename(to)


def _bases(beside: Path) -> Iterator[Path]:
    if given := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(given)
    yield beside
    with suppress(RuntimeError):  # a user without a home
        own = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        yield Path(own) / "deuxportes" / CACHE


@cache
def _imports(file: Path, package: Path) -> tuple[Path, ...]:
    """Give the files of the package that a file imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    paths = {
        package.parent / (name.replace(".", "/") + ".py")
        for name in names
        if name.split(".")[0] == package.name
    }
    return tuple(sorted(path for path in paths if path.is_file()))
