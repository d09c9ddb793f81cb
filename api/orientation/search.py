"""From the parameters of a request to doors, and what the store says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from api.deps import State
from api.directory import Directory, read_directory
from api.errors import BusyError
from api.networks.placing import place
from api.networks.service import Service, choose
from api.orientation.elements import Telling
from api.orientation.find import Found, Question, find
from api.orientation.parameters import Orientation
from api.orientation.prepared import Prepared, prepare
from api.orientation.terrain import Streets, Terrain
from api.points_accueil.parameters import AU_PLUS_MAX_S
from api.points_accueil.search import BY_IDS
from api.rules import read_rules
from geo.network.estimate import Mode
from geo.store.pool import Row, fetch
from geo.store.queries.compiled import CompiledQuery, compiled
from geo.store.queries.points_accueil import here_query, points_query

ATTEMPTS = 2
"""A door may be removed between the choice and the reading of its record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """
    What answers a request.

    Attributes
    ----------
    found
        Doors, and places left out.
    telling
        To say them.
    service
        Network that gave the times; None for estimates.
    budget_source
        Who says how long is too long; None where the person did.
    """

    found: Found
    telling: Telling
    service: Service | None
    budget_source: str | None


async def search(state: State, asked: Orientation, *, now: datetime) -> Answered:
    """
    Find the doors of a person.

    Parameters
    ----------
    state
        Of the service.
    asked
        Parameters.
    now
        When the person asks.

    Returns
    -------
    answered
        With the record of each place it names.

    Raises
    ------
    BusyError
        If too many searches wait, or places change faster than they are read.
    """
    service = await choose(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode)
    for _ in range(ATTEMPTS):
        prepared, question = await _prepare(state, asked, now=now)
        terrain = await _terrain(prepared.directory, asked, service)
        found = await state.searches.run(partial(find, terrain, prepared, question))
        telling = Telling(
            prepared=prepared,
            asked=question,
            mode=asked.mode,
            on_streets=service is not None,
            now=now,
            columns=_points().columns[:-1],
            rows=await _read_rows(state, prepared.directory, found),
        )
        if all(map(telling.knows, found.doors)):
            source = prepared.rules.reference_time(asked.mode).source
            still_there = [one for one in found.left_out if telling.knows(one.door)]
            return Answered(
                found=replace(found, left_out=still_there),
                telling=telling,
                service=service,
                budget_source=source if asked.au_plus_s is None else None,
            )
        state.directory.forget()
    raise BusyError("places change while they are read")


async def _prepare(state: State, asked: Orientation, *, now: datetime) -> tuple[Prepared, Question]:
    here = await fetch(state.pool, compiled(here_query), lon=asked.lon, lat=asked.lat)
    codes_here, version = here[0]
    directory = await read_directory(state.pool, state.directory, version)
    rules = await read_rules(state.pool, state.rules, version)
    reference = rules.reference_time(asked.mode)
    departure = (asked.depart_a or now).astimezone(UTC).replace(microsecond=0)
    question = Question(
        lon=asked.lon,
        lat=asked.lat,
        codes_here=codes_here or (),
        profils=frozenset(asked.profil),
        mission=asked.besoin,
        budget_s=asked.au_plus_s or min(reference.au_plus_s, AU_PLUS_MAX_S),
        departure=departure,
        pmr=asked.pmr is not None,
        wheelchair=asked.mode is Mode.FAUTEUIL,
    )
    return prepare(state.prepared, directory, rules), question


async def _terrain(directory: Directory, asked: Orientation, service: Service | None) -> Terrain:
    if service is None:
        return Terrain(directory, asked.mode, None)
    return Terrain(directory, asked.mode, Streets(service, await place(service, directory)))


async def _read_rows(state: State, directory: Directory, found: Found) -> Mapping[str, Row]:
    named = [*found.doors, *(one.door for one in found.left_out)]
    ids = [directory.ids[door.number] for door in named]
    if not ids:
        return {}
    rows = await fetch(state.pool, _points(), ids=ids, limite=len(ids))
    return {row[0]: row[:-1] for row in rows}  # less the key of its order


def _points() -> CompiledQuery:
    return compiled(points_query, filters=BY_IDS, after=False)
