"""Tables that can be read on a terminal of 80 columns."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

SPACES = "\u202f\N{NO-BREAK SPACE}"
"""Spaces where a line must not break, though rich breaks it at any space."""

HELD = "\ue000\ue001"
"""As wide, never in a text: what stands for them while lines are cut."""


def table(
    title: str, names: Sequence[str], numbers: Sequence[str], *, caption: str | None = None
) -> Table:
    """
    Lay out a table: names give way, numbers and headings are always whole.

    Parameters
    ----------
    title
        Above it.
    names
        Headings of the first columns, whose words wrap.
    numbers
        Headings of the others, where a line feed is where they break.
    caption
        Below it.

    Returns
    -------
    table
        Without a row.
    """
    laid_out = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    for heading in names:
        laid_out.add_column(heading, overflow="fold")
    for heading in numbers:
        laid_out.add_column(heading, justify="right", no_wrap=True, overflow="fold")
    return laid_out


class Unbroken:
    """
    A text whose lines break at plain spaces alone: « 12 345 habitants » never inside the number.

    Parameters
    ----------
    markup
        As rich reads it.
    """

    def __init__(self, markup: str) -> None:
        self._held = _replaced(Text.from_markup(markup), SPACES, HELD)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Cut lines where they may be, then give spaces back."""
        for line in self._held.wrap(console, options.max_width):
            line.no_wrap, line.overflow = True, "ignore"
            yield _replaced(line, HELD, SPACES)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Need as much as the longest part that must not break."""
        return Measurement.get(console, options, self._held)


def _replaced(text: Text, old: str, new: str) -> Text:
    """Replace letters one by one, so that what is bold stays where it is."""
    other = text.copy()
    other.plain = text.plain.translate(str.maketrans(old, new))
    return other
