"""
How unequally something is shared among people: each value counts for as many as its weight.

Values are what people have (access, minutes, supply a head), weights how many have it. All figures
are scalars; where nobody is counted none exists, and they are missing (``nan``).
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]
Values: TypeAlias = "pd.Series[Any] | ArrayLike"

POOREST, RICHEST = 0.4, 0.1
"""Shares of the population that Palma compares."""

ROUNDING = 1e-12
"""Share of the population that sums of weights may be wrong by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TheilParts:
    """
    Theil's index of all, cut in two.

    Attributes
    ----------
    between
        What it would be if each group were equal inside.
    within
        The rest: inside the groups.
    """

    between: float
    within: float


def gini(values: "Values", weights: "Values | None" = None) -> float:
    """
    Give the Gini coefficient.

    Parameters
    ----------
    values
        Numbers >= 0.
    weights
        People who have each; one each by default.

    Returns
    -------
    gini
        0 (all have the same, were it nothing) to 1 (one has all, of very many).

    Raises
    ------
    InputError
        If lengths or indexes disagree, or a number is negative, missing or infinite.

    Notes
    -----
    ``2 cov(x, F) / mean(x)``, ``F`` the share of people before each, half of themselves included:
    Lerman & Yitzhaki (1989), Journal of Econometrics 42, 43-47.

    Contract: pure; the order is irrelevant; the same whatever the unit of values or of weights; a
    weight of 2 counts as two people.

    Examples
    --------
    >>> gini([0, 0, 0, 1])
    0.75
    """
    amount, people = _counted(values, weights)
    return _rank_index(amount, amount, people)


def theil(values: "Values", weights: "Values | None" = None) -> float:
    """
    Give Theil's T.

    Parameters
    ----------
    values, weights
        As of `gini`.

    Returns
    -------
    theil
        0 (all have the same) to the logarithm of the number of people (one has all).

    Raises
    ------
    InputError
        As of `gini`.

    Notes
    -----
    ``Σ p (x/m) ln(x/m)``, ``p`` shares of people, ``m`` the mean; ``0 ln 0 = 0``. Theil (1967),
    Economics and Information Theory.

    Contract: that of `gini`.
    """
    amount, people = _counted(values, weights)
    return _theil(amount, people)


def theil_parts(
    values: "Values", weights: "Values | None" = None, *, groups: Sequence[Hashable]
) -> TheilParts:
    """
    Cut Theil's T in what lies between groups and within them.

    Parameters
    ----------
    values, weights
        As of `gini`.
    groups
        Group of each, such as its territory.

    Returns
    -------
    parts
        Both missing where nobody is counted.

    Raises
    ------
    InputError
        As of `gini`, or if groups are fewer or more than values.

    Notes
    -----
    ``within = Σ_g (share of the total that g has) T_g``: Shorrocks (1980), doi:10.2307/1913126.

    Contract: pure; both parts are >= 0 and add up to `theil`.
    """
    amount, people = _numbers(values, weights)
    if len(groups) != len(amount):
        raise InputError(f"needed {len(amount)} groups, got {len(groups)}.")
    code, _ = pd.factorize(np.asarray(groups, dtype=object), use_na_sentinel=False)
    number, total = _sums(code, people), _sums(code, people * amount)
    counted = number > 0
    means = np.divide(total, number, out=np.zeros_like(total), where=counted)
    between = _theil(means[counted], number[counted])
    return TheilParts(between=between, within=max(theil(amount, people) - between, 0.0))


def weighted_quantile(values: "Values", weights: "Values | None" = None, *, q: float) -> float:
    """
    Give the value that a share of the people have at most.

    Parameters
    ----------
    values
        Numbers; ``inf`` too, as of those who reach nothing.
    weights
        As of `gini`.
    q
        Share, 0 to 1.

    Returns
    -------
    quantile
        The least of the values that at least this share have at most: one of the values.

    Raises
    ------
    InputError
        If the share is not from 0 to 1, a value is missing, or a weight negative, missing or
        infinite.

    Notes
    -----
    The inverse of the distribution function: definition 1 of Hyndman & Fan (1996),
    doi:10.2307/2684934.

    Contract: pure; the order is irrelevant; never falls as `q` rises.
    """
    if not 0 <= q <= 1:
        raise InputError(f"needed a share from 0 to 1, got {q!r}.")
    amount, people = _numbers(values, weights, least=-math.inf)
    amount, people = amount[people > 0], people[people > 0]
    if not len(amount):
        return math.nan
    order = np.argsort(amount, kind="stable")
    share = np.cumsum(people[order]) / people.sum()
    return float(amount[order][np.argmax(share >= min(q, share[-1]) - ROUNDING)])


def palma(values: "Values", weights: "Values | None" = None, *, rank_by: "Values") -> float:
    """
    Give how much more the richest tenth has than the poorest four tenths, a head.

    Parameters
    ----------
    values, weights
        As of `gini`.
    rank_by
        What makes rich and poor, such as the median income of each origin; no source of this
        project has one yet.

    Returns
    -------
    palma
        1 where both have the same, were it nothing; ``inf`` where only the richest have some.

    Raises
    ------
    InputError
        As of `gini`, or if the rank is missing somewhere.

    Notes
    -----
    Palma (2011), doi:10.1111/j.1467-7660.2011.01694.x, compares shares of income; of access, means
    are compared, as in the R package accessibility (Pereira & Herszenhut 2022). An origin on the
    edge of a group counts in part; those of the same rank count alike.

    Contract: pure; the order is irrelevant; the same whatever the unit of values or of weights.
    """
    amount, people = _numbers(values, weights)
    rank = _ranks(rank_by, like=values, length=len(amount))
    mean, number = _by_rank(amount, people, rank)
    if not number.sum() > 0:
        return math.nan
    poor = _mean_of_first(mean, number, POOREST)
    rich = _mean_of_first(mean[::-1], number[::-1], RICHEST)
    if poor == 0:
        return math.inf if rich > 0 else 1.0
    return rich / poor


