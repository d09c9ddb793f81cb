"""What is refused, and why."""

import numpy as np
import pytest

from geo.access import siting
from geo.access.siting import SitingProblem
from geo.access.siting.assigned import MOST_PAIRS
from geo.errors import InputError

COSTS = np.ones((2, 3))
PEOPLE = np.ones(2)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"costs": np.array([[1.0, np.nan, 1.0], [1, 1, 1]])}, "costs must be >= 0"),
        ({"costs": -COSTS}, "costs must be >= 0"),
        ({"costs": np.ones(3)}, "origins × candidates"),
        ({"costs": np.ones((2, 0))}, "origins × candidates"),
        ({"weights": np.ones(3)}, "needed 2 weights"),
        ({"weights": np.array([1.0, -1.0])}, "weights must be finite"),
        ({"weights": np.array([1.0, np.inf])}, "weights must be finite"),
        ({"fixed": (0,), "forbidden": (0,)}, "both fixed and forbidden"),
        ({"fixed": (3,)}, "positions under 3"),
        ({"forbidden": (-1,)}, "positions under 3"),
        ({"fixed": (1, 1)}, "named twice"),
        ({"capacity": np.ones(2)}, "3 capacities"),
        ({"capacity": np.array([1.0, -1.0, 1.0])}, "3 capacities"),
        ({"one_per": ("a", "b")}, "a group a candidate"),
        ({"one_per": ("a", "a", "b"), "fixed": (0, 1)}, "exactly one opens in 'a'"),
        ({"one_per": ("a", "b", "b"), "forbidden": (0,)}, "no candidate may open in 'a'"),
        ({"one_per": ("a", "", "b"), "fixed": (1,)}, "must be in a group"),
    ],
)
def test_a_problem_that_contradicts_itself(rules, said):
    with pytest.raises(InputError, match=said):
        SitingProblem(**{"costs": COSTS, "weights": PEOPLE, **rules})


@pytest.mark.parametrize(
    ("rules", "p", "said"),
    [
        ({}, 0, "p from 1"),
        ({}, 4, "to 3"),
        ({"fixed": (0, 1)}, 1, r"p from 2 \(fixed sites\)"),
        ({"forbidden": (0, 1)}, 2, "to 1"),
        ({"one_per": ("a", "b", "b")}, 3, "2 groups is p = 2, got p = 3"),
    ],
)
def test_a_number_of_sites_that_does_not_fit(rules, p, said):
    problem = SitingProblem(costs=COSTS, weights=PEOPLE, **rules)

    for model in (siting.p_median, siting.p_center):
        with pytest.raises(InputError, match=said):
            model(problem, p=p)
    with pytest.raises(InputError, match=said):
        siting.mclp(problem, p=p, cutoff_s=60)


@pytest.mark.parametrize("cutoff_s", [-1.0, np.nan])
def test_a_cutoff_that_is_none(cutoff_s):
    problem = SitingProblem(costs=COSTS, weights=PEOPLE)

    with pytest.raises(InputError, match="cut-off"):
        siting.lscp(problem, cutoff_s=cutoff_s)
    with pytest.raises(InputError, match="cut-off"):
        siting.mclp(problem, p=1, cutoff_s=cutoff_s)


def test_an_endless_cutoff_does_not_reach_the_unreached():
    problem = SitingProblem(costs=np.array([[1.0, np.inf]]), weights=np.ones(1), forbidden=(0,))

    assert siting.mclp(problem, p=1, cutoff_s=np.inf).objective == 0


def test_capacities_beyond_what_can_be_solved_say_so():
    side = int(np.sqrt(MOST_PAIRS)) + 1
    problem = SitingProblem(
        costs=np.ones((side, side)), weights=np.ones(side), capacity=np.full(side, 5.0)
    )

    with pytest.raises(InputError, match=f"at most {MOST_PAIRS} pairs"):
        siting.p_median(problem, p=3)
