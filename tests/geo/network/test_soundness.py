"""Damaged arrays are seen when a network is opened, not when a search runs over their end."""

import numpy as np
import pytest

from geo.errors import SourceError
from geo.network.graph import ARRAYS, open_graph, save_graph
from geo.network.soundness import SHAPES, check_arrays
from tests.geo.network.lattices import lattice
from tests.geo.network.toy import town_graph

ANYTHING_GOES = {"node_id", "segment_flags"}  # any bytes are identifiers, and flags


@pytest.fixture
def folder(tmp_path):
    save_graph(lattice(9, 9), tmp_path / "marche")
    return tmp_path / "marche"


def arrays_of(graph):
    return {name: np.array(getattr(graph, name)) for name in ARRAYS}


@pytest.mark.parametrize("graph", [town_graph(), lattice(1, 1), lattice(9, 9)])
def test_sound_arrays_pass(graph):
    assert tuple(SHAPES) == ARRAYS
    check_arrays(arrays_of(graph))


@pytest.mark.parametrize("name", sorted(set(ARRAYS) - ANYTHING_GOES))
@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_are_refused(folder, name, seed):
    path = folder / f"{name}.npy"
    whole = path.read_bytes()
    size = np.load(path).nbytes
    path.write_bytes(whole[:-size] + np.random.default_rng(seed).bytes(size))

    with pytest.raises(SourceError, match=rf"abîmé \({name} : .*network build"):
        open_graph(folder)


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize(
    "change",
    [
        lambda array: array[:-1],
        lambda array: np.concatenate((array, array[-1:])),
        lambda array: array.astype(np.float64 if array.dtype.kind != "f" else np.int32),
        lambda array: array[None],
        lambda array: array[:0],
    ],
    ids=["shorter", "longer", "another type", "another shape", "empty"],
)
def test_arrays_of_another_shape_are_refused(folder, name, change):
    path = folder / f"{name}.npy"
    np.save(path, change(np.load(path)))

    with pytest.raises(SourceError, match="abîmé"):
        open_graph(folder)


@pytest.mark.parametrize(
    ("name", "position", "value"),
    [
        ("out_edges", (0, 0), 81),
        ("out_edges", (0, 0), -1),
        ("out_edges", (0, 1), -1),
        ("in_edges", (5, 0), 81),
        ("in_edge", 3, 288),
        ("out_segment", 3, 144),
        ("out_segment", 3, -145),
        ("segment_edges", 0, -1),
        ("grid_segments", 0, 144),
        ("grid_segments", 0, -1),
        ("out_indptr", 0, 1),
        ("out_indptr", 4, 0),
        ("in_indptr", -1, 287),
        ("segment_indptr", 1, 2**31 - 1),
        ("shape_indptr", 1, 1),
        ("shape_indptr", 1, -(2**31)),
        ("grid_indptr", 1, -1),
        ("shape_lon_lat", (0, 1), 900_000_001),
        ("node_lon_lat", (0, 0), -1_800_000_001),
        ("segment_length_m", 0, np.nan),
        ("segment_length_m", 0, -1),
        ("node_inhabited_m", 0, np.inf),
        ("grid_frame", 2, 0),
        ("grid_frame", 3, -5),
        ("grid_frame", 4, 2**40),
        ("grid_frame", 0, 2**62),
    ],
)
def test_one_wrong_number_is_enough(name, position, value):
    arrays = arrays_of(lattice(9, 9))
    arrays[name][position] = value

    with pytest.raises(ValueError, match=f"^{name} : "):
        check_arrays(arrays)
