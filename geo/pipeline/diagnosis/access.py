"""How long residents travel to the nearest door, and how unequally; how many doors they push."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.coverage_counts import MEASURED
from geo.access.door_outcomes import NOT_MEASURED, DoorOutcomes, door_outcomes
from geo.access.doors import DEUX, UNE
from geo.access.doubt import nearest_in_doubt
from geo.access.equity import gini, weighted_quantile
from geo.access.need_coverage import reseau_helpers
from geo.access.survey import Counts, Flags, Survey
from geo.diagnostics.findings import ACCESS_COLUMNS, EQUITY_COLUMNS, MAIN_NEED
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.pipeline.diagnosis.ground import Ground, Territory, by_territory

Floats = NDArray[np.float64]

_MAIN = Profil.TOUT_PUBLIC, Mission(MAIN_NEED)

QUANTILES = {"p10_s": 0.1, "median_s": 0.5, "p90_s": 0.9}
"""Column of the equity table, and share of residents whose time does not exceed it."""


def outcomes_by_mode(ground: Ground) -> dict[str, DoorOutcomes]:
    """
    Say how many doors the people of each origin push, for every public and need.

    Parameters
    ----------
    ground
        What it is found from.

    Returns
    -------
    outcomes
        By mode, within the cut-off of each.
    """
    return {
        one.times.mode: door_outcomes(
            one, ground.gaps.competences, cutoff_s=ground.cutoffs_s[one.times.mode]
        )
        for one in ground.surveys
    }


def access_table(ground: Ground, found: Mapping[str, DoorOutcomes]) -> pd.DataFrame:
    """
    Find the nearest door of each origin, and whether everyone is helped from there.

    Parameters
    ----------
    ground
        What it is found from.
    found
        From `outcomes_by_mode`.

    Returns
    -------
    access
        `geo.diagnostics.findings.ACCESS_COLUMNS`, by mode then origin. A door whose zone leaves
        the residents out is none of theirs; of equal times, the first in the neutral order.
    """
    tables = [_access(ground, survey, found[survey.times.mode]) for survey in ground.surveys]
    return pd.concat(tables, ignore_index=True).loc[:, list(ACCESS_COLUMNS)]


def equity_table(ground: Ground, access: pd.DataFrame) -> pd.DataFrame:
    """
    Say how unequal the times of residents are, by territory and mode.

    Parameters
    ----------
    ground
        What the access was found from.
    access
        From `access_table`.

    Returns
    -------
    equity
        `geo.diagnostics.findings.EQUITY_COLUMNS`, by mode then territory.
    """
    rows: list[dict[str, object]] = []
    for mode in ground.modes:
        told = access[access["mode"] == mode]
        time_s = told["travel_time_s"].to_numpy(dtype=np.float64)
        flags = told["measured"].to_numpy(dtype=bool), told["is_estimate"].to_numpy(dtype=bool)

        def row(
            one: Territory, time_s: Floats = time_s, flags: tuple[Flags, Flags] = flags
        ) -> Mapping[str, object]:
            inside = one.origins
            return _shares(
                time_s[inside],
                ground.people.population[inside],
                measured=flags[0][inside],
                estimated=flags[1][inside],
            )

        rows += [{"mode": mode, **told} for told in by_territory(ground, row)]
    return pd.DataFrame(rows, columns=list(EQUITY_COLUMNS))


def finite(value: float) -> float:
    """Give a time, or a missing one where nothing is reached."""
    return value if np.isfinite(value) else np.nan


def _access(ground: Ground, survey: Survey, found: DoorOutcomes) -> pd.DataFrame:
    helpers = reseau_helpers(survey.people, survey.places, [ALL_RESEAUX])
    nearest = nearest_in_doubt(survey, helpers.competent[0], helpers.served, ground.gaps.doubts)
    outcome = found.outcome[found.of_need[found.needs.index(_MAIN)]]
    known = outcome != NOT_MEASURED
    ids = np.array([*survey.places.ids, None], dtype=object)
    return pd.DataFrame(
        {
            "origin_id": survey.people.ids,
            "mode": survey.times.mode,
            "travel_time_s": nearest.time_s.astype(np.float64),
            "place_id": ids[nearest.place],
            "is_estimate": nearest.is_estimate,
            "one_door": known & (outcome == UNE),
            "two_doors": known & (outcome <= DEUX),
            "measured": nearest.measured,
        }
    )


def _shares(
    time_s: Floats, population: Counts, *, measured: Flags, estimated: Flags
) -> dict[str, object]:
    """Tell the times of the residents of one territory."""
    residents = np.where(measured, population, 0)
    if residents.sum() < MEASURED * population.sum():  # nothing can be said
        residents = np.zeros_like(population)
    reached = np.isfinite(time_s)
    known = int(residents.sum())
    told: dict[str, object] = {
        column: finite(weighted_quantile(time_s, residents, q=q)) for column, q in QUANTILES.items()
    }
    return told | {
        "gini": gini(time_s[reached], residents[reached]),
        "reached": residents[reached].sum() / known if known else np.nan,
        "is_estimate": bool((estimated & reached & (residents > 0)).any()),
    }
