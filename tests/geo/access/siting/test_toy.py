"""
A road whose answers are on paper.

Villages at kilometres 0, 1, 2, 6, 7 with 1, 2, 4, 8, 16 people; every one is a candidate, and a
minute takes a kilometre: 60 s.
"""

import numpy as np
import pytest

from geo.access import siting
from geo.access.siting import SitingProblem, Status

KM = np.array([0, 1, 2, 6, 7])
PEOPLE = np.array([1, 2, 4, 8, 16])
TIMES_S = 60.0 * np.abs(KM[:, None] - KM[None, :])


def road(**rules):
    return SitingProblem(costs=TIMES_S, weights=PEOPLE, **rules)


def test_one_median_is_where_half_of_the_people_lie_on_each_side():
    # 31 people: the 16th from either end lives at km 7
    result = siting.p_median(road(), p=1)

    assert result.sites == (4,)
    assert result.objective == 60 * (7 * 1 + 6 * 2 + 5 * 4 + 1 * 8)


def test_two_medians_are_one_of_each_hamlet():
    result = siting.p_median(road(), p=2)

    assert result.sites == (2, 4)
    assert result.objective == 60 * (2 * 1 + 1 * 2 + 1 * 8)
    assert result.assignment.tolist() == [2, 2, 2, 4, 4]
    assert (result.status, result.gap, result.bound) == (Status.OPTIMAL, 0, result.objective)


def test_centre_ignores_how_many_people_live_there():
    assert siting.p_center(road(), p=1).objective == 60 * 5  # km 2 to km 7
    # km 1 serves its hamlet within a minute, either village serves the other
    assert siting.p_center(road(), p=2).objective == 60


def test_centre_takes_the_cheaper_of_equal_sets():
    assert siting.p_center(road(), p=2).sites == (1, 4)


def test_cover_within_a_minute_is_inclusive():
    assert siting.lscp(road(), cutoff_s=60).objective == 2
    assert siting.lscp(road(), cutoff_s=59).objective == 5


def test_most_people_within_a_minute():
    assert siting.mclp(road(), p=1, cutoff_s=60).objective == 8 + 16
    covered = siting.mclp(road(forbidden=(3, 4)), p=1, cutoff_s=60)
    assert (covered.sites, covered.objective) == ((1,), 1 + 2 + 4)
    assert covered.assignment.tolist() == [1, 1, 1, -1, -1]
    assert covered.unreachable == (3, 4)


def test_fixed_and_forbidden():
    fixed = siting.p_median(road(fixed=(0,)), p=2)
    assert fixed.sites == (0, 4)
    assert siting.p_median(road(forbidden=(4,)), p=1).sites == (3,)


def test_one_in_each_group():
    groups = ("west", "west", "west", "west", "east")

    assert siting.p_median(road(one_per=groups), p=2).sites == (2, 4)
    assert siting.p_median(road(one_per=("a", "", "", "b", "")), p=2).sites == (0, 3)
    assert siting.lscp(road(one_per=groups), cutoff_s=120).sites[-1] == 4


def test_an_asymmetric_road_is_used_as_it_is():
    # downhill only: nobody goes back towards km 0
    downhill = np.where(KM[:, None] <= KM[None, :], TIMES_S, np.inf)

    result = siting.p_median(SitingProblem(costs=downhill, weights=PEOPLE), p=1)

    assert result.sites == (4,)
    assert siting.p_median(SitingProblem(costs=downhill.T, weights=PEOPLE), p=1).sites == (0,)


def test_whom_no_candidate_reaches_is_named_and_costs_nothing():
    costs = TIMES_S.copy()
    costs[0] = np.inf

    result = siting.p_median(SitingProblem(costs=costs, weights=PEOPLE), p=2)

    assert result.unreachable == (0,)
    assert result.assignment[0] == -1
    assert result.objective == 60 * (1 * 2 + 1 * 8)


def test_who_has_no_weight_asks_for_nothing_and_is_assigned_all_the_same():
    weights = np.array([1, 2, 4, 0, 0])

    covered = siting.lscp(SitingProblem(costs=TIMES_S, weights=weights), cutoff_s=60)

    assert covered.sites == (1,)
    medians = siting.p_median(SitingProblem(costs=TIMES_S, weights=weights), p=1)
    assert medians.assignment.tolist() == [2, 2, 2, 2, 2]


def test_too_few_sites_says_how_many_it_takes():
    costs = np.where(np.eye(5, dtype=bool), 0.0, np.inf)

    for model in (siting.p_median, siting.p_center):
        result = model(SitingProblem(costs=costs, weights=PEOPLE), p=3)
        assert result.status is Status.INFEASIBLE
        assert "3 sites cannot reach" in result.reason
        assert "at least 5" in result.reason
        assert (result.sites, result.assignment.tolist()) == ((), [-1] * 5)


def test_cover_says_whom_nothing_covers():
    result = siting.lscp(road(forbidden=(3, 4)), cutoff_s=120)

    assert result.status is Status.INFEASIBLE
    assert result.unreachable == (3, 4)
    assert "2 origins" in result.reason


def test_the_search_does_not_give_up_on_a_cover_that_greed_misses():
    # six people; the largest set, greedy's first, is in no pair that covers them all
    covers = np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [1, 0, 0], [0, 0, 1]], bool)
    costs = np.where(covers, 1.0, np.inf)

    result = siting.p_median(SitingProblem(costs=costs, weights=np.ones(6)), p=2)

    assert (result.sites, result.status) == ((0, 2), Status.OPTIMAL)


def test_capacities_send_people_further():
    rooms = np.array([np.inf, np.inf, 24.0, np.inf, 16.0])

    result = siting.p_median(road(capacity=rooms, fixed=(2, 4)), p=2)

    assert result.assignment.tolist() == [2, 2, 2, 2, 4]
    assert result.objective == 60 * (2 * 1 + 1 * 2 + 4 * 8)


def test_capacities_that_hold_nobody_together():
    result = siting.p_median(road(capacity=np.full(5, 16.0)), p=1)

    assert result.status is Status.INFEASIBLE
    assert "cannot hold everyone" in result.reason


def test_infinite_capacities_are_none():
    result = siting.p_median(road(capacity=np.full(5, np.inf)), p=2)

    assert result.sites == (2, 4)


def test_nobody_and_one_candidate():
    empty = SitingProblem(costs=TIMES_S, weights=np.zeros(5))

    assert siting.p_median(empty, p=2).objective == 0
    assert siting.p_center(empty, p=2).objective == 0
    assert siting.mclp(empty, p=2, cutoff_s=60).objective == 0
    assert siting.lscp(empty, cutoff_s=60).sites == ()
    alone = SitingProblem(costs=np.array([[7.0]]), weights=np.array([2.0]))
    assert siting.p_median(alone, p=1).objective == pytest.approx(14.0)
