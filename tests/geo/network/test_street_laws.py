"""Streets drawn at random: against a slow search, and what holds whatever the town."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.build.assemble import assemble
from tests.geo.network.towns import (
    LONG_S,
    engine,
    plain_graphs,
    positions_on,
    random_graphs,
    random_parts,
    slow_times_from_nodes_ms,
    slow_times_ms,
)

few = settings(max_examples=40, deadline=None)


def rows(times, origins, destinations, **options):
    """Ask for each origin alone."""
    options = {"cutoff_s": LONG_S} | options
    found = [times.one_to_many(origin, destinations, **options) for origin in origins]
    return np.array([row.travel_time_s for row in found])


def table(pairs, shape):
    """Lay pairs out as rows."""
    seconds = np.full(shape, np.inf)
    seconds[pairs.origin, pairs.destination] = pairs.travel_time_s
    return seconds


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_times_are_those_of_a_slow_search(data):
    graph = data.draw(random_graphs)
    origins, destinations = data.draw(positions_on(graph)), data.draw(positions_on(graph))

    got = rows(engine(graph), origins, destinations)

    expected = slow_times_ms(graph, origins, destinations)
    assert np.where(np.isinf(got), -1, got * 1000) == pytest.approx(expected)


@few
@given(data=st.data(), cutoff_s=st.integers(0, 200))
def test_matrix_route_and_both_directions_agree_to_the_millisecond(data, cutoff_s):
    graph = data.draw(random_graphs)
    origins, destinations = data.draw(positions_on(graph)), data.draw(positions_on(graph))
    times = engine(graph)

    expected = rows(times, origins, destinations, cutoff_s=cutoff_s)

    for threads in (1, 2):
        pairs = times.matrix(origins, destinations, cutoff_s=cutoff_s, threads=threads)
        assert (table(pairs, expected.shape) == expected).all()
        assert (np.diff(pairs.origin * len(destinations) + pairs.destination) > 0).all()
    for d, destination in enumerate(destinations):
        back = times.many_to_one(origins, destination, cutoff_s=cutoff_s)
        assert (back.travel_time_s == expected[:, d]).all()
        for o, origin in enumerate(origins):
            route = times.route(origin, destination, cutoff_s=cutoff_s)
            assert (route.travel_time_s if route else np.inf) == expected[o, d]


@few
@given(data=st.data(), k=st.integers(1, 6), cutoff_s=st.sampled_from([20, 60, LONG_S]))
def test_the_nearest_are_the_first_of_the_sorted_matrix(data, k, cutoff_s):
    graph = data.draw(random_graphs)
    origins, destinations = data.draw(positions_on(graph)), data.draw(positions_on(graph))
    category = st.integers(0, 2)
    categories = np.array([data.draw(category) for _ in destinations], dtype=np.int32)
    times = engine(graph)
    seconds = rows(times, origins, destinations, cutoff_s=cutoff_s)

    nearest = times.nearest(origins, destinations, categories, k=k, cutoff_s=cutoff_s)
    placed = times.place(destinations)

    for o, origin in enumerate(origins):
        for c in range(categories.max() + 1):
            reached = np.flatnonzero((categories == c) & np.isfinite(seconds[o]))
            best = reached[np.lexsort((reached, seconds[o, reached]))][:k]
            missing = k - len(best)
            assert nearest.destination[c, o].tolist() == [*best, *[-1] * missing]
            expected_s = [*seconds[o, best], *[np.inf] * missing]
            assert nearest.travel_time_s[c, o].tolist() == expected_s
            found = times.nearest_placed(
                origin, placed, wanted=categories == c, k=k, cutoff_s=cutoff_s
            )
            assert found.destination.tolist() == best.tolist()
            assert found.travel_time_s.tolist() == seconds[o, best].tolist()


@few
@given(data=st.data(), k=st.integers(1, 3))
def test_the_nearest_of_every_node_are_those_of_a_slow_search(data, k):
    graph = data.draw(random_graphs)
    destinations = data.draw(positions_on(graph))
    times, one = engine(graph), np.zeros(len(destinations), dtype=np.int32)

    nearest = times.nearest_from_nodes(times.place(destinations), one, k=k, cutoff_s=LONG_S)

    expected_ms = slow_times_from_nodes_ms(graph, destinations)
    assert nearest.destination.shape == (1, len(graph.node_id), k)
    for node, row_ms in enumerate(expected_ms):
        reached = np.flatnonzero(row_ms >= 0)
        best = reached[np.lexsort((reached, row_ms[reached]))][:k]
        missing = k - len(best)
        assert nearest.destination[0, node].tolist() == [*best, *[-1] * missing]
        expected_s = [*(row_ms[best] / 1000), *[np.inf] * missing]
        assert nearest.travel_time_s[0, node].tolist() == expected_s


@few
@given(data=st.data())
def test_going_by_way_of_a_third_position_is_never_quicker(data):
    graph = data.draw(plain_graphs)
    positions = data.draw(positions_on(graph))

    seconds = rows(engine(graph), positions, positions)

    by_way = (seconds[:, :, None] + seconds[None, :, :]).min(axis=1)
    assert (seconds <= by_way + 1e-9).all()


@few
@given(data=st.data())
def test_with_every_street_the_other_way_round_one_comes_as_one_went(data):
    parts = data.draw(random_parts())
    turned = {name: getattr(parts, name) for name in parts.__slots__}
    turned |= {"tail": parts.head, "head": parts.tail, "segment": ~parts.segment}
    graph, back = assemble(parts), assemble(type(parts)(**turned))
    origins, destinations = data.draw(positions_on(graph)), data.draw(positions_on(graph))

    there = rows(engine(graph), origins, destinations)
    return_ = rows(engine(back), destinations, origins).T

    # at most a millisecond at each end: where an edge is cut, one side is rounded
    assert (np.isinf(there) == np.isinf(return_)).all()
    reached = np.isfinite(there)
    assert there[reached] == pytest.approx(return_[reached], abs=2.1e-3)


@few
@given(data=st.data(), seconds=st.integers(0, 30))
def test_another_street_never_slows(data, seconds):
    parts = data.draw(random_parts())
    node = st.integers(0, len(parts.node_id) - 1)
    # drawn far away: whoever is near it would start from it, and perhaps be worse off
    far = parts.shape_lon_lat[:2] + 10_000_000
    added = {
        "tail": [data.draw(node)],
        "head": [data.draw(node)],
        "time_ms": [seconds * 1000],
        "segment": [len(parts.segment_length_m)],
        "segment_length_m": [1],
        "segment_flags": [0],
        "shape_indptr": [parts.shape_indptr[-1] + 2],
        "shape_lon_lat": far,
    }
    named = {name: getattr(parts, name) for name in parts.__slots__}
    for name, last in added.items():
        # of the same type: others would be compiled anew
        named[name] = np.append(named[name], np.asarray(last, dtype=named[name].dtype), axis=0)
    more = type(parts)(**named)
    less, more = assemble(parts), assemble(more)
    origins, destinations = data.draw(positions_on(less)), data.draw(positions_on(less))

    before, after = (rows(engine(graph), origins, destinations) for graph in (less, more))

    assert (after <= before).all()


@few
@given(data=st.data(), cutoff_s=st.integers(0, 100))
def test_a_cut_off_hides_what_takes_longer_and_nothing_else(data, cutoff_s):
    graph = data.draw(random_graphs)
    origins, destinations = data.draw(positions_on(graph)), data.draw(positions_on(graph))
    times = engine(graph)

    free = rows(times, origins, destinations)

    cut = rows(times, origins, destinations, cutoff_s=cutoff_s)
    assert (cut == np.where(free <= cutoff_s, free, np.inf)).all()


@few
@given(data=st.data())
def test_the_same_twice_and_whatever_the_buckets(data):
    graph = data.draw(random_graphs)
    positions = data.draw(positions_on(graph))
    widths = (4096, 4096, 1, 1 << 20)

    once, *again = (
        engine(graph, bucket_ms=width).matrix(positions, positions, cutoff_s=LONG_S)
        for width in widths
    )

    assert (again[0].distance_m == once.distance_m).all()
    for pairs in again:  # of equally quick ways, other buckets may give another
        assert (table(pairs, [len(positions)] * 2) == table(once, [len(positions)] * 2)).all()
