"""HiGHS, through scipy: the one solver, limited by nodes so that a result can be made again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from geo.access.siting.problem import Flags, Floats
from geo.errors import InputError

NODES = 2000
"""Most nodes of a search tree, unless told otherwise."""

INFEASIBLE = 2  # scipy.optimize.milp's status
HALF = 0.5

Rows = tuple[sparse.csr_array, Floats, Floats]
"""Linear constraints: a matrix, and what it lies between."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """
    A linear program, of which some variables are 0 or 1.

    Attributes
    ----------
    objective
        Shape ``(variables,)``: what is minimised.
    rows
        Constraints.
    lower, upper
        Shape ``(variables,)``.
    binary
        Shape ``(variables,)``: those that are 0 or 1.
    """

    objective: Floats
    rows: Sequence[Rows]
    lower: Floats
    upper: Floats
    binary: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """
    What HiGHS found.

    Attributes
    ----------
    values
        Shape ``(variables,)``; None where it found nothing.
    bound
        What no solution is under; ``-inf`` where it knows nothing.
    infeasible
        Whether it proved that there is no solution.
    """

    values: Floats | None
    bound: float
    infeasible: bool

    def chosen(self, first: int) -> Flags:
        """Tell which of the first variables are 1; all false where nothing was found."""
        if self.values is None:
            return np.zeros(first, dtype=np.bool_)
        return self.values[:first] > HALF


def minimise(program: Program, *, gap: float = 0.0, nodes: int = NODES) -> Solution:
    """
    Solve a program.

    Parameters
    ----------
    program
        What to solve.
    gap
        Share of the objective that one need not search for.
    nodes
        Most nodes of the search tree.

    Returns
    -------
    solution
        The best found; the same each time.

    Raises
    ------
    InputError
        If the numbers are too far apart for the solver.

    Notes
    -----
    Contract: pure and repeatable, on one version of HiGHS: nodes are limited, never time.

    References
    ----------
    Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex method.
    Mathematical Programming Computation 10(1), 119-142.
    """
    # costs of the order of 1: the solver's tolerances are absolute
    scale = float(np.abs(program.objective).max(initial=0.0)) or 1.0
    answer = milp(
        program.objective / scale,
        integrality=program.binary.astype(np.int64),
        bounds=Bounds(program.lower, program.upper),
        constraints=[LinearConstraint(*rows) for rows in program.rows if rows[0].shape[0]],
        options={"mip_rel_gap": gap, "node_limit": nodes},
    )
    if answer.status == INFEASIBLE:
        return Solution(values=None, bound=np.inf, infeasible=True)
    if answer.x is not None and not np.isfinite(answer.x).all():
        raise InputError(f"the solver failed on these costs: {answer.message}")
    dual = answer.mip_dual_bound
    bound = -np.inf if dual is None else float(dual) * scale
    return Solution(values=answer.x, bound=bound, infeasible=False)


def beside(matrix: sparse.csr_array, others: int) -> sparse.csr_array:
    """
    Add columns of zeros: constraints that say nothing of other variables.

    Parameters
    ----------
    matrix
        Constraints on the first variables.
    others
        How many follow.

    Returns
    -------
    matrix
        Wider.
    """
    return sparse.csr_array(sparse.hstack([matrix, sparse.csr_array((matrix.shape[0], others))]))
