"""The PDF of a page, read back with other programs: poppler and pypdf."""

import logging
import os
import re
import shutil
import subprocess

import pypdf
import pytest

from geo.diagnostics import pdf
from geo.diagnostics.page import render_page
from geo.diagnostics.pdf import missing_for_pdf, to_pdf, write_pdf
from geo.errors import OutputError
from tests.geo.diagnostics.long_dossier import TRIAL, long_dossier, pictures

needs_pango = pytest.mark.skipif(
    missing_for_pdf() is not None, reason=f"{missing_for_pdf()} (./scripts/setup)"
)


@pytest.fixture(scope="module")
def html():
    return render_page(long_dossier(), pictures(), links={"PDF": "diagnostic.pdf"})


@pytest.fixture(scope="module")
def made(html, tmp_path_factory):
    """The PDF of a dossier of several sheets; whatever WeasyPrint complains of fails the tests."""
    if missing_for_pdf():
        pytest.skip(missing_for_pdf())
    heard = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())
    logging.getLogger("weasyprint").addHandler(handler)
    try:
        path = write_pdf(html, tmp_path_factory.mktemp("pdf") / "sous" / "diagnostic.pdf")
    finally:
        logging.getLogger("weasyprint").removeHandler(handler)
    assert heard == []
    return path


@pytest.fixture(scope="module")
def reader(made):
    return pypdf.PdfReader(made)


@pytest.fixture(scope="module")
def poppler(made):
    """Run a program of poppler on the PDF."""

    def run(program, *arguments):
        if shutil.which(program) is None:
            pytest.skip(f"needs {program} of poppler-utils: ./scripts/setup --tests")
        command = [program, *arguments, made]
        if program == "pdftotext":
            command.append("-")
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return run


def sheets(poppler):
    return poppler("pdftotext", "-layout").split("\f")[:-1]


