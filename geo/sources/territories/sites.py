"""Candidate sites for new places and outreach: town halls and stations, each in its commune."""

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import COORDINATE_DECIMALS, WGS84
from geo.domain.commune import ARRONDISSEMENTS
from geo.domain.rejet import Motif, Rejet
from geo.tables import SITE_COLUMNS

MISPLACED_FROM_M = 500.0
"""
A town hall farther than this (strictly) outside its commune is misplaced, in metres.

Outlines are drawn within some 100 m. In DILA's directory of January 2022, 97 town halls of
Île-de-France are beyond: most carry the position of a neighbouring commune's.
"""

MAIN = "-01"
"""End of the identifier of a commune's main town hall in DILA's directory."""

SITE_EXTRA = "modes"
"""A column beside `SITE_COLUMNS`: modes of a station, separated by spaces; empty for others."""


def to_sites(town_halls: pd.DataFrame, stations: pd.DataFrame) -> gpd.GeoDataFrame:
    """
    Put town halls and stations in one table.

    Parameters
    ----------
    town_halls
        Index ``site_id``; columns ``nom, code_commune, lon, lat``.
    stations
        Index ``site_id``; columns ``nom, modes, code_commune, lon, lat``.

    Returns
    -------
    sites
        GeoDataFrame of `SITE_COLUMNS` and `SITE_EXTRA`, sorted by id.
    """
    tables = [town_halls.assign(type="mairie", modes=""), stations.assign(type="gare")]
    both = pd.concat(tables).rename_axis("site_id").sort_index()
    points = shapely.points(both[["lon", "lat"]].to_numpy(float).round(COORDINATE_DECIMALS))
    sites = gpd.GeoDataFrame(both, geometry=points, crs=WGS84)
    return sites[[*SITE_COLUMNS, SITE_EXTRA]]


def place_town_halls(town_halls: pd.DataFrame) -> tuple[pd.DataFrame, list[Rejet]]:
    """
    Keep the town halls that stand in their commune.

    Parameters
    ----------
    town_halls
        Index the identifier in the source (``mairie-75101-01``); columns ``nom,
        code_commune, lon, lat, distance_m`` (outside the commune).

    Returns
    -------
    town_halls
        Index ``site_id``: ``mairie--75101`` is the main one, ``mairie--77109-02``
        another; the same columns.
    rejects
        Those beyond `MISPLACED_FROM_M`.
    """
    misplaced = town_halls["distance_m"] > MISPLACED_FROM_M
    rejects = [
        Rejet(
            id_source=str(identifier),
            motif=Motif.POSITION_FAUSSE,
            detail=f"{hall.nom} : à {hall.distance_m / 1000:.1f} km de la commune",
        )
        for identifier, hall in town_halls[misplaced].iterrows()
    ]
    kept = town_halls[~misplaced]
    ids = ["mairie--" + str(i).removeprefix("mairie-").removesuffix(MAIN) for i in kept.index]
    return kept.set_axis(ids), rejects


def place_stations(stations: pd.DataFrame, cells: pd.Series) -> tuple[pd.DataFrame, list[Rejet]]:
    """
    Keep the stations of a territory, and say which commune each is in.

    Parameters
    ----------
    stations
        `STATION_COLUMNS`.
    cells
        Polygons of the communes and arrondissements.

    Returns
    -------
    stations
        The same columns and ``code_commune``.
    rejects
        Those outside every cell: stations of elsewhere.
    """
    codes = containing(shapely.points(stations[["lon", "lat"]].to_numpy(float)), cells)
    placed = stations.assign(code_commune=pd.Series(codes, index=stations.index, dtype=object))
    outside = placed["code_commune"].isna()
    rejects = [
        Rejet(id_source=str(site), motif=Motif.HORS_TERRITOIRE, detail=f"gare {nom}")
        for site, nom in placed.loc[outside, "nom"].items()
    ]
    return placed[~outside], rejects


def containing(points: Any, cells: pd.Series) -> list[str | None]:  # noqa: ANN401 - an array
    """
    Say which cell each point is in.

    Parameters
    ----------
    points
        Array of points.
    cells
        Polygons, index the codes; cities of arrondissements are passed over.

    Returns
    -------
    codes
        One a point; the first by code on a border, None outside every cell.
    """
    polygons = cells[~cells.index.isin(ARRONDISSEMENTS)].sort_index()
    rows, columns = shapely.STRtree(polygons.to_numpy()).query(points, predicate="intersects")
    codes: list[str | None] = [None] * len(points)
    for row, column in sorted(zip(rows.tolist(), columns.tolist(), strict=True), reverse=True):
        codes[row] = str(polygons.index[column])
    return codes
