"""Whether places are open, of all of them at once: a day's hours laid out as arrays."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from api.parameters import PARIS
from api.points_accueil.parameters import AU_PLUS_MAX_S
from geo.access.orientation import (
    CLOSED_ON_RECORD,
    LEAST_SURE,
    OPENINGS,
    Codes,
    Floats,
    tiers,
)
from geo.domain.horaires import Ouvert, closes_on_record, states_between

LEGS = 2
SPAN = timedelta(hours=25, seconds=LEGS * AU_PLUS_MAX_S)
"""From midnight to the latest arrival of whoever leaves that day, the longest of the year."""

MINUTE_S = 60
MINUTE = timedelta(seconds=MINUTE_S)
NEVER = np.iinfo(np.int16).max

Record = tuple[str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """
    What places go through, from a midnight on.

    Attributes
    ----------
    start
        The midnight, in Paris.
    from_min
        int16 ``(m, k)``: minutes after it from which each state of a place holds; `NEVER` past the
        last.
    states
        int8 ``(m, k)``: positions in `geo.access.orientation.OPENINGS`.
    """

    start: datetime
    from_min: NDArray[np.int16]
    states: Codes

    def seconds(self, instant: datetime) -> float:
        """
        Say how long after the midnight an instant is.

        Parameters
        ----------
        instant
            Aware.

        Returns
        -------
        seconds
            That really pass, whatever the clocks do.
        """
        return (instant.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds()

    def opening(self, numbers: NDArray[np.intp], arrival_s: Floats) -> Codes:
        """
        Say whether places are open when one comes.

        Parameters
        ----------
        numbers
            Shape ``(n,)``: of the places.
        arrival_s
            Shape ``(n,)``: seconds after the midnight; beyond the span, its end.

        Returns
        -------
        opening
            Shape ``(n,)``: positions in `geo.access.orientation.OPENINGS`.
        """
        latest = SPAN.total_seconds() - MINUTE_S
        minute = np.floor(np.minimum(arrival_s, latest) / MINUTE_S)
        which = (self.from_min[numbers] <= minute[:, None]).sum(axis=1) - 1
        said: Codes = self.states[numbers, which]
        return said

    def surest(self, numbers: NDArray[np.intp], start_s: float, end_s: float) -> int:
        """
        Say how sure it may be that one of some places is open, whenever one comes.

        Parameters
        ----------
        numbers
            Of the places.
        start_s, end_s
            Seconds after the midnight between which one may come, both included.

        Returns
        -------
        tier
            The best of `geo.access.orientation.tiers`, or one worse than all without any place.
        """
        begins = self.from_min[numbers]
        ends = np.full_like(begins, NEVER)
        ends[:, :-1] = begins[:, 1:]
        during = (begins <= end_s // MINUTE_S) & (ends > start_s // MINUTE_S)
        possible = tiers(self.states[numbers])[during]
        return int(possible.min(initial=LEAST_SURE + 1))


def lay_out(
    horaires: Sequence[str | None], reserves: Sequence[Collection[str]], day: date
) -> Timetable:
    """
    Lay out the hours of places.

    Parameters
    ----------
    horaires, reserves
        Of each.
    day
        In Paris, on which people leave.

    Returns
    -------
    timetable
        The same as `geo.domain.horaires.opening_at`, to the minute; and when hours in doubt say
        closed (`geo.domain.horaires.closes_on_record`).
    """
    start = datetime.combine(day, time(), tzinfo=PARIS)
    records = [(text, tuple(why)) for text, why in zip(horaires, reserves, strict=True)]
    kinds: dict[Record, int] = {}
    kind = [kinds.setdefault(record, len(kinds)) for record in records]
    lines = [_line(record, start) for record in kinds]
    width = max(map(len, lines), default=1)
    from_min = np.full((len(lines), width), NEVER, dtype=np.int16)
    states = np.zeros((len(lines), width), dtype=np.int8)
    for number, line in enumerate(lines):
        from_min[number, : len(line)] = [minute for minute, _ in line]
        states[number, : len(line)] = [code for _, code in line]
    which = np.array(kind, dtype=np.intp)
    return Timetable(start, from_min[which], states[which])


def _line(record: Record, start: datetime) -> list[tuple[int, int]]:
    midnight = start.astimezone(UTC)
    horaires, reserves = record
    doubted = closes_on_record(horaires, reserves)
    said = states_between(horaires, () if doubted else reserves, start, midnight + SPAN)
    return [
        (
            int((begin.astimezone(UTC) - midnight).total_seconds()) // MINUTE_S,
            _doubted(ouvert) if doubted else OPENINGS.index(ouvert),
        )
        for begin, ouvert in said
    ]


def _doubted(ouvert: Ouvert) -> int:
    return CLOSED_ON_RECORD if ouvert is Ouvert.NON else OPENINGS.index(Ouvert.INCONNU)
