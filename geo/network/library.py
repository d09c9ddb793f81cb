"""The networks on the disk: written whole or not at all, listed, and checked when read."""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geo.errors import InputError, OutputError, SourceError
from geo.files import refusal
from geo.network.estimate import Mode
from geo.network.graph import ARRAYS, Graph, save_graph
from geo.network.manifest import Manifest
from geo.network.manifest_json import from_json, to_json

MANIFEST = "manifest.json"
NAME = re.compile(r"[a-z0-9](-?[a-z0-9])*")
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Library:
    """
    The networks of a folder.

    Attributes
    ----------
    networks
        By name, those that can be opened.
    damaged
        By name, why the others cannot.
    """

    networks: Mapping[str, Manifest]
    damaged: Mapping[str, str]


def check_name(name: str) -> str:
    """
    Check the name of a network.

    Parameters
    ----------
    name
        As someone typed it.

    Returns
    -------
    name
        The same.

    Raises
    ------
    SourceError
        If it has other characters than a-z, 0-9 and single hyphens between them, or too many.

    Examples
    --------
    >>> check_name("saint-germain-2024")
    'saint-germain-2024'
    """
    if not NAME.fullmatch(name) or len(name) > NAME_LENGTH:
        raise SourceError(
            f"« {name} » ne peut pas nommer un réseau : il faut de 1 à {NAME_LENGTH} lettres"
            " minuscules sans accent, chiffres et tirets, par exemple « ile-de-france »."
        )
    return name


def write_network(root: Path, manifest: Manifest, graphs: Mapping[Mode, Graph]) -> Path:
    """
    Write a network, in the place of the one of the same name if there is one.

    Parameters
    ----------
    root
        Folder of the networks; made if needed.
    manifest
        Names it.
    graphs
        One for each profile of the manifest.

    Returns
    -------
    folder
        Of the network.

    Raises
    ------
    InputError
        If the manifest and the graphs are not of the same modes.
    SourceError
        If the name cannot be one.
    OutputError
        If the system refuses to write, or something else has this name.

    Notes
    -----
    Contract: readers find the old network or the new one, whole; one already opened stays as it
    was. The name is a link, which moves in one step to a folder that is complete and on the disk.
    What a killed build leaves is hidden, and cleaned by the next of the same name. Of two builds at
    once, the last to end wins.
    """
    if set(graphs) != set(manifest.profiles):
        raise InputError(f"needed graphs of {set(manifest.profiles)}, got {set(graphs)}.")
    folder = root / check_name(manifest.name)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _locked(root):
            _clean(folder)
            version = _beside(folder)
            _write(version, manifest, graphs)
            _point(folder, version)
            _clean(folder)
    except OutputError:
        raise
    except OSError as error:
        raise refusal(folder, error) from error
    return folder


def read_manifest(folder: Path) -> Manifest:
    """
    Read what a network says of itself.

    Parameters
    ----------
    folder
        Of one network.

    Returns
    -------
    manifest
        Complete.

    Raises
    ------
    SourceError
        If there is no such network, it is damaged, or a version that wrote another format built it.
    """
    if not (folder.exists() or folder.is_symlink()):
        raise SourceError(
            f"il n’y a pas de réseau « {folder.name} » dans {folder.parent} : voyez"
            " « deuxportes network list », ou construisez-le avec « deuxportes network build »."
        )
    return _steadily(folder, _manifest)


def read_library(root: Path) -> Library:
    """
    Read what every network of a folder says of itself.

    Parameters
    ----------
    root
        Folder of the networks; it may not exist.

    Returns
    -------
    library
        Those that can be opened, and those that cannot, by name.
    """
    networks: dict[str, Manifest] = {}
    damaged: dict[str, str] = {}
    folders = sorted(root.iterdir()) if root.is_dir() else []
    for folder in folders:
        if folder.name.startswith(".") or not (folder.is_dir() or folder.is_symlink()):
            continue  # being written, or put here by someone
        try:
            networks[folder.name] = _steadily(folder, _complete)
        except SourceError as error:
            damaged[folder.name] = str(error)
    return Library(networks, damaged)


def list_networks(root: Path) -> list[Manifest]:
    """
    List the networks that can be opened; `read_library` tells of the others too.

    Parameters
    ----------
    root
        Folder of the networks; it may not exist.

    Returns
    -------
    manifests
        By name.
    """
    return list(read_library(root).networks.values())


def _steadily(folder: Path, read: Callable[[Path], Manifest]) -> Manifest:
    """Read one version of a network, and the next if it was replaced meanwhile."""
    while True:
        version = folder.resolve()
        try:
            return read(version)
        except (OSError, ValueError) as error:
            if folder.resolve() == version:
                raise SourceError(
                    f"{folder} : réseau incomplet ou abîmé ({error}). Reconstruisez-le :"
                    f" deuxportes network build {folder.name}"
                ) from error


def _manifest(version: Path) -> Manifest:
    return from_json((version / MANIFEST).read_text(encoding="utf-8"))


def _complete(version: Path) -> Manifest:
    """Read a manifest, and see that the files it speaks of are there."""
    manifest = _manifest(version)
    for mode in manifest.profiles:
        missing = [name for name in ARRAYS if not (version / mode / f"{name}.npy").is_file()]
        if missing:
            raise ValueError(f"il manque {', '.join(missing)} du mode {mode}")
    return manifest


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Wait for whoever else is writing here; the lock dies with the process."""
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")


def _clean(folder: Path) -> None:
    """Remove the versions of a network that its name does not lead to: nobody is writing them."""
    current = folder.resolve().name
    for path in folder.parent.glob(f".{folder.name}.*"):
        if path.is_symlink():
            path.unlink()
        elif path.name != current:
            shutil.rmtree(path, ignore_errors=True)


def _write(version: Path, manifest: Manifest, graphs: Mapping[Mode, Graph]) -> None:
    version.mkdir()
    try:
        for mode, graph in graphs.items():
            save_graph(graph, version / mode.value)
        (version / MANIFEST).write_text(to_json(manifest), encoding="utf-8", newline="\n")
        for path in (*version.rglob("*"), version):
            _to_disk(path)
    except BaseException:
        shutil.rmtree(version, ignore_errors=True)
        raise


def _point(folder: Path, version: Path) -> None:
    """Move the name of a network to a version, in one step."""
    if folder.exists() and not folder.is_symlink():
        if not (folder / MANIFEST).is_file():
            raise OutputError(f"{folder} n’est pas un réseau : choisissez un autre nom.")
        folder.rename(_beside(folder))  # copied here by hand: a folder, not a link
    link = _beside(folder)
    link.symlink_to(version.name)
    link.replace(folder)
    _to_disk(folder.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
