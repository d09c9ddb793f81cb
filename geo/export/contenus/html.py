"""The content of an HTML page: tags, attributes and texts, without comments nor white space."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

Item = list[object]


def html_content(path: Path) -> Iterator[Item]:
    """
    Give what a page says and is made of, in order.

    Parameters
    ----------
    path
        HTML in UTF-8.

    Yields
    ------
    item
        ``["balise", name, [[attribute, value], …]]`` attributes sorted by name; ``["fin", name]``;
        ``["texte", text]``; ``["doctype", text]``. Scripts and styles are texts. White space is
        one space within a text or a value, and none around; empty texts and comments are left out.

    Raises
    ------
    UnicodeDecodeError
        If it is not UTF-8.

    Notes
    -----
    Contract: lines, indents, comments, and the order of attributes change nothing; any word, number
    or link does.
    """
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    reader.end_text()
    yield from reader.items


class _Reader(HTMLParser):
    """Keeps what it reads; an HTMLParser is a class to derive from."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.items: list[Item] = []
        self._text: list[str] = []

    def end_text(self) -> None:
        text = " ".join("".join(self._text).split())
        if text:
            self.items.append(["texte", text])
        self._text = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_text()
        told = sorted([name, " ".join((value or "").split())] for name, value in attrs)
        self.items.append(["balise", tag, told])

    def handle_endtag(self, tag: str) -> None:
        self.end_text()
        self.items.append(["fin", tag])

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_decl(self, decl: str) -> None:
        self.end_text()
        self.items.append(["doctype", decl.lower()])
