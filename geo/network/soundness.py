"""What compiled loops rely on without looking: arrays that fit each other, checked when opened."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.crs import EARTH
from geo.network.raw import DEGREE

Array = NDArray[Any]
Arrays = Mapping[str, Array]

SHAPES = MappingProxyType(
    {
        "node_lon_lat": (np.int32, "n", 2),
        "node_id": (np.int64, "n"),
        "node_inhabited_m": (np.float32, "n"),
        "out_indptr": (np.int32, "n + 1"),
        "out_edges": (np.int32, "m", 2),
        "out_segment": (np.int32, "m"),
        "in_indptr": (np.int32, "n + 1"),
        "in_edges": (np.int32, "m", 2),
        "in_edge": (np.int32, "m"),
        "segment_indptr": (np.int32, "s + 1"),
        "segment_edges": (np.int32, "m"),
        "segment_length_m": (np.float32, "s"),
        "segment_flags": (np.uint8, "s"),
        "shape_indptr": (np.int32, "s + 1"),
        "shape_lon_lat": (np.int32, "v", 2),
        "grid_frame": (np.int64, 6),
        "grid_indptr": (np.int32, "c + 1"),
        "grid_segments": (np.int32, "g"),
    }
)
"""Type and shape of each array of `geo.network.graph.Graph`, whose docstring has the letters."""

ROWS = MappingProxyType(
    {
        "out_indptr": ("out_edges", 0),
        "in_indptr": ("in_edges", 0),
        "segment_indptr": ("segment_edges", 0),
        "shape_indptr": ("shape_lon_lat", 2),
        "grid_indptr": ("grid_segments", 0),
    }
)
"""What each array of starts cuts into rows, and the shortest row."""

NUMBERS = MappingProxyType(
    {"in_edge": "out_edges", "segment_edges": "out_edges", "grid_segments": "segment_length_m"}
)
"""Arrays of positions in another."""


def check_arrays(arrays: Arrays) -> None:
    """
    Check that no position that an array gives is outside the array it is a position in.

    Parameters
    ----------
    arrays
        Those of a `geo.network.graph.Graph`, by name.

    Raises
    ------
    ValueError
        If arrays do not fit each other, in the words of people.

    Notes
    -----
    Contract: pure; a few passes over the arrays, in milliseconds. What passes can be searched
    without reading or writing elsewhere; it may still not be the network that was built.
    """
    _check_shapes(arrays)
    for name, (rows, shortest) in ROWS.items():
        _check_rows(name, arrays[name], len(arrays[rows]), shortest)
    for name, others in NUMBERS.items():
        _check_range(name, arrays[name], 0, len(arrays[others]) - 1)
    segments = len(arrays["segment_length_m"])
    _check_range("out_segment", arrays["out_segment"], -segments, segments - 1)
    for name in ("out_edges", "in_edges"):
        _check_range(name, arrays[name][:, 0], 0, len(arrays["node_id"]) - 1)
        _check_range(name, arrays[name][:, 1], 0, np.iinfo(np.int32).max)
    for name in ("node_lon_lat", "shape_lon_lat"):
        for side, most in enumerate(EARTH[2:]):
            _check_range(name, arrays[name][:, side], -most * DEGREE, most * DEGREE)
    for name in ("node_inhabited_m", "segment_length_m"):
        _check_range(name, arrays[name], 0, float(np.finfo(np.float32).max))
    _check_frame(arrays["grid_frame"], len(arrays["grid_indptr"]) - 1)


def _check_shapes(arrays: Arrays) -> None:
    sizes: dict[str, int] = {}
    for name, (dtype, *shape) in SHAPES.items():
        array = arrays[name]
        if array.dtype != dtype or array.ndim != len(shape) or not array.flags.c_contiguous:
            raise ValueError(f"{name} : {array.dtype} {array.shape} n’est pas ce qu’il faut")
        for wanted, got in zip(shape, array.shape, strict=True):
            letter, _, more = str(wanted).partition(" + ")
            size = got - int(more or 0)
            if size != sizes.setdefault(letter, int(letter) if letter.isdigit() else size):
                raise ValueError(f"{name} : {got} valeurs, qui ne vont pas avec les autres")


def _check_rows(name: str, indptr: Array, end: int, shortest: int) -> None:
    # in order first: the difference of any two numbers might not be one of their type
    ordered = len(indptr) and indptr[0] == 0 and indptr[-1] == end
    ordered = ordered and (indptr[1:] >= indptr[:-1]).all()
    if not ordered or (shortest and (indptr[1:] - indptr[:-1] < shortest).any()):
        raise ValueError(f"{name} : des débuts de lignes qui ne se suivent pas")


def _check_range(name: str, values: Array, least: float, most: float) -> None:
    # NaN is neither below nor above
    if len(values) and not (values.min() >= least and values.max() <= most):
        raise ValueError(f"{name} : des valeurs hors de leurs bornes")


def _check_frame(frame: Array, cells: int) -> None:
    left, bottom, width, height, columns, rows = map(int, frame)
    fits = min(width, height, columns, rows) >= 1 and columns * rows == cells
    turn = int(2 * EARTH[2] * DEGREE)
    if not fits or max(abs(left), abs(bottom), width, height) > turn:
        raise ValueError("grid_frame : un quadrillage qui ne va pas avec ses cases")
