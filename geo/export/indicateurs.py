"""Indicators of all diagnostics as a file for a spreadsheet, and what each means beside it."""

from pathlib import Path

import pandas as pd

from geo.domain.indicateur import BY_CODE, INDICATEURS
from geo.export.tableur import write_csv

DICTIONARY = "-dictionnaire"
"""What the name of the file beside ends with, before its suffix."""

COLUMNS = {
    "au": "jour dont parle le diagnostic",
    "run_id": "calcul d’où vient la valeur",
    "type_territoire": "bassin ou region",
    "code_territoire": "code du bassin ou de la région",
    "nom_territoire": "son nom ; vide s’il n’est plus dans l’annuaire",
    "indicateur": "code de l’indicateur",
    "nom": "son nom",
    "reseau": "réseau ; tous : tous ensemble, ou sans objet",
    "profil": "public ; tous : sans objet",
    "besoin": "besoin ; tous : sans objet",
    "mode": "façon de se déplacer ; tous : sans objet",
    "au_plus_s": "seuil de durée, en secondes, compris ; 0 : sans objet",
    "valeur": "dans l’unité dite ; vide : non renseigné, ce qui n’est pas zéro",
    "unite": "nombre, part (de 0 à 1), s (secondes), mois, indice…",
    "estime": "oui : la valeur repose sur une estimation",
    "publiable": "non : les durées viennent d’un réseau d’essai, à ne pas publier",
}
"""Columns of the file, and what each is."""


def write_indicators(series: pd.DataFrame, path: Path) -> tuple[Path, Path]:
    """
    Write indicators, a row a value, and the dictionary of their columns and formulas.

    Parameters
    ----------
    series
        ``run_id, on, territory_name`` and `geo.tables.INDICATOR_COLUMNS`.
    path
        CSV file to replace; the dictionary has its name with `DICTIONARY`.

    Returns
    -------
    paths
        Both files.

    Raises
    ------
    OutputError
        If one cannot be written there.

    Notes
    -----
    Contract: the same indicators give the same bytes; an unknown value is an empty cell.
    """
    beside = path.with_name(f"{path.stem}{DICTIONARY}{path.suffix}")
    write_csv(indicator_rows(series), path)
    write_csv(dictionary_rows(), beside)
    return path, beside


def indicator_rows(series: pd.DataFrame) -> pd.DataFrame:
    """
    Name indicators as outside.

    Parameters
    ----------
    series
        As of `write_indicators`.

    Returns
    -------
    rows
        `COLUMNS`, in the order of `series`.
    """
    codes = series["indicator"]
    rows = pd.DataFrame(
        {
            "au": series["on"].map(str),
            "run_id": series["run_id"],
            "type_territoire": series["territory_type"],
            "code_territoire": series["territory_code"],
            "nom_territoire": series["territory_name"],
            "indicateur": codes,
            "nom": codes.map({code: one.nom for code, one in BY_CODE.items()}),
            "reseau": series["reseau"],
            "profil": series["profile"],
            "besoin": series["mission"],
            "mode": series["mode"],
            "au_plus_s": series["cutoff_s"],
            "valeur": series["value"],
            "unite": codes.map({code: one.unite.value for code, one in BY_CODE.items()}),
            "estime": series["is_estimate"],
            "publiable": series["publiable"],
        }
    )
    return rows[list(COLUMNS)]


def dictionary_rows() -> pd.DataFrame:
    """
    Say what columns and indicators mean.

    Returns
    -------
    rows
        ``sorte`` (``colonne`` or ``indicateur``), ``code, nom, formule, unite, source, sens,
        dimensions``: the columns of `write_indicators`, then the catalogue, in its order.
    """
    columns = [{"sorte": "colonne", "code": code, "nom": said} for code, said in COLUMNS.items()]
    catalogue = [
        {
            "sorte": "indicateur",
            "code": one.code,
            "nom": one.nom,
            "formule": one.formule,
            "unite": one.unite.value,
            "source": one.source,
            "sens": one.sens.value,
            "dimensions": ", ".join(one.dimensions),
        }
        for one in INDICATEURS
    ]
    return pd.DataFrame(columns + catalogue).fillna("")
