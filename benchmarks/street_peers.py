"""What others need to answer the questions of ``streets.py``: the same graph, in their own form."""

import time
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.network.graph import Graph
from geo.network.raw import DEGREE

MS_PER_S = 1000.0
CUTOFF_S = 3600.0
CUTOFF_MS = CUTOFF_S * MS_PER_S

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Scipy:
    """Dijkstra's search on a matrix of milliseconds."""

    def __init__(self, graph: Graph) -> None:
        self.out = _matrix(graph.out_indptr, graph.out_edges)
        self.into = _matrix(graph.in_indptr, graph.in_edges)

    def nearest(self, places: Ints) -> tuple[Floats, Ints]:
        """Give the time of each node to the nearest place, and the node where that is."""
        times, _, sources = dijkstra(
            self.into, indices=places, min_only=True, limit=CUTOFF_MS, return_predecessors=True
        )
        return times, sources

    def rows(self, places: Ints, cutoff_ms: float = CUTOFF_MS) -> Floats:
        """Give the times from each place to every node."""
        rows: Floats = dijkstra(self.out, indices=places, limit=cutoff_ms)
        return rows


def _matrix(indptr: Ints, edges: Ints) -> csr_array:
    nodes = len(indptr) - 1
    return csr_array((edges[:, 1].astype(np.float64), edges[:, 0].copy(), indptr), (nodes, nodes))


class Networkx:
    """The engine of osmnx: a dictionary of dictionaries."""

    def __init__(self, graph: Graph) -> None:
        import networkx as nx  # noqa: PLC0415 - slow, and not always asked for

        nodes = np.arange(len(graph.node_id))
        tail = np.repeat(nodes, np.diff(graph.in_indptr))
        self.search = nx.multi_source_dijkstra_path_length
        self.into = nx.DiGraph()
        self.into.add_nodes_from(nodes.tolist())
        quickest_last = np.argsort(-graph.in_edges[:, 1], kind="stable")  # it has one way a pair
        columns = tail[quickest_last], *graph.in_edges[quickest_last].T
        table = zip(*(column.tolist() for column in columns), strict=True)
        self.into.add_weighted_edges_from(table, weight="ms")

    def nearest(self, places: Ints) -> Floats:
        """Give the time of each node to the nearest place; which one would take it longer."""
        found = self.search(self.into, places.tolist(), cutoff=CUTOFF_MS, weight="ms")
        times = np.full(len(self.into), np.inf)
        times[list(found)] = list(found.values())
        return times


class Pandana:
    """Contraction hierarchies, built beforehand."""

    def __init__(self, graph: Graph) -> None:
        import pandana  # noqa: PLC0415 - not installed everywhere

        self.lon_lat = graph.node_lon_lat / DEGREE
        tail = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr))
        begun = time.perf_counter()
        self.network: Any = pandana.Network(
            *(pd.Series(column) for column in self.lon_lat.T),
            *(pd.Series(column) for column in (tail, graph.out_edges[:, 0])),
            pd.DataFrame({"s": graph.out_edges[:, 1] / MS_PER_S}),
            twoway=False,
        )
        self.contraction_s = time.perf_counter() - begun

    def place(self, category: str, places: Ints, k: int) -> None:
        """Prepare a category: places on their nodes."""
        lon, lat = (pd.Series(column) for column in self.lon_lat[places].T)
        self.network.set_pois(category, CUTOFF_S, k, lon, lat)

    def nearest(self, category: str, k: int) -> tuple[Floats, NDArray[Any]]:
        """Give the seconds of each node to the nearest k of a category, and their positions."""
        found = self.network.nearest_pois(
            CUTOFF_S, category, num_pois=k, include_poi_ids=True, max_distance=np.inf
        ).to_numpy(dtype=np.float64)
        return found[:, :k], found[:, k:]
