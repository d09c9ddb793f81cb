"""The files of a reference: communes as GeoParquet, the rest as CSV that a person can read."""

from pathlib import Path

import pandas as pd
import shapely

from geo.crs import COORDINATE_DECIMALS
from geo.errors import SourceError
from geo.sources.territories.build import to_bassins, to_territories
from geo.sources.territories.geoparquet import read_geoparquet, write_geoparquet
from geo.sources.territories.sites import to_sites
from geo.sources.territories.zones_emploi import ZONE_EMPLOI
from geo.tables import COMMUNE_COLUMNS, PARTITION_COLUMNS, Territories

COMMUNES = "communes.parquet"
BASSINS = "bassins.csv"
BASSINS_COMMUNES = "bassins_communes.csv"
TERRITOIRES = "territoires.csv"
MAIRIES = "mairies.csv"
GARES = "gares.csv"
ORIGINES = "origines.csv"
ZONES_EMPLOI = "zones_emploi.csv"

FILES = (COMMUNES, BASSINS, BASSINS_COMMUNES, TERRITOIRES, MAIRIES, GARES, ORIGINES, ZONES_EMPLOI)
"""What is written of every reference; its places are one more, where the directory was given."""

CSV_COLUMNS = {
    BASSINS: ("code_bassin", "nom"),
    BASSINS_COMMUNES: ("code_bassin", "code_commune"),
    TERRITOIRES: ("type", "code", "nom"),
    MAIRIES: ("site_id", "nom", "code_commune", "lon", "lat"),
    GARES: ("site_id", "nom", "modes", "code_commune", "lon", "lat"),
    ORIGINES: ("origine_id", "lon", "lat", "methode"),
    ZONES_EMPLOI: ("code_commune", "code", "nom"),
}
"""Columns of each table; polygons, names and populations stand in the communes only."""


def write_tables(folder: Path, territories: Territories) -> dict[str, int]:
    """
    Write the tables of a region.

    Parameters
    ----------
    folder
        An existing folder.
    territories
        Checked tables.

    Returns
    -------
    rows
        By file name.

    Notes
    -----
    Contract: the same tables give the same bytes.
    """
    write_geoparquet(folder / COMMUNES, territories.communes)
    sites = _with_lon_lat(territories.sites.reset_index())
    membership = territories.bassins_communes.sort_values(["code_bassin", "code_commune"])
    tables = {
        BASSINS: territories.bassins.reset_index(),
        BASSINS_COMMUNES: membership,
        TERRITOIRES: territories.territories,
        MAIRIES: sites[sites["type"] == "mairie"],
        GARES: sites[sites["type"] == "gare"],
        ORIGINES: territories.origins.rename_axis("origine_id").reset_index(),
        ZONES_EMPLOI: territories.partitions_communes.sort_values("code_commune"),
    }
    for name, table in tables.items():
        _write_csv(folder / name, table[list(CSV_COLUMNS[name])])
    return {COMMUNES: len(territories.communes)} | {name: len(t) for name, t in tables.items()}


def read_tables(folder: Path) -> Territories:
    """
    Read the tables of a region and dissolve what they form.

    Parameters
    ----------
    folder
        Where `write_tables` wrote.

    Returns
    -------
    territories
        Not yet checked as a whole.

    Raises
    ------
    SourceError
        If a file is missing, or a column.
    """
    communes = read_geoparquet(folder / COMMUNES)
    missing = [column for column in COMMUNE_COLUMNS if column not in communes]
    if missing:
        raise SourceError(
            f"il manque à {folder / COMMUNES} les colonnes {missing} : reprenez ce fichier du "
            "dépôt."
        )
    tables = {
        name: _read_csv(folder / name, columns)
        for name, columns in CSV_COLUMNS.items()
        if name != ZONES_EMPLOI or (folder / name).exists()  # older references have none
    }
    membership = tables[BASSINS_COMMUNES]
    return Territories(
        communes=communes,
        bassins=to_bassins(communes, membership.set_index("code_commune"), tables[BASSINS]),
        bassins_communes=membership,
        territories=to_territories(communes, tables[TERRITOIRES]),
        sites=to_sites(tables[MAIRIES].set_index("site_id"), tables[GARES].set_index("site_id")),
        origins=_to_origins(tables[ORIGINES], communes),
        partitions_communes=_to_partitions(tables.get(ZONES_EMPLOI)),
    )


def _to_origins(table: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    origins = table.set_index("origine_id").rename_axis("origin_id")
    known = communes[["nom", "population"]].reindex(origins.index)
    return pd.DataFrame(
        {
            "code_commune": origins.index,
            "nom": known["nom"],
            "population": known["population"],
            "lon": origins["lon"].astype(float),
            "lat": origins["lat"].astype(float),
            "methode": origins["methode"],
        }
    )


def _to_partitions(zones: pd.DataFrame | None) -> pd.DataFrame:
    if zones is None:
        return pd.DataFrame(columns=list(PARTITION_COLUMNS), dtype=str)
    return zones.assign(partition=ZONE_EMPLOI)[list(PARTITION_COLUMNS)]


def _with_lon_lat(sites: pd.DataFrame) -> pd.DataFrame:
    points = sites["geometry"].to_numpy()
    return sites.assign(lon=shapely.get_x(points), lat=shapely.get_y(points))


def _write_csv(path: Path, table: pd.DataFrame) -> None:
    form = f"%.{COORDINATE_DECIMALS}f"
    table.to_csv(path, index=False, lineterminator="\n", float_format=form, encoding="utf-8")


def _read_csv(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SourceError(
            f"il fallait la table {path}, qui ne se lit pas ({error}) : reprenez-la du dépôt."
        ) from error
    missing = [column for column in columns if column not in table]
    if missing:
        raise SourceError(
            f"il manque à {path} les colonnes {missing} ; reçu {list(table.columns)} : reprenez "
            "ce fichier du dépôt."
        )
    return table
