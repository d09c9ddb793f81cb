"""What a table of the past says of the communes of today."""

import pandas as pd

from geo.sources.territories.decoupage import Decoupage


def follow_communes(
    known: pd.DataFrame, decoupage: Decoupage, communes: pd.DataFrame
) -> pd.DataFrame:
    """
    Find the row of each commune of today in a table of another year.

    Parameters
    ----------
    known
        Index ``code_commune``, of any year; any columns.
    decoupage
        Leads from a former commune to the one of today.
    communes
        The communes and arrondissements wanted; index ``code_commune``.

    Returns
    -------
    found
        The columns of `known`, the index of `communes`; missing where no row leads there.

    Notes
    -----
    Contract: a commune that is in the table keeps its own row; one that is not takes that
    of the first (by code) of the communes it was made of, an arrondissement that of its
    city.
    """
    heirs = known.assign(heir=[decoupage.current(code) for code in known.index]).sort_index()
    inherited = heirs.drop_duplicates("heir").set_index("heir")
    everything = pd.concat([known, inherited[~inherited.index.isin(known.index)]])
    cities = communes["code_parent"].dropna() if "code_parent" in communes else pd.Series(dtype=str)
    lookup = [
        code if code in everything.index else cities.get(code, code) for code in communes.index
    ]
    return everything.reindex(lookup).set_axis(communes.index)
