"""
Sites with capacities: each origin goes to one site as a whole, and none serves too many.

Mulvey, J. M. and Beck, M. P. (1984). Solving capacitated clustering problems. European Journal of
Operational Research 18(3), 339-348, for the median; Current, J. R. and Storbeck, J. E. (1988).
Capacitated covering models. Environment and Planning B 15(2), 153-163, for covering.
"""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from scipy import sparse

from geo.access.siting.choice import Choice, rules
from geo.access.siting.highs import Program, Rows, beside, minimise
from geo.access.siting.problem import Codes, Floats, SitingProblem
from geo.access.siting.result import NOBODY, SitingResult, nearest_open, without_sites
from geo.errors import InputError

MOST_PAIRS = 20_000
"""Pairs of origin and candidate up to which these are solved."""

FULL = "the sites that may open cannot hold everyone: more sites or more room are needed."
NOT_FOUND = "neither a solution nor a proof that there is none was found in the nodes allowed."


class Aim(Enum):
    """What is minimised."""

    COST = auto()  # weighted
    SITES = auto()  # how many open
    MISSED = auto()  # weight that goes nowhere: the only aim that lets an origin go nowhere
    NOTHING = auto()  # any solution will do


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """
    Who may go where: one entry a pair.

    Attributes
    ----------
    origin, candidate
        Positions, those of candidates in ``problem.allowed``.
    cost, weight
        Of the pair, and of its origin.
    unreachable
        Origins with weight that are in no pair.
    cutoff
        Most a pair costs.
    """

    origin: Codes
    candidate: Codes
    cost: Floats
    weight: Floats
    unreachable: Codes
    cutoff: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assigned:
    """
    Who goes where.

    Attributes
    ----------
    sites
        Positions in the problem; None where no solution was found.
    assignment
        As of the result.
    bound
        What the aim is at least; for `Aim.MISSED`, minus the weight served at most.
    infeasible
        Whether it is proven that there is no solution.
    """

    sites: Codes | None
    assignment: Codes
    bound: float
    infeasible: bool


def has_capacity(problem: SitingProblem) -> bool:
    """
    Tell whether capacities matter.

    Parameters
    ----------
    problem
        Any.

    Returns
    -------
    capacity
        Whether some candidate that may open has a limit.
    """
    if problem.capacity is None:
        return False
    return bool(np.isfinite(problem.capacity[problem.allowed]).any())


def list_pairs(problem: SitingProblem, cutoff: float = np.inf) -> Pairs:
    """
    List who may go where: within the cut-off, and where there is room for them.

    Parameters
    ----------
    problem
        With capacities.
    cutoff
        Most it may cost, inclusive.

    Returns
    -------
    pairs
        Of the origins with weight.

    Raises
    ------
    InputError
        If there are over `MOST_PAIRS`.
    """
    allowed = problem.allowed
    costs = problem.costs[:, allowed].astype(np.float64)
    weights = problem.weights.astype(np.float64)
    asking = weights > 0
    possible = (costs <= cutoff) & np.isfinite(costs) & asking[:, None]
    if problem.capacity is not None:
        possible &= weights[:, None] <= problem.capacity[allowed][None, :]
    count = np.count_nonzero(possible)
    if count > MOST_PAIRS:
        raise InputError(
            f"with capacities, at most {MOST_PAIRS} pairs of origin and candidate can be solved, "
            f"got {count}: keep fewer candidates, or group origins."
        )
    origin, candidate = np.nonzero(possible)
    return Pairs(
        origin=origin,
        candidate=candidate,
        cost=costs[origin, candidate],
        weight=weights[origin],
        unreachable=np.flatnonzero(asking & ~possible.any(axis=1)),
        cutoff=cutoff,
    )


