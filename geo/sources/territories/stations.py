"""Read railway, métro and tramway stations: one site a station, not one a line."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.crs import COORDINATE_DECIMALS
from geo.domain.commune import searchable
from geo.domain.rejet import Motif, Rejet
from geo.sources.territories.received import read_received

SAME_STATION_M = 600.0
"""Platforms of one name this near are one station, in metres: Pierrefitte – Stains spans 536."""

METRES_A_DEGREE = 111_195.0
"""Metres of a degree of latitude, on a sphere of 6,371 km."""

MODES = {"TRAM": "tramway", "TRAIN": "train"}
"""Words of the sources that are not simply put in small letters."""

WHAT = "une table de gares"

PLATFORM_COLUMNS = ("id_source", "nom", "mode", "lon", "lat")
"""One row a station and line; degrees WGS84."""

STATION_COLUMNS = ("nom", "modes", "lon", "lat")
"""Index ``site_id``; modes in alphabetical order, separated by spaces."""


def read_idfm(path: Path) -> tuple[pd.DataFrame, list[Rejet]]:
    """
    Read the stations and lines of Île-de-France Mobilités.

    Parameters
    ----------
    path
        CSV with columns ``id_gare, nom, mode, lon, lat``.

    Returns
    -------
    platforms
        `PLATFORM_COLUMNS`; ids begin with ``idfm-``.
    rejects
        Rows without position.

    Raises
    ------
    SourceError
        If a column is missing.
    """
    table = read_received(path, ("id_gare", "nom", "mode", "lon", "lat"), what=WHAT)
    table["id_source"] = "idfm-" + table["id_gare"].str.zfill(5)
    table["mode"] = table["mode"].map(lambda mode: MODES.get(mode, mode.lower()))
    return _located(table)


def read_sncf(path: Path) -> tuple[pd.DataFrame, list[Rejet]]:
    """
    Read the passenger stations of SNCF.

    Parameters
    ----------
    path
        CSV with columns ``Code gare, Intitulé gare, Longitude, Latitude``.

    Returns
    -------
    platforms
        `PLATFORM_COLUMNS`; ids begin with ``sncf-``.
    rejects
        Rows without position.

    Raises
    ------
    SourceError
        If a column is missing.
    """
    columns = {"Intitulé gare": "nom", "Longitude": "lon", "Latitude": "lat"}
    table = read_received(path, ("Code gare", *columns), what=WHAT, separator=";")
    table = table.rename(columns=columns)
    table["id_source"] = "sncf-" + table["Code gare"]
    table["mode"] = "train"
    return _located(table)


def to_stations(platforms: pd.DataFrame) -> pd.DataFrame:
    """
    Put the platforms of one station together.

    Parameters
    ----------
    platforms
        `PLATFORM_COLUMNS`.

    Returns
    -------
    stations
        `STATION_COLUMNS`; the first id (in text order) names the station, with ``-2`` for
        the second of one id (the source has two such), the mean of the platforms places it.

    Notes
    -----
    Contract: pure; row order irrelevant. Platforms are of one station where they have one
    name (accents, case and hyphens aside) and lie within `SAME_STATION_M` of each other,
    directly or from platform to platform.
    """
    ordered = platforms.sort_values(["id_source", "nom", "mode", "lon", "lat"], ignore_index=True)
    stations = ordered.groupby(_station_numbers(ordered)).agg(
        id_source=("id_source", "first"),
        nom=("nom", "first"),
        modes=("mode", lambda modes: " ".join(sorted(set(modes)))),
        lon=("lon", "mean"),
        lat=("lat", "mean"),
    )
    stations[["lon", "lat"]] = stations[["lon", "lat"]].round(COORDINATE_DECIMALS)
    again = stations.groupby("id_source").cumcount()
    suffixes = again.map(lambda rank: f"-{rank + 1}" if rank else "")
    stations["site_id"] = "gare--" + stations["id_source"] + suffixes
    return stations.set_index("site_id")[list(STATION_COLUMNS)].sort_index()


def _located(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Rejet]]:
    position = table[["lon", "lat"]].apply(pd.to_numeric, errors="coerce")
    located = (position["lon"].abs() <= 180) & (position["lat"].abs() <= 90)  # noqa: PLR2004 - bounds of degrees
    rejects = [
        Rejet(id_source=row.id_source, motif=Motif.SANS_POSITION, detail=f"gare {row.nom}")
        for row in table[~located].itertuples()
    ]
    platforms = table.assign(lon=position["lon"], lat=position["lat"])[located]
    return platforms[list(PLATFORM_COLUMNS)].reset_index(drop=True), rejects


def _station_numbers(platforms: pd.DataFrame) -> Any:  # noqa: ANN401 - an array
    """Give platforms linked by name and nearness the same number."""
    names = platforms["nom"].map(searchable)
    links = [
        pair
        for rows in names.groupby(names).indices.values()
        for pair in _near_pairs(platforms[["lon", "lat"]].to_numpy(float)[rows], rows)
    ]
    first, second = np.array(links, dtype=int).reshape(-1, 2).T
    size = len(platforms)
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(size, size))
    return connected_components(graph, directed=False)[1]


def _near_pairs(lon_lat: Any, rows: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - arrays
    shrink = np.cos(np.radians(lon_lat[:, 1].mean()))
    xy = lon_lat * METRES_A_DEGREE * [shrink, 1.0]
    distance_m = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    left, right = np.nonzero(np.triu(distance_m <= SAME_STATION_M))
    return list(zip(rows[left], rows[right], strict=True))
