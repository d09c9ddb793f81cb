"""Above the size that is solved exactly at once: a search and a bound."""

import numpy as np
import pytest

from geo.access import siting
from geo.access.siting import SitingProblem, Status
from geo.access.siting.choice import choice_of
from geo.access.siting.interchange import cost_of, greedy, interchange
from geo.access.siting.lagrangian import bounded, remaining
from geo.access.siting.median import EXACT_PAIRS

SIDE = 130


def planar(seed=1, side=SIDE):
    """People and candidates in a square, times by the straight line."""
    draw = np.random.default_rng(seed)
    people, sites = draw.random((side, 2)), draw.random((side, 2))
    costs = np.hypot(*(people[:, None] - sites[None]).transpose(2, 0, 1)) * 3600
    return SitingProblem(costs=costs, weights=draw.integers(1, 1000, side).astype(float))


def hamlets(count=10, each=14):
    """
    Far hamlets of villages on a line, everyone a candidate: the median of each is its middle.

    Within a hamlet, village ``v`` is at ``60 v`` s and has one person.
    """
    place = np.arange(each)
    inside = 60.0 * np.abs(place[:, None] - place[None, :])
    costs = np.full((count * each, count * each), 1e6)
    for number in range(count):
        block = slice(number * each, (number + 1) * each)
        costs[block, block] = inside
    return SitingProblem(costs=costs, weights=np.ones(count * each)), count * inside.sum(1).min()


def test_hamlets_each_get_their_middle():
    problem, best = hamlets()
    assert problem.costs.size > EXACT_PAIRS

    result = siting.p_median(problem, p=10)

    assert result.objective == pytest.approx(best)
    assert result.status is Status.OPTIMAL


def test_hamlets_unreachable_from_each_other():
    problem, best = hamlets()
    costs = np.where(problem.costs == 1e6, np.inf, problem.costs)
    apart = SitingProblem(costs=costs, weights=problem.weights)

    assert siting.p_median(apart, p=10).objective == pytest.approx(best)
    assert siting.p_median(apart, p=9).status is Status.INFEASIBLE
    assert siting.p_center(apart, p=10).objective == 60 * 7


@pytest.mark.parametrize("p", [3, 12])
def test_gap_is_under_one_percent(p):
    result = siting.p_median(planar(), p=p)

    assert len(result.sites) == p
    assert result.bound <= result.objective
    assert result.gap <= 0.01


def test_one_per_group_and_fixed_sites_on_the_large_path():
    problem = planar()
    groups = tuple(str(number % 6) for number in range(SIDE))
    grouped = SitingProblem(
        costs=problem.costs, weights=problem.weights, one_per=groups, fixed=(7,)
    )

    result = siting.p_median(grouped, p=6)

    assert sorted(groups[site] for site in result.sites) == list("012345")
    assert 7 in result.sites
    assert result.gap <= 0.01
    assert result.objective >= siting.p_median(problem, p=6).objective


def test_the_bound_is_under_every_solution():
    problem, p = planar(), 5
    weighted = problem.costs * problem.weights[:, None]
    choice = choice_of(problem, p)
    draw = np.random.default_rng(2)

    known = bounded(weighted, weighted, choice, greedy(weighted, choice))

    costs = [cost_of(weighted, draw.choice(SIDE, p, replace=False)) for _ in range(200)]
    assert known.bound <= known.cost <= min(costs)


def test_pairs_left_out_are_in_no_better_solution():
    problem, p = planar(side=40), 4
    choice = choice_of(problem, p)
    weighted = problem.costs * problem.weights[:, None]
    poor = greedy(weighted, choice)

    known = bounded(weighted, weighted, choice, poor)
    useful = np.vstack([flags for _, flags in remaining(weighted, choice, known)])

    exact = siting.p_median(problem, p=p)
    assert useful[np.arange(40), exact.assignment].all()


def test_no_single_swap_improves_a_local_optimum():
    problem, p = planar(side=30), 4
    choice = choice_of(problem, p)
    weighted = problem.costs * problem.weights[:, None]

    sites = interchange(weighted, choice, np.arange(p))

    least = cost_of(weighted, sites)
    for slot in range(p):
        for candidate in set(range(30)) - set(sites.tolist()):
            swapped = sites.copy()
            swapped[slot] = candidate
            assert cost_of(weighted, swapped) >= least - 1e-6


def test_coverage_above_the_exact_size():
    problem = planar()

    result = siting.mclp(problem, p=6, cutoff_s=900)

    assert result.gap <= 0.01
    assert result.objective <= result.bound
    assert result.objective == problem.weights[result.assignment >= 0].sum()


def test_coverage_with_the_relaxation_alone(monkeypatch):
    import sys  # noqa: PLC0415 - the module's name is that of its function

    problem = planar()
    exact = siting.mclp(problem, p=4, cutoff_s=700)
    monkeypatch.setattr(sys.modules["geo.access.siting.mclp"], "MOST_ENTRIES", 0)

    loose = siting.mclp(problem, p=4, cutoff_s=700)

    assert loose.objective <= exact.bound
    assert exact.objective <= loose.bound
    assert loose.gap <= 0.1
