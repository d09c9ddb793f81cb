"""The queue of buckets, by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.network.kernels.queue import (
    BEHIND,
    DUE,
    EMPTY,
    LABEL,
    NODE,
    bucket_shift,
    enlarge,
    give_back,
    next_bucket,
    open_queue,
    put,
)


@pytest.mark.parametrize(("width", "shift"), [(1, 0), (2, 1), (3, 1), (4, 2), (1000, 9)])
def test_buckets_are_the_widest_power_of_two_within_the_width(width, shift):
    assert bucket_shift(width) == shift


@settings(deadline=None)  # the first call may compile
@given(st.lists(st.integers(0, 10_000), max_size=30), st.integers(1, 5))
def test_everything_comes_out_once_bucket_by_bucket(dues, shift):
    first, entries = np.full(4, EMPTY, dtype=np.int32), np.empty((30, 4), dtype=np.int32)
    for number, due in enumerate(dues):
        assert put(first, entries, EMPTY, number, 3, number, due, 100 + number) == EMPTY
    base, bucket, out = 0, 3, []
    while True:
        base, bucket = next_bucket(first, entries, shift, base, bucket)
        if bucket < 0:
            break
        entry, first[bucket] = first[bucket], EMPTY
        while entry >= 0:
            node, due = int(entries[entry, NODE]), int(entries[entry, DUE])
            assert due >> shift == base + bucket
            assert entries[entry, LABEL] == 100 + node
            out.append((due >> shift, node, due))
            entry = entries[entry, BEHIND]
    assert [number for number, _, _ in out] == sorted(number for number, _, _ in out)
    assert sorted((node, due) for _, node, due in out) == list(enumerate(dues))


def test_room_given_back_is_used_again():
    first, entries = open_queue(0)
    first[:] = EMPTY
    for number in range(3):
        put(first, entries, EMPTY, number, 0, number, 0, 0)
    spare = give_back(entries, 1, give_back(entries, 2, EMPTY))
    spare = put(first, entries, spare, 1, 0, 9, 0, 0)
    assert (spare, entries[1, NODE]) == (2, 9)
    assert put(first, entries, spare, 2, 0, 8, 0, 0) == EMPTY
    assert entries[2, NODE] == 8


def test_larger_queues_keep_what_they_hold():
    entries = np.arange(8, dtype=np.int32).reshape(2, 4)
    larger = enlarge(entries, 3)
    assert len(larger) == 4
    assert (larger[:2] == entries).all()
    assert len(enlarge(entries, 50)) == 50
