"""
Travel times between pairs, added up: what every measure of access is made of.

Tens of millions of pairs are read in chunks, in the types they come in: nothing as long as the
table is ever copied, except its identifiers where they are text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.identifiers import Found, Positions, check_ids, find, slices
from geo.errors import DuplicateIdError, InputError
from geo.tables import PAIR_COLUMNS, check_columns

Floats = NDArray[np.float64]
Weight = Callable[[NDArray[Any]], Floats]
"""Weights of times, as `geo.access.decay` makes them."""

NUMBERS = frozenset({"integer", "floating", "mixed-integer-float", "decimal", "empty"})
"""What pandas calls a column of numbers, those of other types than numpy's too."""

SMALLEST, LARGEST = 1e-30, 1e30
"""People and capacities that are not 0: within these, no sum nor share of them vanishes or
overflows, whatever the weights."""

FLAGGED_CELLS = 1 << 28
"""Cells of a matrix that may be flagged one byte each to find repeated pairs; above, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """
    Reached pairs, checked.

    Attributes
    ----------
    origins, destinations
        Identifiers, unique.
    origin, destination
        Where those of each pair stand in them.
    travel_time_s
        Seconds, finite and >= 0, in the type they came in.
    """

    origins: "pd.Index[Any]"
    destinations: "pd.Index[Any]"
    origin: Found
    destination: Found
    travel_time_s: NDArray[Any]

    def chunks(self) -> Iterator[tuple[Positions, Positions, NDArray[Any]]]:
        """Give origins, destinations and times of some pairs after others."""
        for rows in slices(len(self.travel_time_s)):
            yield self.origin.at(rows), self.destination.at(rows), self.travel_time_s[rows]


def read_pairs(
    travel_times: pd.DataFrame, origins: "pd.Index[Any]", destinations: "pd.Index[Any]"
) -> Pairs:
    """
    Check a table of travel times and find its identifiers.

    Parameters
    ----------
    travel_times
        `PAIR_COLUMNS`; identifiers are text, categories or integers, times any numbers.
    origins, destinations
        Every identifier that may be there; one that is not reaches nothing.

    Returns
    -------
    pairs
        Of the same rows, in the same order.

    Raises
    ------
    MissingColumnError
        If a column is absent.
    DuplicateIdError
        If a pair, or an identifier of `origins` or `destinations`, is repeated.
    InputError
        If a time is negative, missing or infinite, or an identifier is not known.
    """
    check_table(travel_times)
    for name, ids in (("origins", origins), ("destinations", destinations)):
        check_ids(ids, name=name)
    pairs = Pairs(
        origins=origins,
        destinations=destinations,
        origin=find(travel_times["origin_id"], origins, name="origin"),
        destination=find(travel_times["destination_id"], destinations, name="destination"),
        travel_time_s=_checked_times(travel_times["travel_time_s"]),
    )
    _check_unique(pairs)
    return pairs


def check_table(travel_times: pd.DataFrame) -> None:
    """
    Check that a table of travel times has its columns, each once.

    Parameters
    ----------
    travel_times
        Candidate.

    Raises
    ------
    MissingColumnError
        If a column is absent.
    InputError
        If one is repeated, or it is no table.
    """
    if not isinstance(travel_times, pd.DataFrame):
        raise InputError(f"travel times: needed a table, got {type(travel_times).__name__}.")
    check_columns(travel_times[:0], PAIR_COLUMNS, name="travel times")
    for name in PAIR_COLUMNS:
        if list(travel_times.columns).count(name) > 1:
            raise InputError(f"travel times: the column {name} is repeated.")


def long_table(
    travel_time_s: NDArray[np.floating[Any]],
    origins: Sequence[str],
    destinations: Sequence[str],
) -> pd.DataFrame:
    """
    Lay out a matrix of times as pairs.

    Parameters
    ----------
    travel_time_s
        Shape ``(origins, destinations)``: seconds, ``inf`` where not reached.
    origins, destinations
        Identifier of each row and column, unique.

    Returns
    -------
    travel_times
        `PAIR_COLUMNS`: identifiers as categories, times in the type of the matrix; by origin, then
        destination. A row a finite time.

    Raises
    ------
    DuplicateIdError
        If an identifier is repeated.
    InputError
        If the shape is another.
    """
    wanted = (len(origins), len(destinations))
    if travel_time_s.shape != wanted:
        raise InputError(f"needed times {wanted}, got {travel_time_s.shape}.")
    for name, ids in (("origins", origins), ("destinations", destinations)):
        check_ids(pd.Index(ids), name=name)
    origin, destination = np.nonzero(travel_time_s < np.inf)
    columns = (
        pd.Categorical.from_codes(origin, pd.Index(origins)),
        pd.Categorical.from_codes(destination, pd.Index(destinations)),
        travel_time_s[origin, destination],
    )
    return pd.DataFrame(dict(zip(PAIR_COLUMNS, columns, strict=True)))


def sums_at_origins(pairs: Pairs, weight: Weight, of_destination: Floats) -> Floats:
    """
    Add up at each origin what is at the destinations it reaches.

    Parameters
    ----------
    pairs
        Any.
    weight
        What a destination counts at a time.
    of_destination
        Shape ``(destinations,)``: what is there.

    Returns
    -------
    sums
        Shape ``(origins,)``.
    """
    total = np.zeros(len(pairs.origins))
    for origin, destination, times in pairs.chunks():
        part = weight(times) * of_destination[destination]
        total += np.bincount(origin, part, minlength=len(total))
    return total


def sums_at_destinations(pairs: Pairs, weight: Weight, of_origin: Floats) -> Floats:
    """
    Add up at each destination what is at the origins that reach it.

    Parameters
    ----------
    pairs
        Any.
    weight
        What a destination counts at a time.
    of_origin
        Shape ``(origins,)``: what is there.

    Returns
    -------
    sums
        Shape ``(destinations,)``.
    """
    total = np.zeros(len(pairs.destinations))
    for origin, destination, times in pairs.chunks():
        part = weight(times) * of_origin[origin]
        total += np.bincount(destination, part, minlength=len(total))
    return total


def amounts(series: "pd.Series[Any]", *, name: str) -> Floats:
    """
    Check quantities that may be shared out: people, capacities.

    Parameters
    ----------
    series
        Indexed by identifier.
    name
        What they are, for the message.

    Returns
    -------
    values
        In the same order.

    Raises
    ------
    DuplicateIdError
        If an identifier is repeated.
    InputError
        If one is negative, missing, infinite or no number, or so small or large (`SMALLEST`,
        `LARGEST`) that shares of it could not be told; if it is no column.
    """
    if not isinstance(series, pd.Series):
        raise InputError(f"{name}: needed a column, got {type(series).__name__}.")
    check_ids(series.index, name=name)
    values = _numbers(series, name=name).astype(np.float64)
    wrong = ~(np.isfinite(values) & (values >= 0))
    extreme = (values != 0) & ~((values >= SMALLEST) & (values <= LARGEST))
    for bad, wanted in ((wrong, ">= 0"), (extreme, f"0, or {SMALLEST:g} to {LARGEST:g}")):
        if bad.any():
            first, value = series.index[bad][0], values[bad][0]
            raise InputError(f"{name}: needed numbers {wanted}, {first!r} has {value:g}.")
    return values


def _numbers(series: "pd.Series[Any]", *, name: str) -> NDArray[Any]:
    """Give the numbers of a series, without a copy where it is one of numpy's types."""
    values = series.to_numpy()
    if values.dtype.kind in "iuf":
        return values
    # a text or a duration would be read as a number too
    if pd.api.types.infer_dtype(series, skipna=True) not in NUMBERS:
        raise InputError(f"{name}: needed numbers, got {series.dtype}.")
    try:
        return series.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise InputError(f"{name}: needed numbers, got {series.dtype}.") from None


