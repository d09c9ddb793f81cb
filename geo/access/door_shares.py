"""How many residents push one door, two, more, or find nobody: by territory, public and need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.coverage_counts import MEASURED
from geo.access.doors import RESULTATS, Doors, doors, outcomes
from geo.access.eligibility import competent, sends_on, served
from geo.access.need_coverage import NEEDS, Need
from geo.access.need_coverage_table import PARTITIONS
from geo.access.survey import Flags, People, Places, Survey
from geo.access.territories import sums
from geo.domain.competence import Competence
from geo.domain.couverture import LONGEST_S, THRESHOLDS_S
from geo.errors import InputError
from geo.tables import DOORS_COLUMNS

OUTCOME_COLUMNS = ["one_door", "two_doors", "beyond", "nobody"]
"""Columns of residents, in the order of `geo.access.doors.RESULTATS`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Questions:
    """
    What distinct questions some needs ask: many needs are met by the same places.

    Attributes
    ----------
    competent, sends_on
        Shape ``(m,)`` each, one pair a question: what `geo.access.doors.doors` wants.
    of_need
        Which question each need asks.
    """

    competent: tuple[Flags, ...]
    sends_on: tuple[Flags, ...]
    of_need: NDArray[np.intp]


def door_table(
    survey: Survey,
    competences: Iterable[Competence],
    *,
    needs: Sequence[Need] = NEEDS,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
    partitions: Sequence[str] = PARTITIONS,
) -> pd.DataFrame:
    """
    Count residents by how many doors they push, by one mode.

    Parameters
    ----------
    survey
        People, places and times.
    competences
        The declared table.
    needs
        Publics and needs, in the order to report.
    cutoffs_s
        Budgets for each leg in whole seconds, inclusive, up to `LONGEST_S`, in the order to
        report.
    partitions
        Ways to cut the territory, in the order to report.

    Returns
    -------
    table
        `DOORS_COLUMNS`: a row a territory (sorted within its partition), need and budget, in that
        order. All residents are counted as if they were of the public. Estimated as soon as a
        time that a resident of the territory depends on is. No row of a territory where under
        `geo.access.coverage_counts.MEASURED` of the residents are known to the mode.

    Raises
    ------
    InputError
        If the people are not told apart that way, or a budget is no such time.

    Notes
    -----
    Contract: pure; the order of people and places is irrelevant; the four columns of residents add
    up to the residents of the territory exactly; people in no territory of a partition count in
    none of it. For the laws of the outcomes, see `geo.access.doors`.
    """
    _check(survey.people, partitions)
    _check_budgets(cutoffs_s)
    asked = questions(survey.places, competences, needs)
    may = served(survey.places.zones, survey.people.codes)
    found = [
        doors(survey, competent=helps, sends_on=welcomes, served=may)
        for helps, welcomes in zip(asked.competent, asked.sends_on, strict=True)
    ]
    residents = _residents(found, survey.people, cutoffs_s)
    estimated = np.array([one.is_estimate for one in found], dtype=np.bool_)
    estimated = estimated.reshape(len(found), len(survey.people.ids)).T
    lived_in = survey.people.population[:, np.newaxis] > 0
    tables = []
    for name in partitions:
        territory = survey.people.partitions[name]
        codes, total = sums(residents, territory)
        doubt = sums(estimated & lived_in, territory)[1] > 0
        counted = total[:, asked.of_need], doubt[:, asked.of_need]
        rows = _rows((name, codes), needs, cutoffs_s, *counted)
        tables.append(rows[rows["territory_code"].isin(_told(survey, territory))])
    table = pd.concat(tables, ignore_index=True).assign(mode=survey.times.mode)
    return table.loc[:, list(DOORS_COLUMNS)]


