"""Supply within reach, weighted by time: nobody competes for it."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from geo.access.decay import Decay, checked
from geo.access.pairs import Weight, amounts, read_pairs, sums_at_origins


def gravity(
    travel_times: pd.DataFrame,
    supply: "pd.Series[Any]",
    *,
    origins: Iterable[Any],
    decay: Decay | Weight,
) -> "pd.Series[float]":
    """
    Add up the supply that each origin reaches, less of it the farther it is.

    Parameters
    ----------
    travel_times
        `geo.tables.PAIR_COLUMNS`, from origins to places; an absent pair was not reached.
    supply
        Capacity of each place, by identifier.
    origins
        Identifiers of all origins, in the order wanted.
    decay
        Weight of a time, of `geo.access.decay`.

    Returns
    -------
    access
        Supply, indexed by origin; 0 where nothing is reached.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If `travel_times` lacks a column, or a pair or an identifier is repeated.
    InputError
        If a time or a capacity is negative, missing or infinite, a weight is not in [0, 1], or a
        pair has an origin or a place that is not known.

    Notes
    -----
    ``A_i = Σ_j w(t_ij) S_j``: potential of Hansen (1959), doi:10.1080/01944365908978307.

    Contract: pure; the order of rows is irrelevant; adding a place, or shortening a time, never
    lowers access; between 0 and all the supply there is.
    """
    ids, capacity = pd.Index(origins), amounts(supply, name="supply")
    pairs = read_pairs(travel_times, ids, supply.index)
    return pd.Series(sums_at_origins(pairs, checked(decay), capacity), index=ids, name="access")
