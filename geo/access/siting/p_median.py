"""The p-median: the sites that make the weighted cost least."""

import numpy as np

from geo.access.siting.assigned import Aim, assign, has_capacity, list_pairs, without_room
from geo.access.siting.choice import Choice, choice_of
from geo.access.siting.cover import fits, too_few
from geo.access.siting.interchange import greedy
from geo.access.siting.median import least_unserved, median
from geo.access.siting.problem import Flags, Floats, SitingProblem
from geo.access.siting.result import SitingResult, found, nearest_open, total_cost, without_sites


def p_median(problem: SitingProblem, *, p: int) -> SitingResult:
    """
    Open `p` sites so that the cost to the nearest, weighted by people, is least.

    Parameters
    ----------
    problem
        People, candidates, costs and rules. With capacities, each origin goes to one site as a
        whole, no site serves more than it may, and the nearest is not always the one.
    p
        How many sites open, fixed ones included.

    Returns
    -------
    result
        Objective: the sum over origins of weight × cost. Origins with weight that no permitted
        candidate reaches are listed in ``unreachable`` and cost nothing. Infeasible where `p`
        sites cannot reach all the others.

    Raises
    ------
    InputError
        If `p` does not fit the candidates, the fixed ones or the groups; or, with capacities, if
        there are more pairs of origin and candidate than can be solved exactly.

    Notes
    -----
    Contract: pure, repeatable; the objective is never under the bound; one more site never makes
    it worse; weights times k make it times k; the order of origins is irrelevant. Ties go to the
    first candidates, as far as the solver decides nothing.

    References
    ----------
    Hakimi, S. L. (1964). Optimum locations of switching centers and the absolute centers and
    medians of a graph. Operations Research 12(3), 450-459. ReVelle, C. S. and Swain, R. W. (1970).
    Central facilities location. Geographical Analysis 2(1), 30-42.

    Examples
    --------
    Three villages on a road, 10 minutes apart; the last has most people.

    >>> costs = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 10.0], [20.0, 10.0, 0.0]])
    >>> result = p_median(SitingProblem(costs=costs, weights=np.array([1.0, 1.0, 3.0])), p=1)
    >>> result.sites, result.objective, result.status.value
    ((2,), 30.0, 'optimal')
    """
    choice = choice_of(problem, p)
    if has_capacity(problem):
        return _with_capacity(problem, choice)
    reached = np.isfinite(problem.costs[:, problem.allowed])
    asking = problem.weights > 0
    unreachable = np.flatnonzero(asking & ~reached.any(axis=1))
    served = asking & reached.any(axis=1)
    weighted = _weighted(problem, served)
    answer = median(weighted, choice)
    if not np.isfinite(answer.cost):
        # the search may have missed a set that reaches everyone
        start = fits(reached[served], choice)
        if start.sites is None:
            said = too_few(reached[served], choice)
            return without_sites(
                problem, said, unreachable=unreachable, proven=start.infeasible
            )  # fmt: skip
        answer = median(weighted, choice, greedy(least_unserved(weighted), choice, start.sites))
    sites = problem.allowed[answer.sites]
    assignment = nearest_open(problem, sites)
    return found(
        sites,
        assignment,
        objective=total_cost(problem, assignment),
        bound=answer.bound,
        unreachable=unreachable,
    )


def _weighted(problem: SitingProblem, served: Flags) -> Floats:
    costs = problem.costs[np.ix_(served, problem.allowed)].astype(np.float64)
    costs *= problem.weights[served].astype(np.float64)[:, None]
    return np.ascontiguousarray(costs)


def _with_capacity(problem: SitingProblem, choice: Choice) -> SitingResult:
    pairs = list_pairs(problem)
    answer = assign(problem, choice, pairs, Aim.COST)
    if answer.sites is None:
        return without_room(problem, pairs, proven=answer.infeasible)
    cost = total_cost(problem, answer.assignment)
    return found(
        answer.sites,
        answer.assignment,
        objective=cost,
        bound=min(cost, answer.bound),
        unreachable=pairs.unreachable,
    )
