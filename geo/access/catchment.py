"""
Supply shared among all who reach it: the floating catchment areas.

``D`` people, ``S`` supply, ``w`` weights of the travel times by the decay; ``i`` origins, ``j``
places. A place that no demand reaches serves nobody: its supply is in no result.
"""

from typing import Any

import numpy as np
import pandas as pd

from geo.access.decay import Decay, checked, steps
from geo.access.pairs import (
    Floats,
    Pairs,
    Weight,
    amounts,
    read_pairs,
    sums_at_destinations,
    sums_at_origins,
)

APL_2012 = steps({300: 1.0, 600: 0.3, 900: 0.1})
"""Decay of the *accessibilité potentielle localisée* to general practitioners, as first published:
Barlet, Coldefy, Collin & Lucas-Gabrielli (2012), DREES, Études et Résultats 795."""


def two_step_fca(
    travel_times: pd.DataFrame,
    demand: "pd.Series[Any]",
    supply: "pd.Series[Any]",
    *,
    decay: Decay | Weight,
) -> "pd.Series[float]":
    """
    Give the supply a head, each place shared among all who reach it.

    Parameters
    ----------
    travel_times
        `geo.tables.PAIR_COLUMNS`, from origins to places; an absent pair was not reached.
    demand
        People at each origin, by identifier.
    supply
        Capacity of each place, by identifier.
    decay
        Weight of a time: `geo.access.decay.step` gives 2SFCA, any other E2SFCA or a kernel 2SFCA.

    Returns
    -------
    access
        Supply a head, indexed like `demand`; 0 where nothing is reached.

    Raises
    ------
    MissingColumnError, DuplicateIdError
        If `travel_times` lacks a column, or a pair or an identifier is repeated.
    InputError
        If a time, a demand or a capacity is negative, missing or infinite, a weight is not in
        [0, 1], or a pair has an origin or a place that `demand` or `supply` has not.

    Notes
    -----
    ``R_j = S_j / Σ_i w_ij D_i``; ``A_i = Σ_j w_ij R_j``. Luo & Wang (2003),
    doi:10.1068/b29120; with weights, Luo & Qi (2009), doi:10.1016/j.healthplace.2009.06.002.

    Contract: pure; the order of rows is irrelevant; Σ demand × access = Σ supply of the places that
    demand reaches; adding a place never lowers access.
    """
    pairs, people, capacity = _read(travel_times, demand, supply)
    weight = checked(decay)
    load = sums_at_destinations(pairs, weight, people)
    access = sums_at_origins(pairs, weight, _shared(capacity, load))
    return _like(demand, access)


def three_step_fca(
    travel_times: pd.DataFrame,
    demand: "pd.Series[Any]",
    supply: "pd.Series[Any]",
    *,
    decay: Decay | Weight,
) -> "pd.Series[float]":
    """
    Give the supply a head, people preferring the nearer of the places they reach.

    Parameters
    ----------
    travel_times, demand, supply, decay
        As of `two_step_fca`. Every place of `travel_times` draws people, whatever its capacity:
        leave out those that are closed.

    Returns
    -------
    access
        Supply a head, indexed like `demand`; 0 where nothing is reached.

    Raises
    ------
    MissingColumnError, DuplicateIdError, InputError
        As of `two_step_fca`.

    Notes
    -----
    ``G_ij = w_ij / Σ_k w_ik`` (the selection weight); ``R_j = S_j / Σ_i G_ij w_ij D_i``;
    ``A_i = Σ_j G_ij w_ij R_j``. Wan, Zou & Sternberg (2012), doi:10.1080/13658816.2011.624987.

    Contract: pure; the order of rows is irrelevant; Σ demand × access = Σ supply of the places that
    demand reaches.
    """
    pairs, people, capacity = _read(travel_times, demand, supply)
    weight = checked(decay)
    choice = sums_at_origins(pairs, weight, np.ones(len(capacity)))
    # G w = w² / Σ w, so that the denominator, one an origin, stands outside the sums
    load = sums_at_destinations(pairs, _squared(weight), _shared(people, choice))
    offered = sums_at_origins(pairs, _squared(weight), _shared(capacity, load))
    return _like(demand, _shared(offered, choice))


