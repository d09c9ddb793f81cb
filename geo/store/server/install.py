"""Finding PostgreSQL and PostGIS on this machine, or bringing them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ServerError
from geo.store.server import apt
from geo.store.server.account import is_root
from geo.store.server.binaries import SYSTEM, Installation, find_installations, pick_installation
from geo.store.server.place import state_folder, user_home

PRIVATE = "postgis"
"""Folder of the unpacked packages, beside the cluster."""
UNSAFE = frozenset('"$`\\:')
"""Characters that ``initdb``'s shell, or a list of folders, would read as something else."""


@dataclass(frozen=True)
class Found:
    """An installation, and in French where it comes from."""

    installation: Installation
    origin: str


def private_root(home: Path, elsewhere: Path) -> Path:
    """
    Choose where packages are unpacked.

    Parameters
    ----------
    home
        The checkout's folder of processed data.
    elsewhere
        A folder of the account, for a checkout whose name would break the programs.

    Returns
    -------
    root
        Becomes like ``/``.

    Examples
    --------
    >>> str(private_root(Path("/p"), Path("/e"))), str(private_root(Path("/p:q"), Path("/e")))
    ('/p/postgis', '/e/postgis')
    """
    return (elsewhere if UNSAFE & set(str(home)) else home) / PRIVATE


def _root(home: Path) -> Path:
    return private_root(home.absolute(), state_folder(home, os.geteuid(), user_home()))


def find(home: Path, version: int | None) -> Found | None:
    """
    Look for PostGIS in the system, then among what was unpacked for this project.

    Parameters
    ----------
    home
        The checkout's folder of processed data.
    version
        PostgreSQL that made the cluster, None if there is no cluster yet.

    Returns
    -------
    found
        None if there is none of that version.
    """
    for root, origin in ((SYSTEM, "du système"), (_root(home), "déballé pour le projet")):
        installation = pick_installation(find_installations(root), version)
        if installation:
            return Found(installation, f"PostgreSQL {installation.version} + PostGIS {origin}")
    return None


def find_or_install(home: Path, version: int | None, report: Callable[[str], object]) -> Found:
    """
    Find PostGIS, or bring it by the first means that works.

    Parameters
    ----------
    home, version
        As for `find`.
    report
        Told in French what is being done.

    Returns
    -------
    found
        Ready to run.

    Raises
    ------
    ServerError
        If nothing worked: it names the command to type.
    """
    found = find(home, version)
    if found:
        return found
    reasons = []
    for bring in (_install_in_system, _unpack_in_project):
        try:
            bring(home, version, report)
        except ServerError as error:
            reasons.append(str(error))
        else:
            found = find(home, version)
            if found:
                return found
    raise ServerError(missing_message(version, reasons))


def missing_message(version: int | None, reasons: list[str]) -> str:
    """
    Say that PostGIS is missing, and what to type.

    Parameters
    ----------
    version
        PostgreSQL that made the cluster, None if there is no cluster yet.
    reasons
        Why each means failed.

    Returns
    -------
    message
        In French.
    """
    which = f"PostgreSQL {version} (qui a créé la base)" if version else "PostgreSQL"
    again = " ; ou, pour repartir d’une base vide : deuxportes db reset" if version else ""
    return (
        f"{which} et PostGIS manquent et n’ont pas pu être installés "
        f"({' ; '.join(reasons)}). Tapez : {apt.install_command(version)}{again}"
    )


def _install_in_system(home: Path, version: int | None, report: Callable[[str], object]) -> None:
    del home
    prefix = apt.privileged_prefix(root=is_root(), sudo=not is_root() and apt.sudo_works())
    if prefix is None:
        raise ServerError("ni root, ni sudo sans mot de passe")
    apt.install_system(prefix, version, report)


def _unpack_in_project(home: Path, version: int | None, report: Callable[[str], object]) -> None:
    root = _root(home)
    root.parent.mkdir(parents=True, exist_ok=True)
    apt.unpack_private(root, version, report)