def _checked_times(series: "pd.Series[Any]") -> NDArray[Any]:
    times = _numbers(series, name="travel times")
    for rows in slices(len(times)):
        chunk = times[rows]
        if not ((chunk >= 0) & (chunk < np.inf)).all():
            raise InputError(
                "travel times must be >= 0 s and finite; an unreached pair is an absent row."
            )
    return times


def _check_unique(pairs: Pairs) -> None:
    if _is_sorted(pairs):
        return
    cells = len(pairs.origins) * len(pairs.destinations)
    rows = len(pairs.travel_time_s)
    if cells <= FLAGGED_CELLS:
        seen = np.zeros(cells, dtype=np.bool_)
        for cell in _cells(pairs):
            seen[cell] = True
        different = np.count_nonzero(seen)
    else:
        ordered = np.sort(_all_cells(pairs))
        different = rows - np.count_nonzero(ordered[1:] == ordered[:-1])
    if different != rows:
        cells_of_rows = pd.Index(_all_cells(pairs))
        first_cell = int(cells_of_rows[cells_of_rows.duplicated()][0])
        origin, destination = divmod(first_cell, len(pairs.destinations))
        first = [pairs.origins[origin], pairs.destinations[destination]]
        raise DuplicateIdError(f"{rows - different} pairs are repeated, first {first}.")


def _cells(pairs: Pairs) -> Iterator[Positions]:
    """Give each pair the number of its cell in a matrix."""
    width = len(pairs.destinations)
    return (origin * width + destination for origin, destination, _ in pairs.chunks())


def _all_cells(pairs: Pairs) -> Positions:
    cells = np.empty(len(pairs.travel_time_s), dtype=np.intp)
    for rows, cell in zip(slices(len(cells)), _cells(pairs), strict=True):
        cells[rows] = cell
    return cells


def _is_sorted(pairs: Pairs) -> bool:
    """Tell whether pairs come by origin, then destination, none of them twice."""
    last = -1
    for cell in _cells(pairs):
        if cell[0] <= last or not (cell[1:] > cell[:-1]).all():
            return False
        last = int(cell[-1])
    return True
