"""Which places pass: open when one comes, and serving where one stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from geo.domain.horaires import Ouvert, Ouverture, opening_at

Item = TypeVar("Item")


class Candidate(NamedTuple, Generic[Item]):
    """
    A place in its rank.

    Attributes
    ----------
    item
        Whatever stands for it.
    hors_zone
        Whether it serves other communes.
    ouvert
        Whether it is open when one comes; None where nobody asked.
    """

    item: Item
    hors_zone: bool = False
    ouvert: Ouvert | None = None


@dataclass(frozen=True, slots=True)
class Taken(Generic[Item]):
    """
    Places that pass.

    Attributes
    ----------
    items
        In the order received.
    left_out
        How many were dropped because nothing is known of their opening.
    outside
        How many were dropped because they serve other communes, and would have passed.
    """

    items: list[Item]
    left_out: int = 0
    outside: int = 0


def passing(*, with_unknown: bool) -> frozenset[Ouvert]:
    """
    Say which states of opening pass a filter on it.

    Parameters
    ----------
    with_unknown
        Whether a place of which nothing is known passes.

    Returns
    -------
    states
        For `take`.
    """
    return frozenset({Ouvert.OUI, Ouvert.INCONNU} if with_unknown else {Ouvert.OUI})


def take(
    candidates: Iterable[Candidate[Item]],
    states: Collection[Ouvert] | None,
    *,
    at_most: int | None = None,
) -> Taken[Item]:
    """
    Take the first places that pass.

    Parameters
    ----------
    candidates
        In order; none is looked at once `at_most` have passed.
    states
        From `passing`; None where there is no filter on opening.
    at_most
        Where to stop; those beyond are neither kept nor counted.

    Returns
    -------
    taken
        What passes, and how many were left out.
    """
    items: list[Item] = []
    left_out = outside = 0
    for candidate in candidates:
        passes = states is None or candidate.ouvert in states
        if candidate.hors_zone:
            outside += passes
        elif passes:
            items.append(candidate.item)
            if len(items) == at_most:
                break
        elif candidate.ouvert is Ouvert.INCONNU:
            left_out += 1
    return Taken(items, left_out, outside)


def opening(horaires: str | None, reserves: Collection[str], instant: datetime | None) -> Ouverture:
    """
    Say whether a place is open when one comes.

    Parameters
    ----------
    horaires, reserves
        Of its record.
    instant
        When one comes; None where it is not known.

    Returns
    -------
    ouverture
        ``INCONNU`` where the instant is.
    """
    if instant is None:
        return Ouverture(Ouvert.INCONNU)
    return opening_at(horaires, reserves, instant)
