"""Work of the processor, in threads of its own: the service answers others meanwhile."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from api.errors import BusyError

Result = TypeVar("Result")


class Searches:
    """
    Threads, and how many requests may use them or wait for one.

    Kernels release the interpreter's lock, so threads do run side by side.

    Parameters
    ----------
    threads
        That work at once.
    at_most
        Requests at work or waiting; the next ones are told to come back.
    wait_s
        How long they wait for a thread; those who waited longer are told to come back too.
    """

    def __init__(self, *, threads: int, at_most: int, wait_s: float) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="recherche")
        self._places = threading.BoundedSemaphore(at_most)
        self._wait_s = wait_s

    async def run(self, work: Callable[[], Result]) -> Result:
        """
        Do some work.

        Parameters
        ----------
        work
            That needs a processor and awaits nothing.

        Returns
        -------
        result
            Of the work; where nobody waits for it any more, work not begun is given up.

        Raises
        ------
        BusyError
            If too many requests already wait, or no thread took this one in time.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("too many searches at once")
        future = self._executor.submit(work)
        # a place is free again once the thread is, even if whoever asked has gone
        future.add_done_callback(self._release)
        answer = asyncio.wrap_future(future)
        try:
            await asyncio.wait((answer,), timeout=self._wait_s)
            if future.cancel():  # only what has not begun can be
                raise BusyError("no thread was free in time")
            return await answer
        finally:
            answer.cancel()

    def _release(self, _done: "Future[Result]") -> None:
        self._places.release()

    def close(self) -> None:
        """Let the work under way end; none starts any more."""
        self._executor.shutdown(wait=True, cancel_futures=True)