def balanced_fca(
    travel_times: pd.DataFrame,
    demand: "pd.Series[Any]",
    supply: "pd.Series[Any]",
    *,
    decay: Decay | Weight,
) -> "pd.Series[float]":
    """
    Share people among the places they reach, then the level of service of each among its origins.

    Parameters
    ----------
    travel_times, demand, supply, decay
        As of `three_step_fca`.

    Returns
    -------
    access
        Parts of levels of service (supply a head), indexed like `demand`; 0 where nothing is
        reached. An origin gets its part however many live there: never multiply it by demand.

    Raises
    ------
    MissingColumnError, DuplicateIdError, InputError
        As of `two_step_fca`.

    Notes
    -----
    ``L_j`` as of `balanced_service`; ``A_i = Σ_j L_j w_ij / Σ_k w_kj``. Páez, Higgins & Vivona
    (2019), doi:10.1371/journal.pone.0218773.

    Contract: pure; the order of rows is irrelevant; Σ access = Σ levels of service.
    """
    pairs, people, capacity = _read(travel_times, demand, supply)
    weight = checked(decay)
    level = _shared(capacity, _allocated(pairs, people, weight))
    claims = sums_at_destinations(pairs, weight, np.ones(len(people)))
    return _like(demand, sums_at_origins(pairs, weight, _shared(level, claims)))


def balanced_service(
    travel_times: pd.DataFrame,
    demand: "pd.Series[Any]",
    supply: "pd.Series[Any]",
    *,
    decay: Decay | Weight,
) -> pd.DataFrame:
    """
    Give the people whom the balanced method sends to each place, and what it has for each of them.

    Parameters
    ----------
    travel_times, demand, supply, decay
        As of `balanced_fca`.

    Returns
    -------
    service
        Indexed like `supply`: ``demand``, people allocated; ``level_of_service``, supply a head, 0
        where nobody is.

    Raises
    ------
    MissingColumnError, DuplicateIdError, InputError
        As of `two_step_fca`.

    Notes
    -----
    ``P_j = Σ_i D_i w_ij / Σ_k w_ik``; ``L_j = S_j / P_j``. Páez, Higgins & Vivona (2019).

    Contract: pure; the demand allocated adds up to that of the origins that reach a place.
    """
    pairs, people, capacity = _read(travel_times, demand, supply)
    weight = checked(decay)
    load = _allocated(pairs, people, weight)
    columns = {"demand": load, "level_of_service": _shared(capacity, load)}
    return pd.DataFrame(columns, index=supply.index)


def apl(
    travel_times: pd.DataFrame,
    demand: "pd.Series[Any]",
    supply: "pd.Series[Any]",
    *,
    decay: Decay | Weight = APL_2012,
) -> "pd.Series[float]":
    """
    Give the *accessibilité potentielle localisée* (APL) of DREES and Irdes.

    Parameters
    ----------
    travel_times
        As of `two_step_fca`; DREES takes times by car between communes.
    demand
        People of each origin, weighted by age as much as each age calls for the service: that is
        the caller's, for it takes rates of use by age. Plain residents leave needs out.
    supply
        Activity of each place, in full-time equivalents or acts a year.
    decay
        By default the weights of 2012 for general practitioners. DREES has others for other
        professions, and since 2015 one that falls to 0 at 20 minutes for doctors (annex to the
        order of 13 November 2017, JORFTEXT000036021089).

    Returns
    -------
    access
        Supply a standardised head, indexed like `demand`; DREES shows full-time equivalents for
        100,000 inhabitants, or acts a year and inhabitant.

    Raises
    ------
    MissingColumnError, DuplicateIdError, InputError
        As of `two_step_fca`.

    Notes
    -----
    Barlet, Coldefy, Collin & Lucas-Gabrielli (2012), DREES, Études et Résultats 795 and Document
    de travail 124: `two_step_fca` with weights by zone of time, on age-weighted demand.

    Contract: that of `two_step_fca`.
    """
    return two_step_fca(travel_times, demand, supply, decay=decay)


def _read(
    travel_times: pd.DataFrame, demand: "pd.Series[Any]", supply: "pd.Series[Any]"
) -> tuple[Pairs, Floats, Floats]:
    people, capacity = amounts(demand, name="demand"), amounts(supply, name="supply")
    return read_pairs(travel_times, demand.index, supply.index), people, capacity


def _allocated(pairs: Pairs, people: Floats, weight: Weight) -> Floats:
    """Share the people of each origin among the places it reaches."""
    choice = sums_at_origins(pairs, weight, np.ones(len(pairs.destinations)))
    return sums_at_destinations(pairs, weight, _shared(people, choice))


def _shared(whole: Floats, among: Floats) -> Floats:
    """Divide; where there is nobody to share among, there is no share."""
    return np.divide(whole, among, out=np.zeros_like(whole), where=among > 0)


def _squared(weight: Weight) -> Weight:
    return lambda times: np.square(weight(times))


def _like(demand: "pd.Series[Any]", access: Floats) -> "pd.Series[float]":
    return pd.Series(access, index=demand.index, name="access")
