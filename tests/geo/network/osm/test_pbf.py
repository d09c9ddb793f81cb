"""Extracts read: little maps whose segments are known, and files that are no extract."""

import bz2
from contextlib import nullcontext

import numpy as np
import osmium
import pytest
from pyproj import Geod

from geo.errors import SourceError
from geo.network.osm import pbf
from geo.network.osm.pbf import ATTRIBUTION, read_pbf
from geo.network.raw import EVENTS
from tests.geo.network.osm.paper import piece_number, pieces, position, write_osm

SIGNALS, CROSSING, STOP, GIVE_WAY, RAILWAY, CALMING = range(len(EVENTS))
ROW = {number: (number, 0) for number in range(1, 7)}
"""Six nodes in a row, one square apart."""


@pytest.fixture
def read(tmp_path):
    def read_map(nodes, ways, relations=()):
        return read_pbf(write_osm(tmp_path / "plan.osm", nodes, ways, relations))

    return read_map


def test_ways_are_cut_where_they_meet_and_keep_their_shape(read):
    nodes = ROW | {7: (3, 1), 8: (3, -1)}
    streets = read(nodes, {10: ([1, 2, 3, 4, 5], "residential"), 11: ([8, 3, 7], "footway")})
    assert pieces(streets) == [
        (10, 1, 3, [(1, 0), (2, 0), (3, 0)]),
        (10, 3, 5, [(3, 0), (4, 0), (5, 0)]),
        (11, 8, 3, [(3, -1), (3, 0)]),
        (11, 3, 7, [(3, 0), (3, 1)]),
    ]
    assert streets.node_id.tolist() == [1, 3, 5, 7, 8]
    assert streets.node_lon_lat.tolist() == [list(position(*nodes[n])) for n in (1, 3, 5, 7, 8)]
    assert dict(streets.skipped) == {}


def test_lines_that_cross_without_a_common_node_do_not_meet(read):
    nodes = {1: (0, 0), 2: (2, 2), 3: (0, 2), 4: (2, 0)}
    streets = read(nodes, {10: ([1, 2], "primary"), 11: ([3, 4], "primary")})
    assert [piece[:3] for piece in pieces(streets)] == [(10, 1, 2), (11, 3, 4)]


