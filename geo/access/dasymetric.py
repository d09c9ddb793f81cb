"""Residents of a zone spread over points where people live, whole and with nobody lost."""

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError

NOWHERE = -1
"""Zone of a point that is in none."""

MM_PER_M = 1000.0
LARGEST = 2**62
"""Residents × millimetres must stay below it, to be exact in 64 bits."""

Integers = NDArray[np.int64]


def spread_residents(
    population: Integers,
    zone: NDArray[np.integer],
    street_m: NDArray[np.floating],
    identifier: Integers,
) -> Integers:
    """
    Share out the residents of each zone in proportion to the street at each of its points.

    Parameters
    ----------
    population
        Shape ``(zones,)``: residents, at least 0.
    zone
        Shape ``(points,)``: zone of each point, or `NOWHERE`.
    street_m
        Shape ``(points,)``: metres of inhabited street there, finite and at least 0; read to
        the millimetre.
    identifier
        Shape ``(points,)``: name of each point, which settles equal claims.

    Returns
    -------
    residents
        Shape ``(points,)``: whole residents.

    Raises
    ------
    InputError
        If a number is out of range, or a zone has more street and residents than 64 bits hold.

    Notes
    -----
    Contract: pure; the points of a zone add up to its population exactly, or to 0 where it
    has no street; each has its exact share rounded down or up; none without street; in a zone,
    more street never has fewer residents; the order of points is irrelevant.

    Residents spread evenly along the streets of their zone: the network length method of Xie
    (1995), found better than spreading them over its area by Reibel and Bufalino (2005).
    Rounding is by largest remainder, in exact integers; equal remainders go to the longer
    street, then by a scramble of the identifiers (the finaliser of SplitMix64: Steele, Lea and
    Flood 2014), so that no side of the zone comes first.

    Examples
    --------
    >>> zone, street_m, name = np.array([0, 0, 0]), np.array([10.0, 20.0, 0.0]), np.arange(3)
    >>> spread_residents(np.array([100]), zone, street_m, name).tolist()
    [33, 67, 0]
    """
    _check(population, zone, street_m)
    # claims under half a millimetre are none
    weight = np.rint(street_m.astype(np.float64) * MM_PER_M).astype(np.int64)
    points = np.flatnonzero((zone != NOWHERE) & (weight > 0))
    residents = np.zeros(len(zone), dtype=np.int64)
    residents[points] = _whole_shares(
        population, zone[points].astype(np.int64), weight[points], identifier[points]
    )
    return residents


def _whole_shares(
    population: Integers, zone: Integers, weight: Integers, identifier: Integers
) -> Integers:
    """Apportion each population by weights of at least 1; largest remainders first."""
    total = _sums(zone, weight, len(population))
    _check_exact(population, total)
    shares, remainder = np.divmod(population[zone] * weight, total[zone])
    left = population - _sums(zone, shares, len(population))
    order = np.lexsort((scrambled(identifier), -weight, -remainder, zone))
    shares[order] += _rank_in_zone(zone[order]) < left[zone[order]]
    return shares


def _sums(zone: Integers, values: Integers, zones: int) -> Integers:
    """Add up by zone: exact, for the sums are whole numbers far below 2**53."""
    return np.bincount(zone, weights=values, minlength=zones).astype(np.int64)


def scrambled(identifier: Integers) -> NDArray[np.uint64]:
    """
    Order identifiers in a way that has nothing to do with what they say.

    Parameters
    ----------
    identifier
        Any whole numbers.

    Returns
    -------
    rank
        Same shape: sort by it. Different identifiers have different ones.

    Notes
    -----
    Contract: pure; the finaliser of SplitMix64 (Steele, Lea and Flood 2014), one to one.
    """
    mixed = identifier.astype(np.int64).view(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    ranked: NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return ranked


def _rank_in_zone(inside: Integers) -> Integers:
    """Give the rank of each point in its zone; zones come one after the other."""
    first = np.flatnonzero(np.diff(inside, prepend=-1))
    size = np.diff(first, append=len(inside))
    ranks: Integers = np.arange(len(inside)) - np.repeat(first, size)
    return ranks


def _check(population: Integers, zone: NDArray[np.integer], street_m: NDArray[np.floating]) -> None:
    if (population < 0).any():
        raise InputError(f"needed residents >= 0, got {population.min()}.")
    if not ((street_m >= 0) & np.isfinite(street_m)).all():
        raise InputError("needed finite lengths of street >= 0 m.")
    if len(zone) and not (zone.min() >= NOWHERE and zone.max() < len(population)):
        raise InputError(f"needed zones from {NOWHERE} to {len(population) - 1}.")


def _check_exact(population: Integers, total: Integers) -> None:
    worst = int((population.astype(object) * total).max()) if len(population) else 0
    if worst >= LARGEST:
        raise InputError(f"needed residents × mm of street below 2**62 in a zone, got {worst}.")
