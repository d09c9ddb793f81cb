"""Many items on several threads."""

import signal
import threading
import time

import pytest

from geo.errors import InputError
from geo.network.batch import each

PATIENCE_S = 10


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(threads):
    def slower_first(number):
        time.sleep(0.002 * (5 - number % 6))
        return number * number

    assert list(each(slower_first, range(20), threads=threads)) == [n * n for n in range(20)]
    assert list(each(slower_first, [], threads=threads)) == []


def test_threads_work_at_the_same_time():
    together = threading.Barrier(2, timeout=PATIENCE_S)
    names = set()

    def meet(_):
        together.wait()
        names.add(threading.current_thread().name)

    list(each(meet, range(4), threads=2))
    assert len(names) == 2


def test_one_thread_is_the_callers():
    threads = list(each(lambda _: threading.current_thread(), range(3), threads=1))
    assert set(threads) == {threading.current_thread()}


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_is_told_result_by_result_in_the_callers_thread(threads):
    told = []
    results = each(
        str,
        range(4),
        threads=threads,
        advance=lambda done: told.append((done, threading.current_thread())),
    )
    for number, _ in enumerate(results, start=1):
        assert told == [(1, threading.current_thread())] * number


def test_no_further_ahead_than_said():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = each(lambda number: number, items(), threads=3)
    for given in range(20):
        assert next(results) == given
        assert len(taken) <= given + 1 + 3


@pytest.mark.parametrize("threads", [1, 2])
def test_errors_come_in_the_place_of_their_result(threads):
    begun = []

    def fail_at_three(number):
        begun.append(number)
        if number == 3:
            raise InputError("needed another number.")
        return number

    results = each(fail_at_three, range(1000), threads=threads)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(InputError, match="another number"):
        next(results)
    assert len(begun) < 20


def test_whoever_takes_no_more_stops_the_rest():
    begun, results = [], None

    def note(number):
        begun.append(number)
        return number

    results = each(note, range(1000), threads=2)
    next(results)
    results.close()
    assert len(begun) < 20
    assert not [t for t in threading.enumerate() if t.name.startswith("batch")]


def test_ctrl_c_stops_the_rest():
    begun, go_on = [], threading.Event()

    def interrupted(number):
        begun.append(number)
        if number == 0:
            time.sleep(0.05)  # meanwhile the caller waits for the first result
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            time.sleep(0.2)
            go_on.set()
        assert go_on.wait(PATIENCE_S)

    with pytest.raises(KeyboardInterrupt):
        list(each(interrupted, range(1000), threads=2))
    assert sorted(begun) == [0, 1]  # the third had not begun
    assert not [t for t in threading.enumerate() if t.name.startswith("batch")]


def test_no_thread_is_refused_at_once():
    with pytest.raises(InputError, match="got 0"):
        each(str, range(3), threads=0)
