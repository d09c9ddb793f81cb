"""Folders that readers see whole: a name is a link, which moves in one step to the next version."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_version(folder: Path) -> Iterator[Path]:
    """
    Make the folder of a version, hidden beside the name it will have.

    Parameters
    ----------
    folder
        The name; the folder around it is made if needed.

    Yields
    ------
    version
        Empty. Unless the name leads there at the end, it is removed with what is in it.

    Raises
    ------
    OSError
        If the system refuses.

    Notes
    -----
    Contract: what a killed program left of this name is removed, what a living one is writing is
    not: it holds a lock, which dies with it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    version = _beside(folder)
    with _locked(folder.parent):
        _clean(folder)
        version.mkdir()
        alive = _lock(version)
    try:
        yield version
    finally:
        os.close(alive)
        if folder.resolve() != version.resolve():
            shutil.rmtree(version, ignore_errors=True)


def publish_version(folder: Path, version: Path) -> None:
    """
    Make a name lead to a version, and remove the one before.

    Parameters
    ----------
    folder
        The name: a link, a folder that someone copied there, or nothing yet.
    version
        From `new_version`, complete.

    Raises
    ------
    OSError
        If the system refuses.

    Notes
    -----
    Contract: everything is on the disk before the name moves, in one step; of two programs, the
    last wins.
    """
    for path in (*version.rglob("*"), version):
        _to_disk(path)
    with _locked(folder.parent):
        if folder.exists() and not folder.is_symlink():
            folder.rename(_beside(folder))
        link = _beside(folder)
        link.symlink_to(version.name)
        link.replace(folder)
        _to_disk(folder.parent)
        _clean(folder)


def remove_versions(folder: Path) -> None:
    """
    Remove a name and what it leads to, and what killed programs left of it.

    Parameters
    ----------
    folder
        The name: a link, a folder that someone copied there, or nothing any more.

    Raises
    ------
    OSError
        If the system refuses.

    Notes
    -----
    Contract: the name goes first, in one step; what a living program is writing is left to it.
    """
    with _locked(folder.parent):
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            folder.rename(_beside(folder))
        _to_disk(folder.parent)
        _clean(folder)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Wait for whoever else is moving names here; the lock dies with the process."""
    handle = _lock(root)
    try:
        yield
    finally:
        os.close(handle)


def _lock(folder: Path, how: int = fcntl.LOCK_EX) -> int:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")


def _clean(folder: Path) -> None:
    """Remove what a name does not lead to and no living program is writing."""
    current = folder.resolve().name
    for path in folder.parent.glob(f".{folder.name}.*"):
        if path.is_symlink():
            path.unlink()
        elif path.name != current:
            try:
                abandoned = _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # a living program holds it, or it has just gone
            shutil.rmtree(path, ignore_errors=True)
            os.close(abandoned)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
