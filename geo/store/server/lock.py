"""One process at a time prepares the server; the others wait for it."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import ServerError

PATIENCE_S = 900.0
"""Seconds: longer than installing packages over a slow line."""


@contextmanager
def exclusive(
    path: Path, report: Callable[[str], object], patience_s: float = PATIENCE_S
) -> Iterator[None]:
    """
    Hold a lock that dies with the process, so that it is never left behind.

    Parameters
    ----------
    path
        File to lock; made if absent, never removed.
    report
        Told once, in French, if another process holds the lock.
    patience_s
        Seconds to wait for it.

    Raises
    ------
    ServerError
        If the file cannot be made, or the other process never ends.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        raise ServerError(
            f"impossible d’écrire {path} ({error.strerror}). "
            f"Tapez : sudo chown -R {os.geteuid()}:{os.getegid()} {path.parent}"
        ) from error
    try:
        _wait_for(descriptor, path, report, patience_s)
        yield
    finally:
        os.close(descriptor)


def _wait_for(
    descriptor: int, path: Path, report: Callable[[str], object], patience_s: float
) -> None:
    deadline = time.monotonic() + patience_s
    told = False
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise ServerError(
                f"un autre processus prépare le serveur depuis plus de {patience_s:.0f} s "
                f"(verrou {path}). Terminez-le puis recommencez."
            )
        if not told:
            report("Un autre processus prépare le serveur : attente")
            told = True
        time.sleep(0.05)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
