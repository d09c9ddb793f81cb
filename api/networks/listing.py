"""What networks of streets the disk holds: looked at again from time to time."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.network.manifest import Manifest

MANIFEST = "manifest.json"

Signature = tuple[int, int, int]
"""Of a manifest's file: another one where the network was built again."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """
    A network on the disk.

    Attributes
    ----------
    folder, signature
        Where it is, and what its manifest's file was like.
    manifest
        What it says of itself.
    """

    folder: Path
    signature: Signature
    manifest: Manifest

    def holds(self, *, lon: float, lat: float) -> bool:
        """
        Tell whether a position lies within its bounds.

        Parameters
        ----------
        lon, lat
            Degrees WGS84.

        Returns
        -------
        held
            Edges included.
        """
        left, bottom, right, top = self.manifest.bounds
        return left <= lon <= right and bottom <= lat <= top


@dataclass(frozen=True, slots=True)
class Listing:
    """
    The networks of a folder.

    Attributes
    ----------
    networks
        Those that may be read, the one to prefer first: what may be published, then the
        smallest area, which says most of where it is.
    unreadable
        Names of the others, with their signatures.
    """

    networks: tuple[Network, ...] = ()
    unreadable: Mapping[str, Signature] = field(default_factory=dict)

    def covering(self, mode: Mode, *, lon: float, lat: float) -> Iterator[Network]:
        """
        Give the networks whose bounds hold a position.

        Parameters
        ----------
        mode
            That they must know.
        lon, lat
            Degrees WGS84.

        Yields
        ------
        network
            The one to prefer first.
        """
        for network in self.networks:
            if mode in network.manifest.profiles and network.holds(lon=lon, lat=lat):
                yield network


def list_folder(root: Path, before: Listing) -> Listing:
    """
    List the networks of a folder; only those that changed are read again.

    Parameters
    ----------
    root
        Folder of the networks; it may not exist.
    before
        What was found last.

    Returns
    -------
    listing
        The same networks, as the same objects, where nothing changed.
    """
    known = {network.folder.name: network for network in before.networks}
    found: list[Network] = []
    unreadable: dict[str, Signature] = {}
    for folder, signature in _folders(root):
        network = known.get(folder.name)
        if network is not None and network.signature == signature:
            found.append(network)
            continue
        manifest = _read(folder)
        if manifest is None:
            unreadable[folder.name] = signature
        else:
            found.append(Network(folder, signature, manifest))
    return Listing(tuple(sorted(found, key=_preference)), unreadable)


def _folders(root: Path) -> Iterator[tuple[Path, Signature]]:
    try:
        folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    except OSError:
        return
    for folder in folders:
        try:
            status = (folder / MANIFEST).stat()
        except OSError:
            continue  # being written, or no network
        yield folder, (status.st_mtime_ns, status.st_ino, status.st_size)


def _read(folder: Path) -> Manifest | None:
    from geo.network.library import read_manifest  # noqa: PLC0415 - only where a network is

    try:
        return read_manifest(folder)
    except (SourceError, OSError):
        return None


def _preference(network: Network) -> tuple[bool, float, str]:
    left, bottom, right, top = network.manifest.bounds
    area = (right - left) * (top - bottom) * math.cos(math.radians((bottom + top) / 2))
    return not network.manifest.source.publiable, area, network.folder.name
