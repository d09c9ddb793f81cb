"""
Vertex substitution: open greedily, then swap one site for another while that helps.

Teitz, M. B. and Bart, P. (1968). Heuristic methods for estimating the generalized vertex median of
a weighted graph. Operations Research 16(5), 955-961. Swaps are weighed by what each candidate
would gain and each open site would lose, updated only for those whose two nearest sites changed:
Whitaker, R. (1983). A fast algorithm for the greedy interchange for large-scale clustering and
median location problems. INFOR 21(2), 95-108; Resende, M. G. C. and Werneck, R. F. (2007). A fast
swap-based local search procedure for location problems. Annals of Operations Research 150, 205-230.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.access.siting.choice import Choice
from geo.access.siting.problem import Codes, Floats

BLOCK = 2_000_000
"""Cells of a matrix worked on at once: memory beyond the matrix stays under 100 MB."""

IMPROVEMENT = 1e-11
"""Share of the cost under which a swap is rounding."""

SEED = 20190
"""Of the draws of `shaken`; any would do, one makes results repeatable."""

SHAKEN = (10, 16, 6, 20)
"""Sites replaced at random before each new descent, by number of the draw in turn."""


@dataclass(slots=True, kw_only=True)
class _Ledger:
    """What each candidate would gain, and each open site lose to it, were they swapped."""

    gain: Floats
    loss: Floats
    slot: Codes
    near: Floats
    second: Floats


def blocks(shape: tuple[int, ...]) -> Iterator[slice]:
    """
    Cut the rows of a matrix.

    Parameters
    ----------
    shape
        Of the matrix.

    Yields
    ------
    rows
        Slices of at most `BLOCK` cells, one row at least.
    """
    rows, columns = shape
    step = max(1, BLOCK // max(1, columns))
    for start in range(0, rows, step):
        yield slice(start, min(rows, start + step))


def cost_of(weighted: Floats, sites: Codes) -> float:
    """
    Add up each row's least cost.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``.
    sites
        Open candidates.

    Returns
    -------
    cost
        The sum.
    """
    return float(weighted[:, sites].min(axis=1).sum())


def greedy(weighted: Floats, choice: Choice, start: Codes | None = None) -> Codes:
    """
    Open the site that helps most, and again, until as many are open as may.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``, finite.
    choice
        Which sets may open; its `p` is given.
    start
        Sites already open; by default those fixed.

    Returns
    -------
    sites
        Positions of `p` candidates, the first among equals at each step.
    """
    sites = list(np.flatnonzero(choice.fixed) if start is None else start)
    near = weighted[:, sites].min(axis=1, initial=float(weighted.max(initial=0.0)))
    while len(sites) < choice.most:
        total = np.zeros(weighted.shape[1])
        for rows in blocks(weighted.shape):
            total += np.minimum(weighted[rows], near[rows, None]).sum(axis=0)
        total[~choice.may_join(np.array(sites, dtype=np.intp))] = np.inf
        sites.append(int(total.argmin()))
        near = np.minimum(near, weighted[:, sites[-1]])
    return np.array(sites, dtype=np.intp)


def interchange(weighted: Floats, choice: Choice, sites: Codes) -> Codes:
    """
    Swap an open site for a closed one, the best swap first, until none helps.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``, finite.
    choice
        Which sets may open.
    sites
        One of them.

    Returns
    -------
    sites
        No costlier; no single swap improves them.
    """
    current = sites.copy()
    ledger = _opened(weighted, current)
    fresh = True
    while True:
        slot, candidate, change = _best_swap(ledger, choice, current)
        if change >= -IMPROVEMENT * ledger.near.sum():
            if fresh:
                return current
            # sums updated many times drift: conclude from new ones
            ledger, fresh = _opened(weighted, current), True
            continue
        current[slot] = candidate
        _update(ledger, weighted, current)
        fresh = False


def shaken(
    weighted: Floats, choice: Choice, sites: Codes, *, rounds: int, enough: float, draw: int = 0
) -> list[Codes]:
    """
    Replace a few sites at random, descend again, and go on from what is no worse.

    Parameters
    ----------
    weighted
        Shape ``(origins, candidates)``, finite.
    choice
        Which sets may open.
    sites
        A local optimum.
    rounds
        How many times.
    enough
        A cost at which to stop.
    draw
        Another number gives another search.

    Returns
    -------
    optima
        The local optima met, `sites` among them, the cheapest first; the same each time.

    References
    ----------
    Lourenço, H. R., Martin, O. C. and Stützle, T. (2003). Iterated local search. Handbook of
    Metaheuristics, 320-353.
    """
    random = np.random.default_rng(SEED + draw)
    best, least = sites, cost_of(weighted, sites)
    met = [(least, 0, sites)]
    for number in range(rounds):
        if least <= enough:
            break
        tried = interchange(
            weighted, choice, _shake(best, choice, random, SHAKEN[draw % len(SHAKEN)])
        )
        cost = cost_of(weighted, tried)
        if cost <= least:
            best, least = tried, cost
        met.append((cost, -number, tried))  # of equals, the last first: it was gone on from
    return [optimum for _, _, optimum in sorted(met, key=lambda one: one[:2])]


def _shake(sites: Codes, choice: Choice, random: np.random.Generator, count: int) -> Codes:
    loose = np.flatnonzero(~choice.fixed[sites])
    moved = random.permutation(loose)[:count]
    kept = np.delete(sites, moved)
    for _ in moved:
        free = np.flatnonzero(choice.may_join(kept))
        kept = np.append(kept, free[random.integers(len(free))])
    return kept


def _two_nearest(weighted: Floats, sites: Codes) -> tuple[Codes, Floats, Floats]:
    """Give each row's nearest slot, its cost, and that of the next; all far where alone."""
    costs = weighted[:, sites]
    rows = np.arange(len(costs))
    slot = costs.argmin(axis=1)
    near = costs[rows, slot]
    if len(sites) == 1:
        return slot, near, np.full(len(costs), float(weighted.max(initial=0.0)))
    costs[rows, slot] = np.inf
    return slot, near, costs.min(axis=1)