@pytest.mark.parametrize(
    ("refs", "cut"),
    [
        ([1, 2, 3, 1], [[1, 2, 3, 1]]),  # closed: meets itself where it starts
        ([4, 1, 2, 3, 1], [[4, 1], [1, 2, 3, 1]]),  # a racket
        ([1, 2, 3, 4, 2, 5], [[1, 2], [2, 3, 4, 2], [2, 5]]),  # crosses itself
        ([1, 2, 3, 2, 4], [[1, 2], [2, 3, 2], [2, 4]]),  # comes back on itself
        ([1, 1, 2, 2, 2, 3], [[1, 2, 3]]),  # the same node twice in a row
    ],
)
def test_ways_that_touch_themselves(read, refs, cut):
    nodes = {number: (number % 3, number // 3) for number in range(1, 6)}
    streets = read(nodes, {10: (refs, "residential")})
    expected = [(10, run[0], run[-1], [nodes[ref] for ref in run]) for run in cut]
    assert pieces(streets) == expected


def test_ways_are_cut_where_the_extract_stops(read):
    # 90 to 93 are not in the extract
    streets = read(
        ROW,
        {
            10: ([90, 1, 2, 91, 92, 3, 4, 93], "residential"),
            11: ([90, 5], "residential"),
            12: ([90, 91], "residential"),
            13: ([5, 90, 5, 6], "residential"),
        },
    )
    assert [piece[:3] for piece in pieces(streets)] == [(10, 1, 2), (10, 3, 4), (13, 5, 6)]
    assert dict(streets.skipped) == {
        "voies coupées là où les données s’arrêtent": 2,
        "voies sans deux nœuds connus": 2,
    }


def test_a_way_of_one_node_is_counted_not_kept(read):
    streets = read(ROW, {10: ([1], "residential"), 11: ([2, 2], "path"), 12: ([3, 4], "path")})
    assert [piece[0] for piece in pieces(streets)] == [12]
    assert dict(streets.skipped) == {"voies sans deux nœuds connus": 2}


def test_what_is_a_street(read):
    kept = [
        {"highway": "residential"},
        {"highway": "steps"},
        {"route": "ferry"},
        {"railway": "platform"},
        {"public_transport": "platform"},
        {"highway": "construction", "railway": "platform"},
    ]
    gone = [{"highway": "proposed"}, {"highway": "construction", "construction": "primary"}]
    others = [{"route": "bicycle"}, {"railway": "rail"}, {"building": "yes"}, {}]
    ways = {i: ([1, 2], tags) for i, tags in enumerate(kept + gone + others)}
    streets = read(ROW, ways)
    assert streets.segment_way.tolist() == list(range(len(kept)))
    assert dict(streets.skipped) == {"voies en projet, en travaux ou disparues": 2}


def test_tags_are_kept_once_without_those_nobody_looks_at(read):
    one = {"highway": "service", "oneway": "yes", "name": "Rue des Lilas"}
    other = {"name": "Rue des Roses", "oneway": "yes", "highway": "service"}
    streets = read(ROW, {1: ([1, 2], one), 2: ([2, 3], other), 3: ([3, 4], "service")})
    assert streets.segment_tags.tolist() == [0, 0, 1]
    assert list(map(dict, streets.tag_sets)) == [
        {"highway": "service", "oneway": "yes"},
        {"highway": "service"},
    ]


def test_barriers_become_nodes(read):
    nodes = ROW | {2: (2, 0, {"barrier": "bollard"}), 3: (3, 0, {"kerb": "flush"})}
    nodes |= {4: (4, 0, {"kerb": "raised"})}
    nodes |= {5: (9, 9, {"barrier": "gate"}), 7: (9, 8, {"barrier": "gate"})}  # on no way
    streets = read(nodes, {10: ([1, 2, 3, 4, 6], "path")})
    assert [piece[1:3] for piece in pieces(streets)] == [(1, 2), (2, 4), (4, 6)]
    tags = [dict(streets.tag_sets[t]) if t >= 0 else None for t in streets.node_tags]
    assert tags == [None, {"barrier": "bollard"}, {"kerb": "raised"}, None]


def test_lengths_are_those_of_the_shape(read):
    streets = read(ROW | {2: (2, 1)}, {10: ([1, 2, 3], "residential")})
    lon, lat = np.transpose([position(1, 0), position(2, 1), position(3, 0)]) / 1e7
    assert streets.segment_length_m == pytest.approx([Geod(ellps="WGS84").line_length(lon, lat)])


def events(streets, way, tail, head):
    met = streets.segment_events[piece_number(streets, way, tail, head)]
    return [{i: n for i, n in enumerate(direction.tolist()) if n} for direction in met]


def test_events_inside_a_segment_are_met_both_ways(read):
    nodes = ROW | {
        2: (2, 0, {"highway": "crossing"}),
        3: (3, 0, {"highway": "traffic_signals"}),
        4: (4, 0, {"railway": "level_crossing"}),
        5: (5, 0, {"traffic_calming": "table", "highway": "crossing", "crossing": "zebra"}),
    }
    streets = read(nodes, {10: ([1, 2, 3, 4, 5, 6], "residential")})
    everything = {SIGNALS: 1, CROSSING: 2, RAILWAY: 1, CALMING: 1}
    assert events(streets, 10, 1, 6) == [everything, everything]


def test_events_on_a_junction_are_met_on_arrival_only(read):
    nodes = ROW | {3: (3, 0, {"highway": "traffic_signals"}), 7: (3, 1)}
    streets = read(nodes, {10: ([1, 2, 3, 4], "residential"), 11: ([3, 7], "residential")})
    assert events(streets, 10, 1, 3) == [{SIGNALS: 1}, {}]
    assert events(streets, 10, 3, 4) == [{}, {SIGNALS: 1}]
    assert events(streets, 11, 3, 7) == [{}, {SIGNALS: 1}]


@pytest.mark.parametrize("key", ["traffic_signals:direction", "direction"])
@pytest.mark.parametrize(("word", "met"), [("forward", 0), ("backward", 1)])
def test_signals_for_one_direction(read, key, word, met):
    tags = {"highway": "traffic_signals", key: word}
    streets = read(ROW | {3: (3, 0, tags)}, {10: ([1, 2, 3, 4], "residential")})
    assert events(streets, 10, 1, 4)[met] == {SIGNALS: 1}
    assert events(streets, 10, 1, 4)[1 - met] == {}


def test_signals_for_one_direction_where_the_way_is_cut(read):
    nodes = ROW | {3: (3, 0, {"highway": "traffic_signals", "direction": "backward"})}
    streets = read(nodes, {10: ([1, 2, 3], "residential"), 11: ([3, 4], "residential")})
    assert events(streets, 10, 1, 3) == [{}, {}]
    assert events(streets, 11, 3, 4) == [{}, {SIGNALS: 1}]


@pytest.mark.parametrize(
    ("tags", "node", "met"),
    [
        ({}, 2, [{}, {STOP: 1}]),  # nearer the start: for those who leave the way there
        ({}, 5, [{STOP: 1}, {}]),
        ({"oneway": "yes"}, 2, [{STOP: 1}, {}]),
        ({"oneway": "-1"}, 5, [{}, {STOP: 1}]),
    ],
)
def test_a_stop_sign_without_direction_is_for_those_near_the_end(read, tags, node, met):
    nodes = ROW | {node: (node, 0, {"highway": "stop"})}
    streets = read(nodes, {10: ([1, 2, 3, 4, 5, 6], {"highway": "residential"} | tags)})
    assert events(streets, 10, 1, 6) == met


def test_a_stop_sign_on_a_junction_is_for_all_who_arrive(read):
    nodes = ROW | {3: (3, 0, {"highway": "give_way"})}
    streets = read(nodes, {10: ([1, 2, 3], "residential"), 11: ([3, 4], "residential")})
    assert events(streets, 10, 1, 3) == [{GIVE_WAY: 1}, {}]
    assert events(streets, 11, 3, 4) == [{}, {GIVE_WAY: 1}]


def test_events_are_capped_not_wrapped(read):
    nodes = {1: (0, 0)}
    nodes |= {i: (i / 10, 0, {"traffic_calming": "bump"}) for i in range(2, 302)}
    streets = read(nodes, {10: (list(range(1, 302)), "residential")})
    assert streets.segment_events[0, :, CALMING].tolist() == [255, 255]


CROSS = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (1, 1), 5: (1, -1)}
ARMS = {10: ([1, 2], "primary"), 11: ([2, 3], "primary"), 12: ([4, 2, 5], "primary")}


def restriction(tags, via=2, from_way=10, to_way=11):
    members = [("way", from_way, "from"), ("node", via, "via"), ("way", to_way, "to")]
    return members, {"type": "restriction"} | tags


def rules(streets):
    ids, way = streets.node_id.tolist(), streets.segment_way.tolist()
    return [
        (way[a], ids[b], way[c], bool(only), int(but))
        for a, b, c, only, but in zip(
            streets.restriction_from,
            streets.restriction_via,
            streets.restriction_to,
            streets.restriction_only,
            streets.restriction_except,
            strict=True,
        )
    ]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"restriction": "no_straight_on"}, (10, 2, 11, False, 0)),
        ({"restriction": "only_straight_on"}, (10, 2, 11, True, 0)),
        ({"restriction": "no_left_turn", "except": "psv; bicycle"}, (10, 2, 11, False, 2)),
        ({"restriction": "no_left_turn", "except": "motorcar"}, (10, 2, 11, False, 1)),
        ({"restriction:motorcar": "no_u_turn"}, (10, 2, 11, False, 2)),
        ({"restriction:bicycle": "no_u_turn"}, (10, 2, 11, False, 1)),
    ],
)
def test_turn_restrictions(read, tags, expected):
    assert rules(read(CROSS, ARMS, [restriction(tags)])) == [expected]


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (restriction({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}), "heures"),
        (restriction({"restriction:hgv": "no_left_turn"}), "ni voitures ni vélos"),
        (restriction({"restriction": "no_u_turn", "except": "vehicle"}), "ni voitures ni vélos"),
        (restriction({"restriction": "forbidden"}), "mal décrites"),
        (restriction({"restriction": "no_u_turn"}, to_way=99), "pas dans les données"),
        (restriction({"restriction": "no_u_turn"}, via=1), "pas dans les données"),
        (restriction({"restriction": "no_u_turn"}, to_way=12), "se prolonge"),
        (([("way", 10, "from")], {"type": "restriction", "restriction": "no_u_turn"}), "mal"),
        (
            (
                [("way", 10, "from"), ("way", 11, "via"), ("way", 12, "to")],
                {"type": "restriction", "restriction": "no_u_turn"},
            ),
            "voie intermédiaire",
        ),
    ],
)
def test_turn_restrictions_that_are_left_out_are_counted(read, relation, reason):
    streets = read(CROSS, ARMS, [relation])
    assert rules(streets) == []
    ((words, count),) = streets.skipped.items()
    assert reason in words
    assert count == 1


