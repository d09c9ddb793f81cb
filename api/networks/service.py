"""The networks of streets of a worker: which covers a position, opened when first asked for."""

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.networks.listing import Listing, Network, list_folder
from geo.network.estimate import Mode
from geo.network.protocol import Motif
from geo.network.raw import DEGREE

if TYPE_CHECKING:
    from geo.network.streets import StreetTravelTimes

logger = logging.getLogger("deuxportes.api")

REFRESH_S = 10.0
"""How long the list of networks is believed before the disk is looked at again."""


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """
    One mode of one network, ready to answer.

    Attributes
    ----------
    network
        Where it comes from.
    engine
        That answers; it was asked once already.
    """

    network: Network
    engine: "StreetTravelTimes"


Key = tuple[Network, Mode]


@dataclass(slots=True)
class Networks:
    """
    What a worker knows of the networks.

    Attributes
    ----------
    root
        Their folder.
    listing
        As last read.
    opening
        Engines asked for, each opened once, whoever waits for it.
    broken
        Networks whose files could not be opened, though their manifest says they are there.
    """

    root: Path
    listing: Listing = field(default_factory=Listing)
    checked_at: float = -REFRESH_S
    opening: "dict[Key, asyncio.Task[Service | None]]" = field(default_factory=dict)
    broken: set[Network] = field(default_factory=set)

    @property
    def unreadable(self) -> list[str]:
        """Names of the networks that cannot be served, in order."""
        return sorted({*self.listing.unreadable, *(one.folder.name for one in self.broken)})


async def refresh(networks: Networks) -> None:
    """
    Look at the disk again, from time to time.

    Parameters
    ----------
    networks
        Of the worker; those that were built again are opened anew when next asked for.
    """
    if monotonic() - networks.checked_at < REFRESH_S:
        return
    networks.checked_at = monotonic()  # one request looks, the others go on with what is known
    before = networks.listing
    listing = await asyncio.to_thread(list_folder, networks.root, before)
    for name, signature in listing.unreadable.items():
        if before.unreadable.get(name) != signature:
            logger.warning("Réseau de rues illisible : %s", name)
    networks.listing = listing
    kept = set(listing.networks)
    networks.broken &= kept
    networks.opening = {key: task for key, task in networks.opening.items() if key[0] in kept}


async def open_all(networks: Networks) -> None:
    """
    Open every network before anyone asks, one after the other.

    Parameters
    ----------
    networks
        Of the worker. What is asked meanwhile waits for its own mode only.
    """
    for network in networks.listing.networks:
        for mode in network.manifest.profiles:
            await _open(networks, network, mode)


async def choose(networks: Networks, *, lon: float, lat: float, mode: Mode) -> Service | None:
    """
    Choose the network that answers for a position.

    Parameters
    ----------
    networks
        Of the worker.
    lon, lat
        Degrees WGS84.
    mode
        How one travels.

    Returns
    -------
    service
        What may be published first, then the smallest; None where no street is near.
    """
    await refresh(networks)
    for network in networks.listing.covering(mode, lon=lon, lat=lat):
        service = await _open(networks, network, mode)
        if service is not None and service.engine.covers(np.array([[lon, lat]]))[0]:
            return service
    return None


def why_none(networks: Networks, *, lon: float, lat: float, mode: Mode) -> Motif:
    """
    Say why no network answers for a position.

    Parameters
    ----------
    networks, lon, lat, mode
        For which `choose` found none.

    Returns
    -------
    motif
        Far from a street, or beyond what any network covers.
    """
    for network in networks.listing.covering(mode, lon=lon, lat=lat):
        if network not in networks.broken:
            return Motif.LOIN_D_UNE_RUE
    return Motif.HORS_RESEAU


async def _open(networks: Networks, network: Network, mode: Mode) -> Service | None:
    if network in networks.broken:
        return None
    key = (network, mode)
    if key not in networks.opening:
        networks.opening[key] = asyncio.create_task(_try_to_open(networks, network, mode))
    # whoever gives up waiting does not stop it for the others
    return await asyncio.shield(networks.opening[key])


async def _try_to_open(networks: Networks, network: Network, mode: Mode) -> Service | None:
    try:
        engine = await asyncio.to_thread(open_engine, network.folder, mode)
    except Exception as error:  # noqa: BLE001 - one network that cannot be read must not stop the service
        networks.broken.add(network)
        logger.warning(
            "Réseau de rues illisible : %s (%s)", network.folder.name, type(error).__name__
        )
        return None
    return Service(network, engine)


def open_engine(folder: Path, mode: Mode) -> "StreetTravelTimes":
    """
    Open one mode of a network, ready to answer at once.

    Parameters
    ----------
    folder
        Of the network.
    mode
        How one travels.

    Returns
    -------
    engine
        That was asked once already: its kernels are loaded, and compiled if they were not.

    Raises
    ------
    SourceError
        If a file is missing or damaged.
    """
    from geo.network.streets import open_streets  # noqa: PLC0415 - numba, only where a network is

    engine = open_streets(folder, mode)
    if len(engine.graph.node_id):
        _ask_once(engine, engine.graph.node_lon_lat[0] / DEGREE)
    return engine


def _ask_once(engine: "StreetTravelTimes", spot: NDArray[np.float64]) -> None:
    """Ask of a corner of the streets what people will, so that nobody waits for kernels to load."""
    placed = engine.place(spot[None])
    wanted = np.ones(1, dtype=np.bool_)
    engine.nearest_placed(spot, placed, wanted=wanted, k=1, cutoff_s=1.0)
    engine.route(spot, spot, cutoff_s=1.0)
    engine.reachable_areas(spot, cutoffs_s=[1.0])
