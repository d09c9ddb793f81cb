"""Read a table as its producer wrote it: text only, the columns that are needed there."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from geo.errors import SourceError


def read_received(
    path: Path, columns: Sequence[str], *, what: str, separator: str = ","
) -> pd.DataFrame:
    """
    Read a CSV received.

    Parameters
    ----------
    path
        The file.
    columns
        Those it must have.
    what
        What it should be, in French, for the message.
    separator
        Between columns.

    Returns
    -------
    table
        Every column, as text; what is empty is an empty text.

    Raises
    ------
    SourceError
        If it cannot be read or a column is missing.
    """
    try:
        table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise SourceError(
            f"il fallait {what} ; {path} ne se lit pas ({error}) : récupérez ce fichier à nouveau."
        ) from error
    missing = [column for column in columns if column not in table]
    if missing:
        raise SourceError(
            f"il manque à {path} les colonnes {missing} ; reçu {list(table.columns)} : récupérez "
            "ce fichier à nouveau."
        )
    return table
