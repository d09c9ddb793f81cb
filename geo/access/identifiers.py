"""Find the identifiers of a long column in an index; integers without a copy of the column."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import DuplicateIdError, InputError

Positions = NDArray[np.intp]

CHUNK = 1 << 16
"""Pairs handled at once: what is computed of them stays in the processor's cache."""

LARGEST = np.iinfo(np.intp).max
"""A position, or an identifier that is one, is no larger."""

DENSE = 4
"""A table of positions by integer identifier may have so many entries an identifier."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """
    Where identifiers of a long column stand in an index.

    Attributes
    ----------
    codes
        One integer a row.
    lookup
        Position of each code, counted from `first`; None where codes are positions.
    first
        Code of the first entry of `lookup`.
    """

    codes: NDArray[Any]
    lookup: NDArray[np.int32] | None = None
    first: int = 0

    def at(self, rows: slice) -> Positions:
        """Give the positions of some rows."""
        codes = self.codes[rows].astype(np.intp)
        return codes if self.lookup is None else self.lookup[codes - self.first].astype(np.intp)


def check_ids(ids: "pd.Index[Any]", *, name: str) -> None:
    """
    Check identifiers.

    Parameters
    ----------
    ids
        Candidates.
    name
        Whose they are, for the message.

    Raises
    ------
    DuplicateIdError
        If one is repeated.
    InputError
        If one is missing, or they have several levels.
    """
    if isinstance(ids, pd.MultiIndex):
        raise InputError(f"{name}: needed one identifier each, got several levels {ids.names}.")
    if ids.hasnans:
        raise InputError(f"{name}: an identifier is missing.")
    if not ids.is_unique:
        raise DuplicateIdError(f"{name}: {ids[ids.duplicated()][0]!r} is repeated.")


def slices(length: int) -> Iterator[slice]:
    """
    Cut rows into chunks.

    Parameters
    ----------
    length
        How many rows there are.

    Returns
    -------
    slices
        One a chunk, in order.
    """
    return (slice(start, start + CHUNK) for start in range(0, length, CHUNK))


def find(column: "pd.Series[Any]", ids: "pd.Index[Any]", *, name: str) -> Found:
    """
    Find identifiers in an index.

    Parameters
    ----------
    column
        Identifiers, repeated: text, categories or integers.
    ids
        All those that may be there, unique.
    name
        What one is, for the message.

    Returns
    -------
    found
        Of the same rows.

    Raises
    ------
    InputError
        If one is not in `ids`, or is missing.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        found = _find_categories(column, ids)
    elif isinstance(column.dtype, np.dtype) and _is_dense(column.to_numpy(), ids):
        found = _find_integers(column.to_numpy(), ids)
    else:
        codes = np.empty(len(column), dtype=np.int32)
        for rows in slices(len(column)):
            codes[rows] = ids.get_indexer(pd.Index(column.iloc[rows]))
        found = Found(codes=codes)
    _check_found(found, column, name)
    return found


def _find_categories(column: "pd.Series[Any]", ids: "pd.Index[Any]") -> Found:
    places = ids.get_indexer(column.cat.categories)
    # a missing value has code -1: the last entry
    lookup = np.append(places, -1).astype(np.int32)
    return Found(codes=column.cat.codes.to_numpy(), lookup=lookup)


def _is_dense(codes: NDArray[Any], ids: "pd.Index[Any]") -> bool:
    """Tell whether a table of positions by identifier stays small, and holds all the codes."""
    if codes.dtype.kind not in "iu" or ids.dtype.kind not in "iu" or not len(ids):
        return False
    # as whole numbers of Python: the types of the two may wrap around in each other's
    first, last = int(ids.min()), int(ids.max())
    inside = not len(codes) or (int(codes.min()) >= first and int(codes.max()) <= last)
    return inside and last <= LARGEST and last - first < DENSE * len(ids) + CHUNK


def _find_integers(codes: NDArray[Any], ids: "pd.Index[Any]") -> Found:
    first, last = int(ids.min()), int(ids.max())
    lookup = np.full(last - first + 1, -1, dtype=np.int32)
    lookup[ids.to_numpy().astype(np.int64) - first] = np.arange(len(ids))
    if first == 0 and np.array_equal(lookup, np.arange(len(ids))):
        return Found(codes=codes)
    return Found(codes=codes, lookup=lookup, first=first)


def _check_found(found: Found, column: "pd.Series[Any]", name: str) -> None:
    for rows in slices(len(column)):
        unknown = found.at(rows) < 0
        if unknown.any():
            first = column.iloc[rows].to_numpy()[unknown][0]
            raise InputError(f"needed known {name}s in the travel times, {first!r} is not one.")
