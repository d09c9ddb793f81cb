"""What changed from one diagnostic to another: indicators side by side, and which way is better."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geo.diagnostics.findings import MAIN_NEED
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.dossier import TypeTerritoire
from geo.domain.indicateur import INDICATEURS, Sens, find_indicateur
from geo.domain.profil import Profil
from geo.domain.run import Run
from geo.domain.unite import Unite, in_french
from geo.tables import INDICATOR_COLUMNS, check_columns

KEY = (
    "indicator", "territory_type", "territory_code", "reseau", "profile", "mission", "mode",
    "cutoff_s",
)  # fmt: skip
"""What names a figure."""

COMPARISON_COLUMNS = (*KEY, "before", "after", "change", "is_better", "in_before", "in_after")
"""
A row a figure of either run: ``before`` and ``after`` (missing where nobody knew, or the run has no
such figure: ``in_before``, ``in_after``); ``change`` is after less before; ``is_better`` is True or
False, None where it did not change, nobody knows, or no way is better.
"""

VISIBLE: Mapping[Unite, float] = {
    Unite.NOMBRE: 0.5,
    Unite.DECIMAL: 0.05,
    Unite.INDICE: 0.0005,
    Unite.PART: 0.0005,
    Unite.SECONDES: 30.0,
    Unite.MOIS: 0.5,
}
"""Changes below this, half of the last digit that is written, are not told in documents."""

_ORDER = {indicateur.code: rank for rank, indicateur in enumerate(INDICATEURS)}


def compare_indicators(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """
    Put the indicators of two runs side by side.

    Parameters
    ----------
    before, after
        `geo.tables.INDICATOR_COLUMNS`.

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
    the other way round, changes have the other sign and what was better is worse.
    """
    for table, name in ((before, "indicators before"), (after, "indicators after")):
        check_columns(table, INDICATOR_COLUMNS, name=name)
    sides = (_side(before, "before"), _side(after, "after"))
    told = sides[0].merge(sides[1], how="outer", on=list(KEY))
    for name in ("in_before", "in_after"):
        told[name] = told[name].eq(True)  # noqa: FBT003 - missing is absent
    told["change"] = told["after"] - told["before"]
    told["is_better"] = _is_better(told["indicator"], told["change"])
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
    least = comparison["indicator"].map(lambda code: VISIBLE[find_indicateur(code).unite])
    moved = comparison["change"].abs() >= least
    known = comparison["before"].notna() != comparison["after"].notna()
    changed: pd.Series[bool] = moved | known
    return changed


def change_in_french(change: float, unite: Unite) -> str:
    """
    Write a change with its sign.

    Parameters
    ----------
    change
        After less before; missing where one is not known.
    unite
        Of the figure.

    Returns
    -------
    words
        As « +1,5 point »; minutes are rounded to the nearest, empty where there is no change to
        tell.

    Examples
    --------
    >>> change_in_french(95.0, Unite.SECONDES).replace("\N{NO-BREAK SPACE}", " ")
    '+2 min'
    """
    if np.isnan(change):
        return ""
    if unite is Unite.PART:
        return in_french(change, Unite.POINTS)
    if unite is Unite.SECONDES:
        change = 60.0 * round(change / 60)
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    return f"{sign}{in_french(abs(change), unite)}"


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
        Better, worse or neither; or that one of the figures is not known.
    """
    if not row["in_before"]:
        return "nouveau"
    if not row["in_after"]:
        return "n’est plus calculé"
    if pd.isna(row["before"]):
        return "non renseigné avant"
    if pd.isna(row["after"]):
        return "non renseigné à présent"
    return {True: "mieux", False: "moins bien", None: "ni mieux ni moins bien"}[row["is_better"]]


def what_differs(before: Run, after: Run) -> Iterator[str]:
    """
    Say what makes two runs differ beside the territory itself.

    Parameters
    ----------
    before, after
        Runs of diagnostics.

    Yields
    ------
    words
        A thing that was not the same, in French; nothing where choices, rules and code were.
    """
    told = {
        "modes": "les modes de déplacement, ou leur méthode",
        "au_plus_s": "les durées à ne pas dépasser",
        "reseau_rues": "le réseau de rues",
    }
    for name, words in told.items():
        if before.parametres.get(name) != after.parametres.get(name):
            yield words
    rules = (run.empreintes.get("regles") for run in (before, after))
    if len(set(rules)) > 1:
        yield (
            "ce qui est déclaré (qui aide qui, services à distance, durées de référence, nombres "
            "de personnes)"
        )
    if before.version_code != after.version_code:
        yield "la version du programme"


def _side(table: pd.DataFrame, name: str) -> pd.DataFrame:
    told = table[list(KEY)].astype({"cutoff_s": "int64"})
    told[name] = table["value"].astype("float64")
    told[f"in_{name}"] = True
    return told


def _is_better(indicator: "pd.Series[str]", change: "pd.Series[float]") -> list[bool | None]:
    """Tell whether changes are for the better."""
    ways = {Sens.PLUS: 1, Sens.MOINS: -1, Sens.NEUTRE: 0}
    way = indicator.map(lambda code: ways[find_indicateur(code).sens]).to_numpy(dtype=np.float64)
    gain = np.nan_to_num(way * change.to_numpy(dtype=np.float64))
    return [None if one == 0 else bool(one > 0) for one in gain.tolist()]
