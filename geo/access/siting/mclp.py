"""The maximal covering location problem: the sites that cover most people."""

import numpy as np
from scipy import sparse

from geo.access.siting.assigned import Aim, assign, has_capacity, list_pairs, without_room
from geo.access.siting.choice import Choice, choice_of, kept, rules
from geo.access.siting.cover import rows_of, undominated, within
from geo.access.siting.highs import NODES, Program, Solution, beside, minimise
from geo.access.siting.interchange import cost_of, greedy, interchange, shaken
from geo.access.siting.lagrangian import bounded
from geo.access.siting.problem import Codes, Flags, Floats, SitingProblem
from geo.access.siting.result import EXACT, NOBODY, SitingResult, found, nearest_open

EXACT_ENTRIES = 5_000
"""Pairs of origin and candidate within reach up to which HiGHS searches for the exact answer."""

MOST_ENTRIES = 300_000
"""Pairs above which HiGHS is not asked: the bound is that of a Lagrangian relaxation."""

AIMED_GAP = 1e-3
"""Gap that ends the search above `EXACT_ENTRIES`."""

FEW_NODES = 3
"""Most nodes of the search above `EXACT_ENTRIES`."""

ROUNDS, TURNS = 60, 6
"""Times a solution is shaken before its sites are put together, and how often that is done, as long
as its gap is over `AIMED_GAP`."""

TOGETHER = 150
"""Candidates of the best solutions met, among which HiGHS chooses."""


def mclp(problem: SitingProblem, *, p: int, cutoff_s: float) -> SitingResult:
    """
    Open `p` sites so that most people have one within the cut-off.

    Parameters
    ----------
    problem
        People, candidates, costs and rules. With capacities, each origin goes to one site as a
        whole, and no site serves more than it may.
    p
        How many sites open, fixed ones included.
    cutoff_s
        Most it may cost, inclusive.

    Returns
    -------
    result
        Objective: the weight covered. Who is not covered is assigned to nobody; ``unreachable``
        are those that no permitted candidate could cover.

    Raises
    ------
    InputError
        If `p` does not fit the candidates, the fixed ones or the groups, or the cut-off is
        negative or not a number; or, with capacities, if there are more pairs than can be solved
        exactly.

    Notes
    -----
    Contract: pure, repeatable; the objective is never over the bound; one more site or a longer
    cut-off never covers fewer; weights times k make it times k; the order of origins is irrelevant.

    References
    ----------
    Church, R. and ReVelle, C. (1974). The maximal covering location problem. Papers of the
    Regional Science Association 32(1), 101-118.

    Examples
    --------
    >>> costs = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 10.0], [20.0, 10.0, 0.0]])
    >>> problem = SitingProblem(costs=costs, weights=np.array([1, 2, 4]))
    >>> mclp(problem, p=1, cutoff_s=10).objective, mclp(problem, p=1, cutoff_s=9).objective
    (7.0, 4.0)
    """
    covers = within(problem, cutoff_s)
    choice = choice_of(problem, p)
    if has_capacity(problem):
        return _with_capacity(problem, choice, cutoff_s)
    asking = problem.weights > 0
    weights = problem.weights[asking].astype(np.float64)
    chosen, bound = _most_covered(covers[asking], weights, choice)
    sites = problem.allowed[chosen]
    return found(
        sites,
        nearest_open(problem, sites, cutoff=cutoff_s),
        objective=float(weights[covers[asking][:, chosen].any(axis=1)].sum()),
        bound=bound,
        unreachable=np.flatnonzero(asking & ~covers.any(axis=1)),
    )


