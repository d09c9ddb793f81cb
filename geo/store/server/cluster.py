"""The private cluster itself: made, started, watched, stopped."""

import os
import shutil
import signal
import socket
import time
from dataclasses import dataclass, replace
from pathlib import Path

from geo.errors import ServerError
from geo.store.server.account import Account, run_as
from geo.store.server.binaries import Installation
from geo.store.server.configuration import configuration
from geo.store.server.place import OWNER, Place, make_private

START_S = 60
"""Seconds left to PostgreSQL to start, recovery after a crash included."""
STOP_S = 30
LAUNCH = '"$1" -D "$2" </dev/null >>"$3" 2>&1 & echo $!'
WRITE = 'cat > "$1.partiel" && mv "$1.partiel" "$1"'
LOCK_FILE_LINES = 8
"""Lines of ``postmaster.pid`` once it is complete; the last is the status."""


@dataclass(frozen=True)
class LockFile:
    """
    What ``postmaster.pid`` says.

    Attributes
    ----------
    pid
        Process that wrote it.
    socket_dir
        Where it listens; empty if not written yet.
    status
        ``ready``, ``starting``, ``stopping``, or empty if not written yet.
    """

    pid: int
    socket_dir: str
    status: str


def read_lock_file(text: str) -> LockFile | None:
    r"""
    Read ``postmaster.pid``.

    Parameters
    ----------
    text
        The file, possibly half written.

    Returns
    -------
    lock_file
        None if it names no process.

    Examples
    --------
    >>> read_lock_file("42\n/data\n0\n5432\n/s\n\n1 2\nready   \n")
    LockFile(pid=42, socket_dir='/s', status='ready')
    """
    lines = text.splitlines()
    if not lines or not lines[0].strip().isdecimal():
        return None
    lines += [""] * (LOCK_FILE_LINES - len(lines))
    return LockFile(int(lines[0]), lines[4], lines[7].strip())


