from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import affinity
from shapely.geometry import LineString, Polygon

from geo.errors import CrsError, DuplicateIdError, InputError, MissingColumnError, StoreError
from geo.store.engine import connect
from geo.store.load import Changes, replace_territories
from geo.store.runs import directory_digest
from tests import directory

SET = directory.territories()
COUNTS = {
    "communes": 16,
    "bassins": 4,
    "bassins_communes": 16,
    "territoires": 11,
    "sites_candidats": 5,
    "origins": 15,
}
ZONES = pd.DataFrame(
    [("zone_emploi", code, code[:2], f"Zone {code[:2]}") for code in SET.communes.index],
    columns=["partition", "code_commune", "code", "nom"],
)
CODE_OF = {"communes": "code_commune", "bassins": "code_bassin"}


@pytest.fixture(scope="module")
def _loaded(shared_directory_url):
    with connect(shared_directory_url) as connection:
        yield connection


@pytest.fixture
def loaded(_loaded):
    """The whole directory; what is done with it is rolled back."""
    with _loaded.transaction(force_rollback=True):
        yield _loaded


def load(connection, territories):
    return replace_territories(connection, directory.territories_import(territories))


def count(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours


def test_a_set_is_stored_whole(connection):
    changes = load(connection, SET)

    assert {table: count(connection, table) for table in COUNTS} == COUNTS
    assert changes == Changes(added=sum(COUNTS.values()))


def test_parts_are_stored_with_their_partition(connection):
    load(connection, replace(SET, partitions_communes=ZONES))

    query = "SELECT partition, code_commune, code, nom FROM partitions_communes ORDER BY 2"
    stored = connection.execute(query).fetchall()
    assert stored == sorted(ZONES.itertuples(index=False, name=None), key=lambda row: row[1])
    assert load(connection, SET) == Changes(removed=len(ZONES))


def test_polygons_and_positions_are_stored_as_they_were(connection):
    load(connection, SET)

    for table, frame in (("communes", SET.communes), ("bassins", SET.bassins)):
        query = f"SELECT {CODE_OF[table]}, ST_AsBinary(geom) FROM {table}"  # noqa: S608 - ours
        rows = dict(connection.execute(query).fetchall())
        stored = gpd.GeoSeries.from_wkb(pd.Series(rows), crs=4326).reindex(frame.index)
        assert stored.geom_type.eq("MultiPolygon").all()
        assert stored.geom_equals(frame.geometry).all()
    melun = connection.execute("SELECT ST_X(geom), ST_Y(geom) FROM origins WHERE nom = 'Melun'")
    assert melun.fetchone() == (2.45, 48.75)


def test_arrondissements_know_their_commune_and_names_are_folded(connection):
    load(connection, SET)

    parents = connection.execute("SELECT DISTINCT code_parent, count(*) FROM communes GROUP BY 1")
    folded = connection.execute("SELECT nom_recherche FROM communes WHERE code_commune = '94038'")

    assert set(parents) == {(None, 12), ("75056", 4)}
    assert folded.fetchone() == ("l hay les roses",)


def test_the_same_set_twice_touches_no_row(connection):
    load(connection, SET)
    versions = "SELECT code_commune, xmin::text, ctid::text FROM communes ORDER BY 1"
    rows = connection.execute(versions).fetchall()

    assert load(connection, directory.territories()) == Changes()
    assert connection.execute(versions).fetchall() == rows


def test_a_set_is_replaced_under_the_places_that_stand_in_it(loaded):
    moved = SET.bassins_communes.replace({"code_bassin": {"1102": "1103"}})
    merged = SET.bassins.drop("1102")

    changes = load(loaded, replace(SET, bassins=merged, bassins_communes=moved))

    # one bassin less, and two communes that change hands
    assert changes == Changes(removed=1 + 2, added=2)
    assert count(loaded, "points_accueil") == 14


def test_a_commune_cannot_go_while_a_place_is_in_it(loaded):
    with pytest.raises(
        StoreError, match=r"2 points_accueil .*pole_emploi-93066-01 → 93066.* ingest reference"
    ):
        load(loaded, directory.without_commune("93066"))

    assert {table: count(loaded, table) for table in COUNTS} == COUNTS


def test_a_commune_without_places_may_go(loaded):
    assert load(loaded, directory.without_commune("95127")) == Changes(removed=3)


def logged(connection):
    return connection.execute(
        "SELECT lus, acceptes, rejetes, ajoutes, modifies, retires FROM imports"
        " WHERE source = 'territoires' ORDER BY import_id"
    ).fetchall()


def test_an_import_is_logged_with_what_it_changed(connection):
    rows = sum(COUNTS.values())
    renamed = replace(SET, communes=SET.communes.replace({"nom": {"Melun": "Meleun"}}))

    load(connection, SET)
    load(connection, SET)  # not logged: nothing new was read
    load(connection, renamed)
    load(connection, directory.without_commune("95127"))

    assert logged(connection) == [
        (rows, rows, 0, rows, 0, 0),
        (rows, rows, 0, 0, 1, 0),
        (rows - 3, rows - 3, 0, 0, 1, 3),
    ]


def test_a_refused_import_is_not_logged(loaded):
    before = logged(loaded)

    with pytest.raises(StoreError):
        load(loaded, directory.without_commune("93066"))

    assert logged(loaded) == before


def with_geometry(gdf, row, geometry):
    geometries = list(gdf.geometry)
    geometries[row] = geometry
    return gdf.set_geometry(geometries, crs=gdf.crs)


bow = Polygon([(2, 48), (3, 49), (3, 48), (2, 49)])
line = LineString([(2, 48), (3, 49)])
stranger = pd.DataFrame([("1101", "01001")], columns=["code_bassin", "code_commune"])
twice = pd.DataFrame([("1102", "95127")], columns=["code_bassin", "code_commune"])
far = SET.sites.set_geometry([affinity.translate(p, 0, 300) for p in SET.sites.geometry], crs=4326)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"communes": SET.communes.iloc[:0]}, InputError, "got none"),
        ({"communes": SET.communes.drop(columns="nom")}, MissingColumnError, "nom"),
        ({"communes": SET.communes.set_crs(None, allow_override=True)}, CrsError, "without a CRS"),
        ({"sites": SET.sites.to_crs(2154)}, CrsError, "EPSG:2154"),
        ({"communes": with_geometry(SET.communes, 2, bow)}, InputError, "77288|75102|no valid"),
        ({"bassins": with_geometry(SET.bassins, 0, line)}, InputError, "no valid polygon"),
        ({"origins": pd.concat([SET.origins] * 2)}, DuplicateIdError, "origins"),
        (
            {"communes": SET.communes.assign(population=-1)},
            InputError,
            "16 communes break population",
        ),
        (
            {"communes": SET.communes.assign(population=0.5)},
            InputError,
            "needed rows of communes, got invalid input syntax",
        ),
        (
            {"communes": SET.communes.assign(nom=None)},
            InputError,
            "16 communes lack nom",
        ),
        (
            {"communes": SET.communes.assign(code_parent=None)},
            InputError,
            r"4 communes break code_parent .*: 75101, 75102",
        ),
        (
            {"bassins_communes": pd.concat([SET.bassins_communes, stranger])},
            InputError,
            "1 bassins_communes refer to a code_commune that communes lack.*→ 01001",
        ),
        (
            {"bassins_communes": pd.concat([SET.bassins_communes, twice])},
            InputError,
            "1 bassins_communes repeat code_commune: 95127",
        ),
        (
            {"bassins_communes": SET.bassins_communes.iloc[1:]},
            InputError,
            "1 communes are in no bassin, first 95127",
        ),
        (
            {"bassins": SET.bassins.drop("1107")},
            InputError,
            "5 bassins_communes refer to a code_bassin that bassins lack",
        ),
        (
            {"partitions_communes": ZONES.replace({"code_commune": {"77288": "01001"}})},
            InputError,
            "1 partitions_communes refer to a code_commune that communes lack.*→ 01001",
        ),
        (
            {"partitions_communes": ZONES.assign(partition="quartier")},
            InputError,
            "16 partitions_communes break partition",
        ),
        (
            {"partitions_communes": ZONES.drop(columns="nom")},
            MissingColumnError,
            "partitions_communes lack",
        ),
        ({"sites": far}, InputError, "5 sites_candidats break geom"),
        (
            {"origins": SET.origins.assign(methode="hasard")},
            InputError,
            "15 origins break methode",
        ),
    ],
)
def test_a_wrong_set_is_refused_and_nothing_changes(loaded, change, error, message):
    before = directory_digest(loaded)

    with pytest.raises(error, match=message):
        load(loaded, replace(SET, **change))

    assert directory_digest(loaded) == before
