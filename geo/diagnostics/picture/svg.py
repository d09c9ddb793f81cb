"""SVG elements as text: numbers short, texts escaped, attributes in the order given."""

import re
from collections.abc import Iterable
from html import escape

WIDTH_PT = 482.0
"""Points (1/72 inch) across a picture: 170 mm, the column of a page."""

MM_PER_PT = 25.4 / 72
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Families of the same widths, so that a text keeps its room whichever a machine has."""

INK = "#10121c"
SOFT_INK = "#4a4f5c"
LINE = "#8a8d91"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Attribute = str | float


def number(value: float) -> str:
    """
    Write a coordinate, in points, to a hundredth.

    Examples
    --------
    >>> number(12.5), number(3.0), number(-0.001)
    ('12.5', '3', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def words(text: str) -> str:
    """Escape a text, without what XML cannot hold."""
    return escape(_NOT_XML.sub("", text), quote=True)


def element(tag: str, content: str = "", **attributes: Attribute) -> str:
    """
    Write an element.

    Parameters
    ----------
    tag
        Its name.
    content
        What it holds, already XML.
    attributes
        ``stroke_width`` stands for ``stroke-width``; numbers are in points.

    Examples
    --------
    >>> element("path", d="M0 0h3", stroke_width=0.5)
    '<path d="M0 0h3" stroke-width="0.5"/>'
    """
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{told}>{content}</{tag}>" if content else f"<{tag}{told}/>"


def picture(height_pt: float, *, label: str, description: str, body: Iterable[str]) -> str:
    """
    Write a whole picture.

    Parameters
    ----------
    height_pt
        Its height; its width is `WIDTH_PT`.
    label, description
        What it is, and what it shows, for who cannot see it.
    body
        Its elements, from the bottom up.
    """
    return element(
        "svg",
        element("desc", words(description)) + "\n" + "\n".join(body) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(WIDTH_PT)} {number(height_pt)}",
        width=f"{number(WIDTH_PT * MM_PER_PT)}mm",
        height=f"{number(height_pt * MM_PER_PT)}mm",
        role="img",
        aria_label=label,
        font_family=FONT,
        fill=INK,
    )


def _value(value: Attribute) -> str:
    return words(value) if isinstance(value, str) else number(value)
