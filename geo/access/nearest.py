"""The nearest places: of each réseau, of any that is a door, and the first few of all."""

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.neutral import neutral_rank
from geo.access.pairs import check_table, read_pairs
from geo.errors import InputError
from geo.tables import ALL_RESEAUX, NEAREST_COLUMNS, check_travel_times

Codes = NDArray[np.intp]

NEAREST_K_COLUMNS = ("origin_id", "rank", "destination_id", "travel_time_s")
"""One row an origin and rank, from 1: the nearest places; absent where fewer were reached."""


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


def nearest_k(travel_times: pd.DataFrame, *, origins: Iterable[Any], k: int) -> pd.DataFrame:
    """
    Keep, of each origin's travel times, the shortest few.

    Parameters
    ----------
    travel_times
        `geo.tables.PAIR_COLUMNS`; an absent pair was not reached.
    origins
        Identifiers of all origins, in the order wanted.
    k
        How many, at least 1.

    Returns
    -------
    nearest
        `NEAREST_K_COLUMNS`, identifiers and seconds as they came: by origin, then rank. An origin
        that reaches fewer has fewer rows; one that reaches nothing has none.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If `travel_times` lacks a column, or a pair or an origin is repeated.
    InputError
        If `k` is no whole number or below 1, a time is negative, missing or infinite, or an origin
        is not known.

    Notes
    -----
    Contract: pure; independent of row order; times never fall with rank; the first k of k + 1 are
    the nearest k; adding a place never lengthens the time of a rank. Equal times are settled by
    `geo.access.neutral.neutral_rank`.
    """
    _check_number(k)
    check_table(travel_times)
    destination, places = pd.factorize(travel_times["destination_id"])
    pairs = read_pairs(travel_times, pd.Index(origins), pd.Index(places))
    origin = pairs.origin.at(slice(None))
    tie = neutral_rank(map(str, places))[destination]
    order = np.lexsort((tie, pairs.travel_time_s, origin))
    starts = np.searchsorted(origin[order], np.arange(len(pairs.origins)))
    rank = np.arange(len(order)) - starts[origin[order]]
    kept = order[rank < k]
    columns = travel_times.iloc[kept][["origin_id", "destination_id", "travel_time_s"]]
    columns.insert(1, "rank", rank[rank < k] + 1)
    return columns.reset_index(drop=True)


def _check_number(k: object) -> None:
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or k < 1:
        raise InputError(f"needed a whole number of places, at least the nearest, got k={k!r}.")


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
