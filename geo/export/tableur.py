"""Tables as CSV that a French spreadsheet opens by itself, and runs nothing of."""

from pathlib import Path
from typing import Any

import pandas as pd

from geo.files import replaced_whole

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet run a text."""

YES_NO = {True: "oui", False: "non"}

FRENCH_CSV: dict[str, Any] = {
    "index": False, "sep": ";", "decimal": ",", "encoding": "utf-8-sig", "lineterminator": "\r\n",
}  # fmt: skip
"""How pandas writes what a French spreadsheet opens by itself."""


def write_csv(rows: pd.DataFrame, path: Path) -> None:
    """
    Write a table for a French spreadsheet.

    Parameters
    ----------
    rows
        Table to write; its index is left out.
    path
        File to replace.
    """
    shown = rows.copy()
    for name in shown:
        if pd.api.types.is_bool_dtype(shown[name]):
            shown[name] = shown[name].map(YES_NO)
        elif not pd.api.types.is_numeric_dtype(shown[name]):
            shown[name] = _inert(shown[name])
    with replaced_whole(path) as draft:
        shown.to_csv(draft, **FRENCH_CSV)


def inert(text: str) -> str:
    """
    Keep a spreadsheet from running a text.

    Parameters
    ----------
    text
        Any.

    Returns
    -------
    text
        With a ``'`` before it where it begins as a formula does.

    Examples
    --------
    >>> inert("=1+1"), inert("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _inert(texts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Keep a spreadsheet from running texts; a text is looked at once, however often it comes."""
    told = [text for text in texts.unique() if isinstance(text, str)]
    run = {text: made for text in told if (made := inert(text)) != text}
    return texts.map(lambda text: run.get(text, text), na_action="ignore") if run else texts
