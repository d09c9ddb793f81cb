import math
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.equity import (
    TheilParts,
    concentration_index,
    gini,
    palma,
    theil,
    theil_parts,
    weighted_quantile,
)
from geo.errors import InputError

few = settings(max_examples=40, deadline=None)

amounts = st.floats(min_value=0, max_value=1e6, allow_subnormal=False).map(lambda x: round(x, 3))
counts = st.integers(min_value=0, max_value=20)
people = st.lists(st.tuples(amounts, counts, st.integers(0, 4)), min_size=1, max_size=8)


def columns(rows):
    """Values, weights and a third thing; at least one person is counted."""
    values, weights, others = (np.array(column) for column in zip(*rows, strict=True))
    return values.astype(float), np.append(weights[:-1], weights[-1] + 1).astype(float), others


def one_by_one(values, weights):
    return np.repeat(values, weights.astype(int))


def slow_gini(each):
    """The mean difference between any two people, over twice the mean."""
    mean = np.mean(each)
    return np.abs(np.subtract.outer(each, each)).mean() / (2 * mean) if mean else 0.0


def slow_theil(each):
    mean = np.mean(each)
    parts = [x / mean * math.log(x / mean) for x in each if x] if mean else [0.0]
    return sum(parts) / len(each)


def test_four_villages_on_paper():
    # 1, 2, 3 and 4 minutes: mean difference 20/16, mean 5/2; half of 4 villages have 2 at most
    minutes = [3, 1, 4, 2]

    assert gini(minutes) == pytest.approx(0.25)
    assert weighted_quantile(minutes, q=0.5) == 2
    assert weighted_quantile(minutes, [1, 1, 5, 1], q=0.5) == 4
    assert palma(minutes, rank_by=minutes) == pytest.approx(4 / ((1 + 0.6 * 2) / 1.6))
    assert concentration_index(minutes, rank_by=minutes) == pytest.approx(0.25)
    assert concentration_index(minutes, rank_by=[-x for x in minutes]) == pytest.approx(-0.25)


