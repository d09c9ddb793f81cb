"""
What files say, whatever the bytes that hold it: a list of items a format.

An item is a list that JSON can write; which there are is said by the function of each format.
"""

from collections.abc import Iterator
from pathlib import Path

Item = list[object]


def read_content(path: Path) -> Iterator[Item]:
    """
    Give what a file says, by its suffix.

    Parameters
    ----------
    path
        ``.html``, ``.pdf``, ``.xlsx`` or ``.gpkg``.

    Yields
    ------
    item
        As of the function of the format.

    Raises
    ------
    Exception
        If the file is not what its suffix says: whatever its reader raises.
    """
    suffix = path.suffix.lower()
    # each reader is imported by whoever meets such a file: pypdf alone takes 0.2 s
    if suffix == ".html":
        from geo.export.contenus.html import html_content as content  # noqa: PLC0415 - see above
    elif suffix == ".pdf":
        from geo.export.contenus.pdf import pdf_content as content  # noqa: PLC0415 - see above
    elif suffix == ".xlsx":
        from geo.export.contenus.xlsx import xlsx_content as content  # noqa: PLC0415 - see above
    else:
        from geo.export.contenus.gpkg import gpkg_content as content  # noqa: PLC0415 - see above
    yield from content(path)
