"""An inventory of places and réseaux: what there is, by part of the territory, and what lacks."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inventory:
    """
    What there is, and what is lacking.

    Attributes
    ----------
    places
        `geo.access.inventory.PLACE_COLUMNS` and all that the directory says beside; ``standing``
        is the commune each stands in, ``labelled`` whether it holds a label.
    reseaux
        `geo.access.inventory.RESEAU_COLUMNS`.
    found, labelled
        Places by part and réseau, and those of them that hold a label.
    active, absences, groups, ages, reconciliation
        By the functions of `geo.access.inventory`.
    set_aside
        Records that were not published for want of a position or of being readable, so that some
        of the missing are known: columns ``id_source, motif, detail``.
    is_compared
        Whether totals announced speak of this territory.
    names
        Names of the parts, by code.
    territory
        What the whole is called.
    """

    places: pd.DataFrame
    reseaux: pd.DataFrame
    found: pd.DataFrame
    labelled: pd.DataFrame
    active: pd.DataFrame
    absences: pd.DataFrame
    groups: pd.DataFrame
    ages: pd.DataFrame
    reconciliation: pd.DataFrame
    set_aside: pd.DataFrame
    is_compared: bool
    names: Mapping[str, str]
    territory: str
