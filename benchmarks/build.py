"""
Time and memory to make a graph of an extract of OpenStreetMap, at growing sizes, and osmnx's.

    .venv/bin/python benchmarks/build.py [--sizes 500000 1000000 2000000] [--osmnx 50000] [--runs 1]

Seeded synthetic extracts (`synthetic_osm.py`), written once and kept in data/processed/benchmarks.
Each run is a process of its own, so that its peak memory is its own; of several, the quickest
counts. Loops are compiled beforehand and loaded before the clock starts. osmnx reads XML only, and
is given a size it can do: its graph is directed but knows no profile, so ours does more.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # else `import build` and its like find the files beside this one

from geo.network.estimate import Mode  # noqa: E402 - after the line above

if TYPE_CHECKING:
    from geo.network.raw import RawStreets

T = TypeVar("T")

CACHE = ROOT / "data" / "processed" / "benchmarks"
WARM_UP = 1_000
KIB_PER_MIB = 1024.0  # ru_maxrss is in KiB on Linux
SHOWN = (
    ("nodes", 10, "{:10,d}"),
    ("edges", 10, "{:10,d}"),
    ("read_s", 8, "{:8.1f}"),
    ("build_s", 8, "{:8.1f}"),
    ("total_s", 8, "{:8.1f}"),
    ("cpu_s", 7, "{:7.1f}"),  # of all threads, which a busy machine does not lengthen as much
    ("peak_mb", 8, "{:8.0f}"),
    ("start_mb", 9, "{:9.0f}"),  # of which libraries and loops, before the file is opened
    ("us_per_node", 12, "{:12.1f}"),
    ("bytes_per_node", 15, "{:15,.0f}"),
)


def main() -> None:
    """Print the table, or be one of its runs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[500_000, 1_000_000, 2_000_000])
    parser.add_argument("--osmnx", type=int, default=50_000, help="size given to osmnx; 0: none")
    parser.add_argument("--mode", type=Mode, default=Mode.MARCHE, choices=list(Mode))
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        engine, file = options.one
        print(json.dumps(ENGINES[engine](Path(file), options.mode)))
        return
    jobs = [("ours", extract(size, "osm.pbf")) for size in sorted(options.sizes)]
    if options.osmnx:
        jobs.insert(0, ("ours", extract(options.osmnx, "osm.pbf")))
        jobs.insert(1, ("osmnx", extract(options.osmnx, "osm")))
    run("ours", extract(WARM_UP, "osm.pbf"), options.mode)  # compiles what was not
    heading = "".join(f"{name:>{width}}" for name, width, _ in SHOWN)
    print(f"{'engine':8}{'file':>26}{heading}", flush=True)
    for engine, file in jobs:
        runs = [run(engine, file, options.mode) for _ in range(options.runs)]
        best = min(runs, key=lambda one: float(one["total_s"]))
        shown = "".join(form.format(best[name]) for name, _, form in SHOWN)
        print(f"{engine:8}{file.name:>26}{shown}", flush=True)


def extract(size: int, suffix: str) -> Path:
    """Give an extract of a size, written once."""
    path = CACHE / f"extract-{size}.{suffix}"
    if not path.exists():  # in a process of its own: ours would hand its peak memory to the runs
        program = Path(__file__).with_name("synthetic_osm.py")
        subprocess.run([sys.executable, program, "--nodes", str(size), path], check=True)
    return path


def run(engine: str, file: Path, mode: Mode) -> dict[str, float]:
    """Time one engine on one file, in a process of its own."""
    command = [sys.executable, __file__, "--mode", mode.value, "--one", engine, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    found["total_s"] = found["read_s"] + found["build_s"]
    found["us_per_node"] = found["total_s"] / found["nodes"] * 1e6
    found["bytes_per_node"] = (found["peak_mb"] - found["start_mb"]) * 2**20 / found["nodes"]
    return found


def run_ours(file: Path, mode: Mode) -> dict[str, Any]:
    """Read an extract and build the graph of a mode."""
    from geo.network.build.graph import build_graph  # noqa: PLC0415 - what is not run is not loaded
    from geo.network.osm.pbf import read_pbf  # noqa: PLC0415
    from geo.network.profiles.read import read_profile  # noqa: PLC0415

    profile = read_profile(mode)
    build_graph(read_pbf(extract(WARM_UP, "osm.pbf")), profile)

    def build(streets: "RawStreets") -> tuple[int, int]:
        return len(streets.node_id), len(build_graph(streets, profile)[0].out_edges)

    found = timed(lambda: read_pbf(file), build)
    nodes, edges = found.pop("built")
    return found | {"nodes": nodes, "edges": edges}


def run_osmnx(file: Path, _mode: Mode) -> dict[str, Any]:
    """Read a map with osmnx and let it simplify its graph."""
    import osmnx as ox  # noqa: PLC0415 - heavy

    found = timed(
        lambda: ox.graph_from_xml(file, simplify=False, retain_all=True), ox.simplify_graph
    )
    graph = found.pop("built")
    return found | {"nodes": len(graph), "edges": graph.number_of_edges()}


def timed(read: Callable[[], T], build: Callable[[T], object]) -> dict[str, Any]:
    """Time the two halves of a job, and give its memory before and at most."""
    start_mb, start, start_cpu = peak_mb(), time.perf_counter(), time.process_time()
    streets = read()
    middle = time.perf_counter()
    built = build(streets)
    stop, cpu_s = time.perf_counter(), time.process_time() - start_cpu
    return {
        "built": built,
        "read_s": middle - start,
        "build_s": stop - middle,
        "cpu_s": cpu_s,
        "peak_mb": peak_mb(),
        "start_mb": start_mb,
    }


def peak_mb() -> float:
    """Give the greatest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


ENGINES = {"ours": run_ours, "osmnx": run_osmnx}

if __name__ == "__main__":
    main()
