"""People, places and the times between them, kept in the memory of a worker for each mode."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from api.directory import Directory, read_directory
from api.errors import OpeningError
from api.networks.listing import Listing
from api.networks.region import choose_for_all
from api.networks.service import Service, refresh
from api.rules import Rules, read_rules
from api.validation import refuse_parameter
from geo.access.situation import Situation, situation
from geo.access.survey import People, Survey
from geo.errors import StoreEmptyError
from geo.network.estimate import ESTIMATED_MODES, Mode
from geo.network.survey_times import Straight, survey_times
from geo.store.pool import Pool, Row, fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.names import origin_names_query, part_names_query
from geo.store.surveys import people_query, to_people

if TYPE_CHECKING:
    from api.deps import State

REFRESH_S = 30.0
"""How long territories are believed before they are read again."""

PATIENCE_S = 8.0
"""How long a request waits for the times of a whole region: a second where they are estimates,
minutes on the streets of one."""


UNTIMED = (
    "Le paramètre « mode » ne peut pas être {} ici : une durée ne s’y estime pas, et aucun réseau"
    " de rues n’a la plupart des habitants (voir /v1/etat)."
)


@dataclass(frozen=True, slots=True, eq=False)
class Inhabited:
    """
    Where people live, and what that is called.

    Attributes
    ----------
    people
        All origins.
    origins
        Name of each, by identifier.
    territories
        Names by partition and code.
    """

    people: People
    origins: Mapping[str, str]
    territories: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class Surveyed:
    """
    The times of one mode, found or being found, and all that they are of.

    Attributes
    ----------
    inhabited, directory, rules
        Whose times, to which places, under which rules.
    service
        Network that gave some of them; None where all are estimates.
    task
        One, whoever waits for it; what was found is remembered there.
    """

    inhabited: Inhabited
    directory: Directory
    rules: Rules
    service: Service | None
    task: "asyncio.Task[Situation]"


@dataclass(slots=True)
class KnownSurveyed:
    """What a worker knows of people, the network chosen for each mode, and times found."""

    rows: tuple[list[Row], ...] | None = None
    inhabited: Inhabited | None = None
    read_at: float = -REFRESH_S
    chosen: dict[Mode, tuple[Listing, Inhabited, Service | None]] = field(default_factory=dict)
    surveyed: dict[Mode, Surveyed] = field(default_factory=dict)


async def read_surveyed(state: "State", mode: Mode) -> tuple[Surveyed, Situation]:
    """
    Give the survey of a mode, found again when what it is of changed.

    Parameters
    ----------
    state
        Of the service.
    mode
        How one travels.

    Returns
    -------
    surveyed, situation
        The same objects as long as nothing changed.

    Raises
    ------
    RefusedParametersError
        If the mode is never estimated, and no network has most of the residents.
    StoreUnavailableError, StoreEmptyError
        If the store must be read and cannot, or has no territories.
    OpeningError
        If a network is being opened, or times are still being found.
    """
    known = state.surveyed
    inhabited = await read_inhabited(state.pool, known)
    directory = await read_directory(state.pool, state.directory, state.directory.version)
    rules = await read_rules(state.pool, state.rules, state.rules.version)
    service = await _choose(state, inhabited, mode)
    if service is None and mode not in ESTIMATED_MODES:
        raise refuse_parameter("mode", UNTIMED.format(mode.value))
    surveyed = known.surveyed.get(mode)
    now = (inhabited, directory, rules, service)
    if surveyed is None or _parts(surveyed) != now:
        work = asyncio.to_thread(survey, inhabited.people, directory, rules, mode, service)
        surveyed = known.surveyed[mode] = Surveyed(*now, asyncio.create_task(work))
        surveyed.task.add_done_callback(partial(_forget_failure, known, mode))
    try:
        async with asyncio.timeout(PATIENCE_S):
            # whoever gives up waiting does not stop it for the others
            return surveyed, await asyncio.shield(surveyed.task)
    except TimeoutError:
        raise OpeningError("times are being found") from None


def _parts(surveyed: Surveyed) -> tuple[Inhabited, Directory, Rules, Service | None]:
    return surveyed.inhabited, surveyed.directory, surveyed.rules, surveyed.service


def _forget_failure(known: KnownSurveyed, mode: Mode, task: "asyncio.Task[Situation]") -> None:
    failed = task.cancelled() or task.exception() is not None
    if failed and mode in known.surveyed and known.surveyed[mode].task is task:
        del known.surveyed[mode]


def survey(
    people: People, directory: Directory, rules: Rules, mode: Mode, service: Service | None
) -> Situation:
    """
    Find the times of everyone to every place, and between places.

    Parameters
    ----------
    people
        All origins.
    directory, rules
        As last read.
    mode
        How one travels.
    service
        Network that answers for most of them; None to estimate.

    Returns
    -------
    situation
        Ready to be asked.
    """
    places = directory.places
    times = survey_times(
        Straight(people.lon_lat, places.lon_lat),
        Straight(places.lon_lat, places.lon_lat),
        mode,
        None if service is None else service.engine,
    )
    return situation(Survey(people=people, places=places, times=times), rules.competences)


async def read_inhabited(pool: Pool, known: KnownSurveyed) -> Inhabited:
    """
    Give where people live, read again from time to time.

    Parameters
    ----------
    pool
        Of the service.
    known
        What the worker holds; brought up to date.

    Returns
    -------
    inhabited
        The same object as long as no territory changed.

    Raises
    ------
    StoreUnavailableError
        If it must be read and cannot.
    StoreEmptyError
        If territories were never loaded.
    """
    if known.inhabited is not None and monotonic() - known.read_at < REFRESH_S:
        return known.inhabited
    queries = (people_query, origin_names_query, part_names_query)
    rows = tuple([await fetch(pool, compiled(query)) for query in queries])
    if not rows[0]:
        raise StoreEmptyError("the store has no origins")
    if known.inhabited is None or rows != known.rows:
        known.rows, known.inhabited = rows, to_inhabited(*rows)
    known.read_at = monotonic()
    return known.inhabited


def to_inhabited(people: list[Row], origins: list[Row], parts: list[Row]) -> Inhabited:
    """
    Lay out where people live.

    Parameters
    ----------
    people, origins, parts
        Of `people_query`, `origin_names_query`, `part_names_query`.

    Returns
    -------
    inhabited
        In the order of the rows.
    """
    territories: dict[str, dict[str, str]] = {}
    for partition, code, name in parts:
        territories.setdefault(partition, {})[code] = name
    return Inhabited(to_people(people), dict(origins), territories)


async def _choose(state: "State", inhabited: Inhabited, mode: Mode) -> Service | None:
    """Choose the network of everyone, again when networks or people change."""
    known = state.surveyed
    await refresh(state.networks)
    listing = state.networks.listing
    before = known.chosen.get(mode)
    if before is not None and before[0] is listing and before[1] is inhabited:
        return before[2]
    service = await choose_for_all(state.networks, inhabited.people, mode)
    known.chosen[mode] = (listing, inhabited, service)
    return service
