"""What the routes share while the service runs: connections, and what the worker knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from fastapi import FastAPI, Request

from api.directory import KnownDirectory
from api.networks.service import Networks
from api.orientation.prepared import KnownPrepared
from api.rules import KnownRules, Rules, read_rules
from api.scenarios.surveyed import KnownSurveyed
from api.searches import Searches
from api.validation import refuse_parameter
from geo.domain.reseau import Membre
from geo.store.pool import Pool, fetch, is_storable
from geo.store.queries.compiled import CompiledQuery, compiled
from geo.store.queries.reseaux import reseaux_query

REFRESH_S = 30.0
"""How long the list of réseaux is believed before it is read again."""


@dataclass(slots=True)
class KnownReseaux:
    """The réseaux of the directory, as last read."""

    elements: list[dict[str, Any]] = field(default_factory=list)
    doors: list[str] = field(default_factory=list)
    read_at: float = -REFRESH_S


@dataclass(frozen=True, slots=True)
class State:
    """
    What lives as long as the service.

    Attributes
    ----------
    pool
        Connections to the store.
    networks
        Networks of streets.
    searches, areas, scenarios
        Threads for what takes milliseconds, for polygons, and for what planners try, which take
        longer: a map that is drawn must not keep those who look for a place waiting.
    maps_dir
        Folder of the maps and documents that anyone may read.
    reseaux, directory, rules
        What was read of the store.
    prepared
        What was worked out of places and rules.
    surveyed
        The times of everyone, for scenarios.
    """

    pool: Pool
    networks: Networks
    searches: Searches
    areas: Searches
    scenarios: Searches
    maps_dir: Path
    reseaux: KnownReseaux = field(default_factory=KnownReseaux)
    directory: KnownDirectory = field(default_factory=KnownDirectory)
    rules: KnownRules = field(default_factory=KnownRules)
    prepared: KnownPrepared = field(default_factory=KnownPrepared)
    surveyed: KnownSurveyed = field(default_factory=KnownSurveyed)


def get_state(request: Request) -> State:
    """
    Give what the service shares.

    Parameters
    ----------
    request
        What is answered.

    Returns
    -------
    state
        Set by `set_state`.
    """
    state: State = request.app.state.deux_portes
    return state


def set_state(app: FastAPI, state: State) -> None:
    """
    Keep what the service shares.

    Parameters
    ----------
    app
        Application that starts.
    state
        For `get_state`.
    """
    app.state.deux_portes = state


async def read_reseaux(state: State) -> KnownReseaux:
    """
    Give the réseaux, read again from time to time.

    Parameters
    ----------
    state
        Of the service.

    Returns
    -------
    reseaux
        Not to be modified.

    Raises
    ------
    StoreUnavailableError
        If they must be read and cannot.
    """
    known = state.reseaux
    if monotonic() - known.read_at < REFRESH_S:
        return known
    query = compiled(reseaux_query)
    rows = await fetch(state.pool, query)
    known.elements = [dict(zip(query.columns, row, strict=True)) for row in rows]
    known.doors = [one["code"] for one in known.elements if one["membre"] != Membre.NON.value]
    known.read_at = monotonic() if rows else -REFRESH_S
    return known


async def known_rules(state: State) -> Rules:
    """
    Give the rules, read again from time to time, whatever was imported meanwhile.

    Parameters
    ----------
    state
        Of the service.

    Returns
    -------
    rules
        Not to be modified.

    Raises
    ------
    StoreUnavailableError
        If they must be read and cannot.
    """
    return await read_rules(state.pool, state.rules, state.rules.version)


async def check_reseaux(state: State, codes: Sequence[str], *more: str) -> None:
    """
    Refuse réseaux that do not exist.

    Parameters
    ----------
    state
        Of the service.
    codes
        As asked for.
    *more
        Words accepted beside the codes of réseaux.

    Raises
    ------
    RefusedParametersError
        If one is unknown; the message lists those that are known.
    """
    known = [one["code"] for one in (await read_reseaux(state)).elements] + list(more)
    if known and not set(codes) <= set(known):
        raise refuse_parameter(
            "reseau",
            f"Le paramètre « reseau » a une valeur inconnue. Réseaux connus : {', '.join(known)}.",
        )


async def check_known(
    state: State, query: CompiledQuery, name: str, codes: Sequence[str], where: str
) -> None:
    """
    Refuse codes that the store does not know.

    Parameters
    ----------
    state
        Of the service.
    query
        Gives those of its parameter ``codes`` that exist, each once.
    name
        Parameter that holds them.
    codes
        As asked for.
    where
        Where they are listed, for whoever asked.

    Raises
    ------
    RefusedParametersError
        If one is unknown.
    """
    askable = [code for code in codes if is_storable(code)]
    rows = await fetch(state.pool, query, codes=askable)
    if len(rows) < len(set(codes)):
        raise refuse_parameter(
            name,
            f"Le paramètre « {name} » a un code que l’annuaire ne connaît pas : cherchez-le dans"
            f" {where}.",
        )
