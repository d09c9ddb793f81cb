"""Whom the doors miss in a territory: the zones of each question and mode, and their people."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.gap_report import GapQuestion, GapReport
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.residents import residents, times_of
from geo.diagnostics.sections.words import is_region, need_name, profile_name, reseau_name
from geo.domain.couverture import ALL_RESEAUX

ENOUGH = 0.01
"""Share of residents out of reach from which a mode is worth a map of its own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Missed:
    """
    Whom one question and mode leaves out, in one territory.

    Attributes
    ----------
    report
        Of the whole region.
    here
        Shape ``(zones,)``: which zones of the report are in the territory.
    measured
        Residents of whom something is known by this mode.
    """

    report: GapReport
    here: NDArray[np.bool_]
    measured: int

    @property
    def zones(self) -> pd.DataFrame:
        """Zones of the territory, most people first."""
        return self.report.zones[self.here]

    @property
    def people(self) -> int | None:
        """Residents out of reach; None where nothing is known of anyone."""
        return self._sum("left_out")

    @property
    def firmly(self) -> int | None:
        """Those of them who stay so whatever the truth within the doubt."""
        return self._sum("firmly_out")

    @property
    def remotely(self) -> int | None:
        """Those of them whom a remote service helps; None where that was not asked."""
        asked = self.report.question.besoin is not None
        return self._sum("helped_remotely") if asked else None

    def _sum(self, column: str) -> int | None:
        if not self.measured:
            return None
        return int(self.report.zones[column].to_numpy()[self.here].sum())


def all_missed(findings: Findings, code: str) -> tuple[Missed, ...]:
    """
    Give whom every question and mode leaves out of a territory.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    missed
        One a report, in the order of the findings.
    """
    people = residents(findings, code)["population"].to_numpy(dtype=np.int64)
    measured = {
        mode: int(people[times_of(findings, code, mode)["measured"].to_numpy(dtype=bool)].sum())
        for mode in findings.modes
    }
    return tuple(
        Missed(
            report=report,
            here=np.asarray(
                is_region(findings, code) | (report.zones["territory_code"] == code), dtype=bool
            ),
            measured=measured[report.mode],
        )
        for report in findings.gaps
        if report.mode in measured
    )


def questions(findings: Findings) -> tuple[GapQuestion, ...]:
    """
    Give the questions that were asked, once whatever the modes.

    Parameters
    ----------
    findings
        Of the region.

    Returns
    -------
    questions
        In the order of the findings.
    """
    told = {_name(report.question): report.question for report in findings.gaps}
    return tuple(told.values())


def same_question(missed: Missed, question: GapQuestion) -> bool:
    """
    Tell whether a report answers a question, whatever the mode and threshold.

    Parameters
    ----------
    missed
        Any.
    question
        By `questions`.

    Returns
    -------
    same
        True for the same réseau, or public and need.
    """
    return _name(missed.report.question) == _name(question)


def question_words(findings: Findings, question: GapQuestion) -> str:
    """
    Say whom gaps were looked for.

    Parameters
    ----------
    findings
        Of the region.
    question
        Any.

    Returns
    -------
    words
        As « Jeune de 16 à 25 ans : information ».
    """
    if question.profil is not None and question.besoin is not None:
        return f"{profile_name(question.profil)} : {need_name(question.besoin).lower()}"
    if question.reseau == ALL_RESEAUX:
        return "Un lieu, quel que soit son réseau"
    return reseau_name(findings, str(question.reseau))


def leading(findings: Findings, missed: tuple[Missed, ...]) -> Missed | None:
    """
    Choose the question and mode to look at first.

    Parameters
    ----------
    findings
        Of the region.
    missed
        By `all_missed`.

    Returns
    -------
    lead
        The first question that leaves anyone out; of its modes, the one that leaves out fewest,
        yet `ENOUGH`; else the one that leaves out most. None where nobody is left out.
    """
    for question in questions(findings):
        some = [one for one in missed if same_question(one, question) and one.people]
        enough = [one for one in some if (one.people or 0) >= ENOUGH * one.measured]
        if enough:
            return min(enough, key=lambda one: one.people or 0)
        if some:
            return max(some, key=lambda one: one.people or 0)
    return None


def in_order(findings: Findings, missed: tuple[Missed, ...], lead: Missed) -> Iterator[Missed]:
    """
    Give the lead, then the others by question, the mode that reaches farthest first.

    Parameters
    ----------
    findings, missed
        As of `leading`.
    lead
        Its answer.

    Yields
    ------
    missed
        Each once.
    """
    yield lead
    for question in questions(findings):
        rest = [one for one in missed if same_question(one, question) and one is not lead]
        yield from sorted(rest, key=lambda one: one.people or 0)


def _name(question: GapQuestion) -> tuple[object, ...]:
    return question.reseau, question.profil, question.besoin
