"""Times in the toy town, every one of them on paper."""

from datetime import UTC, datetime

import numpy as np
import pytest

from geo.errors import InputError
from geo.network.estimate import Mode
from geo.network.protocol import Motif
from tests.geo.network import toy
from tests.geo.network.towns import LONG_S, here, town
from tests.geo.network.toy import AVENUES, STREETS, town_distance_m, town_time_s

JUNCTIONS = [(i, j) for i in range(AVENUES) for j in range(STREETS)]
SECONDS = np.array([[town_time_s(start, end) for end in JUNCTIONS] for start in JUNCTIONS])
METRES = np.array([[town_distance_m(start, end) for end in JUNCTIONS] for start in JUNCTIONS])
TIMES = town()
ALL = here(*JUNCTIONS)


def time_s(start, end, times=TIMES, **options):
    """Ask for one time, and check that the way back from the end gives the same."""
    options = {"cutoff_s": LONG_S} | options
    (there,) = times.one_to_many(here(start)[0], here(end), **options).travel_time_s
    (back,) = times.many_to_one(here(start), here(end)[0], **options).travel_time_s
    assert there == back
    return there


def test_from_each_junction_to_each_other():
    for n in range(len(JUNCTIONS)):
        there = TIMES.one_to_many(ALL[n], ALL, cutoff_s=LONG_S)
        back = TIMES.many_to_one(ALL, ALL[n], cutoff_s=LONG_S)

        assert (there.travel_time_s == SECONDS[n]).all()
        assert (there.distance_m == METRES[n]).all()
        assert (back.travel_time_s == SECONDS[:, n]).all()
        assert (back.distance_m == METRES[:, n]).all()


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("starts", [2, len(JUNCTIONS)])
def test_a_matrix_from_either_side(starts, threads):
    pairs = TIMES.matrix(ALL[:starts], ALL[5:], cutoff_s=90, threads=threads)

    within = np.nonzero(SECONDS[:starts, 5:] <= 90)
    assert (pairs.origin == within[0]).all()
    assert (pairs.destination == within[1]).all()
    assert (pairs.travel_time_s == SECONDS[:starts, 5:][within]).all()
    assert (pairs.distance_m == METRES[:starts, 5:][within]).all()


def test_the_nearest_of_each_category_by_time_then_in_the_order_given():
    places = here((3, 4), (3, 0), (1, 2), (0, 1), (2, 1))
    categories = np.array([0, 0, 0, 1, 1], dtype=np.int32)

    got = TIMES.nearest(here((3, 2), (0, 0)), places, categories, k=2, cutoff_s=79)

    assert got.destination.tolist() == [[[0, 1], [1, -1]], [[4, -1], [3, 4]]]
    assert got.travel_time_s.tolist() == [[[60, 60], [60, np.inf]], [[50, np.inf], [30, 70]]]
    assert got.distance_m[1, 1].tolist() == [150, 350]
    assert np.isnan(got.distance_m[0, 1, 1])


def test_the_nearest_of_every_node_in_the_order_of_nodes():
    graph, places = TIMES.graph, here((3, 4), (1, 2))
    categories = np.zeros(2, dtype=np.int32)

    for threads in (1, 2):
        got = TIMES.nearest_from_nodes(
            TIMES.place(places), categories, k=1, cutoff_s=LONG_S, threads=threads
        )
        for start in JUNCTIONS:
            node = toy.node_at(graph, *start)
            seconds = town_time_s(start, (3, 4)), town_time_s(start, (1, 2))
            assert got.travel_time_s[0, node, 0] == min(seconds)
            assert got.destination[0, node, 0] == np.argmin(seconds)
            metres = town_distance_m(start, [(3, 4), (1, 2)][np.argmin(seconds)])
            assert got.distance_m[0, node, 0] == metres