def test_no_entry_concerns_every_way_it_names(read):
    ways = ARMS | {12: ([4, 2], "primary")}
    members = [("way", 10, "from"), ("way", 12, "from"), ("node", 2, "via"), ("way", 11, "to")]
    streets = read(CROSS, ways, [(members, {"type": "restriction", "restriction": "no_entry"})])
    assert rules(streets) == [(10, 2, 11, False, 0), (12, 2, 11, False, 0)]


def test_a_restriction_repeated_counts_once(read):
    twice = [restriction({"restriction": "no_u_turn"})] * 2
    assert len(rules(read(CROSS, ARMS, twice))) == 1


def test_the_order_of_objects_does_not_matter(tmp_path, read):
    ways = {10: ([5, 4, 3, 2, 1], "residential"), 11: ([3, 6], "path")}
    there = read(ROW, ways)
    back = read(dict(reversed(ROW.items())), ways)
    assert pieces(there) == pieces(back)
    text = (tmp_path / "plan.osm").read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(text) if line.startswith("<way"))
    ways_first = [text[0], *text[first:-1], *text[1:first], text[-1]]
    (tmp_path / "envers.osm").write_text("\n".join(ways_first), encoding="utf-8")
    assert pieces(read_pbf(tmp_path / "envers.osm")) == pieces(there)


