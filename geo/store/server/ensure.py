"""Finding a PostGIS server, in a fixed order, and saying which."""

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ServerError
from geo.store.server import cluster, install
from geo.store.server.account import Account, cluster_account
from geo.store.server.lock import exclusive
from geo.store.server.place import (
    DATABASE,
    Place,
    candidate_places,
    existing_place,
    reachable_place,
    remove_if_empty,
    usable_place,
    user_home,
)

Report = Callable[[str], object]
PREPARED = ("data", "data.partiel", "journal.log", "pret")
"""What a reset removes."""


@dataclass(frozen=True)
class Server:
    """
    A PostGIS that answers.

    Attributes
    ----------
    url
        Address of the project's database, for ``psycopg.connect``.
    origin
        In French: which server it is, and why.
    """

    url: str
    origin: str


@dataclass(frozen=True)
class ServerStatus:
    """
    Where things stand, without starting anything.

    Attributes
    ----------
    origin
        In French: which server would be used.
    url
        Address of its database; None if there is no cluster yet.
    running
        It answers now.
    """

    origin: str
    url: str | None
    running: bool


def ignore(_message: str) -> None:
    """Tell nobody."""


def ensure_server(*, database_url: str | None, home: Path, report: Report = ignore) -> Server:
    """
    Find the server, starting the project's own if none is given.

    Parameters
    ----------
    database_url
        A server to use as it is, or None.
    home
        The checkout's folder of processed data; the cluster lives there if it can.
    report
        Told in French what takes time, and at the end which server is used.

    Returns
    -------
    server
        It answers, its database exists, PostGIS is enabled.

    Raises
    ------
    ServerError
        If `database_url` does not answer, or no cluster could be made or started:
        it says what to type. Nothing else is ever used instead.
    StoreError
        If the database of `database_url` cannot have PostGIS.

    Notes
    -----
    Contract: idempotent; safe when two processes call it at once.
    """
    server = (
        given_server(database_url)
        if database_url
        else running_server(home) or _open(home.absolute(), report)
    )
    report(server.origin)
    return server


def install_server(*, database_url: str | None, home: Path, report: Report = ignore) -> None:
    """
    Bring PostgreSQL and PostGIS if they are missing, and start nothing.

    Parameters
    ----------
    database_url, home, report
        As for `ensure_server`; nothing is needed where a server is given.

    Raises
    ------
    ServerError
        If they could not be brought: it says what to type.
    """
    if database_url:
        report("PostGIS : celui de DATABASE_URL")
        return
    place = _existing(home)
    version = place.version if place else None
    found = install.find(home, version)
    if found is None:
        with exclusive(_lock_path(home), report):
            found = install.find_or_install(home.absolute(), version, report)
    report(f"PostGIS : {found.origin}")


def given_server(database_url: str) -> Server:
    """
    Check the server that the user chose.

    Parameters
    ----------
    database_url
        Its address, as libpq or SQLAlchemy write it.

    Returns
    -------
    server
        With libpq's address.

    Raises
    ------
    StoreError
        If it does not answer, or has no PostGIS.
    """
    from geo.store.server import databases  # noqa: PLC0415  # psycopg: 0.3 s saved elsewhere

    url = databases.plain_url(database_url)
    databases.enable_postgis(url)
    return Server(url, f"DATABASE_URL : {databases.describe(url)}")


def running_server(home: Path) -> Server | None:
    """
    Find the private cluster if it is up: the quick way, a few system calls.

    Parameters
    ----------
    home
        The checkout's folder of processed data.

    Returns
    -------
    server
        None if it is not prepared, or not running.
    """
    place = _existing(home)
    if place and place.ready.exists() and cluster.is_running(place):
        return Server(place.url(), f"Serveur privé du projet, déjà démarré ({_where(place, home)})")
    return None


def stop_server(home: Path) -> bool:
    """
    Stop the private cluster.

    Parameters
    ----------
    home
        The checkout's folder of processed data.

    Returns
    -------
    stopped
        False if it was not running.

    Raises
    ------
    ServerError
        If it cannot be stopped.
    """
    place = _existing(home)
    if place is None or cluster.lock_file(place) is None:
        return False
    with exclusive(_lock_path(home), ignore):
        return cluster.stop(place)


