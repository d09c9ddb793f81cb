"""Measures of a survey by name, on the toy city."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.catchment import APL_2012
from geo.access.decay import E2SFCA_WEIGHTS
from geo.access.equity import gini, theil
from geo.access.measures import (
    DEFAULT_SHAPE,
    FIXED_SHAPE,
    OWN_DECAY,
    SHAPES,
    SUMMARY_COLUMNS,
    decay_of,
    inequality,
    is_estimated,
    measured,
    shape_of,
    summary,
)
from geo.domain.mesure import Measure, Shape
from geo.errors import InputError
from tests.geo.access import toy_city

few = settings(max_examples=30, deadline=None)

CITY = toy_city.city()
PEOPLE = CITY.people.population.astype(float)
ALL = np.ones(CITY.times.to_place_s.shape, dtype=bool)
NOBODY = np.zeros_like(ALL)


def values(measure, cutoff_s=None, *, city=CITY, useful=ALL, shape=None):
    got = measured(city, useful, PEOPLE, measure, decay_of(measure, cutoff_s, shape))
    return dict(zip(city.people.ids, got.tolist(), strict=True))


def test_the_nearest_and_what_is_within_a_time_are_on_paper():
    # minutes to W, J, P (capacities 1, 2, 4): A 2, 12, 15; B 4, 8, 11; C 16, 2, 5; D 12, 22, 15;
    # E 86, 66, 65
    assert values(Measure.NEAREST) == {"A": 120, "B": 240, "C": 120, "D": 720, "E": 65 * 60}
    assert values(Measure.CUMULATIVE, 600) == {"A": 1, "B": 3, "C": 6, "D": 0, "E": 0}
    assert values(Measure.GRAVITY, 1200, shape=Shape.LINEAR)["A"] == pytest.approx(
        1 * 0.9 + 2 * 0.4 + 4 * 0.25
    )


def test_catchments_share_among_those_who_may_be_helped():
    # W within 10 minutes of A and B, J of B and C, P of C: 1, 2, 4 people, of 1, 2, 4 advisers
    assert values(Measure.TWO_STEP, 600) == pytest.approx(
        {"A": 1 / 3, "B": 1 / 3 + 2 / 6, "C": 2 / 6 + 4 / 4, "D": 0, "E": 0}
    )
    only_for_a = ALL.copy()
    only_for_a[1:, 0] = False
    assert values(Measure.TWO_STEP, 600, useful=only_for_a)["A"] == pytest.approx(1 / 1)


@pytest.mark.parametrize("measure", [one for one in Measure if one is not Measure.NEAREST])
def test_nobody_to_help_is_nothing_to_have(measure):
    cutoff_s = None if measure in OWN_DECAY else 1200

    assert set(values(measure, cutoff_s, useful=NOBODY).values()) == {0}


def test_nobody_to_help_is_no_nearest():
    assert set(values(Measure.NEAREST, useful=NOBODY).values()) == {math.inf}


def test_nothing_is_said_of_whom_the_mode_does_not_know():
    known = np.array([True, True, False, True, True])
    city = replace(CITY, times=replace(CITY.times, measured=known))

    for measure, cutoff_s in ((Measure.NEAREST, None), (Measure.TWO_STEP, 600)):
        got = values(measure, cutoff_s, city=city)
        assert math.isnan(got.pop("C"))
        assert not any(map(math.isnan, got.values()))


def test_flags_of_another_shape_are_refused():
    with pytest.raises(InputError, match="needed flags"):
        measured(CITY, ALL[:2], PEOPLE, Measure.NEAREST, None)
    with pytest.raises(InputError, match="needed flags"):
        measured(CITY, ALL, PEOPLE[:2], Measure.NEAREST, None)


def test_each_measure_has_its_shape_or_takes_one():
    assert {*DEFAULT_SHAPE, *FIXED_SHAPE, *OWN_DECAY} == set(Measure)
    assert decay_of(Measure.NEAREST, None) is None
    assert decay_of(Measure.APL, None) is APL_2012
    assert shape_of(Measure.TWO_STEP) is shape_of(Measure.CUMULATIVE) is Shape.STEP
    assert shape_of(Measure.ENHANCED, Shape.LINEAR) is Shape.LINEAR
    thirds = decay_of(Measure.ENHANCED, 1800)
    assert thirds(np.array([600, 1200, 1800, 1801])).tolist() == [*E2SFCA_WEIGHTS, 0]
    assert SHAPES[Shape.EXPONENTIAL](600)(np.array([600])) == pytest.approx(0.01)


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_ends_at_the_cutoff(shape):
    weights = SHAPES[shape](900)(np.array([0, 450, 900, 900.5]))

    assert weights[0] == pytest.approx(1)
    assert (np.diff(weights) <= 0).all()
    assert weights[-1] == 0


def test_a_shape_or_a_cutoff_that_a_measure_does_not_take_is_refused():
    for measure in (Measure.NEAREST, Measure.APL):
        with pytest.raises(InputError, match="takes no cut-off"):
            decay_of(measure, 600)
        with pytest.raises(InputError, match="takes no cut-off"):
            decay_of(measure, None, Shape.LINEAR)
    with pytest.raises(InputError, match="its shape is isochrone"):
        decay_of(Measure.TWO_STEP, 600, Shape.LINEAR)
    with pytest.raises(InputError, match="needed a cut-off"):
        decay_of(Measure.GRAVITY, None)


def test_what_rests_on_an_estimate_is_said():
    estimate = np.zeros_like(ALL)
    estimate[0, 0] = estimate[1, 2] = estimate[3, 0] = True  # A to W, B to P, D to W
    city = replace(CITY, times=replace(CITY.times, is_estimate=estimate))

    def told(measure, cutoff_s=None, useful=ALL):
        return is_estimated(city, useful, PEOPLE, measure, decay_of(measure, cutoff_s))

    nearest = told(Measure.NEAREST)
    within_10 = told(Measure.CUMULATIVE, 600)
    within_11 = told(Measure.CUMULATIVE, 660)
    without_w = told(Measure.NEAREST, useful=ALL & [False, True, True])

    assert nearest.tolist() == [True, False, False, True, False]
    # nothing is within 10 minutes of D: by an estimate
    assert within_10.tolist() == [True, False, False, True, False]
    assert within_11.tolist() == [True, True, False, True, False]
    assert without_w.tolist() == [False, False, False, False, False]
    assert not told(Measure.NEAREST, useful=NOBODY).any()
    assert not told(Measure.TWO_STEP, 600, useful=NOBODY).any()


@pytest.mark.parametrize(
    ("measure", "everyone", "nobody_in_b"),
    [
        (Measure.CUMULATIVE, "B", "B"),
        (Measure.GRAVITY, "B", "B"),
        (Measure.TWO_STEP, "AB", "B"),
        (Measure.ENHANCED, "AB", "B"),
        # how many of B go to J, where C goes, depends on how far W is
        (Measure.THREE_STEP, "ABC", "B"),
        # an empty B still takes its part of W from A
        (Measure.BALANCED, "ABC", "AB"),
    ],
)
def test_an_estimate_of_those_who_share_a_place_is_one_of_all(measure, everyone, nobody_in_b):
    # within 10 minutes A reaches W, B W and J, C J and P; B to W alone is an estimate
    estimate = np.zeros_like(ALL)
    estimate[1, 0] = True
    city = replace(CITY, times=replace(CITY.times, is_estimate=estimate))
    decay = decay_of(measure, 600)

    for demand, expected in ((PEOPLE, everyone), (PEOPLE * [1, 0, 1, 1, 1], nobody_in_b)):
        flags = is_estimated(city, ALL, demand, measure, decay)
        assert [name for name, flag in zip("ABCDE", flags, strict=True) if flag] == [*expected]


@few
@given(
    measure=st.sampled_from([Measure.ENHANCED, Measure.THREE_STEP, Measure.BALANCED]),
    guessed=st.lists(st.booleans(), min_size=15, max_size=15),
    demand=st.lists(st.integers(0, 3), min_size=5, max_size=5),
    faster=st.lists(st.floats(0.1, 1), min_size=15, max_size=15),
)
def test_what_other_estimates_would_change_is_said_to_rest_on_one(measure, guessed, demand, faster):
    estimate, demand = np.reshape(guessed, (5, 3)), np.array(demand, dtype=float)
    decay = decay_of(measure, 1200, Shape.LINEAR)
    within = CITY.times.to_place_s <= 1200
    other = np.where(estimate & within, np.reshape(faster, (5, 3)), 1) * CITY.times.to_place_s
    given, moved = (
        replace(CITY, times=replace(CITY.times, to_place_s=times, is_estimate=estimate))
        for times in (CITY.times.to_place_s, other.astype(np.float32))
    )

    flags = is_estimated(given, ALL, demand, measure, decay)

    sure = ~flags
    np.testing.assert_allclose(
        measured(moved, ALL, demand, measure, decay)[sure],
        measured(given, ALL, demand, measure, decay)[sure],
        rtol=1e-9,
    )


def test_no_place_rests_on_no_estimate():
    empty = toy_city.survey(toy_city.TOWNS, ())

    nowhere = np.ones((5, 0), dtype=bool)
    for measure, cutoff_s in ((Measure.NEAREST, None), (Measure.BALANCED, 600)):
        decay = decay_of(measure, cutoff_s)
        assert not is_estimated(empty, nowhere, PEOPLE, measure, decay).any()


def test_a_summary_is_by_territory_on_paper():
    # N: A 1, B 2; S: C 4, D 8; E is in none
    access = np.array([1.0, 3.0, 6.0, 0.0, 5.0])
    codes = CITY.people.partitions["bassin"]

    got = summary(access, PEOPLE, codes, np.array([True, False, False, False, True]), nothing=0.0)

    assert tuple(got.columns) == SUMMARY_COLUMNS
    assert got.index.tolist() == ["N", "S"]
    north, south = got.loc["N"], got.loc["S"]
    assert north[["demand", "known", "without", "average"]].tolist() == [3, 3, 0, 7 / 3]
    assert north[["low", "median", "high"]].tolist() == [1, 3, 3]
    assert south[["demand", "without", "average", "median"]].tolist() == [12, 8, 2, 0]
    assert north["gini"] == pytest.approx(gini([1, 3, 3]))
    assert south["theil"] == pytest.approx(theil([6] * 4 + [0] * 8))
    assert got["is_estimate"].tolist() == [True, False]


def test_a_time_that_is_none_is_in_the_deciles_not_in_the_mean():
    seconds = np.array([120.0, 240.0, math.inf, 600.0, 60.0])

    south = summary(
        seconds, PEOPLE, CITY.people.partitions["bassin"], NOBODY[:, 0], nothing=math.inf
    ).loc["S"]

    assert south[["without", "average"]].tolist() == [4, 600]
    assert south[["low", "median", "high"]].tolist() == [600, 600, math.inf]
    assert south["gini"] == 0


def test_a_time_of_zero_is_being_there():
    there = summary(np.zeros(5), PEOPLE, ["N"] * 5, NOBODY[:, 0], nothing=math.inf).loc["N"]

    assert there[["without", "average", "median"]].tolist() == [0, 0, 0]


def test_a_territory_of_nobody_or_of_whom_too_little_is_known_has_no_figure():
    few_known = np.array([1.0, 1.0, math.nan, 1.0, 1.0])
    got = summary(few_known, PEOPLE * [0, 0, 1, 1, 1], ["N", "N", "S", "S", "T"], NOBODY[:, 0],
                  nothing=0.0)  # fmt: skip

    assert got["known"].tolist() == [0, 8, 16]
    assert got["average"].isna().tolist() == [True, True, False]
    assert got["without"].isna().tolist() == [True, True, False]


@few
@given(
    access=st.lists(st.floats(0, 100), min_size=5, max_size=5),
    order=st.permutations(range(5)),
)
def test_a_region_is_the_sum_of_its_bassins_in_any_order(access, order):
    access, order = np.array(access), list(order)
    codes = np.array(["N", "N", "S", "S", "T"], dtype=object)

    def told(codes):
        return summary(access[order], PEOPLE[order], codes[order], NOBODY[:, 0], nothing=0.0)

    bassins, region = told(codes), told(np.array(["R"] * 5, dtype=object)).loc["R"]

    assert bassins["demand"].sum() == region["demand"]
    assert bassins["without"].sum() == region["without"]
    assert (bassins["average"] * bassins["demand"]).sum() == pytest.approx(
        region["average"] * region["demand"]
    )
    straight = summary(access, PEOPLE, codes, NOBODY[:, 0], nothing=0.0)
    pd.testing.assert_frame_equal(bassins, straight)


def test_inequality_is_cut_between_territories_and_within():
    access = np.array([1.0, 1.0, 3.0, 3.0, math.inf])
    found = inequality(access, PEOPLE, CITY.people.partitions["bassin"])

    assert found.gini == pytest.approx(gini([1, 1, 3, 3], PEOPLE[:4]))
    assert found.theil == pytest.approx(theil([1, 1, 3, 3], PEOPLE[:4]))
    assert found.between == pytest.approx(found.theil)  # bassins are equal inside
    nobody = inequality(np.full(5, math.nan), PEOPLE, CITY.people.partitions["bassin"])
    assert math.isnan(nobody.gini)
    assert math.isnan(nobody.theil)
