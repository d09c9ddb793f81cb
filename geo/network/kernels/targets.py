"""The soonest of the places that hang on nodes, and no further than it takes to be certain."""

import numpy as np
from numpy.typing import NDArray

from geo.network.kernels.compiled import compiled
from geo.network.kernels.search import UNREACHED, Workspace, search

Ints = NDArray[np.int32]


@compiled
def reach_targets(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
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
    k: int,
) -> tuple[int, Ints, Ints, Ints]:
    """
    Find the `k` items reached soonest; an item may hang on several nodes.

    Parameters
    ----------
    indptr, edges, seeds, seeds_ms, cutoff_ms, bucket_ms, workspace
        As `geo.network.kernels.search.reach` takes them.
    target_indptr
        int32 ``(n + 1,)``: items of node i are ``target_item[target_indptr[i]:
        target_indptr[i + 1]]``.
    target_item, target_ms
        int32: their numbers, and the time from the node to each, at least 0.
    wanted
        bool ``(items,)``: those to look for.
    k
        How many; below 0, all within the cut-off.

    Returns
    -------
    count
        How many nodes were touched; `reset` wants it.
    items, times_ms, nodes
        int32 ``(<= k,)``: soonest first, equal times by number; the time to each, and the node
        by which one gets there (of equals, the least).

    Notes
    -----
    Contract: the same whatever the bucket width. The search ends with the time of the k-th item:
    later nodes of the workspace are not settled.
    """
    best = np.full((len(wanted), 2), UNREACHED, dtype=np.int32)
    bounded = 0 <= k <= len(wanted)
    ranks = np.full(k if bounded else 0, np.int64(UNREACHED) << 32, dtype=np.int64)
    limit_ms = cutoff_ms if k != 0 else -1
    count = search(
        indptr,
        edges,
        seeds,
        seeds_ms,
        limit_ms,
        bucket_ms,
        workspace,
        target_indptr,
        target_item,
        target_ms,
        wanted,
        best,
        ranks,
    )
    if not bounded:
        ranks = _all_found(best)
    found = np.searchsorted(ranks, np.int64(UNREACHED) << 32)
    items = (ranks[:found] & 0xFFFFFFFF).astype(np.int32)
    return count, items, best[items, 0], best[items, 1]


@compiled
def _all_found(best: Ints) -> NDArray[np.int64]:
    """Give time and number, in one, of all items found, in order."""
    ranks = np.empty(len(best), dtype=np.int64)
    for item in range(len(best)):
        ranks[item] = (np.int64(best[item, 0]) << 32) | item
    ranks.sort()
    return ranks
