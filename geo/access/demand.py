"""How many people of a public live in each commune: counted where someone did, else spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.neutral import neutral_rank
from geo.domain.commune import ARRONDISSEMENTS, code_departement
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.errors import DuplicateIdError, InputError

DEMAND_COLUMNS = ("demand", "is_estimate")
"""People of a public (``Int64``) and whether nobody counted them there (``boolean``)."""

UNKNOWN = -1
"""Stands for a count that nobody gave, while the others are worked out."""

LARGEST = np.iinfo(np.int64).max
"""No number may be larger."""

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def demand_by_public(
    population: "pd.Series[int]",
    region: "pd.Series[str]",
    counts: Sequence[PublicCompte],
    profile: Profil,
) -> pd.DataFrame:
    """
    Give how many people of a public live in each commune.

    Parameters
    ----------
    population
        Residents, whole numbers; index: codes of communes, or of the arrondissements of a city in
        its place. All those of each region, or the region's total would be spread over a part.
    region
        Code of the region of each; same index.
    counts
        What is known, of any territory and public.
    profile
        The public wanted. ``tout-public`` is everyone: the residents themselves.

    Returns
    -------
    demand
        `DEMAND_COLUMNS`, indexed like `population`. Missing, both, where no count leads: that is
        unknown, never zero.

    Raises
    ------
    InputError
        If residents are no whole numbers, negative, missing or too many to be exact, or a region is
        missing; if a territory has fewer people of the public than its parts, or some that no
        resident is left to stand for; if a count is of a commune that should be here and is not,
        or of a city of which arrondissements are missing.
    DuplicateIdError
        If a commune comes twice, or a territory is counted twice.

    Notes
    -----
    A count of a commune is taken as it is. That of a city is spread over its arrondissements, that
    of a region over its communes, by residents, less what is counted there; whole numbers that add
    up are given by the method of largest remainders (Hamilton's; Balinski and Young, *Fair
    Representation*, 2nd ed., Brookings, 2001), equal remainders in the order of
    `geo.access.neutral.neutral_rank`.

    Contract: pure; row order is irrelevant; where a region is counted, its communes add up to it
    exactly.
    """
    _check(population, region)
    residents: Integers = np.array(population, dtype=np.int64)
    if profile is Profil.TOUT_PUBLIC:
        return _table(population.index, residents, estimated=False)
    work = _Work(
        codes=population.index.astype(str).to_numpy(object),
        residents=residents,
        demand=np.full(len(population), UNKNOWN, dtype=np.int64),
    )
    communes = _counted(counts, profile, TerritoireCompte.COMMUNE)
    regions = _counted(counts, profile, TerritoireCompte.REGION)
    work.demand[:] = [communes.get(code, UNKNOWN) for code in work.codes]
    counted = work.demand != UNKNOWN
    _spread_cities(work, communes)
    for code, total in regions.items():
        _spread(work, (region == code).to_numpy(), total, f"region {code}")
    return _table(population.index, work.demand, estimated=~counted)


def largest_remainders(total: int, weights: Integers, identifiers: Sequence[str]) -> Integers:
    """
    Share a whole number out in proportion to weights, in whole numbers.

    Parameters
    ----------
    total
        What to share, >= 0.
    weights
        Shape ``(n,)``, >= 0, at least one above zero unless the total is 0.
    identifiers
        Of each, unique: they settle equal remainders.

    Returns
    -------
    shares
        Shape ``(n,)``; their sum is `total`, each within 1 of its exact share.

    Raises
    ------
    InputError
        If nothing can take the total, it or a weight is no whole number >= 0, or numbers are too
        large to be exact.

    Notes
    -----
    Contract: pure; a zero weight takes nothing; the order of rows is irrelevant.

    Examples
    --------
    >>> largest_remainders(10, np.array([1, 1, 2]), ["a", "b", "c"]).tolist()
    [3, 2, 5]
    """
    if weights.dtype.kind not in "iu" or (weights < 0).any():
        raise InputError("weights must be whole numbers >= 0.")
    total, whole = _whole(total), _exact_sum(weights)
    if total == 0:
        return np.zeros(len(weights), dtype=np.int64)
    if whole == 0:
        raise InputError(f"needed a weight above 0 to share {total} out.")
    if max(whole, total * int(weights.max())) > LARGEST:
        raise InputError(f"cannot share {total} out exactly: the numbers are too large.")
    shares, remainders = np.divmod(weights.astype(np.int64) * total, whole)
    left = total - int(shares.sum())
    largest = np.lexsort((neutral_rank(identifiers), -remainders))[:left]
    shares[largest] += 1
    return np.asarray(shares, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Work:
    """Communes, their residents, and the demand that is filled in."""

    codes: NDArray[np.object_]
    residents: Integers
    demand: Integers


def _check(population: "pd.Series[int]", region: "pd.Series[str]") -> None:
    if not population.index.is_unique:
        raise DuplicateIdError("needed each commune once in the population.")
    if not region.index.equals(population.index):
        raise InputError("needed the region of each commune, in the order of the population.")
    if not pd.api.types.is_integer_dtype(population) or population.hasnans:
        raise InputError("residents must be whole numbers >= 0, none of them missing.")
    if not ((population >= 0) & (population <= LARGEST)).all():
        raise InputError(f"residents must be whole numbers >= 0, at most {LARGEST}.")
    if region.hasnans:
        raise InputError("needed the region of each commune, one is missing.")
    here = set(population.index)
    for city, parts in ARRONDISSEMENTS.items():
        if city in here and here.intersection(parts):
            raise InputError(f"{city} is there beside its arrondissements: residents count twice.")


def _counted(
    counts: Sequence[PublicCompte], profile: Profil, kind: TerritoireCompte
) -> dict[str, int]:
    """Give the counts of a public by territory of a kind."""
    told = [one for one in counts if one.profil is profile and one.type_territoire is kind]
    by_code = {one.code_territoire: one.nombre for one in told}
    if any(number > LARGEST for number in by_code.values()):
        raise InputError(f"{profile}: a count of a {kind} is too large.")
    if len(by_code) < len(told):
        raise DuplicateIdError(f"{profile}: a {kind} is counted twice.")
    return by_code


def _spread_cities(work: _Work, communes: dict[str, int]) -> None:
    """Spread counts of cities over their arrondissements; refuse those of communes not here."""
    here = set(work.codes)
    departements = {code_departement(code) for code in here}
    for code, total in communes.items():
        if code in here or code_departement(code) not in departements:
            continue
        parts = ARRONDISSEMENTS.get(code, ())
        if not parts or not here.issuperset(parts):
            raise InputError(f"a count is of {code}, which is not among the communes.")
        _spread(work, np.isin(work.codes, parts), total, code)


def _spread(work: _Work, members: Flags, total: int, name: str) -> None:
    """Fill in the members that nobody counted with what the others leave of a total."""
    if not members.any():
        return
    known = members & (work.demand != UNKNOWN)
    rest = total - _exact_sum(work.demand[known])
    if rest < 0:
        raise InputError(
            f"{name} counts {total} people, and its communes {total - rest}: correct one of them."
        )
    open_ = members & ~known
    if rest and not work.residents[open_].any():
        raise InputError(
            f"{name} counts {rest} people more than its communes, and no resident is left to "
            "stand for them: correct one of the counts."
        )
    work.demand[open_] = largest_remainders(rest, work.residents[open_], work.codes[open_].tolist())


def _whole(total: object) -> int:
    if not isinstance(total, (int, np.integer)) or total < 0:
        raise InputError(f"needed a whole number >= 0 to share out, got {total!r}.")
    return int(total)


def _exact_sum(numbers: NDArray[np.integer[Any]]) -> int:
    """Add up without wrapping around, however large."""
    return sum(numbers.tolist())


def _table(index: "pd.Index[str]", demand: Integers, *, estimated: Flags | bool) -> pd.DataFrame:
    unknown = demand == UNKNOWN
    flags = np.array(np.broadcast_to(np.asarray(estimated, dtype=np.bool_), demand.shape))
    return pd.DataFrame(
        {
            "demand": pd.arrays.IntegerArray(demand, unknown),
            "is_estimate": pd.arrays.BooleanArray(flags, unknown.copy()),
        },
        index=index,
    )
