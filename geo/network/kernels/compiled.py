"""How loops are compiled: once, into a cache on disk, and free of the interpreter's lock."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """
    Compile a function of scalars and arrays.

    Parameters
    ----------
    function
        Within what numba understands; serial.

    Returns
    -------
    function
        Compiled for each set of types it is called with, and kept from one start to the next.
        Never ``parallel=True``: called from several threads, it can abort the process.
    """
    return cast("F", numba.njit(cache=True, nogil=True)(function))
