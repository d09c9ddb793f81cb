"""Graphs of osmnx: little ones known on paper, hostile ones, and a real one."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from geo.errors import SourceError
from geo.network.osm.graphml import MERGED, from_osmnx, read_graphml
from geo.network.osm.merged import strictest
from geo.network.raw import Source
from tests.geo.network.osm.paper import CORNER, SQUARE, pieces, position

REAL = Path(__file__).resolve().parents[5] / "shared/data/osm/saint_germain_en_laye_osmnx.graphml"
SOURCE = Source(
    kind="place", name="Ici", sha256="", licence="ODbL 1.0", attribution="", publiable=True
)
SQUARED = {1: (0, 0), 2: (2, 0), 3: (2, 2), 4: (4, 0)}
BOTH = {"oneway": False, "highway": "residential"}
ONE = {"oneway": True, "highway": "residential"}


def graph(edges, nodes=SQUARED, **tags):
    """Lay out what is asked of a networkx graph; edges are (tail, head, way, attributes)."""
    placed = [
        (n, dict(zip("xy", np.array(position(x, y)) / 1e7, strict=True)) | tags.get(f"n{n}", {}))
        for n, (x, y) in nodes.items()
    ]
    lines = [(u, v, {"osmid": way} | attributes) for u, v, way, attributes in edges]
    return given(placed, lines)


def given(nodes, edges):
    return SimpleNamespace(nodes=lambda **_data: nodes, edges=lambda **_data: edges)


def line(*vertices):
    return shapely.LineString([np.array(position(*vertex)) / 1e7 for vertex in vertices])


def oneway(streets):
    return [streets.tag_sets[tags].get("oneway") for tags in streets.segment_tags]


def read(*args, **tags):
    return from_osmnx(graph(*args, **tags), SOURCE)


def test_two_directions_are_one_street_that_keeps_its_shape():
    there, back = line((0, 0), (1, 1), (2, 0)), line((2, 0), (1, 1), (0, 0))
    streets = read(
        [
            (1, 2, 10, BOTH | {"geometry": there, "reversed": False}),
            (2, 1, 10, BOTH | {"geometry": back, "reversed": True}),
        ]
    )
    assert pieces(streets) == [(10, 1, 2, [(0, 0), (1, 1), (2, 0)])]
    assert oneway(streets) == ["no"]


def test_one_way_streets_keep_their_direction():
    streets = read([(2, 1, 10, ONE), (3, 2, 11, BOTH), (2, 3, 11, BOTH)])
    assert [piece[:3] for piece in pieces(streets)] == [(10, 2, 1), (11, 2, 3)]
    assert oneway(streets) == ["yes", "no"]


def test_a_direction_without_the_other_is_a_one_way_street():
    assert oneway(read([(1, 2, 10, BOTH)])) == ["yes"]


def test_two_carriageways_on_the_same_line_stay_two():
    streets = read([(1, 2, 10, ONE), (2, 1, 11, ONE)])
    assert [piece[:3] for piece in pieces(streets)] == [(10, 1, 2), (11, 2, 1)]


def test_parallel_streets_stay_apart():
    bend = line((0, 0), (1, 1), (2, 0))
    edges = [(1, 2, 10, BOTH), (2, 1, 10, BOTH)]
    edges += [
        (1, 2, 11, BOTH | {"geometry": bend}),
        (2, 1, 11, BOTH | {"geometry": bend.reverse()}),
    ]
    assert Counter(piece[0] for piece in pieces(read(edges))) == {10: 1, 11: 1}


def test_a_loop_is_one_street():
    loop = line((0, 0), (1, 1), (0, 1), (0, 0))
    edges = [(1, 1, 10, BOTH | {"geometry": loop}), (1, 1, 10, BOTH | {"geometry": loop.reverse()})]
    streets = read([*edges, (1, 2, 11, ONE)])
    assert sorted(piece[:3] for piece in pieces(streets)) == [(10, 1, 1), (11, 1, 2)]


def test_edges_of_one_way_are_joined_where_nothing_else_meets_them():
    # as osmnx gives them before simplification; 3 hangs on 2
    nodes = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (2, 0), 5: (3, 0)}
    edges = [(u, v, 10, {"highway": "residential"}) for u, v in ((1, 2), (4, 5), (2, 4))]
    streets = read([*edges, (2, 3, 11, {"highway": "path"})], nodes)
    assert pieces(streets) == [
        (10, 1, 2, [(0, 0), (1, 0)]),
        (10, 2, 5, [(1, 0), (2, 0), (3, 0)]),
        (11, 2, 3, [(1, 0), (1, 1)]),
    ]
    assert oneway(streets) == [None, None, None]


def test_edges_that_osmnx_turned_round_are_drawn_as_tagged():
    # all_oneway keeps the tag and turns the edges
    edges = [(2, 1, 10, {"highway": "residential", "oneway": "-1"})]
    streets = read(edges)
    assert pieces(streets)[0][:3] == (10, 1, 2)
    assert oneway(streets) == ["-1"]


def test_a_way_that_is_a_ring_is_kept_whole():
    nodes = {1: (0, 0), 2: (1, 0), 3: (1, 1)}
    edges = [(1, 2, 10, ONE), (2, 3, 10, ONE), (3, 1, 10, ONE)]
    ((_, tail, head, shape),) = pieces(read(edges, nodes))
    assert tail == head
    assert len(shape) == 4


def test_what_stands_on_nodes_is_kept():
    streets = read(
        [(1, 2, 10, BOTH), (2, 1, 10, BOTH), (2, 4, 10, BOTH), (4, 2, 10, BOTH)],
        n2={"barrier": "bollard"},
        n4={"highway": "crossing"},
    )
    assert [piece[:3] for piece in pieces(streets)] == [(10, 1, 2), (10, 2, 4)]
    tags = [streets.tag_sets[t].get("barrier") if t >= 0 else None for t in streets.node_tags]
    assert tags == [None, "bollard", None]
    assert streets.segment_events[:, :, 1].tolist() == [[0, 0], [1, 0]]


def test_merged_tags_keep_the_strictest_and_are_counted():
    merged = {"highway": ["service", "path"], "maxspeed": ["50", "30"], "osmid": [11, 10]}
    streets = read([(1, 2, None, ONE | merged)])
    assert dict(streets.tag_sets[streets.segment_tags[0]]) == {
        "highway": "path",
        "maxspeed": "30",
        "oneway": "yes",
    }
    assert streets.segment_way.tolist() == [10]
    assert dict(streets.skipped) == {MERGED: 1}


@pytest.mark.parametrize(
    ("key", "values", "kept"),
    [
        ("highway", ["primary", "steps", "residential"], "steps"),
        ("highway", ["primary", "primary_link"], "primary_link"),
        ("maxspeed", ["FR:urban", "90", "50 mph"], "50 mph"),
        ("width", ["2.5", "10"], "2.5"),
        ("access", ["yes", "private", "destination"], "private"),
        ("motor_vehicle", ["designated", "no"], "no"),
        ("surface", ["asphalt", "gravel"], None),
        ("surface", ["asphalt", "asphalt"], "asphalt"),
    ],
)
def test_the_strictest_of_merged_values(key, values, kept):
    assert strictest(key, values) == kept
    assert strictest(key, values[::-1]) == kept


def test_edges_that_are_no_streets_are_counted():
    streets = read([(1, 2, 10, ONE), (2, 3, 11, ONE | {"highway": "proposed"})])
    assert streets.segment_way.tolist() == [10]
    assert sum(streets.skipped.values()) == 1


def test_a_graph_without_streets_or_not_in_degrees_is_refused():
    with pytest.raises(SourceError, match="aucune rue"):
        read([])
    far = given([(1, {"x": 652_000.0, "y": 6_862_000.0})], [])
    with pytest.raises(SourceError, match="hors du globe"):
        from_osmnx(far, SOURCE)


def test_an_edge_to_nowhere_is_refused():
    with pytest.raises(SourceError, match="nœud 9"):
        read([(1, 9, 10, ONE)])


HEAD = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    '<key id="x" attr.name="x" for="node"/><key id="y" attr.name="y" for="node"/>'
    '<key id="h" attr.name="highway" for="edge"/><key id="o" attr.name="oneway" for="edge"/>'
    '<key id="i" attr.name="osmid" for="edge"/><key id="g" attr.name="geometry" for="edge"/><graph>'
)
NODES = "".join(
    f'<node id="{n}"><data key="x">{2 + n / 1000}</data><data key="y">48</data></node>'
    for n in (1, 2)
)


def edge(way="10", street="residential", geometry=""):
    drawn = f'<data key="g">{geometry}</data>' if geometry else ""
    return (
        f'<edge source="1" target="2"><data key="i">{way}</data><data key="h">{street}</data>'
        f'<data key="o">True</data>{drawn}</edge>'
    )


@pytest.fixture
def file(tmp_path):
    def write(*parts, head=HEAD):
        path = tmp_path / "ville.graphml"
        path.write_text(head + "".join(parts) + "</graph></graphml>", encoding="utf-8")
        return path

    return write


def test_a_file_is_read(file):
    drawn = "LINESTRING (2.001 48, 2.0015 48.0005, 2.002 48)"
    path = file(NODES, edge("[11, 10]", "['path', 'service']", drawn))
    streets = read_graphml(path)
    assert streets.segment_way.tolist() == [10]
    assert streets.tag_sets[streets.segment_tags[0]] == {"highway": "path", "oneway": "yes"}
    squares = (streets.shape_lon_lat - CORNER) / SQUARE
    assert squares.tolist() == [[1, 0], [1.5, 0.5], [2, 0]]
    assert (streets.source.kind, streets.source.name) == ("graphml", "ville.graphml")
    assert len(streets.source.sha256) == 64


ENTITIES = '<!DOCTYPE graphml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE graphml [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ENTITIES + HEAD + NODES + edge(street="&b;") + "</graph></graphml>", "DOCTYPE"),
        (OUTSIDE + HEAD + NODES + edge(street="&a;") + "</graph></graphml>", "DOCTYPE"),
        (HEAD + NODES, "XMLSyntaxError"),
        ("", "XMLSyntaxError"),
        ("bonjour", "XMLSyntaxError"),
        ("<osm/>", "aucune rue"),
        (HEAD + NODES + "</graph></graphml>", "aucune rue"),
        (HEAD + NODES + edge(way="dix") + "</graph></graphml>", "ValueError"),
        (HEAD + NODES + edge(way="[" * 300 + "]" * 300) + "</graph></graphml>", "graphml"),
        (HEAD + NODES + edge(geometry="LINESTRING (2 48") + "</graph></graphml>", "graphml"),
        (HEAD + NODES + "<edge source='1'/></graph></graphml>", "TypeError"),
        (HEAD + edge() + "</graph></graphml>", "nœud 1"),
        (HEAD + "<node id='1'/></graph></graphml>", "KeyError"),
        (
            HEAD + NODES.replace("48", "nan") + edge() + "</graph></graphml>",
            "hors du globe",
        ),
    ],
)
def test_files_that_are_no_such_graph_are_refused_in_french(tmp_path, content, words):
    path = tmp_path / "ville.graphml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=words) as refused:
        read_graphml(path)
    assert "ville.graphml" in str(refused.value)


def test_nothing_in_a_file_is_run(file):
    path = file(NODES, edge(way="[__import__('os').getpid()]"))
    with pytest.raises(SourceError):
        read_graphml(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="illisible"):
        read_graphml(tmp_path / "absent.graphml")
    with pytest.raises(SourceError, match="illisible"):
        read_graphml(tmp_path)


@pytest.fixture(scope="module")
def town():
    if not REAL.exists():
        pytest.skip(f"{REAL.name} is not beside the project (../shared/data/osm)")
    return read_graphml(REAL)


def test_a_real_town_has_each_street_once(town):
    # counted in the file with a text editor: 9,454 edges are half of a street, 1,134 a whole
    text = REAL.read_text(encoding="utf-8")
    halves, wholes = (text.count(f'<data key="d9">{word}</data>') for word in ("False", "True"))
    two_ways = np.array([word == "no" for word in oneway(town)])
    named = sum(float(part.split("<")[0]) for part in text.split('<data key="d16">')[1:])
    doubled = np.where(two_ways, 2, 1) @ town.segment_length_m
    assert doubled == pytest.approx(named, rel=2e-3)  # osmnx measures on a sphere
    assert (halves, wholes) == (9454, 1134)
    joined = halves / 2 + wholes - len(town.segment_tail)
    assert 0 <= joined == text.count("<node id=") - len(town.node_id)
