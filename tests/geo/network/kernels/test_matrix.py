"""Times between places and all nodes, in blocks."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.kernels.matrix import time_blocks
from geo.network.kernels.search import UNREACHED
from tests.geo.network.kernels.random_ways import (
    CUTOFFS,
    TIMES,
    WIDTHS,
    ints,
    lattice,
    quick_times,
    slow_times,
    ways,
)

NEVER = int(UNREACHED)


def blocks(of, places, cutoff=NEVER - 1, width=10, **options):
    """Ask for blocks; a place is a list of (node, time)."""
    seeds = [seed for place in places for seed in place]
    return time_blocks(
        of.indptr,
        of.edges,
        place_indptr=np.cumsum([0, *map(len, places)]).astype(np.int32),
        seeds=ints(node for node, _ in seeds),
        seeds_ms=ints(ms for _, ms in seeds),
        cutoff_ms=cutoff,
        bucket_ms=width,
        **options,
    )


@settings(max_examples=30, deadline=None)  # the first call may compile
@given(ways(), CUTOFFS, WIDTHS, st.integers(1, 3), st.data())
def test_rows_are_slow_searches_whatever_the_threads(of, cutoff, width, threads, data):
    seed = st.tuples(st.integers(0, of.nodes - 1), TIMES)
    places = data.draw(st.lists(st.lists(seed, max_size=3), max_size=6))
    rows = [
        row
        for _, block in blocks(of, places, cutoff, width, threads=threads)
        for row in block.tolist()
    ]
    assert rows == [slow_times(of, place, cutoff) for place in places]


@pytest.mark.parametrize(("threads", "alive"), [(1, 2), (2, 4)])
def test_blocks_stay_within_their_memory_and_tell_how_far_they_are(threads, alive):
    of, told = lattice(4), []
    row_bytes, places = 4 * of.nodes, [[(node, 0)] for node in range(7)]
    memory = 2 * row_bytes * alive  # two rows for each block
    firsts = []
    for first, block in blocks(
        of, places, threads=threads, memory_bytes=memory, advance=told.append
    ):
        assert block.nbytes * alive <= memory
        firsts.append(first)
    assert firsts == [0, 2, 4, 6]
    assert told == [2, 2, 2, 1]


def test_too_little_memory_is_said():
    of = lattice(4)
    with pytest.raises(InputError, match="16 nodes"):
        blocks(of, [[(0, 0)]], memory_bytes=100)


def test_searches_answer_rightly_while_a_batch_runs():
    of = lattice(40)
    places = [[(node, 0)] for node in range(0, of.nodes, 20)]
    alone = np.concatenate([block for _, block in blocks(of, places)])
    together = []
    batch = threading.Thread(
        target=lambda: together.extend(
            block for _, block in blocks(of, places, threads=2, memory_bytes=200_000)
        )
    )
    batch.start()
    live = [quick_times(of, place) for place in places]
    batch.join()
    assert live == alone.tolist()
    assert np.concatenate(together).tolist() == alone.tolist()
