"""How many doors a person must push before being helped; light, for the API asks too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, Survey, Times32
from geo.domain.couverture import Resultat
from geo.errors import InputError

RESULTATS = tuple(Resultat)
"""What `outcomes` are positions in: from best to worst."""

UNE, DEUX, PLUS, AUCUNE = range(len(RESULTATS))
NEVER = np.float32(np.inf)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doors:
    """
    What stands between people and being helped with one need.

    Attributes
    ----------
    direct_s
        Shape ``(n,)``: least time to a place that helps them; ``inf`` where none is reached.
    through_s
        Shape ``(n,)``: least budget that holds both the time to a first door and the time from
        there to a place that helps them; ``inf`` where there is no such way.
    exists
        Shape ``(n,)``: whether somebody could help them, however far, open or not.
    is_estimate
        Shape ``(n,)``: whether one of the two budgets rests on a time that no network gave, either
        leg counting; where neither is reached, whether any time from there does.
    """

    direct_s: Times32
    through_s: Times32
    exists: Flags
    is_estimate: Flags


def doors(
    survey: Survey,
    *,
    competent: Flags,
    sends_on: Flags,
    served: Flags,
    available: Flags | None = None,
) -> Doors:
    """
    Find the least budgets that lead to help: straight there, or through a first door.

    Parameters
    ----------
    survey
        ``n`` people, ``m`` places and the times between them.
    competent
        Shape ``(m,)``: which places help with the need, from
        `geo.access.eligibility.competent`.
    sends_on
        Shape ``(m,)``: which can be a first door, from `geo.access.eligibility.sends_on`. One
        that is competent itself is none: whoever is there is helped.
    served
        Shape ``(n, m)``: which may serve whom, from `geo.access.eligibility.served`.
    available
        Shape ``(m,)`` or ``(n, m)``: which may be gone to at all (open, accessible…), as either
        door; all of them by default.

    Returns
    -------
    doors
        Budgets in seconds.

    Raises
    ------
    InputError
        If a shape is not as above.

    Notes
    -----
    Contract: pure; the order of places is irrelevant; one more place, competence or first door
    never raises the lesser of the two budgets. Each leg is timed the way it is travelled, the
    second from the first door. No waiting, no visit and no way back is counted.

    The definition is that of the Île-de-France strategy of 2019: « trouver le bon interlocuteur
    près de chez lui sans franchir plus de 2 portes ».
    """
    _check(survey, competent=competent, sends_on=sends_on, served=served, available=available)
    times = survey.times
    usable = served if available is None else served & available
    helping = np.flatnonzero(competent)
    first = np.flatnonzero(sends_on & ~competent)
    direct, its_place = _least(_to(times.to_place_s, usable, helping))
    ways = np.ix_(first, helping)
    onward_s, estimated, group = _second_legs(
        times.onward_s[ways], times.onward_is_estimate[ways], usable[:, helping]
    )
    through, its_first = _least(np.maximum(_to(times.to_place_s, usable, first), onward_s[group]))
    known = np.isfinite(direct), np.isfinite(through)
    by_one = _at(times.is_estimate, helping, its_place)
    by_two = _at(times.is_estimate, first, its_first)
    by_two |= _at(estimated[group], np.arange(len(first)), its_first)
    either = (known[0] & by_one) | (known[1] & by_two)
    return Doors(
        direct_s=direct,
        through_s=through,
        exists=np.asarray((served & competent).any(axis=1)),
        is_estimate=np.where(known[0] | known[1], either, times.is_estimate.any(axis=1)),
    )


def outcomes(found: Doors, budget_s: float) -> NDArray[np.int8]:
    """
    Say how many doors people push with a budget for each leg.

    Parameters
    ----------
    found
        From `doors`.
    budget_s
        Seconds, inclusive.

    Returns
    -------
    outcomes
        Shape ``(n,)``: position in `RESULTATS`.

    Raises
    ------
    InputError
        If the budget is no finite time.

    Notes
    -----
    Contract: pure; a larger budget never gives a worse outcome.
    """
    if not 0 <= budget_s < np.inf:
        raise InputError(f"needed a budget >= 0 s, got {budget_s}.")
    met = [found.direct_s <= budget_s, found.through_s <= budget_s, found.exists]
    return np.select(met, [UNE, DEUX, PLUS], default=AUCUNE).astype(np.int8)


def _check(survey: Survey, **flags: Flags | None) -> None:
    people, places = survey.times.to_place_s.shape
    either = {(places,), (people, places)}
    wanted = {"served": {(people, places)}, "available": either}
    for name, given in flags.items():
        shapes = wanted.get(name, {(places,)})
        if given is not None and given.shape not in shapes:
            raise InputError(f"{name}: needed a flag for each of {shapes}, got {given.shape}.")


def _to(to_place_s: Times32, usable: Flags, places: NDArray[np.intp]) -> Times32:
    """Give times to some places, never where one may not be gone to."""
    return np.where(usable[:, places], to_place_s[:, places], NEVER)


def _least(times_s: Times32) -> tuple[Times32, NDArray[np.intp]]:
    """Give the least of each row, and where it stands; ``inf`` and 0 in a row of nothing."""
    if not times_s.shape[1]:
        return np.full(len(times_s), NEVER), np.zeros(len(times_s), dtype=np.intp)
    column = times_s.argmin(axis=1)
    return times_s[np.arange(len(times_s)), column], column


def _at(flags: Flags, places: NDArray[np.intp], column: NDArray[np.intp]) -> Flags:
    """Tell the flags of the places that were found; false where there were none."""
    if not len(places):
        return np.zeros(len(column), dtype=np.bool_)
    return flags[np.arange(len(column)), places[column]]


def _second_legs(
    onward_s: Times32, is_estimate: Flags, usable: Flags
) -> tuple[Times32, Flags, NDArray[np.intp]]:
    """
    Give the time from each first door to the nearest place that helps, and if it is an estimate.

    From times and flags ``(first, helping)`` and flags ``(n, helping)``, shape ``(groups, first)``,
    and the group of each person: those whom the same places may help share them.
    """
    for_all = usable.all(axis=0)
    common = _nearest(onward_s[:, for_all], is_estimate[:, for_all])
    groups, member = _distinct_rows(usable[:, ~for_all])
    only_s, only_is_estimate = onward_s[:, ~for_all], is_estimate[:, ~for_all]
    times_s = np.empty((len(groups), len(onward_s)), dtype=np.float32)
    estimated = np.empty(times_s.shape, dtype=np.bool_)
    for row, group in enumerate(groups):
        own = _nearest(only_s[:, group], only_is_estimate[:, group])
        sooner = own[0] < common[0]
        times_s[row] = np.where(sooner, own[0], common[0])
        estimated[row] = np.where(sooner, own[1], common[1])
    return times_s, estimated, member


def _nearest(times_s: Times32, is_estimate: Flags) -> tuple[Times32, Flags]:
    """Give the least of each row, and whether it is an estimate."""
    least_s, column = _least(times_s)
    return least_s, _at(is_estimate, np.arange(times_s.shape[1]), column)


def _distinct_rows(flags: Flags) -> tuple[Flags, NDArray[np.intp]]:
    """Give the distinct rows, and which of them each row is."""
    if not flags.shape[1]:
        return flags[:1], np.zeros(len(flags), dtype=np.intp)
    packed = np.packbits(flags, axis=1)
    as_one = np.ascontiguousarray(packed).view(f"V{packed.shape[1]}").ravel()
    _, kept, member = np.unique(as_one, return_index=True, return_inverse=True)
    return flags[kept], member
