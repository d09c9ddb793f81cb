import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.network.build.edges import LONGEST_MS
from geo.network.build.graph import ScatteredError, bucket_ms, build
from geo.network.graph import ARRAYS, INHABITED, NO_STOP, UNKNOWN_SURFACE
from geo.network.raw import EVENTS
from tests.geo.network.build.streets import (
    CONSTANTS,
    KINDS,
    Turn,
    city,
    letters_of,
    usage_of_kinds,
)
from tests.geo.network.build.walking import NEVER, ByHand, graph_trips

few = settings(max_examples=150, deadline=None)
twice = settings(max_examples=20, deadline=None)


def built(streets, **usage):
    return build(streets, usage_of_kinds(**usage), CONSTANTS, least_kept=0)


def trips_s(spec, *, usage=None, **more):
    """Seconds from the middle of a street to the middle of another, by their names."""
    streets, names = city(spec, **more), list(spec)
    graph = built(streets, **(usage or {})).graph
    times = graph_trips(graph, streets)
    return {(names[a], names[b]): ms / 1000 for (a, b), ms in times.items()}


def cross(**more):
    """
    Four streets of 100 m that meet at x, and a ring of 300 m streets around::

        n: north   w - x - e   s: south
    """
    ring = dict.fromkeys(("ne", "es", "sw", "wn"), (300, "rue"))
    return {**dict.fromkeys(("wx", "xe", "nx", "xs"), (100, "rue")), **ring, **more}


OVER_S = 5 + 5  # from the middle of a street of the cross to the middle of another
RING_S = 5 + 30 + 5  # the same the other way, by the ring


def test_time_is_length_over_speed_both_ways():
    got = trips_s({"ab": (100, "rue"), "bc": (200, "lente")})
    assert got["ab", "bc"] == got["bc", "ab"] == 5 + 20


def test_events_are_met_on_the_way_and_junctions_on_arrival():
    spec = {"ab": (100, "rue"), "bc": (100, "rue"), "bd": (100, "rue"), "cd": (900, "rue")}
    events = [("bc", 0, "crossing", 2), ("bc", 1, "stop", 1)]
    delays = [0.0] * len(EVENTS)
    delays[EVENTS.index("crossing")], delays[EVENTS.index("stop")] = 3.0, 7.0
    graph = built(city(spec, events=events), events_s=delays, junction_s=4.0).graph
    letters, time = letters_of(graph), graph.out_edges[:, 1]
    tails = np.repeat(letters, np.diff(graph.out_indptr))
    heads = [letters[head] for head in graph.out_edges[:, 0]]
    found = dict(zip(zip(tails, heads, strict=True), time.tolist(), strict=True))
    assert found["a", "b"] == 10_000 + 4_000  # three streets meet at b
    assert found["b", "a"] == 10_000  # one at a
    assert found["b", "c"] == 10_000 + 6_000  # two at c, which is no junction
    assert found["c", "b"] == 10_000 + 7_000 + 4_000


def test_a_crossing_of_known_duration_is_shared_by_length():
    got = trips_s({"ab": (100, "bac"), "bc": (300, "bac"), "cd": (100, "bac")}, ways=[("ab", "bc")])
    assert got["ab", "bc"] == (600 * 100 / 400 + 600 * 300 / 400) / 2
    assert got["cd", "cd"] == 600


def test_times_are_whole_milliseconds_and_none_is_lost():
    streets = city({"ab": (0.004, "rue"), "bc": (0, "rue"), "cd": (0.026, "rue")})
    graph = built(streets).graph
    assert sorted(graph.out_edges[:, 1].tolist()) == [0, 0, 1, 1, 3, 3]


@pytest.mark.parametrize(
    ("barrier", "expected_s"), [({"gates": "b"}, 5 + 20 + 20 + 5), ({"kerbs": "b"}, 5 + 5)]
)
def test_a_barrier_that_stops_is_reached_from_each_side_and_never_passed(barrier, expected_s):
    spec = {"ab": (100, "rue"), "bc": (100, "rue"), "cd": (200, "rue"), "da": (200, "rue")}
    got = trips_s(spec, **barrier)
    assert got["ab", "bc"] == expected_s
    assert got["da", "ab"] == 10 + 5


def test_parallel_streets_are_each_kept_and_the_quicker_is_taken():
    got = trips_s({"ab1": (100, "rue"), "ab2": (50, "rue"), "bc": (100, "rue"), "za": (100, "rue")})
    assert got["za", "bc"] == 5 + 5 + 5
    assert got["ab1", "bc"] == 5 + 5


