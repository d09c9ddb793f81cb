"""Loops compiled ahead, so that no request, run or build waits for a compiler."""

import inspect
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numba.core.dispatcher import Dispatcher

from geo.network.build.graph import build_graph
from geo.network.estimate import Mode
from geo.network.kernels.cache import cache_folder, remove_old
from geo.network.kernels.matrix import time_blocks
from geo.network.library import write_network
from geo.network.manifest import Manifest
from geo.network.profiles.read import read_profile
from geo.network.raw import DEGREE, EVENTS, RawStreets, Source
from geo.network.streets import StreetTravelTimes, open_streets
from geo.progress import Reporter

SIDE = 4
"""Streets each way of the town on which the loops are tried."""

BLOCK = 10_000
"""From one street to the next, in 1e-7 degree: about 110 m northwards."""

CORNER = (23_400_000, 488_600_000)
MARGIN = 0.02
"""Around the town, in degrees."""

CUTOFF_S = 1200.0
MS_PER_S = 1000.0


@dataclass(frozen=True, slots=True)
class Compiled:
    """
    What compiling took.

    Attributes
    ----------
    seconds
        In all.
    compiled, found
        Loops compiled, and loops that were compiled already.
    folders
        Where they are kept.
    """

    seconds: float
    compiled: int
    found: int
    folders: tuple[Path, ...]


def compile_kernels(report: Reporter) -> Compiled:
    """
    Ask every question once of a toy network, as those who serve and compute ask them.

    Parameters
    ----------
    report
        Told of the step.

    Returns
    -------
    compiled
        How long it took, and where the result is kept.

    Raises
    ------
    OutputError
        If no temporary network can be written.

    Notes
    -----
    Contract: the network is built, written and mapped as any other, so that the types are those
    of production. Compiled loops are kept beside the code, or where it may not be written in the
    user's own cache; another user, processor or version of a file compiles again.
    """
    began = time.perf_counter()
    with report.step("Compilation des calculs"), TemporaryDirectory() as folder:
        ask_everything(open_streets(write_toy(Path(folder)), Mode.VOITURE))
    _forget_old()
    stats = [loop.stats for loop in loops()]
    return Compiled(
        seconds=time.perf_counter() - began,
        compiled=sum(sum(one.cache_misses.values()) for one in stats),
        found=sum(sum(one.cache_hits.values()) for one in stats),
        folders=tuple(sorted({Path(one.cache_path) for one in stats if one.cache_path})),
    )


def loops() -> list[Any]:
    """
    List the compiled loops of the modules imported so far.

    Returns
    -------
    loops
        numba's dispatchers, each once, by name.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith("geo.network.")]
    found = {
        f"{value.py_func.__module__}.{value.py_func.__name__}": value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Dispatcher)
    }
    return [found[name] for name in sorted(found)]


def _forget_old() -> None:
    """Remove what was compiled of earlier states of the files of the loops."""
    for file in {Path(inspect.getfile(loop.py_func)) for loop in loops()}:
        if folder := cache_folder(file):
            remove_old(folder)


def write_toy(root: Path) -> Path:
    """
    Build a town of a few blocks, where residents drive.

    Parameters
    ----------
    root
        Folder of networks.

    Returns
    -------
    folder
        Of the network.
    """
    streets, mode = toy_streets(), Mode.VOITURE
    graph, profile = build_graph(streets, read_profile(mode))
    lon, lat = CORNER[0] / DEGREE, CORNER[1] / DEGREE
    manifest = Manifest(
        name="essai",
        source=streets.source,
        bounds=(lon - MARGIN, lat - MARGIN, lon + MARGIN, lat + MARGIN),
        code_version="",
        skipped=streets.skipped,
        profiles={mode: profile},
    )
    return write_network(root, manifest, {mode: graph})


def toy_streets() -> RawStreets:
    """
    Lay out a town of `SIDE` streets each way, two-way and residential.

    Returns
    -------
    streets
        As a reader would give them.
    """
    number = np.arange(SIDE * SIDE, dtype=np.int32).reshape(SIDE, SIDE)
    tail = np.concatenate((number[:, :-1].ravel(), number[:-1].ravel()))
    head = np.concatenate((number[:, 1:].ravel(), number[1:].ravel()))
    rows, columns = np.divmod(number.ravel(), SIDE)
    where = np.stack((columns, rows), axis=1).astype(np.int32) * BLOCK
    where += np.array(CORNER, dtype=np.int32)
    return RawStreets(
        source=Source(
            kind="essai", name="essai", sha256="", licence="", attribution="", publiable=False
        ),
        node_id=np.arange(SIDE * SIDE, dtype=np.int64),
        node_lon_lat=where,
        node_tags=np.full(SIDE * SIDE, -1, dtype=np.int32),
        segment_tail=tail,
        segment_head=head,
        segment_tags=np.zeros(len(tail), dtype=np.int32),
        segment_way=np.arange(len(tail), dtype=np.int64),
        segment_length_m=np.full(len(tail), 100.0),
        segment_events=np.zeros((len(tail), 2, len(EVENTS)), dtype=np.uint8),
        shape_indptr=2 * np.arange(len(tail) + 1, dtype=np.int32),
        shape_lon_lat=np.stack((where[tail], where[head]), axis=1).reshape(-1, 2),
        tag_sets=({"highway": "residential"},),
        restriction_from=np.zeros(0, dtype=np.int32),
        restriction_via=np.zeros(0, dtype=np.int32),
        restriction_to=np.zeros(0, dtype=np.int32),
        restriction_only=np.zeros(0, dtype=np.bool_),
        restriction_except=np.zeros(0, dtype=np.uint8),
    )


def ask_everything(streets: StreetTravelTimes) -> None:
    """
    Ask each question that a network answers.

    Parameters
    ----------
    streets
        Of the toy town.
    """
    corner = np.array(CORNER) / DEGREE
    places = corner + np.array([[0.0, 0.0], [0.0012, 0.0005], [0.003, 0.003]])
    start, categories = places[0], np.arange(len(places), dtype=np.int32) % 2
    placed = streets.place(places)
    everything = np.ones(len(places), dtype=np.bool_)
    streets.covers(places)
    streets.one_to_many(start, places, cutoff_s=CUTOFF_S)
    streets.many_to_one(places, start, cutoff_s=CUTOFF_S)
    streets.nearest_placed(start, placed, wanted=everything, k=2, cutoff_s=CUTOFF_S)
    streets.nearest(places, places, categories, k=2, cutoff_s=CUTOFF_S)
    streets.nearest_from_nodes(placed, categories, k=2, cutoff_s=CUTOFF_S)
    streets.matrix(places, places, cutoff_s=CUTOFF_S)
    streets.reachable_areas(start, cutoffs_s=(60.0, CUTOFF_S))
    streets.route(start, places[1], cutoff_s=CUTOFF_S)
    graph, one = streets.graph, np.zeros(1, dtype=np.int32)
    for _ in time_blocks(
        graph.out_indptr,
        graph.out_edges,
        place_indptr=np.arange(2, dtype=np.int32),
        seeds=one,
        seeds_ms=one,
        cutoff_ms=round(CUTOFF_S * MS_PER_S),
        bucket_ms=1,
    ):
        pass
