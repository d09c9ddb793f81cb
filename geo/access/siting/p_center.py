"""The p-centre: the sites that make the longest cost least."""

import numpy as np

from geo.access.siting.assigned import (
    Aim,
    assign,
    has_capacity,
    list_pairs,
    without_room,
)
from geo.access.siting.choice import Choice, choice_of
from geo.access.siting.cover import Cover, fits, too_few
from geo.access.siting.interchange import greedy, interchange
from geo.access.siting.median import least_unserved
from geo.access.siting.problem import Codes, Flags, Floats, SitingProblem
from geo.access.siting.radius import Radius, least_radius
from geo.access.siting.result import (
    SitingResult,
    found,
    longest_cost,
    nearest_open,
    without_sites,
)


def p_center(problem: SitingProblem, *, p: int) -> SitingResult:
    """
    Open `p` sites so that the longest cost to the nearest is least.

    Parameters
    ----------
    problem
        People, candidates, costs and rules. Weights only say where someone lives, unless there
        are capacities: each origin then goes to one site as a whole.
    p
        How many sites open, fixed ones included.

    Returns
    -------
    result
        Objective: the longest cost of an origin with weight. Those that no permitted candidate
        reaches are listed in ``unreachable``. Infeasible where `p` sites cannot reach all the
        others.

    Raises
    ------
    InputError
        If `p` does not fit the candidates, the fixed ones or the groups; or, with capacities, if
        there are more pairs than can be solved exactly.

    Notes
    -----
    Contract: pure, repeatable; the objective is one of the costs; one more site never makes it
    worse; the order of origins is irrelevant. Of the sets that share the longest cost, one of low
    weighted cost is given.

    References
    ----------
    Hakimi, S. L. (1964). Optimum locations of switching centers and the absolute centers and
    medians of a graph. Operations Research 12(3), 450-459. Minieka, E. (1970). The m-center
    problem. SIAM Review 12(1), 138-139: a search over costs, each a covering problem.

    Examples
    --------
    >>> costs = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 10.0], [20.0, 10.0, 0.0]])
    >>> result = p_center(SitingProblem(costs=costs, weights=np.array([1, 1, 3])), p=1)
    >>> result.sites, result.objective
    ((1,), 10.0)
    """
    choice = choice_of(problem, p)
    if has_capacity(problem):
        return _with_capacity(problem, choice)
    costs = problem.costs[:, problem.allowed].astype(np.float64)
    asking = problem.weights > 0
    reached = np.isfinite(costs).any(axis=1)
    unreachable = np.flatnonzero(asking & ~reached)
    costs = costs[asking & reached]
    answer = _center(costs, choice)
    if answer.sites is None:
        said = too_few(np.isfinite(costs), choice)
        return without_sites(problem, said, unreachable=unreachable, proven=answer.infeasible)
    weighted = costs * problem.weights[asking & reached].astype(np.float64)[:, None]
    chosen = _completed(weighted, costs <= answer.radius, choice, answer.sites)
    sites = problem.allowed[chosen]
    assignment = nearest_open(problem, sites)
    objective = longest_cost(problem, assignment)
    return found(
        sites,
        assignment,
        objective=objective,
        bound=min(answer.bound, objective),
        unreachable=unreachable,
    )


def _center(costs: Floats, choice: Choice) -> Radius:
    """Search from the sites of a low total cost, where they reach everyone."""
    finite = least_unserved(costs)
    sites = interchange(finite, choice, greedy(finite, choice))
    reaching = bool(np.isfinite(costs[:, sites].min(axis=1)).all())
    return least_radius(
        costs, lambda radius: fits(costs <= radius, choice), start=sites if reaching else None
    )


def _completed(weighted: Floats, near: Flags, choice: Choice, sites: Codes) -> Codes:
    """Open as many as may, and lower the weighted cost while nobody goes beyond the radius."""
    finite = least_unserved(np.where(near, weighted, np.inf))
    return interchange(finite, choice, greedy(finite, choice, sites))


def _with_capacity(problem: SitingProblem, choice: Choice) -> SitingResult:
    pairs = list_pairs(problem)
    costs = np.full((len(problem.weights), len(problem.allowed)), np.inf)
    costs[pairs.origin, pairs.candidate] = pairs.cost

    def fit(radius: float) -> Cover:
        answer = assign(problem, choice, list_pairs(problem, radius), Aim.NOTHING)
        return Cover(sites=answer.sites, bound=0, infeasible=answer.infeasible)

    least = least_radius(costs[np.isfinite(costs).any(axis=1)], fit)
    if least.sites is None:
        return without_room(problem, pairs, proven=least.infeasible)
    near = list_pairs(problem, least.radius)
    answer = assign(problem, choice, near, Aim.COST)
    if answer.sites is None:  # dearer to search than any solution, which the radius has
        answer = assign(problem, choice, near, Aim.NOTHING)
    if answer.sites is None:
        return without_room(problem, pairs, proven=answer.infeasible)
    objective = longest_cost(problem, answer.assignment)
    return found(
        answer.sites,
        answer.assignment,
        objective=objective,
        bound=min(least.bound, objective),
        unreachable=pairs.unreachable,
    )
