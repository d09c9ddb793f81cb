"""How indicators are laid out: a row a territory and combination of their dimensions."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from geo.pipeline.diagnosis.ground import Ground

WHOLE = "tous"
"""A dimension that an indicator has not."""

TERRITORY = ["territory_type", "territory_code"]
DIMENSIONS: dict[str, str | int] = {
    "reseau": WHOLE, "profile": WHOLE, "mission": WHOLE, "mode": WHOLE, "cutoff_s": 0
}  # fmt: skip
"""What an indicator may be told by, and what stands there for one that is not."""


def territory_index(ground: Ground) -> pd.MultiIndex:
    """
    List the territories.

    Parameters
    ----------
    ground
        Whose territories.

    Returns
    -------
    index
        Levels `TERRITORY`, in the order of `Ground.territories`.
    """
    pairs = [(one.kind, one.code) for one in ground.territories]
    return pd.MultiIndex.from_tuples(pairs, names=TERRITORY)


def full_index(ground: Ground, dimensions: Mapping[str, Sequence[str]]) -> pd.MultiIndex:
    """
    List every combination of territory and dimensions.

    Parameters
    ----------
    ground
        Whose territories.
    dimensions
        Values of each, in the order to show.

    Returns
    -------
    index
        Levels `TERRITORY` and the dimensions.
    """
    rows = [
        (one.kind, one.code, *told)
        for one in ground.territories
        for told in product(*dimensions.values())
    ]
    return pd.MultiIndex.from_tuples(rows, names=[*TERRITORY, *dimensions])


def laid_out(
    code: str, values: "pd.Series[float]", is_estimate: "pd.Series[bool] | None" = None
) -> pd.DataFrame:
    """
    Lay out one indicator.

    Parameters
    ----------
    code
        Of the indicator.
    values
        Index levels `TERRITORY` and some of `DIMENSIONS`; missing where nobody knows.
    is_estimate
        Whether each rests on an estimate; none does by default.

    Returns
    -------
    rows
        `geo.tables.INDICATOR_COLUMNS` but ``publiable``.
    """
    rows = values.index.to_frame(index=False)
    absent = {name: word for name, word in DIMENSIONS.items() if name not in rows}
    return rows.assign(
        indicator=code,
        **absent,
        value=values.to_numpy(dtype=np.float64),
        is_estimate=False if is_estimate is None else is_estimate.to_numpy(),
    )
