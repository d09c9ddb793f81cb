"""Places of one réseau so close that they may be one place recorded twice."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from geo.crs import metric_crs
from geo.domain.commune import code_departement
from geo.domain.point_accueil import PointAccueil, Signalement
from geo.sources.dila.positions import to_metres

DUPLICATE_WITHIN_M = 30.0
"""Places of one réseau at most this far apart (inclusive) are likely duplicates."""


def flag_duplicates(points: Sequence[PointAccueil]) -> list[PointAccueil]:
    """
    Flag places of one réseau that stand within `DUPLICATE_WITHIN_M`.

    Parameters
    ----------
    points
        Places, with distinct ids.

    Returns
    -------
    points
        The same places in the same order; those that have a neighbour are flagged and
        list its id. None is merged: several are distinct services under one roof.

    Notes
    -----
    Contract: symmetric; only places of the same réseau and projection are compared.
    """
    groups: dict[tuple[str, int], list[int]] = {}
    for row, point in enumerate(points):
        epsg = metric_crs(code_departement(point.code_commune))
        groups.setdefault((point.reseau, epsg), []).append(row)
    twins: dict[int, list[str]] = {}
    for (_, epsg), rows in groups.items():
        lon_lat = np.array([(points[row].lon, points[row].lat) for row in rows])
        for one, other in neighbours(to_metres(lon_lat, epsg), DUPLICATE_WITHIN_M):
            twins.setdefault(rows[one], []).append(points[rows[other]].id)
            twins.setdefault(rows[other], []).append(points[rows[one]].id)
    return [
        _flagged(point, twins[row]) if row in twins else point for row, point in enumerate(points)
    ]


def neighbours(xy: npt.NDArray[np.float64], radius_m: float) -> list[tuple[int, int]]:
    """
    Find pairs of points close to each other.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``, metres.
    radius_m
        Largest distance (inclusive).

    Returns
    -------
    pairs
        Rows of each pair, each once, the smaller row first.
    """
    return sorted(cKDTree(xy).query_pairs(radius_m))


def _flagged(point: PointAccueil, ids: list[str]) -> PointAccueil:
    return replace(
        point,
        doublons=tuple(sorted(ids)),
        signalements=(*point.signalements, Signalement.DOUBLON_PROBABLE),
    )