def test_the_soonest_of_those_placed_and_wanted():
    placed = TIMES.place(here((6, 0), (2, 1), (12, 2), (0, 2), (1, 1)))
    wanted = np.array([True, True, True, False, True])

    def ask(k):
        return TIMES.nearest_placed(here((0, 1))[0], placed, wanted=wanted, k=k, cutoff_s=120)

    assert ask(1).destination.tolist() == [4]
    assert ask(2).travel_time_s.tolist() == [20, 40]
    assert ask(99).destination.tolist() == [4, 1]  # (6, 0) is 150 s away, (12, 2) on no street
    assert ask(99).distance_m.tolist() == [100, 200]


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ((2.5, 1), (2.5, 1), 0),  # the same position twice
        ((2.25, 1), (2.75, 1), 10),  # along one street, either way
        ((2.75, 1), (2.25, 1), 10),
        ((2.25, 2), (2.75, 2), 10),  # along the one-way street
        ((2.75, 2), (2.25, 2), 5 + 30 + 20 + 30 + 5),  # against it: forward, and round by a street
        ((2.5, 2), (2, 2), 10 + 30 + 20 + 30),  # to the junction behind
        ((3, 2), (2.5, 2), 30 + 20 + 30 + 10),
        ((2, 2), (2, 3), 30),  # a junction is on every street that meets there
        ((2.5, 1), (2, 1.5), 10 + 15),
        ((6, 4), (6, 4.5), 15),  # by the street of no time
        ((6, 4.5), (6, 4.75), 7.5),
        ((0.5, 0), (0.5, -0.3), 10 + 25),  # from one parallel street to the middle of the other
    ],
)
def test_positions_between_junctions(start, end, seconds):
    assert time_s(start, end) == pytest.approx(seconds, abs=5e-3)


def test_a_gap_is_walked_at_both_ends_and_counted_in_the_distance():
    start, end = (2.5, 1.1), (4.5, 0.8)  # 15 m north, 30 m south of street 1; a metre a second
    reached = TIMES.one_to_many(here(start)[0], here(end), cutoff_s=LONG_S)

    assert reached.travel_time_s[0] == pytest.approx(15 + 40 + 30, abs=0.05)
    assert reached.distance_m[0] == pytest.approx(15 + 200 + 30, abs=0.05)
    assert time_s(start, start) == pytest.approx(2 * 15, abs=0.05)  # to the street and back


def test_the_cut_off_is_inclusive_and_on_the_whole_time():
    start, end = (2.5, 1.1), (4.5, 1)
    whole = time_s(start, end)

    assert time_s(start, end, cutoff_s=whole) == whole
    assert np.isinf(time_s(start, end, cutoff_s=whole - 0.001))
    assert time_s((0, 0), (1, 0), cutoff_s=20) == 20
    assert time_s((0, 0), (1, 0), cutoff_s=np.inf) == 20
    assert time_s((1, 1), (1, 1), cutoff_s=0) == 0


def test_traffic_slows_the_street_and_not_the_walk_to_it():
    times = town(mode=Mode.VOITURE, tranches=(toy.RUSH, toy.CALM), tranche_par_defaut="pointe")
    start, end = (2.5, 1.1), (4.5, 1)
    rush, calm = (datetime(2026, 11, 16, hour, tzinfo=UTC) for hour in (7, 20))  # Paris: + 1 h

    gap_s = time_s(start, end, times, departure=calm) - 40
    assert gap_s == pytest.approx(15, abs=0.05)
    assert time_s(start, end, times, departure=rush) == pytest.approx(60 + gap_s, abs=2e-3)
    assert time_s(start, end, times) == time_s(start, end, times, departure=rush)
    assert time_s((0, 0), (1, 0), times, cutoff_s=30) == 30
    assert np.isinf(time_s((0, 0), (1, 0), times, cutoff_s=29.999))
    route = times.route(here(start)[0], here(end)[0], cutoff_s=LONG_S)
    assert route.travel_time_s == time_s(start, end, times)


def test_a_departure_says_its_time_zone():
    times = town(tranches=(toy.CALM,), tranche_par_defaut="fluide")

    with pytest.raises(InputError, match="time zone"):
        time_s((0, 0), (1, 0), times, departure=datetime(2026, 11, 16, 8))  # noqa: DTZ001 - on purpose


def test_the_share_of_the_way_whose_surface_nobody_mapped():
    ends = here((0, 2), (1, 0), (0, 0.5), (3, 0), (0, 0.25))
    reached = TIMES.one_to_many(here((0, 0.25))[0], ends, cutoff_s=LONG_S)

    # 37.5 m of avenue 0, then blocks of street 0; of no way at all, that of its street
    expected = [1, 37.5 / 137.5, 1, 37.5 / 337.5, 1]
    assert reached.unknown_surface.tolist() == pytest.approx(expected, abs=1e-4)


def test_the_surface_of_the_gap_does_not_count():
    off = here((3.5, 1.1), (3.5, 0.9))

    assert TIMES.one_to_many(off[0], off[1:], cutoff_s=LONG_S).unknown_surface.tolist() == [0]


