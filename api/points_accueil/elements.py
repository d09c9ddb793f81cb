"""From a row of the directory to what is answered, at an instant and from a position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.answers import Element
from geo.crs import COORDINATE_DECIMALS
from geo.domain.fraicheur import is_to_confirm
from geo.domain.horaires import Ouvert, opening_at
from geo.domain.rattachement import rattachement
from geo.network.estimate import Mode

DISTANCE_DECIMALS = 1


def to_element(
    columns: Sequence[str], row: Sequence[Any], *, instant: datetime, now: datetime
) -> Element:
    """
    Say what is known of a place.

    Parameters
    ----------
    columns, row
        From the store.
    instant
        When the person would come.
    now
        When they ask.

    Returns
    -------
    element
        Columns, ``ouvert``, ``prochain_changement``, ``prochain_etat``, ``a_confirmer``.
    """
    element = dict(zip(columns, row, strict=True))
    element["lon"] = round(element["lon"], COORDINATE_DECIMALS)
    element["lat"] = round(element["lat"], COORDINATE_DECIMALS)
    opening = opening_at(element["horaires"], element["horaires_reserves"], instant)
    element["ouvert"] = opening.ouvert
    element["prochain_changement"] = opening.prochain_changement
    element["prochain_etat"] = opening.prochain_etat
    element["a_confirmer"] = is_to_confirm(element["date_maj"], today=now.date())
    return element


def to_near_element(element: Element, mode: Mode, *, s_per_m: float) -> Element:
    """
    Say what is known of a place from where a person stands.

    Parameters
    ----------
    element
        From `to_element`, with ``distance_m`` and ``codes_ici``; changed in place.
    mode
        How they travel.
    s_per_m
        Estimated seconds for a metre of straight line.

    Returns
    -------
    element
        The same, with ``duree_s``, ``mode``, ``estime``, ``rattachement``.
    """
    codes_here = element.pop("codes_ici") or ()
    distance_m = element["distance_m"]
    element["distance_m"] = round(distance_m, DISTANCE_DECIMALS)
    element["duree_s"] = round(distance_m * s_per_m)
    element["mode"] = mode
    element["estime"] = True
    element["rattachement"] = rattachement(element["zone_competence"], codes_here)
    return element


@dataclass(frozen=True, slots=True)
class Opened:
    """
    Places that pass a filter on opening.

    Attributes
    ----------
    rows
        In the order received.
    left_out
        How many were dropped because nothing is known of their opening.
    outside
        How many were dropped because they serve other communes.
    """

    rows: list[Sequence[Any]]
    left_out: int
    outside: int = 0


def keep_open(
    rows: Sequence[Sequence[Any]],
    *,
    instant: datetime,
    with_unknown: bool,
    at_most: int | None = None,
    outside: int | None = None,
) -> Opened:
    """
    Keep the places that are open.

    Parameters
    ----------
    rows
        Beginning with ``id, horaires, horaires_reserves``.
    instant
        When the person would come.
    with_unknown
        Whether a place of which nothing is known passes.
    at_most
        Where to stop; rows beyond are neither kept nor counted.
    outside
        Where a row says that the place serves other communes: it is dropped, and counted
        as such if it would have passed.

    Returns
    -------
    opened
        What passes, and how many were left out.
    """
    kept: list[Sequence[Any]] = []
    left_out = elsewhere = 0
    passing = {Ouvert.OUI, Ouvert.INCONNU} if with_unknown else {Ouvert.OUI}
    for row, ouvert in _states(rows, instant):
        if outside is not None and row[outside]:
            elsewhere += ouvert in passing
        elif ouvert in passing:
            kept.append(row)
            if len(kept) == at_most:
                break
        elif ouvert is Ouvert.INCONNU:
            left_out += 1
    return Opened(kept, left_out, elsewhere)


def _states(
    rows: Sequence[Sequence[Any]], instant: datetime
) -> Iterator[tuple[Sequence[Any], Ouvert]]:
    for row in rows:
        yield row, opening_at(row[1], row[2], instant).ouvert
