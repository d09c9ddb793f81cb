"""Times from, or to, each of many places and every node: a row a place, in blocks of rows."""

from collections.abc import Iterator
from functools import partial
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.network.batch import each
from geo.network.kernels.compiled import compiled
from geo.network.kernels.search import UNREACHED, Workspace, open_workspace, reach
from geo.progress import Advance, silent

MEMORY_BYTES = 1_000_000_000
"""For blocks, unless told otherwise: 500 rows of half a million nodes."""

Ints = NDArray[np.int32]


def time_blocks(  # noqa: PLR0913 - a kernel takes flat arrays
    indptr: Ints,
    edges: Ints,
    *,
    place_indptr: Ints,
    seeds: Ints,
    seeds_ms: Ints,
    cutoff_ms: int,
    bucket_ms: int,
    threads: int = 1,
    memory_bytes: int = MEMORY_BYTES,
    advance: Advance = silent,
) -> Iterator[tuple[int, Ints]]:
    """
    Give the time of every node for each place, some places at a time.

    Parameters
    ----------
    indptr, edges
        Of a `Graph`: ``out_`` to travel from the places, ``in_`` to travel to them.
    place_indptr, seeds, seeds_ms
        int32 ``(places + 1,)`` and ``(q,)``: place i hangs on the nodes
        ``seeds[place_indptr[i]:place_indptr[i + 1]]``, at those times from them.
    cutoff_ms, bucket_ms
        As `geo.network.kernels.search.reach` takes them.
    threads
        How many blocks are made at once; the rows are the same.
    memory_bytes
        All blocks that exist at once stay below it, if the caller keeps only the last.
    advance
        Called with the number of places done.

    Returns
    -------
    blocks
        Number of the first place and times, int32 ``(rows, n)``, `UNREACHED` beyond the cut-off;
        in the order of the places.

    Raises
    ------
    InputError
        If there is no thread, or not enough memory for a row a thread.
    """
    nodes, places = len(indptr) - 1, len(place_indptr) - 1
    rows = _rows_of_a_block(nodes, places, threads, memory_bytes)
    idle: SimpleQueue[Workspace] = SimpleQueue()
    for _ in range(threads):
        idle.put(open_workspace(nodes))

    def block(first: int) -> tuple[int, Ints]:
        workspace = idle.get()
        last = min(first + rows, places)
        times_ms = np.full((last - first, nodes), UNREACHED, dtype=np.int32)
        try:
            reach_rows(
                indptr,
                edges,
                place_indptr[first : last + 1],
                seeds,
                seeds_ms,
                int(cutoff_ms),
                int(bucket_ms),
                workspace,
                times_ms,
            )
        finally:
            idle.put(workspace)
        return first, times_ms

    blocks = each(block, range(0, places, rows), threads=threads)
    return map(partial(_told, advance), blocks)


def _told(advance: Advance, block: tuple[int, Ints]) -> tuple[int, Ints]:
    advance(len(block[1]))
    return block


def _rows_of_a_block(nodes: int, places: int, threads: int, memory_bytes: int) -> int:
    # the one in the caller's hands; the next; as many as threads may have made meanwhile
    blocks = 2 if threads == 1 else threads + 2
    rows = memory_bytes // (blocks * max(nodes, 1) * np.dtype(np.int32).itemsize)
    if rows < 1:
        raise InputError(
            f"needed memory for {blocks} rows of {nodes} nodes, got {memory_bytes} bytes."
        )
    return max(min(rows, -(-places // threads)), 1)


@compiled
def reach_rows(  # noqa: PLR0913, PLR0917 - a kernel takes flat arrays
    indptr: Ints,
    edges: Ints,
    place_indptr: Ints,
    seeds: Ints,
    seeds_ms: Ints,
    cutoff_ms: int,
    bucket_ms: int,
    workspace: Workspace,
    times_ms: Ints,
) -> None:
    """
    Search from some places, each into its row.

    Parameters
    ----------
    indptr, edges, place_indptr, seeds, seeds_ms, cutoff_ms, bucket_ms
        As `time_blocks` takes them.
    workspace
        For the queue; its times stay as they are.
    times_ms
        int32 ``(places, n)``, all `UNREACHED`; written.
    """
    for place in range(len(times_ms)):
        mine = slice(place_indptr[place], place_indptr[place + 1])
        row = Workspace(
            times_ms[place],
            workspace.edge,
            workspace.touched,
            workspace.first,
            workspace.entries,
        )
        reach(indptr, edges, seeds[mine], seeds_ms[mine], cutoff_ms, bucket_ms, row)
