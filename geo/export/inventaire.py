"""The inventory as files that planners open in a spreadsheet."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from geo.domain.fraicheur import is_to_confirm
from geo.domain.implantation import implantation
from geo.domain.reseau import Membre

ALL = "tous"
"""Code of the rows that add every réseau up."""

WHOLE = "ensemble"
"""Type of the territory that is all of them."""

RECONCILIATION_WORDS = {
    "found": "trouves",
    "found_antennes": "trouves_dits_antennes",
    "found_twice": "doublons_possibles",
    "announced": "annonces",
    "announced_antennes": "annonces_antennes",
    "missing": "manquent",
    "missing_antennes": "manquent_antennes",
    "missing_structures": "manquent_structures",
}
"""Columns of `geo.access.inventory.RECONCILIATION_COLUMNS`, and their names outside."""

TEXT_COLUMNS = ("type_territoire", "code_territoire", "nom", "reseau", "nom_reseau", "membre")
COUNT_COLUMNS = (*RECONCILIATION_WORDS.values(), "labellises", "reseaux_actifs")


def inventory_rows(
    reconciliation: pd.DataFrame,
    counts: Mapping[str, pd.DataFrame],
    reseaux: pd.DataFrame,
    *,
    names: Mapping[str, str],
    kind: str,
    whole: str,
) -> pd.DataFrame:
    """
    Name an inventory as outside: a row a réseau for the whole, then a row a part and réseau.

    Parameters
    ----------
    reconciliation
        `geo.access.inventory.RECONCILIATION_COLUMNS`.
    counts
        ``trouves`` and ``labellises``: places, and those that hold a label, by part and réseau, as
        `geo.access.inventory.found_by_part` gives them.
    reseaux
        `geo.access.inventory.RESEAU_COLUMNS`.
    names
        Names of parts, by code.
    kind
        Name of the partition.
    whole
        Name of the whole.

    Returns
    -------
    rows
        ``type_territoire`` (`WHOLE` or the partition), ``code_territoire, nom, reseau,
        nom_reseau, membre``, the names of `RECONCILIATION_WORDS`, ``labellises`` and
        ``reseaux_actifs``. Totals are announced for the region: parts have none. In a row of the
        réseau `ALL`, ``reseaux_actifs`` counts the members of the service that have a place there.

    Notes
    -----
    Contract: pure.
    """
    told = reconciliation.rename(columns=RECONCILIATION_WORDS)
    sums = {name: table.sum() for name, table in counts.items()}
    total = told.sum(min_count=len(told)).to_frame(ALL).T
    first = pd.concat([told, total]).assign(
        labellises=_and_all(sums["labellises"]), reseaux_actifs=_active(sums["trouves"], reseaux)
    )
    tables = [_territory(first, WHOLE, "", whole)]
    for code in counts["trouves"].index:
        columns = {name: _and_all(table.loc[code]) for name, table in counts.items()}
        active = _active(counts["trouves"].loc[code], reseaux)
        part = pd.DataFrame(columns).assign(reseaux_actifs=active)
        tables.append(_territory(part, kind, code, names.get(code, code)))
    rows = pd.concat([one.astype(object) for one in tables]).rename_axis("reseau").reset_index()
    rows["nom_reseau"] = rows["reseau"].map(reseaux["nom"])
    rows["membre"] = rows["reseau"].map(reseaux["membre"])
    rows = rows.reindex(columns=[*TEXT_COLUMNS, *COUNT_COLUMNS])
    return rows.astype(dict.fromkeys(COUNT_COLUMNS, "Int64"))


def place_rows(
    places: pd.DataFrame, groups: pd.DataFrame, *, names: Mapping[str, str], today: date
) -> pd.DataFrame:
    """
    Name places as outside, with what should be checked about each.

    Parameters
    ----------
    places
        `geo.access.inventory.PLACE_COLUMNS`, ``code_commune`` and ``standing``.
    groups
        By `geo.access.inventory.duplicate_groups`.
    names
        Names of parts, by code.
    today
        The day records are read.

    Returns
    -------
    rows
        ``point_id, reseau, point, implantation, code_commune, code_commune_position, code, nom,
        adresse, date_maj, a_confirmer, signalements, groupe, motif_groupe``.

    Notes
    -----
    Contract: pure; rows in the order of the places.
    """
    days = [None if pd.isna(day) else day for day in places["date_maj"]]
    return pd.DataFrame(
        {
            "point_id": places.index,
            "reseau": places["reseau"].to_numpy(),
            "point": places["nom"].to_numpy(),
            "implantation": [implantation(nom).value for nom in places["nom"]],
            "code_commune": places["code_commune"].to_numpy(),
            "code_commune_position": places["standing"].to_numpy(),
            "code": places["part"].to_numpy(),
            "nom": [names.get(code, code) for code in places["part"]],
            "adresse": places["adresse"].to_numpy(),
            "date_maj": [None if day is None else day.isoformat() for day in days],
            "a_confirmer": [is_to_confirm(day, today=today) for day in days],
            "signalements": [", ".join(flags) for flags in places["signalements"]],
            "groupe": groups["group"].reindex(places.index).to_numpy(),
            "motif_groupe": groups["reason"].reindex(places.index).to_numpy(),
        }
    )


def _territory(table: pd.DataFrame, kind: str, code: str, name: str) -> pd.DataFrame:
    return table.assign(type_territoire=kind, code_territoire=code, nom=name)


def _and_all(counts: "pd.Series[int]") -> "pd.Series[int]":
    """Add the sum of every réseau."""
    return pd.concat([counts, pd.Series({ALL: counts.sum()})])


def _active(found: "pd.Series[int]", reseaux: pd.DataFrame) -> "pd.Series[int]":
    """Count the members that have a place, on the row that adds them up."""
    members = reseaux["membre"].reindex(found.index) == Membre.OUI
    return pd.Series({ALL: int(((found > 0) & members).sum())}, dtype="Int64")
