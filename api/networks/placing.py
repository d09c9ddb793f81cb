"""Where the places of the directory meet the streets: found once for each network and directory."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from api.directory import Directory

if TYPE_CHECKING:
    from api.networks.service import Service
    from geo.network.streets import Placed


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """
    Places that were met with the streets of a service, or are being met; it goes with them.

    Attributes
    ----------
    directory
        Whose places: public ones, never a person's position.
    task
        One, whoever waits for it.
    """

    directory: Directory
    task: "asyncio.Task[Placed]"


async def place(service: "Service", directory: Directory) -> "Placed":
    """
    Give where the places of the directory meet the streets.

    Parameters
    ----------
    service
        Mode of a network; what it knew of another directory is forgotten.
    directory
        Places.

    Returns
    -------
    placed
        The same object as long as neither changed.
    """
    placing = service.placing
    if placing is None or placing.directory is not directory:
        task = asyncio.create_task(asyncio.to_thread(service.engine.place, directory.lon_lat))
        placing = service.placing = Placing(directory, task)
        task.add_done_callback(partial(_forget_failure, service, placing))
    # whoever gives up waiting does not stop it for the others
    return await asyncio.shield(placing.task)


def _forget_failure(service: "Service", placing: Placing, task: "asyncio.Task[Placed]") -> None:
    failed = task.cancelled() or task.exception() is not None
    if failed and service.placing is placing:
        service.placing = None
