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
        Shape ``(n,)``: whether one of the two budgets rests on a time that no network gave; where
        neither is reached, whether any time from there does.
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
    onward = _second_legs(times.onward_s[np.ix_(first, helping)], usable[:, helping])
    through, its_first = _least(np.maximum(_to(times.to_place_s, usable, first), onward))
    known = np.isfinite(direct), np.isfinite(through)
    estimates = _at(times.is_estimate, helping, its_place), _at(times.is_estimate, first, its_first)
    either = (known[0] & estimates[0]) | (known[1] & estimates[1])
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


def _second_legs(onward_s: Times32, usable: Flags) -> Times32:
    """
    Give the time of everyone from each first door to the nearest place that helps them.

    From times ``(first, helping)`` and flags ``(n, helping)``, shape ``(n, first)``. People whom
    the same places may help share them: they are worked out once a group.
    """
    for_all = usable.all(axis=0)
    common = onward_s[:, for_all].min(axis=1, initial=NEVER)
    groups, member = _distinct_rows(usable[:, ~for_all])
    only_some = onward_s[:, ~for_all]
    rows = [np.minimum(common, only_some[:, group].min(axis=1, initial=NEVER)) for group in groups]
    return np.array(rows, dtype=np.float32).reshape(len(groups), len(common))[member]


def _distinct_rows(flags: Flags) -> tuple[Flags, NDArray[np.intp]]:
    """Give the distinct rows, and which of them each row is."""
    if not flags.shape[1]:
        return flags[:1], np.zeros(len(flags), dtype=np.intp)
    packed = np.packbits(flags, axis=1)
    as_one = np.ascontiguousarray(packed).view(f"V{packed.shape[1]}").ravel()
    _, kept, member = np.unique(as_one, return_index=True, return_inverse=True)
    return flags[kept], member
