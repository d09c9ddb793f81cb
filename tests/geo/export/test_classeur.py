"""Workbooks, read back with another library than the one that writes them."""

import re
import warnings
import zipfile
from dataclasses import replace
from datetime import datetime
from itertools import chain

import openpyxl
import pytest

from geo.domain.dossier import Chiffre, Colonne, Section, Tableau, Texte
from geo.domain.unite import UNKNOWN, Unite, in_french
from geo.errors import InputError, OutputError
from geo.export.classeur import TEXT_MAX, write_workbook
from tests.geo.diagnostics.toy import HABITANTS, PART, RESEAUX, dossier

STARTS = ("=1+1", "+33 1", "-5", "@SUM(A1)", "\ttab", "http://example.org/x", "0123", "{=A1}")


def opened(told, path):
    write_workbook(told, path)
    return openpyxl.load_workbook(path)


def table(name, *columns, lines):
    return Tableau(
        code=name,
        titre=f"Table {name}",
        colonnes=tuple(
            Colonne(code=code, titre=code, unite=unit, definition="") for code, unit in columns
        ),
        lignes=lines,
    )


def with_table(*tableaux):
    return dossier(sections=(Section(code="s", titre="S", blocs=tableaux),))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return opened(dossier(), tmp_path_factory.mktemp("xlsx") / "d.xlsx")


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_sheets_are_in_reading_order(book):
    assert book.sheetnames == [
        "LISEZ-MOI", "Chiffres", "inventaire_reseaux", "lacunes", "Dictionnaire"
    ]  # fmt: skip


def test_the_readme_says_of_what_from_what_and_how_to_read(book):
    told = "\n".join(str(value) for value in chain(*values(book["LISEZ-MOI"])) if value)

    for words in (
        "Diagnostic du bassin Ville-Essai – L’Haÿ", "bassin d’emploi 1101", "22\xa0novembre 2026",
        "diagnostic-0123456789abcdef", "aucun calcul précédent", "non renseigné", "estimation",
        "Licence Ouverte 2.0", "ab" * 32, "Méthode",
    ):  # fmt: skip
        assert words in told


def test_the_readme_leads_to_every_sheet_and_each_leads_back(book):
    readme = book["LISEZ-MOI"]
    links = {
        cell.value: cell.hyperlink.location for row in readme for cell in row if cell.hyperlink
    }

    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    for name in book.sheetnames[1:]:
        assert book[name]["A3"].hyperlink.location == "'LISEZ-MOI'!A1"


def test_the_previous_run_and_the_trial_are_said_on_every_sheet(tmp_path):
    told = dossier(precedent="diagnostic-feedfeedfeedfeed", essai="réseau d’essai")
    book = opened(told, tmp_path / "d.xlsx")

    assert ["Comparé au calcul", "diagnostic-feedfeedfeedfeed"] in values(book["LISEZ-MOI"])
    for name in book.sheetnames[1:]:
        assert book[name]["A2"].value.startswith("réseau d’essai.")


def test_every_figure_of_the_dossier_is_there_typed(book):
    rows = {row[1]: row for row in values(book["Chiffres"])[4:]}

    for chiffre in dossier().chiffres():
        row = rows[chiffre.code]
        assert row[2] == chiffre.libelle
        assert row[3] == (UNKNOWN if chiffre.valeur is None else chiffre.valeur)
        assert row[5] == ("oui" if chiffre.estime else "non")
        assert row[6] == in_french(chiffre.valeur, chiffre.unite)
    assert len(rows) == len({chiffre.code for chiffre in dossier().chiffres()})


def test_a_figure_told_twice_is_there_once_unless_it_differs(tmp_path):
    other = replace(HABITANTS, valeur=12_346)
    texts = [Texte(modele="{habitants}", chiffres=(one,)) for one in (HABITANTS, HABITANTS, other)]
    book = opened(with_table(*texts), tmp_path / "d.xlsx")

    assert [row[3] for row in values(book["Chiffres"])[4:]] == [12_345, 12_346]


