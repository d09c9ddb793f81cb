"""Turn restrictions: a junction becomes several nodes, by the street one came from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from geo.network.build.edges import Edges, along, join, select
from geo.network.raw import BACKWARD, FORWARD, RawStreets

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]

Arrival = tuple[int, int]
"""A segment, and the raw node one arrives at by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """
    A graph with its turns restricted.

    Attributes
    ----------
    edges
        Nodes keep their numbers; copies come after them.
    honoured
        Turns that restrictions forbid or demand, where one arrives and could do otherwise.
    ignored
        Those of junctions where they would leave no way on at all.
    """

    edges: Edges
    honoured: int
    ignored: int


@dataclass(frozen=True, slots=True)
class _Orders:
    """What restrictions say to those who arrive somewhere: segments they may go on by, or not."""

    forbidden: set[int] = field(default_factory=set)
    demanded: set[int] = field(default_factory=set)
    met: set[int] = field(default_factory=set)  # segments that do leave the junction
    beyond: set[int] = field(default_factory=set)  # those demanded that lead out of the network

    def allow(self, segment: int) -> bool:
        """Say whether one may go on by a segment."""
        return segment not in self.forbidden and (not self.demanded or segment in self.demanded)

    def leads_out(self) -> bool:
        """Say whether the only ways to go on by lead where the network ends."""
        return bool(self.beyond) and not self.demanded & self.met

    def total(self) -> int:
        """Count the turns named."""
        return len(self.forbidden) + len(self.demanded)

    def effective(self) -> int:
        """Count the turns named that one could take, or not take."""
        return len(self.forbidden & self.met) + len(self.demanded)


def restrict_turns(edges: Edges, streets: RawStreets, binding: Bools, passable: Bools) -> Turned:
    """
    Make copies of junctions such that a plain shortest path honours turn restrictions.

    Parameters
    ----------
    edges
        Of a graph; several nodes may stand for one junction.
    streets
        Has the restrictions.
    binding
        bool ``(r,)``: those that bind this mode.
    passable
        bool ``(s, 2)``: ways round of segments that this mode may use, those of which the graph
        has no edge included.

    Returns
    -------
    turned
        The graph, and what became of the restrictions.

    Notes
    -----
    Contract: pure; times are as they were; without restrictions the graph is what it was.
    Where one arrives at a junction by a street with restrictions, the edge leads to a copy of
    its node, whose exits are those allowed, without the way back along the same street unless
    there is no other. Several restrictions on one arrival merge: all that is forbidden is, and
    where there are several ways « only » to go on by, each will do; where they lead out of the
    network, as at the edge of an extract, one does not go on. Nor does one turn round at
    the next junction, unless it is a dead end: that is how a search would get round a
    restriction, by coming back to it along another street.
    """
    orders = _orders(streets, binding)
    _mark_beyond(orders, streets, passable, edges)
    for arrival in _next_arrivals(edges, streets.restriction_via[binding]):
        orders.setdefault(arrival, _Orders())
    arrivals = _arrivals(edges, orders)
    ways = _ways_on(edges, orders, arrivals)
    obeyed = [a for a, nodes in ways.items() if any(nodes.values()) or orders[a].leads_out()]
    exits = {(a[0], node): on for a in obeyed for node, on in ways[a].items()}
    numbers = {copy: len(edges.junction) + i for i, copy in enumerate(exits)}
    head, segment = edges.head.copy(), along(edges)
    for edge in arrivals.tolist():
        copy = int(segment[edge]), int(head[edge])
        head[edge] = numbers.get(copy, head[edge])
    redirected = replace(edges, head=head)
    tail = np.array([numbers[copy] for copy, on in exits.items() for _ in on], dtype=np.int32)
    out = np.array([edge for on in exits.values() for edge in on], dtype=np.int64)
    copied = np.array([node for _, node in exits], dtype=np.int64)
    return Turned(
        edges=join(
            np.concatenate((edges.junction, edges.junction[copied])),
            redirected,
            replace(select(redirected, out), tail=tail),
        ),
        honoured=sum(orders[arrival].effective() for arrival in obeyed),
        ignored=sum(orders[arrival].total() for arrival in ways.keys() - set(obeyed)),
    )


def _orders(streets: RawStreets, binding: Bools) -> dict[Arrival, _Orders]:
    orders: dict[Arrival, _Orders] = defaultdict(_Orders)
    for via, from_, to, only in zip(
        streets.restriction_via[binding].tolist(),
        streets.restriction_from[binding].tolist(),
        streets.restriction_to[binding].tolist(),
        streets.restriction_only[binding].tolist(),
        strict=True,
    ):
        said = orders[from_, via]
        (said.demanded if only else said.forbidden).add(to)
    return orders


def _mark_beyond(
    orders: Mapping[Arrival, _Orders], streets: RawStreets, passable: Bools, edges: Edges
) -> None:
    """Find the ways on that are demanded, may be used, and are not in the graph."""
    there = set(edges.segment.tolist())
    for (_, via), said in orders.items():
        for to in said.demanded:
            ends = (
                (streets.segment_tail[to], to, FORWARD),
                (streets.segment_head[to], ~to, BACKWARD),
            )
            if any(
                end == via and passable[to, way] and signed not in there
                for end, signed, way in ends
            ):
                said.beyond.add(to)


def _next_arrivals(edges: Edges, vias: Ints) -> set[Arrival]:
    """Give the arrivals at the junctions that come after those with a restriction."""
    leaving = np.isin(edges.junction[edges.tail], vias)
    heads = edges.junction[edges.head[leaving]]
    return set(zip(along(edges)[leaving].tolist(), heads.tolist(), strict=True))


def _arrivals(edges: Edges, orders: Mapping[Arrival, _Orders]) -> NDArray[np.intp]:
    """Find the edges by which one arrives where restrictions hold."""
    size = int(edges.junction.max(initial=0)) + 1
    wanted = np.array([segment * size + node for segment, node in orders], dtype=np.int64)
    found = along(edges).astype(np.int64) * size + edges.junction[edges.head]
    return np.flatnonzero(np.isin(found, wanted))


def _ways_on(
    edges: Edges, orders: Mapping[Arrival, _Orders], arrivals: NDArray[np.intp]
) -> dict[Arrival, dict[int, list[int]]]:
    """Give, for each node that stands for an arrival, the edges by which one may go on."""
    exits: dict[int, list[int]] = defaultdict(list)
    segment = along(edges)
    for edge in np.flatnonzero(np.isin(edges.tail, edges.head[arrivals])).tolist():
        exits[int(edges.tail[edge])].append(edge)
    ways: dict[Arrival, dict[int, list[int]]] = defaultdict(dict)
    for edge in arrivals.tolist():
        from_, node = int(segment[edge]), int(edges.head[edge])
        arrival = from_, int(edges.junction[node])
        said = orders[arrival]
        said.met.update(segment[exits[node]].tolist())
        allowed = [way for way in exits[node] if said.allow(int(segment[way]))]
        onward = [way for way in allowed if segment[way] != from_]
        ways[arrival][node] = onward or allowed
    return ways
