"""Supply within a time: the opportunities that an isochrone holds."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from geo.access.decay import step
from geo.access.gravity import gravity


def cumulative(
    travel_times: pd.DataFrame,
    supply: "pd.Series[Any]",
    *,
    origins: Iterable[Any],
    cutoff_s: float,
) -> "pd.Series[float]":
    """
    Add up the supply that each origin reaches within a time.

    Parameters
    ----------
    travel_times
        `geo.tables.PAIR_COLUMNS`, from origins to places; an absent pair was not reached.
    supply
        Capacity of each place, by identifier.
    origins
        Identifiers of all origins, in the order wanted.
    cutoff_s
        Seconds, inclusive: 0 counts what is on the spot.

    Returns
    -------
    access
        Supply, indexed by origin; 0 where nothing is reached in time.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If `travel_times` lacks a column, or a pair or an identifier is repeated.
    InputError
        If a time or a capacity is negative, missing or infinite, the cut-off is negative, infinite
        or no number, or a pair has an origin or a place that is not known.

    Notes
    -----
    Cumulative opportunities: Wachs & Kumagai (1973), Socio-Economic Planning Sciences 7, 437-456.

    Contract: that of `geo.access.gravity.gravity`; non-decreasing in the cut-off.
    """
    return gravity(travel_times, supply, origins=origins, decay=step(cutoff_s=cutoff_s))
