"""Where the private cluster lives: in the checkout, or elsewhere when that cannot be."""

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from geo.errors import ServerError
from geo.store.server.account import Account, is_root, run_as

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 95
"""Bytes; the kernel stops at 107 and PostgreSQL's own programs need a few."""
ROOT_STATE = Path("/var/lib/deuxportes")
OWNER = "deuxportes"
DATABASE = "deuxportes"

TRY = (
    'umask 077; folder=$(mktemp -d "$1/essai.XXXXXX") || exit 1; '
    'mode=$(stat -c %a "$folder"); rmdir "$folder"; [ "$mode" = 700 ]'
)
CLOSED = 'for folder; do [ -x "$folder" ] || { echo "$folder"; exit; }; done'


@dataclass(frozen=True)
class Place:
    """
    The folders of one cluster.

    Attributes
    ----------
    folder
        Everything but the socket, if its path is too long.
    socket_dir
        Folder of the socket, which only the cluster's account (and root) may enter.
    """

    folder: Path
    socket_dir: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.folder / "journal.log"

    @property
    def ready(self) -> Path:
        """Made once the database and PostGIS are in place."""
        return self.folder / "pret"

    @property
    def socket(self) -> Path:
        """The Unix socket itself."""
        return self.socket_dir / SOCKET

    @property
    def version(self) -> int | None:
        """Major version that made the cluster, or None if there is none yet."""
        try:
            return int((self.data / "PG_VERSION").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def url(self, database: str = DATABASE) -> str:
        """Give the address of a database, complete: no variable of the user changes it."""
        return f"postgresql://{OWNER}@/{database}?host={quote(str(self.socket_dir), '')}&port=5432"


def checkout_hash(home: Path) -> str:
    """
    Name a checkout shortly.

    Parameters
    ----------
    home
        Its folder of processed data.

    Returns
    -------
    name
        Twelve hexadecimal digits, always the same for the same folder.
    """
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]


def user_home() -> Path:
    """
    Find the folder of whoever runs the program.

    Returns
    -------
    folder
        One that does not exist, for an account the system does not list.
    """
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def state_folder(home: Path, uid: int, user_home: Path) -> Path:
    """
    Give the folder that serves when the checkout cannot: it outlives a restart.

    Parameters
    ----------
    home
        The checkout's folder of processed data.
    uid
        Who runs the program.
    user_home
        That user's own folder.

    Returns
    -------
    folder
        Not made yet.
    """
    base = user_home / ".local/share/deuxportes" if uid else ROOT_STATE
    return base / checkout_hash(home)


def short_folders(home: Path, uid: int, user_home: Path) -> tuple[Path, Path]:
    """
    List folders for a socket whose path would be too long in the cluster's own.

    Parameters
    ----------
    home, uid, user_home
        As for `state_folder`.

    Returns
    -------
    folders
        In order of preference; the last is always short enough.
    """
    return (
        state_folder(home, uid, user_home),
        Path(f"/tmp/deuxportes-{uid}-{checkout_hash(home)}"),  # noqa: S108  # checked when made
    )


def socket_folder(folder: Path, short: Iterable[Path]) -> Path:
    """
    Choose the folder of the socket.

    Parameters
    ----------
    folder
        The cluster's own, taken if it will do.
    short
        The others, in order of preference.

    Returns
    -------
    folder
        The first whose socket has a path of at most 95 bytes, without a comma.

    Raises
    ------
    ServerError
        If all are too long.
    """
    for candidate in (folder, *short):
        short_enough = len(os.fsencode(candidate / SOCKET)) <= LONGEST_SOCKET
        if short_enough and "," not in str(candidate):  # libpq reads a comma as two servers
            return candidate
    raise ServerError(
        f"le chemin {folder} est trop long pour une socket ({LONGEST_SOCKET} octets au plus). "
        "Placez le projet dans un dossier au nom plus court."
    )


def candidate_places(home: Path, uid: int, user_home: Path) -> tuple[Place, ...]:
    """
    List where the cluster may be.

    Parameters
    ----------
    home, uid, user_home
        As for `state_folder`.

    Returns
    -------
    places
        The checkout first.
    """
    short = short_folders(home, uid, user_home)
    folders = (home / "postgres", state_folder(home, uid, user_home))
    return tuple(Place(folder, socket_folder(folder, short)) for folder in folders)


def existing_place(places: Iterable[Place], account: Account) -> Place | None:
    """
    Find the cluster that an account already has.

    Parameters
    ----------
    places
        Where to look, in order.
    account
        Its owner; a cluster of somebody else is passed over.

    Returns
    -------
    place
        None if there is none yet.
    """
    return next((one for one in places if _belongs(one, account) and one.version), None)


def _belongs(place: Place, account: Account) -> bool:
    try:
        return place.folder.stat().st_uid == account.uid
    except OSError:
        return False


def usable_place(places: Iterable[Place], account: Account) -> Place:
    """
    Choose where to make a new cluster, by really trying.

    Parameters
    ----------
    places
        In order of preference.
    account
        Who must be able to enter every parent folder and write.

    Returns
    -------
    place
        Its folder exists and belongs to `account`.

    Raises
    ------
    ServerError
        If none will do.
    """
    places = tuple(places)
    for place in places:
        if make_private(place.folder, account):
            return place
    folders = ", ".join(str(place.folder) for place in places)
    raise ServerError(
        f"aucun dossier où le compte n° {account.uid} puisse garder la base (essayés : {folders}). "
        f"Tapez : sudo chown -R {account.uid}:{account.gid} {places[0].folder.parent}"
    )


def reachable_place(place: Place | None, account: Account) -> Place | None:
    """
    Check that the account of a cluster still can enter every parent folder.

    Parameters
    ----------
    place
        A cluster, or None.
    account
        Its owner.

    Returns
    -------
    place
        The same.

    Raises
    ------
    ServerError
        If a folder above it was closed since: another cluster is not taken instead.
    """
    if place is None:
        return None
    above = [str(folder) for folder in reversed(place.folder.parents)]
    closed = run_as(account, ["/bin/sh", "-c", CLOSED, "sh", *above], timeout_s=10).stdout.strip()
    if closed:
        raise ServerError(
            f"le compte n° {account.uid}, qui fait tourner la base {place.folder}, ne peut pas "
            f"entrer dans {closed}. Tapez : chmod a+x '{closed}'"
        )
    return place


def make_private(folder: Path, account: Account) -> bool:
    """
    Make a folder that one account alone may enter, and try it as that account.

    Parameters
    ----------
    folder
        Made with its parents if absent.
    account
        Its owner.

    Returns
    -------
    usable
        False if it belongs to somebody else, or if the account cannot reach it,
        write in it or keep it private; what was made empty is then removed.
    """
    try:
        _make(folder, account)
    except OSError:
        return False
    if run_as(account, ["/bin/sh", "-c", TRY, "sh", str(folder)], timeout_s=10).returncode == 0:
        return True
    remove_if_empty(folder)
    return False


def _make(folder: Path, account: Account) -> None:
    if is_root() and folder.is_relative_to(ROOT_STATE):
        ROOT_STATE.mkdir(parents=True, exist_ok=True)
        ROOT_STATE.chmod(0o755)  # whatever the umask, others pass through
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
        raise PermissionError(folder)
    folder.chmod(0o700)
    if is_root():
        os.chown(folder, account.uid, account.gid)


def remove_if_empty(folder: Path) -> None:
    """
    Remove a folder, unless something is in it.

    Parameters
    ----------
    folder
        May be absent.
    """
    with suppress(OSError):
        folder.rmdir()
