"""Tables of a diagnostic as CSV, with the dictionary of what they say."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from geo.domain.dossier import Chiffre, Dossier, Section, Tableau
from geo.domain.unite import Unite, in_french
from geo.export.dictionnaire import ENTRY_FIELDS, FIGURE_COLUMNS, rows
from geo.export.presentation import facts
from geo.export.tableur import FRENCH_CSV, YES_NO
from geo.export.valeurs import UNITS, figures, plain_text, tables, words
from geo.files import replaced_whole

FIGURES_FILE = "chiffres.csv"
DICTIONARY_FILE = "dictionnaire.csv"
NOTICE_FILE = "LISEZMOI.txt"

ELSEWHERE = """\
Lire ces fichiers
  Les CSV s’ouvrent tels quels dans un tableur en français : UTF-8, point-virgule, virgule
  décimale, dates année d’abord. Un texte qui commencerait comme une formule est précédé d’une
  apostrophe. Ailleurs : pandas.read_csv(…, sep=";", decimal=",", encoding="utf-8-sig",
  na_values=["non renseigné"], keep_default_na=False, dtype={"code_commune": str, …}).
  dictionnaire.csv définit chaque colonne, chaque chiffre et chaque indicateur.
  Les .parquet sont du GeoParquet 1.1, en longitude et latitude (OGC:CRS84) ; ce que sont leurs
  colonnes, leur calcul et leurs licences sont dans leurs métadonnées.
"""


def write_tables(dossier: Dossier, folder: Path) -> tuple[Path, ...]:
    """
    Write every table, the figures and the dictionary as CSV.

    Parameters
    ----------
    dossier
        What a diagnostic says.
    folder
        Where to write; made if needed.

    Returns
    -------
    paths
        ``<code>.csv`` a table, `FIGURES_FILE`, `DICTIONARY_FILE`, `NOTICE_FILE`.

    Raises
    ------
    InputError
        If a name is not to be had by a table, or a value is no figure.
    OutputError
        If one cannot be written there.

    Notes
    -----
    Contract: the same dossier gives the same bytes; each file is replaced whole or not at all.

    CSV as a French spreadsheet opens it by itself: UTF-8 with a mark, ``;`` between columns, a
    comma in decimals, dates year first, ``oui`` and ``non``. A text that would be run as a formula
    gets a ``'``. What nobody knows is ``non renseigné``, as in the workbook: an empty cell counts
    as 0 in a spreadsheet. Elsewhere: ``pandas.read_csv(path, sep=";", decimal=",",
    encoding="utf-8-sig", na_values=["non renseigné"], keep_default_na=False)``.
    """
    told = tables(dossier)
    written = [write_table(tableau, folder / f"{tableau.code}.csv") for tableau in told]
    return (
        *written,
        _write(
            folder / FIGURES_FILE,
            [code for code, *_ in FIGURE_COLUMNS],
            (_figure_row(*one) for one in figures(dossier)),
        ),
        _write(
            folder / DICTIONARY_FILE,
            ENTRY_FIELDS,
            ([words(text, Unite.TEXTE) for text in row] for row in rows(dossier)),
        ),
        _write_notice(dossier, folder / NOTICE_FILE),
    )


def write_table(tableau: Tableau, path: Path) -> Path:
    """
    Write one table as CSV.

    Parameters
    ----------
    tableau
        All its rows and columns are written, whatever the document shows.
    path
        File to replace.

    Returns
    -------
    path
        The same.

    Raises
    ------
    InputError
        If a value is no figure.
    OutputError
        If it cannot be written there.

    Notes
    -----
    Contract: as `write_tables`.
    """
    units = [colonne.unite for colonne in tableau.colonnes]
    told = ([words(*cell) for cell in zip(row, units, strict=True)] for row in tableau.lignes)
    return _write(path, [colonne.code for colonne in tableau.colonnes], told)


def _write_notice(dossier: Dossier, path: Path) -> Path:
    lines = [plain_text(f"{key} : {value}") for key, value in facts(dossier)]
    with replaced_whole(path) as draft:
        draft.write_text("\n".join([*lines, "", ELSEWHERE]), encoding="utf-8", newline="\n")
    return path


def _figure_row(section: Section, chiffre: Chiffre) -> list[str]:
    return [
        words(section.titre, Unite.TEXTE),
        words(chiffre.code, Unite.CODE),
        words(chiffre.libelle, Unite.TEXTE),
        words(chiffre.valeur, chiffre.unite),
        UNITS[chiffre.unite],
        YES_NO[chiffre.estime],
        words(in_french(chiffre.valeur, chiffre.unite), Unite.TEXTE),
    ]


def _write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> Path:
    table = pd.DataFrame(list(lines), columns=list(columns), dtype=object)
    with replaced_whole(path) as draft:
        table.to_csv(draft, **FRENCH_CSV)
    return path
