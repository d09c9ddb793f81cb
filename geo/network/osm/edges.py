"""Directed edges of an osmnx graph, turned back into ways that any mode can be asked about."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.errors import SourceError
from geo.network.osm.ways import TagTable, Ways, number_of

Position = tuple[int, int]
"""Longitude and latitude, in 1e-7 degree."""

REVERSED = frozenset(("-1", "reverse", "T"))
"""Values of ``oneway`` for which osmnx turns an edge round."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """
    A directed edge.

    Attributes
    ----------
    tail, head
        Identifiers of nodes.
    ways
        Identifiers of the ways it follows.
    decided
        What osmnx says: true for one way only, false where the way back is another edge, None
        where the tags are those of the way and the edge is its only one.
    tags
        Of its way.
    inner
        Positions of its vertices, without its two nodes.
    """

    tail: int
    head: int
    ways: tuple[int, ...]
    decided: bool | None
    tags: Mapping[str, str]
    inner: tuple[Position, ...]

    def turned(self) -> "Edge":
        """Give the same edge drawn the other way."""
        return replace(self, tail=self.head, head=self.tail, inner=self.inner[::-1])


def ways_of_edges(
    edges: Iterable[Edge], positions: Mapping[int, Position], table: TagTable
) -> Ways:
    """
    Turn edges back into ways: each street once, with a ``oneway`` tag that says the direction.

    Parameters
    ----------
    edges
        Each once a direction.
    positions
        Of every node.
    table
        Of tag sets; added to.

    Returns
    -------
    ways
        Edges that follow the same way with the same tags are joined.

    Raises
    ------
    SourceError
        If an edge leads to a node that is not there.

    Notes
    -----
    Contract: pure. Two edges that are the same line drawn both ways are one street; one
    without the other is a one-way street.
    """
    streets = _once(edges)
    groups: dict[tuple[tuple[int, ...], int], list[Edge]] = defaultdict(list)
    for edge in streets:
        groups[edge.ways, number_of(table, edge.tags.items())].append(edge)
    chains = [
        (ways[0], tags, chain)
        for (ways, tags), members in groups.items()
        for chain in _chains(members)
    ]
    return _to_ways(chains, positions)


def _once(edges: Iterable[Edge]) -> list[Edge]:
    kept: list[Edge] = []
    both: dict[Key, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.decided is None:
            turn = edge.tags.get("oneway") in REVERSED
            kept.append(edge.turned() if turn else edge)
        elif edge.decided:
            kept.append(_tagged(edge, "yes"))
        else:
            both[_line(edge)].append(edge)
    for pair in both.values():
        there = min(pair, key=lambda edge: (edge.tail, edge.inner))
        kept.append(_tagged(there, "yes" if len(pair) == 1 else "no"))
    return kept


def _line(edge: Edge) -> Key:
    """Name a street the same from both its ends."""
    ends = (edge.tail, edge.head, edge.inner)
    return (edge.ways, *min(ends, (edge.head, edge.tail, edge.inner[::-1])))


def _tagged(edge: Edge, oneway: str) -> Edge:
    return replace(edge, tags={**edge.tags, "oneway": oneway})


def _chains(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Join edges head to tail where only one comes and only one goes on."""
    leaving = {edge.tail: number for number, edge in enumerate(edges)}
    comes, goes = Counter(edge.head for edge in edges), Counter(edge.tail for edge in edges)
    inside = {node for node in goes if goes[node] == comes[node] == 1}
    open_ends = [number for number, edge in enumerate(edges) if edge.tail not in inside]
    left = set(range(len(edges)))
    chains: list[list[Edge]] = []
    for first in (*open_ends, *range(len(edges))):  # then loops, from anywhere
        number, chain = first, []
        while number in left:
            left.discard(number)
            chain.append(edges[number])
            number = leaving[chain[-1].head] if chain[-1].head in inside else -1
        if chain:
            chains.append(chain)
    return chains


def _to_ways(
    chains: Sequence[tuple[int, int, list[Edge]]], positions: Mapping[int, Position]
) -> Ways:
    refs, lon_lat, indptr = array("q"), array("i"), array("q", [0])
    nameless = min(min(positions, default=0), 0)
    for _, _, chain in chains:
        for place, edge in enumerate(chain):
            first = 0 if place == 0 else 1  # its tail is the head before
            line = [(edge.tail, _position(positions, edge.tail))][first:]
            for vertex in edge.inner:
                nameless -= 1
                line.append((nameless, vertex))
            line.append((edge.head, _position(positions, edge.head)))
            refs.extend([node for node, _ in line])
            lon_lat.extend([number for _, vertex in line for number in vertex])
        indptr.append(len(refs))
    return Ways(
        way_id=np.array([way for way, _, _ in chains], dtype=np.int64),
        tags=np.array([tags for _, tags, _ in chains], dtype=np.int32),
        indptr=np.array(indptr, dtype=np.int64),
        refs=np.array(refs, dtype=np.int64),
        lon_lat=np.array(lon_lat, dtype=np.int32).reshape(-1, 2),
    )


def _position(positions: Mapping[int, Position], node: int) -> Position:
    if node not in positions:
        raise SourceError(
            f"une arête mène au nœud {node}, qui n’est pas dans le graphe :"
            " enregistrez-le de nouveau depuis osmnx."
        )
    return positions[node]
