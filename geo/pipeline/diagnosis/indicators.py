"""Every indicator of the catalogue for each territory, from the tables of a diagnosis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.access.inventory_report import Inventory
from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.domain.indicateur import INDICATEURS
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.pipeline.diagnosis.ground import Ground
from geo.pipeline.diagnosis.layout import full_index, laid_out
from geo.pipeline.diagnosis.place_indicators import place_indicators
from geo.tables import INDICATOR_COLUMNS

NEED = {
    "profile": [profil.value for profil in Profil],
    "mission": [mission.value for mission in Mission],
}
"""Every public and need, in the order to show."""

DURATIONS = {
    "duree_mediane_s": "median_s", "duree_9e_decile_s": "p90_s", "gini_duree": "gini"
}  # fmt: skip
"""Indicator, and column of the equity table that it is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """
    What indicators are read from.

    Attributes
    ----------
    inventory, coverage, needs, doors, equity
        As of `geo.diagnostics.findings.Findings`.
    """

    inventory: Inventory
    coverage: pd.DataFrame
    needs: pd.DataFrame
    doors: pd.DataFrame
    equity: pd.DataFrame


def indicator_table(
    ground: Ground, tables: Tables, *, on: date, trial_modes: Sequence[str]
) -> pd.DataFrame:
    """
    Give every indicator of every territory.

    Parameters
    ----------
    ground
        Territories, modes and thresholds.
    tables
        What indicators are read from.
    on
        The day the figures speak of.
    trial_modes
        Modes whose network may not be published.

    Returns
    -------
    indicators
        `geo.tables.INDICATOR_COLUMNS`, in the order of the catalogue, of `Ground.territories`, then
        of the dimensions. Every combination of the dimensions of an indicator has a row: what
        nobody knows is missing, not absent.

    Notes
    -----
    Contract: pure; each value is the figure of the table that it is read from.
    """
    found = [
        *place_indicators(ground, tables.inventory, on),
        *_durations(ground, tables.equity),
        *_coverage(ground, tables.coverage),
        *_needs(ground, tables.needs),
        *_doors(ground, tables.doors),
    ]
    rank = {one.code: number for number, one in enumerate(INDICATEURS)}
    ordered = sorted(found, key=lambda frame: rank[frame["indicator"].iloc[0]])
    table = pd.concat(ordered, ignore_index=True)
    shown = ~table["mode"].isin(list(trial_modes))
    return table.assign(publiable=shown).loc[:, list(INDICATOR_COLUMNS)]


def _durations(ground: Ground, equity: pd.DataFrame) -> list[pd.DataFrame]:
    """Tell times, and how unequal they are."""
    told = _looked_up(equity, full_index(ground, {"mode": ground.modes}))
    return [laid_out(code, told[column], told["is_estimate"]) for code, column in DURATIONS.items()]


def _coverage(ground: Ground, coverage: pd.DataFrame) -> list[pd.DataFrame]:
    """Tell residents near each réseau that is a door, though the directory have no place of it."""
    doors = ground.reseaux.index[ground.reseaux["is_door"].to_numpy(dtype=bool)]
    told = _at_cutoffs(ground, coverage, {"reseau": [ALL_RESEAUX, *doors]})
    near, estimate = told["covered_population"], told["is_estimate"]
    return [
        laid_out("part_couverte", _share(near, told["population"]), estimate),
        laid_out("habitants_hors_portee", told["population"] - near, estimate),
    ]


def _needs(ground: Ground, needs: pd.DataFrame) -> list[pd.DataFrame]:
    """Tell residents helped at a place, and from afar, which is the same by all modes."""
    form = needs["form"]
    there = _at_cutoffs(ground, needs[form == Forme.PHYSIQUE.value], NEED)
    once = needs[(form == Forme.A_DISTANCE.value) & (needs["mode"] == ground.modes[0])]
    afar = _looked_up(once, full_index(ground, NEED))
    near = _share(there["covered_population"], there["population"])
    return [
        laid_out("part_aidee_sur_place", near, there["is_estimate"]),
        laid_out("part_aidee_a_distance", _share(afar["covered_population"], afar["population"])),
    ]


def _doors(ground: Ground, doors: pd.DataFrame) -> list[pd.DataFrame]:
    """Tell residents by how many doors they push."""
    told = _at_cutoffs(ground, doors, NEED)
    at_most_two = told["one_door"] + told["two_doors"]
    residents = at_most_two + told["beyond"] + told["nobody"]
    estimate = told["is_estimate"]
    return [
        laid_out("part_une_porte", _share(told["one_door"], residents), estimate),
        laid_out("part_deux_portes", _share(at_most_two, residents), estimate),
        laid_out("habitants_deux_portes", at_most_two, estimate),
        laid_out("habitants_sans_reponse", told["nobody"], estimate),
    ]


def _at_cutoffs(
    ground: Ground, table: pd.DataFrame, dimensions: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Give a row for each territory, dimension and mode, at the cut-off of each."""
    told = _looked_up(table, full_index(ground, {**dimensions, "mode": ground.modes}))
    cutoffs = [ground.cutoffs_s[mode] for mode in told.index.get_level_values("mode")]
    return told.assign(cutoff_s=cutoffs).set_index("cutoff_s", append=True)


def _looked_up(table: pd.DataFrame, wanted: pd.MultiIndex) -> pd.DataFrame:
    """Give the row of a table for each that is wanted; missing where it has none."""
    told = table.set_index(list(wanted.names)).reindex(wanted)
    return told.assign(is_estimate=told["is_estimate"].eq(other=True))


def _share(people: "pd.Series[float]", residents: "pd.Series[float]") -> "pd.Series[float]":
    """Divide by residents; missing where nobody lives."""
    return people / residents.where(residents > 0)
