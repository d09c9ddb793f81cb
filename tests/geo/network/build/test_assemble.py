import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.build.assemble import Parts, assemble
from geo.network.build.morton import morton_codes
from geo.network.graph import ARRAYS, INHABITED

few = settings(max_examples=80, deadline=None)

# as the docstring of Graph says: type, then length of each axis by name
SHAPES = {
    "node_lon_lat": (np.int32, "n", 2),
    "node_id": (np.int64, "n"),
    "node_inhabited_m": (np.float32, "n"),
    "out_indptr": (np.int32, "n + 1"),
    "out_edges": (np.int32, "m", 2),
    "out_segment": (np.int32, "m"),
    "in_indptr": (np.int32, "n + 1"),
    "in_edges": (np.int32, "m", 2),
    "in_edge": (np.int32, "m"),
    "segment_indptr": (np.int32, "s + 1"),
    "segment_edges": (np.int32, "m"),
    "segment_length_m": (np.float32, "s"),
    "segment_flags": (np.uint8, "s"),
    "shape_indptr": (np.int32, "s + 1"),
    "shape_lon_lat": (np.int32, "v", 2),
    "grid_frame": (np.int64, 6),
    "grid_indptr": (np.int32, "c + 1"),
    "grid_segments": (np.int32, "g"),
}


@st.composite
def parts(draw):
    n = draw(st.integers(1, 8))
    ends = draw(st.lists(st.tuples(*[st.integers(0, n - 1)] * 2, st.integers(0, 3)), max_size=12))
    where = draw(st.lists(st.tuples(*[st.integers(-(10**9), 10**9)] * 2), min_size=n, max_size=n))
    # directions of each segment: none, forward, backward, both; its length tells which it is
    edges = [
        edge
        for s, (tail, head, ways) in enumerate(ends)
        for edge in (((tail, head, s),) * (ways & 1) + ((head, tail, ~s),) * (ways >> 1))
    ]
    edges = draw(st.permutations(edges))
    lines = [(where[tail], where[(tail + head) // 2], where[head]) for tail, head, _ in ends]
    return Parts(
        node_lon_lat=np.array(where, dtype=np.int32),
        node_id=np.arange(n, dtype=np.int64),
        node_inhabited_m=np.arange(n, dtype=np.float32),
        tail=np.array([edge[0] for edge in edges], dtype=np.int32),
        head=np.array([edge[1] for edge in edges], dtype=np.int32),
        time_ms=np.array([10 * (edge[2] % 100) for edge in edges], dtype=np.int32),
        segment=np.array([edge[2] for edge in edges], dtype=np.int32),
        segment_length_m=np.arange(len(ends), dtype=np.float32),
        segment_flags=np.full(len(ends), INHABITED, dtype=np.uint8),
        shape_indptr=3 * np.arange(len(ends) + 1, dtype=np.int32),
        shape_lon_lat=np.array(lines, dtype=np.int32).reshape(-1, 2),
    )


def edges_of(graph):
    """Every edge by the names that the parts gave: tail, head, time, segment."""
    tails = np.repeat(graph.node_id, np.diff(graph.out_indptr))
    names = graph.segment_length_m.astype(int)
    along = [int(names[s]) if s >= 0 else ~int(names[~s]) for s in graph.out_segment]
    heads, times = graph.out_edges.T
    return list(
        zip(tails.tolist(), graph.node_id[heads].tolist(), times.tolist(), along, strict=True)
    )


@few
@given(parts())
def test_every_edge_is_there_from_both_ends_and_along_its_segment(given_parts):
    graph = assemble(given_parts)
    columns = (given_parts.tail, given_parts.head, given_parts.time_ms, given_parts.segment)
    assert sorted(edges_of(graph)) == sorted(zip(*(c.tolist() for c in columns), strict=True))

    tails = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr))
    heads = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.in_indptr))
    assert sorted(graph.in_edge.tolist()) == list(range(len(tails)))
    assert (graph.in_edges[:, 0] == tails[graph.in_edge]).all()
    assert (graph.in_edges[:, 1] == graph.out_edges[graph.in_edge, 1]).all()
    assert (heads == graph.out_edges[graph.in_edge, 0]).all()

    along = np.where(graph.out_segment < 0, ~graph.out_segment, graph.out_segment)
    assert sorted(graph.segment_edges.tolist()) == list(range(len(along)))
    segments = np.repeat(np.arange(len(graph.segment_length_m)), np.diff(graph.segment_indptr))
    assert (along[graph.segment_edges] == segments).all()
    assert np.isin(np.arange(len(graph.segment_length_m)), along).all()


@few
@given(parts())
def test_what_is_near_on_the_map_is_near_in_memory(given_parts):
    graph = assemble(given_parts)
    codes = morton_codes(graph.node_lon_lat)
    assert (codes[:-1] <= codes[1:]).all()
    tails = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr))
    order = list(zip(tails.tolist(), graph.out_edges[:, 0].tolist(), strict=True))
    assert order == sorted(order)
    first = {}
    for tail, (head, _), s in zip(tails, graph.out_edges, graph.out_segment, strict=True):
        first[max(s, ~s)] = min(first.get(max(s, ~s), len(codes)), tail, head)
    assert [first[s] for s in sorted(first)] == sorted(first.values())


@few
@given(parts())
def test_nodes_and_segments_keep_what_is_theirs(given_parts):
    graph = assemble(given_parts)
    ids = graph.node_id
    assert (graph.node_lon_lat == given_parts.node_lon_lat[ids]).all()
    assert (graph.node_inhabited_m == given_parts.node_inhabited_m[ids]).all()
    for number, name in enumerate(graph.segment_length_m.astype(int)):
        shape = graph.shape_lon_lat[slice(*graph.shape_indptr[[number, number + 1]])]
        assert (shape == given_parts.shape_lon_lat[3 * name : 3 * name + 3]).all()


@few
@given(parts())
def test_arrays_are_as_described_and_read_only(given_parts):
    graph = assemble(given_parts)
    sizes = {
        "n": len(graph.node_id),
        "m": len(graph.out_edges),
        "s": len(graph.segment_length_m),
        "v": len(graph.shape_lon_lat),
        "c": int(graph.grid_frame[4] * graph.grid_frame[5]),
        "g": int(graph.grid_indptr[-1]),
    }
    assert set(SHAPES) == set(ARRAYS)
    for name, (dtype, *axes) in SHAPES.items():
        array = getattr(graph, name)
        assert array.dtype == dtype, name
        assert array.shape == tuple(eval(str(axis), sizes) for axis in axes), name  # noqa: S307 - ours
        assert array.flags.c_contiguous, name
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    for name in ("out", "in", "segment", "shape", "grid"):
        indptr = getattr(graph, f"{name}_indptr")
        assert indptr[0] == 0
        assert (np.diff(indptr) >= 0).all()


@few
@given(parts())
def test_the_same_parts_give_the_same_bytes(given_parts):
    first, second = assemble(given_parts), assemble(given_parts)
    for name in ARRAYS:
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()
