"""How many doors the people of each origin push, for every public and need: what maps colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.access.door_shares import questions
from geo.access.doors import doors, outcomes
from geo.access.eligibility import served
from geo.access.need_coverage import NEEDS, Need
from geo.access.survey import Flags, Survey
from geo.domain.competence import Competence

NOT_MEASURED = -1
"""Outcome of people of whom nothing is known by the mode."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DoorOutcomes:
    """
    Outcomes by one mode, within one budget; ``n`` origins, ``q`` distinct questions.

    Attributes
    ----------
    needs
        Publics and needs.
    of_need
        Which question each need asks.
    outcome
        Shape ``(q, n)``: position in `geo.access.doors.RESULTATS`, or `NOT_MEASURED`.
    is_estimate
        Shape ``(q, n)``: as of `geo.access.doors.Doors.is_estimate`.
    """

    needs: tuple[Need, ...]
    of_need: NDArray[np.intp]
    outcome: NDArray[np.int8]
    is_estimate: Flags


def door_outcomes(
    survey: Survey,
    competences: Iterable[Competence],
    *,
    cutoff_s: float,
    needs: Sequence[Need] = NEEDS,
) -> DoorOutcomes:
    """
    Say how many doors the people of each origin push.

    Parameters
    ----------
    survey
        ``n`` people, places and times by one mode.
    competences
        The declared table.
    cutoff_s
        Budget for each leg in seconds, inclusive.
    needs
        Publics and needs, in the order to show.

    Returns
    -------
    outcomes
        Of all of them.

    Notes
    -----
    Contract: pure; residents by outcome are those of `geo.access.door_shares.door_table`, where
    everybody is measured.
    """
    asked = questions(survey.places, competences, needs)
    may = served(survey.places.zones, survey.people.codes)
    found = [
        doors(survey, competent=helps, sends_on=welcomes, served=may)
        for helps, welcomes in zip(asked.competent, asked.sends_on, strict=True)
    ]
    shape = (len(found), len(survey.people.ids))
    told = np.array([outcomes(one, cutoff_s) for one in found], dtype=np.int8).reshape(shape)
    measured = survey.times.measured
    return DoorOutcomes(
        needs=tuple(needs),
        of_need=asked.of_need,
        outcome=told if measured is None else np.where(measured, told, np.int8(NOT_MEASURED)),
        is_estimate=np.array([one.is_estimate for one in found], dtype=np.bool_).reshape(shape),
    )
