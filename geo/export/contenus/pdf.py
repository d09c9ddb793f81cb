"""The content of a PDF: what it says, not how it is laid out."""

import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from geo.errors import SourceError
from geo.export.contenus.pdf_text import shown_text

Item = list[object]

DEEPEST = 200
"""Levels of bookmarks or of structure beyond which a file is broken, or made to break us."""

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def pdf_content(path: Path) -> Iterator[Item]:
    """
    Give what a PDF says, to eyes and to screen readers.

    Parameters
    ----------
    path
        PDF.

    Yields
    ------
    item
        ``["titre", text]``, ``["langue", text]``, ``["signet", level, title]`` in order;
        ``["balise", type, alternative text, replacement text]`` of each element of the structure
        that has either, in order; ``["texte", text]`` of all pages end to end, without white space
        (NFKC), as `geo.export.contenus.pdf_text` reads it: places of letters and pages are layout.

    Raises
    ------
    SourceError, pypdf.errors.PyPdfError, ValueError
        If it is none.

    Notes
    -----
    Contract: fonts, lines, pages, dates and the way the file is kept change nothing; any word,
    number, bookmark or alternative text does.
    """
    # what is wrong is raised, or shows in the content; pypdf would also print it
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(path, strict=False)
    catalogue: Any = reader.trailer["/Root"].get_object()
    information = reader.metadata
    yield ["titre", "" if information is None else str(information.title or "")]
    yield ["langue", str(catalogue.get("/Lang", ""))]
    yield from _bookmarks(reader.outline, 1)
    structure = catalogue.get("/StructTreeRoot")
    if structure is not None:
        yield from _structure(structure.get_object(), set(), 0)
    yield ["texte", _plain("".join(told for page in reader.pages for told in shown_text(page)))]


def _plain(text: str) -> str:
    told = unicodedata.normalize("NFKC", text.replace(_SOFT_HYPHEN, ""))
    return "".join(told.split())


def _bookmarks(outline: Any, level: int) -> Iterator[Item]:  # noqa: ANN401 - nested lists of pypdf
    if level > DEEPEST:
        raise SourceError("les signets n’ont pas de fin")
    for one in outline:
        if isinstance(one, list):
            yield from _bookmarks(one, level + 1)
        else:
            yield ["signet", level, str(one.title)]


def _structure(element: Any, seen: set[int], level: int) -> Iterator[Item]:  # noqa: ANN401 - objects of pypdf
    """Walk the tree of tags once, whatever loops a broken file has."""
    if isinstance(element, IndirectObject):
        if element.idnum in seen:
            return
        seen.add(element.idnum)
        element = element.get_object()
    if isinstance(element, ArrayObject):
        for child in element:
            yield from _structure(child, seen, level)
    elif isinstance(element, DictionaryObject):
        if level > DEEPEST:
            raise SourceError("les balises n’ont pas de fin")
        told = [str(element.get(name, "")) for name in ("/Alt", "/ActualText")]
        if any(told):
            yield ["balise", str(element.get("/S", "")), *told]
        if "/K" in element:
            yield from _structure(element.raw_get("/K"), seen, level + 1)