def test_a_table_has_typed_columns_a_header_in_sight_and_filters(book):
    sheet = book["inventaire_reseaux"]
    (found,) = sheet.tables.values()

    assert sheet["A1"].value == "Points d’accueil par réseau"
    assert sheet.freeze_panes == "B5"
    assert (found.ref, found.autoFilter.ref, found.headerRowCount) == ("A4:G7", "A4:G7", 1)
    assert [cell.value for cell in sheet[4]] == [
        "Réseau", "Points trouvés", "Part", "Durée (en secondes)",
        "Durée (en minutes)", "Mis à jour", "Accessible",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[5]] == [
        "=Réseau <hostile> & « drôle »", 12, 0.75, 1201, 21, datetime(2021, 3, 1), "oui",  # noqa: DTZ001 - Excel has no time zone
    ]  # fmt: skip
    assert [cell.data_type for cell in sheet[5]] == ["s", "n", "n", "n", "n", "d", "s"]
    assert [cell.number_format for cell in sheet[5]][1:6] == [
        "#,##0", r"0.0\ %", "#,##0", "#,##0", "dd/mm/yyyy",
    ]  # fmt: skip


def test_what_nobody_knows_is_a_word_never_zero_nor_nothing(book):
    sheet = book["inventaire_reseaux"]

    assert [cell.value for cell in sheet[7]] == [
        "Apec", 1, UNKNOWN, UNKNOWN, UNKNOWN, datetime(2019, 11, 30), "non",  # noqa: DTZ001 - Excel has no time zone
    ]  # fmt: skip


def test_an_empty_table_says_so_under_its_header(book):
    sheet = book["lacunes"]

    assert (sheet["A4"].value, sheet["A5"].value) == ("Zone", "Aucune zone n’est hors de portée.")
    assert not sheet.tables


def test_the_dictionary_has_every_column_figure_and_indicator(book):
    rows = [row[:2] for row in values(book["Dictionnaire"])[4:]]

    for expected in (
        ["inventaire_reseaux", "duree"], ["lacunes", "zone"], ["chiffres", PART.code],
        ["chiffres", "valeur"], ["indicateurs", "points_labellises"],
    ):  # fmt: skip
        assert rows.count(expected) == 1


def test_no_cell_is_a_formula_and_texts_stay_as_they_are(tmp_path):
    told = with_table(table("t", ("a", Unite.TEXTE), ("b", Unite.CODE), lines=tuple(
        (text, text) for text in STARTS
    )))  # fmt: skip
    path = tmp_path / "d.xlsx"
    book = opened(told, path)
    cells = [row[:2] for row in book["t"].iter_rows(min_row=5)]

    assert [[cell.value for cell in row] for row in cells] == [[text] * 2 for text in STARTS]
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}
    assert [row[0].quotePrefix for row in cells] == [True] * 5 + [False] * 3
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f" in archive.read(name).replace(b"<formula1", b"") for name in sheets)


def test_hostile_and_endless_texts_do_not_break_the_file(tmp_path):
    hostile = "a\x00b\x1b\ud800\u202e\u2067</t></si>&amp;_x0041_ \N{GRINNING FACE}"
    told = with_table(table("t", ("a", Unite.TEXTE), lines=(
        (hostile,), ("x" * 40_000,), ("\N{GRINNING FACE}" * 20_000,), ("é" * TEXT_MAX,)
    )))  # fmt: skip
    sheet = opened(replace(told, titre=hostile * 3, nom="& " * 200), tmp_path / "d.xlsx")["t"]

    assert sheet["A5"].value == "a�b����</t></si>&amp;_x0041_ \N{GRINNING FACE}"
    assert len(sheet["A6"].value) == TEXT_MAX
    assert sheet["A6"].value.endswith(" […]")
    assert len(sheet["A7"].value.encode("utf-16-le")) <= 2 * TEXT_MAX
    assert sheet["A8"].value == "é" * TEXT_MAX


