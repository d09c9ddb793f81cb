"""Layers of a diagnostic for map tools: a GeoPackage in metres, GeoParquet in degrees."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from geo.crs import LAMBERT_93, WGS84, check_crs, metric_crs
from geo.domain.dossier import Dossier, TypeTerritoire
from geo.domain.region import REGIONS
from geo.errors import InputError
from geo.export.champs import layer_rows
from geo.export.dictionnaire import ENTRY_FIELDS, indicator_rows
from geo.export.gdal import gdal_errors
from geo.export.presentation import facts
from geo.export.valeurs import plain_text
from geo.files import replaced_whole

README_TABLE = "lisez_moi"
DICTIONARY_TABLE = "dictionnaire"

GEOPACKAGE_VERSION = "1.3"
"""The newest that QGIS 3.16 and GDAL 3.2 open without a warning."""

GEOMETRY_TYPES = {"points_accueil": "Point", "sites": "Point"}
"""What layers are made of; the others are of MultiPolygon."""

LONGITUDE_LATITUDE = {
    "$schema": "https://proj.org/schemas/v0.7/projjson.schema.json",
    "type": "GeographicCRS",
    "name": "WGS 84 (CRS84)",
    "datum": {
        "type": "GeodeticReferenceFrame",
        "name": "World Geodetic System 1984",
        "ellipsoid": {
            "name": "WGS 84", "semi_major_axis": 6378137, "inverse_flattening": 298.257223563
        },
    },
    "coordinate_system": {
        "subtype": "ellipsoidal",
        "axis": [
            {"name": "Geodetic longitude", "abbreviation": "Lon", "direction": "east",
             "unit": "degree"},
            {"name": "Geodetic latitude", "abbreviation": "Lat", "direction": "north",
             "unit": "degree"},
        ],
    },
    "id": {"authority": "OGC", "code": "CRS84"},
}  # fmt: skip
"""OGC:CRS84 as PROJJSON; written here, as PROJ's own text changes with its data."""

_CLOCK = "OGR_CURRENT_DATE"


def write_geopackage(dossier: Dossier, layers: Mapping[str, Any], path: Path) -> None:
    """
    Write the layers of a diagnostic in the legal projection of the place, with what they say.

    Parameters
    ----------
    dossier
        What the diagnostic says.
    layers
        GeoDataFrames in WGS84 by name; one without a row is written with its columns.
    path
        File to replace.

    Raises
    ------
    CrsError, InputError
        If a layer is not in WGS84, or has a name of the two tables.
    OutputError
        If it cannot be written there.

    Notes
    -----
    Contract: the same layers give the same content (`geo.export.empreintes`), and with the same
    GDAL the same bytes: its only date is that of the dossier. Each layer has a spatial index. The
    tables are `README_TABLE` (run, licences, how to read) and `DICTIONARY_TABLE`.
    """
    _check_names(layers)
    projection = projection_of(dossier, layers)
    tables = {
        README_TABLE: pd.DataFrame(_readme(dossier), columns=["cle", "valeur"]),
        DICTIONARY_TABLE: _dictionary(layers),
    }
    with replaced_whole(path) as draft, _dated(dossier.au), gdal_errors(path):
        for name, gdf in layers.items():
            check_crs(gdf, epsg=WGS84)
            pyogrio.write_dataframe(
                _plain(gdf).to_crs(projection),
                draft,
                layer=name,
                driver="GPKG",
                geometry_type=GEOMETRY_TYPES.get(name, "MultiPolygon"),
                promote_to_multi=name not in GEOMETRY_TYPES,
                dataset_options={"VERSION": GEOPACKAGE_VERSION},
                layer_options={"DESCRIPTION": plain_text(f"{dossier.titre}, {dossier.run_id}")},
            )
        for name, table in tables.items():
            pyogrio.write_dataframe(table, draft, layer=name, driver="GPKG")


def write_geoparquet(layers: Mapping[str, Any], folder: Path, dossier: Dossier) -> tuple[Path, ...]:
    """
    Write each layer as GeoParquet 1.1.

    Parameters
    ----------
    layers
        GeoDataFrames in WGS84 by name; one without a row is written with its columns.
    folder
        Where to write; made if needed.
    dossier
        What the diagnostic says: its run, licences and reading go into each file's metadata.

    Returns
    -------
    paths
        ``<name>.parquet`` each.

    Raises
    ------
    CrsError
        If a layer is not in WGS84.
    OutputError
        If one cannot be written there.

    Notes
    -----
    Contract: the same layers give the same bytes (with the same pyarrow).

    The metadata of each file have, beside ``geo``: ``run_id``, ``licences``, ``lisez_moi`` and
    ``dictionnaire`` (JSON).

    Longitude and latitude, said in the file (OGC:CRS84): what GeoParquet takes for granted and
    what web maps and databases read without a projection; metres are in the GeoPackage.
    """
    written = []
    for name, gdf in layers.items():
        check_crs(gdf, epsg=WGS84)
        kind = GEOMETRY_TYPES.get(name, "MultiPolygon")
        table = _table(_plain(gdf), kind)
        about = {"geo": _json(_geo(table["geometry"], kind)), **_about(name, gdf, dossier)}
        with replaced_whole(folder / f"{name}.parquet") as draft:
            _write_parquet(table, about, draft)
        written.append(folder / f"{name}.parquet")
    return tuple(written)


