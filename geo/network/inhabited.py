"""Where people live along the streets of a network, and which territories it covers whole."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.access.dasymetric import NOWHERE, spread_residents
from geo.network.graph import Graph
from geo.network.raw import DEGREE

WHOLE = 0.9
"""Share of its area from which a territory is covered whole: fields and woods lie at the edges."""

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Polygons = NDArray[Any]


class Placement(StrEnum):
    """Where the residents of a territory are, in the words of runs."""

    REPARTIE = "repartie"  # along its streets
    SANS_RUE_HABITEE = "sans_rue_habitee"  # at one point: people live along none of its streets
    EN_PARTIE_COUVERTE = "en_partie_couverte"  # at one point: the streets of the rest are unknown
    HORS_RESEAU = "hors_reseau"  # at one point: no street of it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhabited:
    """
    Residents at the nodes of a graph.

    Attributes
    ----------
    node
        int32 ``(p,)``: nodes with at least one resident, increasing.
    zone
        int32 ``(p,)``: territory of each.
    residents
        int64 ``(p,)``: at least 1.
    placement
        Of each territory; only those `Placement.REPARTIE` have their residents here, all of them.
    """

    node: Indices
    zone: Indices
    residents: NDArray[np.int64]
    placement: tuple[Placement, ...]


def inhabit(
    graph: Graph, polygons: Polygons, population: NDArray[np.int64], *, share: Floats
) -> Inhabited:
    """
    Spread the residents of each territory over its inhabited streets.

    Parameters
    ----------
    graph
        Streets of one mode.
    polygons
        Shapely polygons of the territories, WGS84; they do not overlap.
    population
        Residents of each.
    share
        How much of each the network covers, from `covered_shares`.

    Returns
    -------
    inhabited
        Residents by node; a territory that the network covers in part only, or where nobody
        lives along its streets, keeps its residents at its one point, and is told apart.

    Notes
    -----
    Contract: pure; the residents of a territory are spread to the last one, or not at all.
    Spread as `geo.access.dasymetric.spread_residents` says. The network covers in part those that
    it cuts: all their residents would be squeezed along the streets on this side of the cut.
    """
    zone = zones_of(graph.node_lon_lat / DEGREE, polygons)
    spread = spread_residents(
        np.where(share >= WHOLE, population, 0), zone, graph.node_inhabited_m, graph.node_id
    )
    inside = zone != NOWHERE
    placed = np.bincount(zone[inside], weights=spread[inside], minlength=len(polygons))
    node = np.flatnonzero(spread).astype(np.int32)
    return Inhabited(
        node=node,
        zone=zone[node],
        residents=spread[node],
        placement=tuple(map(_placement, share.tolist(), (placed == population).tolist())),
    )


def zones_of(lon_lat: Floats, polygons: Polygons) -> Indices:
    """
    Find which polygon each point is in.

    Parameters
    ----------
    lon_lat
        Shape ``(n, 2)``, degrees.
    polygons
        Shapely polygons in the same system; None is nowhere.

    Returns
    -------
    zone
        Shape ``(n,)``: position among the polygons, the first where several touch the point;
        `NOWHERE` where none does.
    """
    points = shapely.points(lon_lat)
    # points in the tree, polygons prepared one by one: seconds less than the other way round
    polygon, point = shapely.STRtree(points).query(polygons, predicate="intersects")
    zone = np.full(len(points), len(polygons), dtype=np.int32)
    np.minimum.at(zone, point, polygon.astype(np.int32))
    zone[zone == len(polygons)] = NOWHERE
    return zone


def covered_shares(area: Any, polygons: Polygons) -> Floats:  # noqa: ANN401 - shapely has no types
    """
    Measure how much of each polygon lies in an area.

    Parameters
    ----------
    area
        That the network covers, from `geo.network.library.read_area`.
    polygons
        Shapely polygons in the same system; None is covered for nothing.

    Returns
    -------
    share
        Between 0 and 1.
    """
    shapely.prepare(area)
    share = np.zeros(len(polygons))
    share[shapely.covers(area, polygons)] = 1.0
    cut = np.flatnonzero((share == 0) & shapely.intersects(area, polygons))
    size = shapely.area(polygons[cut])
    share[cut] = np.minimum(shapely.area(shapely.intersection(area, polygons[cut])) / size, 1.0)
    return share


def _placement(share: float, all_placed: bool) -> Placement:  # noqa: FBT001 - mapped over
    if share < WHOLE:
        return Placement.EN_PARTIE_COUVERTE if share > 0 else Placement.HORS_RESEAU
    return Placement.REPARTIE if all_placed else Placement.SANS_RUE_HABITEE
