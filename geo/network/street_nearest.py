"""The nearest place of each réseau by the streets; an estimate for what is off the network."""

from collections.abc import Collection
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.nearest import nearest_by_reseau
from geo.access.neutral import neutral_rank
from geo.network.estimate import PACES
from geo.network.geodesic import straight_m
from geo.network.protocol import Floats, TravelTimes
from geo.network.straight import estimated_travel_times, nearest_straight_pairs
from geo.tables import (
    DESTINATION_COLUMNS,
    ESTIMATED_TIME,
    ORIGIN_COLUMNS,
    TRAVEL_TIME_COLUMNS,
    check_columns,
)

FAR_S = 86_400.0
"""A place a day away is still the nearest; beyond, none is reached."""

Flags = NDArray[np.bool_]


class CoveringTravelTimes(TravelTimes, Protocol):
    """Travel times that know where they hold."""

    def covers(self, lon_lat: Floats) -> Flags:
        """Say which positions are on the network."""


def nearest_by_streets(
    times: CoveringTravelTimes,
    origins: pd.DataFrame,
    destinations: pd.DataFrame,
    *,
    doors: Collection[str],
    threads: int = 1,
) -> pd.DataFrame:
    """
    Find the nearest place of each réseau, and of any door, from each origin.

    Parameters
    ----------
    times
        Of one mode on one network.
    origins
        `ORIGIN_COLUMNS`, index ``origin_id``.
    destinations
        `DESTINATION_COLUMNS`, index ``destination_id``.
    doors
        Réseaux that count for `geo.tables.ALL_RESEAUX`.
    threads
        How many to use; the result is the same.

    Returns
    -------
    nearest
        `geo.tables.NEAREST_COLUMNS` and `ESTIMATED_TIME`: the estimate to the same place, missing
        where the time is one itself or the mode has none.

    Raises
    ------
    MissingColumnError, DuplicateIdError, InputError
        If a table breaks its contract.

    Notes
    -----
    Contract: pure; independent of row order. A time is the network's where both ends are on it.
    Elsewhere it is an estimate and says so, or there is none for a mode never estimated. The
    nearest place is the one of the shortest time, whichever of the two gave it.
    """
    check_columns(origins, ORIGIN_COLUMNS, name="origins")
    check_columns(destinations, DESTINATION_COLUMNS, name="destinations")
    here = times.covers(positions(origins))
    there = times.covers(positions(destinations))
    found = [street_times(times, origins[here], destinations[there], threads=threads)]
    if times.mode in PACES:
        for starts, ends in ((origins[~here], destinations), (origins[here], destinations[~there])):
            pairs = nearest_straight_pairs(starts, ends)
            found.append(estimated_travel_times(pairs, times.mode))
    pairs = pd.concat([pairs for pairs in found if len(pairs)] or found[:1], ignore_index=True)
    nearest = nearest_by_reseau(pairs, destinations["reseau"], mode=times.mode.value, doors=doors)
    return nearest.assign(**{ESTIMATED_TIME: _estimates(nearest, origins, destinations, times)})


def street_times(
    times: TravelTimes, origins: pd.DataFrame, destinations: pd.DataFrame, *, threads: int = 1
) -> pd.DataFrame:
    """
    Give the time by the streets to the nearest place of each réseau.

    Parameters
    ----------
    times
        Of one mode.
    origins, destinations
        As for `nearest_by_streets`, all of them on the network.
    threads
        How many to use; the result is the same.

    Returns
    -------
    travel_times
        `TRAVEL_TIME_COLUMNS`: a row an origin and réseau reached. Equal times are settled by
        `geo.access.neutral.neutral_rank`.
    """
    ranked = in_neutral_order(destinations)
    category, _ = pd.factorize(ranked["reseau"], sort=True)
    found = times.nearest(
        positions(origins),
        positions(ranked),
        category.astype(np.int32),
        k=1,
        cutoff_s=FAR_S,
        threads=threads,
    )
    _, origin, _ = reached = np.nonzero(found.destination >= 0)
    rows = {
        "origin_id": origins.index[origin],
        "destination_id": ranked.index[found.destination[reached]],
        "travel_time_s": found.travel_time_s[reached],
        "distance_m": found.distance_m[reached],
        "is_estimate": False,
    }
    return pd.DataFrame(rows, columns=list(TRAVEL_TIME_COLUMNS))


def in_neutral_order(destinations: pd.DataFrame) -> pd.DataFrame:
    """
    Order places so that no operator's comes first by its name.

    Parameters
    ----------
    destinations
        Index ``destination_id``.

    Returns
    -------
    destinations
        The same rows; where times are equal, the first given wins.
    """
    return destinations.iloc[np.argsort(neutral_rank(destinations.index))]


def positions(frame: pd.DataFrame) -> Floats:
    """
    Give the positions of a table.

    Parameters
    ----------
    frame
        Columns ``lon, lat``: degrees WGS84.

    Returns
    -------
    lon_lat
        Shape ``(n, 2)``, its own memory.
    """
    return np.ascontiguousarray(frame[["lon", "lat"]].to_numpy(dtype=np.float64))


def _estimates(
    nearest: pd.DataFrame, origins: pd.DataFrame, destinations: pd.DataFrame, times: TravelTimes
) -> Floats:
    """Give the estimate to each place found by the streets, NaN elsewhere."""
    estimates = np.full(len(nearest), np.nan)
    if times.mode not in PACES:
        return estimates
    measured = ~nearest["is_estimate"].to_numpy(dtype=bool)
    rows = nearest[measured]
    starts = positions(origins.loc[rows["origin_id"]])
    ends = positions(destinations.loc[rows["destination_id"]])
    estimates[measured] = straight_m(starts, ends) * PACES[times.mode].s_per_straight_m
    return estimates
