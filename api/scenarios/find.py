"""Compare a scenario with what the worker knows, and say what changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.answers import Element
from api.networks.words import to_network
from api.scenarios.body import DemandeScenario, to_scenario
from api.scenarios.surveyed import Surveyed
from api.validation import Refusal, RefusedParametersError
from geo.access.comparison import Compared, compare, openness
from geo.access.gains import GAIN, LOSS, REGION, TerritoryChange, most_affected, territory_changes
from geo.access.scenario import apply, check_scenario
from geo.access.situation import Situation, situation_after
from geo.access.survey import Survey
from geo.domain.scenario import Scenario, ScenarioError, check_hours_count
from geo.export.scenario import matters, origin_element, territory_element
from geo.network.scenario_times import times_of_new

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.networks.service import Service

ORIGINS_MAX = 20
"""Communes named of those who gain, and of those who lose."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """
    A scenario to be compared.

    Attributes
    ----------
    asked, scenario
        What was asked, and what would change.
    surveyed, before
        What it is compared with.
    doors
        Which réseaux there are, and whether their places are doors.
    cutoffs_s
        Budgets in seconds.
    """

    asked: DemandeScenario
    scenario: Scenario
    surveyed: Surveyed
    before: Situation
    doors: "Mapping[str, bool]"
    cutoffs_s: Sequence[int]


def read_scenario(asked: DemandeScenario) -> Scenario:
    """
    Give what would change.

    Parameters
    ----------
    asked
        Validated.

    Returns
    -------
    scenario
        Whose hours count, if any change.

    Raises
    ------
    RefusedParametersError
        If its changes contradict one another.
    """
    try:
        scenario = to_scenario(asked)
        check_hours_count(scenario)
    except ScenarioError as error:
        raise refused(error) from None
    return scenario


def refused(error: ScenarioError) -> RefusedParametersError:
    """
    Say in an answer why a scenario cannot be.

    Parameters
    ----------
    error
        Whose message quotes no value.

    Returns
    -------
    refusal
        To be raised.
    """
    where = None if error.kind is None else f"{error.kind}[{error.number - 1}]"
    return RefusedParametersError([Refusal(where, str(error))])


def find_changes(question: Question) -> Element:
    """
    Compare a scenario: work for a thread.

    Parameters
    ----------
    question
        What is compared with what.

    Returns
    -------
    content
        As `api.scenarios.models.Comparaison`.

    Raises
    ------
    RefusedParametersError
        If it speaks of a place, a réseau or a territory that is not known.
    """
    asked, surveyed, before = question.asked, question.surveyed, question.before
    after = _after(question)
    compared = compare(
        before,
        after,
        questions=[(profil, need) for profil in asked.publics for need in asked.needs],
        cutoffs_s=question.cutoffs_s,
        instant=question.scenario.instant,
    )
    changes = territory_changes(compared, surveyed.inhabited.people)
    shown = [one for one in changes if one.territory_type == REGION or matters(one)]
    names = surveyed.inhabited.territories
    return {
        "mode": asked.mode.value,
        "au_plus_s": list(question.cutoffs_s),
        **_times(before.survey, surveyed.service),
        "lieux_avant": len(before.survey.places.ids),
        "lieux_apres": len(after.survey.places.ids),
        **_opening(after.survey, question.scenario),
        "elements": [territory_element(one, names) for one in _ordered(shown)],
        "lignes_sans_effet": len(changes) - len(shown),
        "communes_gagnantes": _origins(compared, surveyed, GAIN),
        "communes_perdantes": _origins(compared, surveyed, LOSS),
    }


def _after(question: Question) -> Situation:
    survey, scenario = question.before.survey, question.scenario
    service = question.surveyed.service
    try:
        check_scenario(survey, scenario, question.doors)  # before any search
    except ScenarioError as error:
        raise refused(error) from None
    streets = None if service is None else service.engine
    times = times_of_new(survey, scenario, question.asked.mode, streets)
    return situation_after(question.before, apply(survey, scenario, times, question.doors))


def _times(survey: Survey, service: "Service | None") -> Element:
    """Say where the times come from."""
    return {
        "estime": bool(survey.times.is_estimate.any()),
        "publiable": survey.times.publiable,
        "reseau_rues": None if service is None else to_network(service.network),
    }


def _opening(survey: Survey, scenario: Scenario) -> Element:
    """Say when places had to be open, and of how many nothing is known then."""
    if scenario.instant is None:
        return {"instant": None, "horaires_inconnus": None}
    unknown = openness(survey.places, scenario.instant).unknown
    return {"instant": scenario.instant.isoformat(), "horaires_inconnus": int(unknown.sum())}


def _ordered(changes: Sequence[TerritoryChange]) -> list[TerritoryChange]:
    """Put the region first; the rest is in the order of publics, needs, times and codes."""
    return sorted(changes, key=lambda change: change.territory_type != REGION)


def _origins(compared: Sequence[Compared], surveyed: Surveyed, verdict: int) -> list[Element]:
    inhabited = surveyed.inhabited
    found = most_affected(compared, inhabited.people, verdict=verdict, at_most=ORIGINS_MAX)
    return [origin_element(one, inhabited.origins) for one in found]
