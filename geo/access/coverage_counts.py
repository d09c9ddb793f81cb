"""Coverage counted from arrays: many origins a commune, without a row for each of their times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.coverage import MEMBER_COLUMNS, TERRITORY
from geo.errors import InputError
from geo.tables import COVERAGE_COLUMNS, THRESHOLDS_S, check_columns

MEASURED = 0.9
"""Share of a territory's residents from which its coverage is told; the others reach nothing."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    Residents within reach of one réseau by one mode, by commune.

    Attributes
    ----------
    covered
        int64 ``(communes, thresholds)``.
    is_estimate
        bool ``(communes,)``: whether some of its times come from no network.
    unmeasured
        int64 ``(communes,)``: residents off the network, of a mode that is never estimated.
    """

    covered: Integers
    is_estimate: Flags
    unmeasured: Integers


def residents_within(
    travel_time_s: Floats,
    residents: Integers,
    commune: NDArray[np.integer],
    *,
    communes: int,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
) -> Integers:
    """
    Count the residents within each threshold, by commune.

    Parameters
    ----------
    travel_time_s
        Shape ``(origins,)``: to the nearest place; ``inf`` where none is reached.
    residents
        Shape ``(origins,)``.
    commune
        Shape ``(origins,)``: position of the commune of each, from 0.
    communes
        How many there are.
    cutoffs_s
        Thresholds in seconds, inclusive.

    Returns
    -------
    covered
        Shape ``(communes, thresholds)``.

    Notes
    -----
    Contract: pure; the order of origins is irrelevant; non-decreasing in the threshold; a shorter
    time never lowers it; covered residents <= residents.
    """
    rising = sorted(set(cutoffs_s))
    # the first threshold that a time meets; from there on its residents are covered
    first = np.searchsorted(rising, travel_time_s, side="left")
    cell = commune.astype(np.int64) * (len(rising) + 1) + first
    newly = np.bincount(cell, weights=residents, minlength=communes * (len(rising) + 1))
    so_far = newly.astype(np.int64).reshape(communes, -1).cumsum(axis=1)
    return so_far[:, [rising.index(cutoff_s) for cutoff_s in cutoffs_s]]


def coverage_of_reach(
    reach: Mapping[tuple[str, str], Reach],
    population: "pd.Series[int]",
    members: pd.DataFrame,
    *,
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
) -> pd.DataFrame:
    """
    Add communes up to the territories that coverage is reported on.

    Parameters
    ----------
    reach
        By réseau and mode, in the order to report; communes as in `population`.
    population
        Residents of each commune, indexed by ``code_commune``.
    members
        `MEMBER_COLUMNS`, from `geo.access.coverage.territory_members`.
    cutoffs_s
        Those of `reach`.

    Returns
    -------
    coverage
        `COVERAGE_COLUMNS` and ``is_estimate``: a row a territory (sorted), réseau and mode (as
        given) and threshold (as given). Estimated as soon as a time in the territory
        is, from where anybody lives. No row where under `MEASURED` of the residents were measured:
        nothing can be said of them.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If a table breaks its contract.
    InputError
        If a commune is in no territory.

    Notes
    -----
    Contract: pure; a region is the sum of its bassins. The same figures as
    `geo.access.coverage.coverage` from the same times.
    """
    check_columns(members, MEMBER_COLUMNS, name="members of territories")
    lost = ~population.index.isin(members["code_commune"])
    if lost.any():
        first = population.index[lost][0]
        raise InputError(f"needed a territory for each commune, {first!r} has none.")
    placed = members[members["code_commune"].isin(population.index)]
    commune = population.index.get_indexer(pd.Index(placed["code_commune"]))
    names = pd.MultiIndex.from_frame(placed[TERRITORY])
    territories = names.unique().sort_values()
    where = commune, territories.get_indexer(names)
    residents = _summed(population.to_numpy(dtype=np.int64), *where)
    covered = _summed(np.stack([one.covered for one in reach.values()], axis=1), *where)
    lived_in = population.to_numpy() > 0
    guessed = [one.is_estimate & lived_in for one in reach.values()]
    estimated = _summed(np.stack(guessed, axis=1), *where)
    unmeasured = _summed(np.stack([one.unmeasured for one in reach.values()], axis=1), *where)
    rows = pd.MultiIndex.from_product(
        [range(len(territories)), range(len(reach)), cutoffs_s],
        names=["territory", "pair", "cutoff_s"],
    ).to_frame(index=False)
    rows[TERRITORY] = territories.to_frame().to_numpy()[rows["territory"]]
    rows[["reseau", "mode"]] = np.array(list(reach), dtype=object)[rows["pair"]]
    rows["population"] = residents[rows["territory"]]
    rows["covered_population"] = covered.ravel()
    rows["is_estimate"] = estimated[rows["territory"], rows["pair"]] > 0
    known = residents[:, None] - unmeasured >= MEASURED * residents[:, None]
    told = known[rows["territory"], rows["pair"]]
    return rows.loc[told, [*COVERAGE_COLUMNS, "is_estimate"]].reset_index(drop=True)


def _summed(
    values: NDArray[Any], commune: NDArray[np.intp], territory: NDArray[np.intp]
) -> Integers:
    """Add values of communes, first axis, up to territories; flags are counted."""
    total = np.zeros((territory.max(initial=-1) + 1, *values.shape[1:]), dtype=np.int64)
    np.add.at(total, territory, values[commune].astype(np.int64))
    return total
