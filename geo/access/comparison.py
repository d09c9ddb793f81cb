"""Who gains and who loses between two states of the places; light, for the API asks too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from geo.access.doors import DEUX, UNE, Doors, outcomes
from geo.access.situation import Question, Situation, find
from geo.access.survey import Flags, Places, Times32
from geo.domain.horaires import Ouvert, opening_at
from geo.domain.mission import Mission
from geo.domain.profil import Profil

SOONER_S = 1.0
"""The least difference between two times, inclusive: answers give whole seconds."""

SAME_ACCESS = 1e-9
"""Relative difference of access per resident up to which it is the same: sums are rounded."""

Floats = NDArray[np.float64]
Signs = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """
    What changes for each of ``n`` origins: one public, one need, one budget.

    Attributes
    ----------
    profil, mission, cutoff_s
        Which.
    verdict
        1 who gain, -1 who lose, 0 for whom nothing changes.
    uncertain
        Whose verdict is another if the places of which no opening is known are open.
    outcome_before, outcome_after
        As of `geo.access.doors.outcomes`.
    before_s, after_s
        Time to the nearest competent place.
    through_before_s, through_after_s
        Least budget that holds both legs to one through a first door.
    added_s
        What is added to the time of whoever keeps the result 1 or 2, `SOONER_S` or more; else 0.
    access_before, access_after
        Capacity within the budget for each resident.
    is_estimate
        Whether a budget rests on a time that no network gave, before or after.
    measured
        Of whom anything is known of this mode; for the others nothing changes.
    """

    profil: Profil
    mission: Mission
    cutoff_s: float
    verdict: Signs
    uncertain: Flags
    outcome_before: Signs
    outcome_after: Signs
    before_s: Times32
    after_s: Times32
    through_before_s: Times32
    through_after_s: Times32
    added_s: Floats
    access_before: Floats
    access_after: Floats
    is_estimate: Flags
    measured: Flags


class Asked(TypedDict):
    """What `compare` is asked."""

    questions: Sequence[Question]
    cutoffs_s: Sequence[float]


@dataclass(frozen=True, slots=True)
class Openness:
    """Which places are open at an instant, and of which nothing is known; shape ``(m,)``."""

    certain: Flags
    unknown: Flags


def openness(places: Places, instant: datetime) -> Openness:
    """
    Say which places are open.

    Parameters
    ----------
    places
        ``m`` places.
    instant
        Aware.

    Returns
    -------
    openness
        An appointment is no open door; doubt is told apart.
    """
    records = zip(places.horaires, places.reserves, strict=True)
    said = [opening_at(*record, instant).ouvert for record in records]
    return Openness(
        certain=np.array([one is Ouvert.OUI for one in said], dtype=np.bool_),
        unknown=np.array([one is Ouvert.INCONNU for one in said], dtype=np.bool_),
    )


def compare(
    before: Situation,
    after: Situation,
    *,
    questions: Sequence[Question],
    cutoffs_s: Sequence[float],
    instant: datetime | None = None,
) -> list[Compared]:
    """
    Compare what two states of the places mean for people.

    Parameters
    ----------
    before, after
        Of the same people; hours do not count in them.
    questions
        Publics and needs.
    cutoffs_s
        Budgets in seconds, inclusive, each for either leg.
    instant
        When places must be open; None: hours do not count.

    Returns
    -------
    compared
        A value a question and budget, in their order.

    Raises
    ------
    InputError
        If a budget is no time, or the instant none of which opening hours can speak.

    Notes
    -----
    Contract: pure, but for what both remember; comparing the other way round turns verdicts
    around. Who comes to a better `geo.domain.couverture.Resultat` gains; with the same one,
    within the budget, who is there at least `SOONER_S` sooner: at the place that helps, or, with
    two doors, on the longer of the two legs. Beyond the budget no time counts: nobody gains by
    help that comes to be two hours away. At an instant only places that are certainly open
    count, before and after; `Compared.uncertain` says who hangs on those of which nothing is
    known.
    """
    if instant is None:
        return [
            _compared(before, after, question, cutoff_s)
            for question in questions
            for cutoff_s in cutoffs_s
        ]
    old, new = (openness(one.survey.places, instant) for one in (before, after))
    asked: Asked = {"questions": questions, "cutoffs_s": cutoffs_s}
    certain = compare(*_among(before, old.certain, after, new.certain), **asked)
    old_possible, new_possible = old.certain | old.unknown, new.certain | new.unknown
    possible = compare(*_among(before, old_possible, after, new_possible), **asked)
    return [
        replace(one, uncertain=one.verdict != other.verdict)
        for one, other in zip(certain, possible, strict=True)
    ]


def _among(
    before: Situation, open_before: Flags, after: Situation, open_after: Flags
) -> tuple[Situation, Situation]:
    old = replace(before, available=open_before, found={}, earlier={})
    # numbers of places mean the same in both only where one was made from the other
    earlier = old.found if after.earlier is before.found else {}
    return old, replace(after, available=open_after, found={}, earlier=earlier)


def _compared(before: Situation, after: Situation, question: Question, cutoff_s: float) -> Compared:
    (old, access_before), (new, access_after) = (
        find(one, question, cutoff_s) for one in (before, after)
    )
    outcome_before, outcome_after = (outcomes(one, cutoff_s) for one in (old, new))
    told = before.survey.times.measured
    measured = np.ones(len(outcome_before), dtype=np.bool_) if told is None else told
    added_s = _added_s(old, new, outcome_before, outcome_after)
    better = np.sign(outcome_before - outcome_after)
    verdict = np.where(better != 0, better, -np.sign(added_s))
    return Compared(
        profil=question[0],
        mission=question[1],
        cutoff_s=cutoff_s,
        verdict=np.where(measured, verdict, 0).astype(np.int8),
        uncertain=np.zeros(len(verdict), dtype=np.bool_),
        outcome_before=outcome_before,
        outcome_after=outcome_after,
        before_s=old.direct_s,
        after_s=new.direct_s,
        through_before_s=old.through_s,
        through_after_s=new.through_s,
        added_s=np.where(measured, added_s, 0.0),
        access_before=access_before,
        access_after=access_after,
        is_estimate=old.is_estimate | new.is_estimate,
        measured=measured,
    )


def _added_s(before: Doors, after: Doors, outcome_before: Signs, outcome_after: Signs) -> Floats:
    """Compare the times that matter to whoever keeps a result within the budget."""
    same = outcome_before == outcome_after
    direct_s, through_s = (
        difference_s(before.direct_s, after.direct_s),
        difference_s(before.through_s, after.through_s),
    )
    return np.select(
        [same & (outcome_before == UNE), same & (outcome_before == DEUX)],
        [direct_s, through_s],
        default=0.0,
    )


def difference_s(before_s: Times32, after_s: Times32) -> Floats:
    """
    Give what is added to times; nothing where it is less than `SOONER_S`.

    Parameters
    ----------
    before_s, after_s
        Shape ``(n,)``, ``inf`` where not reached.

    Returns
    -------
    difference_s
        Shape ``(n,)``: ``-inf`` where now reached, ``inf`` where no longer.
    """
    neither = np.isinf(before_s) & np.isinf(after_s)
    start, end = (np.where(neither, 0.0, times) for times in (before_s, after_s))
    added_s: Floats = end - start
    return np.where(np.abs(added_s) >= SOONER_S, added_s, 0.0)
