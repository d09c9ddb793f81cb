"""What files say: the same whatever holds it, another as soon as one digit is."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace

import openpyxl
import pypdf
import pytest
from pypdf.generic import NameObject, TextStringObject

from geo.diagnostics.pdf import missing_for_pdf, write_pdf
from geo.errors import SourceError
from geo.export.classeur import write_workbook
from geo.export.contenus import read_content
from geo.export.contenus.pdf_text import shown_text
from geo.export.couches import write_geopackage
from geo.export.empreintes import fingerprint
from tests.geo.diagnostics.toy import RESEAUX, dossier
from tests.geo.export.test_couches import toy_layers

PAGE = """<!doctype html><html lang="fr"><head><title>Essai</title></head><body>
<h1>Un titre</h1><p>Sur <data value="12345">12 345</data> habitants, 84,4 % — efficacité.</p>
<h2>Un autre</h2><p>{filler}</p>
<figure><img alt="Barres : 12 points" src="data:image/svg+xml;base64,{svg}"></figure>
</body></html>"""
SVG = (
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5MCIgaGVpZ2h0PSIyMCI+PHRleHQgeD"
    "0iMSIgeT0iMTAiPkZpZ3VyZSA3NzwvdGV4dD48L3N2Zz4="
)
"""A picture that says « Figure 77 »."""

HTML = PAGE.format(filler="Encore. " * 900, svg=SVG)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    missing = missing_for_pdf()
    if missing:
        pytest.skip(missing)
    path = tmp_path_factory.mktemp("pdf") / "d.pdf"
    write_pdf(HTML, path)
    return path


@pytest.fixture
def gpkg(tmp_path):
    write_geopackage(dossier(), toy_layers(), tmp_path / "d.gpkg")
    return tmp_path / "d.gpkg"


def workbook(path, told=None):
    write_workbook(told or dossier(), path)
    return path


def changed_dossier(row, place, value):
    lines = [list(line) for line in RESEAUX.lignes]
    lines[row][place] = value
    table = replace(RESEAUX, lignes=tuple(map(tuple, lines)))
    sections = dossier().sections
    blocs = tuple(table if bloc is RESEAUX else bloc for bloc in sections[1].blocs)
    return dossier(sections=(sections[0], replace(sections[1], blocs=blocs), sections[2]))


# -- PDF ------------------------------------------------------------------------------------------


def saved_again(source, path, change):
    writer = pypdf.PdfWriter(clone_from=source)
    change(writer)
    writer.write(path)
    return path


def test_a_pdf_says_its_language_title_bookmarks_alternatives_and_text(pdf):
    items = list(read_content(pdf))
    text = items[-1][1]

    assert items[:4] == [
        ["titre", "Essai"], ["langue", "fr"], ["signet", 1, "Un titre"], ["signet", 2, "Un autre"],
    ]  # fmt: skip
    assert ["balise", "/Figure", "Barres : 12 points", ""] in items
    assert text.startswith("UntitreSur12345habitants,84,4%—efficacité.UnautreEncore.Encore.")
    assert text.count("Encore.") == 900
    assert "Figure77" in text


def test_the_text_is_that_of_pypdf_without_white_space(pdf):
    reader = pypdf.PdfReader(pdf)
    slow = ["".join(page.extract_text().split()) for page in reader.pages]

    assert len(slow) > 1
    assert ["".join("".join(shown_text(page)).split()) for page in reader.pages] == slow


def test_a_pdf_saved_by_another_program_has_the_same_content(pdf, tmp_path):
    def compressed(writer):
        for page in writer.pages:
            page.compress_content_streams()
        writer.add_metadata({"/Producer": "un autre", "/ModDate": "D:20300101000000Z"})

    again = saved_again(pdf, tmp_path / "d.pdf", compressed)

    assert again.read_bytes() != pdf.read_bytes()
    assert fingerprint(again) == fingerprint(pdf)


def test_a_pdf_in_other_fonts_and_margins_has_the_same_content(pdf, tmp_path):
    look = "<style>@page{margin:5cm}body{font:20pt monospace;hyphens:none}</style>"
    write_pdf(HTML.replace("</head>", f"{look}</head>"), tmp_path / "d.pdf")

    assert len(pypdf.PdfReader(tmp_path / "d.pdf").pages) > len(pypdf.PdfReader(pdf).pages)
    assert fingerprint(tmp_path / "d.pdf") == fingerprint(pdf)


@pytest.mark.parametrize(
    "change",
    [
        lambda writer: writer.root_object.update({NameObject("/Lang"): TextStringObject("en")}),
        lambda writer: writer.add_metadata({"/Title": "Essaj"}),
        lambda writer: writer.add_outline_item(title="Un de plus", page_number=0),
        lambda writer: writer.remove_page(1),
        lambda writer: alternative(writer).update({NameObject("/Alt"): TextStringObject("13")}),
    ],
    ids=["language", "title", "bookmark", "page", "alternative"],
)
def test_a_pdf_that_says_another_thing_has_another_content(change, pdf, tmp_path):
    assert fingerprint(saved_again(pdf, tmp_path / "d.pdf", change)) != fingerprint(pdf)


def alternative(writer):
    return next(
        one.get_object()
        for one in writer._objects  # noqa: SLF001 - every object of a small file
        if isinstance(one.get_object(), dict) and "/Alt" in one.get_object()
    )


def test_one_digit_of_a_pdf_is_seen(pdf, tmp_path):
    write_pdf(HTML.replace("12 345", "12 346"), tmp_path / "d.pdf")

    assert fingerprint(tmp_path / "d.pdf") != fingerprint(pdf)


def test_bookmarks_and_tags_that_turn_in_circles_end(pdf, tmp_path):
    def looped(writer):
        root = writer.root_object["/StructTreeRoot"]
        root[NameObject("/K")] = root.indirect_reference

    again = saved_again(pdf, tmp_path / "d.pdf", looped)

    assert "Un titre" in str(list(read_content(again)))


# -- XLSX -----------------------------------------------------------------------------------------


def zipped_again(source, path):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
        for part in reversed(old.infolist()):
            new.writestr(zipfile.ZipInfo(part.filename, (2024, 5, 6, 7, 8, 10)), old.read(part))
    return path


def test_a_workbook_zipped_at_another_time_has_the_same_content(tmp_path):
    told = workbook(tmp_path / "a.xlsx")
    again = zipped_again(told, tmp_path / "b.xlsx")

    assert again.read_bytes() != told.read_bytes()
    assert fingerprint(again) == fingerprint(told)


def test_a_workbook_saved_by_another_program_has_the_same_content(tmp_path):
    told = workbook(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(told)
    book["Chiffres"].column_dimensions["A"].width = 99
    book.save(tmp_path / "b.xlsx")

    assert list(read_content(tmp_path / "b.xlsx")) == list(read_content(told))


@pytest.mark.parametrize(
    ("row", "place", "value"),
    [(0, 1, 13), (0, 2, 0.7500001), (2, 3, 0), (1, 4, "2021-03-02"), (0, 5, False), (1, 0, "CI0")],
)
def test_one_digit_of_a_workbook_is_seen(row, place, value, tmp_path):
    other = workbook(tmp_path / "b.xlsx", changed_dossier(row, place, value))

    assert fingerprint(other) != fingerprint(workbook(tmp_path / "a.xlsx"))


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: setattr(sheet["B5"], "value", "12"),
        lambda sheet: setattr(sheet["B5"], "value", "=6+6"),
        lambda sheet: setattr(sheet["C5"], "number_format", "0.00"),
        lambda sheet: setattr(sheet["A3"].hyperlink, "location", "'Chiffres'!A1"),
        lambda sheet: setattr(sheet, "title", "autre"),
        lambda sheet: setattr(sheet, "sheet_state", "hidden"),
    ],
    ids=["type", "formula", "format", "link", "name", "hidden"],
)
def test_a_cell_of_another_kind_is_seen(change, tmp_path):
    told = workbook(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(told)
    change(book["inventaire_reseaux"])
    book.save(tmp_path / "b.xlsx")

    assert fingerprint(tmp_path / "b.xlsx") != fingerprint(told)


# -- GeoPackage -----------------------------------------------------------------------------------


def with_sql(path, *orders):
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(";".join(orders))
    return path


def test_a_geopackage_vacuumed_and_dated_otherwise_has_the_same_content(gpkg, tmp_path):
    again = with_sql(
        shutil.copy(gpkg, tmp_path / "b.gpkg"),
        "CREATE TABLE gpkg_extra (a)",
        "UPDATE gpkg_contents SET last_change = '2030-01-01T00:00:00Z'",
        "DROP TABLE gpkg_extra",
        "PRAGMA page_size = 8192",
        "VACUUM",
    )

    assert again.read_bytes() != gpkg.read_bytes()
    assert fingerprint(again) == fingerprint(gpkg)


def test_the_envelope_of_a_geometry_says_nothing(gpkg, tmp_path):
    again = shutil.copy(gpkg, tmp_path / "b.gpkg")
    with closing(sqlite3.connect(again)) as conn, conn:
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree%'"
        ).fetchall():
            conn.execute(f'DROP TRIGGER "{name}"')
        (blob,) = conn.execute("SELECT geom FROM communes WHERE fid = 1").fetchone()
        assert blob[3] >> 1 & 7 == 1  # GDAL writes one of polygons
        bare = blob[:3] + bytes([blob[3] & ~0b1110]) + blob[4:8] + blob[40:]
        conn.execute("UPDATE communes SET geom = ? WHERE fid = 1", [bare])

    assert fingerprint(again) == fingerprint(gpkg)


@pytest.mark.parametrize(
    "order",
    [
        "UPDATE communes SET population = 11 WHERE fid = 1",
        "UPDATE communes SET population = 10.0000001 WHERE fid = 1",
        "UPDATE communes SET duree_s_marche = 0 WHERE fid = 2",
        "UPDATE lisez_moi SET valeur = valeur || ' ' WHERE fid = 3",
        "DELETE FROM communes WHERE fid = 2",
        "ALTER TABLE communes RENAME COLUMN population TO habitants",
        "DROP TABLE dictionnaire",
        "CREATE TABLE cachee (a)",
        "UPDATE gpkg_geometry_columns SET srs_id = 4326 WHERE table_name = 'communes'",
        "UPDATE gpkg_contents SET description = 'autre' WHERE table_name = 'communes'",
    ],
)
def test_one_digit_of_a_geopackage_is_seen(order, gpkg, tmp_path):
    again = shutil.copy(gpkg, tmp_path / "b.gpkg")
    with closing(sqlite3.connect(again)) as conn:
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            conn.execute(f'DROP TRIGGER "{name}"')
        conn.executescript(order)

    assert fingerprint(again) != fingerprint(gpkg)


def test_a_place_moved_by_a_metre_is_seen(gpkg, tmp_path):
    moved = toy_layers()
    places = moved["points_accueil"]
    moved["points_accueil"] = places.set_geometry(places.translate(0, 1e-5))
    write_geopackage(dossier(), moved, tmp_path / "b.gpkg")

    assert fingerprint(tmp_path / "b.gpkg") != fingerprint(gpkg)


# -- HTML -----------------------------------------------------------------------------------------


def page(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_says_its_tags_attributes_and_words(tmp_path):
    told = page(tmp_path / "a.html", '<!DOCTYPE html><p b="2"\n a=" x  y">Un &amp;\n deux<br></p>')

    assert list(read_content(told)) == [
        ["doctype", "doctype html"], ["balise", "p", [["a", "x y"], ["b", "2"]]],
        ["texte", "Un & deux"], ["balise", "br", []], ["fin", "p"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        '<a  href="x"\nid="1">Un\n    mot</a>\n<!-- fait à 12:34 -->',
        '<a id="1" href="x">\n Un mot </a>',
        '<A ID="1" HREF="x">Un mot</A>',
        "<a href='x' id=1>Un m&#111;t</a>",
    ],
)
def test_white_space_comments_and_the_order_of_attributes_say_nothing(other, tmp_path):
    told = page(tmp_path / "a.html", '<a href="x" id="1">Un mot</a>')

    assert fingerprint(page(tmp_path / "b.html", other)) == fingerprint(told)


@pytest.mark.parametrize(
    "other",
    [
        HTML.replace('value="12345"', 'value="12346"'),
        HTML.replace("12 345", "12 346"),
        HTML.replace("Barres", "Barre"),
        HTML.replace("<h2>", "<h3>"),
        HTML.replace("</body>", "<script>suivre()</script></body>"),
    ],
    ids=["value", "text", "alternative", "structure", "script"],
)
def test_one_digit_of_a_page_is_seen(other, tmp_path):
    told = page(tmp_path / "a.html", HTML)

    assert fingerprint(page(tmp_path / "b.html", other)) != fingerprint(told)


# -- text of a PDF, without a PDF -----------------------------------------------------------------


class Form(dict):
    """What pypdf gives of a page, a form or a table of letters: a dictionary with data."""

    def __init__(self, data=b"", **entries):
        super().__init__({f"/{name}": entry for name, entry in entries.items()})
        self.data = data

    def get_data(self):
        return self.data

    def get_contents(self):
        return self


LETTERS = Form(
    b"2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar\n"
    b"2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <D83DDE00>] endbfrange"
)
FONTS = Form(Font=Form(F=Form(Subtype="/Type0", ToUnicode=LETTERS), L=Form(Subtype="/Type1")))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"BT /F 12 Tf <00010002> Tj ET", "Afi"),
        (b"/F 12 Tf [<0010> -20.5 <0011\n0012>] TJ", "abc"),
        (b"/F 12 Tf <00200021FFFF> Tj", "x\N{GRINNING FACE}"),
        (rb"/L 9.5 Tf (a\(b\)\051 (c) \101\n) '", "a(b)) (c) A\n"),
        (b"/L 1 Tf (un) Tj 0 -12 Td (deux) Tj", "undeux"),
        (b"/Span <</Lang (fr) /ActualText (non)>> BDC /L 1 Tf (oui) Tj EMC", "oui"),
        (b"(sans police) Tj 1 0 0 1 0 0 cm", "sans police"),
        (b"", ""),
    ],
)
def test_text_is_what_operators_show_by_the_letters_of_their_font(data, expected):
    assert "".join(shown_text(Form(data, Resources=FONTS))) == expected


def test_a_form_is_read_where_it_is_drawn_and_one_without_end_is_refused():
    form = Form(b"/L 1 Tf (dedans) Tj", Subtype="/Form", Resources=FONTS)
    drawn = Form(
        b"/L 1 Tf (avant ) Tj /X Do ( apr) Tj", Resources={**FONTS, "/XObject": {"/X": form}}
    )
    assert "".join(shown_text(drawn)) == "avant dedans apr"

    endless = Form(b"/X Do", Subtype="/Form")
    endless["/Resources"] = Form(XObject={"/X": endless})
    with pytest.raises(SourceError, match="pas de fin"):
        list(shown_text(endless))
