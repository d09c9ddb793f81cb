"""Gap zones: on paper, against a walk from neighbour to neighbour, and by their laws."""

from collections import deque
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geo.access.doubt import Nearest
from geo.access.gaps import DTYPES, GAP_COLUMNS, gap_zones, weighted_median, zone_name
from geo.errors import InputError
from tests.geo.access import toy_city

CUTOFF_S = 1000
"""Firmly out beyond 1100 s, in doubt beyond 900 s."""

DOUBT = 0.25


def origins(population):
    towns = [(f"o{number}", (number, 0), "77001", "N") for number in range(len(population))]
    return replace(toy_city.people(*towns), population=np.array(population, dtype=np.int64))


def nearest(times_s, *, place=None, estimated=False, measured=True):
    time_s = np.array(times_s, dtype=np.float32)
    reached = np.isfinite(time_s)
    return Nearest(
        time_s=time_s,
        shortest_s=time_s.astype(np.float64) * (1 - DOUBT),
        longest_s=time_s.astype(np.float64) * (1 + DOUBT),
        place=np.where(reached, 0 if place is None else place, -1),
        place_ids=("p0", "p1", "p2"),
        is_estimate=reached & estimated,
        measured=np.ones(len(time_s), dtype=bool) & measured,
    )


def gaps(times_s, population, borders, *, cutoff_s=CUTOFF_S, remote=None, **told):
    return gap_zones(
        origins(population),
        nearest(times_s, **told),
        np.array(borders, dtype=np.intp).reshape(-1, 2),
        cutoff_s=cutoff_s,
        names=[f"T{number}" for number in range(len(population))],
        remote=None if remote is None else np.array(remote),
    )


CHAIN = [(0, 1), (1, 2), (2, 3), (3, 4)]


# on paper


def test_neighbours_beyond_the_threshold_are_one_zone():
    found = gaps([2000, 1001, 1000, 1500, np.inf], [1, 2, 4, 8, 16], CHAIN, place=[1, 2, 0, 1, 0])

    assert found.zone.tolist() == [1, 1, -1, 0, 0]  # inclusive: at 1000 s one is within it
    first, second = found.table.to_dict("records")
    assert (first["name"], first["origins"], first["left_out"]) == ("T4 et T3", 2, 24)
    assert (second["name"], second["left_out"]) == ("T1 et T0", 3)
    # beyond 1100 s even if a quarter shorter: 1500 is (1125), 1001 is not (750.75), none is
    assert (first["firmly_out"], first["firm"], first["unreached"]) == (24, True, 16)
    assert (second["firmly_out"], second["firm"], second["unreached"]) == (1, False, 0)
    assert (first["beyond_median_s"], first["beyond_max_s"]) == (500, 500)
    assert (second["beyond_median_s"], second["beyond_max_s"]) == (1, 1000)
    assert (first["nearest_id"], first["nearest_time_s"]) == ("p1", 1500)
    assert (second["nearest_id"], second["nearest_time_s"]) == ("p2", 1001)
    # at 1000 s, which may be 1250, one may fall out
    told = (found.population, found.left_out, found.firmly_out, found.unreached, found.may_fall_out)
    assert told == (31, 27, 25, 16, 4)


@pytest.mark.parametrize(
    ("times_s", "firmly_out", "firm"),
    [
        # 1468 × 0.75 = 1101 and 1466 × 0.75 = 1099.5
        ([1468, 1466], 5, True),
        ([1466, 1468], 5, True),
        ([1468, 1468], 10, True),
        ([1466, 1466], 0, False),
    ],
)
def test_a_zone_is_firm_from_half_of_its_people(times_s, firmly_out, firm):
    row = gaps(times_s, [5, 5], [(0, 1)]).table.iloc[0]

    assert (row["firmly_out"], row["firm"]) == (firmly_out, firm)


def test_a_person_short_of_half_is_fragile():
    row = gaps([1468, 1466], [5, 6], [(0, 1)]).table.iloc[0]

    assert (row["firmly_out"], row["firm"]) == (5, False)


