"""The content of a workbook: sheets and their cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

from geo.errors import SourceError

Item = list[object]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
DUBLIN = "{http://purl.org/dc/elements/1.1/}"

BYTES_MAX = 300_000_000
"""Of all the parts of a workbook, out of their zip: larger is a bomb, not a workbook of ours."""

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 14: "mm-dd-yy", 49: "@",
}  # fmt: skip
"""Formats that have a number only (ECMA-376-1 §18.8.30), those that are the same everywhere."""

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def xlsx_content(path: Path) -> Iterator[Item]:
    """
    Give what a workbook says, sheet by sheet.

    Parameters
    ----------
    path
        XLSX.

    Yields
    ------
    item
        ``["titre", text]``; then by sheet, in order: ``["feuille", name, state]``,
        ``["cellule", reference, type, value, format, formula]`` of each that has a value, row after
        row, ``["lien", reference, target]``. Types are ``n`` (the value is a number), ``s`` (text),
        ``b``, ``e`` and ``d``; the format is as Excel writes it for numbers, empty for others.

    Raises
    ------
    SourceError, zipfile.BadZipFile, KeyError, ValueError, lxml.etree.LxmlError
        If it is none.

    Notes
    -----
    Contract: dates of files, compression, the order of shared texts, fonts and widths change
    nothing; any value, its type or the format of a number does.
    """
    with ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > BYTES_MAX:
            raise SourceError(f"le classeur déplié dépasse {BYTES_MAX // 1_000_000} Mo")
        names = set(archive.namelist())
        if "docProps/core.xml" in names:
            yield ["titre", _tree(archive, "docProps/core.xml").findtext(f".//{DUBLIN}title") or ""]
        texts = _shared(archive) if "xl/sharedStrings.xml" in names else []
        formats = _formats(archive)
        targets = _targets(archive, "xl/_rels/workbook.xml.rels")
        for sheet in _tree(archive, "xl/workbook.xml").iter(f"{MAIN}sheet"):
            yield ["feuille", sheet.get("name"), sheet.get("state", "visible")]
            part = targets[sheet.get(f"{LINKS}id")].removeprefix("/xl/").removeprefix("xl/")
            yield from _sheet(archive, part, texts, formats)


def _sheet(
    archive: ZipFile, part: str, texts: Sequence[str], formats: Sequence[str]
) -> Iterator[Item]:
    root = _tree(archive, f"xl/{part}")
    for cell in root.iter(f"{MAIN}c"):
        yield from _cell(cell, texts, formats)
    relations = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    targets = _targets(archive, relations) if relations in archive.namelist() else {}
    for link in root.iter(f"{MAIN}hyperlink"):
        outside = targets.get(link.get(f"{LINKS}id"), "")
        yield ["lien", link.get("ref"), outside + (link.get("location") or "")]


def _cell(cell: Any, texts: Sequence[str], formats: Sequence[str]) -> Iterator[Item]:  # noqa: ANN401 - lxml has no types
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    formula = cell.findtext(f"{MAIN}f") or ""
    if kind == "inlineStr":
        kind, text = "s", _text(cell)
    elif kind == "s" and value is not None:
        text = texts[int(value)]
    else:
        kind, text = ("s" if kind == "str" else kind), value or ""
    if not text and not formula:
        return
    told: object = float(text) if kind == "n" and text else text
    look = formats[int(cell.get("s", "0"))] if kind == "n" else ""
    yield ["cellule", cell.get("r"), kind, told, look, formula]


def _shared(archive: ZipFile) -> list[str]:
    return [_text(one) for one in _tree(archive, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def _text(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    told = "".join(one.text or "" for one in element.iter(f"{MAIN}t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), told)


def _formats(archive: ZipFile) -> list[str]:
    """Give the format of numbers of each style of cell."""
    styles = _tree(archive, "xl/styles.xml")
    own = {int(one.get("numFmtId")): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    told = {**BUILT_IN, **own}
    used = styles.find(f"{MAIN}cellXfs")
    ids = [] if used is None else [int(one.get("numFmtId", "0")) for one in used]
    return [told.get(one, f"n°{one}") for one in ids] or ["General"]


def _targets(archive: ZipFile, part: str) -> Mapping[str, str]:
    told = _tree(archive, part).iter(f"{PACKAGE}Relationship")
    return {one.get("Id"): one.get("Target") for one in told}


def _tree(archive: ZipFile, part: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Read a part; no entity is resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(part), parser)