def test_a_one_way_dead_end_and_an_island_are_dropped_and_said():
    spec = {
        "ab": (100, "rue"),
        "bc": (100, "rue"),
        "cd": (40, "sens unique"),  # no way back from d
        "ea": (30, "sens unique"),  # no way to e
        "xy": (150, "rue"),
        "yz": (20, "rue"),
        "ac": (500, "fermée"),
    }
    streets = city(spec)
    result = built(streets)
    assert [list(spec)[segment] for segment in result.dropped] == ["cd", "ea", "xy", "yz"]
    assert sorted(letters_of(result.graph)) == ["a", "b", "c"]
    assert result.manifest.dropped_km == pytest.approx(0.24)
    assert result.manifest.dropped_parts == 3
    assert result.manifest.length_km == pytest.approx(0.2)
    assert result.manifest.segments == 2
    assert result.manifest.edges == 4
    assert result.manifest.nodes == 3


@pytest.mark.parametrize(("apart_m", "is_refused"), [(1000, False), (1001, True)])
def test_streets_of_which_less_than_half_hang_together_are_refused(apart_m, is_refused):
    spec = {
        "ab": (600, "rue"),
        "bc": (400, "rue"),
        "xy": (600, "rue"),
        "zt": (apart_m - 600, "rue"),
    }
    # neither what the mode may not use counts, nor how many pieces there are
    streets = city({**spec, "uv": (9000, "fermée")})
    if not is_refused:
        assert build(streets, usage_of_kinds(), CONSTANTS).manifest.dropped_parts == 2
        return
    with pytest.raises(ScatteredError, match=r"1\.0 km .* sur 2\.0 km .* 2 morceaux") as refusal:
        build(streets, usage_of_kinds(), CONSTANTS)
    assert "papier.osm.pbf" in str(refusal.value)
    assert "téléchargez-la de nouveau" in str(refusal.value)


def test_the_longest_part_is_kept_rather_than_the_one_with_most_streets():
    result = built(
        city({"ab": (10, "rue"), "bc": (10, "rue"), "cd": (10, "rue"), "xy": (99, "rue")})
    )
    assert sorted(letters_of(result.graph)) == ["x", "y"]


def test_nobody_drives_through_a_street_for_destinations_and_anybody_starts_or_ends_there():
    # the short way from a to c leads by d, for destinations only
    spec = {
        "za": (100, "rue"),
        "ab": (400, "rue"),
        "bc": (400, "rue"),
        "cy": (100, "rue"),
        "ad": (50, "desserte"),
        "dc": (50, "desserte"),
        "de": (100, "rue"),  # behind it, though itself open to all
    }
    got = trips_s(spec)
    assert got["za", "cy"] == 5 + 80 + 5
    assert got["za", "dc"] == 5 + 5 + 2.5
    assert got["dc", "za"] == 2.5 + 5 + 5
    assert got["za", "de"] == 5 + 5 + 5
    assert got["de", "cy"] == 5 + 5 + 5
    assert got["ad", "dc"] == got["dc", "ad"] == 5
    assert got["ad", "cy"] == 2.5 + 5 + 5


def test_one_leaves_a_street_for_destinations_by_either_end():
    # ab joins two streets open to all: it may be left at b by those who start on it, and only them
    spec = {"za": (100, "rue"), "ab": (100, "desserte"), "bc": (100, "rue"), "cz": (700, "rue")}
    got = trips_s(spec)
    assert got["ab", "bc"] == 5 + 5
    assert got["ab", "za"] == 5 + 5
    assert got["za", "bc"] == 5 + 70 + 5


def test_one_way_streets_for_destinations_are_entered_and_left_their_way():
    spec = {
        "za": (100, "rue"),
        "ab": (100, "rue"),
        "by": (100, "rue"),
        "ac": (50, "desserte unique"),
        "cb": (50, "desserte unique"),
    }
    got = trips_s(spec)
    assert got["za", "by"] == 5 + 10 + 5
    assert got["za", "cb"] == 5 + 5 + 2.5
    assert got["ac", "za"] == 2.5 + 5 + 10 + 5
    assert got["by", "ac"] == 5 + 10 + 2.5


def test_without_a_street_open_to_all_there_is_no_network():
    with pytest.raises(SourceError, match="voiture"):
        built(city({"ab": (100, "desserte"), "cd": (100, "sens unique")}))


def test_no_left_turn_makes_one_go_round():
    free = trips_s(cross())
    got = trips_s(cross(), turns=[Turn("wx", "x", "nx")])
    assert free["wx", "nx"] == OVER_S
    assert got["wx", "nx"] == RING_S
    # nor does one turn round on the spot, at x or just after
    assert {pair for pair in free if free[pair] != got[pair]} == {("wx", "nx"), ("wx", "wx")}


