"""Results of queries as DataFrames."""

from typing import Any

import pandas as pd
from sqlalchemy import Select

from geo.store.engine import Connection, read_rows


def read_frame(conn: Connection, query: Select[Any], *, index: str | None = None) -> pd.DataFrame:
    """
    Run a query and give its rows as a table.

    Parameters
    ----------
    conn
        Any connection.
    query
        Select; its labels become the columns.
    index
        Column to index by; it keeps its name.

    Returns
    -------
    frame
        Columns that are there even when no row is; text as ``str``, with NULL as missing.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer, or was not migrated.
    """
    frame = pd.DataFrame(read_rows(conn, query), columns=list(query.selected_columns.keys()))
    return frame if index is None else frame.set_index(index)
