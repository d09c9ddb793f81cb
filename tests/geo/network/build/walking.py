"""Slow obvious searches: one over the arrays of a graph, one over the streets themselves."""

import heapq
from collections import defaultdict

import numpy as np

from tests.geo.network.build.streets import number_in

NEVER = float("inf")


def quickest(seeds, exits):
    """Give the least cost of every state, by Dijkstra's method; states may be any tuples."""
    best, queue = {}, [(cost, state) for state, cost in seeds.items()]
    heapq.heapify(queue)
    while queue:
        cost, state = heapq.heappop(queue)
        if state not in best:
            best[state] = cost
            for following, more in exits(state):
                if following not in best:
                    heapq.heappush(queue, (cost + more, following))
    return best


def graph_trips(graph, streets):
    """
    Time every trip from the middle of a street to the middle of another over a graph.

    As anyone who searches does: leave by the heads of all edges along the first street, arrive by
    the tails of all edges along the last.
    """
    times, number = {}, number_in(graph, streets)
    along = {
        raw: graph.segment_edges[slice(*graph.segment_indptr[[s, s + 1]])].tolist()
        for raw, s in number.items()
    }
    heads, costs = graph.out_edges.T.tolist()
    tails = np.repeat(np.arange(len(graph.node_id)), np.diff(graph.out_indptr)).tolist()

    def exits(node):
        first, stop = graph.out_indptr[[node, node + 1]]
        return [(heads[edge], costs[edge]) for edge in range(first, stop)]

    for origin, ways in along.items():
        seeds = {}
        for edge in ways:
            seeds[heads[edge]] = min(seeds.get(heads[edge], NEVER), costs[edge] / 2)
        reached = quickest(seeds, exits)
        for target, edges in along.items():
            times[origin, target] = min(
                reached.get(tails[edge], NEVER) + costs[edge] / 2 for edge in edges
            )
    return times


