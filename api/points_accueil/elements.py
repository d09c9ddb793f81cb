"""From a row of the directory to what is answered, at an instant and from a position."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from api.answers import Element
from api.points_accueil.opening import opening
from api.ways import Way, to_members
from geo.crs import COORDINATE_DECIMALS
from geo.domain.fraicheur import is_to_confirm
from geo.domain.rattachement import rattachement
from geo.network.estimate import Mode


def to_element(
    columns: Sequence[str], row: Sequence[Any], *, instant: datetime | None, now: datetime
) -> Element:
    """
    Say what is known of a place.

    Parameters
    ----------
    columns, row
        From the store.
    instant
        When the person would come; None where it is not known.
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
    said = opening(element["horaires"], element["horaires_reserves"], instant)
    element["ouvert"] = said.ouvert
    element["prochain_changement"] = said.prochain_changement
    element["prochain_etat"] = said.prochain_etat
    element["a_confirmer"] = is_to_confirm(element["date_maj"], today=now.date())
    return element


def to_near_element(
    element: Element, way: Way, mode: Mode, *, codes_here: Sequence[str]
) -> Element:
    """
    Say what is known of a place from where a person stands.

    Parameters
    ----------
    element
        From `to_element`; changed in place.
    way
        How it is reached.
    mode
        How they travel.
    codes_here
        Codes of what holds their position; empty where no commune is known.

    Returns
    -------
    element
        The same, with ``distance_m``, ``duree_s``, ``mode``, ``estime``, ``publiable``,
        ``surface_inconnue``, ``rattachement``.
    """
    element["mode"] = mode
    element |= to_members(way)
    element["rattachement"] = rattachement(element["zone_competence"], codes_here)
    return element
