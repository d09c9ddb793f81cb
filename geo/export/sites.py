"""Sites as files that planners open: CSV for a spreadsheet, GeoJSON for a map tool."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from geo.export.tableur import write_csv
from geo.files import replaced_whole

SUFFIXES = (".csv", ".geojson")
"""Files that can be written, by their suffix."""


def write_sites(rows: pd.DataFrame, path: Path) -> None:
    """
    Write sites.

    Parameters
    ----------
    rows
        A row a site, columns as outside, with ``lon`` and ``lat`` (missing where there is none).
    path
        File to replace, one of `SUFFIXES`.

    Raises
    ------
    OutputError
        If it cannot be written there.

    Notes
    -----
    Contract: the same rows give the same bytes. GeoJSON as of RFC 7946, points in WGS84.
    """
    if path.suffix.lower() == ".csv":
        write_csv(rows, path)
        return
    plain = rows.astype(object).where(rows.notna(), None)
    names = list(map(str, plain.columns))
    features = [
        _feature(dict(zip(names, told, strict=True))) for told in plain.itertuples(index=False)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    with replaced_whole(path) as draft:
        draft.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def whole_seconds(times: "pd.Series[float]") -> "pd.Series[int]":
    """
    Round times up, so that nobody enters a threshold by rounding.

    Parameters
    ----------
    times
        Seconds; missing where there is none.

    Returns
    -------
    seconds
        Whole, missing where they were.
    """
    return pd.Series(pd.array(np.ceil(times.to_numpy(dtype=float)), dtype="Int64"), times.index)


def _feature(told: dict[str, object]) -> dict[str, object]:
    lon, lat = told.pop("lon"), told.pop("lat")
    point = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": told, "geometry": point}