def elements(reader):
    """Give each element of the structure, in reading order, with its tag."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
            yield node["/S"][1:], node
            yield from walk(node.get("/K", pypdf.generic.ArrayObject()))

    yield from walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])


def test_it_says_its_language_title_and_standard(reader):
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "fr"
    assert reader.metadata.title.startswith("Diagnostic du bassin Ville-Essai – L’Haÿ")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_it_has_no_date_and_no_path(made, reader):
    assert reader.metadata.creation_date is None
    assert reader.metadata.modification_date is None
    assert b"xmp:" not in reader.trailer["/Root"]["/Metadata"].get_data()
    whole = made.read_bytes() + b"".join(
        str(reader.get_object(number)).encode() for number in range(1, 400)
    )
    assert str(made.parent).encode() not in whole
    assert b"site-packages" not in whole


def test_bookmarks_are_the_headings(reader):
    def titles(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title.replace("\N{NO-BREAK SPACE}", " ")

    dossier = long_dossier()
    assert list(titles(reader.outline)) == [
        dossier.titre,
        *(section.titre for section in dossier.sections),
    ]


def test_tags_tell_headings_tables_and_pictures(reader):
    tags = [tag for tag, _ in elements(reader)]

    assert tags[0] == "Document"
    assert tags.count("H1") == 1
    assert tags.count("H2") == 1 + len(long_dossier().sections)
    assert {"P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Caption", "Figure"} <= set(tags)


def test_every_picture_has_its_words(reader):
    told = [node.get("/Alt") for tag, node in elements(reader) if tag == "Figure"]

    assert [words.replace("\N{NO-BREAK SPACE}", " ") for words in told] == [
        bloc.description for bloc in long_dossier().illustrations()
    ]


def test_cells_know_their_headers(reader):
    cells = [node for tag, node in elements(reader) if tag == "TD"]

    assert cells
    assert all(len(cell["/A"]["/Headers"]) == 2 for cell in cells)


def test_poppler_sees_the_structure(poppler):
    assert re.search(r"Tagged: +yes", poppler("pdfinfo"))
    assert re.search(r"Page size: +595\S* x 841\S* pts \(A4\)", poppler("pdfinfo"))
    assert "Document\n" in poppler("pdfinfo", "-struct")


def test_all_fonts_are_inside_and_are_ours(poppler):
    rows = [row.split() for row in poppler("pdffonts").splitlines()[2:]]

    assert rows
    assert all(re.fullmatch(r"[A-Z]{6}\+(Liberation|DejaVu)-(Sans|Mono).*", row[0]) for row in rows)
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_each_sheet_has_its_number_and_from_the_second_the_territory_and_day(poppler):
    read = sheets(poppler)
    dossier = long_dossier()

    assert len(read) >= 3
    for number, sheet in enumerate(read, start=1):
        assert f"page {number} sur {len(read)}" in sheet
        assert TRIAL in sheet.replace("\N{NO-BREAK SPACE}", " ")
        first_line = next(line for line in sheet.splitlines() if line.strip())
        assert (dossier.titre in first_line) == (number > 1)
        assert ("22 novembre 2026" in first_line.replace("\N{NO-BREAK SPACE}", " ")) == (number > 1)


def test_a_long_table_repeats_its_headers_on_each_sheet(poppler):
    holding = [sheet for sheet in sheets(poppler) if "Lieu inventé" in sheet]

    assert len(holding) >= 2
    assert all("Nom du lieu" in sheet for sheet in holding)


def test_no_row_is_lost_between_two_sheets(poppler):
    rows = re.findall(r"Lieu inventé (\d+)", "".join(sheets(poppler)))

    assert [int(row) for row in rows] == list(range(60))


def test_no_heading_ends_a_sheet(poppler):
    titles = {section.titre for section in long_dossier().sections}
    for sheet in sheets(poppler):
        lines = [line.strip() for line in sheet.splitlines() if line.strip()]
        body = lines[:-1]  # the last one is the foot
        assert body[-1] not in titles | {"Table longue"}


def test_contents_give_the_sheet_of_each_chapter(poppler):
    read = sheets(poppler)
    for section in long_dossier().sections:
        entry = re.search(rf"{re.escape(section.titre)}\s*\.[. ]*\s(\d+)", read[0])
        assert entry, section.titre
        assert section.titre in read[int(entry[1]) - 1]


def test_the_same_page_gives_the_same_bytes_whatever_fonts_a_machine_has(
    html, made, tmp_path, monkeypatch
):
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "none.conf"))

    assert to_pdf(html) == made.read_bytes()
    assert os.environ["FONTCONFIG_FILE"] == str(tmp_path / "none.conf")


@needs_pango
def test_nothing_is_fetched(tmp_path, caplog):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">SECRET</text></svg>')

    to_pdf(
        f'<html lang="fr"><title>t</title><img alt="a" src="{secret.as_uri()}">'
        '<img alt="b" src="http://127.0.0.1:9/x.png">'
    )

    assert len([r for r in caplog.records if "disallowed protocol" in r.getMessage()]) == 2


def test_without_pango_one_is_told_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "LIBRARIES", {"absent-9.9": "libabsent"})

    assert "sudo apt-get install -y libabsent" in missing_for_pdf()
    with pytest.raises(OutputError, match="libabsent"):
        write_pdf("<p>", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_without_its_letters_one_is_told_what_to_type(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "FONT_FOLDERS", (tmp_path, tmp_path / "absent"))

    assert "sudo apt-get install -y fonts-liberation" in missing_for_pdf()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / pdf.FONT).touch()
    assert missing_for_pdf() is None or "liberation" not in missing_for_pdf()


def test_an_old_file_stays_when_it_cannot_be_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "LIBRARIES", {"absent-9.9": "libabsent"})
    old = tmp_path / "a.pdf"
    old.write_bytes(b"old")

    with pytest.raises(OutputError):
        write_pdf("<p>", old)
    assert old.read_bytes() == b"old"
