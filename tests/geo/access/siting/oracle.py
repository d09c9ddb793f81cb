"""The slow, obvious answers: every set of sites is tried."""

from itertools import combinations, product

import numpy as np


def allowed_sets(problem, p=None):
    """Every set of sites that the rules let open, of `p` sites where it is given."""
    candidates = [j for j in range(problem.costs.shape[1]) if j not in problem.forbidden]
    groups = problem.one_per
    if groups is not None:
        candidates = [j for j in candidates if groups[j]]
    for size in range(len(candidates) + 1) if p is None else [p]:
        for sites in combinations(candidates, size):
            if not set(problem.fixed) <= set(sites):
                continue
            if groups is None or sorted(groups[j] for j in sites) == sorted(set(groups) - {""}):
                yield sites


def may_go(problem, origin, sites, cutoff=np.inf):
    """Which of some sites an origin may go to."""
    room = np.full(99, np.inf) if problem.capacity is None else problem.capacity
    cost, weight = problem.costs[origin], problem.weights[origin]
    return [j for j in sites if np.isfinite(cost[j]) and cost[j] <= cutoff and weight <= room[j]]


def assignments(problem, sites, *, cutoff=np.inf, all_served=True):
    """Every way to send each origin with weight to a site, none of which serves too many."""
    open_to_all = [j for j in range(problem.costs.shape[1]) if j not in problem.forbidden]
    if problem.one_per is not None:
        open_to_all = [j for j in open_to_all if problem.one_per[j]]
    ways = []
    for origin in np.flatnonzero(problem.weights > 0):
        if all_served and not may_go(problem, origin, open_to_all, cutoff):
            continue
        going = [(origin, j) for j in may_go(problem, origin, sites, cutoff)]
        ways.append(going if all_served else [*going, (origin, None)])
    for chosen in product(*ways):
        served = [(i, j) for i, j in chosen if j is not None]
        if _fits(problem, served):
            yield served


def _fits(problem, served):
    if problem.capacity is None:
        return True
    return all(
        sum(problem.weights[i] for i, k in served if k == j) <= problem.capacity[j]
        for _, j in served
    )


def least_cost(problem, p):
    """The p-median's objective; inf where there is none."""
    return min(
        (
            sum(problem.weights[i] * problem.costs[i, j] for i, j in served)
            for sites in allowed_sets(problem, p)
            for served in assignments(problem, sites)
        ),
        default=np.inf,
    )


def least_longest(problem, p):
    """The p-centre's."""
    return min(
        (
            max((problem.costs[i, j] for i, j in served), default=0.0)
            for sites in allowed_sets(problem, p)
            for served in assignments(problem, sites)
        ),
        default=np.inf,
    )


def most_covered(problem, p, cutoff):
    """The maximal covering problem's."""
    return max(
        (
            sum(problem.weights[i] for i, _ in served)
            for sites in allowed_sets(problem, p)
            for served in assignments(problem, sites, cutoff=cutoff, all_served=False)
        ),
        default=-np.inf,
    )


def fewest(problem, cutoff):
    """The set covering problem's; inf where someone cannot be covered."""
    people = np.count_nonzero(problem.weights > 0)
    return min(
        (
            len(sites)
            for sites in allowed_sets(problem)
            if any(len(way) == people for way in assignments(problem, sites, cutoff=cutoff))
        ),
        default=np.inf,
    )