def concentration_index(
    values: "Values", weights: "Values | None" = None, *, rank_by: "Values"
) -> float:
    """
    Give how far something goes to the rich rather than the poor.

    Parameters
    ----------
    values, weights, rank_by
        As of `palma`.

    Returns
    -------
    index
        -1 (all goes to the poorest) to 1 (to the richest); 0 where rank makes no difference.

    Raises
    ------
    InputError
        As of `palma`.

    Notes
    -----
    ``2 cov(x, R) / mean(x)``, ``R`` the rank in shares of people, that of equals averaged: Kakwani,
    Wagstaff & van Doorslaer (1997), doi:10.1016/S0304-4076(96)01807-6.

    Contract: pure; the order is irrelevant; ranked the other way, the opposite; ranked by the
    values themselves, `gini`, which it never exceeds.
    """
    amount, people = _numbers(values, weights)
    rank = _ranks(rank_by, like=values, length=len(amount))
    counted = people > 0
    return _rank_index(amount[counted], rank[counted], people[counted])


def _rank_index(amount: Floats, rank: Floats, people: Floats) -> float:
    """Give twice the covariance of amounts with ranks, over the mean."""
    if not len(amount):
        return math.nan
    mean, number = _by_rank(amount, people, rank)
    part = number / number.sum()
    average = float(part @ mean)
    if average == 0 or mean.min() == mean.max():
        return 0.0
    middle = np.cumsum(part) - part / 2  # half of one's equals come before
    return float(2 * (part * (mean / average - 1)) @ (middle - 0.5))


def _theil(amount: Floats, people: Floats) -> float:
    if not len(amount):
        return math.nan
    part = people / people.sum()
    average = float(part @ amount)
    if average == 0 or amount.min() == amount.max():
        return 0.0
    relative = amount / average
    logarithm = np.log(relative, out=np.zeros_like(relative), where=relative > 0)
    return max(float(part @ (relative * logarithm)), 0.0)


def _by_rank(amount: Floats, people: Floats, rank: Floats) -> tuple[Floats, Floats]:
    """Give the mean amount and the number of people of each rank, ranks rising."""
    _, code = np.unique(rank, return_inverse=True)
    number, total = _sums(code, people), _sums(code, people * amount)
    return np.divide(total, number, out=np.zeros_like(total), where=number > 0), number


def _sums(code: NDArray[np.integer], amount: Floats) -> Floats:
    return np.bincount(code, amount).astype(np.float64)


def _mean_of_first(mean: Floats, number: Floats, share: float) -> float:
    """Give the mean of the first share of people, the last of them in part."""
    wanted = share * number.sum()
    before = np.cumsum(number) - number
    taken = np.clip(wanted - before, 0.0, number)
    return float(taken @ mean / wanted)


def _counted(values: "Values", weights: "Values | None") -> tuple[Floats, Floats]:
    """Give the values of those whom somebody has."""
    amount, people = _numbers(values, weights)
    return amount[people > 0], people[people > 0]


def _numbers(
    values: "Values", weights: "Values | None", *, least: float = 0.0
) -> tuple[Floats, Floats]:
    """Give amounts, as they are where any will do, and people: each in a unit of its own."""
    amount = _column(values)
    people = np.ones(len(amount)) if weights is None else _column(weights)
    _check_like(values, weights, amount, people)
    if not (amount >= least).all() or (least == 0 and np.isinf(amount).any()):
        raise InputError("values must be numbers >= 0, none of them missing.")
    if not ((people >= 0) & (people < np.inf)).all():
        raise InputError("weights must be numbers >= 0, none of them missing.")
    return amount if least else _scaled(amount), _scaled(people)


def _scaled(numbers: Floats) -> Floats:
    """Change the unit by a power of two, which is exact, so that no sum overflows."""
    _, exponent = np.frexp(numbers.max(initial=0.0))
    scaled: Floats = np.ldexp(numbers, -exponent)
    return scaled


def _ranks(rank_by: "Values", *, like: "Values", length: int) -> Floats:
    rank = _column(rank_by)
    _check_like(like, rank_by, np.empty(length), rank)
    if np.isnan(rank).any():
        raise InputError("the rank of each value must be known.")
    return rank


def _column(values: "Values") -> Floats:
    try:
        column = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("needed numbers, none of them missing.") from None
    if column.ndim != 1:
        raise InputError(f"needed a column of numbers, got the shape {column.shape}.")
    return column


def _check_like(values: "Values", other: "Values | None", one: Floats, two: Floats) -> None:
    if len(one) != len(two):
        raise InputError(f"needed {len(one)} numbers for as many values, got {len(two)}.")
    if (
        isinstance(values, pd.Series)
        and isinstance(other, pd.Series)
        and not (values.index.equals(other.index))
    ):
        raise InputError("values and what goes with them must have the same index.")
