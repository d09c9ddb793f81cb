"""A measure of access as files that planners open in a spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DECIMALS = 6
"""Of a measure; a time is whole seconds, rounded up."""

SHARE_DECIMALS = 4

SUMMARY_WORDS = {
    "demand": "demande",
    "known": "demande_mesuree",
    "without": "demande_sans_acces",
    "average": "moyenne",
    "low": "decile_1",
    "median": "mediane",
    "high": "decile_9",
    "gini": "gini",
    "theil": "theil",
    "is_estimate": "estime",
    "demand_is_estimate": "demande_estimee",
}
"""Columns of `geo.access.measures.SUMMARY_COLUMNS`, whether any of the demand is an estimate, and
their names outside."""

MEASURED_WORDS = ("moyenne", "decile_1", "mediane", "decile_9")


def measure_rows(
    origins: pd.DataFrame,
    columns: Mapping[str, Sequence[Any] | NDArray[Any]],
    values: NDArray[np.float64],
    *,
    is_time: bool,
) -> pd.DataFrame:
    """
    Name a measure as outside: a row an origin.

    Parameters
    ----------
    origins
        Columns ``code_commune, nom``, index ``origin_id``: in the order of the others.
    columns
        What else is known of each, by its name outside.
    values
        Shape ``(n,)``; missing where nothing is known.
    is_time
        Whether they are seconds, ``inf`` where nothing is reached.

    Returns
    -------
    rows
        ``origine_id, code_commune, nom``, then `columns`, then ``duree_s``, missing where nothing
        is reached, or ``acces``.
    """
    named = {"code_commune": origins["code_commune"], "nom": origins["nom"], **columns}
    told = told_values(pd.Series(values, index=origins.index), is_time=is_time)
    rows = pd.DataFrame({**named, "duree_s" if is_time else "acces": told}, index=origins.index)
    return rows.rename_axis("origine_id").reset_index()


def summary_rows(
    summaries: Mapping[str, pd.DataFrame],
    names: Mapping[str, Mapping[str, str]],
    *,
    is_time: bool,
) -> pd.DataFrame:
    """
    Name the summary of a measure as outside: a row a territory.

    Parameters
    ----------
    summaries
        `geo.access.measures.SUMMARY_COLUMNS` and ``demand_is_estimate``, by name of the partition.
    names
        Names of territories, by partition and code.
    is_time
        Whether the measure is a time.

    Returns
    -------
    rows
        ``type_territoire, code_territoire, nom`` and the values of `SUMMARY_WORDS`; people are
        whole numbers.
    """
    tables = []
    for partition, summary in summaries.items():
        rows = summary.rename(columns=SUMMARY_WORDS)
        for name in MEASURED_WORDS:
            rows[name] = told_values(rows[name], is_time=is_time)
        for name in ("demande", "demande_mesuree", "demande_sans_acces"):
            rows[name] = rows[name].round().astype("Int64")
        rows[["gini", "theil"]] = rows[["gini", "theil"]].round(SHARE_DECIMALS)
        rows.insert(0, "nom", [names.get(partition, {}).get(code, code) for code in rows.index])
        rows = rows.rename_axis("code_territoire").reset_index()
        rows.insert(0, "type_territoire", partition)
        tables.append(rows)
    return pd.concat(tables, ignore_index=True)


def told_values(values: "pd.Series[float]", *, is_time: bool) -> "pd.Series[Any]":
    """
    Round a measure for a file.

    Parameters
    ----------
    values
        Any.
    is_time
        Whether they are seconds.

    Returns
    -------
    values
        Whole seconds, rounded up so that no one enters a threshold by rounding, missing where they
        are not finite; or `DECIMALS` figures.
    """
    if not is_time:
        return values.round(DECIMALS)
    whole = np.ceil(values.where(np.isfinite(values)).to_numpy(np.float64))
    return pd.Series(pd.array(whole, dtype="Int64"), index=values.index)
