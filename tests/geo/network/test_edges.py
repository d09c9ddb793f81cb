"""Roads from two tables: little ones known on paper, nonsense refused, and the real ones."""

from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod

from geo.errors import SourceError
from geo.network.edges import NOWHERE, OTHER_LAYER, REPEATED, read_edges
from geo.network.speed_table import DEFAULT, read_speed_table

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "networks" / "idf_main_roads"

NODES = """node_id,layer,lon,lat
30,road,2.0,48.0
10,road,2.01,48.0
20,road,2.0,48.01
40,metro,2.5,48.5
"""
EDGES = """source,target,layer,direction,name,length_m
30,10,road,TwoWay,D12,800
10,20,road,OneWay,A6b,5.0
30,20,road,TwoWay,,1200
"""
TABLE = """licence = "Licence Ouverte 2.0"
attribution = "Moi"
publiable = true
couche = ""
colonne = "classe"
sens_unique = ["1"]
double_sens = ["2"]
[[classes]]
motif = "grande"
tags = {highway = "primary", maxspeed = "70"}
[autres]
highway = "residential"
"""


@pytest.fixture
def folder(tmp_path):
    def write(nodes=NODES, edges=EDGES, table=None):
        (tmp_path / "nodes.csv").write_text(nodes, encoding="utf-8")
        (tmp_path / "edges.csv").write_text(edges, encoding="utf-8")
        if table is not None:
            (tmp_path / "vitesses.toml").write_text(table, encoding="utf-8")
        return tmp_path

    return write


def straight_m(*lon_lat):
    lon, lat = zip(*lon_lat, strict=True)
    return Geod(ellps="WGS84").line_length(lon, lat)


def described(streets):
    return [
        (int(streets.node_id[a]), int(streets.node_id[b]), dict(streets.tag_sets[tags]))
        for a, b, tags in zip(
            streets.segment_tail, streets.segment_head, streets.segment_tags, strict=True
        )
    ]


def test_edges_become_straight_segments_with_the_tags_of_their_class(folder):
    streets = read_edges(folder())
    assert described(streets) == [
        (30, 10, {"highway": "secondary", "oneway": "no"}),
        (10, 20, {"highway": "motorway", "maxspeed": "110", "oneway": "yes"}),
        (30, 20, {"highway": "tertiary", "oneway": "no"}),
    ]
    assert streets.node_id.tolist() == [10, 20, 30]
    assert streets.node_lon_lat.tolist() == [
        [20_100_000, 480_000_000],
        [20_000_000, 480_100_000],
        [20_000_000, 480_000_000],
    ]
    assert streets.segment_way.tolist() == [2, 3, 4]  # lines of edges.csv
    assert streets.shape_indptr.tolist() == [0, 2, 4, 6]
    ends = np.column_stack((streets.segment_tail, streets.segment_head)).reshape(-1)
    np.testing.assert_array_equal(streets.shape_lon_lat, streets.node_lon_lat[ends])
    assert (streets.node_tags == -1).all()
    assert streets.segment_events.shape == (3, 2, 6)
    assert not streets.segment_events.any()


def test_lengths_are_those_given_and_never_shorter_than_straight(folder):
    straight = straight_m((2.01, 48.0), (2.0, 48.01))
    assert read_edges(folder()).segment_length_m.tolist() == [800.0, pytest.approx(straight), 1200]
    without = "source,target\n30,10\n"
    assert read_edges(folder(edges=without)).segment_length_m == pytest.approx(
        straight_m((2.0, 48.0), (2.01, 48.0))
    )


def test_without_a_table_nothing_may_be_published(folder):
    assert not read_edges(folder()).source.publiable
    assert not read_speed_table(DEFAULT).publiable


def test_the_table_of_the_folder_holds_and_that_of_the_command_before_it(folder, tmp_path):
    edges = "source,target,direction,classe\n30,10,1,grande rue\n10,20,2,ruelle\n"
    path = folder(edges=edges, table=TABLE)
    streets = read_edges(path)
    assert described(streets) == [
        (30, 10, {"highway": "primary", "maxspeed": "70", "oneway": "yes"}),
        (10, 20, {"highway": "residential", "oneway": "no"}),
    ]
    assert (streets.source.publiable, streets.source.licence) == (True, "Licence Ouverte 2.0")
    other = tmp_path / "autre.toml"
    other.write_text(TABLE.replace("70", "60"), encoding="utf-8")
    told = read_edges(path, other)
    assert told.tag_sets[0]["maxspeed"] == "60"
    assert told.source.sha256 != streets.source.sha256


