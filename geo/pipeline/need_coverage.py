"""Coverage of needs and of réseaux, by every mode surveyed."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from geo.access.need_coverage import NEEDS, Helpers, Need, need_helpers, reseau_helpers
from geo.access.need_coverage_table import PARTITIONS, need_coverage_of, reseau_coverage_of
from geo.access.survey import People, Places, Survey
from geo.domain.competence import Competence
from geo.domain.couverture import THRESHOLDS_S
from geo.domain.service_distance import ServiceDistance
from geo.errors import InputError


def need_coverage(
    surveys: Sequence[Survey],
    competences: Iterable[Competence],
    services: Iterable[ServiceDistance],
    *,
    needs: Sequence[Need] = NEEDS,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count the residents helped with each need: at a place, from afar, either.

    Parameters
    ----------
    surveys
        One a mode.
    competences
        The declared table.
    services
        The remote services.
    needs
        Publics and needs, in the order to report.
    cutoffs_s
        Thresholds in seconds, inclusive.
    partitions
        Ways to cut the territory.

    Returns
    -------
    coverage
        `geo.tables.NEED_COVERAGE_COLUMNS`, by survey as given, then as of
        `geo.access.need_coverage_table.need_coverage_of`.

    Raises
    ------
    InputError
        If there is no survey, or the people are not told apart that way.

    Notes
    -----
    Contract: that of `geo.access.need_coverage.residents_helped`.
    """
    table, lines = tuple(competences), tuple(services)
    helpers = _shared(
        surveys, lambda people, places: need_helpers(people, places, table, lines, needs)
    )
    return pd.concat(
        [
            need_coverage_of(one, helped, needs, cutoffs_s=cutoffs_s, partitions=partitions)
            for one, helped in zip(surveys, helpers, strict=True)
        ],
        ignore_index=True,
    )


def reseau_coverage(
    surveys: Sequence[Survey],
    reseaux: Sequence[str],
    *,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count the residents with a place of each réseau within reach.

    Parameters
    ----------
    surveys
        One a mode.
    reseaux
        Codes, `geo.domain.couverture.ALL_RESEAUX` among them if wanted.
    cutoffs_s, partitions
        As of `need_coverage`.

    Returns
    -------
    coverage
        `geo.tables.COVERAGE_COLUMNS` and ``is_estimate``, by survey as given, then as of
        `geo.access.need_coverage_table.reseau_coverage_of`.

    Raises
    ------
    InputError
        If there is no survey, or the people are not told apart that way.
    """
    helpers = _shared(surveys, lambda people, places: reseau_helpers(people, places, reseaux))
    return pd.concat(
        [
            reseau_coverage_of(one, helped, reseaux, cutoffs_s=cutoffs_s, partitions=partitions)
            for one, helped in zip(surveys, helpers, strict=True)
        ],
        ignore_index=True,
    )


def _shared(surveys: Sequence[Survey], find: Callable[[People, Places], Helpers]) -> list[Helpers]:
    """Find helpers once for surveys of the same people and places."""
    if not surveys:
        raise InputError("needed a survey at least, got none.")
    found: list[Helpers] = []
    for number, survey in enumerate(surveys):
        before = surveys[number - 1] if number else None
        same = before and before.people is survey.people and before.places is survey.places
        found.append(found[-1] if same else find(survey.people, survey.places))
    return found
