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
    every = np.array(codes, dtype=str)
    order = np.argsort(every, kind="stable")
    order = order[np.count_nonzero(every == "") :]  # empty codes come first
    names, first = np.unique(every[order], return_index=True)
    kind = np.int64 if values.dtype.kind in "bui" else np.float64
    if not len(names):
        return (), np.zeros((0, *values.shape[1:]), dtype=kind)
    return tuple(names.tolist()), np.add.reduceat(values[order], first, axis=0, dtype=kind)
