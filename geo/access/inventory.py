"""What the directory holds and what it lacks: found, announced, twice, missing, doubtful, old."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from geo.domain.commune import searchable
from geo.domain.fraicheur import is_to_confirm
from geo.domain.implantation import ANTENNES, implantation
from geo.domain.reseau import Membre
from geo.errors import InputError
from geo.tables import check_columns

PLACE_COLUMNS = (
    "reseau", "nom", "adresse", "part", "signalements", "doublons", "date_maj", "label",
    "label_debut", "label_fin",
)  # fmt: skip
"""
Index ``point_id``: places as `geo.domain.point_accueil.PointAccueil` says, and ``part``, the code
of the part of the territory where each stands, empty where it is in none.
"""

RESEAU_COLUMNS = ("nom", "membre", "announced", "announced_antennes")
"""Index ``reseau``, in the order to report; totals announced for the region, or missing."""

RECONCILIATION_COLUMNS = (
    "found", "found_antennes", "found_twice", "announced", "announced_antennes", "missing",
    "missing_antennes", "missing_structures",
)  # fmt: skip
"""
Index ``reseau``, all ``Int64``: places found; those of them whose name says that they are an
antenne; those that may be another one recorded twice; places announced, and antennes among them;
announced less found, altogether, for antennes, and for what is announced beside them less what no
name calls an antenne. Below zero where more are found than announced.
"""

AGE_COLUMNS = ("places", "undated", "to_confirm", "median_months", "oldest", "newest")
"""Index ``reseau``: records, those without date, those too old to be trusted without asking
(`geo.domain.fraicheur.is_to_confirm`, undated ones included), age of the median, first, last."""

GROUP_COLUMNS = ("group", "reason")
"""Index ``point_id``: the least identifier of the group, and why they are together."""

NEAR = "meme_endroit"
"""Reason: places of one réseau within a few metres (`doublons` of the directory)."""

SAME_WORDS = "meme_nom_et_adresse"
"""Reason: places of one réseau with the same name and address, wherever they are drawn."""


def found_by_part(
    places: pd.DataFrame, reseaux: pd.DataFrame, parts: Sequence[str]
) -> pd.DataFrame:
    """
    Count places by part of the territory and réseau.

    Parameters
    ----------
    places
        `PLACE_COLUMNS`.
    reseaux
        `RESEAU_COLUMNS`.
    parts
        Codes of all the parts, in the order to report.

    Returns
    -------
    found
        Index ``part``, one column a réseau; 0 where none was found. Places in no part are in a
        last row, of the empty code, where there are some.

    Raises
    ------
    InputError
        If a place is of an unknown réseau or part.

    Notes
    -----
    Contract: pure; row order is irrelevant; the sum is the number of places.
    """
    _check(places, reseaux)
    strangers = set(places["part"]) - {*parts, ""}
    if strangers:
        raise InputError(f"places are in unknown parts: {sorted(strangers)[:5]}.")
    rows = [*parts, *([""] if (places["part"] == "").any() else [])]
    counts = pd.crosstab(places["part"], places["reseau"])
    found = counts.reindex(index=rows, columns=list(reseaux.index), fill_value=0)
    return found.rename_axis(index="part", columns="reseau").astype("int64")


def active_reseaux(found: pd.DataFrame, reseaux: pd.DataFrame) -> pd.DataFrame:
    """
    Count the réseaux that have a place in each part.

    Parameters
    ----------
    found
        By `found_by_part`.
    reseaux
        `RESEAU_COLUMNS`.

    Returns
    -------
    active
        Index ``part``: ``members``, réseaux that are members of the service; ``doors``, these and
        the associates. Réseaux that are no door are not counted.

    Notes
    -----
    One of the indicators of the regional strategy (2019): « nombre de réseaux actifs au sein des
    bassins ». Contract: pure; more places never lower it.
    """
    membre = reseaux["membre"].reindex(found.columns)
    present = found > 0
    return pd.DataFrame(
        {
            "members": present.loc[:, (membre == Membre.OUI).to_numpy()].sum(axis=1),
            "doors": present.loc[:, (membre != Membre.NON).to_numpy()].sum(axis=1),
        }
    )


def reconciliation(
    places: pd.DataFrame, reseaux: pd.DataFrame, groups: pd.DataFrame
) -> pd.DataFrame:
    """
    Compare the places found in a whole region with the totals announced for it.

    Parameters
    ----------
    places
        `PLACE_COLUMNS`, all those of the region.
    reseaux
        `RESEAU_COLUMNS`.
    groups
        By `duplicate_groups`.

    Returns
    -------
    reconciliation
        `RECONCILIATION_COLUMNS`; what was not announced is missing.

    Raises
    ------
    InputError
        If a place is of an unknown réseau.

    Notes
    -----
    Whether a place is an antenne is read from its name by `geo.domain.implantation`: one that does
    not say so may still be one, so ``missing_structures`` is a lower bound and
    ``missing_antennes`` an upper one.

    Contract: pure; row order is irrelevant; of no smaller territory, where nothing is announced.
    """
    _check(places, reseaux)
    says = places["nom"].map(implantation).isin(list(ANTENNES))
    twice = groups.index[groups["group"] != groups.index]
    flags = {
        "found": places["reseau"],
        "found_antennes": places.loc[says, "reseau"],
        "found_twice": places.loc[twice, "reseau"],
    }
    counts = {name: _counted(codes, reseaux) for name, codes in flags.items()}
    table = pd.DataFrame(counts, index=reseaux.index)
    table["announced"] = reseaux["announced"].astype("Int64")
    table["announced_antennes"] = reseaux["announced_antennes"].astype("Int64")
    table["missing"] = table["announced"] - table["found"]
    table["missing_antennes"] = table["announced_antennes"] - table["found_antennes"]
    table["missing_structures"] = table["missing"] - table["missing_antennes"]
    return table[list(RECONCILIATION_COLUMNS)].rename_axis("reseau")


def duplicate_groups(places: pd.DataFrame) -> pd.DataFrame:
    """
    Put together the places that may be one recorded several times.

    Parameters
    ----------
    places
        `PLACE_COLUMNS`.

    Returns
    -------
    groups
        `GROUP_COLUMNS`, by group then identifier; places alone are not there. Several are
        distinct services under one roof: nothing is merged.

    Notes
    -----
    Contract: pure; row order is irrelevant; neighbours of neighbours are of the group. The reason
    is `NEAR` as soon as two of the group are near each other.
    """
    check_columns(places, PLACE_COLUMNS, name="places")
    near = [
        (one, other)
        for one, twins in zip(places.index, places["doublons"], strict=True)
        for other in twins
        if other in places.index
    ]
    words = _same_words(places)
    leader = _leaders(places.index, [*near, *words])
    table = pd.DataFrame({"group": [leader[one] for one in places.index]}, index=places.index)
    table = table[table.duplicated("group", keep=False)]
    reasons = {leader[one]: NEAR for one, _ in near}
    table["reason"] = [reasons.get(group, SAME_WORDS) for group in table["group"]]
    ordered = table.rename_axis("point_id").reset_index().sort_values(["group", "point_id"])
    return ordered.set_index("point_id")


def absences(found: pd.DataFrame, reseaux: pd.DataFrame) -> pd.DataFrame:
    """
    List the parts where no place of a member or associate réseau was found.

    Parameters
    ----------
    found
        By `found_by_part`.
    reseaux
        `RESEAU_COLUMNS`.

    Returns
    -------
    absences
        Index ``reseau``, in its order: ``parts``, codes of the parts without any, and
        ``everywhere``, whether the directory has none at all, which may tell of the source rather
        than of the territory. Réseaux found in every part are not there.

    Notes
    -----
    Contract: pure; nothing is compared with totals announced, which are the region's.
    """
    inside = found[found.index != ""]
    doors = reseaux.index[reseaux["membre"] != Membre.NON]
    rows = {
        reseau: (tuple(inside.index[inside[reseau] == 0]), not found[reseau].any())
        for reseau in doors
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["parts", "everywhere"])
    return table[table["parts"].map(bool)].rename_axis("reseau")


def ages(places: pd.DataFrame, reseaux: pd.DataFrame, *, today: date) -> pd.DataFrame:
    """
    Say how old records are.

    Parameters
    ----------
    places
        `PLACE_COLUMNS`.
    reseaux
        `RESEAU_COLUMNS`.
    today
        The day they are read.

    Returns
    -------
    ages
        `AGE_COLUMNS`, for the réseaux that have places; months are whole.

    Notes
    -----
    Contract: pure; row order is irrelevant.
    """
    _check(places, reseaux)
    dated = places.assign(
        undated=places["date_maj"].isna(),
        to_confirm=[
            is_to_confirm(None if pd.isna(day) else day, today=today) for day in places["date_maj"]
        ],
        months=[months_old(day, today=today) for day in places["date_maj"]],
    )
    grouped = dated.groupby("reseau")
    days = dated.dropna(subset="date_maj").groupby("reseau")["date_maj"]
    table = pd.DataFrame(
        {
            "places": grouped.size(),
            "undated": grouped["undated"].sum(),
            "to_confirm": grouped["to_confirm"].sum(),
            "median_months": grouped["months"].median(),
            "oldest": days.min(),
            "newest": days.max(),
        }
    )
    known = [code for code in reseaux.index if code in table.index]
    return table.loc[known, list(AGE_COLUMNS)].rename_axis("reseau")


def months_old(day: date | None, *, today: date) -> float:
    """
    Say how old a record is.

    Parameters
    ----------
    day
        When its source last changed it; missing where that is not known.
    today
        The day it is read.

    Returns
    -------
    months
        Whole months, >= 0; missing where the day is, or where it is after the day it is read:
        nobody can say how old the record was then.
    """
    if day is None or pd.isna(day):
        return np.nan
    if day > today:
        return np.nan
    return 12 * (today.year - day.year) + today.month - day.month - (today.day < day.day)


def labelled(places: pd.DataFrame, *, today: date) -> "pd.Series[bool]":
    """
    Say which places hold a label on a day.

    Parameters
    ----------
    places
        `PLACE_COLUMNS`.
    today
        The day.

    Returns
    -------
    labelled
        Indexed like `places`; dates that are not known do not limit a label.

    Notes
    -----
    One of the indicators of the regional strategy (2019): « nombre de lieux d’accueil labellisés ».
    """
    begun = places["label_debut"].isna() | (places["label_debut"].fillna(today) <= today)
    lasts = places["label_fin"].isna() | (places["label_fin"].fillna(today) >= today)
    return places["label"].notna() & begun & lasts


def _check(places: pd.DataFrame, reseaux: pd.DataFrame) -> None:
    check_columns(places, PLACE_COLUMNS, name="places")
    check_columns(reseaux, RESEAU_COLUMNS, name="reseaux")
    strangers = set(places["reseau"]) - set(reseaux.index)
    if strangers:
        raise InputError(f"places are of unknown réseaux: {sorted(strangers)[:5]}.")


def _counted(codes: "pd.Series[str]", reseaux: pd.DataFrame) -> "pd.Series[int]":
    return codes.value_counts().reindex(reseaux.index, fill_value=0).astype("Int64")


def _same_words(places: pd.DataFrame) -> list[tuple[str, str]]:
    """Link places of one réseau whose names and addresses read alike."""
    first: dict[tuple[str, str, str], str] = {}
    links = []
    known = places[places["adresse"].notna()]
    columns = (known.index, known["reseau"], known["nom"], known["adresse"])
    for identifier, reseau, nom, adresse in zip(*columns, strict=True):
        said = (reseau, searchable(nom), searchable(adresse))
        links.append((first.setdefault(said, identifier), identifier))
    return [(one, other) for one, other in links if one != other]


def _leaders(identifiers: "pd.Index[str]", links: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Give the least identifier of the group of each, joined by links."""
    leader = {one: one for one in identifiers}

    def find(one: str) -> str:
        while leader[one] != one:
            one = leader[one]
        return one

    for one, other in links:
        low, high = sorted((find(one), find(other)))
        leader[high] = low
    return {one: find(one) for one in identifiers}