def test_what_is_left_out_is_counted_and_nothing_is_lost(folder):
    edges = (
        "source,target,layer,direction,name,length_m\n"
        "30,10,road,TwoWay,D12,800\n"
        "30,10,road,TwoWay,D12,800\n"  # again
        "30,10,road,TwoWay,D12,900\n"  # another road between the same
        "10,30,road,OneWay,D12,800\n"  # another direction
        "20,20,road,TwoWay,D12,0\n"
        "40,99,metro,Both,,1\n"  # nobody looks into the other layers
    )
    streets = read_edges(folder(edges=edges))
    assert dict(streets.skipped) == {OTHER_LAYER: 1, NOWHERE: 1, REPEATED: 1}
    assert len(streets.segment_tail) + sum(streets.skipped.values()) == 6
    assert streets.segment_way.tolist() == [2, 4, 5]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nodes": "node_id,lon\n1,2\n"}, r"nodes.csv : il faut une colonne « lat »"),
        ({"nodes": ""}, "il faut une colonne « node_id », « lon », « lat »"),
        ({"nodes": NODES.replace("10,road", "30,road")}, r"nodes.csv, ligne 3 : nœud déjà donné"),
        ({"nodes": NODES.replace("2.01", "x")}, r"ligne 3 : « lon » doit être un nombre\."),
        ({"nodes": NODES.replace("2.01", "nan")}, "ligne 3 : « lon » doit être un nombre"),
        ({"nodes": NODES.replace("48.01", "480")}, "ligne 4 : position hors du globe"),
        ({"nodes": NODES.replace("30,road", "a,road")}, "ligne 2 : « node_id » doit être un nom"),
        ({"nodes": NODES.replace("30,", f"{2**70},")}, "ligne 2 : « node_id »"),
        ({"nodes": "node_id,lon,lat\n"}, "ligne 2 : le nœud de « source »"),
        ({"edges": "source,layer\n1,road\n"}, "edges.csv : il faut une colonne « target »"),
        ({"edges": "source,source,target\n1,1,2\n"}, "il faut une colonne « source »"),
        ({"edges": EDGES.replace("1200", "")}, "ligne 4 : « length_m » doit être un nombre"),
        ({"edges": EDGES.replace("1200", "-1")}, "ligne 4 : longueur négative"),
        ({"edges": EDGES.replace("30,", "77,")}, r"ligne 2 : le nœud .* \(2 lignes en tout\)"),
        ({"edges": EDGES.replace("OneWay", "Un")}, "ligne 3 : direction inconnue"),
        ({"edges": EDGES.replace("TwoWay,D12,800", "TwoWay")}, "ligne 2 : il faut 6 valeurs"),
        ({"edges": EDGES.replace("road", "rail")}, "aucune route de la couche « road »"),
        ({"edges": "source,target\n"}, "aucune route"),
        ({"edges": 'source,target\n"30,10\n'}, "illisible"),
        ({"edges": EDGES[:-8]}, r"edges\.csv : la dernière ligne n’a pas de fin, .* tronqué"),
        # cut short within a number, the line has all its values
        ({"edges": EDGES[:-2]}, r"edges\.csv : la dernière ligne n’a pas de fin"),
        ({"nodes": NODES[:-2]}, r"nodes\.csv : la dernière ligne n’a pas de fin"),
    ],
)
def test_nonsense_is_refused_with_its_line(folder, wrong, words):
    with pytest.raises(SourceError, match=words):
        read_edges(folder(**wrong))


def test_missing_and_unreadable_files_are_refused(folder, tmp_path):
    with pytest.raises(SourceError, match=r"nodes\.csv : illisible"):
        read_edges(tmp_path)
    path = folder()
    (path / "edges.csv").write_bytes(b"source,target\n\xff\xfe,1\n")
    with pytest.raises(SourceError, match="UTF-8"):
        read_edges(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"Licence Ouverte 2.0"', '" "', "sans « licence »"),
        ('motif = "grande"', 'motif = "("', "expression régulière"),
        ('maxspeed = "70"', 'vitesse = "70"', "aucun profil ne regarde « vitesse »"),
        ('highway = "primary"', 'highway = "proposed"', "sans « highway »"),
        ('highway = "residential"', 'oneway = "yes"\nhighway = "road"', "oneway"),
        ('["2"]', '["1"]', "à la fois"),
        ("publiable = true", 'publiable = "oui"', "true ou false"),
        ('colonne = "classe"', "", "il manque « colonne »"),
        ('couche = ""', "couche = ", "illisible"),
    ],
)
def test_a_senseless_speed_table_is_refused(folder, old, new, words):
    assert old in TABLE
    with pytest.raises(SourceError, match=words):
        read_edges(folder(table=TABLE.replace(old, new)))


def test_a_missing_speed_table_is_refused(folder, tmp_path):
    with pytest.raises(SourceError, match="illisible"):
        read_edges(folder(), tmp_path / "absente.toml")


def test_main_roads_of_ile_de_france():
    if not REAL.exists():
        pytest.skip("main roads of Île-de-France are not beside the project (../shared/data)")
    streets = read_edges(REAL)
    rows = (REAL / "edges.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(streets.segment_tail) + sum(streets.skipped.values()) == len(rows)
    assert streets.skipped[OTHER_LAYER] == sum(",road," not in row for row in rows)
    start, stop = streets.shape_lon_lat[::2] / 1e7, streets.shape_lon_lat[1::2] / 1e7
    straight = Geod(ellps="WGS84").inv(*start.T, *stop.T)[2]
    assert (streets.segment_length_m >= straight * (1 - 1e-5)).all()
    np.testing.assert_allclose(streets.segment_length_m, straight, rtol=6e-3, atol=0.1)
    assert not streets.source.publiable
