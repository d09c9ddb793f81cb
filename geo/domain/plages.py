"""Opening hours as recorded, day by day, and the OSM ``opening_hours`` text they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from geo.errors import InputError

JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""OSM names of the days, from Monday (0)."""

MINUTES_A_DAY = 24 * 60

SUR_RENDEZ_VOUS = "sur rendez-vous"
"""OSM comment of hours that need an appointment; evaluation knows it."""

VOIR_LA_NOTE = "voir la note"
"""OSM comment of hours that the record itself puts in doubt."""


class Condition(StrEnum):
    """What recorded hours are worth, from the surest."""

    LIBRE = "libre"
    SUR_RENDEZ_VOUS = "sur_rendez_vous"
    INCERTAIN = "incertain"


SUFFIXES = {
    Condition.LIBRE: "",
    Condition.SUR_RENDEZ_VOUS: f' "{SUR_RENDEZ_VOUS}"',
    Condition.INCERTAIN: f' unknown "{VOIR_LA_NOTE}"',
}


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Plage:
    """
    Hours of one day.

    Attributes
    ----------
    jour
        0 (Monday) to 6.
    debut_min, fin_min
        Minutes since midnight, 0 to 1440; the end is excluded.
    condition
        What they are worth.

    Raises
    ------
    InputError
        If the day is none, or the end does not come after the start.
    """

    jour: int
    debut_min: int
    fin_min: int
    condition: Condition = Condition.LIBRE

    def __post_init__(self) -> None:
        if not 0 <= self.jour < len(JOURS):
            raise InputError(f"needed a day from 0 (Monday) to 6, got {self.jour}.")
        if not 0 <= self.debut_min < self.fin_min <= MINUTES_A_DAY:
            raise InputError(
                f"needed 0 <= start < end <= 1440 minutes, got {self.debut_min} to {self.fin_min}."
            )


def to_opening_hours(plages: Iterable[Plage]) -> str | None:
    """
    Write recorded hours as one OSM text.

    Parameters
    ----------
    plages
        In any order; they may repeat or overlap.

    Returns
    -------
    text
        For instance ``Mo-Th 09:00-12:00,14:00-18:00; Fr 09:00-12:00``, or None
        where there are no hours.

    Notes
    -----
    Contract: one text for one meaning, whatever the order. Where two hours of a day
    overlap, the part they agree on stands and the rest is uncertain: the record
    contradicts itself, and an opening that only one of them claims may cost a trip.
    """
    wanted = set(plages)
    days = [_settled([plage for plage in wanted if plage.jour == jour]) for jour in range(7)]
    schedules = dict.fromkeys(day for day in days if day)  # in order of their first day
    return (
        "; ".join(
            _rules([jour for jour in range(7) if days[jour] == schedule], schedule)
            for schedule in schedules
        )
        or None
    )


_Segment = tuple[int, int, Condition]


def _settled(plages: Sequence[Plage]) -> tuple[_Segment, ...]:
    """Cut the hours of one day into segments that do not overlap, each with its worth."""
    bounds = sorted({minute for plage in plages for minute in (plage.debut_min, plage.fin_min)})
    segments: list[_Segment] = []
    for debut, fin in pairwise(bounds):
        claims = [p for p in plages if p.debut_min <= debut and fin <= p.fin_min]
        if not claims:
            continue
        condition = _agreed(claims, plages)
        if segments and segments[-1][1:] == (debut, condition):
            debut = segments.pop()[0]  # noqa: PLW2901 - it goes on from the one before
        segments.append((debut, fin, condition))
    return tuple(segments)


def _agreed(claims: Sequence[Plage], plages: Sequence[Plage]) -> Condition:
    conditions = {plage.condition for plage in claims}
    is_alone = len(claims) == 1
    if len(conditions) > 1 or (is_alone and any(_overlap(claims[0], p) for p in plages)):
        return Condition.INCERTAIN
    return conditions.pop()


def _overlap(one: Plage, other: Plage) -> bool:
    return one != other and one.debut_min < other.fin_min and other.debut_min < one.fin_min


def _rules(jours: Sequence[int], schedule: tuple[_Segment, ...]) -> str:
    """Write the rules of days that share a schedule; ``,`` adds to a rule, ``;`` would replace."""
    days, rules = _days(jours), []
    for condition, suffix in SUFFIXES.items():
        hours = ",".join(
            f"{_clock(a)}-{_clock(b)}" for a, b, worth in schedule if worth is condition
        )
        if hours:
            rules.append(f"{days} {hours}{suffix}")
    return ", ".join(rules)


def _days(jours: Sequence[int]) -> str:
    """Write days as runs: ``Mo-We,Fr``."""
    runs: list[list[int]] = []
    for jour in jours:
        if runs and runs[-1][-1] == jour - 1:
            runs[-1].append(jour)
        else:
            runs.append([jour])
    return ",".join(
        "-".join(JOURS[day] for day in dict.fromkeys((run[0], run[-1]))) for run in runs
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
