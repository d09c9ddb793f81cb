"""How many residents have a place within reach, by bassin and region."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.errors import InputError
from geo.tables import (
    COVERAGE_COLUMNS,
    NEAREST_COLUMNS,
    ORIGIN_COLUMNS,
    THRESHOLDS_S,
    check_columns,
)

MEMBER_COLUMNS = ("territory_type", "territory_code", "code_commune")
"""One row a territory and commune in it."""

TERRITORY = ["territory_type", "territory_code"]


def territory_members(
    bassins_communes: pd.DataFrame, code_region: "pd.Series[str]"
) -> pd.DataFrame:
    """
    List the communes of each bassin, and of each region as the sum of its bassins.

    Parameters
    ----------
    bassins_communes
        Columns ``code_bassin, code_commune``; each commune and arrondissement once.
    code_region
        Region of each bassin, indexed by ``code_bassin``.

    Returns
    -------
    members
        `MEMBER_COLUMNS`; types ``bassin`` and ``region``.

    Raises
    ------
    InputError
        If a commune is in two bassins, or a bassin has no region.
    """
    repeated = bassins_communes["code_commune"].duplicated()
    if repeated.any():
        first = bassins_communes.loc[repeated, "code_commune"].iloc[0]
        raise InputError(f"needed each commune in one bassin, {first!r} is in several.")
    regions = bassins_communes["code_bassin"].map(code_region)
    if regions.isna().any():
        first = bassins_communes.loc[regions.isna(), "code_bassin"].iloc[0]
        raise InputError(f"needed the region of each bassin, {first!r} has none.")
    bassins = bassins_communes.rename(columns={"code_bassin": "territory_code"})
    both = [
        bassins.assign(territory_type="bassin"),
        bassins.assign(territory_type="region", territory_code=regions),
    ]
    return pd.concat(both, ignore_index=True).loc[:, list(MEMBER_COLUMNS)]


def coverage(
    nearest: pd.DataFrame,
    origins: pd.DataFrame,
    members: pd.DataFrame,
    *,
    reseaux: Sequence[str],
    modes: Sequence[str],
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
) -> pd.DataFrame:
    """
    Count the residents whose nearest place is within each threshold.

    Parameters
    ----------
    nearest
        `NEAREST_COLUMNS`; an absent origin, réseau and mode was not reached.
    origins
        `ORIGIN_COLUMNS`, index ``origin_id``: all the residents there are.
    members
        `MEMBER_COLUMNS`, from `territory_members`.
    reseaux, modes
        What to report on, `geo.tables.ALL_RESEAUX` included if wanted; one without any
        place covers nobody, and says so.
    cutoffs_s
        Thresholds in seconds, inclusive.

    Returns
    -------
    coverage
        `COVERAGE_COLUMNS`, one row a territory, réseau, mode and threshold, in that order
        (territories sorted, the rest as given); residents as integers.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If a table breaks its contract.
    InputError
        If an origin is in no territory, or a nearest place has an unknown origin.

    Notes
    -----
    Contract: pure; row order is irrelevant; non-decreasing in the threshold; adding a place
    never lowers it; covered residents <= residents; a region is the sum of its bassins.
    """
    check_columns(nearest, NEAREST_COLUMNS, name="nearest places")
    check_columns(origins, ORIGIN_COLUMNS, name="origins")
    _check_known(nearest["origin_id"], origins.index)
    placed = _origins_by_territory(origins, members)
    population = placed.groupby(TERRITORY)["population"].sum()
    axes = [reseaux, modes, cutoffs_s]
    rows = pd.MultiIndex.from_product(
        [range(len(population)), *axes], names=["territory", "reseau", "mode", "cutoff_s"]
    ).to_frame(index=False)
    rows[TERRITORY] = population.index.to_frame().to_numpy()[rows["territory"]]
    rows["population"] = population.to_numpy()[rows["territory"]]
    covered = _covered(nearest, placed, cutoffs_s)
    keys = ["cutoff_s", *TERRITORY, "reseau", "mode"]
    found = covered.reindex(pd.MultiIndex.from_frame(rows[keys]), fill_value=0)
    rows["covered_population"] = found.to_numpy(dtype=np.int64)
    return rows.loc[:, list(COVERAGE_COLUMNS)]


def covered_share(coverage_table: pd.DataFrame) -> "pd.Series[float]":
    """
    Give the share of residents covered.

    Parameters
    ----------
    coverage_table
        `COVERAGE_COLUMNS`.

    Returns
    -------
    share
        Between 0 and 1, indexed like `coverage_table`; missing where nobody lives, for no
        share exists there.
    """
    population = coverage_table["population"].astype(float)
    return coverage_table["covered_population"] / population.where(population > 0)


def _check_known(origin_ids: "pd.Series[str]", known: "pd.Index[str]") -> None:
    unknown = ~origin_ids.isin(known)
    if unknown.any():
        raise InputError(f"needed known origins, {origin_ids[unknown].iloc[0]!r} is not one.")


def _origins_by_territory(origins: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Repeat each origin once a territory it lies in."""
    check_columns(members, MEMBER_COLUMNS, name="members of territories")
    lost = ~origins["code_commune"].isin(members["code_commune"])
    if lost.any():
        raise InputError(
            f"needed a territory for each origin, {origins.index[lost][0]!r} has none."
        )
    residents = origins[["code_commune", "population"]].rename_axis("origin_id").reset_index()
    return residents.merge(members, on="code_commune")


def _covered(
    nearest: pd.DataFrame, placed: pd.DataFrame, cutoffs_s: Sequence[int]
) -> "pd.Series[int]":
    """Sum the residents reached, by threshold, territory, réseau and mode."""
    rising = sorted(set(cutoffs_s))
    # the first threshold that a time meets; from there on its residents are covered
    first = np.searchsorted(rising, nearest["travel_time_s"].to_numpy(dtype=float), side="left")
    met = nearest.loc[first < len(rising), ["origin_id", "reseau", "mode"]]
    reached = met.assign(cutoff=first[first < len(rising)]).merge(placed, on="origin_id")
    keys = [*TERRITORY, "reseau", "mode"]
    newly = reached.pivot_table("population", keys, "cutoff", aggfunc="sum", fill_value=0)
    so_far = newly.reindex(columns=range(len(rising)), fill_value=0).cumsum(axis=1)
    by_cutoff = {cutoff_s: so_far[rank] for rank, cutoff_s in enumerate(rising)}
    covered: pd.Series[int] = pd.concat(by_cutoff, names=["cutoff_s"])
    return covered
