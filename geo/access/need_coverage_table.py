"""Coverage by need or by réseau as tables: a row a territory, question, form and threshold."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.access.coverage_counts import MEASURED
from geo.access.need_coverage import (
    FORMS,
    Helpers,
    Need,
    TerritoryCoverage,
    residents_helped,
)
from geo.access.survey import Survey
from geo.domain.couverture import THRESHOLDS_S, Forme
from geo.tables import COVERAGE_COLUMNS, NEED_COVERAGE_COLUMNS

PARTITIONS = ("bassin", "region")
"""Territories that are reported on unless others are asked for."""


def need_coverage_of(
    survey: Survey,
    helpers: Helpers,
    needs: Sequence[Need],
    *,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count the residents helped with each need, by one mode.

    Parameters
    ----------
    survey
        People, places and times.
    helpers
        From `geo.access.need_coverage.need_helpers`, of the same needs.
    needs
        Publics and needs, in the order to report.
    cutoffs_s
        Thresholds in seconds, inclusive, in the order to report.
    partitions
        Ways to cut the territory, in the order to report.

    Returns
    -------
    coverage
        `NEED_COVERAGE_COLUMNS`: a row a territory (sorted within its partition), need, form and
        threshold, in that order. Help from afar rests on no time, so it is never an estimate; where
        under `geo.access.coverage_counts.MEASURED` of the residents are known to the mode, there is
        no other row: nothing can be said.

    Raises
    ------
    InputError
        If the people are not told apart that way.

    Notes
    -----
    Contract: that of `geo.access.need_coverage.residents_helped`.
    """
    found = residents_helped(survey, helpers, partitions=partitions, cutoffs_s=cutoffs_s)
    profiles = np.array([profil.value for profil, _ in needs], dtype=object)
    missions = np.array([mission.value for _, mission in needs], dtype=object)
    tables = [
        _rows(name, found[name], cutoffs_s, {"profile": profiles, "mission": missions})
        for name in partitions
    ]
    return _joined(tables, survey.times.mode, NEED_COVERAGE_COLUMNS)


def reseau_coverage_of(
    survey: Survey,
    helpers: Helpers,
    reseaux: Sequence[str],
    *,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count the residents with a place of each réseau within reach, by one mode.

    Parameters
    ----------
    survey
        People, places and times.
    helpers
        From `geo.access.need_coverage.reseau_helpers`, of the same réseaux.
    reseaux
        Codes, in the order to report.
    cutoffs_s, partitions
        As of `need_coverage_of`.

    Returns
    -------
    coverage
        `COVERAGE_COLUMNS` and ``is_estimate``: a row a territory, réseau and threshold.

    Raises
    ------
    InputError
        If the people are not told apart that way.

    Notes
    -----
    Contract: that of `geo.access.need_coverage.residents_helped`. A place whose zone leaves a
    person out does not count for them; where no zone is known, these are the figures of
    `geo.access.coverage.coverage`.
    """
    found = residents_helped(survey, helpers, partitions=partitions, cutoffs_s=cutoffs_s)
    codes = {"reseau": np.array(reseaux, dtype=object)}
    tables = [_rows(name, found[name], cutoffs_s, codes) for name in partitions]
    joined = _joined(tables, survey.times.mode, (*COVERAGE_COLUMNS, "is_estimate", "form"))
    physical = joined["form"] == Forme.PHYSIQUE.value
    return joined[physical].drop(columns="form").reset_index(drop=True)


def _rows(
    partition: str,
    found: TerritoryCoverage,
    cutoffs_s: Sequence[int],
    questions: Mapping[str, np.ndarray],
) -> pd.DataFrame:
    """Lay out one partition, a row a territory, question, form and threshold."""
    shape = found.covered.shape
    territory, question, form, cutoff = (
        np.broadcast_to(axis, shape).ravel() for axis in np.ogrid[tuple(map(slice, shape))]
    )
    forms = np.array([one.value for one in FORMS], dtype=object)
    by_place = forms[form] != Forme.A_DISTANCE.value
    known = found.measured >= MEASURED * found.population
    rows = pd.DataFrame(
        {
            "territory_type": partition,
            "territory_code": np.array(found.codes, dtype=object)[territory],
            **{name: values[question] for name, values in questions.items()},
            "form": forms[form],
            "cutoff_s": np.array(cutoffs_s, dtype=np.int64)[cutoff],
            "population": found.population[territory],
            "covered_population": found.covered.ravel(),
            "is_estimate": found.is_estimate[territory, question] & by_place,
        }
    )
    told: pd.DataFrame = rows[known[territory] | ~by_place]
    return told


def _joined(tables: Sequence[pd.DataFrame], mode: str, columns: Sequence[str]) -> pd.DataFrame:
    both = pd.concat(tables, ignore_index=True).assign(mode=mode)
    return both.loc[:, list(columns)]
