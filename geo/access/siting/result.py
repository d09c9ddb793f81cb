"""What siting answers, and how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from geo.access.siting.problem import Codes, Flags, Floats, SitingProblem

NOBODY = -1
"""In an assignment: no open site serves the origin."""

EXACT = 1e-9
"""Share of the objective under which a gap is rounding."""


class Status(StrEnum):
    """What is known of an answer."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"  # a solution, and by how much at most it could be better
    INFEASIBLE = "infeasible"
    UNSOLVED = "unsolved"  # neither a solution nor a proof that there is none, in the nodes allowed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SitingResult:
    """
    Which sites to open, whom each serves, and how good that is.

    Attributes
    ----------
    sites
        Positions of the candidates to open, sorted; empty where nothing does.
    assignment
        Shape ``(origins,)``: the open site that serves each, -1 where none does.
    objective
        What was asked for: weighted cost, longest cost, number of sites or weight covered; NaN
        where there is no solution.
    bound
        What no solution can beat: at most `objective` where less is better, at least it where
        more is.
    gap
        ``|objective - bound| / objective``: by how much at most a better one would be better; 0
        where optimal, NaN where there is no solution.
    status
        Whether all that is proven.
    unreachable
        Origins with weight that no permitted candidate can serve, whatever opens. They are left
        out of `objective`, except for `lscp`, which is then infeasible.
    reason
        Why there is no solution; empty where there is one.
    """

    sites: tuple[int, ...]
    assignment: Codes
    objective: float
    bound: float
    gap: float
    status: Status
    unreachable: tuple[int, ...] = ()
    reason: str = ""


def without_sites(
    problem: SitingProblem,
    reason: str,
    *,
    unreachable: Iterable[int] = (),
    proven: bool = True,
) -> SitingResult:
    """
    Answer that nothing fits, or that nothing was found.

    Parameters
    ----------
    problem
        What was asked.
    reason
        Why, in English.
    unreachable
        Origins that nothing can serve.
    proven
        Whether it is proven that nothing fits.

    Returns
    -------
    result
        Without sites.
    """
    return SitingResult(
        sites=(),
        assignment=np.full(problem.costs.shape[0], NOBODY, dtype=np.intp),
        objective=np.nan,
        bound=np.nan,
        gap=np.nan,
        status=Status.INFEASIBLE if proven else Status.UNSOLVED,
        unreachable=tuple(map(int, unreachable)),
        reason=reason,
    )


def found(
    sites: Codes, assignment: Codes, *, objective: float, bound: float, unreachable: Codes
) -> SitingResult:
    """
    Answer with a solution, and what is proven of it.

    Parameters
    ----------
    sites, assignment
        As of the result.
    objective, bound
        As of the result; a difference that is rounding is none.
    unreachable
        As of the result.

    Returns
    -------
    result
        Optimal where the bound says so.
    """
    apart = abs(objective - bound)
    gap = apart / objective if objective > 0 else (0.0 if apart <= EXACT else np.inf)
    proven = gap <= EXACT
    return SitingResult(
        sites=tuple(sorted(map(int, sites))),
        assignment=assignment,
        objective=float(objective),
        bound=float(objective if proven else bound),
        gap=0.0 if proven else float(gap),
        status=Status.OPTIMAL if proven else Status.WITHIN_GAP,
        unreachable=tuple(map(int, unreachable)),
    )


def nearest_open(problem: SitingProblem, sites: Codes, *, cutoff: float = np.inf) -> Codes:
    """
    Assign each origin to the nearest open site.

    Parameters
    ----------
    problem
        Costs.
    sites
        Open candidates.
    cutoff
        Most it may cost, inclusive.

    Returns
    -------
    assignment
        Shape ``(origins,)``; the first candidate among equals, -1 where none is reached.
    """
    if not len(sites):
        return np.full(len(problem.weights), NOBODY, dtype=np.intp)
    ordered = np.sort(sites)
    costs = problem.costs[:, ordered]
    first = np.argmin(costs, axis=1)
    least = costs[np.arange(len(costs)), first]
    reached = (least <= cutoff) & np.isfinite(least)
    return np.where(reached, ordered[first], NOBODY)


def total_cost(problem: SitingProblem, assignment: Codes) -> float:
    """
    Add up what an assignment costs.

    Parameters
    ----------
    problem
        Costs and weights.
    assignment
        As of the result; who is not served costs nothing.

    Returns
    -------
    cost
        Weighted.
    """
    weights, costs = _served(problem, assignment)
    return float(weights @ costs)


def longest_cost(problem: SitingProblem, assignment: Codes) -> float:
    """
    Give the longest cost of an assignment.

    Parameters
    ----------
    problem
        Costs and weights.
    assignment
        As of the result.

    Returns
    -------
    cost
        Of whoever has weight and is served; 0 where nobody is.
    """
    weights, costs = _served(problem, assignment)
    return float(costs[weights > 0].max(initial=0.0))


def _served(problem: SitingProblem, assignment: Codes) -> tuple[Floats, Floats]:
    served: Flags = assignment != NOBODY
    weights = problem.weights[served].astype(np.float64)
    return weights, problem.costs[served, assignment[served]].astype(np.float64)
