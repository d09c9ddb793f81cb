"""Cutting, against a slow and obvious way of doing it."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.network.osm.cut import cut, draw, shapes
from geo.network.osm.ways import UNKNOWN, Ways

UNKNOWN_NODES = {8, 9}
ways_of_few_nodes = st.lists(st.lists(st.integers(1, 9), max_size=9), max_size=6)
stops_among = st.sets(st.integers(1, 7))


def ways_of(refs):
    flat = np.array([ref for way in refs for ref in way], dtype=np.int64)
    known = ~np.isin(flat, list(UNKNOWN_NODES))
    lon_lat = np.column_stack((flat * 10, flat**2)).astype(np.int32)
    lon_lat[~known] = UNKNOWN
    return Ways(
        way_id=np.arange(len(refs), dtype=np.int64),
        tags=np.zeros(len(refs), dtype=np.int32),
        indptr=np.cumsum([0, *map(len, refs)]),
        refs=flat,
        lon_lat=lon_lat,
    )


def runs_of(way):
    """List the stretches of known nodes, without repeats."""
    runs = [[]]
    for ref in way:
        if ref in UNKNOWN_NODES:
            runs.append([])
        elif not runs[-1] or runs[-1][-1] != ref:
            runs[-1].append(ref)
    return [run for run in runs if len(run) > 1]


def cut_slowly(refs, stops):
    runs = [(way, run) for way, nodes in enumerate(refs) for run in runs_of(nodes)]
    used = Counter(ref for _, run in runs for ref in run)
    pieces = []
    for way, run in runs:
        ends = [
            i
            for i, ref in enumerate(run)
            if used[ref] > 1 or ref in stops or i in (0, len(run) - 1)
        ]
        pieces += [(way, run[a : b + 1]) for a, b in pairwise(ends)]
    return pieces


def cut_quickly(refs, stops):
    line = draw(ways_of(refs))
    segments = cut(line, np.isin(line.node_id, list(stops)))
    return line, segments


@given(ways_of_few_nodes, stops_among)
def test_segments_are_those_of_the_slow_way(refs, stops):
    line, segments = cut_quickly(refs, stops)
    pieces = [
        (int(line.way[a]), line.node_id[line.node[a : b + 1]].tolist())
        for a, b in zip(segments.first, segments.last, strict=True)
    ]
    assert pieces == cut_slowly(refs, stops)


@given(ways_of_few_nodes, stops_among)
def test_nodes_and_shapes_agree_with_the_segments(refs, stops):
    line, segments = cut_quickly(refs, stops)
    indptr, lon_lat = shapes(line, segments)
    expected = cut_slowly(refs, stops)
    drawn = [lon_lat[a:b] for a, b in pairwise(indptr)]
    assert [line[:, 0].tolist() for line in drawn] == [[r * 10 for r in run] for _, run in expected]
    node_id = line.node_id[segments.node].tolist()
    assert node_id == sorted({ref for _, run in expected for ref in (run[0], run[-1])})
    assert [node_id[i] for i in segments.tail] == [run[0] for _, run in expected]
    assert [node_id[i] for i in segments.head] == [run[-1] for _, run in expected]
    assert segments.node_lon_lat.tolist() == [[ref * 10, ref**2] for ref in node_id]


@given(ways_of_few_nodes)
def test_every_way_is_drawn_or_counted(refs):
    line = draw(ways_of(refs))
    runs = [runs_of(way) for way in refs]
    assert set(line.way.tolist()) == {i for i, found in enumerate(runs) if found}
    lost = [any(ref in UNKNOWN_NODES for ref in way) for way in refs]
    assert line.skipped == {
        "voies sans deux nœuds connus": sum(not found for found in runs),
        "voies coupées là où les données s’arrêtent": sum(
            bool(found) and gap for found, gap in zip(runs, lost, strict=True)
        ),
    }
