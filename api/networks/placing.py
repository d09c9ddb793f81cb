"""Where the places of the directory meet the streets: found once for each network and directory."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from api.directory import Directory
from api.networks.service import Service

if TYPE_CHECKING:
    from geo.network.streets import Placed

Key = tuple[Service, Directory]


@dataclass(slots=True)
class Placings:
    """
    Places that were met with streets, or are being met.

    Attributes
    ----------
    tasks
        One for each mode of a network and set of places, whoever waits for it.
    """

    tasks: "dict[Key, asyncio.Task[Placed]]" = field(default_factory=dict)


async def place(placings: Placings, service: Service, directory: Directory) -> "Placed":
    """
    Give where the places of the directory meet the streets.

    Parameters
    ----------
    placings
        Of the worker; those of another directory are forgotten.
    service
        Mode of a network.
    directory
        Places: public ones, never a person's position.

    Returns
    -------
    placed
        The same object as long as neither changed.
    """
    key = (service, directory)
    if key not in placings.tasks:
        placings.tasks = {
            one: task for one, task in placings.tasks.items() if _still_serves(one, key)
        }
        task = asyncio.create_task(asyncio.to_thread(service.engine.place, directory.lon_lat))
        task.add_done_callback(partial(_forget_failure, placings, key))
        placings.tasks[key] = task
    # whoever gives up waiting does not stop it for the others
    return await asyncio.shield(placings.tasks[key])


def _forget_failure(placings: Placings, key: Key, task: "asyncio.Task[Placed]") -> None:
    if task.cancelled() or task.exception() is not None:
        placings.tasks.pop(key, None)


def _still_serves(one: Key, new: Key) -> bool:
    """Tell whether a placing is of the same places, and not of a network built again since."""
    rebuilt = (
        one[0].network.folder == new[0].network.folder and one[0].engine.mode == new[0].engine.mode
    )
    return one[1] is new[1] and not rebuilt
