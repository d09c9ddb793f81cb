"""Read and write a table of polygons as GeoParquet 1.1, the same bytes for the same table."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.crs import WGS84
from geo.errors import SourceError

COMPRESSION_LEVEL = 19
"""Of zstd: written once, read often, kept in git."""


def write_geoparquet(path: Path, gdf: Any) -> None:  # noqa: ANN401 - geopandas has no types
    """
    Write a GeoDataFrame.

    Parameters
    ----------
    path
        File to write.
    gdf
        MultiPolygons, counter-clockwise, in WGS84; the named index becomes the first
        column.

    Notes
    -----
    Contract: the bytes depend on the table and on the version of pyarrow only. No CRS
    is written: GeoParquet's default is longitude and latitude in WGS84 (OGC:CRS84).
    """
    polygons = gdf.geometry.to_numpy()
    columns = gdf.drop(columns="geometry").reset_index()
    table = pa.Table.from_pandas(columns, preserve_index=False)
    table = table.append_column("geometry", pa.array(shapely.to_wkb(polygons), pa.binary()))
    metadata = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["MultiPolygon"],
                "orientation": "counterclockwise",
                "bbox": np.round(shapely.total_bounds(polygons), 6).tolist(),
            }
        },
    }
    # only this key: pandas' own would carry the versions of what wrote it
    table = table.replace_schema_metadata({"geo": json.dumps(metadata)})
    pq.write_table(
        table, path, compression="zstd", compression_level=COMPRESSION_LEVEL, version="2.6"
    )


def read_geoparquet(path: Path) -> gpd.GeoDataFrame:
    """
    Read what `write_geoparquet` wrote.

    Parameters
    ----------
    path
        File to read.

    Returns
    -------
    gdf
        GeoDataFrame in WGS84, index the first column, absent texts as None.

    Raises
    ------
    SourceError
        If the file is no such table.
    """
    try:
        # one file, never a folder of them: no need of threads or of hive partitions
        table = pq.ParquetFile(path).read()
        columns = table.drop_columns(["geometry"]).to_pandas()
        polygons = shapely.from_wkb(table["geometry"].to_numpy())
    except (OSError, KeyError, pa.ArrowException, shapely.errors.ShapelyError) as error:
        raise SourceError(
            f"il fallait une table GeoParquet de polygones ; {path} ne se lit pas ({error}) : "
            "reprenez-la du dépôt."
        ) from error
    frame = columns.set_index(columns.columns[0])
    texts = frame.select_dtypes(exclude="number")
    frame[texts.columns] = texts.astype(object).where(texts.notna(), None)
    return gpd.GeoDataFrame(frame, geometry=polygons, crs=WGS84)