def test_whoever_stops_on_the_way_is_free_of_how_they_came():
    # so two trips may be shorter than one: the triangle law holds between nodes, not through a stop
    by_turns = trips_s(cross(), turns=[Turn("wx", "x", "nx")])
    assert by_turns["wx", "nx"] == RING_S
    assert by_turns["wx", "xe"] + by_turns["xe", "nx"] == OVER_S + OVER_S < RING_S
    spec = {"za": (100, "rue"), "ab": (100, "desserte"), "bc": (100, "rue"), "cz": (700, "rue")}
    by_lane = trips_s(spec)
    assert by_lane["za", "bc"] == 5 + 70 + 5
    assert by_lane["za", "ab"] + by_lane["ab", "bc"] == 10 + 10


def test_only_straight_on_leaves_one_exit():
    got = trips_s(cross(), turns=[Turn("wx", "x", "xe", only=True)])
    assert got["wx", "xe"] == OVER_S
    assert got["wx", "nx"] == got["wx", "xs"] == RING_S
    assert got["nx", "xs"] == OVER_S


def test_restrictions_on_one_arrival_add_up():
    turns = [Turn("wx", "x", "nx"), Turn("wx", "x", "xe")]
    got = trips_s(cross(), turns=turns)
    assert got["wx", "xs"] == OVER_S
    assert got["wx", "nx"] == RING_S
    assert got["wx", "xe"] == 5 + 10 + 30 + 5  # straight on to s, and by the ring
    assert built(city(cross(), turns=turns)).manifest.restrictions == 2


def test_several_ways_only_to_go_on_by_will_each_do():
    turns = [Turn("wx", "x", "xe", only=True), Turn("wx", "x", "xs", only=True)]
    got = trips_s(cross(), turns=turns)
    assert got["wx", "xe"] == got["wx", "xs"] == OVER_S
    assert got["wx", "nx"] == RING_S


def test_nobody_gets_round_a_restriction_by_turning_round_at_the_next_junction():
    # from x one may only go on to y; there, the way back to x would lead to c
    spec = {
        "ax": (100, "rue"),
        "xc": (100, "rue"),
        "xy": (100, "rue"),
        "yd": (600, "rue"),
        "dc": (300, "rue"),
        "za": (100, "sens unique"),
        "cz": (100, "sens unique"),
    }
    got = trips_s(spec, turns=[Turn("ax", "x", "xc")])
    assert got["za", "xc"] == 5 + 10 + 10 + 60 + 30 + 5


def test_a_turn_forbidden_cannot_be_made_by_turning_round_on_the_spot():
    # a is a dead end: one may turn round there, not at x
    spec = {"ax": (100, "rue"), "xb": (100, "rue"), "xc": (100, "rue"), "bd": (100, "rue")}
    got = trips_s(spec, turns=[Turn("ax", "x", "xb")])
    assert got["ax", "xb"] == 5 + 20 + 5  # to the end of c, and back
    assert got["ax", "ax"] == 0 + 10


@pytest.mark.parametrize(
    ("turn", "usage"),
    [
        (Turn("wx", "x", "nx", except_bits=1), {}),
        (Turn("wx", "x", "nx"), {"turn_restrictions": False}),
    ],
)
def test_restrictions_that_do_not_bind_a_mode_change_nothing(turn, usage):
    streets = city(cross(), turns=[turn])
    result, free = built(streets, **usage), built(city(cross()))
    assert result.manifest == free.manifest
    assert graph_trips(result.graph, streets) == graph_trips(free.graph, streets)


def test_a_restriction_that_leaves_no_way_on_is_ignored_and_said():
    spec = cross(xz=(100, "fermée"))
    result = built(city(spec, turns=[Turn("wx", "x", "xz", only=True), Turn("nx", "x", "xz")]))
    assert result.manifest.restrictions_ignored == 1
    assert result.manifest.restrictions == 0  # that nobody may take a closed street is no news


def test_where_the_only_way_on_leaves_the_network_one_does_not_go_on():
    # from w one may only go on to z, a one-way street that leads out of the extract
    turns = [Turn("wx", "x", "xz", only=True)]
    result = built(city(cross(xz=(100, "sens unique")), turns=turns))
    assert (result.manifest.restrictions, result.manifest.restrictions_ignored) == (1, 0)
    got = trips_s(cross(xz=(100, "sens unique")), turns=turns)
    assert got["wx", "xe"] == 5 + 30 + 10 + 5  # back to w, by the ring to n, and over x
    assert got["nx", "xe"] == OVER_S


