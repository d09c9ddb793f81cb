"""Siting as planners ask for it: one place in each part of a territory, a day of outreach."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.access.siting.mclp import mclp
from geo.access.siting.p_median import p_median
from geo.access.siting.problem import SitingProblem
from geo.access.siting.result import SitingResult
from geo.access.survey import Counts, Times32
from geo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartPlan:
    """
    One site in each part, and what the rule costs.

    Attributes
    ----------
    each
        Exactly one site in each part that has a candidate.
    free
        As many sites, wherever they help most.
    """

    each: SitingResult
    free: SitingResult

    @property
    def price(self) -> tuple[float, float]:
        """
        The price of homogeneity: how much longer all travel for the rule, as a share.

        Least and most, for either plan may be short of the best by its gap; equal where both are
        optimal. NaN where nobody travels or a plan is missing.
        """
        least = _over(self.each.bound, self.free.objective)
        most = _over(self.each.objective, self.free.bound)
        # the rule never shortens anything
        return (max(0.0, least) if least == least else least), most  # noqa: PLR0124 - NaN stays


def one_per_part(times_s: Times32, population: Counts, parts: Sequence[str]) -> PartPlan:
    """
    Open one site in each part so that residents travel least, whichever part they live in.

    Parameters
    ----------
    times_s
        Shape ``(n, c)``: from people to candidates, ``inf`` where not reached.
    population
        Shape ``(n,)``.
    parts
        Part that each candidate stands in; empty where it is in none, and it never opens.

    Returns
    -------
    plan
        Two p-medians with as many sites as there are parts with a candidate.

    Raises
    ------
    InputError
        If no candidate stands in a part, or shapes disagree.

    Notes
    -----
    Contract: pure; the price is never negative. Both plans choose among the same candidates.

    References
    ----------
    The constraint: Gerrard, R. A. and Church, R. L. (1995). A general construct for the zonally
    constrained p-median problem. Environment and Planning B 22(2), 213-236.
    """
    count = len(set(parts) - {""})
    if not count:
        raise InputError("needed a candidate that stands in a part, none does.")
    weights = population.astype(np.float64)
    nowhere = tuple(number for number, part in enumerate(parts) if not part)
    each = SitingProblem(costs=times_s, weights=weights, one_per=tuple(parts))
    free = SitingProblem(costs=times_s, weights=weights, forbidden=nowhere)
    return PartPlan(each=p_median(each, p=count), free=p_median(free, p=count))


def outreach(
    times_s: Times32, population: Counts, out_of_reach: Sequence[bool], *, n: int, cutoff_s: float
) -> SitingResult:
    """
    Choose where to go to meet most of the people whom no place covers yet.

    Parameters
    ----------
    times_s
        Shape ``(n, c)``: from people to candidates.
    population
        Shape ``(n,)``.
    out_of_reach
        Shape ``(n,)``: who has no place within the threshold.
    n
        How many candidates; all of them where there are fewer.
    cutoff_s
        Threshold, inclusive.

    Returns
    -------
    result
        Objective: people newly covered. Nobody else is counted, though all are assigned.

    Raises
    ------
    InputError
        If `n` is under 1 or shapes disagree.
    """
    weights = np.where(np.asarray(out_of_reach), population, 0)
    problem = SitingProblem(costs=times_s, weights=weights)
    return mclp(problem, p=min(n, times_s.shape[1]), cutoff_s=cutoff_s)


def _over(cost: float, other: float) -> float:
    return cost / other - 1.0 if other > 0 else float("nan")
