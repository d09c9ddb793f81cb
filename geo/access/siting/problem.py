"""What is asked of siting: people, candidates, the cost between them, and rules."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SitingProblem:
    """
    People, candidate sites and what lies between them.

    Attributes
    ----------
    costs
        Shape ``(origins, candidates)``: seconds, or any cost, >= 0; ``inf`` where not reached.
        From origin to candidate: an asymmetric matrix is used as it is.
    weights
        Shape ``(origins,)``: people, finite and >= 0. Who has no weight asks for nothing, and is
        assigned all the same.
    fixed
        Candidates that are open whatever happens, by position.
    forbidden
        Candidates that never open.
    capacity
        Shape ``(candidates,)``: the weight each may serve, ``inf`` where there is no limit; None
        where no candidate has one.
    one_per
        Group of each candidate, of which exactly one opens; a candidate of the empty text is in
        no group and never opens. None where there is no such rule.

    Raises
    ------
    InputError
        If shapes disagree, a value is negative or not a number, a position names no candidate, a
        candidate is both fixed and forbidden, or a group has two that are fixed or none that may
        open.

    Notes
    -----
    Contract: the order of candidates settles ties (the first wins), so give them in an order that
    favours nobody, such as `geo.access.neutral.neutral_rank`.
    """

    costs: NDArray[np.floating]
    weights: NDArray[np.floating | np.integer]
    fixed: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()
    capacity: NDArray[np.floating] | None = None
    one_per: Sequence[str] | None = None

    def __post_init__(self) -> None:
        _check_arrays(self)
        _check_positions(self)
        if self.one_per is not None:
            _check_groups(self, self.one_per)

    @property
    def allowed(self) -> Codes:
        """Candidates that may open, in order: not forbidden, in a group where groups are."""
        open_to = np.ones(self.costs.shape[1], dtype=np.bool_)
        open_to[list(self.forbidden)] = False
        if self.one_per is not None:
            open_to &= np.array([bool(group) for group in self.one_per], dtype=np.bool_)
        return np.flatnonzero(open_to)


def _check_arrays(problem: SitingProblem) -> None:
    if problem.costs.ndim != 2 or 0 in problem.costs.shape:  # noqa: PLR2004 - rows and columns
        raise InputError(f"needed costs of origins × candidates, got {problem.costs.shape}.")
    origins, candidates = problem.costs.shape
    if problem.weights.shape != (origins,):
        raise InputError(f"needed {origins} weights, got {problem.weights.shape}.")
    if not (problem.costs >= 0).all():  # NaN fails too
        raise InputError("costs must be >= 0; inf where not reached.")
    if not (np.isfinite(problem.weights).all() and (problem.weights >= 0).all()):
        raise InputError("weights must be finite and >= 0.")
    if problem.capacity is None:
        return
    if problem.capacity.shape != (candidates,) or not (problem.capacity >= 0).all():
        raise InputError(f"needed {candidates} capacities >= 0, inf where there is no limit.")


def _check_positions(problem: SitingProblem) -> None:
    candidates = problem.costs.shape[1]
    for name in ("fixed", "forbidden"):
        positions = getattr(problem, name)
        if len(set(positions)) != len(positions):
            raise InputError(f"{name}: a candidate is named twice, got {positions}.")
        if not all(0 <= position < candidates for position in positions):
            raise InputError(f"{name}: needed positions under {candidates}, got {positions}.")
    both = sorted(set(problem.fixed) & set(problem.forbidden))
    if both:
        raise InputError(f"candidates {both} are both fixed and forbidden: choose.")


def _check_groups(problem: SitingProblem, groups: Sequence[str]) -> None:
    if len(groups) != problem.costs.shape[1]:
        raise InputError(f"one_per: needed a group a candidate, got {len(groups)} groups.")
    held = Counter(groups[position] for position in problem.fixed)
    if "" in held:
        raise InputError("one_per: a fixed candidate must be in a group.")
    twice = [group for group, count in held.items() if count > 1]
    if twice:
        raise InputError(f"one_per: exactly one opens in {twice[0]!r}, several are fixed.")
    closed = set(groups) - {""} - {groups[position] for position in problem.allowed}
    if closed:
        raise InputError(f"one_per: no candidate may open in {min(closed)!r}.")