def test_an_edge_that_lasts_for_ever_leaves_room_for_the_sum_of_two():
    graph = built(city({"ab": (1e12, "rue"), "bc": (1e12, "rue")})).graph
    longest = int(graph.out_edges[:, 1].max())
    assert longest == LONGEST_MS
    assert 2 * longest < np.iinfo(np.int32).max


def test_a_street_that_restrictions_cut_off_is_dropped():
    # one gets to d from x only, which all who come by ax or bx may only leave straight on
    spec = {
        "ax": (100, "rue"),
        "xb": (100, "rue"),
        "ba": (300, "rue"),
        "xd": (70, "sens unique"),
        "da": (70, "sens unique"),
    }
    turns = [Turn("ax", "x", "xb", only=True), Turn("xb", "x", "ax", only=True)]
    result = built(city(spec, turns=turns))
    assert result.manifest.dropped_km == pytest.approx(0.14)
    assert result.manifest.dropped_parts == 1
    assert "d" not in letters_of(result.graph)


def test_half_the_inhabited_streets_count_at_each_end_whatever_stands_for_it():
    spec = cross(xf=(60, "desserte"), fg=(40, "lente"))
    graph = built(city(spec, turns=[Turn("wx", "x", "nx")])).graph
    found = {}
    for letter, metres in zip(letters_of(graph), graph.node_inhabited_m.tolist(), strict=True):
        found[letter] = max(found.get(letter, 0), metres)
    assert found["x"] == 4 * 50 + 30
    assert found["f"] == 30
    assert found["g"] == 0
    assert graph.node_inhabited_m.sum() == sum(
        length for length, kind in spec.values() if KINDS[kind][4]
    )


def test_what_is_known_of_streets_is_kept():
    result = built(
        city({"ab": (100, "rue"), "bc": (60, "lente"), "cd": (40, "lente"), "da": (20, "bac")})
    )
    graph = result.graph
    flags = dict(zip(graph.segment_length_m.tolist(), graph.segment_flags.tolist(), strict=True))
    assert flags == {
        100: INHABITED,
        60: UNKNOWN_SURFACE,
        40: UNKNOWN_SURFACE,
        20: NO_STOP,
    }
    assert result.manifest.unknown_surface_km == 0.1


def test_buckets_are_as_wide_as_the_median_edge():
    assert bucket_ms(np.array([1, 5, 9], dtype=np.int32)) == 5
    assert bucket_ms(np.array([0, 0, 9], dtype=np.int32)) == 1


LENGTHS = [0.0, *(float(3**i) for i in range(9))]  # one way or both, no two parts are as long
LETTERS = "abcdef"


@st.composite
def cities(draw):
    streets = {}
    for i, length in enumerate(LENGTHS[: draw(st.integers(1, 10))]):
        ends = draw(st.sampled_from(LETTERS)) + draw(st.sampled_from(LETTERS))
        streets[f"{ends}{i}"] = (length, draw(st.sampled_from(list(KINDS)[:6])))
    names = list(streets)
    turns = []
    for _ in range(draw(st.integers(0, 4))):
        origin, to = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        turns.append(Turn(origin, draw(st.sampled_from(origin[:2])), to, draw(st.booleans())))
    letters = {letter for name in names for letter in name[:2]}
    gates = draw(st.sets(st.sampled_from(sorted(letters)), max_size=1))
    return city(streets, turns=turns, gates="".join(gates))


@few
@given(cities())
def test_trips_over_the_graph_are_those_over_the_streets(streets):
    usage = usage_of_kinds(junction_s=2.0)
    by_hand = ByHand(streets, usage)
    assume(by_hand.length(by_hand.through))  # else there is no part to call the largest
    try:
        graph = build(streets, usage, CONSTANTS, least_kept=0).graph
    except SourceError:
        assert len(streets.restriction_from)
        return
    over_graph = graph_trips(graph, streets)
    kept = {segment for segment, _ in over_graph}
    assert over_graph == pytest.approx(by_hand.trips(kept))
    hubs = [
        hub
        for hub in kept
        if all(max(over_graph[hub, one], over_graph[one, hub]) < NEVER for one in kept)
    ]
    assert hubs  # one gets everywhere from there, and back


@twice
@given(cities())
def test_the_same_streets_give_the_same_bytes(streets):
    try:
        first, second = built(streets), built(streets)
    except SourceError:
        return
    assert first.manifest == second.manifest
    for name in ARRAYS:
        assert getattr(first.graph, name).tobytes() == getattr(second.graph, name).tobytes()
