"""What changed from one diagnostic to another: indicators side by side, which way is better."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from geo.diagnostics.findings import MAIN_NEED
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.dossier import TypeTerritoire
from geo.domain.indicateur import INDICATEURS, Sens, find_indicateur
from geo.domain.profil import Profil
from geo.domain.unite import Unite, in_french
from geo.tables import INDICATOR_COLUMNS, check_columns

KEY = (
    "indicator", "territory_type", "territory_code", "reseau", "profile", "mission", "mode",
    "cutoff_s",
)  # fmt: skip
"""What names a figure."""

_TERRITORY = ("territory_type", "territory_code")

COMPARISON_COLUMNS = (
    *KEY, "before", "after", "change", "is_better", "why", "in_before", "in_after", "is_estimate",
    "publiable",
)  # fmt: skip
"""
A row a figure of either run: ``before`` and ``after`` (missing where nobody knew, or the run has no
such figure: ``in_before``, ``in_after``); ``change`` is after less before; ``is_better`` is True or
False, None where it did not change, nobody knows, no way is better, or it cannot be told alone:
``why``, in French, else empty. ``is_estimate`` of one at least, ``publiable`` of both.
"""

SHARED = frozenset(
    {"points_horaires_connus", "points_pmr_oui", "points_pmr_inconnue", "points_a_confirmer"}
)
"""Counts among places: better or worse only where their share of the places is so too."""

WITH_PLACES = "à lire avec le nombre de points"
WITH_TIMES = "à lire avec les durées"

_READ = str.maketrans({",": ".", "\N{MINUS SIGN}": "-"})

_ORDER = {indicateur.code: rank for rank, indicateur in enumerate(INDICATEURS)}


def compare_indicators(
    before: pd.DataFrame, after: pd.DataFrame, *, apart: Mapping[str, str] = MappingProxyType({})
) -> pd.DataFrame:
    """
    Put the indicators of two runs side by side.

    Parameters
    ----------
    before, after
        `geo.tables.INDICATOR_COLUMNS`.
    apart
        By code: why an indicator is not called better or worse, as of
        `geo.diagnostics.circumstances.not_judged`.

    Returns
    -------
    comparison
        `COMPARISON_COLUMNS`, every figure of either run once: in the order of the catalogue, the
        region before its bassins.

    Raises
    ------
    MissingColumnError
        If a column is absent.
    NotFoundError
        If an indicator is not in the catalogue.

    Notes
    -----
    Contract: pure; the order of rows is irrelevant. A run compared with itself changes nothing;
    the other way round, changes have the other sign and what was better is worse. A count among
    places (`SHARED`) is judged where its share of the places moved the same way, and the inequality
    of times where no time moved the other way: fewer doors are no progress.
    """
    for table, name in ((before, "indicators before"), (after, "indicators after")):
        check_columns(table, INDICATOR_COLUMNS, name=name)
    sides = (_side(before, "before"), _side(after, "after"))
    told = sides[0].merge(sides[1], how="outer", on=list(KEY))
    for name in ("in_before", "in_after"):
        told[name] = told[name].eq(True)  # noqa: FBT003 - missing is absent
    told["change"] = told["after"] - told["before"]
    told["is_estimate"] = _either(told, "is_estimate", value=True)
    told["publiable"] = ~_either(told, "publiable", value=False)
    told["why"] = _why_not(told, apart)
    told["is_better"] = _is_better(told)
    rank = told["indicator"].map(_ORDER)
    region = told["territory_type"] != TypeTerritoire.REGION.value
    ordered = told.assign(_rank=rank, _region=region).sort_values(["_rank", "_region", *KEY[1:]])
    return ordered[list(COMPARISON_COLUMNS)].reset_index(drop=True)


def is_lead(table: pd.DataFrame) -> "pd.Series[bool]":
    """
    Tell the figures to look at first: of every réseau, of everyone, of the main need.

    Parameters
    ----------
    table
        Columns ``reseau, profile, mission``.

    Returns
    -------
    lead
        Indexed like the table.
    """
    everyone = table["profile"].isin([ALL_RESEAUX, Profil.TOUT_PUBLIC.value])
    main = table["mission"].isin([ALL_RESEAUX, MAIN_NEED])
    lead: pd.Series[bool] = everyone & main & (table["reseau"] == ALL_RESEAUX)
    return lead


def has_changed(comparison: pd.DataFrame) -> "pd.Series[bool]":
    """
    Tell the figures that changed enough to be read as different, appeared or went.

    Parameters
    ----------
    comparison
        By `compare_indicators`.

    Returns
    -------
    changed
        Indexed like it. A figure that nobody knew and that nobody knows did not change.
    """
    known = comparison["before"].notna() != comparison["after"].notna()
    moved = comparison["change"].abs() > 0
    values = comparison[["indicator", "before", "after"]].itertuples(index=False, name=None)
    changed = [
        appeared or (differs and _is_read_otherwise(*value))
        for appeared, differs, value in zip(known, moved, values, strict=True)
    ]
    return pd.Series(changed, index=comparison.index, dtype=bool)


def _is_read_otherwise(code: str, before: float, after: float) -> bool:
    unite = find_indicateur(code).unite
    return as_read(before, unite) != as_read(after, unite)


def as_read(value: float, unite: Unite) -> Decimal:
    """
    Give the number that people read.

    Parameters
    ----------
    value
        A number that is known.
    unite
        What it is counted in.

    Returns
    -------
    number
        Minutes for a duration, per cent for a share, rounded as `geo.domain.unite.in_french` does.

    Examples
    --------
    >>> as_read(61.0, Unite.SECONDES)
    Decimal('2')
    """
    words = in_french(value, unite).translate(_READ)
    return Decimal("".join(letter for letter in words if letter in "0123456789.-"))


def change_in_french(before: float, after: float, unite: Unite) -> str:
    """
    Write a change with its sign.

    Parameters
    ----------
    before, after
        Figures; missing where nobody knows.
    unite
        Of both.

    Returns
    -------
    words
        As « +1,5 point »: the difference of the two numbers as they are read, so that the three
        agree; empty where one is not known.

    Examples
    --------
    >>> change_in_french(61.0, 180.0, Unite.SECONDES).replace("\N{NO-BREAK SPACE}", " ")
    '+1 min'
    """
    if np.isnan(before) or np.isnan(after):
        return ""
    change = as_read(after, unite) - as_read(before, unite)
    if unite is Unite.PART:
        return in_french(float(change / 100), Unite.POINTS)
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    size = abs(change) * 60 if unite is Unite.SECONDES else abs(change)
    return f"{sign}{in_french(float(size), unite)}"


def appreciation(row: Mapping[Hashable, Any]) -> str:
    """
    Say what a change is worth.

    Parameters
    ----------
    row
        Of `compare_indicators`.

    Returns
    -------
    words
        Better, worse or neither, or why that is not said; or that one of the figures is not known,
        or was not asked.
    """
    if not row["in_before"]:
        return "nouveau"
    if not row["in_after"]:
        return "n’est plus demandé"
    if pd.isna(row["before"]):
        return "non renseigné avant"
    if pd.isna(row["after"]):
        return "non renseigné à présent"
    if row["is_better"] is None and row["why"]:
        return str(row["why"])
    return {True: "mieux", False: "moins bien", None: "ni mieux ni moins bien"}[row["is_better"]]


def _side(table: pd.DataFrame, name: str) -> pd.DataFrame:
    told = table[list(KEY)].astype({"cutoff_s": "int64"})
    told[name] = table["value"].astype("float64")
    told[f"in_{name}"] = True
    for one in ("is_estimate", "publiable"):
        told[f"{one}_{name}"] = table[one].astype(object)
    return told


def _either(told: pd.DataFrame, name: str, *, value: bool) -> "pd.Series[bool]":
    """Tell whether one of the two is so; a figure that is not there is not."""
    return told[f"{name}_before"].eq(value) | told[f"{name}_after"].eq(value)


def _is_better(told: pd.DataFrame) -> "pd.Series[Any]":
    """Tell whether changes are for the better."""
    ways = {Sens.PLUS: 1, Sens.MOINS: -1, Sens.NEUTRE: 0}
    way = told["indicator"].map(lambda code: ways[find_indicateur(code).sens])
    gain = np.nan_to_num((way * told["change"]).to_numpy(dtype=np.float64))
    judged = [
        None if one == 0 or why else one > 0
        for one, why in zip(gain.tolist(), told["why"], strict=True)
    ]
    return pd.Series(judged, index=told.index, dtype=object)


def _why_not(told: pd.DataFrame, apart: Mapping[str, str]) -> "pd.Series[str]":
    """Say why changes are called neither better nor worse, where one alone says too little."""
    why = told["indicator"].map(lambda code: apart.get(code, ""))
    alone = why == ""
    why[alone & told["indicator"].isin(SHARED) & ~_share_agrees(told)] = WITH_PLACES
    why[alone & (told["indicator"] == "gini_duree") & _times_oppose(told)] = WITH_TIMES
    return why


def _share_agrees(told: pd.DataFrame) -> "pd.Series[bool]":
    """Tell whether the share of the places of a territory moved as the count did."""
    every = told[(told["indicator"] == "points_accueil") & (told["reseau"] == ALL_RESEAUX)]
    places = told[list(_TERRITORY)].merge(
        every[[*_TERRITORY, "before", "after"]], how="left", on=list(_TERRITORY)
    )
    places = places.set_axis(told.index).replace({"before": 0, "after": 0}, np.nan)
    moved = told["after"] / places["after"] - told["before"] / places["before"]
    agrees: pd.Series[bool] = np.sign(moved) == np.sign(told["change"])
    return agrees


def _times_oppose(told: pd.DataFrame) -> "pd.Series[bool]":
    """Tell whether the median or the 9th decile moved the other way, or is not known."""
    opposed = pd.Series(data=False, index=told.index)
    where = [*_TERRITORY, "mode"]
    for name in ("duree_mediane_s", "duree_9e_decile_s"):
        times = told.loc[told["indicator"] == name, [*where, "change"]]
        beside = told[where].merge(times.assign(there=True), how="left", on=where)
        beside = beside.set_axis(told.index)
        against = beside["change"].isna() | (beside["change"] * told["change"] < 0)
        opposed |= beside["there"].notna() & against
    return opposed
