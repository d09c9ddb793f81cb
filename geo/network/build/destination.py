"""Streets for destinations only: trips may start and end there, and never pass through."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.network.build.edges import Edges, distinct, join, select

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


def reserve(edges: Edges, main: Bools) -> Edges:
    """
    Reserve what lies outside the main part: one only gets there by reserved streets.

    Parameters
    ----------
    edges
        All that lead from the main part and back to it.
    main
        bool ``(n,)``: nodes of the main part.

    Returns
    -------
    edges
        In the same order.

    Notes
    -----
    Contract: pure.
    """
    outside = ~(main[edges.tail] & main[edges.head])
    return replace(edges, reserved=edges.reserved | outside)


def expand_destinations(edges: Edges, main: Bools) -> Edges:
    """
    Make copies of nodes such that a plain shortest path never drives through reserved streets.

    Parameters
    ----------
    edges
        All that lead from the main part and back to it, those outside it reserved.
    main
        bool ``(n,)``: nodes of the main part.

    Returns
    -------
    edges
        Nodes keep their numbers; copies come after them.

    Notes
    -----
    Contract: pure; times are as they were; without reserved edges the graph is what it was.
    A trip takes reserved edges, then others, then reserved ones; any of the three may be
    missing. « Arriving » copies are for the last stage: nothing leads back from them. The first
    stage goes by nodes outside the main part and, where a reserved edge leaves a node of the main
    part, by a « leaving » copy of it, to which only reserved edges of the same stage lead.
    """
    streets = select(edges, edges.reserved)
    count = len(edges.junction)
    arriving, ends = _copies(streets.head, count, count)
    begins = main[streets.tail]
    leaving, starts = _copies(streets.tail[begins], count, count + len(ends))
    first = replace(streets, tail=np.where(begins, leaving[streets.tail], streets.tail))
    crossing = select(first, leaving[first.head] >= 0)
    entering, last = select(streets, begins), select(streets, arriving[streets.tail] >= 0)
    return join(
        np.concatenate((edges.junction, edges.junction[ends], edges.junction[starts])),
        select(edges, ~edges.reserved),
        first,
        replace(crossing, head=leaving[crossing.head]),
        replace(entering, head=arriving[entering.head]),
        replace(last, tail=arriving[last.tail], head=arriving[last.head]),
    )


def _copies(nodes: Ints, count: int, first: int) -> tuple[Ints, Ints]:
    """Give the copy of each of `count` nodes, -1 where there is none, and the nodes copied."""
    copied = distinct(nodes, count)
    copy = np.full(count, -1, dtype=np.int32)
    copy[copied] = first + np.arange(len(copied), dtype=np.int32)
    return copy, copied
