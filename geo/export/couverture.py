"""Coverage as files that planners open: CSV for a spreadsheet, GeoPackage for a map tool."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from geo.access.coverage import covered_share
from geo.access.report import PLACE_COLUMNS, CoverageReport
from geo.crs import WGS84
from geo.export.deux_portes import door_rows as named_doors
from geo.export.gdal import gdal_errors
from geo.export.need_coverage import coverage_rows as named_needs
from geo.export.notice import facts, notice
from geo.export.tableur import write_csv
from geo.files import replaced_whole
from geo.tables import ALL_RESEAUX, ESTIMATED_TIME

CSV_FILE = "couverture.csv"
NEEDS_FILE = "couverture_besoins.csv"
DOORS_FILE = "deux_portes.csv"
NEAREST_FILE = "acces_proches.csv"
GEOPACKAGE_FILE = "couverture.gpkg"
NOTICE_FILE = "LISEZMOI.txt"
EXPORT_FILES = (
    CSV_FILE, NEEDS_FILE, DOORS_FILE, NEAREST_FILE, GEOPACKAGE_FILE, NOTICE_FILE
)  # fmt: skip
"""All the files of an export."""

SHARE_DECIMALS = 4
LISTS = ("horaires_reserves", "signalements")
ALL_RESEAUX_NAME = "tous les réseaux"


def export_coverage_files(report: CoverageReport, folder: Path) -> tuple[Path, ...]:
    """
    Write a run as files.

    Parameters
    ----------
    report
        One run.
    folder
        Where to write; made if needed.

    Returns
    -------
    paths
        `EXPORT_FILES`, all written.

    Raises
    ------
    OutputError
        If one cannot be written there.

    Notes
    -----
    Contract: each file is replaced whole or not at all, and says which run it is of.

    CSV as a French spreadsheet opens it by itself: UTF-8 with a mark, ``;`` between
    columns, a comma in decimals. A text that would be run as a formula gets a ``'``.
    """
    tables = {
        CSV_FILE: coverage_rows,
        NEEDS_FILE: need_rows,
        DOORS_FILE: door_rows,
        NEAREST_FILE: nearest_rows,
    }
    for name, rows in tables.items():
        write_csv(rows(report), folder / name)
    write_geopackage(report, folder / GEOPACKAGE_FILE)
    with replaced_whole(folder / NOTICE_FILE) as draft:
        draft.write_text(notice(report), encoding="utf-8")
    return tuple(folder / name for name in EXPORT_FILES)


def coverage_rows(report: CoverageReport) -> pd.DataFrame:
    """
    Name coverage as outside: a row a territory, réseau, mode and threshold.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    rows
        ``run_id, type_territoire, code_territoire, nom, reseau, nom_reseau, mode,
        au_plus_s, population, population_couverte, part, estime, publiable``; ``part`` is between
        0 and 1, missing where nobody lives.
    """
    table = report.coverage
    bassins = table["territory_code"].map(report.bassins["nom"])
    regions = table["territory_code"].map(report.region_names)
    return pd.DataFrame(
        {
            "run_id": report.run_id,
            "type_territoire": table["territory_type"],
            "code_territoire": table["territory_code"],
            "nom": bassins.where(table["territory_type"] == "bassin", regions),
            "reseau": table["reseau"],
            "nom_reseau": table["reseau"].map(_reseau_names(report)),
            "mode": table["mode"],
            "au_plus_s": table["cutoff_s"],
            "population": table["population"],
            "population_couverte": table["covered_population"],
            "part": covered_share(table).round(SHARE_DECIMALS),
            "estime": table.get("is_estimate", report.is_estimate),
            "publiable": report.publiable,
        }
    )


def need_rows(report: CoverageReport) -> pd.DataFrame:
    """
    Name coverage of needs as outside: a row a territory, public, need, form, mode and threshold.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    rows
        ``run_id``, then as of `geo.export.need_coverage.coverage_rows`.
    """
    rows = named_needs(report.needs, _territory_names(report), _publiable(report, report.needs))
    return _first_the_run(rows, report)


def door_rows(report: CoverageReport) -> pd.DataFrame:
    """
    Name the two doors as outside: a row a territory, public, need, mode and budget.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    rows
        ``run_id``, then as of `geo.export.deux_portes.door_rows`.
    """
    rows = named_doors(report.doors, _territory_names(report), _publiable(report, report.doors))
    return _first_the_run(rows, report)


def nearest_rows(report: CoverageReport) -> pd.DataFrame:
    """
    Name the nearest places as outside: a row an origin, réseau and mode reached.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    rows
        ``run_id, origine_id, code_commune, nom, population, reseau, nom_reseau, mode,
        point_id, point, distance_m, duree_s, estime, duree_estimee_s, publiable``; metres rounded,
        seconds rounded up so that no one enters a threshold by rounding. ``duree_estimee_s`` is
        missing where no network gave the time.
    """
    table = report.nearest
    origins = report.origins.reindex(table["origin_id"])
    return pd.DataFrame(
        {
            "run_id": report.run_id,
            "origine_id": table["origin_id"].to_numpy(),
            "code_commune": origins["code_commune"].to_numpy(),
            "nom": origins["nom"].to_numpy(),
            "population": origins["population"].to_numpy(),
            "reseau": table["reseau"].to_numpy(),
            "nom_reseau": table["reseau"].map(_reseau_names(report)).to_numpy(),
            "mode": table["mode"].to_numpy(),
            "point_id": table["destination_id"].to_numpy(),
            "point": report.places["nom"].reindex(table["destination_id"]).to_numpy(),
            "distance_m": table["distance_m"].round().astype("int64").to_numpy(),
            "duree_s": _whole_seconds(table["travel_time_s"]),
            "estime": table["is_estimate"].to_numpy(),
            "duree_estimee_s": _beside(table),
            "publiable": report.publiable,
        }
    )


def write_geopackage(report: CoverageReport, path: Path) -> None:
    """
    Write the layers ``bassins``, ``origines``, ``points_accueil`` and two tables.

    Parameters
    ----------
    report
        One run.
    path
        File to replace.

    Notes
    -----
    The tables are ``couverture``, every row of it, and ``metadonnees`` (run, date,
    method, sources, licences). Columns of ``bassins`` and ``origines`` speak of the nearest
    place of any réseau.
    """
    metadata = pd.DataFrame(facts(report), columns=["cle", "valeur"])
    with replaced_whole(path) as draft, gdal_errors(path):
        bassin_layer(report).to_file(draft, layer="bassins", driver="GPKG")
        origin_layer(report).to_file(draft, layer="origines", driver="GPKG")
        place_layer(report).to_file(draft, layer="points_accueil", driver="GPKG")
        pyogrio.write_dataframe(coverage_rows(report), draft, layer="couverture")
        pyogrio.write_dataframe(metadata, draft, layer="metadonnees")


def bassin_layer(report: CoverageReport) -> Any:  # noqa: ANN401 - geopandas has no types
    """
    Put coverage beside each bassin, one pair of columns a mode and threshold.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    bassins
        GeoDataFrame: ``code_bassin, nom, population``, then ``couverts_marche_10min``,
        ``part_marche_10min`` and so on, ``estime``, ``publiable``, ``run_id``.
    """
    rows = coverage_rows(report)
    rows = rows[(rows["type_territoire"] == "bassin") & (rows["reseau"] == ALL_RESEAUX)]
    bassins = report.bassins.rename_axis("code_bassin")[["nom", "population", "geometry"]]
    labels = rows["mode"] + "_" + (rows["au_plus_s"] // 60).astype(str) + "min"
    for label, group in rows.groupby(labels, sort=False):
        figures = group.set_index("code_territoire").reindex(bassins.index)
        bassins[f"couverts_{label}"] = figures["population_couverte"].astype("Int64")
        bassins[f"part_{label}"] = figures["part"]
    return _of_run(bassins, report).reset_index()


def origin_layer(report: CoverageReport) -> Any:  # noqa: ANN401 - geopandas has no types
    """
    Put the nearest place of any réseau beside each origin, by mode.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    origins
        GeoDataFrame of points: ``origine_id, code_commune, nom, population``, then
        ``duree_s_marche``, ``estime_marche``, ``point_id_marche`` and so on, ``estime``,
        ``publiable``, ``run_id``; missing where no place was reached.
    """
    origins = report.origins.rename_axis("origine_id")[["code_commune", "nom", "population"]]
    nearest = report.nearest[report.nearest["reseau"] == ALL_RESEAUX]
    for mode, found in nearest.groupby("mode", sort=False):
        places = found.set_index("origin_id")
        seconds = pd.Series(_whole_seconds(places["travel_time_s"]), index=places.index)
        origins[f"duree_s_{mode}"] = seconds.astype("Int64").reindex(origins.index)
        estimated = places["is_estimate"].astype("boolean")
        origins[f"estime_{mode}"] = estimated.reindex(origins.index)
        origins[f"point_id_{mode}"] = places["destination_id"].reindex(origins.index)
    told = _of_run(origins, report).reset_index()
    points = gpd.points_from_xy(report.origins["lon"], report.origins["lat"], crs=WGS84)
    return gpd.GeoDataFrame(told, geometry=points)


def place_layer(report: CoverageReport) -> Any:  # noqa: ANN401 - geopandas has no types
    """
    Give the directory as points.

    Parameters
    ----------
    report
        One run.

    Returns
    -------
    places
        GeoDataFrame: ``point_id`` and `PLACE_COLUMNS`; dates as text, year first, lists as
        words between commas.
    """
    places = report.places[list(PLACE_COLUMNS)].rename_axis("point_id").reset_index()
    for name in LISTS:
        places[name] = places[name].map(", ".join)
    dates = pd.to_datetime(places["date_maj"]).dt.strftime("%Y-%m-%d")
    points = gpd.points_from_xy(places.pop("lon"), places.pop("lat"), crs=WGS84)
    return gpd.GeoDataFrame(places.assign(date_maj=dates), geometry=points)


def _reseau_names(report: CoverageReport) -> dict[str, str]:
    return {ALL_RESEAUX: ALL_RESEAUX_NAME} | {one.code: one.nom for one in report.reseaux}


def _territory_names(report: CoverageReport) -> dict[str, dict[str, str]]:
    return {"bassin": report.bassins["nom"].to_dict(), "region": report.region_names}


def _publiable(report: CoverageReport, table: pd.DataFrame) -> dict[str, bool]:
    """Say of every mode what is said of the run: whoever reads a row knows no other."""
    return dict.fromkeys(table["mode"].unique(), report.publiable)


def _first_the_run(rows: pd.DataFrame, report: CoverageReport) -> pd.DataFrame:
    return pd.concat({"run_id": pd.Series(report.run_id, index=rows.index)}, axis=1).join(rows)


def _of_run(table: pd.DataFrame, report: CoverageReport) -> pd.DataFrame:
    return table.assign(estime=report.is_estimate, publiable=report.publiable, run_id=report.run_id)


def _beside(table: pd.DataFrame) -> Any:  # noqa: ANN401 - an array of integers, some missing
    """Give whole seconds of the estimates beside the times of a network."""
    if ESTIMATED_TIME not in table:
        return pd.array([pd.NA] * len(table), dtype="Int64")
    return pd.array(np.ceil(table[ESTIMATED_TIME].to_numpy(dtype=float)), dtype="Int64")


def _whole_seconds(times: "pd.Series[float]") -> Any:  # noqa: ANN401 - an array of integers
    return np.ceil(times.to_numpy(dtype=float)).astype("int64")
