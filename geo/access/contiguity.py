"""Which territories are neighbours: those that share a stretch of border."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Pairs = NDArray[np.intp]


def shared_borders(polygons: NDArray[Any]) -> Pairs:
    """
    List the pairs of polygons that share a border of some length.

    Parameters
    ----------
    polygons
        Shape ``(n,)``: valid polygons of one coverage, in any one CRS.

    Returns
    -------
    pairs
        Shape ``(e, 2)``: positions, the lower first, sorted.

    Notes
    -----
    Contract: pure; touching at a point is not enough (« rook » contiguity, as of chess: the king's
    and the rook's moves tell the two apart in Anselin, *Spatial Econometrics*, 1988, ch. 3);
    polygons that overlap count as neighbours.

    Examples
    --------
    >>> squares = shapely.box([0, 1, 1], [0, 0, 1], [1, 2, 2], [1, 1, 2])
    >>> shared_borders(squares).tolist()
    [[0, 1], [1, 2]]
    """
    one, other = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    pairs = np.column_stack((one, other))[one < other].reshape(-1, 2)
    shared = shapely.intersection(polygons[pairs[:, 0]], polygons[pairs[:, 1]])
    found = pairs[shapely.length(shared) > 0]
    return np.unique(found, axis=0).astype(np.intp)