def _most_covered(covers: Flags, weights: Floats, choice: Choice) -> tuple[Codes, float]:
    """Give the sites, and a weight that none can exceed."""
    reached = covers.any(axis=1)
    total = float(weights[reached].sum())
    missed = weights[reached, None] * ~covers[reached]
    sites = interchange(missed, choice, greedy(missed, choice))
    if cost_of(missed, sites) <= EXACT * total:
        return sites, total
    if np.count_nonzero(covers) > MOST_ENTRIES:
        known = bounded(missed, missed, choice, sites)
        sites, left = known.sites, known.bound
    else:
        among = undominated(covers[reached], choice)
        sites, left = _solved(covers[reached], weights[reached], missed, choice, sites, among)
    enough = left + AIMED_GAP * (total - left)
    for turn in range(TURNS):
        if cost_of(missed, sites) <= enough:
            break
        optima = shaken(missed, choice, sites, rounds=ROUNDS, enough=enough, draw=turn)
        among = _together(optima, choice)
        sites, _ = _solved(covers[reached], weights[reached], missed, choice, optima[0], among)
    return sites, total - min(left, cost_of(missed, sites))


def _together(optima: list[Codes], choice: Choice) -> Flags:
    """
    Tell the candidates of the best solutions met.

    Rosing, K. E. and ReVelle, C. S. (1997). Heuristic concentration: two stage solution
    construction. European Journal of Operational Research 97(1), 75-86.
    """
    among = choice.fixed.copy()
    for sites in optima:
        if np.count_nonzero(among) >= TOGETHER:
            break
        among[sites] = True
    return among


def _solved(
    covers: Flags, weights: Floats, missed: Floats, choice: Choice, sites: Codes, among: Flags
) -> tuple[Codes, float]:
    """Ask HiGHS among some candidates; give the better sites, and the weight these surely miss."""
    columns = np.flatnonzero(among)
    solution = _ask(covers[:, columns], weights, kept(choice, among))
    chosen = columns[solution.chosen(len(columns))]
    if solution.values is not None and len(chosen) <= choice.most:
        chosen = interchange(missed, choice, greedy(missed, choice, chosen))
        sites = min(sites, chosen, key=lambda some: cost_of(missed, some))
    return sites, max(0.0, float(weights.sum()) + solution.bound)


def _ask(covers: Flags, weights: Floats, choice: Choice) -> Solution:
    """
    Write the problem as a program, and solve it.

    A variable a candidate (opens or not), then one a row (covered or not, which needs no
    integrality): it is covered only where a site that covers it opens. Rows that the same
    candidates cover are one.
    """
    packed, first, same = np.unique(
        np.packbits(covers, axis=1), axis=0, return_index=True, return_inverse=True
    )
    rows, candidates = len(packed), covers.shape[1]
    together = np.bincount(same.ravel(), weights=weights, minlength=rows)
    open_there = sparse.hstack([rows_of(covers[first]), -sparse.eye_array(rows)])
    matrix, lower, upper = rules(choice, at_most=True)
    program = Program(
        objective=np.concatenate((np.zeros(candidates), -together)),
        rows=[
            (sparse.csr_array(open_there), np.zeros(rows), np.full(rows, np.inf)),
            (beside(matrix, rows), lower, upper),
        ],
        lower=np.concatenate((choice.fixed.astype(np.float64), np.zeros(rows))),
        upper=np.ones(candidates + rows),
        binary=np.arange(candidates + rows) < candidates,
    )
    if np.count_nonzero(covers) <= EXACT_ENTRIES:
        return minimise(program, nodes=NODES)
    return minimise(program, gap=AIMED_GAP, nodes=FEW_NODES)


def _with_capacity(problem: SitingProblem, choice: Choice, cutoff_s: float) -> SitingResult:
    pairs = list_pairs(problem, cutoff_s)
    answer = assign(problem, choice, pairs, Aim.MISSED)
    if answer.sites is None:
        return without_room(problem, pairs, proven=answer.infeasible)
    covered = float(problem.weights[answer.assignment != NOBODY].sum())
    return found(
        answer.sites,
        answer.assignment,
        objective=covered,
        bound=max(covered, -answer.bound),
        unreachable=pairs.unreachable,
    )
