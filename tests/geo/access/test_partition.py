"""
Containment by parts: a street on paper, a slow oracle, what must always hold.

::

    A  X     B     C     Y  D
    0  1     3     5     7  8     a block takes one minute to the east, two to the west
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.partition import (
    COMPARISON_COLUMNS,
    CROSSING_COLUMNS,
    FAR_S,
    PART_COLUMNS,
    Parts,
    comparison,
    containment,
    crossings,
    nearest_inside_s,
    useful_times,
)
from geo.errors import InputError
from tests.geo.access import toy_city as toy

TOWNS = [("A", (0, 0)), ("B", (3, 0)), ("C", (5, 0)), ("D", (8, 0))]  # 1, 2, 4 and 8 residents
X, Y = toy.place("X", (1, 0), "cio"), toy.place("Y", (7, 0), "cio")
PLACE_ORIGINS = np.array([0, 3])  # X stands in the commune of A, Y in that of D
HALVES = Parts(people=("west", "west", "east", "east"), places=("west", "east"))
UNEVEN = Parts(people=("west", "west", "west", "east"), places=("west", "east"))
WHOLE = Parts(people=("all",) * 4, places=("all",) * 2)


def street(*described, towns=TOWNS):
    told = [(name, crossing, f"7700{name}", "1") for name, crossing in towns]
    return toy.survey(told, described, estimated=True)


SURVEY = street(X, Y)
TIMES = useful_times(SURVEY, np.ones(2, dtype=np.bool_))


def shares(times_s, population, parts):
    table = containment(times_s, population, parts)
    return table["contained_population"].sum() / max(table["reached_population"].sum(), 1)


def test_a_place_as_near_on_both_sides_is_ones_own():
    table = containment(TIMES, SURVEY.people.population, HALVES)
    assert tuple(table) == PART_COLUMNS
    # B is 4 minutes from X, back, and from Y, onward
    assert table["contained_population"].to_dict() == {"east": 12, "west": 3}
    assert table["share"].tolist() == [1, 1]
    assert table["places"].tolist() == [1, 1]


def test_a_boundary_that_cuts_people_from_their_nearest_place():
    table = containment(TIMES, SURVEY.people.population, UNEVEN)
    assert table.loc["west"].tolist() == [7, 7, 3, 7, 1, 3 / 7]
    assert table.loc["east", "share"] == 1
    listed = crossings(SURVEY, TIMES, UNEVEN)
    assert tuple(listed) == CROSSING_COLUMNS
    assert listed.loc["C"].tolist() == ["west", 4, 480, 120, 360, "Y", "east", True]
    assert listed.index.tolist() == ["C"]


def test_the_nearest_place_is_that_of_the_way_there_not_of_the_way_back():
    # D is 2 minutes from Y, one block to the west; Y is 1 from D
    assert nearest_inside_s(TIMES, HALVES).tolist() == [60, 240, 120, 120]


def test_a_part_without_place():
    parts = Parts(people=("west", "west", "east", "east"), places=("west", "west"))
    table = containment(TIMES, SURVEY.people.population, parts)
    assert table.loc["east"].tolist() == [12, 12, 0, 0, 0, 0]
    listed = crossings(SURVEY, TIMES, parts)
    assert listed.index.tolist() == ["D", "C"]  # by residents: none of them can stay
    assert np.isinf(listed["inside_s"]).all()
    assert np.isinf(listed["gain_s"]).all()


def test_lists_begin_with_what_costs_most_people_most():
    parts = Parts(people=("east", "east", "east", "west"), places=("west", "east"))
    # A 1 person × 6 min, B as near, C contained, D 8 × 12 min
    assert crossings(SURVEY, TIMES, parts).index.tolist() == ["D", "A"]


def test_people_of_no_part_are_counted_apart():
    parts = Parts(people=("west", "west", "", ""), places=("west", "east"))
    table = containment(TIMES, SURVEY.people.population, parts)
    assert table.index.tolist() == ["west"]
    row = comparison(
        TIMES, SURVEY.people, {"moitie": parts}, place_origins=PLACE_ORIGINS, draws=3
    ).loc["moitie"]
    assert (row["population"], row["outside_population"]) == (3, 12)
    assert crossings(SURVEY, TIMES, parts).empty


def test_who_is_in_no_part_has_no_place_of_their_own():
    parts = Parts(people=("west", "west", "", ""), places=("west", ""))
    assert nearest_inside_s(TIMES, parts).tolist() == [60, 240, np.inf, np.inf]


def test_a_place_of_no_part_is_nobodys_own():
    parts = Parts(people=HALVES.people, places=("west", ""))
    table = containment(TIMES, SURVEY.people.population, parts)
    assert table["contained_population"].to_dict() == {"east": 0, "west": 3}
    assert crossings(SURVEY, TIMES, parts)["place_part"].tolist() == ["", ""]


def test_a_place_of_no_use_is_as_if_it_were_not_there():
    useful = np.array([[True, False]] * 3 + [[True, True]])  # Y serves D alone
    times_s = useful_times(SURVEY, useful)
    assert nearest_inside_s(times_s, HALVES).tolist() == [60, 240, np.inf, 120]
    table = containment(times_s, SURVEY.people.population, HALVES)
    assert table.loc["east"].tolist() == [12, 12, 8, 8, 1, 8 / 12]


def test_who_reaches_nothing_is_not_in_the_share():
    useful = np.array([[True, True]] * 3 + [[False, False]])
    table = containment(useful_times(SURVEY, useful), SURVEY.people.population, HALVES)
    assert table.loc["east"].tolist() == [12, 4, 4, 4, 1, 1]


@pytest.mark.parametrize("described", [(), (X,)])
def test_no_useful_place_at_all(described):
    survey = street(*described)
    times_s = useful_times(survey, np.zeros(len(described), dtype=np.bool_))
    parts = Parts(people=HALVES.people, places=("west",) * len(described))
    table = containment(times_s, survey.people.population, parts)
    assert table["share"].isna().all()
    assert table["contained_population"].sum() == 0
    assert crossings(survey, times_s, parts).empty
    where = np.zeros(len(described), dtype=np.intp)
    row = comparison(times_s, survey.people, {"x": parts}, place_origins=where).loc["x"]
    assert row[["share", "expected_share", "random_share", "random_as_good"]].isna().all()
    assert (row["parts_without_place"], row["unserved_population"]) == (2, 15)


def test_nobody():
    survey = street(X, towns=[])
    times_s = useful_times(survey, np.ones(1, dtype=np.bool_))
    parts = Parts(people=(), places=("west",))
    assert containment(times_s, survey.people.population, parts).empty
    table = comparison(times_s, survey.people, {"x": parts}, place_origins=np.array([-1]))
    assert table.loc["x", ["parts", "population"]].tolist() == [0, 0]


def test_times_of_other_people_are_refused():
    with pytest.raises(InputError, match="needed times"):
        containment(TIMES[1:], SURVEY.people.population[1:], HALVES)


def test_what_no_network_gave_is_said_of_the_two_times_compared():
    flags = np.array([[False, False]] * 4)
    flags[2, 0] = True  # C to X, its own
    measured = replace(SURVEY, times=replace(SURVEY.times, is_estimate=flags))
    assert crossings(measured, TIMES, UNEVEN)["is_estimate"].tolist() == [True]
    flags[2, 0] = False
    assert crossings(measured, TIMES, UNEVEN)["is_estimate"].tolist() == [False]


def test_partitions_side_by_side():
    table = comparison(
        TIMES, SURVEY.people, {"tout": WHOLE, "moitiés": HALVES, "inégal": UNEVEN},
        place_origins=PLACE_ORIGINS, draws=9,
    )  # fmt: skip
    assert tuple(table) == COMPARISON_COLUMNS
    assert table.index.tolist() == ["tout", "moitiés", "inégal"]
    assert table["share"].tolist() == [1, 1, 11 / 15]
    assert table["parts"].tolist() == [1, 2, 2]
    assert table["median_population"].tolist() == [15, 7.5, 7.5]
    # residents 3 and 12 of 15, and as many whose nearest place is there
    assert table["expected_share"].tolist() == pytest.approx(
        [1, (3 * 3 + 12 * 12) / 225, (7 * 3 + 8 * 12) / 225]
    )
    # C saves 6 minutes; nobody is without a place
    assert table["far_population"].tolist() == [0, 0, 4]
    assert table["unserved_population"].tolist() == [0, 0, 0]
    assert table.loc["tout", ["random_share", "random_as_good"]].tolist() == [1, 1]
    assert table["random_as_good"].between(0, 1).all()


def test_five_minutes_saved_are_counted_as_five_minutes():
    # C at 4.5: 7 minutes from X, 2.5 from Y; at 4.75: 7.5 and 2.25, that is 5.25 minutes
    for x, expected in ((4.5, 0), (4.75, 4)):
        survey = street(X, Y, towns=[*TOWNS[:2], ("C", (x, 0)), TOWNS[3]])
        times_s = useful_times(survey, np.ones(2, dtype=np.bool_))
        row = comparison(times_s, survey.people, {"x": UNEVEN}, place_origins=PLACE_ORIGINS)
        assert row.loc["x", "far_population"] == expected
    exactly = street(X, Y, towns=[*TOWNS[:2], ("C", (14 / 3, 0)), TOWNS[3]])
    times_s = np.round(useful_times(exactly, np.ones(2, dtype=np.bool_)))
    assert times_s[2, 0] - times_s[2, 1] == FAR_S
    row = comparison(times_s, exactly.people, {"x": UNEVEN}, place_origins=PLACE_ORIGINS)
    assert row.loc["x", "far_population"] == 4


def oracle(times_s, population, parts):
    """Count as one would with a pencil."""
    counts = {}
    for row, part in enumerate(parts.people):
        if not part:
            continue
        count = counts.setdefault(part, [0, 0, 0])
        count[0] += population[row]
        best = min(times_s[row], default=np.inf)
        if best < np.inf:
            count[1] += population[row]
            own = [t for t, where in zip(times_s[row], parts.places, strict=True) if where == part]
            if min(own, default=np.inf) == best:
                count[2] += population[row]
    return counts


CODES = st.sampled_from(["a", "b", "c", ""])
SECONDS = st.sampled_from([60, 120, 180, 240, np.inf])


@st.composite
def situations(draw, *, everywhere=False):
    people, places = draw(st.integers(1, 6)), draw(st.integers(0, 5))
    codes = st.sampled_from(["a", "b", "c"]) if everywhere else CODES
    rows = draw(st.lists(SECONDS, min_size=people * places, max_size=people * places))
    times_s = np.array(rows, dtype=np.float32).reshape(people, places)
    population = np.array(draw(st.lists(st.integers(0, 9), min_size=people, max_size=people)))
    told = [tuple(draw(st.lists(codes, min_size=size, max_size=size))) for size in (people, places)]
    return times_s, population.astype(np.int64), Parts(people=told[0], places=told[1])


@settings(max_examples=40)
@given(situations())
def test_against_a_pencil(situation):
    times_s, population, parts = situation
    table = containment(*situation)
    columns = ["population", "reached_population", "contained_population"]
    assert table[columns].T.to_dict("list") == oracle(times_s, population, parts)
    known = table["share"].dropna()
    assert known.between(0, 1).all()
    assert (table["contained_population"] <= table["served_population"]).all()
    assert (nearest_inside_s(times_s, parts) >= times_s.min(axis=1, initial=np.inf)).all()


@settings(max_examples=40)
@given(situations(), st.randoms())
def test_the_order_of_rows_is_irrelevant(situation, random):
    times_s, population, parts = situation
    rows = random.sample(range(len(parts.people)), len(parts.people))
    columns = random.sample(range(len(parts.places)), len(parts.places))
    shuffled = Parts(
        people=tuple(parts.people[row] for row in rows),
        places=tuple(parts.places[column] for column in columns),
    )
    again = containment(times_s[np.ix_(rows, columns)], population[rows], shuffled)
    pd.testing.assert_frame_equal(again, containment(*situation))


@settings(max_examples=40)
@given(situations(everywhere=True))
def test_one_part_contains_everyone_and_a_part_split_never_more(situation):
    times_s, population, parts = situation
    coarse = Parts(
        people=tuple("a" if code == "b" else code for code in parts.people),
        places=tuple("a" if code == "b" else code for code in parts.places),
    )
    whole = Parts(people=("a",) * len(parts.people), places=("a",) * len(parts.places))
    totals = [
        containment(times_s, population, each)["contained_population"].sum()
        for each in (parts, coarse, whole)
    ]
    assert totals == sorted(totals)
    table = containment(times_s, population, whole)
    assert table["contained_population"].tolist() == table["reached_population"].tolist()


@settings(max_examples=40)
@given(situations(), st.lists(SECONDS, min_size=6, max_size=6))
def test_a_place_more_elsewhere_never_helps_a_part_contain(situation, seconds):
    times_s, population, parts = situation
    new = np.array(seconds[: len(times_s)], dtype=np.float32)
    more = Parts(people=parts.people, places=(*parts.places, "ailleurs"))
    before = containment(*situation)
    after = containment(np.column_stack((times_s, new)), population, more)
    assert (after["contained_population"] <= before["contained_population"]).all()


@settings(max_examples=40)
@given(situations())
def test_everyone_is_contained_listed_or_without_any_place(situation):
    times_s, population, parts = situation
    survey = street(
        *(toy.place(f"p{number}", (number, 0), "cio") for number in range(times_s.shape[1])),
        towns=[(f"t{number}", (number, 1)) for number in range(len(population))],
    )
    survey = replace(survey, people=replace(survey.people, population=population))
    table = containment(*situation)
    listed = crossings(survey, times_s, parts)
    accounted = listed["population"].groupby(listed["part"]).sum()
    nothing = table["population"] - table["reached_population"]
    total = table["contained_population"] + nothing
    total = total.add(accounted.reindex(total.index, fill_value=0))
    assert total.tolist() == table["population"].tolist()
    assert (listed["gain_s"] > 0).all()
