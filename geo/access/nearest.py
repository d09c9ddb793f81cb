"""The nearest place of each réseau, and of any that is a door."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.neutral import neutral_rank
from geo.errors import InputError
from geo.tables import ALL_RESEAUX, NEAREST_COLUMNS, check_travel_times

Codes = NDArray[np.intp]


def nearest_by_reseau(
    travel_times: pd.DataFrame,
    reseaux: "pd.Series[str]",
    *,
    mode: str,
    doors: Collection[str],
) -> pd.DataFrame:
    """
    Keep, of each origin's travel times, the shortest to each réseau and to any door.

    Parameters
    ----------
    travel_times
        `TRAVEL_TIME_COLUMNS`, of one mode; an absent pair was not reached.
    reseaux
        Réseau of each destination, indexed by ``destination_id``; every destination of
        `travel_times` is in it.
    mode
        Word for the mode in the result.
    doors
        Réseaux that count for `ALL_RESEAUX`.

    Returns
    -------
    nearest
        `NEAREST_COLUMNS`, one row an origin and réseau reached, sorted by both; times in
        seconds, distances in metres as they came.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If `travel_times` breaks its contract.
    InputError
        If a time is negative, or a destination has no réseau.

    Notes
    -----
    Contract: pure; independent of row order; adding a place never lengthens a time. Equal
    times are settled by distance, then by `geo.access.neutral.neutral_rank`.
    """
    check_travel_times(travel_times)
    rank = pd.Series(neutral_rank(reseaux.index), index=reseaux.index)
    pairs = travel_times.assign(
        reseau=_reseau_of(travel_times["destination_id"], reseaux),
        rank=travel_times["destination_id"].map(rank),
    )
    any_door = pairs[pairs["reseau"].isin(set(doors))].assign(reseau=ALL_RESEAUX)
    both = pd.concat([pairs, any_door], ignore_index=True)
    kept = both.iloc[_first_of_each(both)].assign(mode=mode)
    return kept.loc[:, list(NEAREST_COLUMNS)].reset_index(drop=True)


def _reseau_of(destinations: "pd.Series[str]", reseaux: "pd.Series[str]") -> "pd.Series[str]":
    found = destinations.map(reseaux)
    unknown = found.isna()
    if unknown.any():
        first = destinations[unknown].iloc[0]
        raise InputError(f"needed a réseau for each destination, {first!r} has none.")
    return found


def _first_of_each(pairs: pd.DataFrame) -> Codes:
    """Give the rows that come first in their group, groups sorted by origin and réseau."""
    origin, _ = pd.factorize(pairs["origin_id"], sort=True)
    reseau, names = pd.factorize(pairs["reseau"], sort=True)
    order = np.lexsort((pairs["rank"], pairs["distance_m"], pairs["travel_time_s"], reseau, origin))
    group = origin[order] * len(names) + reseau[order]
    leads = np.ones(len(order), dtype=bool)
    leads[1:] = group[1:] != group[:-1]
    return order[leads]