@pytest.mark.parametrize(("time_s", "may"), [(720, 0), (721, 1), (1000, 1), (1001, 0)])
def test_who_is_within_may_fall_out_from_nine_tenths_of_the_threshold(time_s, may):
    # 720 × 1.25 is 900 exactly
    assert gaps([time_s], [1], []).may_fall_out == may


def test_where_nobody_lives_joins_two_parts_and_is_no_zone_alone():
    found = gaps([2000, 2000, 2000, 10, 2000], [1, 0, 2, 4, 0], CHAIN)

    assert found.zone.tolist() == [0, 0, 0, -1, -1]
    assert found.table["origins"].tolist() == [3]


def test_a_zone_that_reaches_nothing_has_no_distance_and_no_place():
    row = gaps([np.inf, np.inf], [1, 2], [(0, 1)]).table.iloc[0]

    assert (row["unreached"], row["firmly_out"], row["firm"]) == (3, 3, True)
    assert row[["beyond_median_s", "beyond_max_s", "nearest_id", "nearest_time_s"]].isna().all()


def test_the_nearest_place_is_the_one_of_most_people():
    # p1 is the nearest for 1 + 2, p2 for 4; then for 1 + 4, and 2
    assert gaps([2000] * 3, [1, 2, 4], CHAIN[:2], place=[1, 1, 2]).table["nearest_id"][0] == "p2"
    assert gaps([2000] * 3, [1, 2, 4], CHAIN[:2], place=[1, 2, 1]).table["nearest_id"][0] == "p1"
    # as many: the first in the neutral order
    assert gaps([2000] * 2, [3, 3], [(0, 1)], place=[2, 1]).table["nearest_id"][0] == "p1"


def test_help_from_afar_is_told_where_it_was_asked():
    times_s, population = [2000, 2000, 10], [1, 2, 4]
    told = gaps(times_s, population, CHAIN[:2], remote=[True, False, True]).table
    not_told = gaps(times_s, population, CHAIN[:2]).table

    assert told["helped_remotely"].tolist() == [1]
    assert not_told["helped_remotely"].isna().all()


def test_a_zone_is_an_estimate_as_soon_as_one_of_its_times_is():
    assert gaps([2000], [1], [], estimated=True).table["is_estimate"].tolist() == [True]
    assert gaps([np.inf], [1], [], estimated=True).table["is_estimate"].tolist() == [False]


def test_of_whom_nothing_is_known_nobody_is_said_to_be_left_out():
    found = gaps([np.inf, 2000, 10], [1, 2, 4], CHAIN[:2], measured=np.array([False, True, True]))

    assert found.zone.tolist() == [-1, 0, -1]
    assert (found.left_out, found.unreached, found.unmeasured) == (2, 0, 1)
    assert gaps([1000], [1], [], measured=False).may_fall_out == 0


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["A"], "A"),
        (["A", "B"], "B et A"),
        (["A", "B", "C"], "C, B et A"),
        (["A", "B", "C", "D"], "D, C et 2 autres"),
    ],
)
def test_names(names, expected):
    assert zone_name(names, range(len(names))) == expected


def test_as_many_people_the_alphabet_decides():
    assert zone_name(["Ury", "Achères"], [5, 5]) == "Achères et Ury"


@pytest.mark.parametrize(
    ("values", "weights", "expected"),
    [
        ([3], [1], 3),
        ([3, 1], [1, 1], 1),
        ([3, 1, 2], [1, 1, 1], 2),
        ([1, 2], [1, 2], 2),
        ([2, 1, 3], [0, 0, 0], 2),
    ],
)
def test_median(values, weights, expected):
    assert weighted_median(np.array(values, dtype=float), np.array(weights)) == expected


# against a walk from neighbour to neighbour


def walked(beyond, borders):
    """Parts of what is beyond, as sets of origins."""
    around = {number: set() for number in range(len(beyond))}
    for one, other in borders:
        around[one].add(other)
        around[other].add(one)
    left, parts = {number for number, out in enumerate(beyond) if out}, set()
    while left:
        start = left.pop()
        part, queue = {start}, deque([start])
        while queue:
            reached = around[queue.popleft()] & left
            left -= reached
            part |= reached
            queue.extend(reached)
        parts.add(frozenset(part))
    return parts