def test_every_form_gives_the_same_and_the_source_says_which(tmp_path):
    xml = write_osm(tmp_path / "plan.osm", CROSS, ARMS)
    (tmp_path / "plan.osm.bz2").write_bytes(bz2.compress(xml.read_bytes()))
    with osmium.SimpleWriter(tmp_path / "plan.osm.pbf") as writer:
        for thing in osmium.FileProcessor(xml):
            writer.add(thing)
    read = [read_pbf(tmp_path / name) for name in ("plan.osm", "plan.osm.bz2", "plan.osm.pbf")]
    assert pieces(read[0]) == pieces(read[1]) == pieces(read[2])
    assert [streets.source.name for streets in read] == ["plan.osm", "plan.osm.bz2", "plan.osm.pbf"]
    assert len({streets.source.sha256 for streets in read}) == 3
    assert read[0].source.publiable
    assert read[0].source.attribution == ATTRIBUTION


def test_batches_do_not_show(read, monkeypatch):
    ways = {i: ([i, i + 1], "residential") for i in range(1, 6)} | {9: ([2, 99, 5, 6], "path")}
    whole = read(ROW, ways)
    monkeypatch.setattr(pbf, "BATCH", 2)
    again = read(ROW, ways)
    assert pieces(again) == pieces(whole)


