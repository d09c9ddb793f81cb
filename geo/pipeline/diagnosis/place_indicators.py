"""Indicators of residents and places: how many, of which réseaux, what is known of them."""

from datetime import date

import numpy as np
import pandas as pd

from geo.access.inventory import active_reseaux, months_old
from geo.access.inventory_report import Inventory
from geo.domain.fraicheur import is_to_confirm
from geo.domain.point_accueil import AccessibilitePmr
from geo.pipeline.diagnosis.ground import BASSIN, REGION, Ground
from geo.pipeline.diagnosis.layout import TERRITORY, WHOLE, laid_out, territory_index


def place_indicators(ground: Ground, inventory: Inventory, on: date) -> list[pd.DataFrame]:
    """
    Tell residents and places of each territory.

    Parameters
    ----------
    ground
        Territories.
    inventory
        Places of the store, by bassin.
    on
        The day records are read.

    Returns
    -------
    indicators
        One after the other, as of `geo.pipeline.diagnosis.layout.laid_out`. A place that stands in
        no bassin counts for the region.
    """
    territories = territory_index(ground)
    residents = pd.Series([float(one.population) for one in ground.territories], index=territories)
    found = _found(ground, inventory)
    people = np.repeat(residents.to_numpy(), len(found) // len(residents))
    rate: pd.Series[float] = 100_000 * found / np.where(people > 0, people, np.nan)
    members = _members(ground, inventory.places)
    ages = _ages(members, on).groupby([members[name] for name in TERRITORY]).median()
    return [
        laid_out("habitants", residents),
        laid_out("points_accueil", found),
        laid_out("points_pour_100000", rate),
        laid_out("reseaux_actifs", _active(ground, inventory)),
        *(laid_out(str(code), count) for code, count in _facts(members, on, territories).items()),
        laid_out("age_median_mois", ages.reindex(territories)),
    ]


def _found(ground: Ground, inventory: Inventory) -> "pd.Series[float]":
    """Count places by territory and réseau, all réseaux together first."""
    bassins = inventory.found.reindex(ground.bassins.index, fill_value=0)
    counts = pd.concat([bassins, _whole(inventory)]).astype(float)
    codes = [WHOLE, *counts.columns]
    values = np.column_stack((counts.sum(axis=1), counts))
    index = pd.MultiIndex.from_tuples(
        [(one.kind, one.code, code) for one in ground.territories for code in codes],
        names=[*TERRITORY, "reseau"],
    )
    return pd.Series(values.ravel(), index=index)


def _active(ground: Ground, inventory: Inventory) -> "pd.Series[float]":
    """Count réseaux that have a place, members and associates."""
    bassins = inventory.active["doors"].reindex(ground.bassins.index, fill_value=0)
    whole = active_reseaux(_whole(inventory), inventory.reseaux)["doors"]
    return pd.Series([*bassins, *whole], index=territory_index(ground), dtype=float)


def _whole(inventory: Inventory) -> pd.DataFrame:
    """Count the places of each réseau in the whole region, those in no bassin included."""
    return inventory.found.sum().to_frame().T


def _members(ground: Ground, places: pd.DataFrame) -> pd.DataFrame:
    """List places with each territory that they are in: a bassin, and the region."""
    inside = places[places["part"].isin(ground.bassins.index)]
    both = [
        inside.assign(territory_type=BASSIN, territory_code=inside["part"]),
        places.assign(territory_type=REGION, territory_code=ground.region_code),
    ]
    return pd.concat(both, ignore_index=True)


def _facts(members: pd.DataFrame, on: date, territories: pd.MultiIndex) -> pd.DataFrame:
    """Count the places of which something is true, by territory; labels where some are known."""
    pmr = members["accessibilite_pmr"]
    old = [is_to_confirm(None if pd.isna(day) else day, today=on) for day in members["date_maj"]]
    told = pd.DataFrame(
        {
            "points_labellises": members["labelled"],
            "points_horaires_connus": members["horaires"].notna(),
            "points_pmr_oui": pmr == AccessibilitePmr.OUI.value,
            "points_pmr_inconnue": pmr == AccessibilitePmr.INCONNUE.value,
            "points_a_confirmer": pd.Series(old, index=members.index, dtype=bool),
        }
    ).astype(float)
    counts = told.groupby([members[name] for name in TERRITORY]).sum()
    counts = counts.reindex(territories, fill_value=0)
    if members["label"].isna().all():
        counts["points_labellises"] = np.nan
    return counts


def _ages(members: pd.DataFrame, on: date) -> "pd.Series[float]":
    """Give the age of each record; missing where it has no date."""
    told = [months_old(day, today=on) for day in members["date_maj"]]
    return pd.Series(told, index=members.index, dtype=float)
