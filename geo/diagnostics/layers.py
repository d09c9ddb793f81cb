"""The layers of a diagnostic, for a map tool: what it says, where it is, by its outside names."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import WGS84
from geo.diagnostics.findings import MAIN_NEED, Findings
from geo.diagnostics.sections.reseaux import says_labels
from geo.diagnostics.sections.residents import residents, times_of
from geo.diagnostics.sections.words import is_region
from geo.domain.dossier import TypeTerritoire
from geo.domain.fraicheur import is_to_confirm
from geo.domain.profil import Profil
from geo.export.gaps import zone_rows
from geo.export.sites import whole_seconds
from geo.tables import ALL_RESEAUX

LAYERS = ("communes", "bassins", "points_accueil", "lacunes", "sites")
"""Names of the layers."""

PLACE_FIELDS = (
    "reseau", "nom", "adresse", "code_postal", "ville", "telephone", "telephone_note", "site_web",
    "horaires", "horaires_note", "horaires_reserves", "accessibilite_pmr",
    "accessibilite_note", "date_maj",
    "signalements", "precision_position", "source",
)  # fmt: skip
"""What the directory says of a place that goes into the layer; empty where it says nothing."""

LISTS = ("horaires_reserves", "signalements")

BY_MODE = ("duree_mediane_s", "duree_9e_decile_s", "gini_duree")
PLAIN = ("points_accueil", "points_pour_100000", "reseaux_actifs", "points_a_confirmer")
"""Indicators beside each bassin: by mode, and those of every mode."""

SITE_NAMES = {
    "territory_code": "code_bassin",
    "kind": "usage",
    "rank": "rang",
    "site_id": "site_id",
    "name": "nom",
    "site_type": "site_type",
    "commune": "commune",
    "mode": "mode",
    "gained": "habitants_gagnes",
}
"""Columns of `geo.diagnostics.findings.SITE_COLUMNS`, and their names outside."""


SITE_TIMES = {
    "median_before_s": "duree_mediane_avant_s", "median_after_s": "duree_mediane_apres_s"
}  # fmt: skip

GAP_TYPES = {
    "rang": "Int64", "zone": "object", "solidite": "object", "reseau": "object",
    "profil": "object", "besoin": "object", "mode": "object", "au_plus_s": "Int64",
    "code_bassin": "object", "nom_bassin": "object", "habitants": "Int64",
    "habitants_fermement": "Int64", "habitants_sans_acces": "Int64",
    "depassement_median_s": "Int64", "depassement_max_s": "Int64", "point_id": "object",
    "point": "object", "point_duree_s": "Int64", "site_id": "object", "site": "object",
    "site_type": "object", "site_habitants": "Int64", "sites_proche_en_proche": "Int64",
    "sites_habitants": "Int64", "habitants_a_distance": "Int64", "origine_ids": "object",
    "estime": "boolean", "publiable": "boolean",
}  # fmt: skip
"""Columns of the layer of gap zones, as of `geo.export.gaps.zone_rows`, and their types."""


def layers(findings: Findings, code: str) -> Mapping[str, Any]:
    """
    Give what a diagnostic says as layers.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    layers
        GeoDataFrames in WGS84 by name, those of `LAYERS`; every row has its ``run_id``, and
        ``publiable``, false where a time behind it comes from a network that may not be published.
        Seconds are whole, rounded up; what is unknown is missing.

    Notes
    -----
    Contract: pure; the same findings give the same rows in the same order.
    """
    made = (_communes, _bassins, _places, _gaps, _sites)
    return {
        name: layer(findings, code).assign(run_id=findings.run.run_id)
        for name, layer in zip(LAYERS, made, strict=True)
    }


def _communes(findings: Findings, code: str) -> Any:  # noqa: ANN401 - geopandas has no types
    """Put times, estimates and doors by each mode beside every commune."""
    mine = residents(findings, code)
    table = mine[["code_commune", "nom", "code_bassin", "population"]].copy()
    for mode in findings.modes:
        found = times_of(findings, code, mode)
        known = found["measured"].astype(bool)
        reached = known & np.isfinite(found["travel_time_s"].astype(float))
        table[f"duree_s_{mode}"] = whole_seconds(found["travel_time_s"].where(reached))
        table[f"estime_{mode}"] = found["is_estimate"].where(reached).astype("boolean")
        table[f"point_id_{mode}"] = found["place_id"].where(reached)
        for column, name in (("one_door", "une_porte"), ("two_doors", "deux_portes")):
            table[f"{name}_{mode}"] = found[column].where(known).astype("boolean")
    table["publiable"] = not findings.trial_modes
    shapes = findings.communes.geometry.reindex(table["code_commune"]).to_numpy()
    return gpd.GeoDataFrame(table.reset_index(drop=True), geometry=shapes, crs=WGS84)


def _bassins(findings: Findings, code: str) -> Any:  # noqa: ANN401 - see above
    """Put the indicators that planners compare beside each bassin."""
    bassins = _all_bassins(findings)
    mine = bassins if is_region(findings, code) else bassins[bassins["code_bassin"] == code]
    return mine.reset_index(drop=True)


@lru_cache(maxsize=1)
def _all_bassins(findings: Findings) -> Any:  # noqa: ANN401 - see above
    """Give those of the whole region; once for all its diagnostics."""
    bassins = findings.bassins
    table = bassins[["nom", "population"]].copy()
    told = findings.indicators
    told = told[told["territory_type"] == TypeTerritoire.BASSIN.value]
    for name, values in _columns(told, findings.modes):
        table[name] = values.reindex(table.index).astype(float)
    table["publiable"] = not findings.trial_modes
    plain = table.rename_axis("code_bassin").reset_index()
    return gpd.GeoDataFrame(plain, geometry=bassins.geometry.to_numpy(), crs=WGS84)


def _columns(
    told: pd.DataFrame, modes: tuple[str, ...]
) -> Iterator[tuple[str, "pd.Series[float]"]]:
    """Give the values of each indicator by bassin."""
    everyone = told["profile"].isin([ALL_RESEAUX, Profil.TOUT_PUBLIC.value])
    main = told["mission"].isin([ALL_RESEAUX, MAIN_NEED])
    lead = told[everyone & main & (told["reseau"] == ALL_RESEAUX)]
    for indicator in PLAIN:
        yield indicator, _values(lead[lead["indicator"] == indicator])
    for mode in modes:
        by_mode = lead[lead["mode"] == mode]
        for indicator in (*BY_MODE, "part_couverte", "part_une_porte", "part_deux_portes"):
            yield f"{indicator}_{mode}", _values(by_mode[by_mode["indicator"] == indicator])


def _values(rows: pd.DataFrame) -> "pd.Series[float]":
    return rows.drop_duplicates("territory_code").set_index("territory_code")["value"]


def _places(findings: Findings, code: str) -> Any:  # noqa: ANN401 - see above
    """Give the directory, with what should be checked about each place."""
    places = findings.inventory.places
    parts = findings.bassins.index if is_region(findings, code) else [code]
    mine = places[places["part"].isin(parts)].sort_index()
    table = mine.reindex(columns=list(PLACE_FIELDS)).astype(object)
    days = [None if pd.isna(day) else day for day in mine["date_maj"]]
    for name in LISTS:
        table[name] = [_words(told) for told in table[name]]
    table["date_maj"] = [None if day is None else day.isoformat() for day in days]
    table["a_confirmer"] = [is_to_confirm(day, today=findings.on) for day in days]
    table["labellise"] = mine["labelled"].to_numpy() if says_labels(findings) else None
    table["nom_reseau"] = mine["reseau"].map(dict(findings.reseau_names))
    table["code_commune"] = mine.get("standing")
    table["code_bassin"] = mine["part"]
    table = table.where(table.notna(), None).rename_axis("point_id").reset_index()
    points = gpd.points_from_xy(mine["lon"], mine["lat"])
    return gpd.GeoDataFrame(table, geometry=points, crs=WGS84)


def _gaps(findings: Findings, code: str) -> Any:  # noqa: ANN401 - see above
    """Give the zones out of reach, of every question and mode."""
    zones = _all_gaps(findings)
    mine = zones if is_region(findings, code) else zones[zones["code_bassin"] == code]
    return mine.reset_index(drop=True)


@lru_cache(maxsize=1)
def _all_gaps(findings: Findings) -> Any:  # noqa: ANN401 - see above
    """Give those of the whole region; once for all its diagnostics."""
    names = findings.bassins["nom"].to_dict()
    told = [report for report in findings.gaps if len(report.zones)]
    tables = [_gap_rows(zone_rows(report, names)) for report in told] or [_gap_rows(_no_zone())]
    shapes = [shape for report in told for shape in report.polygons]
    table = pd.concat(tables, ignore_index=True)
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes), crs=WGS84)


def _gap_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Give every question's zones the same columns of the same types."""
    named = rows.rename(columns={"code_territoire": "code_bassin", "nom_territoire": "nom_bassin"})
    return named[list(GAP_TYPES)].astype(GAP_TYPES)


def _no_zone() -> pd.DataFrame:
    columns = [*GAP_TYPES, "code_territoire", "nom_territoire"]
    return pd.DataFrame({name: [] for name in columns if not name.endswith("_bassin")})


def _sites(findings: Findings, code: str) -> Any:  # noqa: ANN401 - see above
    """Give the sites that would help most."""
    sites = findings.sites
    if not is_region(findings, code):
        sites = sites[sites["territory_code"] == code]
    table = sites.rename(columns=SITE_NAMES)[list(SITE_NAMES.values())]
    for name in ("median_before_s", "median_after_s"):
        table[SITE_TIMES[name]] = whole_seconds(sites[name])
    table["publiable"] = ~sites["mode"].isin(findings.trial_modes).astype(bool)
    points = gpd.points_from_xy(sites["lon"], sites["lat"])
    return gpd.GeoDataFrame(table.reset_index(drop=True), geometry=points, crs=WGS84)


def _words(told: object) -> str | None:
    """Write a list of codes between commas; nothing where it is not known."""
    return ", ".join(told) if isinstance(told, list | tuple | np.ndarray) else None