def test_why_a_position_is_not_reached():
    placed = TIMES.place(here((3, 2), (12, 2), (30, 2)))

    assert [placed.motif(n) for n in range(3)] == [None, Motif.LOIN_D_UNE_RUE, Motif.HORS_RESEAU]
    assert placed.is_(Motif.LOIN_D_UNE_RUE).tolist() == [False, True, False]
    assert placed.is_(Motif.HORS_RESEAU).tolist() == [False, False, True]
    assert not placed.is_(Motif.AU_DELA).any()
    assert TIMES.covers(here((3, 2), (12, 2), (30, 2))).tolist() == [True, False, False]


@pytest.mark.parametrize("off", [(12, 2), (30, 2)])
def test_from_no_street_nothing_is_reached(off):
    start = here(off)[0]
    placed = TIMES.place(ALL)
    everything = np.ones(len(ALL), dtype=bool)

    reached = TIMES.one_to_many(start, ALL, cutoff_s=LONG_S)
    assert np.isinf(reached.travel_time_s).all()
    assert np.isnan(reached.distance_m).all()
    assert np.isnan(reached.unknown_surface).all()
    found = TIMES.nearest_placed(start, placed, wanted=everything, k=3, cutoff_s=LONG_S)
    assert found.destination.tolist() == []
    assert TIMES.route(start, ALL[0], cutoff_s=LONG_S) is None
    assert TIMES.route(ALL[0], start, cutoff_s=LONG_S) is None
    assert len(TIMES.matrix(here(off), ALL, cutoff_s=LONG_S).origin) == 0


def test_no_destination_and_no_origin():
    none, one = np.zeros((0, 2)), np.zeros(0, dtype=np.int32)

    assert TIMES.one_to_many(ALL[0], none, cutoff_s=60).travel_time_s.shape == (0,)
    assert TIMES.many_to_one(none, ALL[0], cutoff_s=60).travel_time_s.shape == (0,)
    assert TIMES.matrix(none, ALL, cutoff_s=60).origin.shape == (0,)
    assert TIMES.matrix(ALL, none, cutoff_s=60).travel_time_s.shape == (0,)
    assert TIMES.nearest(ALL, none, one, k=2, cutoff_s=60).destination.shape == (0, 35, 2)
    placed = TIMES.place(none)
    wanted = np.zeros(0, dtype=bool)
    found = TIMES.nearest_placed(ALL[0], placed, wanted=wanted, k=1, cutoff_s=60)
    assert found.travel_time_s.shape == (0,)


def test_a_category_without_places_is_empty_and_takes_its_row():
    categories = np.array([2], dtype=np.int32)

    got = TIMES.nearest(ALL[:1], ALL[:1], categories, k=1, cutoff_s=60)

    assert got.destination.ravel().tolist() == [-1, -1, 0]


def test_many_destinations_are_measured_as_one():
    # more than are measured one by one: what their ways have in common is measured once
    along = here(*((i / 100, j) for i in range(0, 600, 7) for j in range(STREETS)))

    got = TIMES.one_to_many(ALL[0], along, cutoff_s=LONG_S)

    alone = [TIMES.one_to_many(ALL[0], end[None], cutoff_s=LONG_S) for end in along]
    assert (got.travel_time_s == [one.travel_time_s[0] for one in alone]).all()
    assert (got.distance_m == [one.distance_m[0] for one in alone]).all()
    assert (got.unknown_surface == [one.unknown_surface[0] for one in alone]).all()


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_a_cut_off_is_a_time(wrong):
    with pytest.raises(InputError, match="cut-off"):
        TIMES.one_to_many(ALL[0], ALL, cutoff_s=wrong)


@pytest.mark.parametrize(("k", "threads"), [(0, 1), (1, 0)])
def test_at_least_one_neighbour_and_one_thread(k, threads):
    none = np.zeros(len(ALL), dtype=np.int32)

    with pytest.raises(InputError, match=">= 1"):
        TIMES.nearest(ALL, ALL, none, k=k, cutoff_s=60, threads=threads)


def test_what_is_no_position_is_refused():
    with pytest.raises(InputError, match="WGS84"):
        TIMES.one_to_many(np.array([np.nan, 48.8]), ALL, cutoff_s=60)


def test_each_destination_is_wanted_or_not_and_has_a_category():
    placed, short = TIMES.place(ALL), np.zeros(len(ALL) - 1, dtype=np.int32)

    with pytest.raises(InputError, match="wanted"):
        TIMES.nearest_placed(ALL[0], placed, wanted=short > 0, k=1, cutoff_s=60)
    with pytest.raises(InputError, match="categories"):
        TIMES.nearest(ALL, ALL, short, k=1, cutoff_s=60)
    with pytest.raises(InputError, match="categories"):
        TIMES.nearest_from_nodes(placed, short, k=1, cutoff_s=60)
