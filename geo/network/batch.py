"""Long work over many items: several threads at once, the same results whatever their number."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from geo.errors import InputError
from geo.progress import Advance, silent

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    threads: int,
    advance: Advance = silent,
) -> Iterator[Result]:
    """
    Call a function for each of some items, and give the results in their order.

    Parameters
    ----------
    function
        Safe to call from several threads, and busy in kernels, which leave the interpreter's
        lock alone.
    items
        Taken as results are: at most one more than `threads` are under way or wait to be taken,
        which bounds the memory of a caller who keeps none.
    threads
        At least 1; with 1, everything happens in the caller's.
    advance
        Called with 1 for each result, in the caller's thread.

    Returns
    -------
    results
        One an item.

    Raises
    ------
    InputError
        If there is no thread.

    Notes
    -----
    Contract: an error of the function is raised in the place of its result. After that, Ctrl-C,
    or a caller who takes no more, what has not begun never does, and what has is waited for.
    """
    if threads < 1:
        raise InputError(f"needed at least 1 thread, got {threads}.")
    results = map(function, items) if threads == 1 else _in_a_pool(function, items, threads)
    return _counted(results, advance)


def _counted(results: Iterator[Result], advance: Advance) -> Iterator[Result]:
    for result in results:
        advance(1)
        yield result


def _in_a_pool(
    function: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="batch") as pool:
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
