"""The two doors as a file that planners open in a spreadsheet."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.access.door_shares import OUTCOME_COLUMNS, door_share
from geo.access.doors import RESULTATS

SHARE_DECIMALS = 4


def door_rows(
    table: pd.DataFrame,
    names: Mapping[str, Mapping[str, str]],
    publiable: Mapping[str, bool],
) -> pd.DataFrame:
    """
    Name the two doors as outside: a row a territory, public, need, mode and budget.

    Parameters
    ----------
    table
        `geo.tables.DOORS_COLUMNS`.
    names
        Names of territories, by partition and code.
    publiable
        Whether figures may be published, by mode.

    Returns
    -------
    rows
        ``type_territoire, code_territoire, nom, profil, besoin, mode, au_plus_s, population``, then
        ``population_`` and ``part_`` of each `geo.domain.couverture.Resultat`, ``estime,
        publiable``; shares are between 0 and 1, missing where nobody lives.

    Notes
    -----
    Contract: pure; rows in the order of the table.
    """
    where = zip(table["territory_type"], table["territory_code"], strict=True)
    share = door_share(table).round(SHARE_DECIMALS)
    residents = {
        f"population_{result.value}": table[name]
        for name, result in zip(OUTCOME_COLUMNS, RESULTATS, strict=True)
    }
    shares = {
        f"part_{result.value}": share[name]
        for name, result in zip(OUTCOME_COLUMNS, RESULTATS, strict=True)
    }
    return pd.DataFrame(
        {
            "type_territoire": table["territory_type"],
            "code_territoire": table["territory_code"],
            "nom": np.array([names.get(kind, {}).get(code) for kind, code in where], dtype=object),
            "profil": table["profile"],
            "besoin": table["mission"],
            "mode": table["mode"],
            "au_plus_s": table["cutoff_s"],
            "population": table[OUTCOME_COLUMNS].sum(axis=1),
            **residents,
            **shares,
            "estime": table["is_estimate"],
            "publiable": table["mode"].map(publiable),
        }
    )
