"""The gap zones of a diagnosis: a few declared questions, by every mode."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.access.gap_report import GapQuestion, GapReport
from geo.access.survey import Survey, Times32
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.pipeline.diagnosis.ground import Ground
from geo.pipeline.gaps import report_gaps
from geo.progress import Reporter, SilentReporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    Whom gaps are looked for.

    Attributes
    ----------
    profil, besoin
        Public and need that must be answered near; None for any door.
    """

    profil: Profil | None = None
    besoin: Mission | None = None

    def told(self) -> dict[str, str]:
        """Say it as the parameters of a run do."""
        if self.profil is None or self.besoin is None:
            return {"reseau": ALL_RESEAUX}
        return {"profil": self.profil.value, "besoin": self.besoin.value}


QUESTIONS = (
    Question(),
    Question(profil=Profil.DEMANDEUR_EMPLOI, besoin=Mission.ACCOMPAGNEMENT),
    Question(profil=Profil.JEUNE, besoin=Mission.INFORMATION),
    Question(profil=Profil.PERSONNE_HANDICAPEE, besoin=Mission.ACCOMPAGNEMENT),
)
"""
What is asked of every territory, in the order to show; project choice.

Any door at all; then the three publics that the sources name first: those who look for work, the
young, disabled people.
"""


def gap_reports(ground: Ground, report: Reporter) -> tuple[GapReport, ...]:
    """
    Find the gap zones of every question and mode.

    Parameters
    ----------
    ground
        What they are found from.
    report
        Shows the step.

    Returns
    -------
    reports
        By question, then mode, in the order to show; no zone crosses the border of a bassin.
    """
    asked = [(question, survey) for question in QUESTIONS for survey in ground.surveys]
    found = []
    with report.step("Zones hors de portée et sites", total=len(asked)) as advance:
        for question, survey in asked:
            found.append(_gaps(ground, question, survey))
            advance(1)
    return tuple(found)


def _gaps(ground: Ground, question: Question, survey: Survey) -> GapReport:
    mode = survey.times.mode

    def site_times_s(out: NDArray[np.intp]) -> Times32:
        return ground.site_times_s[mode][out]

    need = question.profil is not None
    asked = GapQuestion(
        reseau=None if need else ALL_RESEAUX,
        profil=question.profil,
        besoin=question.besoin,
        cutoff_s=None if mode in ground.references else ground.cutoffs_s[mode],
    )
    return report_gaps(ground.gaps, survey, asked, SilentReporter(), site_times_s=site_times_s)