def answers(path: Path) -> bool:
    """
    Tell whether somebody listens on a Unix socket.

    Parameters
    ----------
    path
        The socket.

    Returns
    -------
    listening
        False if the file is absent, or left by a dead process.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2.0)
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def lock_file(place: Place) -> LockFile | None:
    """Read the lock file of a cluster, None if it has none that can be read."""
    try:
        return read_lock_file((place.data / "postmaster.pid").read_text(encoding="utf-8"))
    except OSError:
        return None


def where_it_listens(place: Place) -> Place:
    """
    Follow the server to its socket, which whoever started it may have put elsewhere.

    Parameters
    ----------
    place
        Where a server started now would listen.

    Returns
    -------
    place
        With the folder where the one that runs does.
    """
    found = lock_file(place)
    elsewhere = replace(place, socket_dir=Path(found.socket_dir)) if found else place
    return elsewhere if answers(elsewhere.socket) else place


def is_running(place: Place) -> bool:
    """
    Tell whether the cluster takes connections.

    Parameters
    ----------
    place
        Where it is.

    Returns
    -------
    running
        True if its lock file says so and its socket answers: a few system calls.
    """
    found = lock_file(place)
    return found is not None and found.status == "ready" and answers(place.socket)


def is_postmaster(pid: int, data: Path) -> bool:
    """
    Tell whether a process is the server of a data folder.

    Parameters
    ----------
    pid
        Number read in a lock file; another program may have it by now.
    data
        The folder.

    Returns
    -------
    serving
        True too if it is a PostgreSQL whose folder may not be looked at.
    """
    process = Path("/proc") / str(pid)
    try:
        program = process.joinpath("cmdline").read_bytes().split(b"\0")[0]
    except OSError:
        return False
    if os.path.basename(program) not in {b"postgres", b"postmaster"}:  # noqa: PTH119  # bytes
        return False
    try:
        return os.path.samefile(process / "cwd", data)  # noqa: PTH121  # a link of /proc
    except OSError:
        return True


def make_cluster(place: Place, account: Account, installation: Installation) -> None:
    """
    Run ``initdb`` aside, then put its result in place in one move.

    Parameters
    ----------
    place
        Where; what a process that died left half made is removed.
    account
        Who will own it.
    installation
        Whose ``initdb``.

    Raises
    ------
    ServerError
        If it fails, with what it said.
    """
    partial = place.folder / "data.partiel"
    shutil.rmtree(partial, ignore_errors=True)
    command = [installation.program("initdb"), "-D", str(partial), "-U", OWNER, "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8"]
    done = run_as(account, command, environment=installation.environment, timeout_s=120)
    if done.returncode:
        raise ServerError(f"initdb a échoué dans {place.folder} :\n{done.stdout.strip()}")
    partial.rename(place.data)


def start(place: Place, account: Account, installation: Installation) -> None:
    """
    Start the cluster, whatever the last process left behind.

    Parameters
    ----------
    place
        Where it is.
    account
        Its owner.
    installation
        Of the version that made it.

    Raises
    ------
    ServerError
        If it does not start, with the end of its log.
    """
    _settle(place)
    if is_running(place):
        return
    if not make_private(place.socket_dir, account):
        raise ServerError(
            f"le dossier de la socket {place.socket_dir} appartient à un autre compte. "
            f"Tapez : sudo rm -rf {place.socket_dir}"
        )
    _write(place.data / "postgresql.conf", configuration(place.socket_dir), account)
    size = place.log.stat().st_size if place.log.exists() else 0
    pid = _launch(place, account, installation)
    if not _wait_until_ready(place, pid):
        raise ServerError(f"le serveur ne démarre pas ({place.folder}) :\n{_said(place, size)}")


def _launch(place: Place, account: Account, installation: Installation) -> int:
    """
    Leave the server running on its own, and give its process number.

    Not by ``pg_ctl``, which breaks on a path with a quote or a dollar.
    """
    words = [installation.program("postgres"), str(place.data), str(place.log)]
    command = ["/bin/sh", "-c", LAUNCH, "sh", *words]
    done = run_as(account, command, environment=installation.environment)
    if done.returncode or not done.stdout.strip().isdecimal():
        raise ServerError(f"le serveur ne démarre pas ({place.folder}) : {done.stdout.strip()}")
    return int(done.stdout)


def _wait_until_ready(place: Place, pid: int) -> bool:
    """Wait until the server takes connections; False once it is dead, or too late."""
    deadline = time.monotonic() + START_S
    while not is_running(place):
        if time.monotonic() > deadline or not Path(f"/proc/{pid}").exists():
            return is_running(place)
        time.sleep(0.01)
    return True


def stop(place: Place) -> bool:
    """
    Stop the cluster; connections are ended, nothing written is lost.

    Parameters
    ----------
    place
        Where it is.

    Returns
    -------
    stopped
        False if it was not running.

    Raises
    ------
    ServerError
        If it is still there afterwards, or is not ours to stop.
    """
    found = lock_file(place)
    if found is None or not is_postmaster(found.pid, place.data):
        return False
    try:
        os.kill(found.pid, signal.SIGINT)  # PostgreSQL's "fast" stop
    except ProcessLookupError:
        return True
    except PermissionError:
        raise ServerError(
            f"le serveur de {place.folder} a été lancé par un autre compte. "
            f"Tapez : sudo kill -INT {found.pid}"
        ) from None
    deadline = time.monotonic() + STOP_S
    while is_postmaster(found.pid, place.data):
        if time.monotonic() > deadline:
            raise ServerError(
                f"le serveur ne s’arrête pas en {STOP_S} s. Tapez : sudo kill -QUIT {found.pid}"
            )
        time.sleep(0.02)
    return True


def _settle(place: Place) -> None:
    """Wait for a server that is on its way; stop one whose socket was wiped; forget a dead one."""
    deadline = time.monotonic() + START_S
    while (found := lock_file(place)) and is_postmaster(found.pid, place.data):
        if is_running(place):
            return
        if found.status == "ready":
            stop(place)
        if time.monotonic() > deadline:
            raise ServerError(
                f"le serveur (processus {found.pid}) ne répond pas. Tapez : kill -INT {found.pid}"
            )
        time.sleep(0.05)
    if answers(place.socket):  # started in another container, whose processes cannot be seen
        return
    for left in (place.data / "postmaster.pid", place.socket, Path(f"{place.socket}.lock")):
        left.unlink(missing_ok=True)


def _write(path: Path, text: str, account: Account) -> None:
    done = run_as(account, ["/bin/sh", "-c", WRITE, "sh", str(path)], text=text)
    if done.returncode:
        raise ServerError(f"impossible d’écrire {path} : {done.stdout.strip()}")


def _said(place: Place, size: int) -> str:
    """Give what the server wrote since the log had a size."""
    try:
        return place.log.read_bytes()[size:].decode("utf-8", "replace").strip()
    except OSError as error:
        return str(error)
