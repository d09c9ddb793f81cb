"""Jobs of ``streets.py`` without a peer: opening, the machine's limit, the service."""

import asyncio
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import api_streets
import numpy as np
from numpy.typing import NDArray
from street_jobs import Line, both, take_turns, verdict

from geo.network.graph import Graph
from geo.network.kernels.compiled import compiled
from geo.network.kernels.search import UNREACHED, Workspace, open_workspace, reach, reset
from geo.network.raw import DEGREE
from geo.settings import Settings

MOST_S, MOST_MB = 0.3, 50.0
MEGABYTE = 1024 * 1024
OPENINGS = 5
OPENING = """
import sys, time
from pathlib import Path
import numpy as np
from geo.network.estimate import Mode
from geo.network.streets import open_streets

def private():
    rows = [row.split() for row in open("/proc/self/smaps_rollup")]
    return sum(int(row[1]) for row in rows if row[0] == "Private_Dirty:") * 1024

here = np.array(sys.argv[3:], dtype=np.float64)
start = private()
open_streets(Path(sys.argv[1]), Mode.VOITURE).one_to_many(here, here[None], cutoff_s=1e9)
before, begun = private(), time.perf_counter()
streets = open_streets(Path(sys.argv[2]), Mode.VOITURE)
seconds, opened = time.perf_counter() - begun, private()
streets.one_to_many(here, here[None], cutoff_s=1e9)
print(seconds, before - start, opened - before, private() - before)
"""
"""A worker: searches a village, which brings compiled loops, then opens and searches the region.
Pages of files that nobody writes to are not its own, though it may be the only one to map them."""

RATE = 50.0
ASKED = ("by car, k=5 of 900", "by car, the rarest réseau")
"""Of the loads of ``api_streets.py``."""

Ints = NDArray[np.int32]


def opening(village: Path, folder: Path, graph: Graph) -> list[Line]:
    """Open the network in processes of their own."""
    here = (graph.node_lon_lat[len(graph.node_id) // 2] / DEGREE).astype(str).tolist()
    command = [sys.executable, "-c", OPENING, str(village), str(folder), *here]
    told = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        for _ in range(OPENINGS)
    ]
    seconds, *room = np.array(told, dtype=np.float64).T
    loops_mb, opened_mb, searched_mb = (float(of.max()) / MEGABYTE for of in room)
    return [
        Line(
            "opening the built network",
            1,
            both(seconds.tolist()),
            asked=verdict(f"≤ {MOST_S:g} s", reached=bool(seconds.max() <= MOST_S)),
        ),
        Line(
            "more private memory a worker",
            1,
            f"{opened_mb:.1f} MB opened, {searched_mb:.1f} MB once all of it was searched"
            f" (and {loops_mb:.1f} MB of compiled loops with the first network, whatever its size)",
            asked=verdict(f"≤ {MOST_MB:g} MB", reached=searched_mb <= MOST_MB),
        ),
    ]


def relaxed(graph: Graph, shuffled: Graph, rounds: int) -> list[Line]:
    """Count the edges relaxed a second, and what the machine would allow."""
    workspace = open_workspace(len(graph.node_id))
    jobs = {
        "edges relaxed a second": partial(search_all, graph, workspace),
        "the same, nodes in random order": partial(search_all, shuffled, workspace),
        "the same, plain sweep over the edges": partial(sweep_all, graph),
    }
    taken = take_turns(3 * rounds, jobs)
    edges = len(graph.out_edges) / 1e6
    return [
        Line(job, 1, f"{edges / min(seconds):.0f} M (median {edges / np.median(seconds):.0f} M)")
        for job, seconds in taken.items()
    ]


def search_all(graph: Graph, workspace: Workspace, _round: int) -> None:
    """Search everything from the middle of the order."""
    seed = np.array([len(graph.node_id) // 2], dtype=np.int32)
    width = int(np.median(graph.out_edges[:, 1]))
    args = seed, np.zeros(1, dtype=np.int32), int(UNREACHED) - 1, width
    reset(workspace, reach(graph.out_indptr, graph.out_edges, *args, workspace))


def sweep_all(graph: Graph, _round: int) -> None:
    """Look at every edge once, in the order of memory."""
    sweep(graph.out_indptr, graph.out_edges, np.zeros(len(graph.node_id), dtype=np.int32))


@compiled
def sweep(indptr: Ints, edges: Ints, time_ms: Ints) -> int:
    """Do at each edge what a search does, but for finding the node that comes next."""
    of_use = 0
    for node in range(len(indptr) - 1):
        for j in range(indptr[node], indptr[node + 1]):
            if time_ms[node] + edges[j, 1] < time_ms[edges[j, 0]]:
                of_use += 1
    return of_use


def service(graph: Graph, seconds: float) -> list[Line]:
    """Ask the service for the nearest places at a steady rate; see ``api_streets.py``."""
    rng = np.random.default_rng(api_streets.SEED)
    with tempfile.TemporaryDirectory() as home, api_streets.stored(Settings(), graph) as url:
        api_streets.write_region(Path(home) / "processed" / "networks", graph)
        with api_streets.served(url, Path(home)) as address:
            asked = [load for load in api_streets.loads(RATE) if load.name in ASKED]
            return [answered(address, load, seconds, graph, rng) for load in asked]


def answered(
    address: str, load: "api_streets.Load", seconds: float, graph: Graph, rng: np.random.Generator
) -> Line:
    """Make a line of the latencies of one load."""
    ask = partial(api_streets.addresses, load, graph=graph, rng=rng)
    asyncio.run(api_streets.measure(address, load._replace(rate=10), ask(count=20)))
    latencies_ms, failed = asyncio.run(
        api_streets.measure(address, load, ask(count=round(seconds * load.rate)))
    )
    p95_ms, target_ms = float(np.percentile(latencies_ms, 95)), load.target_ms
    reached = target_ms is not None and p95_ms <= target_ms and not failed
    return Line(
        f"proches, {load.name}, {RATE:g} a second, p95",
        1,
        f"{p95_ms:.1f} ms (median {np.median(latencies_ms):.1f} ms), {failed} failed",
        asked="reported" if target_ms is None else verdict(f"≤ {target_ms:g} ms", reached=reached),
    )
