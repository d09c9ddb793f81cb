"""The networks on the disk: written whole or not at all, listed, and checked when read."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError, OutputError, SourceError
from geo.files import refusal
from geo.network.area import load_area, save_area
from geo.network.estimate import Mode
from geo.network.graph import ARRAYS, Graph, open_graph, save_graph
from geo.network.manifest import Manifest
from geo.network.manifest_json import from_json, to_json
from geo.network.versions import new_version, publish_version

MANIFEST = "manifest.json"
DROPPED = "dropped.npy"
NAME = re.compile(r"[a-z0-9](-?[a-z0-9])*")
NAME_LENGTH = 60

Pieces = NDArray[np.int32]
Read = TypeVar("Read")


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


class Draft:
    """
    A network being written, a mode at a time; see `draft_network`.

    Parameters
    ----------
    folder
        Where it will be.
    version
        Where it is until then.
    """

    def __init__(self, folder: Path, version: Path) -> None:
        self.folder = folder
        self.version = version
        self.modes: set[Mode] = set()

    def add(self, mode: Mode, graph: Graph, dropped: Pieces | None = None) -> None:
        """
        Write the graph of a mode, which need not be kept.

        Parameters
        ----------
        mode
            Not yet written.
        graph
            To be searched.
        dropped
            int32 ``(p, 4)``: straight pieces of the streets left out, for whoever draws them.
        """
        save_graph(graph, self.version / mode.value)
        if dropped is not None:
            np.save(self.version / mode.value / DROPPED, dropped, allow_pickle=False)
        self.modes.add(mode)

    def publish(self, manifest: Manifest) -> Path:
        """
        Put the network in its place, in one step.

        Parameters
        ----------
        manifest
            Of the modes written.

        Returns
        -------
        folder
            Of the network.

        Raises
        ------
        InputError
            If the manifest speaks of other modes.
        """
        if self.modes != set(manifest.profiles):
            raise InputError(f"needed graphs of {set(manifest.profiles)}, got {self.modes}.")
        from geo.network.build.area import covered_area  # noqa: PLC0415 - scipy, to build only

        graphs = [open_graph(self.version / mode) for mode in sorted(self.modes)]
        save_area(covered_area(graphs), self.version)
        text = to_json(manifest)
        (self.version / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        publish_version(self.folder, self.version)
        return self.folder


@contextmanager
def draft_network(root: Path, name: str) -> Iterator[Draft]:
    """
    Write a network, in the place of the one of the same name if there is one.

    Parameters
    ----------
    root
        Folder of the networks; made if needed.
    name
        Of the network.

    Yields
    ------
    draft
        To be added to, then published; otherwise nothing of it stays.

    Raises
    ------
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
    folder = root / check_name(name)
    check_ours(folder)
    try:
        with new_version(folder) as version:
            yield Draft(folder, version)
    except OutputError:
        raise
    except OSError as error:
        raise refusal(folder, error) from error


def write_network(root: Path, manifest: Manifest, graphs: Mapping[Mode, Graph]) -> Path:
    """
    Write a network whose graphs are all at hand.

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
    Contract: as `draft_network`.
    """
    with draft_network(root, manifest.name) as draft:
        for mode, graph in graphs.items():
            draft.add(mode, graph)
        return draft.publish(manifest)


def read_dropped(folder: Path, mode: Mode) -> Pieces:
    """
    Read the streets that a mode may use and that its graph left out.

    Parameters
    ----------
    folder
        Of one network.
    mode
        That it knows.

    Returns
    -------
    pieces
        int32 ``(p, 4)``: longitude and latitude of both ends of straight pieces, in 1e-7 degree;
        none where the network does not tell.
    """
    path = folder / mode / DROPPED
    if not path.is_file():
        return np.zeros((0, 4), dtype=np.int32)
    pieces: Pieces = np.load(path, allow_pickle=False)
    return pieces


def read_manifest(folder: Path, *, whole: bool = False) -> Manifest:
    """
    Read what a network says of itself.

    Parameters
    ----------
    folder
        Of one network.
    whole
        Whether to see that all its files can be opened too.

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
        raise SourceError(absence(folder))
    return _steadily(folder, _complete if whole else _manifest)


def read_area(folder: Path) -> Any:  # noqa: ANN401 - shapely has no types
    """
    Read which land a network covers: see `geo.network.build.area.covered_area`.

    Parameters
    ----------
    folder
        Of one network.

    Returns
    -------
    area
        Shapely MultiPolygon, WGS84, ready for `geo.network.area.holds` in any thread.

    Raises
    ------
    SourceError
        If it is missing or damaged.
    """
    return _steadily(folder, load_area)


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
            networks[folder.name] = _named(folder, _steadily(folder, _complete))
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


def check_ours(folder: Path) -> None:
    """Leave alone whatever else has the name of a network."""
    ours = folder.is_symlink() or (folder / MANIFEST).is_file()
    if folder.exists() and not ours:
        raise OutputError(f"{folder} n’est pas un réseau : choisissez un autre nom.")


def absence(folder: Path) -> str:
    """Say that there is no such network, and what to do."""
    return (
        f"il n’y a pas de réseau « {folder.name} » dans {folder.parent} : voyez"
        " « deuxportes network list », ou construisez-le avec « deuxportes network build »."
    )


def _steadily(folder: Path, read: Callable[[Path], Read]) -> Read:
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


def _named(folder: Path, manifest: Manifest) -> Manifest:
    """Refuse the copy of a network under another name: results would name the first."""
    if manifest.name != folder.name:
        raise SourceError(
            f"{folder} : ce dossier contient le réseau « {manifest.name} ». Rendez-lui son nom, ou"
            f" reconstruisez-le : deuxportes network build {folder.name}"
        )
    return manifest


def _manifest(version: Path) -> Manifest:
    return from_json((version / MANIFEST).read_text(encoding="utf-8"))


def _complete(version: Path) -> Manifest:
    """Read a manifest, and see that what it speaks of can be opened."""
    manifest = _manifest(version)
    for mode in manifest.profiles:
        missing = [name for name in ARRAYS if not (version / mode / f"{name}.npy").is_file()]
        if missing:
            raise ValueError(f"il manque {', '.join(missing)} du mode {mode}")
        try:
            open_graph(version / mode)
        except SourceError as error:
            raise ValueError(f"mode {mode}, {error.__cause__ or error}") from error
    load_area(version)
    return manifest
