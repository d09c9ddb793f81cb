"""The two doors of a region: shares of residents, from ready travel times."""

from collections.abc import Iterable, Sequence

import pandas as pd

from geo.access.door_shares import door_table
from geo.access.need_coverage_table import PARTITIONS
from geo.access.survey import Survey
from geo.domain.competence import Competence
from geo.domain.couverture import THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.tables import DOORS_COLUMNS


def door_shares(
    surveys: Sequence[Survey],
    competences: Iterable[Competence],
    *,
    profiles: Sequence[Profil] = tuple(Profil),
    missions: Sequence[Mission] = tuple(Mission),
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count residents by how many doors they push, for every public, need and mode.

    Parameters
    ----------
    surveys
        People, places and times, a mode each.
    competences
        The declared table.
    profiles, missions
        Publics and needs, in the order to report.
    cutoffs_s
        Budgets for each leg in seconds, inclusive, in the order to report.
    partitions
        Ways to cut the territory, in the order to report.

    Returns
    -------
    table
        `DOORS_COLUMNS`, those of `geo.access.door_shares.door_table` one mode under the other.

    Raises
    ------
    InputError
        As of `geo.access.door_shares.door_table`.
    """
    table = tuple(competences)
    needs = [(profil, mission) for profil in profiles for mission in missions]
    found = [
        door_table(survey, table, needs=needs, cutoffs_s=cutoffs_s, partitions=partitions)
        for survey in surveys
    ]
    if not found:
        return pd.DataFrame(columns=list(DOORS_COLUMNS))
    return pd.concat(found, ignore_index=True)
