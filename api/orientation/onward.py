"""Second legs, from a first door to another place: remembered, for places do not move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from api.directory import Directory, Mask
from api.networks.service import Service
from api.networks.traffic import slowing
from api.orientation.terrain import Numbers, Streets, Terrain
from api.points_accueil.parameters import AU_PLUS_MAX_S
from geo.access.orientation import Floats
from geo.network.geodesic import straight_matrix_m

CUTOFFS_S = (600, 1_200, 1_800, 2_400, 3_600, 7_200, AU_PLUS_MAX_S)
"""Times that searches go to, so that who asks for a little more finds them done."""

HELD_MAX = 1_000_000
"""Legs that are remembered for one mode of one network: some tens of megabytes."""

MINUTE_S = 60


class Spokes(NamedTuple):
    """Legs between one place and all others within a time: their numbers, and times."""

    cutoff_s: float
    other: Numbers
    time_s: Floats


class Legs(NamedTuple):
    """Legs between places: numbers of those left and reached, times, and which are estimates."""

    first: Numbers
    second: Numbers
    time_s: Floats
    is_estimate: Mask


Key = tuple[float, int]
"""How slow traffic is, and the number of a place."""


@dataclass(slots=True, eq=False)
class Remembered:
    """
    Legs along the streets that were asked for already; they go with the network.

    Attributes
    ----------
    directory
        Whose places: public ones, never a person's position.
    leaving, reaching
        Legs that leave a place, or reach it.
    held
        How many.
    """

    directory: Directory
    leaving: dict[Key, Spokes] = field(default_factory=dict)
    reaching: dict[Key, Spokes] = field(default_factory=dict)
    held: int = 0

    def keep(self, kept: dict[Key, Spokes], slow: float, found: Mapping[int, Spokes]) -> None:
        """
        Remember legs, and forget all others when there are too many.

        Parameters
        ----------
        kept
            `leaving` or `reaching`.
        slow
            Of the traffic in which they were found.
        found
            By number of the place.
        """
        self.held += sum(len(spokes.other) for spokes in found.values())
        if self.held > HELD_MAX:
            self.leaving.clear()
            self.reaching.clear()
            self.held = 0
        kept.update({(slow, number): spokes for number, spokes in found.items()})


def remembered(service: Service, directory: Directory) -> Remembered:
    """
    Give the legs known of a service.

    Parameters
    ----------
    service
        Mode of a network; what it knew of another directory is forgotten.
    directory
        Places.

    Returns
    -------
    remembered
        The same object as long as neither changed.
    """
    known = service.onward
    if known is None or known.directory is not directory:
        known = service.onward = Remembered(directory)
    return known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Onward:
    """
    A question: from first doors to places that help.

    Attributes
    ----------
    first, second
        Numbers of them.
    departure
        When one leaves the first doors.
    cutoff_s
        Longest leg, inclusive.
    """

    first: Numbers
    second: Numbers
    departure: datetime
    cutoff_s: float


def onward(terrain: Terrain, asked: Onward, *, leave_s: Floats) -> Legs:
    """
    Find the second legs within a time.

    Parameters
    ----------
    terrain
        What is asked.
    asked
        From where to where; its departure is the person's own.
    leave_s
        Of each first door: how long after that one leaves it.

    Returns
    -------
    legs
        In no order.

    Notes
    -----
    Traffic is that of `leaves_at`.
    """
    parts = []
    for part in _by_traffic(terrain, asked, leave_s):
        parts.append(_estimated(terrain, part))
        if terrain.streets is not None:
            parts.append(_along(terrain.streets, terrain.directory, part))
    return _together(parts)


def leaves_at(departure: datetime, leave_s: float) -> datetime:
    """
    Say when one leaves a first door, as traffic sees it: to the minute after the departure.

    Parameters
    ----------
    departure
        Of the person.
    leave_s
        How long after it.

    Returns
    -------
    instant
        At most a minute earlier.
    """
    return departure + timedelta(seconds=leave_s // MINUTE_S * MINUTE_S)


def _by_traffic(terrain: Terrain, asked: Onward, leave_s: Floats) -> Iterator[Onward]:
    """Cut a question into parts, each within one state of traffic; at least one."""
    if terrain.streets is None or not len(asked.first):
        yield asked
        return
    minutes, which = np.unique(leave_s // MINUTE_S, return_inverse=True)
    constants = terrain.streets.engine.constants
    instants = [leaves_at(asked.departure, minute * MINUTE_S) for minute in minutes.tolist()]
    slow = np.array([slowing(constants, instant) for instant in instants])
    for ratio in np.unique(slow):
        alike = slow == ratio
        departure = instants[int(np.flatnonzero(alike)[0])]
        yield replace(asked, first=asked.first[alike[which]], departure=departure)


def _estimated(terrain: Terrain, asked: Onward) -> Legs:
    """Give the legs of which an end at least is off the streets."""
    s_per_m, off = terrain.s_per_m(asked.departure), terrain.off_streets
    if s_per_m is None:
        return _none()
    first, second = off[asked.first], off[asked.second]
    blocks = [
        (asked.first[first], asked.second),
        (asked.first[~first], asked.second[second]),
    ]
    lon_lat, found = terrain.directory.lon_lat, [_none()]
    for starts, ends in blocks:
        time_s = straight_matrix_m(lon_lat[starts], lon_lat[ends]) * s_per_m
        row, column = np.nonzero(time_s <= asked.cutoff_s)
        estimates = np.ones(len(row), dtype=np.bool_)
        found.append(Legs(starts[row], ends[column], time_s[row, column], estimates))
    return _together(found)


def _along(streets: Streets, directory: Directory, asked: Onward) -> Legs:
    """Give the legs along the streets, searched from whichever end has fewer unknown places."""
    on_streets = streets.placed.on_streets
    first, second = (ends[on_streets[ends]] for ends in (asked.first, asked.second))
    if not len(first) or not len(second):
        return _none()
    terms = Terms(
        streets,
        directory,
        remembered(streets.service, directory),
        slowing(streets.engine.constants, asked.departure),
        asked.departure,
        next((one for one in CUTOFFS_S if one >= asked.cutoff_s), asked.cutoff_s),
    )
    leaving, unknown_leaving = terms.split(terms.known.leaving, first)
    reaching, unknown_reaching = terms.split(terms.known.reaching, second)
    if unknown_leaving and unknown_reaching:
        # one search tells which of them can be reached at all: few, if any
        second = _reached(streets, asked, first, second)
        reaching, unknown_reaching = terms.split(terms.known.reaching, second)
    if not len(second):
        return _none()
    if len(unknown_leaving) <= len(unknown_reaching):
        return _spread(leaving | terms.leave(unknown_leaving), on_streets, second, asked)
    legs = _spread(reaching | terms.reach(unknown_reaching), on_streets, first, asked)
    return legs._replace(first=legs.second, second=legs.first)


def _reached(streets: Streets, asked: Onward, first: Numbers, second: Numbers) -> Numbers:
    from geo.network.several import earliest  # noqa: PLC0415 - numba, only where a network is

    wanted = np.zeros_like(streets.placed.on_streets)
    wanted[second] = True
    found = earliest(
        streets.engine,
        first,
        streets.placed,
        wanted=wanted,
        cutoff_s=asked.cutoff_s,
        departure=asked.departure,
    )
    return np.sort(found.destination).astype(np.intp)


class Terms(NamedTuple):
    """What holds for all searches of a question."""

    streets: Streets
    directory: Directory
    known: Remembered
    slow: float
    departure: datetime
    cutoff_s: float

    @property
    def doors(self) -> Mask:
        """Say which places may ever be asked for."""
        wanted: Mask = self.directory.places.is_door & self.streets.placed.on_streets
        return wanted

    def split(
        self, kept: Mapping[Key, Spokes], numbers: Numbers
    ) -> tuple[dict[int, Spokes], list[int]]:
        """Give the legs that are known as far as that, and the places whose are not."""
        known: dict[int, Spokes] = {}
        for number in numbers.tolist():
            spokes = kept.get((self.slow, number))
            if spokes is not None and spokes.cutoff_s >= self.cutoff_s:
                known[number] = spokes
        return known, [number for number in numbers.tolist() if number not in known]

    def leave(self, numbers: list[int]) -> dict[int, Spokes]:
        """Search the legs from some places."""
        wanted = self.doors
        found = {number: self._from(number, wanted) for number in numbers}
        self.known.keep(self.known.leaving, self.slow, found)
        return found

    def reach(self, numbers: list[int]) -> dict[int, Spokes]:
        """Search the legs to some places, all at once."""
        if not numbers:
            return {}
        starts = np.flatnonzero(self.doors)
        lon_lat = self.directory.lon_lat
        pairs = self.streets.engine.matrix(
            lon_lat[starts], lon_lat[numbers], cutoff_s=self.cutoff_s, departure=self.departure
        )
        order = np.argsort(pairs.destination, kind="stable")
        bounds = np.searchsorted(pairs.destination[order], np.arange(1, len(numbers)))
        of_each = np.split(order, bounds)
        found = {
            number: Spokes(self.cutoff_s, starts[pairs.origin[some]], pairs.travel_time_s[some])
            for number, some in zip(numbers, of_each, strict=True)
        }
        self.known.keep(self.known.reaching, self.slow, found)
        return found

    def _from(self, number: int, wanted: Mask) -> Spokes:
        arrivals = self.streets.engine.nearest_placed(
            self.directory.lon_lat[number],
            self.streets.placed,
            wanted=wanted,
            k=int(wanted.sum()),
            cutoff_s=self.cutoff_s,
            departure=self.departure,
        )
        return Spokes(self.cutoff_s, arrivals.destination.astype(np.intp), arrivals.travel_time_s)


def _spread(known: Mapping[int, Spokes], on_streets: Mask, others: Numbers, asked: Onward) -> Legs:
    """Lay out the legs between places and some others, within the time."""
    wanted = np.zeros_like(on_streets)
    wanted[others] = True
    spokes = list(known.values())
    ours = np.repeat(np.array(list(known), dtype=np.intp), [len(one.other) for one in spokes])
    other = np.concatenate([one.other for one in spokes])
    time_s = np.concatenate([one.time_s for one in spokes])
    some = wanted[other] & (time_s <= asked.cutoff_s)
    return Legs(ours[some], other[some], time_s[some], np.zeros(some.sum(), dtype=np.bool_))


def _none() -> Legs:
    numbers, flags = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.bool_)
    return Legs(numbers, numbers, np.zeros(0), flags)


def _together(parts: Sequence[Legs]) -> Legs:
    return Legs(*(np.concatenate(column) for column in zip(*parts, strict=True)))
