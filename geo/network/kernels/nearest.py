"""The nearest few sources of every node, and how far they are, in one search from all of them."""

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled
from geo.network.kernels.prefetch import prefetch
from geo.network.kernels.queue import (
    BEHIND,
    DUE,
    EMPTY,
    LABEL,
    NODE,
    At,
    announce,
    bucket_shift,
    enlarge,
    give_back,
    next_bucket,
    open_queue,
    put,
)

TIME = 32
"""A time and the label it belongs to are one number, the time above these bits: compared at once,
equal times are settled by the smaller label."""

AHEAD = 3
"""Entries by which rows are announced before they are wanted: measured, from 2 to 8."""

NOWHERE = np.int64(2**63 - 1)
"""Where there is no further source: time `geo.network.kernels.search.UNREACHED`, label -1."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def nearest_sources(  # noqa: PLR0913 - a kernel takes flat arrays
    indptr: Ints,
    edges: Ints,
    *,
    source_node: Ints,
    source_label: Ints,
    source_ms: Ints,
    source_cm: Ints,
    k: int,
    cutoff_ms: int,
    bucket_ms: int,
) -> tuple[Ints, Ints, Ints]:
    """
    Give each node its `k` nearest sources.

    Parameters
    ----------
    indptr, edges
        As in a `Graph`, with a third column, from `measured_edges`: ``in_`` for the time from
        every node to the sources, ``out_`` for the time from the sources to every node.
    source_node, source_label
        int32 ``(q,)``: sources hang on nodes, one perhaps on several; its label is at least 0.
    source_ms, source_cm
        int32 ``(q,)``: time, at least 0, and length between the node and the source.
    k
        At least 1; different sources count, not the ways to one.
    cutoff_ms
        Inclusive, below `geo.network.kernels.search.UNREACHED`.
    bucket_ms
        At least 1. Any width gives the same labels and times.

    Returns
    -------
    label, time_ms
        int32 ``(n, k)``, views of one table: soonest first, equal times by label; -1 and
        `geo.network.kernels.search.UNREACHED` past the last.
    length_cm
        int32 ``(n, k)``: along the way; of equally quick ways, one; without meaning past the last.
    """
    # a row for each node: k times a rank and a length, together as both are always wanted
    found = np.full((len(indptr) - 1, 2 * k), NOWHERE, dtype=np.int64)
    _search(
        indptr,
        edges,
        source_node,
        source_label,
        source_ms,
        source_cm,
        int(cutoff_ms),
        int(bucket_ms),
        found,
    )
    parts = found.view("<i4").reshape(len(found), k, 4)
    return parts[:, :, 0], parts[:, :, 1], parts[:, :, 2]


def measured_edges(edges: Ints, length_m: NDArray[np.float32]) -> Ints:
    """
    Put the length of each edge beside its head and time.

    Parameters
    ----------
    edges
        int32 ``(m, 2)``, as in a `Graph`.
    length_m
        Shape ``(m,)``, in the same order.

    Returns
    -------
    edges
        int32 ``(m, 3)``: head, milliseconds, centimetres.
    """
    return np.column_stack((edges, np.rint(length_m * np.float32(100)).astype(np.int32)))


@compiled
def _search(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    indptr: Ints,
    edges: Ints,
    source_node: Ints,
    source_label: Ints,
    source_ms: Ints,
    source_cm: Ints,
    cutoff_ms: int,
    bucket_ms: int,
    found: Longs,
) -> None:
    """Search from all sources at once; each node passes on those that are in its row."""
    first, entries = open_queue(len(found))
    if len(entries) < len(source_node):
        entries = enlarge(entries, len(source_node))
    shift, base, bucket = bucket_shift(bucket_ms), 0, len(first) - 1
    used = _sow(source_node, source_label, source_ms, source_cm, cutoff_ms, found, first, entries)
    spare = EMPTY
    while True:
        base, bucket = next_bucket(first, entries, shift, base, bucket)
        if bucket < 0:
            return
        entry = int(first[bucket])
        first[bucket] = EMPTY
        announce(entries, entry, indptr, edges)
        ahead = _skip(entries, entry, AHEAD)
        while entry >= 0:
            if ahead >= 0:  # the rows it will read: within the loop, as a call costs the gain
                later = entries[At(ahead), NODE]
                prefetch(found, later)  # type: ignore[call-arg]  # numba's
                for j in range(At(indptr[At(later)]), At(indptr[At(later + 1)])):
                    prefetch(found, edges[j, 0])
                ahead = int(entries[At(ahead), BEHIND])
            node, due = entries[At(entry), NODE], entries[At(entry), DUE]
            label = entries[At(entry), LABEL]
            entry, spare = int(entries[At(entry), BEHIND]), give_back(entries, entry, spare)
            used -= 1
            at = _column(found, node, (np.int64(due) << TIME) | label)
            if at < 0:  # a quicker way to this source, or k nearer ones, were found since
                continue
            cm = found[At(node), At(at + 1)]
            begin, end = int(indptr[At(node)]), int(indptr[At(node + 1)])
            if used + end - begin > len(entries):
                entries = enlarge(entries, used + end - begin)
            used, spare = _pass_on(
                edges,
                begin,
                end,
                due,
                label,
                cm,
                cutoff_ms,
                shift,
                base,
                found,
                first,
                entries,
                used,
                spare,
            )


@compiled
def _sow(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    source_node: Ints,
    source_label: Ints,
    source_ms: Ints,
    source_cm: Ints,
    cutoff_ms: int,
    found: Longs,
    first: Ints,
    entries: Ints,
) -> int:
    """Put the sources into the rows of their nodes, and into the last bucket; count them."""
    used = 0
    for i in range(len(source_node)):
        node, due, label = source_node[i], source_ms[i], source_label[i]
        rank = (np.int64(due) << TIME) | label
        if due <= cutoff_ms and _keep(found, node, rank, source_cm[i]):
            put(first, entries, EMPTY, used, len(first) - 1, node, due, label)
            used += 1
    return used


@compiled
def _skip(entries: Ints, entry: int, count: int) -> int:
    """Give the entry so many places behind another."""
    while entry >= 0 and count > 0:
        entry = int(entries[At(entry), BEHIND])
        count -= 1
    return entry


@compiled
def _pass_on(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    edges: Ints,
    begin: int,
    end: int,
    due: int,
    label: int,
    cm: int,
    cutoff_ms: int,
    shift: int,
    base: int,
    found: Longs,
    first: Ints,
    entries: Ints,
    used: int,
    spare: int,
) -> tuple[int, int]:
    """Offer a source that a node reached at `due` to the nodes beyond its edges."""
    worst = found.shape[1] - 2
    for j in range(At(begin), At(end)):
        head, then = edges[j, 0], due + edges[j, 1]
        rank = (np.int64(then) << TIME) | label
        if then > cutoff_ms or rank >= found[At(head), At(worst)]:
            continue
        if _keep(found, head, rank, cm + int(edges[j, 2])):
            bucket = (then >> shift) - base
            spare = put(first, entries, spare, used, bucket, head, then, label)
            used += 1
    return used, spare


@compiled
def _column(found: Longs, node: int, rank: np.int64) -> int:
    """Give where a time and label stand in the row of a node; -1 if they do not."""
    for at in range(0, found.shape[1], 2):
        if found[At(node), At(at)] == rank:
            return at
    return -1


@compiled
def _keep(found: Longs, node: int, rank: np.int64, cm: int) -> bool:
    """Put a time and label in their place in the row of a node, if it is one of its k."""
    at, last, label = 0, found.shape[1] - 2, np.int32(rank)
    while at < last and np.int32(found[At(node), At(at)]) != label:
        at += 2
    if rank >= found[At(node), At(at)]:
        return False
    while at > 0 and found[At(node), At(at - 2)] > rank:
        found[At(node), At(at)] = found[At(node), At(at - 2)]
        found[At(node), At(at + 1)] = found[At(node), At(at - 1)]
        at -= 2
    found[At(node), At(at)] = rank
    found[At(node), At(at + 1)] = cm
    return True
