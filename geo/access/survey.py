"""
People, places and the times between them: what the analysis is computed from, as arrays.

Light on purpose: the API builds one too, so nothing here needs a table library. ``n`` people
(origins), ``m`` places; times are float32 seconds, ``inf`` where not reached.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError

Times32 = NDArray[np.float32]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """
    Where people are, and how many.

    Attributes
    ----------
    ids
        Identifier of each origin.
    lon_lat
        Shape ``(n, 2)``: degrees WGS84.
    population
        Shape ``(n,)``: residents.
    codes
        Codes that hold each: commune, city of an arrondissement, département, ``region-11``; what
        `geo.domain.rattachement.rattachement` compares a zone with.
    partitions
        Code of the territory of each, by name of the partition (``bassin``, ``region``…); an
        empty text where it is in none.

    Raises
    ------
    InputError
        If lengths disagree or a population is negative.
    """

    ids: tuple[str, ...]
    lon_lat: NDArray[np.float64]
    population: Counts
    codes: tuple[tuple[str, ...], ...]
    partitions: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        _check_lengths(self, len(self.ids), ("lon_lat", "population", "codes"))
        for name, codes in self.partitions.items():
            if len(codes) != len(self.ids):
                raise InputError(f"needed a code of {name} for each of {len(self.ids)} origins.")
        if (self.population < 0).any():
            raise InputError("populations must be >= 0.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """
    Where people may go, in an order that favours nobody (`geo.access.neutral`).

    Attributes
    ----------
    ids
        Identifier of each place.
    lon_lat
        Shape ``(m, 2)``: degrees WGS84.
    reseau
        Code of the réseau of each.
    is_door
        Shape ``(m,)``: false where the réseau is no member of the service.
    publics, missions
        What the place itself says it does, everything where it says nothing; it helps where its
        réseau does and it says so.
    zones
        Codes it serves, or None where that is not known.
    horaires, reserves
        Opening hours as recorded (None where unknown), and what puts them in doubt.
    capacity
        Shape ``(m,)``, float64: advisers, else 1 a place.

    Raises
    ------
    InputError
        If lengths disagree or a capacity is negative.
    """

    ids: tuple[str, ...]
    lon_lat: NDArray[np.float64]
    reseau: tuple[str, ...]
    is_door: Flags
    publics: tuple[frozenset[Profil], ...]
    missions: tuple[frozenset[Mission], ...]
    zones: tuple[tuple[str, ...] | None, ...]
    horaires: tuple[str | None, ...]
    reserves: tuple[tuple[str, ...], ...]
    capacity: NDArray[np.float64]

    def __post_init__(self) -> None:
        _check_lengths(self, len(self.ids), [field.name for field in fields(self)])
        if not (self.capacity >= 0).all():
            raise InputError("capacities must be >= 0.")

    def take(self, numbers: Sequence[int] | NDArray[np.intp] | Flags) -> "Places":
        """
        Keep some places.

        Parameters
        ----------
        numbers
            Their positions, in the order wanted, or a flag for each.

        Returns
        -------
        places
            Those.
        """
        wanted = np.asarray(numbers)
        chosen = np.arange(len(self.ids))[wanted if wanted.size else wanted.astype(np.intp)]
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        kept: dict[str, Any] = {
            name: value[chosen]
            if isinstance(value, np.ndarray)
            else tuple(value[number] for number in chosen)
            for name, value in values.items()
        }
        return replace(self, **kept)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ModeTimes:
    """
    Times by one mode.

    Attributes
    ----------
    mode
        How one travels.
    to_place_s
        Shape ``(n, m)``: from people to places.
    onward_s
        Shape ``(m, m)``: from the first door (row) to the second (column); 0 on the diagonal.
    is_estimate
        Shape ``(n, m)``: whether no network gave the time from a person to a place.
    onward_is_estimate
        Shape ``(m, m)``: the same of `onward_s`.
    publiable
        Whether the licence of the network lets figures be published.
    measured
        Shape ``(n,)``: from where anything is known of this mode; None for everywhere. A mode that
        is never estimated says nothing of people off the network: not reached is not unreachable.

    Raises
    ------
    InputError
        If shapes disagree, or a time is negative or not a number.
    """

    mode: str
    to_place_s: Times32
    onward_s: Times32
    is_estimate: Flags
    onward_is_estimate: Flags
    publiable: bool = True
    measured: Flags | None = None

    def __post_init__(self) -> None:
        people, places = self.to_place_s.shape
        wanted = {
            "onward_s": (places, places),
            "is_estimate": (people, places),
            "onward_is_estimate": (places, places),
            "measured": (people,),
        }
        for name, shape in wanted.items():
            values = getattr(self, name)
            if values is not None and values.shape != shape:
                raise InputError(f"{name}: needed {shape}, got {values.shape}.")
        for times in (self.to_place_s, self.onward_s):
            if not (times >= 0).all():  # NaN fails too
                raise InputError("travel times must be >= 0 s; inf where not reached.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """
    People, places and the times between them by one mode.

    Attributes
    ----------
    people, places, times
        As their names say.

    Raises
    ------
    InputError
        If they do not fit together.
    """

    people: People
    places: Places
    times: ModeTimes

    def __post_init__(self) -> None:
        wanted = (len(self.people.ids), len(self.places.ids))
        if self.times.to_place_s.shape != wanted:
            raise InputError(f"needed times {wanted}, got {self.times.to_place_s.shape}.")


def _check_lengths(record: Any, length: int, names: Sequence[str]) -> None:  # noqa: ANN401 - any of the above
    for name in names:
        if len(getattr(record, name)) != length:
            raise InputError(f"{name}: needed {length} values, got {len(getattr(record, name))}.")
