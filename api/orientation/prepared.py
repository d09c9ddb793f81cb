"""What is worked out once of public places and rules, for everyone who asks."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from api.directory import Directory, Mask
from api.orientation.timetable import Timetable, lay_out
from api.rules import Rules
from geo.access.eligibility import competent, sends_on, served
from geo.access.neutral import Ranks, neutral_rank
from geo.access.orientation import Standing
from geo.domain.mission import Mission
from geo.domain.profil import Profil

PEOPLE_MAX = 256
"""Sets of profiles, each with a need, that are remembered: they say nothing of who asks."""

DAYS_MAX = 16

Person = tuple[frozenset[Profil], Mission]
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """
    Places and rules, and what was worked out of them.

    Attributes
    ----------
    directory, rules
        As read.
    zones, zone
        Areas served, each once, and the position of each place's among them.
    helps, sends
        For people already met: which places help them, and which may send them on.
    timetables, ranks
        For days already met.
    """

    directory: Directory
    rules: Rules
    zones: Sequence[Collection[str] | None]
    zone: NDArray[np.intp]
    helps: dict[Person, Mask] = field(default_factory=dict)
    sends: dict[frozenset[Profil], Mask] = field(default_factory=dict)
    timetables: dict[date, Timetable] = field(default_factory=dict)
    ranks: dict[date, Ranks] = field(default_factory=dict)

    def standing(
        self, profils: Collection[Profil], mission: Mission, codes: Sequence[str], access: Mask
    ) -> Standing:
        """
        Say what each place may be to a person.

        Parameters
        ----------
        profils, mission
            Of the person.
        codes
            That hold where they are.
        access
            Which places are as accessible as they want: from `access`.

        Returns
        -------
        standing
            In the order of the directory.
        """
        everyone = frozenset(Profil)
        person = frozenset(profils) | {Profil.TOUT_PUBLIC}
        everywhere = np.ones(len(self.directory.ids), dtype=np.bool_)
        return Standing(
            helps=self._helping((person, mission)),
            sends_on=self._sending(person),
            helps_others=self._helping((everyone, mission)),
            sends_others=self._sending(everyone),
            served=served(self.zones, [codes])[0][self.zone] if len(self.zone) else everywhere,
            accessible=access,
        )

    def access(self, *, pmr: bool, wheelchair: bool) -> Mask:
        """
        Say which places are accessible enough.

        Parameters
        ----------
        pmr
            Whether only a sure disabled access will do.
        wheelchair
            Whether a place that surely has none will not.

        Returns
        -------
        access
            In the order of the directory.
        """
        if pmr:
            return self.directory.accessible
        shut = self.directory.inaccessible
        return ~shut if wheelchair else np.ones_like(shut)

    def _helping(self, person: Person) -> Mask:
        make = partial(competent, self.directory.places, self.rules.competences, *person)
        return _kept(self.helps, person, make, at_most=PEOPLE_MAX)

    def _sending(self, profils: frozenset[Profil]) -> Mask:
        make = partial(sends_on, self.directory.places, self.rules.competences, profils)
        return _kept(self.sends, profils, make, at_most=PEOPLE_MAX)

    def timetable(self, day: date) -> Timetable:
        """
        Give the hours of a day.

        Parameters
        ----------
        day
            In Paris.

        Returns
        -------
        timetable
            Of the places, in the order of the directory.
        """
        make = partial(lay_out, self.directory.horaires, self.directory.reserves, day)
        return _kept(self.timetables, day, make, at_most=DAYS_MAX)

    def rank(self, day: date) -> Ranks:
        """
        Give the published rank that settles exact ties of a day.

        Parameters
        ----------
        day
            In Paris.

        Returns
        -------
        rank
            Of the places, in the order of the directory.
        """
        make = partial(neutral_rank, self.directory.ids, draw=day.isoformat())
        return _kept(self.ranks, day, make, at_most=DAYS_MAX)


@dataclass(slots=True)
class KnownPrepared:
    """What was prepared last."""

    prepared: Prepared | None = None


def prepare(known: KnownPrepared, directory: Directory, rules: Rules) -> Prepared:
    """
    Give what is prepared of places and rules.

    Parameters
    ----------
    known
        What the worker holds; brought up to date.
    directory, rules
        As just read.

    Returns
    -------
    prepared
        The same object as long as neither changed.
    """
    prepared = known.prepared
    if prepared is None or prepared.directory is not directory or prepared.rules is not rules:
        kinds: dict[frozenset[str] | None, int] = {}
        zones = [None if zone is None else frozenset(zone) for zone in directory.zones]
        zone = [kinds.setdefault(one, len(kinds)) for one in zones]
        prepared = Prepared(directory, rules, list(kinds), np.array(zone, dtype=np.intp))
        known.prepared = prepared
    return prepared


def _kept(kept: dict[Key, Value], key: Key, make: Callable[[], Value], *, at_most: int) -> Value:
    """Make what is not kept yet; several threads may ask at once."""
    value = kept.get(key)
    if value is None:
        value = make()
        if len(kept) >= at_most:
            kept.clear()
        kept[key] = value
    return value
