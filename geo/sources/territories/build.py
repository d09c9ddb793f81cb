"""Put the pieces together: communes, what they form, the sites and the origins."""

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.crs import WGS84
from geo.sources.territories.bassins import readable_name
from geo.sources.territories.coverage import canonical
from geo.tables import COMMUNE_COLUMNS

GROUPINGS = {
    "epci": "code_epci",
    "ept": "code_ept",
    "departement": "code_departement",
    "region": "code_region",
}
"""Types of territory, and the column of the communes that says which."""


def to_communes(rows: pd.DataFrame, polygons: pd.Series, *, millesime: int) -> gpd.GeoDataFrame:
    """
    Join names, groupings and populations to polygons.

    Parameters
    ----------
    rows
        As `select` gives them.
    polygons
        Index ``code_commune``; a commune without polygon is left out.
    millesime
        Year of the codes.

    Returns
    -------
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`, sorted by code; None where a commune has no
        parent, EPCI or EPT.
    """
    kept = rows.loc[[code for code in rows.index if code in polygons.index]].sort_index()
    texts = kept.astype(object).where(kept.notna(), None)
    table = texts.assign(
        population=kept["population"].astype("int64"),
        millesime=millesime,
        geometry=polygons.loc[kept.index],
    )
    return gpd.GeoDataFrame(table[list(COMMUNE_COLUMNS)], geometry="geometry", crs=WGS84)


def to_bassins(communes: Any, membership: pd.DataFrame, names: pd.DataFrame) -> gpd.GeoDataFrame:  # noqa: ANN401 - geopandas has no types
    """
    Dissolve the communes of each bassin.

    Parameters
    ----------
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`.
    membership
        Index ``code_commune``; column ``code_bassin``.
    names
        Columns ``code_bassin, nom``.

    Returns
    -------
    bassins
        GeoDataFrame of `BASSIN_COLUMNS`, sorted by code.
    """
    whole = communes[communes["type"] == "commune"]
    keys = membership["code_bassin"].reindex(whole.index)
    bassins = dissolve(whole, keys).rename_axis("code_bassin")
    bassins["nom"] = names.set_index("code_bassin")["nom"].reindex(bassins.index)
    bassins["code_region"] = whole["code_region"].groupby(keys).first().reindex(bassins.index)
    return bassins[["nom", "code_region", "population", "geometry"]]


def name_bassins(membership: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """
    Give each bassin a name that can be read.

    Parameters
    ----------
    membership
        Index ``code_commune``; columns ``code_bassin, libelle``.
    communes
        Index ``code_commune``; column ``nom``.

    Returns
    -------
    bassins
        Columns ``code_bassin, nom``.
    """
    members = membership.join(communes["nom"]).sort_index()
    return pd.DataFrame(
        [
            (code, readable_name(group["libelle"].iloc[0], group["nom"]))
            for code, group in members.groupby("code_bassin")
        ],
        columns=["code_bassin", "nom"],
    )


def to_territories(communes: Any, names: pd.DataFrame) -> gpd.GeoDataFrame:  # noqa: ANN401 - geopandas has no types
    """
    Dissolve the communes by EPCI, EPT, département and region.

    Parameters
    ----------
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`.
    names
        Columns ``type, code, nom``.

    Returns
    -------
    territories
        GeoDataFrame of `TERRITORY_COLUMNS`, in the order of `GROUPINGS` then of codes;
        of an EPCI that crosses the border, the part inside.
    """
    whole = communes[communes["type"] == "commune"]
    tables = [
        dissolve(whole, whole[column]).rename_axis("code").reset_index().assign(type=kind)
        for kind, column in GROUPINGS.items()
        if whole[column].notna().any()
    ]
    territories = pd.concat(tables, ignore_index=True)
    named = names.set_index(["type", "code"])["nom"]
    keys = pd.MultiIndex.from_frame(territories[["type", "code"]])
    territories["nom"] = named.reindex(keys).to_numpy()
    return territories[["type", "code", "nom", "population", "geometry"]]


def dissolve(communes: Any, keys: pd.Series) -> gpd.GeoDataFrame:  # noqa: ANN401 - geopandas has no types
    """
    Join communes that have the same key.

    Parameters
    ----------
    communes
        GeoDataFrame with ``population``; its polygons form a valid coverage.
    keys
        Same index; communes without key are left out.

    Returns
    -------
    dissolved
        Index the keys, sorted; ``population`` and canonical MultiPolygons, whose edges
        are the communes' own.
    """
    groups = communes.groupby(keys.to_numpy())
    polygons = {key: shapely.coverage_union_all(group.geometry.to_numpy()) for key, group in groups}
    table = pd.DataFrame({"population": groups["population"].sum()})
    return gpd.GeoDataFrame(
        table, geometry=canonical([polygons[key] for key in table.index]), crs=WGS84
    )
