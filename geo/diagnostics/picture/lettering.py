"""Texts of a picture: how wide they are, where they break, and their halo."""

import unicodedata

from geo.diagnostics.picture.svg import element, words

TEXT_PT = 8.0
SMALL_PT = 7.0
"""The smallest text, as printed."""

LEADING = 1.2
"""From one line to the next, in sizes of text."""

_BASELINE = 0.35
"""From the middle of a line down to its baseline, in sizes of text."""

_BOLD_WIDER = 1.1
"""At most, over words: bold letters against plain ones."""

# advance widths of Arial and of the families made to its measures, thousandths of the size
_WIDTHS = {
    letter: width
    for width, letters in {
        191: "'", 200: "\N{NARROW NO-BREAK SPACE}", 222: "ijl’", 260: "|",
        278: "ftI!,./:;[]\\ \N{NO-BREAK SPACE}", 333: "r()-`{}·²", 355: '"', 389: "*", 400: "°",
        469: "^", 500: "cksvxyzJ", 549: "≤", 556: "0123456789abdeghnopquL#$?_«»–€",
        584: "+<=>~×\N{MINUS SIGN}", 611: "FTZ", 667: "ABEKPSVXY&", 722: "wCDHNRU", 778: "GOQ",
        833: "mM", 889: "%æ", 944: "Wœ", 1000: "Œ—…Æ",
    }.items()
    for letter in letters
}  # fmt: skip
_WIDEST = 1015

_HELD = frozenset(":;!?%»")


def text_width(text: str, size_pt: float, *, bold: bool = False) -> float:
    """
    Measure a text.

    Parameters
    ----------
    text
        One line.
    size_pt
        Of its letters, points.
    bold
        Whether it is.

    Returns
    -------
    width
        Points, by the widths of Arial; an upper bound for bold words.
    """
    letters = unicodedata.normalize("NFD", text)
    total = sum(_WIDTHS.get(one, _WIDEST) for one in letters if not unicodedata.combining(one))
    return total * size_pt / 1000 * (_BOLD_WIDER if bold else 1)


def shortened(text: str, width_pt: float, size_pt: float, *, bold: bool = False) -> str:
    """
    Cut a text that is too wide.

    Returns
    -------
    text
        As it is where it fits; otherwise its beginning and « … ».
    """
    if text_width(text, size_pt, bold=bold) <= width_pt:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size_pt, bold=bold) > width_pt:
        kept = kept[:-1]
    return f"{kept.rstrip(' –-')}…"


def in_lines(text: str, width_pt: float, size_pt: float, *, bold: bool = False) -> tuple[str, ...]:
    """
    Break a text between words.

    Returns
    -------
    lines
        None wider than asked, unless one word is. None begins with a mark that French sets apart
        from the word before.
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        is_held = word[:1] in _HELD
        if lines and (is_held or text_width(longer, size_pt, bold=bold) <= width_pt):
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def text(
    content: str,
    at: tuple[float, float],
    *,
    size_pt: float = TEXT_PT,
    anchor: str = "start",
    bold: bool = False,
    colour: str = "",
) -> str:
    """
    Write a line of text.

    Parameters
    ----------
    content
        The text.
    at
        Points from the top left: where it begins (``start``), is centred (``middle``) or ends
        (``end``), and the middle of its height.
    size_pt, anchor, bold, colour
        How it looks.
    """
    looks = {"text-anchor": anchor} if anchor != "start" else {}
    if bold:
        looks["font-weight"] = "bold"
    if colour:
        looks["fill"] = colour
    x, y = at
    y += _BASELINE * size_pt
    return element("text", words(content), x=x, y=y, font_size=size_pt, **looks)


def graduation(written: str) -> str:
    """
    Mark a text as one of an axis or a scale: it measures a picture, and is no figure found.

    Parameters
    ----------
    written
        By `text`.
    """
    return element("g", written, class_="graduation")


def haloed(lines: tuple[str, ...], at: tuple[float, float], size_pt: float = SMALL_PT) -> str:
    """
    Write centred lines that stay legible over a map.

    Parameters
    ----------
    lines
        The text.
    at
        Points from the top left: its middle.
    size_pt
        Of its letters.
    """
    x, y = at
    top = y - (len(lines) - 1) / 2 * LEADING * size_pt
    written = "".join(
        text(line, (x, top + rank * LEADING * size_pt), size_pt=size_pt, anchor="middle")
        for rank, line in enumerate(lines)
    )
    return halo(written)


def halo(written: str) -> str:
    """Edge texts, already written, with white."""
    edge = element(
        "g",
        written,
        fill="#ffffff",
        stroke="#ffffff",
        stroke_width=2.2,
        stroke_linejoin="round",
        aria_hidden="true",
    )
    return edge + written
