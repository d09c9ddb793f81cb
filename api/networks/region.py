"""The network of streets that times everyone: the one that most residents are on."""

import asyncio

import numpy as np

from api.networks.listing import Network
from api.networks.service import Networks, Service, open_one
from geo.access.street_run import MOSTLY
from geo.access.survey import Flags, People
from geo.network.estimate import Mode


async def choose_for_all(networks: Networks, people: People, mode: Mode) -> Service | None:
    """
    Choose the network that answers for a whole population.

    Parameters
    ----------
    networks
        Of the worker, just refreshed.
    people
        Where they live.
    mode
        How one travels.

    Returns
    -------
    service
        What may be published first, then the one that most residents are on; None where no
        network has `MOSTLY` of them.

    Raises
    ------
    OpeningError
        If a network that may have them is not open yet.
    """
    best: tuple[bool, float] = (False, 0.0)
    chosen: Service | None = None
    for network in networks.listing.networks:
        inside = share(people, _within(network, people))
        if mode not in network.manifest.profiles or inside < MOSTLY:
            continue
        service = await open_one(networks, network, mode)
        if service is None:
            continue
        covered = await asyncio.to_thread(service.engine.covers, people.lon_lat)
        rank = network.manifest.source.publiable, share(people, covered)
        if rank[1] >= MOSTLY and rank > best:
            best, chosen = rank, service
    return chosen


def share(people: People, some: Flags) -> float:
    """
    Tell how many residents are among some.

    Parameters
    ----------
    people
        ``n`` origins.
    some
        Shape ``(n,)``.

    Returns
    -------
    share
        0 to 1; 0 of nobody.
    """
    residents = int(people.population.sum())
    return int(people.population[some].sum()) / residents if residents else 0.0


def _within(network: Network, people: People) -> Flags:
    left, bottom, right, top = network.manifest.bounds
    inside = (people.lon_lat >= (left, bottom)) & (people.lon_lat <= (right, top))
    return np.asarray(inside.all(axis=1))
