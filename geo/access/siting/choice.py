"""Which sets of sites may open, as every algorithm here needs to know it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from geo.access.siting.problem import Codes, Flags, Floats, SitingProblem
from geo.errors import InputError

NO_GROUP = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """
    Sets of sites that may open, among candidates that may.

    Attributes
    ----------
    p
        How many open; None where any number may.
    fixed
        Shape ``(candidates,)``: open whatever happens.
    group
        Shape ``(candidates,)``: number of the group of each, of which exactly one opens, from 0;
        all -1 where there is no such rule.
    """

    p: int | None
    fixed: Flags
    group: Codes

    @property
    def grouped(self) -> bool:
        """Whether exactly one opens in each group."""
        return bool((self.group != NO_GROUP).any())

    @property
    def most(self) -> int:
        """How many may open at most."""
        return len(self.fixed) if self.p is None else self.p

    def may_join(self, sites: Codes) -> Flags:
        """Tell which candidates may open beside others."""
        free = np.ones(len(self.fixed), dtype=np.bool_)
        free[sites] = False
        if self.grouped:
            free &= ~np.isin(self.group, self.group[sites])
        return free


def choice_of(problem: SitingProblem, p: int | None) -> Choice:
    """
    Say which sets of sites a problem lets open.

    Parameters
    ----------
    problem
        Its fixed and forbidden candidates, and its groups.
    p
        How many open; None where any number may.

    Returns
    -------
    choice
        Over ``problem.allowed``, in that order.

    Raises
    ------
    InputError
        If `p` is not from 1 to the candidates that may open, is under those fixed, or is not the
        number of groups.
    """
    allowed = problem.allowed
    group = np.full(len(allowed), NO_GROUP, dtype=np.intp)
    if problem.one_per is not None:
        names = np.array([problem.one_per[position] for position in allowed])
        group = np.unique(names, return_inverse=True)[1].astype(np.intp)
        groups = int(group.max(initial=-1)) + 1
        if p not in (None, groups):
            raise InputError(f"one site in each of {groups} groups is p = {groups}, got p = {p}.")
        p = groups
    if p is not None and not max(1, len(problem.fixed)) <= p <= len(allowed):
        raise InputError(
            f"needed p from {max(1, len(problem.fixed))} (fixed sites) to {len(allowed)} "
            f"(candidates that may open), got {p}."
        )
    return Choice(p=p, fixed=np.isin(allowed, problem.fixed), group=group)


def rules(choice: Choice, *, at_most: bool = False) -> tuple[sparse.csr_array, Floats, Floats]:
    """
    Write a choice as linear constraints on which sites open.

    Parameters
    ----------
    choice
        Which sets may open.
    at_most
        Whether fewer than `p` may, where there are no groups.

    Returns
    -------
    matrix, lower, upper
        A row a constraint, a column a candidate.
    """
    candidates = len(choice.fixed)
    if choice.grouped:
        member = (choice.group, np.arange(candidates))
        matrix = sparse.csr_array((np.ones(candidates), member))
        return matrix, np.ones(matrix.shape[0]), np.ones(matrix.shape[0])
    matrix = sparse.csr_array(np.ones((1, candidates)))
    least = 0 if at_most or choice.p is None else choice.p
    return matrix, np.array([float(least)]), np.array([float(choice.most)])


def kept(choice: Choice, columns: NDArray[np.bool_]) -> Choice:
    """
    Keep some candidates.

    Parameters
    ----------
    choice
        Which sets may open.
    columns
        A flag a candidate; those fixed are kept, and one of each group at least.

    Returns
    -------
    choice
        Over those.
    """
    return Choice(p=choice.p, fixed=choice.fixed[columns], group=choice.group[columns])
