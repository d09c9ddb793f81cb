"""Opening hours: OSM ``opening_hours`` text, and what may be said of a place at an instant."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from geo.domain.plages import SUR_RENDEZ_VOUS, Condition, Plage, to_opening_hours
from geo.errors import InputError

__all__ = [
    "Condition",
    "Ouvert",
    "Ouverture",
    "Plage",
    "Reserve",
    "check_horaires",
    "closes_on_record",
    "opening_at",
    "states_between",
    "to_opening_hours",
]

PARIS = ZoneInfo("Europe/Paris")

HOLIDAY_RULE = '; PH unknown "jour férié"'
"""Added when a text is evaluated: no record says whether the place opens on a public holiday."""

HOLIDAY_YEARS = (2000, 2075)
"""Years, inclusive, whose public holidays `opening_hours` knows; outside it silently has none."""

HORIZON = timedelta(days=366)
"""How far a change is looked for; a week repeats itself, and holidays do within a year."""


class Reserve(StrEnum):
    """
    Why the recorded hours cannot be relied on at any instant.

    ``SUR_RENDEZ_VOUS`` is of another kind: a record without hours that says one must
    have an appointment. It settles the matter where it stands alone.
    """

    VACANCES_SCOLAIRES = "vacances_scolaires"
    CRISE_SANITAIRE = "crise_sanitaire"
    HORAIRES_ILLISIBLES = "horaires_illisibles"
    NOTE_A_LIRE = "note_a_lire"
    SUR_RENDEZ_VOUS = "sur_rendez_vous"


class Ouvert(StrEnum):
    """Whether a place is open; an appointment is never an open door."""

    OUI = "oui"
    NON = "non"
    SUR_RENDEZ_VOUS = "sur_rendez_vous"
    INCONNU = "inconnu"


@dataclass(frozen=True, slots=True)
class Ouverture:
    """
    What may be said of a place at an instant.

    `prochain_changement` is the next instant, in Paris time, at which `ouvert`
    becomes something else, and `prochain_etat` is what it becomes; both are None
    where it never does or nothing is known.
    """

    ouvert: Ouvert
    prochain_changement: datetime | None = None
    prochain_etat: Ouvert | None = None


def check_horaires(text: str) -> str:
    """
    Check an ``opening_hours`` text.

    Parameters
    ----------
    text
        For instance ``Mo-Fr 09:00-12:00``.

    Returns
    -------
    text
        The same text.

    Raises
    ------
    InputError
        If it cannot be evaluated.

    Examples
    --------
    >>> check_horaires('Mo-Fr 09:00-12:00 "sur rendez-vous"')
    'Mo-Fr 09:00-12:00 "sur rendez-vous"'
    """
    _parsed(text)
    return text


def opening_at(horaires: str | None, reserves: Collection[str], instant: datetime) -> Ouverture:
    """
    Say whether a place is open, from what its record lets one say.

    Parameters
    ----------
    horaires
        OSM ``opening_hours`` text, or None where unknown.
    reserves
        `Reserve` values, or their texts.
    instant
        Aware; seconds are not looked at.

    Returns
    -------
    ouverture
        ``INCONNU`` under any reserve, without hours and on public holidays;
        ``OUI`` only inside hours that nothing puts in doubt.

    Raises
    ------
    InputError
        If the instant is naive or of a year outside `HOLIDAY_YEARS`, or the text
        cannot be evaluated.

    Notes
    -----
    Contract: pure, and cheap when asked again for the same text and minute.
    Public holidays are those of the whole country: the two more of Alsace and
    Moselle are not known.
    """
    minute = _minute(instant)
    if set(reserves) - {Reserve.SUR_RENDEZ_VOUS}:
        return Ouverture(Ouvert.INCONNU)
    if reserves:
        return Ouverture(Ouvert.SUR_RENDEZ_VOUS)
    return Ouverture(Ouvert.INCONNU) if horaires is None else _evaluated(horaires, minute)


def closes_on_record(horaires: str | None, reserves: Collection[str]) -> bool:
    """
    Tell whether hours that are in doubt say all the same when a place is closed.

    Parameters
    ----------
    horaires, reserves
        As of `opening_at`.

    Returns
    -------
    closes
        Whether what `opening_at` says without reserves is worth something: nobody expects a place
        to be open when its own record says that it is not, unless part of it could not be read.

    Examples
    --------
    >>> closes_on_record("Mo-Fr 09:00-17:00", ["vacances_scolaires"])
    True
    >>> closes_on_record("Mo-Fr 09:00-17:00", ["horaires_illisibles"])
    False
    """
    doubts = set(reserves) - {Reserve.SUR_RENDEZ_VOUS}
    return horaires is not None and bool(doubts) and Reserve.HORAIRES_ILLISIBLES not in doubts


def states_between(
    horaires: str | None, reserves: Collection[str], start: datetime, end: datetime
) -> tuple[tuple[datetime, Ouvert], ...]:
    """
    List what a place goes through, for who asks of many places at many instants of a day.

    Parameters
    ----------
    horaires, reserves
        As of `opening_at`.
    start, end
        Aware, the end excluded and later; of years that `HOLIDAY_YEARS` holds.

    Returns
    -------
    states
        From when each holds, in order; the first from `start`.

    Raises
    ------
    InputError
        If the start is not such an instant, or the text cannot be evaluated.

    Notes
    -----
    Contract: pure; at any minute before the end, what `opening_at` says (but of hours that start
    or end in the hour of a night that is lived twice).
    """
    if reserves or horaires is None:
        return ((start, opening_at(horaires, reserves, start).ouvert),)
    _minute(start)
    spans = _parsed(horaires).intervals(start.astimezone(PARIS), end.astimezone(PARIS))
    states: list[tuple[datetime, Ouvert]] = []
    for begin, _, state, comment in spans:
        meaning = _meaning(state, comment)
        if not states or meaning is not states[-1][1]:
            states.append((begin, meaning))
    return tuple(states)


def _minute(instant: datetime) -> int:
    """Minutes since 1970, so that instants written in any zone share one answer."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise InputError(f"needed an instant with its time zone, got {instant.isoformat()}.")
    first, last = HOLIDAY_YEARS
    if not first <= instant.year <= last:
        raise InputError(f"needed an instant of {first} to {last}, got {instant.isoformat()}.")
    return int(instant.timestamp() // 60)


@lru_cache(maxsize=8192)
def _parsed(text: str) -> OpeningHours:
    if not validate(text):
        raise InputError(f"needed opening_hours such as 'Mo-Fr 09:00-12:00', got {text!r}.")
    return OpeningHours(
        text if "PH" in text else text + HOLIDAY_RULE,
        timezone=PARIS,
        country="FR",
        max_interval_days=HORIZON.days,
    )


@lru_cache(maxsize=8192)
def _evaluated(text: str, minute: int) -> Ouverture:
    hours = _parsed(text)
    instant = datetime.fromtimestamp(minute * 60, tz=UTC).astimezone(PARIS)
    ouvert = _meaning(*hours.state(instant))
    for start, _, state, comment in hours.intervals(instant, instant + HORIZON):
        following = _meaning(state, comment)
        if following is not ouvert:
            return Ouverture(ouvert, start, following)
    return Ouverture(ouvert)


def _meaning(state: State, comment: str) -> Ouvert:
    if state == State.CLOSED:
        return Ouvert.NON
    if state == State.UNKNOWN:
        return Ouvert.INCONNU
    # a comment restricts the opening; only one of them is understood
    return {"": Ouvert.OUI, SUR_RENDEZ_VOUS: Ouvert.SUR_RENDEZ_VOUS}.get(comment, Ouvert.INCONNU)