def test_one_who_has_all():
    for number in (2, 10, 1000):
        only = np.zeros(number)
        only[number // 2] = 7
        assert gini(only) == pytest.approx(1 - 1 / number)
        assert theil(only) == pytest.approx(math.log(number))


def test_the_published_example_of_the_states_of_mexico():
    # GDP a head of 32 states, which PySAL ships and works out in the tests of its own package:
    # pysal/inequality, tests/test_gini.py and test_theil.py (regions after Hanson 1998)
    pysal = Path(find_spec("libpysal").origin).parent  # not imported: that takes seconds
    mexico = pd.read_csv(pysal / "examples" / "mexico" / "mexico.csv")

    assert gini(mexico["pcgdp1940"]) == pytest.approx(0.35372371173452849, abs=1e-12)
    printed = {
        1940: (0.20894344, 0.03458890), 1950: (0.15222451, 0.02816853),
        1960: (0.10472941, 0.05260921), 1970: (0.10194725, 0.05931219),
        1980: (0.09560113, 0.03205257), 1990: (0.10511256, 0.02963731),
        2000: (0.10660832, 0.03635872),
    }  # fmt: skip
    for year, (all_of_it, between) in printed.items():
        gdp = mexico[f"pcgdp{year}"]
        parts = theil_parts(gdp, groups=mexico["hanson98"])
        assert theil(gdp) == pytest.approx(all_of_it, abs=1e-8)
        assert parts.between == pytest.approx(between, abs=1e-8)
        assert parts.within == pytest.approx(all_of_it - between, abs=2e-8)


def test_the_published_example_of_child_deaths_in_india():
    # O'Donnell, van Doorslaer, Wagstaff & Lindelow (2008), Analyzing Health Equity Using Household
    # Survey Data, World Bank, table 8.1: deaths under five per 1,000 births, 1982-92, by wealth
    deaths = [154.7, 152.9, 119.5, 86.9, 54.3]
    births = [29_939, 28_776, 26_528, 24_689, 19_739]

    index = concentration_index(deaths, births, rank_by=["1", "2", "3", "4", "5"])

    assert index == pytest.approx(-0.1694, abs=5e-5)


@few
@given(rows=people)
def test_a_weight_is_so_many_people(rows):
    values, weights, _ = columns(rows)
    each = one_by_one(values, weights)

    assert gini(values, weights) == pytest.approx(slow_gini(each), abs=1e-9)
    assert theil(values, weights) == pytest.approx(slow_theil(each), abs=1e-9)
    for q in (0, 0.1, 0.25, 0.5, 0.9, 1):
        expected = np.quantile(each, q, method="inverted_cdf")
        assert weighted_quantile(values, weights, q=q) == expected


@few
@given(rows=people, order=st.randoms(use_true_random=False))
def test_order_and_units_are_irrelevant(rows, order):
    values, weights, rank = columns(rows)
    mixed = order.sample(range(len(rows)), len(rows))
    again = 60 * values[mixed], weights[mixed] / 7

    for measure in (gini, theil):
        assert measure(*again) == pytest.approx(measure(values, weights), abs=1e-9)
    for measure in (palma, concentration_index):
        one = measure(values, weights, rank_by=rank)
        assert measure(*again, rank_by=rank[mixed]) == pytest.approx(one, abs=1e-9)
    middle = weighted_quantile(values, weights, q=0.5)
    assert weighted_quantile(values[mixed], weights[mixed], q=0.5) == middle


@few
@given(rows=people)
def test_ranges_and_what_bounds_what(rows):
    values, weights, rank = columns(rows)
    number = weights.sum()
    unequal = gini(values, weights)
    index = concentration_index(values, weights, rank_by=rank)

    assert -1e-12 <= unequal <= 1 - 1 / number + 1e-9
    assert 0 <= theil(values, weights) <= math.log(number) + 1e-9
    assert abs(index) <= unequal + 1e-9
    assert concentration_index(values, weights, rank_by=values) == pytest.approx(unequal)
    opposite = concentration_index(values, weights, rank_by=-rank)
    assert opposite == pytest.approx(-index, abs=1e-9)
    assert palma(values, weights, rank_by=rank) >= 0
    assert palma(values, weights, rank_by=values) >= 1 - 1e-9


@few
@given(rows=people)
def test_parts_of_theil_add_up(rows):
    values, weights, groups = columns(rows)

    parts = theil_parts(values, weights, groups=[f"bassin {group}" for group in groups])
    alone = theil_parts(values, weights, groups=range(len(rows)))
    together = theil_parts(values, weights, groups=["all"] * len(rows))

    whole = theil(values, weights)
    assert parts.between >= 0
    assert parts.within >= 0
    assert parts.between + parts.within == pytest.approx(whole, abs=1e-9)
    assert alone.between == pytest.approx(whole, abs=1e-9)
    assert together.within == pytest.approx(whole, abs=1e-9)


@few
@given(rows=people, give=st.floats(min_value=0, max_value=0.5))
def test_giving_from_who_has_more_to_who_has_less_never_adds_inequality(rows, give):
    values, weights, _ = columns(rows)
    each = one_by_one(values, weights)
    rich, poor = each.argmax(), each.argmin()
    part = give * (each[rich] - each[poor])
    fairer = each.copy()
    fairer[rich] -= part
    fairer[poor] += part

    assert gini(fairer) <= gini(each) + 1e-9
    assert theil(fairer) <= theil(each) + 1e-9


@pytest.mark.parametrize("same", [0, 0.1, 7])
@pytest.mark.parametrize("number", [1, 3])
def test_all_equal_were_it_nothing_is_no_inequality(same, number):
    values, rank = [same] * number, list(range(number))

    assert gini(values) == theil(values) == 0
    assert theil_parts(values, groups=rank) == TheilParts(between=0.0, within=0.0)
    assert concentration_index(values, rank_by=rank) == 0
    assert palma(values, rank_by=rank) == pytest.approx(1)
    assert weighted_quantile(values, q=0.3) == same


def test_only_the_richest_have_some():
    assert palma([0, 0, 0, 1], rank_by=[1, 2, 3, 4]) == math.inf
    assert palma([1, 0, 0, 0], rank_by=[1, 2, 3, 4]) == 0


@pytest.mark.parametrize(("values", "weights"), [([], []), ([3, 4], [0, 0])])
def test_of_nobody_there_is_no_figure(values, weights):
    rank = [1] * len(values)

    assert math.isnan(gini(values, weights))
    assert math.isnan(theil(values, weights))
    assert math.isnan(theil_parts(values, weights, groups=rank).between)
    assert math.isnan(theil_parts(values, weights, groups=rank).within)
    assert math.isnan(weighted_quantile(values, weights, q=0.5))
    assert math.isnan(palma(values, weights, rank_by=rank))
    assert math.isnan(concentration_index(values, weights, rank_by=rank))


def test_whoever_nobody_is_does_not_count():
    assert gini([1, 1, 99], [5, 5, 0]) == 0
    assert weighted_quantile([1, 2, 99], [1, 1, 0], q=1) == 2


def test_those_who_reach_nothing_are_last():
    minutes = [10, math.inf, 20]

    assert weighted_quantile(minutes, q=0.5) == 20
    assert weighted_quantile(minutes, q=0.9) == math.inf


@pytest.mark.parametrize("wrong", [-1, math.nan, math.inf])
def test_numbers_that_cannot_be_compared_are_refused(wrong):
    for measure in (gini, theil):
        with pytest.raises(InputError, match="values must be numbers >= 0"):
            measure([1, wrong])
    with pytest.raises(InputError, match="weights must be numbers >= 0"):
        gini([1, 2], [1, wrong])
    with pytest.raises(InputError, match="values must be numbers >= 0"):
        palma([1, wrong], rank_by=[1, 2])
    with pytest.raises(InputError, match="the rank of each value"):
        concentration_index([1, 2], rank_by=[1, math.nan])
    with pytest.raises(InputError, match="values must be"):
        weighted_quantile([1, math.nan], q=0.5)
    with pytest.raises(InputError, match="needed numbers"):
        gini(["much", "little"])


def test_columns_that_do_not_go_together_are_refused():
    with pytest.raises(InputError, match="needed 2 numbers"):
        gini([1, 2], [1])
    with pytest.raises(InputError, match="same index"):
        gini(pd.Series({"a": 1, "b": 2}), pd.Series({"b": 1, "a": 2}))
    with pytest.raises(InputError, match="needed 2 groups"):
        theil_parts([1, 2], groups=["a"])
    with pytest.raises(InputError, match="shape"):
        gini([[1, 2]])
    for wrong in (-0.1, 1.1, math.nan):
        with pytest.raises(InputError, match="a share from 0 to 1"):
            weighted_quantile([1], q=wrong)


@pytest.mark.parametrize("unit", [5e-324, 2.0**-1000, 2.0**1000, 1e308 / 4])
def test_values_and_people_of_any_size_are_compared(unit):
    values, people = np.array([1.0, 4.0, 2.0]), np.array([2.0, 1.0, 4.0])
    groups, rank = ["a", "b", "a"], [1, 3, 2]

    def figures(values, people):
        parts = theil_parts(values, people, groups=groups)
        return (
            gini(values, people), theil(values, people), parts.between, parts.within,
            palma(values, people, rank_by=rank), concentration_index(values, people, rank_by=rank),
        )  # fmt: skip

    expected = pytest.approx(figures(values, people), rel=1e-12)
    assert figures(values * unit, people) == expected
    assert figures(values, people * unit) == expected
    assert figures(values * unit, people * unit) == expected
    assert weighted_quantile(values * unit, people * unit, q=0.5) == 2 * unit
