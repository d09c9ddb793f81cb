import json

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely

from geo.errors import SourceError
from geo.sources.territories.coverage import canonical
from geo.sources.territories.geoparquet import read_geoparquet, write_geoparquet
from tests.geo.sources.territories.toy import square


@pytest.fixture
def table():
    return gpd.GeoDataFrame(
        {"nom": ["Ô", "B"], "code_ept": [None, "200"], "population": [1, 2]},
        index=["75056", "2A004"],
        geometry=list(canonical([square(0, 0), square(1, 0)])),
        crs=4326,
    ).rename_axis("code_commune")


def test_what_is_written_is_read(tmp_path, table):
    write_geoparquet(tmp_path / "t.parquet", table)
    back = read_geoparquet(tmp_path / "t.parquet")
    assert back.index.name == "code_commune"
    assert back.drop(columns="geometry").to_dict("list") == {
        "nom": ["Ô", "B"],
        "code_ept": [None, "200"],
        "population": [1, 2],
    }
    assert back.crs.to_epsg() == 4326
    assert all(a.equals_exact(b, 0) for a, b in zip(back.geometry, table.geometry, strict=True))


def test_any_geoparquet_reader_understands_it(tmp_path, table):
    write_geoparquet(tmp_path / "t.parquet", table)
    metadata = json.loads(pq.read_schema(tmp_path / "t.parquet").metadata[b"geo"])
    assert metadata["version"] == "1.1.0"
    assert metadata["columns"]["geometry"]["bbox"] == [2.0, 48.0, 2.125, 48.0625]
    assert metadata["columns"]["geometry"]["orientation"] == "counterclockwise"
    assert all(polygon.geoms[0].exterior.is_ccw for polygon in table.geometry)
    read = gpd.read_parquet(tmp_path / "t.parquet")
    assert read.crs.to_authority() == ("OGC", "CRS84")
    assert shapely.equals(read.geometry.to_numpy(), table.geometry.to_numpy()).all()


def test_the_same_table_gives_the_same_bytes(tmp_path, table):
    for name in ("a", "b"):
        write_geoparquet(tmp_path / name, table)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_that_is_no_table(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 nonsense PAR1")
    with pytest.raises(SourceError, match=r"t\.parquet"):
        read_geoparquet(path)
    with pytest.raises(SourceError, match=r"absent\.parquet"):
        read_geoparquet(tmp_path / "absent.parquet")


def test_a_table_without_polygons(tmp_path, table):
    path = tmp_path / "t.parquet"
    table.drop(columns="geometry").to_parquet(path)
    with pytest.raises(SourceError, match=r"t\.parquet"):
        read_geoparquet(path)
