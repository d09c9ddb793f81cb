"""
Who is nearest on the ellipsoid, found through chords: lines straight through the Earth.

A k-d tree knows chords, and they order places as geodesics do but for a margin; whoever lies
within it is measured on the ellipsoid (Karney 2013, through PROJ).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.network.geodesic import WGS84_GEOD, geocentric, straight_m

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

MORE_NEIGHBOURS = 4  # times as many, where the first ones do not settle who is nearest
CHORD_SLACK = 2e-3  # bounds how far the order of chords may differ from that of geodesics
CHORD_NOISE_M = 1e-6
CHORD_MAX_M = 2 * WGS84_GEOD.a


def nearest_spots(starts: Floats, spots: Floats, k: int) -> tuple[Indices, Floats]:
    """
    Find the nearest spots of each start.

    Parameters
    ----------
    starts, spots
        Shapes ``(n, 2)`` and ``(m, 2)``: degrees WGS84, lon then lat.
    k
        How many; at least 1.

    Returns
    -------
    spot, distance_m
        Shape ``(n, k)``, nearest first: positions among the spots, and metres along the
        geodesic; -1 and ``inf`` past the last spot. Equal distances: the first given.

    Notes
    -----
    Contract: pure; exact. A spot whose chord exceeds that of the k-th, and the margin
    ``CHORD_SLACK (chord / radius)²`` of it, is farther than all of the k.
    """
    nearest = np.full((len(starts), k), -1, dtype=np.intp)
    distance_m = np.full((len(starts), k), np.inf)
    if not len(spots):
        return nearest, distance_m
    tree, points = cKDTree(geocentric(spots)), geocentric(starts)
    open_rows = np.arange(len(starts))
    neighbours = k + 1
    while open_rows.size:
        neighbours = min(neighbours, tree.n)
        chord, spot = tree.query(points[open_rows], k=np.arange(1, neighbours + 1))
        last = min(k, neighbours) - 1
        candidate = chord <= _chord_limit(chord[:, last : last + 1])
        # the farthest neighbour asked for is out of the race: nobody behind it can win
        settled = ~candidate[:, -1] if neighbours < tree.n else np.ones(len(chord), dtype=bool)
        rows = open_rows[settled]
        nearest[rows], distance_m[rows] = _shortest(
            starts[rows], spots, np.where(candidate, spot, -1)[settled], k
        )
        open_rows = open_rows[~settled]
        neighbours *= MORE_NEIGHBOURS
    return nearest, distance_m


def pairs_within(starts: Floats, spots: Floats, radius_m: float) -> tuple[Indices, Indices, Floats]:
    """
    Find every start and spot that lie near each other.

    Parameters
    ----------
    starts, spots
        As for `nearest_spots`.
    radius_m
        Metres along the geodesic, inclusive; may be infinite.

    Returns
    -------
    start, spot, distance_m
        Shape ``(p,)``, by start then spot.
    """
    # no chord is longer than its geodesic
    reach_m = min(radius_m, CHORD_MAX_M) + CHORD_NOISE_M
    trees = cKDTree(geocentric(starts)), cKDTree(geocentric(spots))
    near = trees[0].sparse_distance_matrix(trees[1], reach_m, output_type="ndarray")
    order = np.lexsort((near["j"], near["i"]))
    start, spot = near["i"][order], near["j"][order]
    distance_m = straight_m(starts[start], spots[spot])
    kept = distance_m <= radius_m
    return start[kept], spot[kept], distance_m[kept]


def _chord_limit(shortest_m: Floats) -> Floats:
    turn = shortest_m / WGS84_GEOD.a
    limit: Floats = shortest_m * (1 + CHORD_SLACK * turn**2) + CHORD_NOISE_M
    return limit


def _shortest(starts: Floats, spots: Floats, spot: Indices, k: int) -> tuple[Indices, Floats]:
    """Measure the candidates of each start, -1 being none, and keep the shortest geodesics."""
    row, column = np.nonzero(spot >= 0)
    index = spot[row, column]
    metres = straight_m(starts[row], spots[index])
    order = np.lexsort((index, metres, row))
    row, index, metres = row[order], index[order], metres[order]
    rank = np.arange(len(row)) - np.searchsorted(row, np.arange(len(starts)))[row]
    kept = rank < k
    nearest = np.full((len(starts), k), -1, dtype=np.intp)
    distance_m = np.full((len(starts), k), np.inf)
    nearest[row[kept], rank[kept]] = index[kept]
    distance_m[row[kept], rank[kept]] = metres[kept]
    return nearest, distance_m