def questions(
    places: Places, competences: Iterable[Competence], needs: Sequence[Need]
) -> Questions:
    """
    Find the distinct questions that needs ask.

    Parameters
    ----------
    places
        ``m`` places.
    competences
        The declared table.
    needs
        Publics and needs.

    Returns
    -------
    questions
        In the order in which they first come.
    """
    table = tuple(competences)
    welcomes = {profil: sends_on(places, table, [profil]) for profil, _ in needs}
    first: dict[bytes, int] = {}
    kept: list[tuple[Flags, Flags]] = []
    of_need = []
    for profil, mission in needs:
        helps = competent(places, table, [profil], mission)
        number = first.setdefault(np.stack((helps, welcomes[profil])).tobytes(), len(kept))
        of_need.append(number)
        if number == len(kept):
            kept.append((helps, welcomes[profil]))
    return Questions(
        competent=tuple(helps for helps, _ in kept),
        sends_on=tuple(welcome for _, welcome in kept),
        of_need=np.array(of_need, dtype=np.intp),
    )


def door_share(table: pd.DataFrame) -> pd.DataFrame:
    """
    Give the share of residents of each outcome.

    Parameters
    ----------
    table
        Of `door_table`.

    Returns
    -------
    share
        `OUTCOME_COLUMNS`, from 0 to 1, indexed like `table`; missing where nobody lives.
    """
    residents = table[OUTCOME_COLUMNS].astype(float)
    return residents.div(residents.sum(axis=1), axis=0)


def _check(people: People, partitions: Sequence[str]) -> None:
    unknown = [name for name in partitions if name not in people.partitions]
    if unknown or not partitions:
        raise InputError(f"needed some of {sorted(people.partitions)}, got {list(partitions)}.")


def _check_budgets(cutoffs_s: Sequence[int]) -> None:
    wrong = [one for one in cutoffs_s if not 0 <= one <= LONGEST_S or one != int(one)]
    if wrong:
        raise InputError(f"needed budgets of whole seconds, 0 to {LONGEST_S}, got {wrong}.")


def _told(survey: Survey, territory: Sequence[str]) -> list[str]:
    """Give the territories of which enough residents are known to the mode."""
    population, measured = survey.people.population, survey.times.measured
    codes, residents = sums(population, territory)
    _, known = sums(population if measured is None else population * measured, territory)
    enough = known >= MEASURED * residents
    return [code for code, told in zip(codes, enough, strict=True) if told]


def _residents(
    found: Sequence[Doors], people: People, cutoffs_s: Sequence[int]
) -> NDArray[np.int64]:
    """Give residents by outcome, shape ``(n, questions, budgets, outcomes)``."""
    shape = (len(found), len(cutoffs_s), len(people.ids))
    told = [outcomes(one, budget_s) for one in found for budget_s in cutoffs_s]
    codes = np.array(told, dtype=np.int8).reshape(shape).transpose(2, 0, 1)
    is_outcome = codes[..., np.newaxis] == np.arange(len(RESULTATS), dtype=np.int8)
    residents: NDArray[np.int64] = people.population.reshape(-1, 1, 1, 1) * is_outcome
    return residents


def _rows(
    territories: tuple[str, Sequence[str]],
    needs: Sequence[Need],
    cutoffs_s: Sequence[int],
    residents: NDArray[np.int64],
    estimated: Flags,
) -> pd.DataFrame:
    """Lay out one partition, a row a territory, need and budget."""
    partition, codes = territories
    territory, need, cutoff = (axis.ravel() for axis in np.indices(residents.shape[:3]))
    profiles = np.array([profil.value for profil, _ in needs], dtype=object)
    missions = np.array([mission.value for _, mission in needs], dtype=object)
    told = {
        "territory_type": partition,
        "territory_code": np.array(codes, dtype=object)[territory],
        "profile": profiles[need],
        "mission": missions[need],
        "cutoff_s": np.array(cutoffs_s, dtype=np.int64)[cutoff],
        "is_estimate": estimated[territory, need],
    }
    counts = residents.reshape(-1, len(OUTCOME_COLUMNS)).T
    return pd.DataFrame(told | dict(zip(OUTCOME_COLUMNS, counts, strict=True)))
