"""The nearest places: by travel time where a network of streets is there, else by distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from api.deps import State, read_reseaux
from api.networks.service import Service, choose
from api.points_accueil.parameters import AU_PLUS_MAX_S, Proches
from api.points_accueil.search import Values, narrow
from api.ways import Way
from geo.store.pool import Row


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place that answers.

    Attributes
    ----------
    row
        From the store.
    way
        How it is reached.
    codes_here
        Codes of what holds the person's position, where they may matter.
    """

    row: Row
    way: Way
    codes_here: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """
    Places that answer, and those that were left out.

    Attributes
    ----------
    columns
        Of the rows.
    places
        In order.
    left_out
        How many, because nothing is known of their opening.
    outside
        How many, because they serve other communes.
    untimed
        How many, because a longest time was asked for and theirs is not known.
    unreachable
        How many the mode does not reach, by `geo.network.protocol.Motif`.
    """

    columns: Sequence[str]
    places: list[Place]
    left_out: int = 0
    outside: int = 0
    untimed: int = 0
    unreachable: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """
    What is looked for.

    Attributes
    ----------
    asked
        Parameters.
    names, values
        Filters of the store; réseaux are among them.
    now
        When the person asks.
    departure
        When they leave.
    settled
        When opening matters, whatever the place; None where it is when one gets there: where
        only places open then are wanted, or the departure is given and no other instant.
    """

    asked: Proches
    names: frozenset[str]
    values: Values
    now: datetime
    departure: datetime
    settled: datetime | None

    @property
    def longest_s(self) -> int | None:
        """Longest time that is looked at; None where any is."""
        if self.asked.ouvert is not None:
            return self.asked.au_plus_s or AU_PLUS_MAX_S
        return self.asked.au_plus_s

    @property
    def rule(self) -> str:
        """When opening is looked at, in the words of answers."""
        if self.settled is None:
            return "a_l_arrivee"
        return "maintenant" if self.asked.ouvert_a is None else "ouvert_a"

    @property
    def on_opening(self) -> bool:
        """Whether only open places are wanted."""
        return self.asked.ouvert is not None or self.asked.ouvert_a is not None

    def instant(self, travel_time_s: float | None) -> datetime | None:
        """
        Say when opening matters, of a place.

        Parameters
        ----------
        travel_time_s
            To it; None where it is not known.

        Returns
        -------
        instant
            None where it is not known.
        """
        if self.settled is not None or travel_time_s is None:
            return self.settled
        return self.departure + timedelta(seconds=travel_time_s)


async def prepare(state: State, asked: Proches, *, now: datetime) -> tuple[Search, Service | None]:
    """
    Find out what is looked for, and on which streets.

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
    search, service
        Among the réseaux asked for, else among every door; None where no network of streets
        covers the position.

    Raises
    ------
    RefusedParametersError
        If a réseau, a commune or a bassin is unknown.
    """
    names, values = await narrow(state, asked)
    if "reseau" not in names:
        names |= {"reseau"}
        values = {**values, "reseau": (await read_reseaux(state)).doors}
    service = await choose(state.networks, lon=asked.lon, lat=asked.lat, mode=asked.mode)
    on_arrival = asked.ouvert_a is None and (asked.ouvert or asked.depart_a) is not None
    search = Search(
        asked=asked,
        names=names,
        values=values,
        now=now,
        departure=(asked.depart_a or now).astimezone(UTC),
        settled=None if on_arrival else (asked.ouvert_a or now).astimezone(UTC),
    )
    return search, service
