"""Which account runs the private cluster: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ServerError

DEBIAN_ACCOUNT = "postgres"
"""Made by Debian's ``postgresql-common``; used only when the program itself runs as root."""


@dataclass(frozen=True)
class Account:
    """A user of the system, by number."""

    uid: int
    gid: int


def cluster_account(folder: Path) -> Account:
    """
    Choose the account that runs the cluster.

    Parameters
    ----------
    folder
        Where the cluster is or would be, in the checkout.

    Returns
    -------
    account
        Whoever runs this program; for root, the owner of a cluster that is
        already there, else Debian's ``postgres``.

    Raises
    ------
    ServerError
        If root has no such account.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        owner = folder.stat()
    except OSError:
        return _debian_account()
    return Account(owner.st_uid, owner.st_gid) if owner.st_uid else _debian_account()


def _debian_account() -> Account:
    try:
        entry = pwd.getpwnam(DEBIAN_ACCOUNT)
    except KeyError:
        raise ServerError(
            "PostgreSQL refuse d’être lancé par root et il manque le compte « postgres ». "
            "Tapez : apt-get install -y postgresql-common"
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def run_as(
    account: Account,
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    text: str = "",
    timeout_s: float = 60.0,
) -> subprocess.CompletedProcess[str]:
    """
    Run a command as an account, from ``/``, with a clean environment.

    Parameters
    ----------
    account
        Who runs it; changed to only if this program runs as root.
    command
        Program and arguments, never through a shell.
    environment
        Variables to add to the few that are kept.
    text
        What the command reads on its standard input.
    timeout_s
        Seconds before it is killed.

    Returns
    -------
    completed
        With the exit status, and what it wrote, both streams together.

    Raises
    ------
    ServerError
        If it cannot be started or takes too long.
    """
    root = is_root()
    try:
        return subprocess.run(  # noqa: S603  # our own commands, no shell
            list(command),
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            cwd="/",
            env=clean_environment() | dict(environment or {}),
            timeout=timeout_s,
            check=False,
            umask=0o077,
            start_new_session=True,  # what stays after it is not reached by Ctrl-C
            user=account.uid if root else None,
            group=account.gid if root else None,
            extra_groups=[] if root else None,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"la commande {command[0]} n’a pas abouti : {error}.") from error


def is_root() -> bool:
    """Tell whether this program runs as root."""
    return os.geteuid() == 0


def clean_environment() -> dict[str, str]:
    """Keep nothing that would change what PostgreSQL's programs do (PGPORT, LANG, TMPDIR)."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LC_ALL": "C.UTF-8",
        "HOME": "/",
    }