def projection_of(dossier: Dossier, layers: Mapping[str, Any]) -> int:
    """
    Give the legal projection, in metres, of a diagnostic.

    Parameters
    ----------
    dossier
        What it says; the code of a region is enough.
    layers
        Where one has ``code_commune``, its first says where this is.

    Returns
    -------
    epsg
        Lambert-93 in mainland France, the local projection overseas.
    """
    departements = REGIONS.get(dossier.code_territoire, ())
    if dossier.type_territoire is TypeTerritoire.REGION and departements:
        return metric_crs(departements[0])
    for gdf in layers.values():
        codes = list(gdf["code_commune"].dropna()) if "code_commune" in gdf else []
        if codes:
            return metric_crs(str(codes[0])[:3])
    return LAMBERT_93


def _check_names(layers: Mapping[str, Any]) -> None:
    taken = sorted({README_TABLE, DICTIONARY_TABLE} & set(layers))
    if taken:
        raise InputError(f"needed layers of other names than {taken}, which are tables.")


def _readme(dossier: Dossier) -> list[tuple[str, str]]:
    return [(plain_text(key), plain_text(value)) for key, value in facts(dossier)]


def _dictionary(layers: Mapping[str, Any]) -> pd.DataFrame:
    told = [*layer_rows({name: _columns(gdf) for name, gdf in layers.items()}), *indicator_rows()]
    return pd.DataFrame(told, columns=list(ENTRY_FIELDS))


def _columns(gdf: Any) -> list[str]:  # noqa: ANN401 - geopandas has no types
    return [name for name in _plain(gdf).columns if name != "geometry"]


def _plain(gdf: Any) -> Any:  # noqa: ANN401 - geopandas has no types
    """Give columns that every format holds, of the same types whatever rows there are."""
    told = gdf if gdf.index.name is None else gdf.reset_index()
    told = told.reset_index(drop=True).copy()
    for name in told.columns.drop("geometry"):
        if not _is_typed(told[name]):
            told[name] = _typed(told[name])
    return told


def _is_typed(column: Any) -> bool:  # noqa: ANN401 - a Series of anything
    return is_bool_dtype(column.dtype) or is_numeric_dtype(column.dtype)


def _typed(column: Any) -> Any:  # noqa: ANN401 - a Series of anything
    """Give booleans or numbers where all that is known are such, else texts; None where missing."""
    known = column.dropna()
    if len(known) and all(isinstance(value, bool | np.bool_) for value in known):
        return column.astype("boolean")
    if len(known) and all(isinstance(value, int | float) for value in known):
        return column.astype(float)
    texts = [_text(value) for value in column]
    return pd.Series(texts, index=column.index, dtype=object)


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever a cell holds
    if isinstance(value, list | tuple):
        return plain_text(", ".join(map(str, value)))
    if pd.isna(value):
        return None
    return plain_text(value.isoformat() if isinstance(value, date) else str(value))


def _about(name: str, gdf: Any, dossier: Dossier) -> dict[str, str]:  # noqa: ANN401 - see above
    """Say what a file of a layer is, and what its columns are."""
    return {
        DICTIONARY_TABLE: _json(layer_rows({name: _columns(gdf)})),
        "run_id": dossier.run_id,
        "licences": _json([plain_text(licence) for licence in dossier.licences]),
        README_TABLE: _json(_readme(dossier)),
    }


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _write_parquet(table: Any, about: Mapping[str, str], path: Path) -> None:  # noqa: ANN401 - a table of Arrow
    """Write what the file is once: Arrow's copy of the schema would hold it a second time."""
    with pq.ParquetWriter(
        path, table.schema, compression="zstd", version="2.6", store_schema=False
    ) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(about)


def _table(gdf: Any, kind: str) -> Any:  # noqa: ANN401 - see above
    """Give a table of Arrow without the metadata of pandas, which would carry its version."""
    geometry = gdf.geometry.to_numpy()
    if kind.startswith("Multi"):
        geometry = np.array([_multi(one) for one in geometry], dtype=object)
    arrays = {name: _array(gdf[name]) for name in gdf.columns.drop("geometry")}
    return pa.table(
        arrays | {"geometry": pa.array(shapely.to_wkb(geometry, byte_order=1), pa.binary())}
    )


def _multi(polygon: Any) -> Any:  # noqa: ANN401 - a geometry, or None
    return None if polygon is None else shapely.multipolygons(shapely.get_parts(polygon))


def _array(column: Any) -> Any:  # noqa: ANN401 - an array of Arrow
    if _is_typed(column):
        return pa.Array.from_pandas(column)
    return pa.array(list(column), pa.string())


def _geo(wkb: Any, kind: str) -> dict[str, Any]:  # noqa: ANN401 - a column of Arrow
    """Say what GeoParquet 1.1 asks of the column of geometries."""
    told: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [kind] if len(wkb) else [],
        "crs": LONGITUDE_LATITUDE,
        "edges": "planar",
    }
    if len(wkb):
        told["bbox"] = shapely.total_bounds(shapely.from_wkb(wkb.to_pylist())).tolist()
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": told}}


@contextmanager
def _dated(day: str) -> Iterator[None]:
    """Let GDAL write a day, not the clock, and put back what it was told before."""
    before = pyogrio.get_gdal_config_option(_CLOCK)
    pyogrio.set_gdal_config_options({_CLOCK: f"{day}T00:00:00Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({_CLOCK: before})
