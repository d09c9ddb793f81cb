"""The quickest way from a few nodes to all others within a time: buckets of times, swept once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled
from geo.network.kernels.queue import (
    BEHIND,
    DUE,
    EMPTY,
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

UNREACHED = np.int32(2**31 - 1)
"""Time of a node that was not reached."""

Ints = NDArray[np.int32]


class Workspace(NamedTuple):
    """
    What one search writes; for one thread at a time, over a graph of ``n`` nodes.

    Attributes
    ----------
    time_ms
        int32 ``(n,)``: time at which each node was reached; `UNREACHED` where it was not.
    edge
        int32 ``(n,)``: position, in the edges searched, of the edge by which each touched node
        was reached; -1 at a seed; without meaning at other nodes.
    touched
        int32 ``(n,)``: the nodes reached, in the order in which they were first.
    first, entries
        See `geo.network.kernels.queue`.
    """

    time_ms: Ints
    edge: Ints
    touched: Ints
    first: Ints
    entries: Ints


def open_workspace(nodes: int) -> Workspace:
    """
    Make room for searches, one at a time.

    Parameters
    ----------
    nodes
        Of the graph to be searched.

    Returns
    -------
    workspace
        Clean, as `reset` leaves it.
    """
    first, entries = open_queue(nodes)
    return Workspace(
        time_ms=np.full(nodes, UNREACHED, dtype=np.int32),
        edge=np.full(nodes, -1, dtype=np.int32),
        touched=np.zeros(nodes, dtype=np.int32),
        first=first,
        entries=entries,
    )


@compiled
def reset(workspace: Workspace, count: int) -> None:
    """
    Clean a workspace after a search, at the cost of what it touched.

    Parameters
    ----------
    workspace
        As the search left it.
    count
        What the search returned.
    """
    time_ms, touched = workspace.time_ms, workspace.touched
    if count > len(time_ms) // 8:
        time_ms[:] = UNREACHED
        return
    for i in range(count):
        time_ms[touched[i]] = UNREACHED


@compiled
def reach(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    indptr: Ints,
    edges: Ints,
    seeds: Ints,
    seeds_ms: Ints,
    cutoff_ms: int,
    bucket_ms: int,
    workspace: Workspace,
) -> int:
    """
    Find the least time of every node that is reached within the cut-off.

    Parameters
    ----------
    indptr, edges
        Of a `Graph`: ``out_`` to travel from the seeds, ``in_`` to travel to them.
    seeds, seeds_ms
        int32 ``(q,)``: nodes from which one starts, and the time, at least 0, at which one is
        there; a node may come several times.
    cutoff_ms
        Inclusive, below `UNREACHED`.
    bucket_ms
        At least 1; times this near are swept together. Any width gives the same times.
    workspace
        Clean; written.

    Returns
    -------
    count
        How many nodes were touched; `reset` wants it.
    """
    none = np.zeros(0, dtype=np.int32)
    nobody = np.zeros(0, dtype=np.bool_)
    best = np.zeros((0, 2), dtype=np.int32)
    ranks = np.zeros(0, dtype=np.int64)
    return search(
        indptr,
        edges,
        seeds,
        seeds_ms,
        cutoff_ms,
        bucket_ms,
        workspace,
        none,
        none,
        none,
        nobody,
        best,
        ranks,
    )


@compiled
def search(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    indptr: Ints,
    edges: Ints,
    seeds: Ints,
    seeds_ms: Ints,
    cutoff_ms: int,
    bucket_ms: int,
    workspace: Workspace,
    target_indptr: Ints,
    target_item: Ints,
    target_ms: Ints,
    wanted: NDArray[np.bool_],
    best: Ints,
    ranks: NDArray[np.int64],
) -> int:
    """
    Search as `reach` does, and as `reach_targets` does where there are targets.

    An entry whose time is no longer that of its node is stale: a quicker way was found since.
    """
    time_ms, first, entries = workspace.time_ms, workspace.first, workspace.entries
    shift, limit = bucket_shift(bucket_ms), cutoff_ms
    base, bucket = 0, len(first) - 1
    if len(entries) < len(seeds):
        entries = enlarge(entries, len(seeds))
    count = _sow(seeds, seeds_ms, limit, workspace, entries)
    used, spare = count, EMPTY
    while True:
        base, bucket = next_bucket(first, entries, shift, base, bucket)
        if bucket < 0 or (base + bucket) << shift > limit:
            return count
        entry = int(first[bucket])
        first[bucket] = EMPTY
        announce(entries, entry, indptr, edges)
        while entry >= 0:
            node, due = entries[At(entry), NODE], entries[At(entry), DUE]
            entry, spare = int(entries[At(entry), BEHIND]), give_back(entries, entry, spare)
            used -= 1
            if due != time_ms[At(node)] or due > limit:
                continue
            if len(target_indptr) > 0:
                for i in range(target_indptr[node], target_indptr[node + 1]):
                    item, total = target_item[i], due + target_ms[i]
                    if wanted[item] and total <= limit:
                        limit = _found(best, ranks, item, total, node, limit)
            begin, end = int(indptr[At(node)]), int(indptr[At(node + 1)])
            if used + end - begin > len(entries):
                entries = enlarge(entries, used + end - begin)
            count, used, spare = _follow(
                edges, begin, end, due, limit, shift, base, workspace, entries, count, used, spare
            )


@compiled
def _sow(seeds: Ints, seeds_ms: Ints, limit_ms: int, workspace: Workspace, entries: Ints) -> int:
    """Put each node from which one starts into the last bucket, once; count them."""
    time_ms, touched, first = workspace.time_ms, workspace.touched, workspace.first
    count = 0
    for i in range(len(seeds)):
        node = seeds[i]
        if seeds_ms[i] > limit_ms or seeds_ms[i] >= time_ms[node]:
            continue
        if time_ms[node] == UNREACHED:
            touched[count] = node
            count += 1
        time_ms[node] = seeds_ms[i]
        workspace.edge[node] = EMPTY
    first[:] = EMPTY
    for i in range(count):
        put(first, entries, EMPTY, i, len(first) - 1, touched[i], time_ms[touched[i]], 0)
    return count


@compiled
def _follow(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    edges: Ints,
    begin: int,
    end: int,
    due: int,
    limit_ms: int,
    shift: int,
    base: int,
    workspace: Workspace,
    entries: Ints,
    count: int,
    used: int,
    spare: int,
) -> tuple[int, int, int]:
    """Follow the edges of a node reached at `due`."""
    time_ms = workspace.time_ms
    for j in range(At(begin), At(end)):
        head, then = edges[j, 0], due + edges[j, 1]
        before = time_ms[At(head)]
        if then >= min(before, limit_ms + 1):
            continue
        if before == UNREACHED:
            workspace.touched[At(count)] = head
            count += 1
        time_ms[At(head)] = then
        workspace.edge[At(head)] = j
        bucket = (then >> shift) - base
        spare = put(workspace.first, entries, spare, used, bucket, head, then, 0)
        used += 1
    return count, used, spare


@compiled
def _found(
    best: Ints, ranks: NDArray[np.int64], item: int, total_ms: int, node: int, limit_ms: int
) -> int:
    """Note a way to an item; give the time beyond which no item is of use any more."""
    before, there = best[item, 0], best[item, 1]
    if total_ms > before or (total_ms == before and node >= there):
        return limit_ms
    best[item, 0], best[item, 1] = total_ms, node
    last = len(ranks) - 1
    if last < 0 or total_ms == before:
        return limit_ms
    old = (np.int64(before) << 32) | item
    new = (np.int64(total_ms) << 32) | item
    at = last
    if old <= ranks[last]:  # in the list already
        while ranks[at] != old:
            at -= 1
    elif new >= ranks[last]:
        return limit_ms
    while at > 0 and ranks[at - 1] > new:
        ranks[at] = ranks[at - 1]
        at -= 1
    ranks[at] = new
    return min(limit_ms, int(ranks[last] >> 32))