TIMES = st.sampled_from([0, 800, 900, 1000, 1001, 1400, 1500, 3000, np.inf])
TOWNS = st.lists(st.tuples(TIMES, st.integers(0, 9)), min_size=1, max_size=9)


@st.composite
def maps(draw):
    towns = draw(TOWNS)
    number = st.integers(0, len(towns) - 1)
    pairs = draw(st.sets(st.tuples(number, number).filter(lambda pair: pair[0] < pair[1])))
    return [time for time, _ in towns], [people for _, people in towns], sorted(pairs)


@settings(max_examples=50, deadline=None)
@given(maps())
def test_as_walked(drawn):
    times_s, population, borders = drawn
    found = gaps(*drawn)
    expected = {
        part
        for part in walked([time > CUTOFF_S for time in times_s], borders)
        if any(population[one] for one in part)
    }
    parts = [frozenset(np.flatnonzero(found.zone == rank)) for rank in found.table.index]

    assert set(parts) == expected
    for part, row in zip(parts, found.table.itertuples(), strict=True):
        assert row.left_out == sum(population[one] for one in part)
        assert row.unreached == sum(population[one] for one in part if np.isinf(times_s[one]))
    assert found.table["left_out"].is_monotonic_decreasing


@settings(max_examples=25, deadline=None)
@given(maps(), st.sampled_from([500, 1000, 2000]))
def test_laws(drawn, cutoff_s):
    found, longer = gaps(*drawn, cutoff_s=cutoff_s), gaps(*drawn, cutoff_s=cutoff_s + 500)
    table = found.table

    assert table["left_out"].sum() == found.left_out
    assert table["firmly_out"].sum() == found.firmly_out <= found.left_out
    assert table["unreached"].sum() == found.unreached <= found.firmly_out
    assert found.left_out + found.may_fall_out <= found.population
    assert (table["beyond_median_s"].dropna() <= table["beyond_max_s"].dropna()).all()
    assert (table["beyond_max_s"].dropna() > 0).all()
    assert longer.left_out <= found.left_out
    assert_frame_equal(gaps(*drawn, cutoff_s=cutoff_s).table, table)


@settings(max_examples=25, deadline=None)
@given(maps(), st.data())
def test_one_more_place_never_adds_to_those_left_out(drawn, data):
    times_s, population, borders = drawn
    new = data.draw(st.lists(TIMES, min_size=len(times_s), max_size=len(times_s)))
    nearer = gaps(np.minimum(times_s, new), population, borders)
    before = gaps(times_s, population, borders)

    assert nearer.left_out <= before.left_out
    assert nearer.firmly_out <= before.firmly_out
    assert set(np.flatnonzero(nearer.zone >= 0)) <= set(np.flatnonzero(before.zone >= 0))


# degenerate


@pytest.mark.parametrize("times_s", [[1000, 0, 999], []])
def test_all_covered_or_nobody_there(times_s):
    found = gaps(times_s, [1, 2, 4][: len(times_s)], [])

    assert found.table.empty
    assert tuple(found.table.columns) == GAP_COLUMNS
    assert (found.left_out, found.unreached) == (0, 0)
    assert {name: str(found.table[name].dtype) for name in DTYPES} == DTYPES


def test_an_island_is_its_own_zone():
    assert gaps([2000, 2000], [2, 1], []).table["name"].tolist() == ["T0", "T1"]


def test_at_a_threshold_of_zero_those_on_the_spot_are_within_it():
    found = gaps([0, 1], [1, 2], [(0, 1)], cutoff_s=0)

    assert (found.left_out, found.firmly_out, found.may_fall_out) == (2, 2, 0)


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(InputError, match="threshold >= 0"):
        gaps([1], [1], [], cutoff_s=-1)
    with pytest.raises(InputError, match="each of 1 origins"):
        gaps([1, 2], [1], [])
