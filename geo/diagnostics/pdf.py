"""A page as a tagged PDF, where the machine has Pango."""

import ctypes
import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from geo.errors import OutputError
from geo.files import replaced_whole

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
"""What WeasyPrint loads, and the Debian package of each."""

_FILES = ("lib{}.so.0", "lib{}.dylib", "lib{}-0.dll")

FONT, FONT_PACKAGE = "LiberationSans-Regular.ttf", "fonts-liberation"
"""The letters of documents and pictures: every version has the widths of Arial."""

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("/Library/Fonts"),
)

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{letters}</dir>
  <dir>{signs}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <match target="pattern">
    <edit name="family" mode="append_last">
      <string>Liberation Sans</string><string>DejaVu Sans</string>
    </edit>
  </match>
</fontconfig>
"""


def missing_for_pdf() -> str | None:
    """
    Say what this machine lacks to write PDFs.

    Returns
    -------
    words
        In French, with the command that installs it; None where nothing is missing.
    """
    lacking = [package for name, package in LIBRARIES.items() if not _is_there(name)]
    lacking += [] if _font_folder() else [FONT_PACKAGE]
    if not lacking:
        return None
    return (
        f"les PDF ne peuvent pas être écrits : il manque à cette machine {', '.join(lacking)}. "
        f"Tapez : sudo apt-get update && sudo apt-get install -y {' '.join(lacking)}"
    )


def write_pdf(html: str, path: Path) -> Path:
    """
    Write a page as a PDF.

    Parameters
    ----------
    html
        As `geo.diagnostics.page.render_page` gives it.
    path
        File to replace or make.

    Returns
    -------
    path
        Of the file: PDF/UA-1 (tagged, with language, title and bookmarks), without a date.

    Raises
    ------
    OutputError
        In French, if the machine lacks what `missing_for_pdf` says or the file cannot be written.

    Notes
    -----
    Contract: the same page gives the same bytes with the same libraries and `FONT`, whatever other
    fonts the machine has; nothing is fetched.
    """
    missing = missing_for_pdf()
    if missing:
        raise OutputError(f"{path} n’a pas pu être écrit : {missing}")
    with replaced_whole(path) as draft:
        draft.write_bytes(to_pdf(html))
    return path


def to_pdf(html: str) -> bytes:
    """Give a page as the bytes of a PDF; WeasyPrint needs half a second to be imported."""
    with _own_fonts():
        from weasyprint import HTML  # noqa: PLC0415 - slow, and it needs Pango
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415

        fonts = FontConfiguration()
    with _uncollected():
        page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols={"data"}))
        made: bytes = page.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")
    return made


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the boxes of a document alone until it is written: a fifth of its time was spent so."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _own_fonts() -> Iterator[None]:
    """Let fontconfig see our letters, DejaVu for signs they lack, and no other font."""
    matplotlib = find_spec("matplotlib")  # not imported: a second that nothing here needs
    wheel = Path("" if matplotlib is None else str(matplotlib.origin)).parent
    folders = {"letters": _font_folder(), "signs": wheel / "mpl-data/fonts/ttf"}
    told = {name: escape(str(folder)) for name, folder in folders.items()}
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as file:
        file.write(_FONTCONFIG.format(**told))
        file.flush()
        os.environ["FONTCONFIG_FILE"] = file.name
        try:
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def _font_folder() -> Path | None:
    """Find our letters: the later name, which is the later version on Debian."""
    found = (path for folder in FONT_FOLDERS for path in folder.expanduser().rglob(FONT))
    return next((path.parent for path in sorted(found, reverse=True)), None)


@cache
def _is_there(name: str) -> bool:
    for pattern in _FILES:
        with suppress(OSError):
            ctypes.CDLL(pattern.format(name))
            return True
    return False
