"""The networks of streets of a worker: which covers a position, opened when first asked for."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.errors import OpeningError
from api.networks.listing import Listing, Network, list_folder
from geo.network.estimate import Mode
from geo.network.protocol import Motif
from geo.network.raw import DEGREE

if TYPE_CHECKING:
    from api.networks.placing import Placing
    from api.orientation.onward import Remembered
    from geo.network.streets import StreetTravelTimes

logger = logging.getLogger("deuxportes.api")

REFRESH_S = 10.0
"""How long the list of networks is believed before the disk is looked at again."""

PATIENCE_S = 5.0
"""How long a request waits for a network that is being opened; it may take a minute where the
kernels are not compiled."""

MUCH_FARTHER_M = 200.0
"""A network whose nearest street is this much farther than another's is not of this place: a trial
in the next town, or motorways alone."""


@dataclass(slots=True, eq=False)
class Service:
    """
    One mode of one network, ready to answer.

    Attributes
    ----------
    network
        Where it comes from.
    engine
        That answers; it was asked once already.
    placing
        Where the places of the directory meet its streets, once that was asked.
    onward
        How long it takes from one place to another, of those that were asked for.
    """

    network: Network
    engine: "StreetTravelTimes"
    placing: "Placing | None" = None
    onward: "Remembered | None" = None


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
    warming
        Opens them all before anyone asks.
    """

    root: Path
    listing: Listing = field(default_factory=Listing)
    checked_at: float = -REFRESH_S
    opening: "dict[Key, asyncio.Task[Service | None]]" = field(default_factory=dict)
    broken: set[Network] = field(default_factory=set)
    warming: "asyncio.Task[None] | None" = None

    @property
    def is_opening(self) -> bool:
        """Whether a network is being opened, or waits for it."""
        tasks = [self.warming, *self.opening.values()]
        return any(task is not None and not task.done() for task in tasks)

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
        Of the worker; those that were built again are opened anew when next asked for, and
        what was open of the old ones is let go.
    """
    if monotonic() - networks.checked_at < REFRESH_S:
        return
    networks.checked_at = monotonic()  # one request looks, the others go on with what is known
    before = networks.listing
    listing = await asyncio.to_thread(list_folder, networks.root, before)
    for name, signature in listing.unreadable.items():
        if before.unreadable.get(name) != signature:
            logger.warning("Réseau de rues illisible : %s. %s", name, _advice(name))
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
            await _opening(networks, network, mode)


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
        What may be published first, then the smallest, but none whose nearest street is
        `MUCH_FARTHER_M` farther than another's; None where no street is near.

    Raises
    ------
    OpeningError
        If a network that may cover it is not open yet.
    """
    await refresh(networks)
    position = np.array([[lon, lat]])
    near: list[tuple[float, Service]] = []
    async for service in _covering(networks, mode, position):
        gap_m = _gap_m(service, position)
        if not near and gap_m <= MUCH_FARTHER_M:
            return service  # none is that much nearer
        if np.isfinite(gap_m):
            near.append((gap_m, service))
    farthest_m = min((gap_m for gap_m, _ in near), default=0.0) + MUCH_FARTHER_M
    return next((service for gap_m, service in near if gap_m <= farthest_m), None)


async def why_none(networks: Networks, *, lon: float, lat: float, mode: Mode) -> Motif:
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

    Raises
    ------
    OpeningError
        If a network that may cover it is not open yet.
    """
    position = np.array([[lon, lat]])
    async for service in _covering(networks, mode, position):
        if service.engine.holds(position)[0]:
            return Motif.LOIN_D_UNE_RUE
    return Motif.HORS_RESEAU


def _gap_m(service: Service, position: NDArray[np.float64]) -> float:
    """Measure how far the nearest street is; infinite where the network does not answer."""
    from geo.network.snap import snap  # noqa: PLC0415 - numba, only where a network is

    engine = service.engine
    if not engine.holds(position)[0]:
        return np.inf
    return float(snap(engine.graph, position, engine.constants.snap_limit_m).gap_m[0])


async def open_one(networks: Networks, network: Network, mode: Mode) -> Service | None:
    """
    Open a mode of a network, or wait for whoever does.

    Parameters
    ----------
    networks
        Of the worker.
    network
        One of its listing that has the mode.
    mode
        How one travels.

    Returns
    -------
    service
        None where its files cannot be read.

    Raises
    ------
    OpeningError
        If it takes longer than `PATIENCE_S`.
    """
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _opening(networks, network, mode)
    except TimeoutError:
        raise OpeningError("a network is being opened") from None


async def _covering(
    networks: Networks, mode: Mode, position: NDArray[np.float64]
) -> AsyncIterator[Service]:
    """Open the networks whose bounds hold a position, the one to prefer first."""
    lon, lat = position[0]
    for network in networks.listing.covering(mode, lon=lon, lat=lat):
        service = await open_one(networks, network, mode)
        if service is not None:
            yield service


async def _opening(networks: Networks, network: Network, mode: Mode) -> Service | None:
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
        name = network.folder.name
        logger.warning(
            "Réseau de rues illisible : %s (%s). %s", name, type(error).__name__, _advice(name)
        )
        return None
    return Service(network, engine)


def _advice(name: str) -> str:
    return f"Reconstruisez-le : deuxportes network build {name}"


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
