"""Barriers that stop a mode: each street that ends there gets an end of its own."""

import numpy as np
from numpy.typing import NDArray

from geo.network.build.edges import Ends
from geo.network.raw import RawStreets

Bools = NDArray[np.bool_]


def split_barriers(streets: RawStreets, blocked: Bools) -> Ends:
    """
    Cut the streets apart at the nodes that stop a mode: one gets there, and never passes.

    Parameters
    ----------
    streets
        As read.
    blocked
        bool, for each of ``streets.tag_sets``: whether a barrier with these tags stops it.

    Returns
    -------
    ends
        Nodes of the segments: the raw ones, then a new one for each end of a segment at a
        blocked node.

    Notes
    -----
    Contract: pure.
    """
    count = len(streets.node_id)
    closed = np.zeros(count, dtype=bool)
    tagged = np.flatnonzero(streets.node_tags >= 0)
    closed[tagged] = blocked[streets.node_tags[tagged]]
    ends = np.concatenate((streets.segment_tail, streets.segment_head))
    cut = np.flatnonzero(closed[ends])
    junction = np.concatenate((np.arange(count), ends[cut])).astype(np.int32)
    ends[cut] = count + np.arange(len(cut))
    tail, head = np.split(ends, 2)
    return Ends(junction=junction, tail=tail, head=head)
