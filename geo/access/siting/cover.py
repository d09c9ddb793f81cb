"""
Who is within reach of which candidate: what can be left out, and the fewest sites that cover all.

Toregas, C., Swain, R., ReVelle, C. and Bergman, L. (1971). The location of emergency service
facilities. Operations Research 19(6), 1363-1373; its reductions of rows and columns are those of
Toregas, C. and ReVelle, C. (1973). Binary logic solutions to a class of location problem.
Geographical Analysis 5(2), 145-155.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from geo.access.siting.choice import Choice, kept, rules
from geo.access.siting.highs import Program, Rows, minimise
from geo.access.siting.problem import Codes, Flags, SitingProblem
from geo.errors import InputError

COMPARED = 5000
"""Most rows, or columns, compared with each other: the comparison is quadratic."""

COVER_NODES = 200
"""Most nodes of the search for a cover."""

ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover:
    """
    Sites that cover everyone.

    Attributes
    ----------
    sites
        Positions of candidates; None where none were found.
    bound
        Fewest that could.
    infeasible
        Whether it is proven that no permitted set covers everyone.
    """

    sites: Codes | None
    bound: int
    infeasible: bool


def within(problem: SitingProblem, cutoff_s: float) -> Flags:
    """
    Tell who is within reach of which candidate that may open.

    Parameters
    ----------
    problem
        Costs.
    cutoff_s
        Most it may cost, inclusive.

    Returns
    -------
    covers
        Shape ``(origins, candidates)``, candidates as in ``problem.allowed``.

    Raises
    ------
    InputError
        If the cut-off is negative or not a number.
    """
    if not cutoff_s >= 0:
        raise InputError(f"needed a cut-off >= 0 s, got {cutoff_s}.")
    costs = problem.costs[:, problem.allowed]
    covers: Flags = (costs <= cutoff_s) & np.isfinite(costs)
    return covers


def fits(covers: Flags, choice: Choice) -> Cover:
    """
    Look for a permitted set of at most `p` sites that covers everyone.

    Parameters
    ----------
    covers
        Shape ``(origins, candidates)``.
    choice
        Which sets may open.

    Returns
    -------
    cover
        As many sites as may open, or fewer.
    """
    quick = _greedy_cover(covers, choice)
    if quick is not None:
        return Cover(sites=quick, bound=0, infeasible=False)
    return _covered(covers, choice, count=False)


def fewest(covers: Flags, choice: Choice) -> Cover:
    """
    Cover everyone by the fewest sites.

    Parameters
    ----------
    covers
        Shape ``(origins, candidates)``.
    choice
        Which sets may open; its `p`, where there are no groups, is ignored.

    Returns
    -------
    cover
        The fewest found, and how few there could be.
    """
    free = choice if choice.grouped else replace(choice, p=None)
    best = _covered(covers, free, count=True)
    quick = _greedy_cover(covers, free)
    if quick is None:
        return best
    if choice.grouped:
        quick = _completed(quick, choice)
    if best.sites is None or len(quick) < len(best.sites):
        best = replace(best, sites=quick)
    return best


def too_few(covers: Flags, choice: Choice) -> str:
    """
    Say why no permitted set of sites reaches everyone.

    Parameters
    ----------
    covers
        Shape ``(origins, candidates)``; each origin has a candidate.
    choice
        Which sets may open.

    Returns
    -------
    reason
        In English, with how many sites it would take.
    """
    if choice.grouped:
        return "no choice of one site in each group reaches every origin that a candidate reaches."
    least = fewest(covers, choice).bound
    return (
        f"{choice.p} sites cannot reach every origin that a candidate reaches: it takes at least "
        f"{least}."
    )


def undominated(covers: Flags, choice: Choice) -> Flags:
    """
    Tell which candidates are worth a look: none other covers all that they do, and more.

    Parameters
    ----------
    covers
        Shape ``(origins, candidates)``.
    choice
        Which sets may open: a fixed candidate stays, and one is only compared with its group.

    Returns
    -------
    columns
        A flag a candidate; the first among equals stays.
    """
    if covers.shape[1] > COMPARED:
        return np.ones(covers.shape[1], dtype=np.bool_)
    rivals = choice.group[:, None] == choice.group[None, :]
    dominated: Flags = (_within(covers.T) & rivals).any(axis=1)
    return ~dominated | choice.fixed


def rows_of(covers: Flags) -> sparse.csr_array:
    """
    Write covers as the left side of constraints.

    Parameters
    ----------
    covers
        Shape ``(origins, candidates)``.

    Returns
    -------
    matrix
        The same, sparse.
    """
    return sparse.csr_array(covers.astype(np.float64))


def _covered(covers: Flags, choice: Choice, *, count: bool) -> Cover:
    """Ask HiGHS, for the fewest sites or for any that fit."""
    columns = np.flatnonzero(undominated(covers, choice))
    small = kept(choice, undominated(covers, choice))
    left = covers[np.ix_(_telling(covers, choice), columns)]
    if not left.any(axis=1).all():
        return Cover(sites=None, bound=0, infeasible=True)
    solution = minimise(_program(left, small, count=count), nodes=COVER_NODES)
    if solution.values is None:
        return Cover(sites=None, bound=at_least(solution.bound), infeasible=solution.infeasible)
    sites = columns[solution.chosen(len(columns))]
    return Cover(sites=sites, bound=at_least(solution.bound), infeasible=False)


def _program(covers: Flags, choice: Choice, *, count: bool) -> Program:
    candidates = covers.shape[1]
    rows: list[Rows] = [rules(choice, at_most=True)]
    if len(covers):
        met = np.ones(len(covers))
        rows.append((rows_of(covers), met, np.full(len(covers), np.inf)))
    return Program(
        objective=np.full(candidates, float(count)),
        rows=rows,
        lower=choice.fixed.astype(np.float64),
        upper=np.ones(candidates),
        binary=np.ones(candidates, dtype=np.bool_),
    )


def at_least(bound: float) -> int:
    """
    Round a bound on a number of sites up.

    Parameters
    ----------
    bound
        From a solver: it may be a rounding over a whole number, or ``-inf``.

    Returns
    -------
    sites
        A whole number.
    """
    return int(np.ceil(bound - ROUNDING)) if np.isfinite(bound) else 0


def _telling(covers: Flags, choice: Choice) -> Flags:
    """Tell which rows ask for something that fixed sites, or another row, do not ensure."""
    asking: Flags = np.logical_not(covers[:, choice.fixed].any(axis=1))
    if np.count_nonzero(asking) > COMPARED:
        return asking
    left = np.flatnonzero(asking)
    # a row that more candidates cover than another is met where the other is
    asking[left[_within(~covers[left]).any(axis=1)]] = False
    return asking


def _within(sets: Flags) -> Flags:
    """Tell which rows are part of another row; of equal ones, all but the first are."""
    whole = sets.astype(np.float32)
    size = whole.sum(axis=1)
    part = whole @ whole.T == size[:, None]
    rank = np.arange(len(size))
    larger = size[None, :] > size[:, None]
    equal = (size[None, :] == size[:, None]) & (rank[None, :] < rank[:, None])
    inside: Flags = part & (larger | equal)
    return inside


def _greedy_cover(covers: Flags, choice: Choice) -> Codes | None:
    """Open the candidate that covers most of those left, and again; None where that fails."""
    sites = np.flatnonzero(choice.fixed).tolist()
    left = ~covers[:, sites].any(axis=1)
    whole = covers.astype(np.float32)
    while left.any() and len(sites) < choice.most:
        newly = left.astype(np.float32) @ whole
        newly[~choice.may_join(np.array(sites, dtype=np.intp))] = -1.0
        if newly.max() <= 0:
            return None
        sites.append(int(newly.argmax()))
        left &= ~covers[:, sites[-1]]
    return None if left.any() else np.array(sites, dtype=np.intp)


def _completed(sites: Codes, choice: Choice) -> Codes:
    """Open the first candidate of each group that has none."""
    while len(sites) < choice.most:
        sites = np.append(sites, choice.may_join(sites).argmax())
    return sites
