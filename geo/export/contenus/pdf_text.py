"""The text that pages of a PDF show, in the order they show it."""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from geo.errors import SourceError

Encoding = tuple[int, Mapping[int, str]]
"""Bytes of a code, and the text of each code."""

DEEPEST = 20
"""Forms within forms beyond which a file is broken, or made to break us."""

LATIN: Encoding = (1, {})
"""Of a font that does not say its text: each byte is the letter of that number."""

_HEX = rb"<[0-9A-Fa-f\s]*+>"
_STRING = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)"
_SHOWN = rb"(?:" + _STRING + rb"|" + _HEX + rb")"
_TOKENS = re.compile(
    rb"/(?P<font>[^\s/<>\[\]()]++)\s++[-+.\d]++\s++Tf\b"
    rb"|/(?P<form>[^\s/<>\[\]()]++)\s++Do\b"
    rb"|(?P<text>" + _SHOWN + rb"|\[(?:[^\[\]()<>]|" + _SHOWN + rb")*+\])\s*+(?:T[jJ]|['\"])",
    re.DOTALL,
)
_STRINGS = re.compile(_SHOWN, re.DOTALL)
_ESCAPES = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}
_BLOCKS = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def shown_text(page: Any) -> Iterator[str]:  # noqa: ANN401 - objects of pypdf
    """
    Give the text of a page.

    Parameters
    ----------
    page
        Page of pypdf.

    Yields
    ------
    text
        What each operator Tj, TJ, ' and " shows, in the order of the page, by the ToUnicode of its
        font (ISO 32000-2 §9.4.3, §9.10.3); a font without one is read as Latin-1. A form is read
        where it is drawn.

    Raises
    ------
    SourceError
        If forms have no end.

    Notes
    -----
    Contract: places and sizes of letters say nothing. Ten times faster than a reading that
    puts words back in lines, of which nothing is kept here.
    """
    contents = page.get_contents()
    if contents is not None:
        resources = page.get("/Resources", {})
        yield from _shown(contents.get_data(), _object(resources), {}, 0)


def _shown(
    data: bytes,
    resources: Any,  # noqa: ANN401 - objects of pypdf
    encodings: dict[int, Encoding],
    level: int,
) -> Iterator[str]:
    if level > DEEPEST:
        raise SourceError("les dessins n’ont pas de fin")
    fonts, forms = (_object(resources.get(name, {})) for name in ("/Font", "/XObject"))
    encoding = LATIN
    for found in _TOKENS.finditer(data):
        if found["font"]:
            encoding = _encoding(_named(fonts, found["font"]), encodings)
        elif found["text"]:
            yield "".join(_decoded(one, encoding) for one in _STRINGS.findall(found["text"]))
        else:
            form = _named(forms, found["form"])
            if form is not None and form.get("/Subtype") == "/Form":
                own = _object(form.get("/Resources", resources))
                yield from _shown(form.get_data(), own, encodings, level + 1)


def _named(told: Any, name: bytes) -> Any:  # noqa: ANN401 - objects of pypdf
    return _object(told.get("/" + name.decode("latin-1")))


def _object(told: Any) -> Any:  # noqa: ANN401 - objects of pypdf
    return told.get_object() if hasattr(told, "get_object") else told


def _encoding(font: Any, encodings: dict[int, Encoding]) -> Encoding:  # noqa: ANN401 - objects of pypdf
    """Read the text of each code of a font, once a page."""
    if font is None or "/ToUnicode" not in font:
        return LATIN
    if id(font) not in encodings:
        size = 2 if font.get("/Subtype") == "/Type0" else 1
        encodings[id(font)] = size, dict(_codes(_object(font["/ToUnicode"]).get_data()))
    return encodings[id(font)]


def _codes(table: bytes) -> Iterator[tuple[int, str]]:
    for kind, block in _BLOCKS.findall(table):
        yield from _chars(block) if kind == b"bfchar" else _ranges(block)


def _chars(block: bytes) -> Iterator[tuple[int, str]]:
    told = [one for one, _, _ in _CODES.findall(block)]
    for code, text in zip(told[::2], told[1::2], strict=False):
        yield int(code, 16), _utf16(text)


def _ranges(block: bytes) -> Iterator[tuple[int, str]]:
    """Read ``<first> <last> <text>`` and ``<first> <last> [<text> …]``."""
    tokens = iter(_CODES.findall(block))
    for first, _, _ in tokens:
        last, start = int(next(tokens)[0], 16), int(first, 16)
        text, opened, _ = next(tokens)
        if not opened:
            head, tail = _utf16(text)[:-1], ord(_utf16(text)[-1])
            yield from ((code, head + chr(tail + code - start)) for code in _span(start, last))
            continue
        for code in _span(start, last):
            told, _, closed = next(tokens)
            if closed:
                break
            yield code, _utf16(told)
        else:
            next(tokens, None)


def _span(start: int, last: int) -> range:
    """Give the codes of a range; none has more than two bytes of them."""
    return range(start, min(last, start + 0xFFFF) + 1)


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode("ascii")).decode("utf-16-be", "replace")


def _decoded(string: bytes, encoding: Encoding) -> str:
    size, told = encoding
    if string.startswith(b"<"):
        digits = b"".join(string[1:-1].split())
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        data = _ESCAPES.sub(_unescaped, string[1:-1])
    if size == 1:
        return "".join([told.get(code, chr(code)) for code in data])
    codes = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
    return "".join([told.get(code, "") for code in codes])


def _unescaped(found: "re.Match[bytes]") -> bytes:
    told = found[1]
    if told.isdigit():
        return bytes([int(told, 8) & 0xFF])
    return _NAMED.get(told, told)