def _opened(weighted: Floats, sites: Codes) -> _Ledger:
    slot, near, second = _two_nearest(weighted, sites)
    ledger = _Ledger(
        gain=np.zeros(weighted.shape[1]),
        loss=np.zeros((len(sites), weighted.shape[1])),
        slot=slot,
        near=near,
        second=second,
    )
    _enter(ledger, weighted, np.arange(len(near)), 1.0)
    return ledger


def _update(ledger: _Ledger, weighted: Floats, sites: Codes) -> None:
    slot, near, second = _two_nearest(weighted, sites)
    same = (slot == ledger.slot) & (near == ledger.near) & (second == ledger.second)
    changed = np.flatnonzero(~same)
    _enter(ledger, weighted, changed, -1.0)
    ledger.slot, ledger.near, ledger.second = slot, near, second
    _enter(ledger, weighted, changed, 1.0)


def _enter(ledger: _Ledger, weighted: Floats, rows: Codes, sign: float) -> None:
    """Add, or take away, what some rows would gain and lose."""
    ordered = rows[np.argsort(ledger.slot[rows], kind="stable")]
    for block in blocks((len(ordered), weighted.shape[1])):
        part = ordered[block]
        costs = weighted[part]
        near = ledger.near[part, None]
        ledger.gain += sign * np.maximum(near - costs, 0.0).sum(axis=0)
        lost = np.clip(costs, near, ledger.second[part, None]) - near
        slots, starts = np.unique(ledger.slot[part], return_index=True)
        ledger.loss[slots] += sign * np.add.reduceat(lost, starts, axis=0)


def _best_swap(ledger: _Ledger, choice: Choice, sites: Codes) -> tuple[int, int, float]:
    """Give the slot and the candidate whose swap helps most, and by how much it lowers the cost."""
    change = ledger.loss - ledger.gain
    change[:, sites] = np.inf
    change[choice.fixed[sites]] = np.inf
    if choice.grouped:
        change[choice.group[sites][:, None] != choice.group[None, :]] = np.inf
    slot, candidate = divmod(int(change.argmin()), change.shape[1])
    return slot, candidate, float(change[slot, candidate])
