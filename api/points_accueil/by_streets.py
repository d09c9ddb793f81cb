"""The nearest places by travel time, where a network of streets covers the position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from api.deps import State
from api.directory import Directory, Mask, matching, possibly_open, read_directory
from api.networks.placing import place
from api.networks.service import Service
from api.points_accueil.nearest import Nearby, Place, Search
from api.points_accueil.opening import Candidate, Taken, opening, passing, take
from api.points_accueil.parameters import AU_PLUS_MAX_S
from api.points_accueil.ranking import Asked, Ranked, rank
from api.points_accueil.search import BY_IDS
from api.ways import UNLIMITED_S
from geo.domain.rattachement import Rattachement, rattachement
from geo.network.geodesic import straight_m
from geo.store.pool import Row, fetch
from geo.store.queries.compiled import compiled
from geo.store.queries.points_accueil import here_query, points_query

MARGIN = 6
"""Places looked at beyond those wanted, since some may be closed, or serve other communes; where
they are not enough, all are."""


@dataclass(frozen=True, slots=True)
class Around:
    """
    What is known of where a person stands.

    Attributes
    ----------
    search
        What is looked for.
    directory
        All places.
    codes_here
        Codes of what holds the position; empty where no commune is known.
    """

    search: Search
    directory: Directory
    codes_here: Sequence[str]

    def straight_m(self, numbers: Sequence[int]) -> NDArray[np.float64]:
        """
        Measure how far some places are.

        Parameters
        ----------
        numbers
            Of the places in the directory.

        Returns
        -------
        distance_m
            In a straight line.
        """
        ends = self.directory.lon_lat[list(numbers)]
        origin = (self.search.asked.lon, self.search.asked.lat)
        return straight_m(np.broadcast_to(origin, ends.shape), ends)

    def is_elsewhere(self, number: int) -> bool:
        """
        Tell whether a place serves other communes, and is left out for it.

        Parameters
        ----------
        number
            Of the place in the directory.

        Returns
        -------
        elsewhere
            Never true where all places are wanted.
        """
        if self.search.asked.hors_zone is not None:
            return False
        zone = self.directory.zones[number]
        return rattachement(zone, self.codes_here) is Rattachement.NON


async def find_by_streets(state: State, search: Search, service: Service) -> Nearby:
    """
    Find the places that take the least time from a position.

    Parameters
    ----------
    state
        Of the service.
    search
        What is looked for.
    service
        Network that covers the position.

    Returns
    -------
    nearby
        At most ``k`` places, soonest first; those outside the network by their estimated
        time, or last where it is not known.
    """
    asked = search.asked
    codes_here, version = (
        await fetch(state.pool, compiled(here_query), lon=asked.lon, lat=asked.lat)
    )[0]
    directory = await read_directory(state.pool, state.directory, version)
    around = Around(search, directory, codes_here or ())
    wanted = await matching(state.pool, directory, search.names, search.values)
    placed = await place(service, directory)
    question = Asked(
        origin=np.array([asked.lon, asked.lat]),
        radius_m=asked.rayon_m,
        cutoff_s=search.longest_s or UNLIMITED_S,
        with_untimed=asked.au_plus_s is None,
        departure=search.departure,
        count=asked.k + MARGIN,
    )
    states = passing(with_unknown=asked.inconnus is not None) if search.on_opening else None

    async def ask(wanted: Mask, question: Asked) -> tuple[Ranked, Taken[int]]:
        work = partial(rank, service.engine, placed, directory.lon_lat, wanted, question)
        ranked = await state.searches.run(work)
        return ranked, take(_candidates(around, ranked), states, at_most=asked.k)

    ranked, taken = await ask(wanted, question)
    if len(taken.items) < asked.k and not ranked.complete:
        every = replace(question, count=len(directory.ids))
        unreached = ranked.unreachable
        ranked, taken = await ask(_that_matter(around, wanted), every)
        ranked = replace(ranked, unreachable={**ranked.unreachable, **unreached})
    return await _answer(state, around, ranked, taken)


def _that_matter(around: Around, wanted: Mask) -> Mask:
    """Leave out the places that are closed whenever one gets there: neither given nor counted."""
    search = around.search
    if not search.on_opening:
        return wanted
    if search.settled is not None:
        return wanted & possibly_open(around.directory, search.settled, within_s=0)
    return wanted & possibly_open(
        around.directory, search.departure, within_s=search.longest_s or AU_PLUS_MAX_S
    )


def _candidates(around: Around, ranked: Ranked) -> Iterator[Candidate[int]]:
    """Give the ranks in order."""
    directory, search = around.directory, around.search
    for position, number in enumerate(ranked.numbers):
        ouvert = None
        if search.on_opening:
            instant = search.instant(ranked.ways[position].travel_time_s)
            ouvert = opening(directory.horaires[number], directory.reserves[number], instant).ouvert
        yield Candidate(position, around.is_elsewhere(number), ouvert)


async def _answer(state: State, around: Around, ranked: Ranked, taken: Taken[int]) -> Nearby:
    numbers = [ranked.numbers[position] for position in taken.items]
    ids = [around.directory.ids[number] for number in numbers]
    query = compiled(points_query, filters=BY_IDS, after=False)
    rows = await fetch(state.pool, query, ids=ids, limite=len(ids)) if ids else []
    published: dict[str, Row] = {row[0]: row[:-1] for row in rows}
    return Nearby(
        columns=query.columns[:-1],
        places=[
            Place(published[identifier], ranked.ways[position], around.codes_here)
            for identifier, position in zip(ids, taken.items, strict=True)
            if identifier in published  # else it was removed this very moment
        ],
        left_out=taken.left_out,
        outside=taken.outside,
        untimed=sum(not around.is_elsewhere(number) for number in ranked.untimed),
        unreachable=_unreachable(around, ranked, numbers),
    )


def _unreachable(around: Around, ranked: Ranked, given: Sequence[int]) -> dict[str, int]:
    """Count those that stand no farther than the farthest given, where enough were found."""
    if not any(ranked.unreachable.values()):
        return {}
    farthest_m = np.inf
    if len(given) == around.search.asked.k:
        farthest_m = around.straight_m(given).max()
    counted = {
        motif.value: sum(
            metres <= farthest_m and not around.is_elsewhere(number)
            for number, metres in zip(numbers, around.straight_m(numbers), strict=True)
        )
        for motif, numbers in ranked.unreachable.items()
    }
    return {motif: int(count) for motif, count in counted.items() if count}