def server_status(home: Path, database_url: str | None = None) -> ServerStatus:
    """
    Say which server would be used, and whether it answers, without starting it.

    Parameters
    ----------
    home
        The checkout's folder of processed data.
    database_url
        A server to use as it is, or None.

    Returns
    -------
    status
        Never waits more than ten seconds.
    """
    if database_url:
        return _given_status(database_url)
    place = _existing(home)
    if place is None:
        return ServerStatus("Serveur privé du projet, pas encore créé", None, running=False)
    origin = f"Serveur privé du projet, PostgreSQL {place.version} ({_where(place, home)})"
    return ServerStatus(origin, place.url(), cluster.is_running(place))


def _given_status(database_url: str) -> ServerStatus:
    from geo.store.server import databases  # noqa: PLC0415  # psycopg: 0.3 s saved elsewhere

    url = databases.plain_url(database_url)
    origin = f"DATABASE_URL : {databases.describe(url)}"
    return ServerStatus(origin, url, databases.is_reachable(url))


def reset_server(home: Path) -> bool:
    """
    Stop the private cluster and remove its data; the programs stay.

    Parameters
    ----------
    home
        The checkout's folder of processed data.

    Returns
    -------
    removed
        False if there was none.

    Raises
    ------
    ServerError
        If it cannot be stopped.
    """
    place = _existing(home)
    if place is None:
        return False
    with exclusive(_lock_path(home), ignore):
        cluster.stop(place)
        for name in PREPARED:
            _remove(place.folder / name)
        for folder in (place.folder, place.socket_dir):
            remove_if_empty(folder)
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _open(home: Path, report: Report) -> Server:
    """Install, make, start and prepare whatever is not yet, one process at a time."""
    with exclusive(_lock_path(home), report):
        place = _existing(home)
        found = install.find_or_install(home, place.version if place else None, report)
        account = _account(home)  # after the installation, which brings Debian's account
        place = reachable_place(place, account) or usable_place(_candidates(home), account)
        _bring_up(place, account, found, report)
    return Server(place.url(), f"Serveur privé du projet, {found.origin} ({_where(place, home)})")


def _where(place: Place, home: Path) -> str:
    """Name the folder of a cluster, and say why it is not the checkout's."""
    usual = home.absolute() / "postgres"
    if place.folder == usual:
        return str(place.folder)
    return f"{place.folder}, car ce compte ne peut pas se servir de {usual}"


def _bring_up(place: Place, account: Account, found: install.Found, report: Report) -> None:
    from geo.store.server import databases  # noqa: PLC0415  # psycopg: 0.3 s saved elsewhere

    if place.version is None:
        report("Création de la base")
        cluster.make_cluster(place, account, found.installation)
    report("Démarrage du serveur")
    cluster.start(place, account, found.installation)
    if not place.ready.exists():
        report("Activation de PostGIS")
        databases.prepare_database(place.url("postgres"), place.url(), DATABASE)
        place.ready.touch()


def _candidates(home: Path) -> tuple[Place, ...]:
    return candidate_places(home.absolute(), os.geteuid(), user_home())


def _account(home: Path) -> Account:
    return cluster_account(home / "postgres")


def _existing(home: Path) -> Place | None:
    try:
        place = existing_place(_candidates(home), _account(home))
    except ServerError:  # root without Debian's account has no cluster
        return None
    return place and cluster.where_it_listens(place)


def notes_folder(home: Path) -> Path:
    """
    Give the folder of what the processes of one account tell each other: locks, who borrows.

    Parameters
    ----------
    home
        The checkout's folder of processed data.

    Returns
    -------
    folder
        It exists: `home`, or the account's own where `home` may not be written.
    """
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    if os.access(home, os.W_OK):
        return home
    other = _candidates(home)[-1].folder
    other.mkdir(parents=True, exist_ok=True)
    return other


def _lock_path(home: Path) -> Path:
    return notes_folder(home) / ".serveur.verrou"
