"""How loops are compiled: once, into a cache on disk, and free of the interpreter's lock."""

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

from geo.network.kernels.cache import cache_folder

F = TypeVar("F", bound=Callable[..., object])

folder_of = cache(cache_folder)
"""Asked once a file: what is imported does not change while the program runs."""


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
        Compiled for each set of types it is called with, and kept from one start to the next where
        `geo.network.kernels.cache` says.
        Never ``parallel=True``: called from several threads, it can abort the process.
    """
    folder = folder_of(Path(inspect.getfile(function)))
    config: Any = numba.config  # its types do not tell what it holds
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder or "")  # read when a function is declared, not later
    try:
        return cast("F", numba.njit(cache=folder is not None, nogil=True)(function))
    finally:
        config.CACHE_DIR = before
