"""Street networks on the disk, ready to answer."""

from pathlib import Path

from geo.errors import NotFoundError
from geo.network.estimate import Mode
from geo.network.graph import open_graph
from geo.network.journeys import Found
from geo.network.library import read_area, read_manifest
from geo.network.places import Placed
from geo.network.street_times import StreetTravelTimes

__all__ = ["Found", "Placed", "StreetTravelTimes", "open_streets"]


def open_streets(folder: Path, mode: Mode) -> StreetTravelTimes:
    """
    Open one mode of a network; its arrays are mapped, not read.

    Parameters
    ----------
    folder
        Of the network, as `geo.network.library.write_network` leaves it.
    mode
        How one travels.

    Returns
    -------
    streets
        Ready to answer.

    Raises
    ------
    SourceError
        If files are missing, damaged or of another version.
    NotFoundError
        If the network was not built for this mode.
    """
    while True:
        version = folder.resolve()
        streets = _open(folder, mode)
        if folder.resolve() == version:  # else it was built again meanwhile
            return streets


def _open(folder: Path, mode: Mode) -> StreetTravelTimes:
    manifest = read_manifest(folder)
    if mode not in manifest.profiles:
        raise NotFoundError(
            f"Le réseau {manifest.name} n’a pas le mode {mode.value!r} :"
            f" {', '.join(manifest.profiles)}."
        )
    return StreetTravelTimes(
        open_graph(folder / mode.value),
        manifest.profiles[mode],
        publiable=manifest.source.publiable,
        name=manifest.name,
        bounds=manifest.bounds,
        area=read_area(folder),
    )
