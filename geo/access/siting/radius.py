"""Search the least cost within which everyone can be served."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.access.siting.cover import Cover
from geo.access.siting.problem import Codes, Floats

Fits = Callable[[float], Cover]
"""Look for permitted sites that serve everyone within a cost."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Radius:
    """
    The least cost within which everyone can be served.

    Attributes
    ----------
    sites
        That do it; None where none were found.
    radius
        The cost.
    bound
        What it is at least.
    infeasible
        Whether it is proven that no permitted sites serve everyone at any cost.
    """

    sites: Codes | None
    radius: float
    bound: float
    infeasible: bool


def least_radius(costs: Floats, fit: Fits, *, start: Codes | None = None) -> Radius:
    """
    Search the least of the costs within which everyone can be served.

    Parameters
    ----------
    costs
        Shape ``(origins, candidates)``; each origin reaches a candidate.
    fit
        Looks for sites that serve everyone within a cost.
    start
        Sites that do at some cost, each origin at the nearest; by default any cost is tried first.

    Returns
    -------
    radius
        By bisection over the costs: where something was neither found nor excluded, the bound is
        below the radius.
    """
    if not len(costs):
        first = fit(0.0)
        return Radius(sites=first.sites, radius=0.0, bound=0.0, infeasible=first.infeasible)
    radii = np.unique(costs[np.isfinite(costs)])
    low = excluded = int(np.searchsorted(radii, costs.min(axis=1).max()))
    sites, high = start, len(radii) - 1
    if sites is None:
        first = fit(float(radii[high]))
        if first.sites is None:
            return Radius(sites=None, radius=np.nan, bound=np.nan, infeasible=first.infeasible)
        sites = first.sites
    else:
        high = int(np.searchsorted(radii, costs[:, sites].min(axis=1).max()))
    while low < high:
        middle = (low + high) // 2
        answer = fit(float(radii[middle]))
        if answer.sites is not None:
            sites, high = answer.sites, middle
        else:
            low = middle + 1
            excluded = low if answer.infeasible else excluded
    return Radius(
        sites=sites, radius=float(radii[high]), bound=float(radii[excluded]), infeasible=False
    )  # fmt: skip