def assign(problem: SitingProblem, choice: Choice, pairs: Pairs, aim: Aim) -> Assigned:
    """
    Open sites and send each origin to one of them, within capacities.

    Parameters
    ----------
    problem
        With capacities.
    choice
        Which sets may open.
    pairs
        Who may go where.
    aim
        What is minimised.

    Returns
    -------
    assigned
        Who has no weight goes to the nearest open site.
    """
    candidates = len(choice.fixed)
    solution = minimise(_program(problem, choice, pairs, aim))
    nobody = np.full(len(problem.weights), NOBODY, dtype=np.intp)
    if solution.values is None:
        return Assigned(
            sites=None, assignment=nobody, bound=np.nan, infeasible=solution.infeasible
        )  # fmt: skip
    sites = problem.allowed[solution.chosen(candidates)]
    goes = solution.chosen(candidates + len(pairs.cost))[candidates:]
    nobody[pairs.origin[goes]] = problem.allowed[pairs.candidate[goes]]
    nearest = nearest_open(problem, sites, cutoff=pairs.cutoff)
    return Assigned(
        sites=sites,
        assignment=np.where(problem.weights > 0, nobody, nearest),
        bound=solution.bound,
        infeasible=False,
    )


def without_room(problem: SitingProblem, pairs: Pairs, *, proven: bool) -> SitingResult:
    """
    Answer that everyone does not fit, or that no way was found.

    Parameters
    ----------
    problem, pairs
        What was asked.
    proven
        Whether it is proven that they do not.

    Returns
    -------
    result
        Without sites.
    """
    said = FULL if proven else NOT_FOUND
    return without_sites(problem, said, unreachable=pairs.unreachable, proven=proven)


def _program(problem: SitingProblem, choice: Choice, pairs: Pairs, aim: Aim) -> Program:
    """Write it with a variable a candidate (opens or not), then one a pair (goes or not)."""
    candidates, count = len(choice.fixed), len(pairs.cost)
    goes = {Aim.COST: pairs.cost * pairs.weight, Aim.MISSED: -pairs.weight}
    nothing = np.zeros(count)
    matrix, lower, upper = rules(choice)
    return Program(
        objective=np.concatenate(
            (np.full(candidates, float(aim is Aim.SITES)), goes.get(aim, nothing))
        ),
        rows=[
            _one_each(pairs, candidates, least=float(aim is not Aim.MISSED)),
            _where_open(pairs, candidates),
            *_within_capacity(problem, pairs, candidates),
            (beside(matrix, count), lower, upper),
        ],
        lower=np.concatenate((choice.fixed.astype(np.float64), nothing)),
        upper=np.ones(candidates + count),
        binary=np.ones(candidates + count, dtype=np.bool_),
    )


def _one_each(pairs: Pairs, candidates: int, *, least: float) -> Rows:
    origins, row = np.unique(pairs.origin, return_inverse=True)
    count = len(pairs.cost)
    cells = (np.ones(count), (row, candidates + np.arange(count)))
    matrix = sparse.csr_array(cells, shape=(len(origins), candidates + count))
    return matrix, np.full(len(origins), least), np.ones(len(origins))


def _where_open(pairs: Pairs, candidates: int) -> Rows:
    count = len(pairs.cost)
    pair = np.arange(count)
    columns = np.column_stack((candidates + pair, pairs.candidate)).ravel()
    cells = (np.tile([1.0, -1.0], count), (np.repeat(pair, 2), columns))
    matrix = sparse.csr_array(cells, shape=(count, candidates + count))
    return matrix, np.full(count, -np.inf), np.zeros(count)


def _within_capacity(problem: SitingProblem, pairs: Pairs, candidates: int) -> list[Rows]:
    if problem.capacity is None:
        return []
    room = problem.capacity[problem.allowed].astype(np.float64)
    limited = np.flatnonzero(np.isfinite(room))
    count = len(pairs.cost)
    row = np.full(candidates, -1)
    row[limited] = np.arange(len(limited))
    held = row[pairs.candidate] >= 0
    used = (row[pairs.candidate[held]], candidates + np.flatnonzero(held))
    rows = np.concatenate((used[0], row[limited]))
    columns = np.concatenate((used[1], limited))
    values = np.concatenate((pairs.weight[held], -room[limited]))
    shape = (len(limited), candidates + count)
    matrix = sparse.csr_array((values, (rows, columns)), shape=shape)
    return [(matrix, np.full(len(limited), -np.inf), np.zeros(len(limited)))]
