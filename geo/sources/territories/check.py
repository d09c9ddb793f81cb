"""What must be true of a region before anything is built on it."""

from typing import Any

import pandas as pd
import shapely

from geo.domain.commune import ARRONDISSEMENTS
from geo.errors import InputError, SourceError
from geo.sources.territories.coverage import canonical, check_coverage
from geo.tables import (
    BASSIN_COLUMNS,
    COMMUNE_COLUMNS,
    ORIGIN_COLUMNS,
    PARTITION_COLUMNS,
    SITE_COLUMNS,
    TERRITORY_COLUMNS,
    Territories,
    check_columns,
    check_polygons,
)

REMEDY = "refaites la référence (deuxportes sources build-reference) avec des sources cohérentes."
"""What to do about a region that does not hold together."""


def check_territories(territories: Territories) -> None:
    """
    Check that the tables of a region are complete, exact and consistent.

    Parameters
    ----------
    territories
        As built, or as read.

    Raises
    ------
    SourceError
        If a column, polygon or resident is missing or counted twice: the communes are
        no coverage, the bassins' union is not the region, a commune is in no bassin or
        two, or in no part of a partition or two, an origin outside its commune, a site in
        no commune.
    """
    try:
        _check_tables(territories)
    except InputError as error:
        raise SourceError(
            f"une table de la région n’a pas sa forme ({error}) : {REMEDY}"
        ) from error
    _check_geometry(territories)
    _check_membership(territories)
    _check_partitions(territories)
    _check_residents(territories)
    _check_points(territories)


def cells_of(communes: Any) -> pd.Series:  # noqa: ANN401 - geopandas has no types
    """
    Give the polygons that have no part of their own.

    Parameters
    ----------
    communes
        GeoDataFrame of `COMMUNE_COLUMNS`.

    Returns
    -------
    cells
        Index ``code_commune``: every commune and arrondissement but the cities the
        latter divide.
    """
    cells = communes[~communes.index.isin(ARRONDISSEMENTS)]
    return pd.Series(cells.geometry.to_numpy(), index=cells.index, dtype=object)


def _check_tables(territories: Territories) -> None:
    check_polygons(territories.communes, COMMUNE_COLUMNS, name="communes")
    check_polygons(territories.bassins, BASSIN_COLUMNS, name="bassins")
    check_polygons(territories.territories, TERRITORY_COLUMNS, name="territories")
    check_columns(territories.sites, SITE_COLUMNS, name="sites")
    check_columns(territories.origins, (*ORIGIN_COLUMNS, "methode"), name="origins")
    check_columns(territories.partitions_communes, PARTITION_COLUMNS, name="partitions")


def _check_geometry(territories: Territories) -> None:
    cells = cells_of(territories.communes)
    check_coverage(cells)
    outline = _union(cells.to_numpy())
    if not _union(territories.bassins.geometry.to_numpy()).equals_exact(outline, 0):
        raise SourceError(f"l’union des bassins n’est pas celle des communes : {REMEDY}")
    for city, parts in ARRONDISSEMENTS.items():
        if city in territories.communes.index:
            whole = territories.communes.geometry[city]
            if not _union(cells.loc[list(parts)].to_numpy()).equals_exact(whole, 0):
                raise SourceError(f"{city} n’est pas l’union de ses arrondissements : {REMEDY}")


def _union(polygons: Any) -> Any:  # noqa: ANN401 - geometries
    return canonical([shapely.coverage_union_all(polygons)])[0]


def _check_membership(territories: Territories) -> None:
    codes = territories.bassins_communes["code_commune"]
    known = set(territories.communes.index)
    if codes.duplicated().any() or set(codes) != known:
        wrong = sorted(set(codes[codes.duplicated()]) | (set(codes) ^ known))
        raise SourceError(
            f"il fallait un bassin par commune ; ce n’est pas le cas de {wrong[:5]} : {REMEDY}"
        )
    strangers = set(territories.bassins_communes["code_bassin"]) ^ set(territories.bassins.index)
    if strangers:
        raise SourceError(f"bassins sans nom ou sans commune : {sorted(strangers)[:5]} ; {REMEDY}")


def _check_partitions(territories: Territories) -> None:
    known = set(territories.communes.index)
    for name, table in territories.partitions_communes.groupby("partition"):
        codes = table["code_commune"]
        if codes.duplicated().any() or set(codes) != known:
            wrong = sorted(set(codes[codes.duplicated()]) | (set(codes) ^ known))
            raise SourceError(
                f"il fallait une part de {name} par commune ; ce n’est pas le cas de {wrong[:5]} : "
                f"{REMEDY}"
            )
        if table[["code", "nom"]].drop_duplicates()["code"].duplicated().any():
            raise SourceError(f"une part de {name} a deux noms : {REMEDY}")


def _check_residents(territories: Territories) -> None:
    communes = territories.communes
    residents = communes.loc[communes["type"] == "commune", "population"].sum()
    counts = {
        "les bassins": territories.bassins["population"].sum(),
        "les origines": territories.origins["population"].sum(),
    }
    for name, count in counts.items():
        if count != residents:
            raise SourceError(
                f"il fallait {residents} habitants dans {name}, reçu {count} : {REMEDY}"
            )
    parts = communes[communes["type"] == "arrondissement"].groupby("code_parent")["population"]
    for city, count in parts.sum().items():
        if count != communes["population"][city]:
            raise SourceError(
                f"les arrondissements de {city} ont {count} habitants, pas la commune : {REMEDY}"
            )


def _check_points(territories: Territories) -> None:
    cells = cells_of(territories.communes)
    origins = territories.origins
    if set(origins["code_commune"]) != set(cells.index):
        raise SourceError(f"il fallait une origine par commune ou arrondissement : {REMEDY}")
    points = shapely.points(origins[["lon", "lat"]].to_numpy(float))
    inside = shapely.contains(cells.loc[origins["code_commune"]].to_numpy(), points)
    if not inside.all():
        wrong = list(origins.index[~inside])[:5]
        raise SourceError(f"origines hors de leur commune : {wrong} ; {REMEDY}")
    lost = set(territories.sites["code_commune"]) - set(cells.index)
    if lost:
        raise SourceError(f"sites dans des communes inconnues : {sorted(lost)[:5]} ; {REMEDY}")
