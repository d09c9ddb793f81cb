"""Borrowing the private server: whoever borrows it last stops it, if a borrower started it."""

import contextlib
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geo.store.server.ensure import (
    Report,
    Server,
    ensure_server,
    ignore,
    notes_folder,
    running_server,
)
from geo.store.server.ensure import stop_server as stop

NOTE = ".serveur.prete"
"""Locked (shared) by each borrower; says ``1`` while the server runs for borrowers only."""


@contextmanager
def borrow_server(
    *, database_url: str | None, home: Path, report: Report = ignore
) -> Iterator[Server]:
    """
    Use the server for as long as the context lasts, and leave things as they were.

    Parameters
    ----------
    database_url, home, report
        As for `ensure_server`.

    Yields
    ------
    server
        It answers.

    Raises
    ------
    ServerError, StoreError
        As `ensure_server`.

    Notes
    -----
    Contract: a server that ran before goes on; one that a borrower started is stopped when
    the last borrower is done, however the others ended; two at once never stop each other's.
    """
    with _note(home) as note:
        if database_url or note is None:
            yield ensure_server(database_url=database_url, home=home, report=report)
            return
        fcntl.flock(note, fcntl.LOCK_SH)
        if running_server(home) is None:
            _write(note, "1")
        try:
            yield ensure_server(database_url=None, home=home, report=report)
        finally:
            _give_back(note, home)


def keep_server(home: Path) -> None:
    """
    Let the server run on when the borrowers are done.

    Parameters
    ----------
    home
        The checkout's folder of processed data.
    """
    with _note(home) as note:
        if note is not None:
            _write(note, "")


def _give_back(note: IO[str], home: Path) -> None:
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:  # someone else uses it, and will be the last
        return
    note.seek(0)
    if note.read():
        stop(home)
        _write(note, "")


@contextmanager
def _note(home: Path) -> Iterator[IO[str] | None]:
    """Open the note; None where this user may not write it, and so may not stop the server."""
    with contextlib.ExitStack() as stack:
        try:
            path = notes_folder(home) / NOTE
            note = stack.enter_context(path.open("a+", encoding="utf-8"))
        except OSError:
            yield None
        else:
            yield note


def _write(note: IO[str], text: str) -> None:
    note.truncate(0)
    note.write(text)
    note.flush()
