"""The quickest way from a few nodes to all others within a time: buckets of times, swept once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled

UNREACHED = np.int32(2**31 - 1)
"""Time of a node that was not reached."""

SPAN = 4096
"""Buckets at hand; what comes later waits apart until they are swept."""

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
        The queue: first entry of each bucket, and node and next entry of each entry.
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
    return Workspace(
        time_ms=np.full(nodes, UNREACHED, dtype=np.int32),
        edge=np.full(nodes, -1, dtype=np.int32),
        touched=np.zeros(nodes, dtype=np.int32),
        first=np.zeros(SPAN, dtype=np.int32),
        entries=np.zeros((nodes // 4 + 1024, 2), dtype=np.int32),
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
def reach(  # noqa: PLR0913 - a kernel takes flat arrays
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
def search(  # noqa: PLR0913, PLR0912, PLR0915, C901 - one loop over flat arrays
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

    Notes
    -----
    Dial (1969) with wide buckets, each swept until it no longer changes (Meyer and Sanders 2003,
    on one thread). What falls beyond the buckets at hand waits in a list (Denardo and Fox 1979).
    """
    time_ms, edge, touched = workspace.time_ms, workspace.edge, workspace.touched
    first, entries = workspace.first, workspace.entries
    hunting = len(target_indptr) > 0
    span = len(first)
    limit = np.int64(cutoff_ms)
    shift = 0
    while (2 << shift) <= bucket_ms:
        shift += 1
    first[:] = -1
    count, top, free, far, base, bucket = 0, 0, -1, -1, -span, span
    for i in range(len(seeds)):
        node, at = seeds[i], seeds_ms[i]
        if at > limit or at >= time_ms[node]:
            continue
        if time_ms[node] == UNREACHED:
            touched[count] = node
            count += 1
        time_ms[node] = at
        edge[node] = -1
        if top == len(entries):
            entries = np.concatenate((entries, np.empty_like(entries)))
        entries[top, 0], entries[top, 1] = node, far
        far = top
        top += 1
    while True:
        while bucket < span and first[bucket] < 0:
            bucket += 1
        if bucket == span:
            if far < 0:
                break
            last = base + span
            low = np.int64(UNREACHED)
            e = far
            while e >= 0:
                b = time_ms[entries[e, 0]] >> shift
                if b >= last:
                    low = min(low, b)
                e = entries[e, 1]
            e, far = far, -1
            base, bucket = low, 0
            while e >= 0:
                rest = entries[e, 1]
                b = time_ms[entries[e, 0]] >> shift
                if b < last:  # settled since, by a quicker way
                    entries[e, 1] = free
                    free = e
                elif b - base < span:
                    entries[e, 1] = first[b - base]
                    first[b - base] = e
                else:
                    entries[e, 1] = far
                    far = e
                e = rest
            continue
        if (base + bucket) << shift > limit:
            break
        e = first[bucket]
        first[bucket] = -1
        while e >= 0:
            node = entries[e, 0]
            rest = entries[e, 1]
            entries[e, 1] = free
            free = e
            e = rest
            at = time_ms[node]
            if (at >> shift) - base != bucket:
                continue  # settled since, by a quicker way
            if hunting and at <= limit:
                for i in range(target_indptr[node], target_indptr[node + 1]):
                    item, total = target_item[i], np.int64(at) + target_ms[i]
                    if wanted[item] and total <= limit:
                        limit = _found(best, ranks, item, total, node, limit)
            for j in range(indptr[node], indptr[node + 1]):
                head = edges[j, 0]
                then = np.int64(at) + edges[j, 1]
                before = time_ms[head]
                if then >= before or then > limit:
                    continue
                time_ms[head] = then
                edge[head] = j
                b = (then >> shift) - base
                if before == UNREACHED:
                    touched[count] = head
                    count += 1
                elif b != bucket and (before >> shift) - base == b:
                    continue  # waits there already
                if free >= 0:
                    new = free
                    free = entries[new, 1]
                else:
                    if top == len(entries):
                        entries = np.concatenate((entries, np.empty_like(entries)))
                    new = top
                    top += 1
                entries[new, 0] = head
                if b < span:
                    entries[new, 1] = first[b]
                    first[b] = new
                else:
                    entries[new, 1] = far
                    far = new
    return count


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
    return min(limit_ms, ranks[last] >> 32)
