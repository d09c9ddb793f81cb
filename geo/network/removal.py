"""Networks removed from the disk, and the room they took."""

from pathlib import Path

from geo.errors import SourceError
from geo.files import refusal
from geo.network.library import absence, check_name, check_ours
from geo.network.versions import remove_versions


def size_bytes(folder: Path) -> int:
    """
    Say how much room a network takes.

    Parameters
    ----------
    folder
        Of one network; it may not exist.

    Returns
    -------
    size_bytes
        Of its files.
    """
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())


def remove_network(root: Path, name: str) -> int:
    """
    Remove a network, and what programs that were killed left of this name.

    Parameters
    ----------
    root
        Folder of the networks.
    name
        Of the network, which may be damaged.

    Returns
    -------
    size_bytes
        Of what was removed.

    Raises
    ------
    SourceError
        If the name cannot be one, or there is nothing of this name.
    OutputError
        If something else has this name, or the system refuses.

    Notes
    -----
    Contract: the name goes in one step; whoever has the network open may go on reading it, and
    what a living program is writing is left to it.
    """
    folder = root / check_name(name)
    check_ours(folder)
    hidden = [path for path in root.glob(f".{name}.*") if not path.is_symlink()]
    if not (hidden or folder.exists() or folder.is_symlink()):
        raise SourceError(absence(folder))
    before = [path for path in (*hidden, folder) if path.is_dir() and not path.is_symlink()]
    freed_bytes = {path: size_bytes(path) for path in before}
    try:
        remove_versions(folder)
    except OSError as error:
        raise refusal(folder, error) from error
    return sum(size for path, size in freed_bytes.items() if not path.exists())
