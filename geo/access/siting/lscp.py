"""The location set covering problem: the fewest sites that cover everyone."""

import numpy as np

from geo.access.siting.assigned import Aim, assign, has_capacity, list_pairs, without_room
from geo.access.siting.choice import Choice, choice_of
from geo.access.siting.cover import at_least, fewest, within
from geo.access.siting.problem import SitingProblem
from geo.access.siting.result import SitingResult, found, nearest_open, without_sites


def lscp(problem: SitingProblem, *, cutoff_s: float) -> SitingResult:
    """
    Open the fewest sites so that everyone has one within the cut-off.

    Parameters
    ----------
    problem
        People, candidates, costs and rules. Weights only say where someone lives, unless there
        are capacities: each origin then goes to one site as a whole.
    cutoff_s
        Most it may cost, inclusive.

    Returns
    -------
    result
        Objective: the number of sites, fixed ones included. Infeasible where someone has no
        permitted candidate within the cut-off: ``unreachable`` says who.

    Raises
    ------
    InputError
        If the cut-off is negative or not a number; or, with capacities, if there are more pairs
        than can be solved exactly.

    Notes
    -----
    Contract: pure, repeatable; a longer cut-off never takes more sites; the order of origins is
    irrelevant.

    References
    ----------
    Toregas, C., Swain, R., ReVelle, C. and Bergman, L. (1971). The location of emergency service
    facilities. Operations Research 19(6), 1363-1373.

    Examples
    --------
    >>> costs = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 10.0], [20.0, 10.0, 0.0]])
    >>> problem = SitingProblem(costs=costs, weights=np.ones(3))
    >>> lscp(problem, cutoff_s=10).sites, lscp(problem, cutoff_s=9).sites
    ((1,), (0, 1, 2))
    """
    covers = within(problem, cutoff_s)
    choice = choice_of(problem, None)
    if has_capacity(problem):
        return _with_capacity(problem, choice, cutoff_s)
    asking = problem.weights > 0
    unreachable = np.flatnonzero(asking & ~covers.any(axis=1))
    if len(unreachable):
        said = f"{len(unreachable)} origins have no candidate that may open within {cutoff_s} s."
        return without_sites(problem, said, unreachable=unreachable)
    cover = fewest(covers[asking], choice)
    if cover.sites is None:
        said = f"no choice of one site in each group covers everyone within {cutoff_s} s."
        return without_sites(problem, said, proven=cover.infeasible)
    sites = problem.allowed[cover.sites]
    return found(
        sites,
        nearest_open(problem, sites, cutoff=cutoff_s),
        objective=len(sites),
        bound=cover.bound,
        unreachable=unreachable,
    )


def _with_capacity(problem: SitingProblem, choice: Choice, cutoff_s: float) -> SitingResult:
    pairs = list_pairs(problem, cutoff_s)
    lost = pairs.unreachable
    if len(lost):
        said = f"{len(lost)} origins have no candidate with room for them within {cutoff_s} s."
        return without_sites(problem, said, unreachable=lost)
    answer = assign(problem, choice, pairs, Aim.SITES)
    if answer.sites is None:
        return without_room(problem, pairs, proven=answer.infeasible)
    return found(
        answer.sites,
        answer.assignment,
        objective=len(answer.sites),
        bound=at_least(answer.bound),
        unreachable=lost,
    )
