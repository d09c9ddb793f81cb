"""Tables that can be read on a terminal of 80 columns."""

from collections.abc import Sequence

from rich.table import Table


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
