"""Add up what is known of origins to the territories they lie in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def sums(values: NDArray[Any], codes: Sequence[str]) -> tuple[tuple[str, ...], NDArray[Any]]:
    """
    Add values of origins up to their territories.

    Parameters
    ----------
    values
        Shape ``(n, …)``: integers or floats; flags are counted.
    codes
        Territory of each origin; an origin of the empty code counts nowhere.

    Returns
    -------
    territories, totals
        Codes, sorted, and an array of shape ``(territories, …)``: int64 or float64.

    Notes
    -----
    Contract: pure; nothing is lost: the totals add up to the values of the origins that have a
    code.
    """
    known = np.array([bool(code) for code in codes], dtype=np.bool_)
    names, member = np.unique(
        np.asarray(codes, dtype=object)[known].astype(str), return_inverse=True
    )
    exact = values.dtype.kind in "bui"
    totals = np.zeros((len(names), *values.shape[1:]), dtype=np.int64 if exact else np.float64)
    np.add.at(totals, member, values[known].astype(totals.dtype))
    return tuple(names.tolist()), totals
