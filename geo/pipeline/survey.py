"""People, places and the times between them, from what the store holds."""

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import ModeTimes, People, Places, Survey
from geo.errors import InputError
from geo.network.estimate import PACES, Mode
from geo.network.geodesic import WGS84_GEOD
from geo.store.engine import Connection
from geo.store.surveys import read_people, read_places

Floats = NDArray[np.float64]


def read_survey(conn: Connection, mode: Mode) -> Survey:
    """
    Read people and places, and estimate the times between them.

    Parameters
    ----------
    conn
        Any connection.
    mode
        How one travels.

    Returns
    -------
    survey
        Every pair of people and places is reached.

    Raises
    ------
    StoreEmptyError
        If territories or places were never loaded.
    InputError
        If the mode cannot be estimated.
    """
    people, places = read_people(conn), read_places(conn)
    return Survey(people=people, places=places, times=estimated_times(people, places, mode))


def estimated_times(people: People, places: Places, mode: Mode) -> ModeTimes:
    """
    Estimate the times of every pair.

    Parameters
    ----------
    people, places
        ``n`` and ``m`` of them.
    mode
        How one travels.

    Returns
    -------
    times
        All of them estimates, by `geo.network.estimate`.

    Raises
    ------
    InputError
        If the mode cannot be estimated.
    """
    if mode not in PACES:
        raise InputError(f"no estimate for {mode.value}: it takes a street network.")
    pace = PACES[mode].s_per_straight_m
    to_place = _straight_m(people.lon_lat, places.lon_lat) * pace
    onward = _straight_m(places.lon_lat, places.lon_lat) * pace
    return ModeTimes(
        mode=mode.value,
        to_place_s=to_place.astype(np.float32),
        onward_s=onward.astype(np.float32),
        is_estimate=np.ones(to_place.shape, dtype=np.bool_),
    )


def _straight_m(starts: Floats, ends: Floats) -> Floats:
    """Measure geodesics between all of both, shape ``(starts, ends)``."""
    left = np.repeat(starts, len(ends), axis=0)
    right = np.tile(ends, (len(starts), 1))
    _, _, metres = WGS84_GEOD.inv(*left.T, *right.T)
    return np.asarray(metres).reshape(len(starts), len(ends))
