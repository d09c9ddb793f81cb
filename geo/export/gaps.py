"""Gap zones as files that planners open: CSV for a spreadsheet, GeoJSON for a map tool."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.access.gap_report import GapReport
from geo.export.rues import streets_told
from geo.export.tableur import write_csv
from geo.files import replaced_whole
from geo.network.manifest import Manifest

SUFFIXES = (".csv", ".geojson")
"""Files that can be written, by their suffix."""

WORTH = {True: "ferme", False: "fragile"}
"""What people read of a zone that stands whatever the truth within the doubt, or does not."""


def write_gaps(
    report: GapReport, path: Path, names: Mapping[str, str], manifest: Manifest | None = None
) -> None:
    """
    Write gap zones.

    Parameters
    ----------
    report
        One answer.
    path
        File to replace, one of `SUFFIXES`.
    names
        Name of each territory of the partition, by code.
    manifest
        Of the network that gave some of the times, where there is one.

    Raises
    ------
    OutputError
        If it cannot be written there.

    Notes
    -----
    Contract: the same answer gives the same bytes. GeoJSON as of RFC 7946: WGS84, outer rings
    counterclockwise. What `geo.export.rues.streets_told` says is on every row, and for GeoJSON
    beside the rows too, where a file without a zone still says it.
    """
    told_of_streets = streets_told(manifest, publiable=report.publiable)
    rows = zone_rows(report, names).assign(**told_of_streets)
    if path.suffix.lower() == ".csv":
        write_csv(rows, path)
        return
    shapes = [json.loads(text) for text in shapely.to_geojson(_oriented(report.polygons))]
    features = [
        {"type": "Feature", "properties": told, "geometry": shape}
        for told, shape in zip(_plain(rows), shapes, strict=True)
    ]
    collection = {"type": "FeatureCollection", **told_of_streets, "features": features}
    with replaced_whole(path) as draft:
        draft.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def zone_rows(report: GapReport, names: Mapping[str, str]) -> pd.DataFrame:
    """
    Name gap zones as outside: a row a zone, the one with most people left out first.

    Parameters
    ----------
    report
        One answer.
    names
        Name of each territory of the partition, by code.

    Returns
    -------
    rows
        ``rang, zone, solidite`` and what was asked (``reseau``, or ``profil`` and ``besoin``,
        ``mode, au_plus_s``); the territory; ``habitants`` left out, firmly so, without any access;
        seconds beyond the threshold, rounded up; the nearest place; the site that would cover most,
        and how many sites a choice one after the other opens for all that any can;
        ``habitants_a_distance``; ``origine_ids`` between spaces;
        ``estime, publiable``.
    """
    zones, question = report.zones, report.question
    return pd.DataFrame(
        {
            "rang": zones.index + 1,
            "zone": zones["name"],
            "solidite": zones["firm"].map(WORTH),
            "reseau": question.reseau,
            "profil": None if question.profil is None else question.profil.value,
            "besoin": None if question.besoin is None else question.besoin.value,
            "mode": report.mode,
            "au_plus_s": int(report.gaps.cutoff_s),
            "type_territoire": question.partition,
            "code_territoire": zones["territory_code"],
            "nom_territoire": zones["territory_code"].map(names),
            "habitants": zones["left_out"],
            "habitants_fermement": zones["firmly_out"],
            "habitants_sans_acces": zones["unreached"],
            "depassement_median_s": _whole_seconds(zones["beyond_median_s"]),
            "depassement_max_s": _whole_seconds(zones["beyond_max_s"]),
            "point_id": zones["nearest_id"],
            "point": zones["nearest_name"],
            "point_duree_s": _whole_seconds(zones["nearest_time_s"]),
            "site_id": zones["site_id"],
            "site": zones["site_name"],
            "site_type": zones["site_type"],
            "site_lon": zones["site_lon"],
            "site_lat": zones["site_lat"],
            "site_habitants": zones["site_covers"],
            "sites_proche_en_proche": zones["sites_needed"],
            "sites_habitants": zones["sites_cover"],
            "habitants_a_distance": zones["helped_remotely"],
            "origines": zones["origins"],
            "origine_ids": zones["origin_ids"].map(" ".join),
            "estime": zones["is_estimate"],
            "publiable": report.publiable,
        }
    )


def _whole_seconds(times: "pd.Series[float]") -> Any:  # noqa: ANN401 - an array of integers
    """Round up, so that nobody enters a threshold by rounding."""
    return pd.array(np.ceil(times.to_numpy(dtype=float)), dtype="Int64")


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as JSON takes them: nothing where a value is missing."""
    plain = rows.astype(object).where(rows.notna(), None)
    names = list(map(str, rows.columns))
    return [dict(zip(names, told, strict=True)) for told in plain.itertuples(index=False)]


def _oriented(polygons: Any) -> Any:  # noqa: ANN401 - arrays of shapely have no types
    return shapely.orient_polygons(polygons)
