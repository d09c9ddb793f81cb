"""What networks of streets the disk holds: looked at again from time to time."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.network.estimate import Mode
from geo.network.manifest import Manifest

MANIFEST = "manifest.json"

Signature = tuple[int, int, int]
"""Of a manifest's file: another one where the network was built again."""

NO_SIGNATURE: Signature = (0, 0, 0)


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
    signatures = _signatures(root)
    known = {network.folder.name: network for network in before.networks}
    told = {name: network.signature for name, network in known.items()} | dict(before.unreadable)
    if told == signatures:
        return before
    from geo.network.library import read_library  # noqa: PLC0415 - only where a network is

    library = read_library(root)
    found = []
    for name, manifest in library.networks.items():
        signature = signatures.get(name, NO_SIGNATURE)
        network = known.get(name)
        if network is None or network.signature != signature:
            network = Network(root / name, signature, manifest)
        found.append(network)
    unreadable = {name: signatures.get(name, NO_SIGNATURE) for name in library.damaged}
    return Listing(tuple(sorted(found, key=_preference)), unreadable)


def _signatures(root: Path) -> dict[str, Signature]:
    try:
        folders = [path for path in root.iterdir() if not path.name.startswith(".")]
    except OSError:
        return {}
    return {folder.name: _signature(folder) for folder in folders if folder.is_dir()}


def _signature(folder: Path) -> Signature:
    try:
        status = (folder / MANIFEST).stat()
    except OSError:
        return NO_SIGNATURE
    return status.st_mtime_ns, status.st_ino, status.st_size


def _preference(network: Network) -> tuple[bool, float, str]:
    left, bottom, right, top = network.manifest.bounds
    area = (right - left) * (top - bottom) * math.cos(math.radians((bottom + top) / 2))
    return not network.manifest.source.publiable, area, network.folder.name
