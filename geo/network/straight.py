"""Which places are nearest on the ellipsoid, and the times estimated to them."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import cKDTree

from geo.access.nearest import neutral_rank
from geo.errors import InputError
from geo.network.estimate import PACES, Mode
from geo.tables import DESTINATION_COLUMNS, ORIGIN_COLUMNS, TRAVEL_TIME_COLUMNS, check_columns

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

WGS84_GEOD = Geod(ellps="WGS84")
"""The ellipsoid on which PostGIS measures a ``geography`` too."""

PAIR_COLUMNS = ("origin_id", "destination_id", "distance_m")
FIRST_NEIGHBOURS = 2
MORE_NEIGHBOURS = 4  # times as many, where the first ones do not settle who is nearest
CHORD_SLACK = 2e-3  # bounds how far the order of chords may differ from that of geodesics
CHORD_NOISE_M = 1e-6


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
    spot, distance_m = _nearest_spot(starts, spots[order])
    return pd.DataFrame(
        {
            "origin_id": origin_ids,
            "destination_id": place_ids[first[order][spot]],
            "distance_m": distance_m,
        }
    )


def _nearest_spot(starts: Floats, spots: Floats) -> tuple[Indices, Floats]:
    """Give, for each start, the index of the nearest spot (the first of equals) and its metres."""
    tree = cKDTree(_geocentric(spots))
    points = _geocentric(starts)
    nearest = np.zeros(len(starts), dtype=np.intp)
    distance_m = np.zeros(len(starts))
    open_rows = np.arange(len(starts))
    neighbours = FIRST_NEIGHBOURS
    while open_rows.size:
        neighbours = min(neighbours, tree.n)
        chord, spot = tree.query(points[open_rows], k=np.arange(1, neighbours + 1))
        candidate = chord <= _chord_limit(chord[:, :1])
        # the farthest neighbour asked for is out of the race: nobody behind it can win
        settled = ~candidate[:, -1] if neighbours < tree.n else np.ones(len(chord), dtype=bool)
        rows = open_rows[settled]
        nearest[rows], distance_m[rows] = _shortest(
            starts[rows], spots, spot[settled], candidate[settled]
        )
        open_rows = open_rows[~settled]
        neighbours *= MORE_NEIGHBOURS
    return nearest, distance_m


def _chord_limit(shortest_m: Floats) -> Floats:
    turn = shortest_m / WGS84_GEOD.a
    limit: Floats = shortest_m * (1 + CHORD_SLACK * turn**2) + CHORD_NOISE_M
    return limit


def _shortest(
    starts: Floats, spots: Floats, spot: Indices, candidate: NDArray[np.bool_]
) -> tuple[Indices, Floats]:
    """Measure the candidates of each start and keep the shortest geodesic."""
    row, column = np.nonzero(candidate)
    index = spot[row, column]
    _, _, metres = WGS84_GEOD.inv(*starts[row].T, *spots[index].T)
    order = np.lexsort((index, metres, row))
    lead = order[np.searchsorted(row[order], np.arange(len(starts)))]
    return index[lead], np.asarray(metres)[lead]


def _geocentric(lon_lat: Floats) -> Floats:
    """Place points of the ellipsoid in space, in metres from the centre of the Earth."""
    lon, lat = np.radians(lon_lat).T
    normal_m = WGS84_GEOD.a / np.sqrt(1 - WGS84_GEOD.es * np.sin(lat) ** 2)
    return np.column_stack(
        (
            normal_m * np.cos(lat) * np.cos(lon),
            normal_m * np.cos(lat) * np.sin(lon),
            normal_m * (1 - WGS84_GEOD.es) * np.sin(lat),
        )
    )
