"""A diagnostic as a workbook that a spreadsheet opens: typed cells, and nothing that runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from geo.domain.dossier import Colonne, Dossier, Tableau
from geo.domain.unite import UNKNOWN, Figure, Unite, in_french
from geo.export.dictionnaire import FIGURE_COLUMNS, rows
from geo.export.presentation import facts
from geo.export.tableur import FORMULA_STARTS, YES_NO
from geo.export.valeurs import UNITS, WORDS, figures, number, plain_text, tables
from geo.files import replaced_whole

README_SHEET = "LISEZ-MOI"
FIGURES_SHEET = "Chiffres"
DICTIONARY_SHEET = "Dictionnaire"

BACK = f"Retour à {README_SHEET}"

TEXT_MAX = 32_767
"""Characters that Excel takes in a cell."""

CUT = " […]"
"""Ends a text that was longer."""

FIRST_YEAR = 1900
"""Of the dates that Excel knows."""

NUMBER_FORMATS = {
    Unite.DATE: "dd/mm/yyyy",
    Unite.NOMBRE: "#,##0",
    Unite.DECIMAL: "#,##0.0",
    Unite.INDICE: "0.000",
    Unite.PART: r"0.0\ %",
    Unite.POINTS: r"+0.0\ %;-0.0\ %;0.0\ %",
    Unite.SECONDES: "#,##0",
    Unite.MOIS: "#,##0",
    Unite.DEGRES: "0.00000",
}
"""As Excel writes formats in files; a French Excel shows ``84,4 %`` and ``12 345``."""

READ_AS = {
    Unite.POINTS: "points de pourcentage",
    Unite.SECONDES: "en secondes",
    Unite.MOIS: "en mois",
}
"""What a header adds to its title."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": NUMBER_FORMATS[Unite.DATE],
}
_HEADER_ROW = 3
_WIDTHS = (9, 45)
_FITTED = 0.9
_FILTER_WIDTH = 4  # its button hides the end of a header
_README_WIDTHS = (28, 110)
_FOOTER_MAX = 100  # of 255 in all, each sign perhaps twice
_HEADER_MAX = 200
_A4 = 9


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table to write, its values in the units of its columns."""

    name: str
    title: str
    note: str
    columns: tuple[Colonne, ...]
    lines: Sequence[Sequence[tuple[Figure, Unite]]]
    empty: str = ""


def write_workbook(dossier: Dossier, path: Path) -> None:
    """
    Write a diagnostic as XLSX.

    Parameters
    ----------
    dossier
        What it says.
    path
        File to replace.

    Raises
    ------
    InputError
        If a name is not to be had by a table, or a value is no figure.
    OutputError
        If it cannot be written there.

    Notes
    -----
    Contract: the same dossier gives the same bytes (with the same XlsxWriter and zlib): the only
    date is that of the dossier. Sheets: `README_SHEET`, `FIGURES_SHEET`, one a table named by its
    code, `DICTIONARY_SHEET`.

    Numbers are numbers, without rounding, and dates are dates; a duration has a column in seconds
    and one in minutes, rounded up. What nobody knows is the text ``non renseigné``: sums leave it
    out, whereas an empty cell would count as 0 (ECMA-376-1 §18.17). No text is ever run.
    """
    sheets = [_figures_sheet(dossier), *map(_table_sheet, tables(dossier)), _dictionary(dossier)]
    with replaced_whole(path) as draft, xlsxwriter.Workbook(str(draft), _OPTIONS) as book:
        _describe(book, dossier)
        formats = _formats(book)
        _write_readme(book, formats, dossier, sheets)
        for sheet in sheets:
            _write_sheet(book, formats, sheet, dossier)


def _describe(book: Any, dossier: Dossier) -> None:  # noqa: ANN401 - XlsxWriter has few types
    day = datetime.combine(date.fromisoformat(dossier.au), time(), UTC).replace(tzinfo=None)
    book.set_properties(
        {
            "title": _cell_text(dossier.titre),
            "subject": _cell_text(f"{dossier.nom} ({dossier.code_territoire}), {dossier.region}"),
            "keywords": dossier.run_id,
            "comments": _cell_text(" ; ".join([dossier.essai, *dossier.licences]).strip(" ;")),
            "created": day,
        }
    )
    book.set_custom_property("Langue", "fr-FR")
    book.set_custom_property("run_id", dossier.run_id)


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401 - XlsxWriter has few types
    """Give every look of a cell by its name; those of values by their unit."""
    top = {"valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "titre": {"bold": True, "font_size": 14},
        "entete": {"bold": True, "text_wrap": True, "bg_color": "#E7EBF0", "border": 1, **top},
        "cle": {"bold": True, "text_wrap": True, **top},
        "note": {"italic": True, **top},
        "inconnu": {"italic": True, "font_color": "#595959", **top},
        "mot": {"text_wrap": True, **top},
        "code": {"num_format": "@", **top},
        "inerte": {"text_wrap": True, "quote_prefix": True, **top},  # also once edited by hand
        "lien": {"font_color": "#0B4F9E", "underline": 1, **top},
    }
    looks |= {unit.value: {"num_format": told, **top} for unit, told in NUMBER_FORMATS.items()}
    return {name: book.add_format(look) for name, look in looks.items()}


def _figures_sheet(dossier: Dossier) -> _Sheet:
    units = (Unite.TEXTE, Unite.CODE, Unite.TEXTE, None, Unite.TEXTE, Unite.OUI_NON, Unite.TEXTE)
    lines = [
        [
            (section.titre, Unite.TEXTE),
            (told.code, Unite.CODE),
            (told.libelle, Unite.TEXTE),
            (told.valeur, told.unite),
            (UNITS[told.unite], Unite.TEXTE),
            (told.estime, Unite.OUI_NON),
            (in_french(told.valeur, told.unite), Unite.TEXTE),
        ]
        for section, told in figures(dossier)
    ]
    columns = tuple(
        Colonne(code=code, titre=title, unite=unit or Unite.TEXTE, definition=definition)
        for (code, title, _, definition), unit in zip(FIGURE_COLUMNS, units, strict=True)
    )
    note = "Chaque chiffre du document, une fois : sa valeur sans arrondi, et comme on le lit."
    return _Sheet(FIGURES_SHEET, "Tous les chiffres du document", note, columns, lines)


def _table_sheet(tableau: Tableau) -> _Sheet:
    """Put minutes beside seconds: these are computed with, those are read."""
    columns, places = [], []
    for place, colonne in enumerate(tableau.colonnes):
        columns.append(_titled(colonne, READ_AS.get(colonne.unite, "")))
        places.append((place, colonne.unite, 1))
        if colonne.unite is Unite.SECONDES:
            columns.append(_titled(colonne, "en minutes"))
            places.append((place, Unite.NOMBRE, 60))
    lines = [
        [(_divided(line[place], by), unit) for place, unit, by in places] for line in tableau.lignes
    ]
    return _Sheet(tableau.code, tableau.titre, tableau.note, tuple(columns), lines, tableau.vide)


def _titled(colonne: Colonne, words: str) -> Colonne:
    title = f"{colonne.titre} ({words})" if words else colonne.titre
    return Colonne(code=colonne.code, titre=title, unite=colonne.unite, definition="")


def _divided(value: Figure, by: int) -> Figure:
    if by == 1 or value is None:
        return value
    return -(-number(value, Unite.SECONDES) // by)


def _dictionary(dossier: Dossier) -> _Sheet:
    titles = ("Feuille", "Code", "Titre", "Unité", "Définition", "Source")
    columns = tuple(
        Colonne(code=title.lower(), titre=title, unite=Unite.TEXTE, definition="")
        for title in titles
    )
    lines = [[(text, Unite.TEXTE) for text in row] for row in rows(dossier)]
    note = "« indicateurs » : le catalogue de ce qui est suivi d’un diagnostic à l’autre."
    return _Sheet(DICTIONARY_SHEET, "Dictionnaire des données", note, columns, lines)


def _write_readme(book: Any, formats: Any, dossier: Dossier, sheets: Sequence[_Sheet]) -> None:  # noqa: ANN401 - XlsxWriter has few types
    page = book.add_worksheet(README_SHEET)
    for place, width in enumerate(_README_WIDTHS):
        page.set_column(place, place, width)
    _set_up(page, dossier)
    told = facts(dossier)
    page.write_string(0, 0, _cell_text(told[0][1]), formats["titre"])
    for row, (key, value) in enumerate(told[1:], start=1):
        page.write_string(row, 0, _cell_text(key), formats["cle"])
        page.write_string(row, 1, _cell_text(value), formats["mot"])
    page.write_string(len(told), 0, "Feuilles", formats["cle"])
    for row, sheet in enumerate(sheets, start=len(told) + 1):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats["lien"], sheet.name)
        page.write_string(row, 1, _cell_text(sheet.title), formats["mot"])


def _write_sheet(book: Any, formats: Any, sheet: _Sheet, dossier: Dossier) -> None:  # noqa: ANN401 - XlsxWriter has few types
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, _cell_text(sheet.title), formats["titre"])
    beside = " ".join(filter(None, [dossier.essai and f"{dossier.essai}.", sheet.note]))
    if beside:
        page.write_string(1, 0, _cell_text(beside), formats["note"])
    page.write_url(2, 0, f"internal:'{README_SHEET}'!A1", formats["lien"], BACK)
    headers = list(_distinct(sheet.columns))
    for place, header in enumerate(headers):
        page.write_string(_HEADER_ROW, place, header, formats["entete"])
    for row, line in enumerate(sheet.lines, start=_HEADER_ROW + 1):
        for place, (value, unit) in enumerate(line):
            _write_value(page, formats, (row, place), value, unit)
    _frame(page, formats, sheet, headers)
    _set_up(page, dossier)
    page.repeat_rows(_HEADER_ROW)


def _frame(page: Any, formats: Any, sheet: _Sheet, headers: Sequence[str]) -> None:  # noqa: ANN401 - XlsxWriter has few types
    """Make the rows a table that Excel announces as one, its header in sight and filters on it."""
    page.freeze_panes(_HEADER_ROW + 1, 1)
    for place, width in enumerate(_widths(sheet, headers)):
        page.set_column(place, place, width)
    if not sheet.lines:
        page.write_string(_HEADER_ROW + 1, 0, _cell_text(sheet.empty), formats["inconnu"])
        return
    page.add_table(
        _HEADER_ROW, 0, _HEADER_ROW + len(sheet.lines), len(headers) - 1,
        {
            "name": f"t_{sheet.name.lower()}",
            "style": "Table Style Light 1",
            "columns": [{"header": told, "header_format": formats["entete"]} for told in headers],
        },
    )  # fmt: skip


def _set_up(page: Any, dossier: Dossier) -> None:  # noqa: ANN401 - XlsxWriter has few types
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4)
    told = " · ".join(filter(None, [dossier.nom, dossier.au, dossier.essai]))
    left = plain_text(told)[:_FOOTER_MAX].replace("&", "&&")
    page.set_footer(f"&L{left}&C{dossier.run_id}&RPage &P sur &N")


def _write_value(page: Any, formats: Any, at: tuple[int, int], value: Figure, unit: Unite) -> None:  # noqa: ANN401 - XlsxWriter has few types
    if value is None:
        page.write_string(*at, UNKNOWN, formats["inconnu"])
    elif unit is Unite.OUI_NON:
        page.write_string(*at, YES_NO[bool(value)], formats["mot"])
    elif unit is Unite.DATE and (day := _day(str(value))) is not None:
        page.write_datetime(*at, day, formats[unit.value])
    elif unit in WORDS:
        text = _cell_text(str(value))
        page.write_string(*at, text, formats[_look(text, unit)])
    else:
        page.write_number(*at, number(value, unit), formats[unit.value])


def _look(text: str, unit: Unite) -> str:
    if text.startswith(FORMULA_STARTS):
        return "inerte"
    return "code" if unit is Unite.CODE else "mot"


def _day(text: str) -> date | None:
    """Give a date that Excel knows; any other stays a text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def _cell_text(text: str) -> str:
    """Cut what Excel would, counting as it does: letters beyond the first 65,536 count twice."""
    told = plain_text(text)
    if 2 * len(told) <= TEXT_MAX:
        return told
    units = told.encode("utf-16-le")
    if len(units) <= 2 * TEXT_MAX:
        return told
    return units[: 2 * (TEXT_MAX - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _distinct(columns: Sequence[Colonne]) -> Iterator[str]:
    """Give a header each, on one line and unlike the others, as a table of Excel needs."""
    taken: set[str] = set()
    for colonne in columns:
        header = " ".join(_cell_text(colonne.titre).split())[:_HEADER_MAX] or colonne.code
        while header.lower() in taken:
            header += f" [{colonne.code}]"
        taken.add(header.lower())
        yield header


def _widths(sheet: _Sheet, headers: Sequence[str]) -> Iterator[int]:
    """Fit columns to most of their words, within bounds: the longest are wrapped."""
    least, most = _WIDTHS
    for place, header in enumerate(headers):
        told = sorted(len(in_french(*line[place])) for line in sheet.lines)
        usual = told[int(_FITTED * (len(told) - 1))] if told else 0
        word = max(map(len, header.split()), default=0) + _FILTER_WIDTH
        yield min(max(usual + 2, word, least), most)
