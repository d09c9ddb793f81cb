"""Layers read back with GDAL's own tools, SQLite, geopandas and pyarrow."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo.diagnostics.layers import GAP_TYPES, PLACE_FIELDS, SITE_NAMES
from geo.domain.dossier import TypeTerritoire
from geo.errors import CrsError, InputError
from geo.export.champs import NOT_DESCRIBED, layer_rows
from geo.export.couches import projection_of, write_geopackage, write_geoparquet
from tests.geo.diagnostics.toy import dossier

HOSTILE = "=L’Haÿ « 1 »"


def frame(columns, shapes, epsg=4326):
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=epsg))


def toy_layers():
    squares = [shapely.box(left, 48, left + 0.1, 48.1) for left in (2.0, 2.1)]
    communes = frame(
        {
            "code_commune": ["77001", "77002"],
            "nom": [HOSTILE, None],
            "population": [10, 20],
            "duree_s_marche": pd.array([600, None], dtype="Int64"),
            "estime_marche": pd.array([True, None], dtype="boolean"),
            "labellise": pd.Series([None, None], dtype=object),
            "a_confirmer": pd.Series([True, None], dtype=object),
            "part_couverte_marche": [0.25, float("nan")],
        },
        squares,
    )
    places = frame(
        {"point_id": ["a", "b"]}, [shapely.Point(2.3522, 48.8566), shapely.Point(3, 46.5)]
    )
    return {"communes": communes, "lacunes": communes.iloc[:0], "points_accueil": places}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("couches")
    write_geopackage(dossier(), toy_layers(), folder / "d.gpkg")
    write_geoparquet(toy_layers(), folder, dossier())
    return folder


def test_gdal_lists_layers_and_tables(folder):
    if shutil.which("ogrinfo") is None:
        pytest.skip("no ogrinfo: install gdal-bin")
    told = subprocess.run(
        ["ogrinfo", "-so", "-al", folder / "d.gpkg"], capture_output=True, text=True, check=True
    )

    assert not told.stderr
    for words in (
        "Layer name: communes", "Geometry: Multi Polygon", "Layer name: lacunes",
        "Feature Count: 0", "Layer name: points_accueil", "Geometry: Point", 'ID["EPSG",2154]',
        "Layer name: lisez_moi", "Layer name: dictionnaire", "duree_s_marche: Integer64",
        "estime_marche: Integer(Boolean)", "DESCRIPTION=Diagnostic du bassin Ville-Essai – L’Haÿ",
    ):  # fmt: skip
        assert words in told.stdout
    assert 'EPSG",4326' not in told.stdout


def test_positions_are_where_they_were_in_metres(folder):
    places = gpd.read_file(folder / "d.gpkg", layer="points_accueil")

    assert places.crs.to_epsg() == 2154
    # by definition (arrêté du 5 mars 2019): 3°E 46°30'N is at 700,000 m and 6,600,000 m
    assert (places.geometry[1].x, places.geometry[1].y) == pytest.approx(
        (700_000, 6_600_000), abs=0.01
    )
    back = places.to_crs(4326).geometry[0]
    assert (back.x, back.y) == pytest.approx((2.3522, 48.8566), abs=1e-7)


def test_values_keep_their_types_and_what_is_unknown_is_null(folder):
    with closing(sqlite3.connect(folder / "d.gpkg")) as conn:
        rows = conn.execute(
            "SELECT code_commune, nom, population, duree_s_marche, estime_marche, labellise, "
            "a_confirmer, part_couverte_marche FROM communes ORDER BY fid"
        ).fetchall()

    assert rows == [
        ("77001", HOSTILE, 10, 600, 1, None, 1, 0.25),
        ("77002", None, 20, None, None, None, None, None),
    ]


def test_what_turns_writing_round_or_controls_a_screen_is_in_no_layer(tmp_path):
    name, seen = "\u202eOIC\x1b\u2069 a", "�OIC�� a"
    layers = {"communes": toy_layers()["communes"].assign(nom=name)}
    told = dossier(titre=name, licences=(name,))
    write_geopackage(told, layers, tmp_path / "d.gpkg")
    (path,) = write_geoparquet(layers, tmp_path, told)

    assert set(pyogrio.read_dataframe(tmp_path / "d.gpkg", layer="communes")["nom"]) == {seen}
    assert set(pq.read_table(path)["nom"].to_pylist()) == {seen}
    readme = pyogrio.read_dataframe(tmp_path / "d.gpkg", layer="lisez_moi").set_index("cle")
    assert readme.loc["Titre", "valeur"] == readme.loc["Licence", "valeur"] == seen
    with closing(sqlite3.connect(tmp_path / "d.gpkg")) as conn:
        (about,) = conn.execute(
            "SELECT description FROM gpkg_contents WHERE table_name = 'communes'"
        ).fetchone()
    assert about.startswith(f"{seen}, diagnostic-")
    metadata = pq.read_schema(path).metadata
    assert dict(json.loads(metadata[b"lisez_moi"]))["Titre"] == seen
    assert json.loads(metadata[b"licences"]) == [seen]


def test_each_layer_has_a_spatial_index_and_no_clock(folder):
    with closing(sqlite3.connect(folder / "d.gpkg")) as conn:
        indexed = {name for (name,) in conn.execute(
            "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
        )}  # fmt: skip
        changed = {when for (when,) in conn.execute("SELECT last_change FROM gpkg_contents")}

    assert indexed == {"communes", "lacunes", "points_accueil"}
    assert changed == {"2026-11-22T00:00:00Z"}


def test_gdal_has_its_clock_back_afterwards(tmp_path):
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None
    with pytest.raises(CrsError):
        write_geopackage(
            dossier(), {"x": frame({"a": [1]}, [shapely.Point(0, 0)], 2154)}, tmp_path / "x"
        )
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None
    assert not list(tmp_path.iterdir())


def test_the_tables_say_of_what_and_what_each_column_is(folder):
    readme = pyogrio.read_dataframe(folder / "d.gpkg", layer="lisez_moi")
    told = pyogrio.read_dataframe(folder / "d.gpkg", layer="dictionnaire")

    assert "diagnostic-0123456789abcdef" in set(readme["valeur"])
    assert any("Licence Ouverte" in value for value in readme["valeur"])
    columns = told[told["fichier"] == "communes"].set_index("code")
    assert set(columns.index) == set(toy_layers()["communes"].columns.drop("geometry"))
    assert columns.loc["duree_s_marche", "titre"] == "Durée, à pied"
    assert columns.loc["part_couverte_marche", "unite"].startswith("part")


def test_every_column_that_layers_have_is_described():
    modes = ("marche", "velo", "voiture", "fauteuil")
    by_mode = ("duree_s", "estime", "point_id", "une_porte", "deux_portes", "duree_mediane_s")
    names = [
        *GAP_TYPES, *PLACE_FIELDS, *SITE_NAMES.values(), "labellise", "a_confirmer", "run_id",
        "publiable", "reseaux_actifs", "points_pour_100000",
        *(f"{name}_{mode}" for name in by_mode for mode in modes),
    ]  # fmt: skip
    rows = layer_rows({"x": names})

    assert [row[1] for row in rows if row[4] == NOT_DESCRIBED or not row[3]] == []
    assert layer_rows({"x": ["inconnue"]})[0][4] == NOT_DESCRIBED


def test_geoparquet_is_read_by_geopandas_where_it_should_be(folder):
    communes = gpd.read_parquet(folder / "communes.parquet")

    assert communes.crs.to_authority() == ("OGC", "CRS84")
    assert communes.geometry.to_list() == [
        shapely.MultiPolygon([one]) for one in toy_layers()["communes"].geometry
    ]
    assert communes["code_commune"].tolist() == ["77001", "77002"]
    assert communes["duree_s_marche"].isna().tolist() == [False, True]
    assert communes.to_crs(2154).total_bounds == pytest.approx(
        gpd.read_file(folder / "d.gpkg", layer="communes").total_bounds
    )


def test_geoparquet_says_its_version_run_and_licences(folder):
    for name in toy_layers():
        told = pq.read_schema(folder / f"{name}.parquet").metadata
        geo = json.loads(told[b"geo"])
        assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
        assert geo["columns"]["geometry"]["encoding"] == "WKB"
        assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "OGC", "code": "CRS84"}
        assert told[b"run_id"] == b"diagnostic-0123456789abcdef"
        assert json.loads(told[b"licences"]) == list(dossier().licences)
        assert {row[0] for row in json.loads(told[b"dictionnaire"])} == {name}
        assert b"pandas" not in told


def test_a_layer_without_a_row_has_its_columns_and_types(folder):
    full, empty = (pq.read_schema(folder / f"{name}.parquet") for name in ("communes", "lacunes"))
    known = {"labellise", "a_confirmer"}  # nothing says what an unknown column would be

    assert empty.names == full.names
    assert {n: empty.field(n).type for n in empty.names if n not in known} == {
        n: full.field(n).type for n in full.names if n not in known
    }
    assert pyogrio.read_info(folder / "d.gpkg", layer="lacunes")["features"] == 0
    assert set(pyogrio.read_info(folder / "d.gpkg", layer="lacunes")["fields"]) == set(
        full.names
    ) - {"geometry"}


def test_lists_dates_and_a_named_index_become_plain_columns(tmp_path):
    told = frame({"x": [["a", "b"], None]}, [shapely.Point(2, 48)] * 2)
    told.index = pd.Index(["p", "q"], name="point_id")
    write_geoparquet({"points_accueil": told}, tmp_path, dossier())

    table = pq.read_table(tmp_path / "points_accueil.parquet", columns=["point_id", "x"])
    assert table.to_pydict() == {"point_id": ["p", "q"], "x": ["a, b", None]}


def test_a_row_without_a_geometry_has_none_in_either_file(tmp_path):
    layers = {"communes": frame({"a": [1, 2]}, [None, shapely.box(2, 48, 3, 49)])}
    write_geoparquet(layers, tmp_path, dossier())
    write_geopackage(dossier(), layers, tmp_path / "d.gpkg")

    for read in (
        gpd.read_parquet(tmp_path / "communes.parquet"),
        gpd.read_file(tmp_path / "d.gpkg", layer="communes"),
    ):
        assert read.geometry.isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("changes", "code_commune", "epsg"),
    [
        ({}, "77001", 2154),
        ({}, "97411", 2975),
        ({}, None, 2154),
        ({"type_territoire": TypeTerritoire.REGION, "code_territoire": "01"}, None, 5490),
        ({"type_territoire": TypeTerritoire.REGION, "code_territoire": "11"}, None, 2154),
        ({"code_territoire": "01"}, None, 2154),  # a bassin of that code is no region
    ],
)
def test_overseas_has_its_own_projection(changes, code_commune, epsg):
    layers = {"communes": frame({"code_commune": [code_commune]}, [shapely.Point(0, 0)])}

    assert projection_of(dossier(**changes), layers) == epsg


def test_a_layer_never_takes_the_name_of_a_table(tmp_path):
    with pytest.raises(InputError, match="lisez_moi"):
        write_geopackage(dossier(), {"lisez_moi": toy_layers()["communes"]}, tmp_path / "d.gpkg")


def test_nothing_at_all_is_a_geopackage_still(tmp_path):
    write_geopackage(dossier(), {}, tmp_path / "d.gpkg")

    assert pyogrio.list_layers(tmp_path / "d.gpkg")[:, 0].tolist() == ["lisez_moi", "dictionnaire"]