def test_every_unit_has_its_type_and_format(tmp_path):
    columns = (
        ("p", Unite.POINTS), ("i", Unite.INDICE), ("d", Unite.DECIMAL), ("m", Unite.MOIS),
        ("g", Unite.DEGRES), ("c", Unite.CODE), ("j", Unite.DATE),
    )  # fmt: skip
    lines = ((-0.05, 0.1234567, 3.25, 61.0, 48.85, "01004", "1789-07-14"),)
    sheet = opened(with_table(table("t", *columns, lines=lines)), tmp_path / "d.xlsx")["t"]

    assert [cell.value for cell in sheet[5]] == [*lines[0]]  # Excel knows no date before 1900
    assert [cell.number_format for cell in sheet[5]] == [
        r"+0.0\ %;-0.0\ %;0.0\ %", "0.000", "#,##0.0", "#,##0", "0.00000", "@", "General",
    ]  # fmt: skip
    assert sheet["A4"].value == "p (points de pourcentage)"


def test_titles_alike_are_told_apart_as_tables_of_excel_ask(tmp_path):
    told = Tableau(
        code="t",
        titre="T",
        colonnes=tuple(
            Colonne(code=code, titre=title, unite=Unite.NOMBRE, definition="")
            for code, title in (("a", "Part"), ("b", "PART"), ("c", "Part\nb"), ("d", ""))
        ),
        lignes=((1, 2, 3, 4),),
    )
    sheet = opened(with_table(told), tmp_path / "d.xlsx")["t"]
    headers = [cell.value for cell in sheet[4]]

    assert headers == ["Part", "PART [b]", "Part b", "d"]
    assert [column.name for column in sheet.tables["t_t"].tableColumns] == headers


def test_it_prints_landscape_on_a4_with_its_header_on_each_page(book):
    sheet = book["inventaire_reseaux"]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        None,
        0,
    )  # None: 1, the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert "diagnostic-0123456789abcdef" in sheet.oddFooter.center.text


def test_its_only_date_is_that_of_the_dossier(book, tmp_path):
    properties = book.properties

    assert properties.created == properties.modified == datetime(2026, 11, 22)  # noqa: DTZ001 - openpyxl has no zone
    assert properties.title == "Diagnostic du bassin Ville-Essai – L’Haÿ"
    assert {one.name: one.value for one in book.custom_doc_props.props}["Langue"] == "fr-FR"
    write_workbook(dossier(), tmp_path / "d.xlsx")
    with zipfile.ZipFile(tmp_path / "d.xlsx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "names", [("chiffres",), ("Dictionnaire",), ("a", "A"), ("History",)], ids=str
)
def test_two_tables_never_share_a_sheet(names, tmp_path):
    tables = [table(name, ("a", Unite.TEXTE), lines=()) for name in names]

    with pytest.raises(InputError, match="distinct names"):
        write_workbook(with_table(*tables), tmp_path / "d.xlsx")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "12", True], ids=str)
def test_what_is_no_number_is_refused_and_nothing_is_left(value, tmp_path):
    told = with_table(table("t", ("a", Unite.NOMBRE), lines=((value,),)))

    with pytest.raises(InputError, match=re.escape(repr(value))):
        write_workbook(told, tmp_path / "d.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_is_told_in_french(tmp_path):
    (tmp_path / "x").write_text("")

    with pytest.raises(OutputError, match="n’a pas pu être écrit"):
        write_workbook(dossier(), tmp_path / "x" / "d.xlsx")


def test_a_dossier_of_nothing_is_a_workbook_still(tmp_path):
    book = opened(dossier(sections=(), licences=(), empreintes={}), tmp_path / "d.xlsx")

    assert book.sheetnames == ["LISEZ-MOI", "Chiffres", "Dictionnaire"]


def test_no_warning_from_the_library_that_writes(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_workbook(with_table(RESEAUX, Texte(modele="{x}", chiffres=(
            Chiffre(code="x", libelle="=x", valeur="=1", unite=Unite.TEXTE),
        ))), tmp_path / "d.xlsx")  # fmt: skip
