"""Changes as tables: the words of each figure, before, after, and what the change is worth."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.diagnostics.evolutions import appreciation, change_in_french, has_changed, is_lead
from geo.diagnostics.sections.figures import plain
from geo.diagnostics.sections.words import TRIAL, by_mode, need_name, profile_name
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.dossier import Colonne, Tableau, TypeTerritoire
from geo.domain.indicateur import find_indicateur
from geo.domain.unite import Figure, Unite, in_french

CODE = "evolutions"

NOT_ASKED = "pas demandé"
"""Said of a figure that a run does not have: not the same as one that nobody knows."""

Names = Mapping[str, Mapping[str, str]]
"""Name of each territory, by type then code."""


def _column(code: str, titre: str, unite: Unite, definition: str) -> Colonne:
    return Colonne(code=code, titre=titre, unite=unite, definition=definition)


COLUMNS = (
    _column("indicateur", "Indicateur", Unite.TEXTE, "nom de l’indicateur"),
    _column("detail", "Pour qui, comment", Unite.TEXTE, "réseau, public, besoin, mode et durée"),
    _column("territoire", "Territoire", Unite.TEXTE, "nom du territoire"),
    _column("avant", "Avant", Unite.TEXTE, "valeur au diagnostic précédent, telle qu’on la lit"),
    _column("apres", "À présent", Unite.TEXTE, "valeur de ce diagnostic, telle qu’on la lit"),
    _column("evolution", "Évolution", Unite.TEXTE, "À présent moins avant, tel qu’on le lit"),
    _column(
        "appreciation", "Pour les habitants", Unite.TEXTE,
        "mieux ou moins bien, selon le sens de l’indicateur ; ou pourquoi on ne le dit pas",
    ),
    _column("code_indicateur", "Code", Unite.CODE, "nom de l’indicateur dans les fichiers"),
    _column("type_territoire", "Type de territoire", Unite.CODE, "bassin ou region"),
    _column("code_territoire", "Code du territoire", Unite.CODE, "de quel territoire"),
    _column("reseau", "Réseau", Unite.CODE, "réseau, ou tous"),
    _column("profil", "Public", Unite.CODE, "public, ou tous"),
    _column("besoin", "Besoin", Unite.CODE, "besoin, ou tous"),
    _column("mode", "Mode", Unite.CODE, "mode, ou tous"),
    _column("au_plus_s", "Seuil", Unite.SECONDES, "durée à ne pas dépasser ; 0 s’il n’y en a pas"),
    _column("unite", "Unité", Unite.CODE, "unité des deux valeurs et de leur écart"),
    _column("valeur_avant", "Valeur avant", Unite.INDICE, "valeur précédente, dans son unité"),
    _column("valeur_apres", "Valeur à présent", Unite.INDICE, "valeur présente, dans son unité"),
    _column("ecart", "Écart", Unite.INDICE, "valeur_apres moins valeur_avant"),
    _column("estime", "Estimé", Unite.OUI_NON, "une des deux valeurs au moins est estimée"),
    _column("essai", "Réseau d’essai", Unite.OUI_NON, "une des deux valeurs au moins vient d’un "
            "réseau d’essai, non publiable"),
)  # fmt: skip

_SHOWN = ("indicateur", "detail", "avant", "apres", "evolution", "appreciation")


def changes_table(
    comparison: pd.DataFrame,
    names: Names,
    *,
    reseau_names: Mapping[str, str],
    shown: int,
    of_several: bool = False,
) -> Tableau:
    """
    List the figures that changed: those to look at first ahead, the region before its bassins.

    Parameters
    ----------
    comparison
        By `geo.diagnostics.evolutions.compare_indicators`.
    names
        Of the territories.
    reseau_names
        Of the réseaux; a code stands for a name that is not there.
    shown
        Rows that the document shows.
    of_several
        Whether it is of several territories, so that each row must say which.

    Returns
    -------
    table
        `COLUMNS`.
    """
    changed = comparison[has_changed(comparison)]
    lead = is_lead(changed)
    whole = changed["territory_type"] == TypeTerritoire.REGION.value
    ordered = pd.concat([changed[lead & whole], changed[lead & ~whole], changed[~lead]])
    reading = Reading(reseau_names, with_cutoffs=thresholds_differ(comparison))
    columns = [*_SHOWN[:2], "territoire", *_SHOWN[2:]] if of_several else _SHOWN
    return Tableau(
        code=CODE,
        titre="Ce qui a changé",
        colonnes=COLUMNS,
        lignes=tuple(_row(row, names, reading) for row in ordered.to_dict("records")),
        montrees=shown,
        colonnes_montrees=tuple(columns),
        note="Les fichiers ont toutes les évolutions, y compris par réseau, public et besoin.",
        vide="Aucun chiffre n’a changé.",
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """
    How to say what a figure is told by.

    Attributes
    ----------
    reseau_names
        Of the réseaux; a code stands for a name that is not there.
    with_cutoffs
        Whether the same figure is there at several thresholds, so that each must say its own.
    """

    reseau_names: Mapping[str, str]
    with_cutoffs: bool = False


def thresholds_differ(comparison: pd.DataFrame) -> bool:
    """
    Tell whether a mode has several longest times among figures that are compared.

    Parameters
    ----------
    comparison
        By `geo.diagnostics.evolutions.compare_indicators`.

    Returns
    -------
    differ
        False where each mode has one at most.
    """
    limited = comparison[comparison["cutoff_s"] > 0]
    asked = limited[["mode", "cutoff_s"]].drop_duplicates()
    return bool(asked["mode"].duplicated().any())


def detail_words(row: Mapping[Hashable, Any], reading: Reading) -> str:
    """
    Say what a figure is told by: réseau, public, need, mode, threshold where that tells it apart.

    Parameters
    ----------
    row
        Of `geo.diagnostics.evolutions.compare_indicators`.
    reading
        How to say it.

    Returns
    -------
    words
        Empty where it is told by nothing.
    """
    told: dict[str, Callable[[str], str]] = {
        "reseau": lambda code: reading.reseau_names.get(code, code),
        "profile": profile_name,
        "mission": lambda code: need_name(code).lower(),
        "mode": lambda code: f"{by_mode(code)}{_within(row, reading)}",
    }
    words = ", ".join(say(str(row[name])) for name, say in told.items() if row[name] != ALL_RESEAUX)
    return words if row["publiable"] else f"{words} ({TRIAL})"


def _within(row: Mapping[Hashable, Any], reading: Reading) -> str:
    cutoff_s = int(row["cutoff_s"])
    if not (reading.with_cutoffs and cutoff_s):
        return ""
    return f" en {in_french(cutoff_s, Unite.SECONDES)}"


def _row(row: Mapping[Hashable, Any], names: Names, reading: Reading) -> tuple[Figure, ...]:
    kind = find_indicateur(str(row["indicator"]))
    of_type, code = str(row["territory_type"]), str(row["territory_code"])
    before, after = (plain(row[name], kind.unite) for name in ("before", "after"))
    change = plain(row["change"], Unite.INDICE)
    return (
        kind.nom,
        detail_words(row, reading),
        names.get(of_type, {}).get(code, code),
        in_french(before, kind.unite) if row["in_before"] else NOT_ASKED,
        in_french(after, kind.unite) if row["in_after"] else NOT_ASKED,
        change_in_french(row["before"], row["after"], kind.unite),
        appreciation(row),
        kind.code,
        of_type,
        code,
        str(row["reseau"]),
        str(row["profile"]),
        str(row["mission"]),
        str(row["mode"]),
        int(str(row["cutoff_s"])),
        kind.unite.value,
        before,
        after,
        change,
        bool(row["is_estimate"]),
        not row["publiable"],
    )
