"""The p-median of a matrix: a good solution, a bound, and the exact answer where it is in reach."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from geo.access.siting.choice import Choice, kept, rules
from geo.access.siting.highs import Program, beside, minimise
from geo.access.siting.interchange import cost_of, greedy, interchange, shaken
from geo.access.siting.lagrangian import bounded, remaining
from geo.access.siting.problem import Codes, Floats
from geo.access.siting.result import EXACT

EXACT_PAIRS = 15_000
"""Pairs of origin and site up to which HiGHS is asked for the exact answer."""

ROUNDS = 60
"""Times a solution is shaken, as long as its gap is over `GOOD`."""

GOOD = 1e-3
"""Gap under which a solution is not shaken any more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Median:
    """
    Sites that minimise the sum of each origin's least cost.

    Attributes
    ----------
    sites
        Positions of candidates; the best known.
    cost
        Theirs.
    bound
        What none is under.
    """

    sites: Codes
    cost: float
    bound: float


def median(weighted: Floats, choice: Choice, start: Codes | None = None) -> Median:
    """
    Find the sites that minimise the sum of each origin's least cost.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``, >= 0, ``inf`` where not reached.
    choice
        Which sets may open; its `p` is given.
    start
        Sites to start from; by default the greedy ones.

    Returns
    -------
    median
        Exact up to `EXACT_PAIRS` finite pairs, and above it where that many remain possible;
        else the best of a local search, with the bound of a Lagrangian relaxation. Its cost is
        ``inf`` where the sites leave someone unreached.

    Notes
    -----
    Contract: pure; the same each time; no permutation of rows changes the exact cost.
    """
    finite = least_unserved(weighted)
    sites = interchange(finite, choice, greedy(finite, choice) if start is None else start)
    found = Median(sites=sites, cost=cost_of(weighted, sites), bound=0.0)
    if found.cost == 0 or not np.isfinite(found.cost):
        return found
    if np.count_nonzero(np.isfinite(weighted)) <= EXACT_PAIRS:
        return _exact(weighted, choice, found, np.nonzero(np.isfinite(weighted)))
    return _searched(weighted, finite, choice, found)


def least_unserved(weighted: Floats) -> Floats:
    """
    Make an unreached origin dearer than all that serving everyone may cost.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``, ``inf`` where not reached.

    Returns
    -------
    weighted
        The same, finite: fewer unserved origins always cost less.
    """
    reached = np.isfinite(weighted)
    if reached.all():
        return weighted
    worst = np.where(reached, weighted, 0.0).max(axis=1).sum()
    return np.where(reached, weighted, 1.0 + worst)


def _searched(weighted: Floats, finite: Floats, choice: Choice, found: Median) -> Median:
    """Bound a solution, improve it while it is far from the bound, then ask what remains."""
    known = bounded(weighted, finite, choice, found.sites)
    if known.cost - known.bound > GOOD * known.cost:
        enough = known.bound / (1 - GOOD)
        better = shaken(finite, choice, known.sites, rounds=ROUNDS, enough=enough)[0]
        known.sites, known.cost = better, cost_of(weighted, better)
    found = Median(sites=known.sites, cost=known.cost, bound=known.bound)
    if found.cost - found.bound <= EXACT * found.cost:
        return found
    pairs = [
        (np.nonzero(flags)[0] + rows.start, np.nonzero(flags)[1])
        for rows, flags in remaining(weighted, choice, known)
    ]
    if sum(len(origins) for origins, _ in pairs) > EXACT_PAIRS:
        return found
    origins, candidates = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return _exact(weighted, choice, found, (origins, candidates))


def _exact(weighted: Floats, choice: Choice, found: Median, pairs: tuple[Codes, ...]) -> Median:
    """Solve over some pairs; those left out are in no better solution."""
    origins, columns = pairs
    used = np.zeros(weighted.shape[1], dtype=np.bool_)
    used[columns] = True
    used |= choice.fixed
    used[found.sites] = True
    position = np.cumsum(used) - 1
    costs = weighted[origins, columns]
    program = _program(costs, origins, position[columns], kept(choice, used))
    solution = minimise(program)
    chosen = np.flatnonzero(used)[solution.chosen(int(used.sum()))]
    # an incumbent may be infeasible by the solver's tolerance, or it may have none
    if len(chosen) == choice.most:
        chosen = interchange(least_unserved(weighted), choice, chosen)
        cost = cost_of(weighted, chosen)
        found = replace(found, sites=chosen, cost=cost) if cost < found.cost else found
    # what was left out costs more than the solution known
    bound = min(max(found.bound, solution.bound), found.cost)
    return replace(found, bound=found.cost if solution.infeasible else bound)


def _program(costs: Floats, origins: Codes, columns: Codes, choice: Choice) -> Program:
    """
    Write the p-median as a program.

    A variable a site (opens or not), then one a pair (who goes where): each goes to one, which is
    open. ReVelle, C. S. and Swain, R. W. (1970). Central facilities location. Geographical
    Analysis 2(1), 30-42.
    """
    sites, pairs = len(choice.fixed), len(costs)
    rank = np.arange(pairs)
    _, row = np.unique(origins, return_inverse=True)
    assigned = sparse.csr_array((np.ones(pairs), (row, sites + rank)))
    both = (np.repeat(rank, 2), np.column_stack((sites + rank, columns)).ravel())
    opened = sparse.csr_array((np.tile([1.0, -1.0], pairs), both), shape=(pairs, sites + pairs))
    matrix, lower, upper = rules(choice)
    ones = np.ones(assigned.shape[0])
    return Program(
        objective=np.concatenate((np.zeros(sites), costs)),
        rows=[
            (assigned, ones, ones),
            (opened, np.full(pairs, -np.inf), np.zeros(pairs)),
            (beside(matrix, pairs), lower, upper),
        ],
        lower=np.concatenate((choice.fixed.astype(np.float64), np.zeros(pairs))),
        upper=np.ones(sites + pairs),
        binary=np.arange(sites + pairs) < sites,
    )
