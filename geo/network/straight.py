"""Which places are nearest on the ellipsoid, and the times estimated to them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.neutral import neutral_rank
from geo.errors import InputError
from geo.network.chords import nearest_spots
from geo.network.estimate import PACES, Mode
from geo.tables import DESTINATION_COLUMNS, ORIGIN_COLUMNS, TRAVEL_TIME_COLUMNS, check_columns

Floats = NDArray[np.float64]

PAIR_COLUMNS = ("origin_id", "destination_id", "distance_m")


def nearest_straight_pairs(origins: pd.DataFrame, destinations: pd.DataFrame) -> pd.DataFrame:
    """
    Find the nearest place of each réseau from each origin, in a straight line.

    Parameters
    ----------
    origins
        `ORIGIN_COLUMNS`, index ``origin_id``; degrees, WGS84.
    destinations
        `DESTINATION_COLUMNS`, index ``destination_id``; degrees, WGS84.

    Returns
    -------
    pairs
        Columns ``origin_id, destination_id, distance_m``: a row an origin and réseau,
        metres along the geodesic. The nearest of any group of réseaux is among them.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If a table breaks its contract.
    InputError
        If a coordinate is missing or out of range.

    Notes
    -----
    Contract: pure; independent of row order; every réseau that has a place is reached.
    Neighbours in space (a chord through the Earth) are candidates; the geodesic of
    Karney (2013) decides. Equal distances are settled by `neutral_rank`.
    """
    check_columns(origins, ORIGIN_COLUMNS, name="origins")
    check_columns(destinations, DESTINATION_COLUMNS, name="destinations")
    starts = _positions(origins, name="origins")
    ranked = destinations.iloc[np.argsort(neutral_rank(destinations.index))]
    ends = _positions(ranked, name="destinations")
    found = [
        _pairs(origins.index, starts, ranked.index[members], ends[members])
        for members in ranked.groupby("reseau", sort=True).indices.values()
    ]
    empty = pd.DataFrame(columns=list(PAIR_COLUMNS)).astype({"distance_m": float})
    return pd.concat(found, ignore_index=True) if found else empty


def estimated_travel_times(pairs: pd.DataFrame, mode: Mode) -> pd.DataFrame:
    """
    Give the time of each pair as an estimate, for one mode.

    Parameters
    ----------
    pairs
        Columns ``origin_id, destination_id, distance_m``; straight metres.
    mode
        How one travels.

    Returns
    -------
    travel_times
        `TRAVEL_TIME_COLUMNS`, indexed like `pairs`; ``is_estimate`` is true throughout,
        and ``distance_m`` stays the straight one.

    Notes
    -----
    Contract: pure; the same figure as `geo.network.estimate.travel_time_s`.
    """
    times = pairs.assign(
        travel_time_s=pairs["distance_m"] * PACES[mode].s_per_straight_m, is_estimate=True
    )
    return times.loc[:, list(TRAVEL_TIME_COLUMNS)]


def _positions(frame: pd.DataFrame, *, name: str) -> Floats:
    lon_lat = frame[["lon", "lat"]].to_numpy(dtype=np.float64)
    good = (np.abs(lon_lat) <= (180.0, 90.0)).all(axis=1)  # NaN fails too
    if not good.all():
        where = int(np.flatnonzero(~good)[0])
        lon, lat = lon_lat[where]
        raise InputError(
            f"{name}: needed degrees WGS84, got lon={lon}, lat={lat} at {frame.index[where]!r}."
        )
    return lon_lat


def _pairs(
    origin_ids: "pd.Index[str]", starts: Floats, place_ids: "pd.Index[str]", ends: Floats
) -> pd.DataFrame:
    # places at one spot are equally far: the first in neutral order stands for them
    spots, first = np.unique(ends, axis=0, return_index=True)
    order = np.argsort(first)
    spot, distance_m = nearest_spots(starts, spots[order], 1)
    return pd.DataFrame(
        {
            "origin_id": origin_ids,
            "destination_id": place_ids[first[order][spot[:, 0]]],
            "distance_m": distance_m[:, 0],
        }
    )
