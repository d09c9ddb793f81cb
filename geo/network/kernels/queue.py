"""
A queue of buckets: what is due at about the same time waits together, in no order.

An entry is a row of four numbers: the node, the entry behind it in its bucket, the time at
which it is due, the label it carries. Entries taken out make room for new ones, so that the few
in use stay in the nearest cache. The last bucket holds what is due after all others; it is dealt
out again once they are empty.

Dial (1969) with wide buckets, which the searches sweep until they no longer change (Meyer and
Sanders 2003, on one thread), in two levels (Denardo and Fox 1979).
"""

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled
from geo.network.kernels.prefetch import prefetch

NODE, BEHIND, DUE, LABEL = 0, 1, 2, 3
"""Columns of an entry."""

SPAN = 4096
"""Buckets before the last: an hour of 1 s."""

EMPTY = -1
"""In place of an entry, where there is none."""

Ints = NDArray[np.int32]

At = np.uintp
"""Index known not to be negative: numba need not look whether it counts from the end."""


@compiled
def open_queue(nodes: int) -> tuple[Ints, Ints]:
    """
    Make room for a queue.

    Parameters
    ----------
    nodes
        Of the graph: a guess at the room needed, which searches enlarge by themselves.

    Returns
    -------
    first, entries
        First entry of each bucket, and the entries.
    """
    room = max(nodes // 8, 1024)
    return np.full(SPAN + 1, EMPTY, dtype=np.int32), np.empty((room, 4), dtype=np.int32)


@compiled
def bucket_shift(bucket_ms: int) -> int:
    """
    Give the power of two that is the width of a bucket: no division in the inner loop.

    Parameters
    ----------
    bucket_ms
        Width wanted, at least 1.

    Returns
    -------
    shift
        ``2 ** shift`` is the widest at most `bucket_ms`.
    """
    shift = 0
    while (2 << shift) <= bucket_ms:
        shift += 1
    return shift


@compiled
def put(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    first: Ints,
    entries: Ints,
    spare: int,
    used: int,
    bucket: int,
    node: int,
    due: int,
    label: int,
) -> int:
    """
    Put an entry into a bucket; there must be room.

    Parameters
    ----------
    first, entries
        The queue.
    spare
        First of the entries taken out, or `EMPTY`.
    used
        How many entries are in the queue.
    bucket
        From 0; those past the end go to the last.
    node, due, label
        The entry.

    Returns
    -------
    spare
        As it is now; one more entry is used.
    """
    bucket = min(bucket, len(first) - 1)
    new = used if spare < 0 else spare
    spare = spare if spare < 0 else int(entries[At(new), BEHIND])
    entries[At(new), NODE] = node
    entries[At(new), BEHIND] = first[At(bucket)]
    entries[At(new), DUE] = due
    entries[At(new), LABEL] = label
    first[At(bucket)] = new
    return spare


@compiled
def give_back(entries: Ints, entry: int, spare: int) -> int:
    """
    Take an entry out; one fewer is used.

    Parameters
    ----------
    entries
        Of the queue.
    entry
        In no bucket any more.
    spare
        As `put` gave it.

    Returns
    -------
    spare
        As it is now.
    """
    entries[At(entry), BEHIND] = spare
    return entry


@compiled
def next_bucket(first: Ints, entries: Ints, shift: int, base: int, bucket: int) -> tuple[int, int]:
    """
    Find the first bucket, from this one on, that is not empty.

    Parameters
    ----------
    first, entries, shift
        The queue, and the width of its buckets.
    base
        Number, counted from time 0, of the bucket that is first in `first`.
    bucket
        Where to start.

    Returns
    -------
    base, bucket
        Where it is; bucket -1 once the queue is empty.
    """
    last = len(first) - 1
    while True:
        while bucket < last and first[At(bucket)] < 0:
            bucket += 1
        if bucket < last:
            return base, bucket
        if first[last] < 0:
            return base, -1
        base, bucket = _deal_out(first, entries, shift), 0


@compiled
def _deal_out(first: Ints, entries: Ints, shift: int) -> int:
    """Deal out what waits in the last bucket, from the soonest on."""
    last = len(first) - 1
    soonest = int(entries[first[last], DUE])
    entry = int(first[last])
    while entry >= 0:
        soonest = min(soonest, int(entries[entry, DUE]))
        entry = int(entries[entry, BEHIND])
    base = soonest >> shift
    entry = int(first[last])
    first[last] = EMPTY
    while entry >= 0:
        behind = int(entries[entry, BEHIND])
        bucket = min((int(entries[entry, DUE]) >> shift) - base, last)
        entries[entry, BEHIND] = first[bucket]
        first[bucket] = entry
        entry = behind
    return base


@compiled
def announce(entries: Ints, entry: int, indptr: Ints, edges: Ints) -> None:
    """
    Have the edges of all nodes of a bucket brought near, before they are wanted.

    Parameters
    ----------
    entries
        Of the queue.
    entry
        First of the bucket.
    indptr, edges
        Of the graph.
    """
    while entry >= 0:
        prefetch(edges, indptr[At(entries[At(entry), NODE])])  # type: ignore[call-arg]  # numba's
        entry = int(entries[At(entry), BEHIND])


@compiled
def enlarge(entries: Ints, wanted: int) -> Ints:
    """
    Give at least twice the room.

    Parameters
    ----------
    entries
        Of the queue.
    wanted
        How many entries there must be room for.

    Returns
    -------
    entries
        The same, with room behind them.
    """
    larger = np.empty((max(2 * len(entries), wanted), entries.shape[1]), dtype=np.int32)
    larger[: len(entries)] = entries
    return larger
