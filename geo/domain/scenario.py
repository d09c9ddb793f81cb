"""What a planner would change of the places: opened, closed, moved, other hours, other capacity."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from geo.crs import check_lon_lat
from geo.domain.horaires import HOLIDAY_YEARS, check_horaires
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError

CHANGES_MAX = 50
"""Changes of one scenario at most; more is another directory, to be loaded as one."""


INCONNUS = "inconnus"
"""What files and requests say for hours that are not known."""


class Fault(StrEnum):
    """Why a scenario cannot be, in the words of whoever wrote it."""

    TROP = f"compte plus de {CHANGES_MAX} changements : faites-en plusieurs scénarios"
    DEUX_FOIS = "parle deux fois du même lieu : gardez un seul changement de cette sorte"
    OUVERT_DEUX_FOIS = "ouvre deux fois le même lieu : gardez-en un, et dites sa capacité"
    TROP_LOIN = "est hors de la région chargée : lon et lat sont-ils inversés ?"
    FERME_ET_CHANGE = (
        "ferme un lieu qu’un autre changement déplace ou modifie : choisissez l’un des deux"
    )
    LIEU_INCONNU = "a un « point_id » que l’annuaire ne connaît pas : cherchez-le dans l’annuaire"
    RESEAU_INCONNU = "a un « reseau » inconnu : prenez un code de réseau de l’annuaire"
    PAS_UNE_PORTE = "a un « reseau » qui n’est pas une porte du service : y ouvrir ne change rien"
    LIEU_PAS_UNE_PORTE = "parle d’un lieu qui n’est pas une porte du service : cela ne change rien"
    ZONE_INCONNUE = (
        "a dans « zone_competence » un code qui ne désigne aucun territoire chargé : donnez des"
        " communes, des départements, « region-… » ou « france »"
    )
    SANS_INSTANT = "change des horaires, qui ne comptent qu’à un instant : donnez « instant »"


class ScenarioError(InputError):
    """
    A scenario cannot be.

    Attributes
    ----------
    fault
        Why; its value is the end of a French sentence.
    kind
        Which sort of change, one of `WORDS`; None where it is the scenario as a whole.
    number
        Which of that sort, from 1.
    value, known
        What is wrong, and what there is instead; the message tells neither, `in_full` does.
    """

    def __init__(
        self,
        fault: Fault,
        kind: str | None = None,
        number: int = 0,
        *,
        value: str | None = None,
        known: tuple[str, ...] = (),
    ) -> None:
        self.fault, self.kind, self.number = fault, kind, number
        self.value, self.known = value, known
        ending = "" if fault.value.endswith("?") else "."
        super().__init__(f"{self.where} {fault.value}{ending}")

    @property
    def in_full(self) -> str:
        """The message with what is wrong: for whoever wrote it, at their own terminal."""
        wrong = "" if self.value is None else f" Reçu : « {self.value} »."
        known = f" Il y a : {', '.join(self.known)}." if self.known else ""
        return f"{self}{wrong}{known}"

    @property
    def where(self) -> str:
        """The beginning of the French sentence: it quotes no value."""
        return "Le scénario" if self.kind is None else f"« {self.kind} » n° {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """
    A place that would open.

    Attributes
    ----------
    reseau
        Code of its réseau.
    lon, lat
        Where; degrees WGS84, inside the region or not.
    publics, missions
        What it would say that it does; None: the table of competences decides, as of every place
        that says no other than its réseau.
    zone_competence
        Codes it would serve; None where that is not settled, as of most places.
    horaires
        OSM ``opening_hours``; None where not settled.
    capacity
        Advisers, or 1 as of every place whose advisers nobody told.

    Raises
    ------
    InputError
        If the position is none, the hours are no such text, the capacity is no number >= 0, or
        it would serve nobody, with nothing or nowhere.
    """

    reseau: str
    lon: float
    lat: float
    publics: tuple[Profil, ...] | None = None
    missions: tuple[Mission, ...] | None = None
    zone_competence: tuple[str, ...] | None = None
    horaires: str | None = None
    capacity: float = 1.0

    def __post_init__(self) -> None:
        check_lon_lat(lon=self.lon, lat=self.lat)
        _check_hours(self.horaires)
        _check_capacity(self.capacity)
        for name in ("publics", "missions", "zone_competence"):
            if getattr(self, name) == ():
                raise InputError(f"{name}: needed some, or None; got an empty tuple.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A place that would close: its `point_id` in the directory."""

    point_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """
    A place that would stand elsewhere, otherwise the same; its zone too.

    Raises
    ------
    InputError
        If the position is none.
    """

    point_id: str
    lon: float
    lat: float

    def __post_init__(self) -> None:
        check_lon_lat(lon=self.lon, lat=self.lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHours:
    """
    A place that would open at other hours; None: at hours that are not known.

    The hours are those of the scenario, so nothing that put the recorded ones in doubt remains.

    Raises
    ------
    InputError
        If they are no ``opening_hours`` text.
    """

    point_id: str
    horaires: str | None

    def __post_init__(self) -> None:
        _check_hours(self.horaires)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapacity:
    """
    A place that would have more advisers, or fewer.

    Raises
    ------
    InputError
        If the capacity is no number >= 0.
    """

    point_id: str
    capacity: float

    def __post_init__(self) -> None:
        _check_capacity(self.capacity)


Change = Opening | Closing | Move | NewHours | NewCapacity
Kind = TypeVar("Kind", Opening, Closing, Move, NewHours, NewCapacity)

WORDS = MappingProxyType(
    {
        Opening: "ouvrir",
        Closing: "fermer",
        Move: "deplacer",
        NewHours: "horaires",
        NewCapacity: "capacite",
    }
)
"""What each sort of change is called in files and requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """
    Changes that would all be made, in any order.

    Attributes
    ----------
    changes
        At most `CHANGES_MAX`; none changes nothing.
    instant
        When hours count, aware; None: they never do, and every place is as if open.

    Raises
    ------
    ScenarioError
        If there are too many, a place is changed twice in one way, opened twice, or closed and
        changed.
    InputError
        If the instant is naive, or of a year whose holidays are not known.
    """

    changes: tuple[Change, ...] = ()
    instant: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.changes) > CHANGES_MAX:
            raise ScenarioError(Fault.TROP)
        if self.instant is not None:
            _check_instant(self.instant)
        _check_once(self)

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """
        Give the changes of one sort.

        Parameters
        ----------
        kind
            One of `Change`.

        Returns
        -------
        changes
            In their order.
        """
        return tuple(change for change in self.changes if isinstance(change, kind))

    def error(
        self,
        fault: Fault,
        change: Change,
        *,
        value: str | None = None,
        known: tuple[str, ...] = (),
    ) -> ScenarioError:
        """
        Make the error of one change.

        Parameters
        ----------
        fault
            Why it cannot be.
        change
            One of the scenario.
        value, known
            As of `ScenarioError`.

        Returns
        -------
        error
            To be raised; it says which change by sort and number.
        """
        same = [one is change for one in self.changes if type(one) is type(change)]
        kind, number = WORDS[type(change)], same.index(True) + 1
        return ScenarioError(fault, kind, number, value=value, known=known)


def check_hours_count(scenario: Scenario) -> None:
    """
    See that hours are not changed in vain: for whoever takes a scenario from somebody.

    Parameters
    ----------
    scenario
        Any.

    Raises
    ------
    ScenarioError
        If hours change and no instant is given at which they would count.
    """
    hours = scenario.of(NewHours)
    if hours and scenario.instant is None:
        raise scenario.error(Fault.SANS_INSTANT, hours[0])


def _check_once(scenario: Scenario) -> None:
    openings = scenario.of(Opening)
    for rank, opening in enumerate(openings):
        if opening in openings[:rank]:
            raise ScenarioError(Fault.OUVERT_DEUX_FOIS, WORDS[Opening], rank + 1)
    at_places = [change for change in scenario.changes if not isinstance(change, Opening)]
    uses = Counter(change.point_id for change in at_places)
    seen: set[tuple[type, str]] = set()
    for change in at_places:
        key = (type(change), change.point_id)
        if key in seen:
            raise scenario.error(Fault.DEUX_FOIS, change)
        seen.add(key)
    for change in at_places:
        if isinstance(change, Closing) and uses[change.point_id] > 1:
            raise scenario.error(Fault.FERME_ET_CHANGE, change)


def _check_instant(instant: datetime) -> None:
    first, last = HOLIDAY_YEARS
    if instant.tzinfo is None or not first <= instant.year <= last:
        raise InputError(
            f"needed an instant of {first} to {last} with its time zone, got {instant.isoformat()}."
        )


def _check_hours(horaires: str | None) -> None:
    if horaires is not None:
        check_horaires(horaires)


def _check_capacity(capacity: float) -> None:
    if not 0 <= capacity < math.inf:  # NaN fails too
        raise InputError(f"needed a capacity >= 0, got {capacity}.")