def test_a_way_given_twice_is_kept_once(read, tmp_path):
    read(ROW, {10: ([1, 2, 3], "residential")})
    text = (tmp_path / "plan.osm").read_text(encoding="utf-8")
    way = text[text.index("<way") : text.index("</osm>")]
    (tmp_path / "plan.osm").write_text(text.replace("</osm>", way + "</osm>"), encoding="utf-8")
    streets = read_pbf(tmp_path / "plan.osm")
    assert [piece[:3] for piece in pieces(streets)] == [(10, 1, 3)]
    assert dict(streets.skipped) == {"voies présentes deux fois": 1}


def test_progress_is_reported(tmp_path):
    labels = []

    class Steps:
        def step(self, label, total=None):
            labels.append((label, total))
            return nullcontext(lambda _done: None)

    read_pbf(write_osm(tmp_path / "plan.osm", CROSS, ARMS), Steps())
    assert ("Lecture des voies", None) in labels


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.osm.pbf", b"", "illisible"),
        ("autre.osm.pbf", b"bonjour " * 50, "illisible"),
        ("plan.txt", b"bonjour", "illisible"),
        ("coupe.osm", b'<osm version="0.6"><node id="1" lat="48"', "illisible"),
        ("bombe.osm", b'<!DOCTYPE osm [<!ENTITY a "b">]><osm version="0.6"/>', "illisible"),
        ("sans.osm", b'<osm version="0.6"></osm>', "aucune rue"),
        ("nu.osm", b'<osm version="0.6"><way id="1"/></osm>', "aucune rue"),
    ],
)
def test_files_that_are_no_extract_are_refused_in_french(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=words) as refused:
        read_pbf(tmp_path / name)
    assert name in str(refused.value)


def test_missing_files_and_folders_are_refused(tmp_path):
    with pytest.raises(SourceError, match="n’existe pas"):
        read_pbf(tmp_path / "absent.osm.pbf")
    with pytest.raises(SourceError, match="est un dossier"):
        read_pbf(tmp_path)


def test_histories_are_refused(tmp_path):
    with osmium.SimpleWriter(tmp_path / "plan.osh.pbf") as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, location=(2, 48), version=1))
    with pytest.raises(SourceError, match="historique"):
        read_pbf(tmp_path / "plan.osh.pbf")


def test_a_damaged_extract_is_refused(tmp_path):
    xml = write_osm(tmp_path / "plan.osm", CROSS, ARMS)
    with osmium.SimpleWriter(tmp_path / "plan.osm.pbf") as writer:
        for thing in osmium.FileProcessor(xml):
            writer.add(thing)
    content = (tmp_path / "plan.osm.pbf").read_bytes()
    (tmp_path / "plan.osm.pbf").write_bytes(content[:-7])
    with pytest.raises(SourceError, match="illisible"):
        read_pbf(tmp_path / "plan.osm.pbf")


def test_positions_are_exact(read):
    rng = np.random.default_rng(8)
    lon = rng.integers(-1_800_000_000, 1_800_000_000, 400)
    lat = rng.integers(-900_000_000, 900_000_000, 400)
    x = (lon - position(0, 0)[0]) / 10_000
    y = (lat - position(0, 0)[1]) / 10_000
    nodes = {i: (x[i - 1], y[i - 1]) for i in range(1, 401)}
    streets = read(nodes, {10: (list(nodes), "residential")})
    assert streets.shape_lon_lat.tolist() == np.column_stack((lon, lat)).tolist()