class ByHand:
    """
    The same trips over the streets themselves, by the rules as people would say them.

    A way is a segment and the way round. A trip takes ways for destinations only, then others,
    then ways for destinations only again.
    """

    def __init__(self, streets, usage):
        self.streets, self.usage = streets, usage
        self.ends = np.stack((streets.segment_tail, streets.segment_head), axis=1).tolist()
        ways = [
            (segment, way)
            for segment, tags in enumerate(streets.segment_tags)
            for way in (0, 1)
            if usage.speed_kmh[tags, way] > 0
        ]
        public = [way for way in ways if not usage.destination_only[streets.segment_tags[way[0]]]]
        self.through = max(self._classes(public), key=self.length, default=[])
        classes = self._classes(ways) if self.through else []
        kept = next((part for part in classes if {*self.through} <= {*part}), [])
        self.leaving = defaultdict(list)
        for way in kept:
            self.leaving[self.tail(way)].append(way)
        self.main = {self.tail(way) for way in self.through}
        self.orders = self._orders()

    def tail(self, way):
        return self._place(way, way[1])

    def head(self, way):
        return self._place(way, 1 - way[1])

    def trips(self, kept):
        """Time every trip between streets that are kept, as `graph_trips` does."""
        times = {}
        costs = {way: self._cost(way) for ways in self.leaving.values() for way in ways}
        for origin in kept:
            seeds = {state: cost / 2 for way, cost in costs.items() if way[0] == origin
                     for state in self._after(way, "from")}  # fmt: skip
            reached = quickest(
                seeds,
                lambda state: [
                    (following, costs[way])
                    for way, stage in self._onward(*state)
                    if way[0] in kept
                    for following in self._after(way, stage)
                ],
            )
            ends = defaultdict(lambda: NEVER)
            for state, cost in reached.items():
                for way, _ in self._onward(*state):
                    ends[way[0]] = min(ends[way[0]], cost + costs[way] / 2)
            times |= {(origin, target): ends[target] for target in kept}
        return times

    def _after(self, way, stage):
        """Say where one stands after a way: with which stage of the trip still to come."""
        if way in self.through:
            return [(way, "main")]
        if stage == "to":
            return [(way, "to")]
        return [(way, "from"), *([(way, "main")] if self.head(way) in self.main else [])]

    def _onward(self, way, stage):
        """Give the ways by which one may go on, and the stage in which one then is."""
        exits = [
            (following, {"main": "to"}.get(stage, stage))
            for following in self.leaving[self.head(way)]
            if following not in self.through or stage == "main"
        ]
        return self._legal(way, exits)

    def _legal(self, way, exits):
        rule = self.orders.get((way[0], self._node(way)))
        if rule is None:
            return exits
        allowed = [exit_ for exit_ in exits if rule(exit_[0][0])]
        return [exit_ for exit_ in allowed if exit_[0][0] != way[0]] or allowed

    def _orders(self):
        """Give, by arrival, what says whether one may go on; with no way left, nothing does."""
        streets, said = self.streets, defaultdict(lambda: (set(), set()))
        for origin, via, to, only, except_ in zip(
            streets.restriction_from.tolist(), streets.restriction_via.tolist(),
            streets.restriction_to.tolist(), streets.restriction_only.tolist(),
            streets.restriction_except.tolist(), strict=True,
        ):  # fmt: skip
            if self.usage.turn_restrictions and not except_ & self.usage.except_bit:
                said[origin, via][only].add(to)
        vias = {via for _, via in said}
        for way in [way for ways in self.leaving.values() for way in ways]:
            if self.ends[way[0]][way[1]] in vias:
                said[way[0], self._node(way)]  # nobody turns round just after a restriction
        rules = {
            arrival: lambda to, no=no, only=only: to not in no and (not only or to in only)
            for arrival, (no, only) in said.items()
        }
        return {
            (segment, node): rule
            for (segment, node), rule in rules.items()
            for way in ((segment, 0), (segment, 1))
            if self._node(way) == node
            and (
                any(rule(exit_[0]) for exit_ in self.leaving[self.head(way)])
                or self._leads_out(way, said[segment, node][1])
            )
        }

    def _leads_out(self, way, only):
        """Say whether all one may go on by is not kept, and some of it is open."""
        if any(exit_[0] in only for exit_ in self.leaving[self.head(way)]):
            return False
        kept = {exit_ for ways in self.leaving.values() for exit_ in ways}
        return any(
            self.ends[to][end] == self._node(way)
            and self.usage.speed_kmh[self.streets.segment_tags[to], end] > 0
            and (to, end) not in kept
            for to in only
            for end in (0, 1)
        )

    def _cost(self, way):
        segment, direction = way
        streets, usage = self.streets, self.usage
        length, tags = streets.segment_length_m[segment], streets.segment_tags[segment]
        met = sum(
            self._place((one, 0), end) == self.head(way)
            for one, kind in enumerate(streets.segment_tags)
            for end in (0, 1)
            if usage.speed_kmh[kind].any()
        )
        seconds = length / (usage.speed_kmh[tags, direction] / 3.6)
        seconds += (streets.segment_events[segment, direction] * usage.events_s).sum()
        seconds += usage.junction_s if met >= 3 else 0
        return max(round(seconds * 1000), int(length > 0))

    def _node(self, way):
        return self.ends[way[0]][1 - way[1]]

    def _place(self, way, end):
        """Give the end of a segment: at a barrier that stops, one of its own."""
        node = self.ends[way[0]][end]
        tags = self.streets.node_tags[node]
        closed = tags >= 0 and self.usage.blocked[tags]
        return (node, way[0], end) if closed else (node,)

    def length(self, ways):
        return sum(self.streets.segment_length_m[segment] for segment, _ in ways)

    def _classes(self, ways):
        """Group ways into parts where one can go from everywhere to everywhere."""
        leaving = defaultdict(list)
        for way in ways:
            leaving[self.tail(way)].append((self.head(way), 0))
        reach = {
            place: set(quickest({place: 0}, lambda node: leaving.get(node, [])))
            for place in leaving
        }
        classes = defaultdict(list)
        for way in ways:
            tail, head = self.tail(way), self.head(way)
            if tail in reach.get(head, ()):
                classes[frozenset(reach[tail] & {n for n in reach if tail in reach[n]})].append(way)
        return list(classes.values())
