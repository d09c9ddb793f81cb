"""
A seeded road-like region as a graph, of the size of all roads of Île-de-France or any other.

A jittered grid of streets, 150 m apart, under a hierarchy of faster roads, with streets missing
at random, one-way streets, and only the part where one can go everywhere and come back. It is
no real place: it measures speed, in which structure matters, and never accuracy.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.build.assemble import Parts, assemble
from geo.network.graph import INHABITED, Graph, open_graph, save_graph
from geo.network.manifest import FORMAT
from geo.network.raw import DEGREE

SEED = 20_261_121
NODES = 500_000
CACHE = Path(__file__).resolve().parents[1] / "data" / "processed" / "benchmarks"

WEST, SOUTH = 1.5, 48.1
SPACING_M = 150.0
DEGREE_M = 111_195.0
JITTER = 0.3  # of the spacing, on each side
BUCKET_MS = 1000

# every so many rows and columns: km/h, and the share of its stretches that is missing or one-way
HIERARCHY = ((1, 30.0, 0.41, 0.16), (4, 50.0, 0.12, 0.05), (16, 70.0, 0.02, 0.0), (64, 110.0, 0, 0))

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


def synthetic_region(nodes: int = NODES, seed: int = SEED) -> Graph:
    """
    Give the region, made once and kept in `CACHE`.

    Parameters
    ----------
    nodes
        About how many; directed edges are 2.6 times as many.
    seed
        Another one, another region.

    Returns
    -------
    graph
        Mapped from disk, as a worker has it.
    """
    folder = CACHE / f"region-{nodes}-{seed}-{FORMAT}"
    if not folder.exists():
        started = folder.with_suffix(".part")
        shutil.rmtree(started, ignore_errors=True)
        save_graph(assemble(draw_region(nodes, seed)), started)
        started.rename(folder)
    return open_graph(folder)


def shuffled(graph: Graph) -> Graph:
    """Give a graph whose nodes are in random order, to be searched from any node."""
    nodes = len(graph.node_id)
    number = np.random.default_rng(SEED).permutation(nodes).astype(np.int32)
    tail = number[np.repeat(np.arange(nodes), np.diff(graph.out_indptr))]
    edges = np.column_stack((number[graph.out_edges[:, 0]], graph.out_edges[:, 1]))
    order = np.argsort(tail, kind="stable")
    indptr = np.concatenate(([0], np.cumsum(np.bincount(tail, minlength=nodes))))
    return replace(graph, out_indptr=indptr.astype(np.int32), out_edges=edges[order])


def draw_region(nodes: int, seed: int) -> Parts:
    """Draw nodes and streets, rid of islands."""
    rng = np.random.default_rng(seed)
    side = round((nodes * 1.06) ** 0.5)  # islands and dead ends take the rest
    lon_lat = _draw_nodes(side, rng)
    tail, head, speed_kmh, one_way = _draw_streets(side, rng)
    kept = _strong_part(side * side, tail, head, one_way)
    street = kept[tail] & kept[head]
    number = np.cumsum(kept, dtype=np.int32) - 1
    tail, head = number[tail[street]], number[head[street]]
    return _to_parts(lon_lat[kept], tail, head, speed_kmh[street], one_way[street], rng)


def _draw_nodes(side: int, rng: np.random.Generator) -> Ints:
    at_m = np.indices((side, side)).reshape(2, -1).T * SPACING_M
    at_m = at_m + rng.uniform(-JITTER, JITTER, at_m.shape) * SPACING_M
    lon = WEST + at_m[:, 0] / (DEGREE_M * np.cos(np.radians(SOUTH)))
    lat = SOUTH + at_m[:, 1] / DEGREE_M
    return np.round(np.column_stack((lon, lat)) * DEGREE).astype(np.int32)


def _draw_streets(
    side: int, rng: np.random.Generator
) -> tuple[Ints, Ints, Floats, NDArray[np.bool_]]:
    """Give the two ends of each street, its speed, and whether it only goes one way."""
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    line = np.arange(side, dtype=np.int32)
    tail = np.concatenate((node[:, :-1].ravel(), node[:-1].ravel()))
    head = np.concatenate((node[:, 1:].ravel(), node[1:].ravel()))
    lines = np.concatenate((np.repeat(line, side - 1), np.tile(line, side - 1)))
    speed_kmh, missing, one_way = np.empty((3, len(tail)))
    for every, kmh, missing_share, one_way_share in HIERARCHY:
        on_it = lines % every == 0
        speed_kmh[on_it], missing[on_it], one_way[on_it] = kmh, missing_share, one_way_share
    there = rng.random(len(tail)) >= missing
    only_one_way = rng.random(len(tail)) < one_way
    turned = rng.random(len(tail)) < 1 / 2
    tail, head = np.where(turned, head, tail), np.where(turned, tail, head)
    return tail[there], head[there], speed_kmh[there], only_one_way[there]


def _strong_part(
    nodes: int, tail: Ints, head: Ints, one_way: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say which nodes are in the largest part where one can go everywhere and come back."""
    tails = np.concatenate((tail, head[~one_way]))
    heads = np.concatenate((head, tail[~one_way]))
    ways = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=(nodes, nodes))
    _, part = connected_components(ways.tocsr(), connection="strong")
    return part == np.bincount(part).argmax()


def _to_parts(
    lon_lat: Ints,
    tail: Ints,
    head: Ints,
    speed_kmh: Floats,
    one_way: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Parts:
    length_m = _length_m(lon_lat, tail, head) * rng.uniform(1.0, 1.2, len(tail))
    time_ms = np.round(length_m / speed_kmh * 3600).astype(np.int32)
    street = np.arange(len(tail), dtype=np.int32)
    inhabited = speed_kmh < HIERARCHY[1][1]
    inhabited_m = np.zeros(len(lon_lat), dtype=np.float64)
    for end in (tail, head):
        np.add.at(inhabited_m, end[inhabited], length_m[inhabited] / 2)
    return Parts(
        node_lon_lat=lon_lat,
        node_id=np.arange(len(lon_lat), dtype=np.int64),
        node_inhabited_m=inhabited_m.astype(np.float32),
        tail=np.concatenate((tail, head[~one_way])),
        head=np.concatenate((head, tail[~one_way])),
        time_ms=np.concatenate((time_ms, time_ms[~one_way])),
        segment=np.concatenate((street, ~street[~one_way])),
        segment_length_m=length_m.astype(np.float32),
        segment_flags=np.where(inhabited, INHABITED, 0).astype(np.uint8),
        shape_indptr=np.arange(0, 2 * len(tail) + 1, 2, dtype=np.int32),
        shape_lon_lat=lon_lat[np.column_stack((tail, head))].reshape(-1, 2),
    )


def _length_m(lon_lat: Ints, tail: Ints, head: Ints) -> Floats:
    across = np.diff(lon_lat[np.column_stack((tail, head))].astype(np.float64), axis=1)[:, 0]
    narrow = np.cos(np.radians(lon_lat[tail, 1] / DEGREE))
    return np.hypot(across[:, 0] * narrow, across[:, 1]) / DEGREE * DEGREE_M
