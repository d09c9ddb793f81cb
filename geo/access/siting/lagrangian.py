"""
A bound on the p-median: what no set of sites can beat, and what it proves useless.

Every origin must be served; let it go unserved at a price, and each candidate can be weighed
alone. The best prices are sought by subgradients. Cornuejols, G., Fisher, M. L. and Nemhauser,
G. L. (1977). Location of bank accounts to optimize float. Management Science 23(8), 789-810;
Narula, S. C., Ogbu, U. I. and Samuelsson, H. M. (1977). An algorithm for the p-median problem.
Operations Research 25(4), 709-713; Held, M., Wolfe, P. and Crowder, H. P. (1974). Validation of
subgradient optimization. Mathematical Programming 6, 62-88. Pairs are left out as in Beasley,
J. E. (1993). Lagrangean heuristics for location problems. European Journal of Operational Research
65(3), 383-399.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.access.siting.choice import Choice
from geo.access.siting.interchange import blocks, cost_of, interchange
from geo.access.siting.problem import Codes, Flags, Floats
from geo.access.siting.result import EXACT

STEPS = 3000
"""Most subgradients; about a thousand are enough on the regions tried."""

PATIENCE = 30
"""Steps without a better bound before the step is halved."""

FIRST_STEP, LAST_STEP = 2.0, 1e-4
MEMORY = 0.3  # share of the last direction kept: prices zigzag less

PROGRESS = 1e-5
"""Share of the bound under which a better one is none, for `PATIENCE`."""

LOOK = 5
"""Every so many steps, the sites that the prices choose are tried as a solution."""

PROMISING = 1.02
"""Share of the least cost known above which such sites are not worth a descent."""


@dataclass(slots=True, kw_only=True)
class Bounds:
    """
    What is known of a p-median.

    Attributes
    ----------
    sites, cost
        The best solution known.
    bound
        What none is under.
    prices
        Shape ``(origins,)``: that gave the bound.
    worth
        Shape ``(candidates,)``: what opening each adds at these prices, <= 0.
    """

    sites: Codes
    cost: float
    bound: float
    prices: Floats
    worth: Floats


def bounded(weighted: Floats, costs: Floats, choice: Choice, sites: Codes) -> Bounds:
    """
    Bound the least cost from below, and look for a better solution on the way.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``, ``inf`` where not reached; each origin reaches one.
    costs
        The same, with something very large instead of ``inf``.
    choice
        Which sets may open; its `p` is given.
    sites
        A solution.

    Returns
    -------
    bounds
        Of this solution or a better one.

    Notes
    -----
    Contract: pure; the bound is under the cost of every set of sites that serves everyone, and
    tends to that of the linear relaxation.
    """
    best = Bounds(
        sites=sites,
        cost=cost_of(costs, sites),
        bound=-np.inf,
        prices=np.empty(0),
        worth=np.empty(0),
    )
    step, idle = FIRST_STEP, 0
    prices, direction = _first_prices(weighted, sites), np.zeros(len(weighted))
    for number in range(STEPS):
        worth = _worth(weighted, prices)
        chosen = _cheapest(worth, choice)
        bound = float(prices.sum() + worth[chosen].sum())
        idle = 0 if bound > best.bound + PROGRESS * abs(best.bound) or number == 0 else idle + 1
        if bound > best.bound:
            best.bound, best.prices, best.worth = bound, prices, worth
        # more servers than one: the price is too high
        excess = (weighted[:, chosen] < prices[:, None]).sum(axis=1) - 1.0
        if number % LOOK == 0 or not excess.any():
            _try(best, costs, choice, chosen)
        if idle >= PATIENCE:
            step, idle, prices = step / 2, 0, best.prices
        direction = MEMORY * direction - excess
        length = float(direction @ direction)
        if length == 0 or step < LAST_STEP or best.cost - best.bound <= EXACT * best.cost:
            break
        prices = prices + step * (best.cost - bound) / length * direction
    return best


def remaining(weighted: Floats, choice: Choice, known: Bounds) -> Iterator[tuple[slice, Flags]]:
    """
    Tell which pairs of origin and site a better solution may still use.

    Parameters
    ----------
    weighted, choice
        As of `bounded`.
    known
        Its answer.

    Yields
    ------
    rows, pairs
        Some rows, and a flag for each of their pairs; what is not flagged costs more than the
        solution known, whatever else opens.
    """
    room = known.cost - known.bound + 1e-9 * abs(known.cost)
    added = _added(known.worth, choice)
    for rows in blocks(weighted.shape):
        over = np.maximum(weighted[rows] - known.prices[rows, None], 0.0)
        yield rows, over + added <= room


def _first_prices(weighted: Floats, sites: Codes) -> Floats:
    """Start between the nearest open site and the next, where one is reached."""
    near = np.partition(weighted[:, sites], min(1, len(sites) - 1), axis=1)
    following = near[:, min(1, len(sites) - 1)]
    return np.where(np.isfinite(following), (near[:, 0] + following) / 2, near[:, 0])


def _worth(weighted: Floats, prices: Floats) -> Floats:
    worth = np.zeros(weighted.shape[1])
    for rows in blocks(weighted.shape):
        worth += np.minimum(weighted[rows] - prices[rows, None], 0.0).sum(axis=0)
    return worth


def _cheapest(worth: Floats, choice: Choice) -> Codes:
    """Give the sets of sites that may open for which the sum is least."""
    order = np.argsort(np.where(choice.fixed, -np.inf, worth), kind="stable")
    if not choice.grouped:
        return order[: choice.most]
    return order[np.unique(choice.group[order], return_index=True)[1]]


def _added(worth: Floats, choice: Choice) -> Floats:
    """Give what opening each candidate adds to the bound: it replaces the dearest one chosen."""
    chosen = _cheapest(worth, choice)
    loose = chosen[~choice.fixed[chosen]]
    if choice.grouped:
        replaced = np.full(int(choice.group.max()) + 1, -np.inf)
        replaced[choice.group[loose]] = worth[loose]
        dearest = replaced[choice.group]
    else:
        dearest = np.full(len(worth), worth[loose].max(initial=-np.inf))
    added: Floats = np.maximum(worth - dearest, 0.0)
    added[choice.fixed] = 0.0
    return added


def _try(best: Bounds, costs: Floats, choice: Choice, chosen: Codes) -> None:
    """Take the sites that the prices choose as a start, where they look good."""
    if cost_of(costs, chosen) > PROMISING * best.cost:
        return
    sites = interchange(costs, choice, chosen)
    cost = cost_of(costs, sites)
    if cost < best.cost:
        best.sites, best.cost = sites, cost
