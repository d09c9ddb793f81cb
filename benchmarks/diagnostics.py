"""
How long diagnostics of Île-de-France take, and how much memory: found, one bassin, all of them.

    .venv/bin/python benchmarks/diagnostics.py [--rounds 3] [--processes 2] [--found-only]

Places, rules and people are the embedded ones, times are estimates. Targets from ready travel
times: one bassin in 12 s, 25 bassins and the synthesis in 3 minutes on two processors, 3 GB.
Memory is that of this process and its children together, shared pages counted once (PSS), sampled.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from orientation import stored

from geo.pipeline.diagnosis.ground import read_ground
from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.pipeline.publish_diagnostics import Wanted, publish_diagnostics
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.engine import connect

ON = date(2026, 11, 22)
BASSIN = "1107"
ONE_TARGET_S, ALL_TARGET_S, MEMORY_TARGET_GB = 12.0, 180.0, 3.0
SAMPLED_EVERY_S = 0.5
KB_PER_GB = 1e6


def tree(process: str = "self") -> Iterator[Path]:
    """Give the folders in /proc of a process and of all that it started."""
    folder = Path("/proc") / process
    yield folder
    for task in (folder / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(child)


def memory_gb() -> float:
    """Give the memory held now; what ends meanwhile is not counted."""
    total_kb = 0
    try:
        for folder in tree():
            lines = (folder / "smaps_rollup").read_text().splitlines()
            total_kb += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except OSError:
        return 0.0
    return total_kb / KB_PER_GB


@contextmanager
def measured(name: str, target_s: float | None = None) -> Iterator[None]:
    """Print how long something takes, and the most memory that it holds."""
    peaks_gb, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(SAMPLED_EVERY_S):
            peaks_gb[0] = max(peaks_gb[0], memory_gb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        yield
    finally:
        took_s = time.perf_counter() - start
        over.set()
        watcher.join()
    aimed = "" if target_s is None else f" (target {target_s:.0f} s, {MEMORY_TARGET_GB:.0f} GB)"
    print(f"{name}: {took_s:.1f} s, {peaks_gb[0]:.2f} GB{aimed}", flush=True)


def find(url: str, settings: Settings, rounds: int) -> None:
    """Measure what is found of the region, and the part of it that is reading and times."""
    asked = DiagnosticAsked(on=ON)
    with connect(url) as conn:
        with measured("found, the first time"):
            find_diagnosis(conn, settings, asked, SilentReporter())
        for name, work in {
            "read, with times": lambda: read_ground(conn, asked, SilentReporter()),
            "found": lambda: find_diagnosis(conn, settings, asked, SilentReporter()),
        }.items():
            took_s, busy_s = [], []
            for _ in range(rounds):
                start = time.perf_counter(), time.process_time()
                work()
                took_s.append(time.perf_counter() - start[0])
                busy_s.append(time.process_time() - start[1])
            print(
                f"{name}: {min(took_s):.2f} s at best, {statistics.median(took_s):.2f} median;"
                f" {min(busy_s):.2f} s of processor at best"
            )


def publish(url: str, settings: Settings, processes: int) -> None:
    """Measure all files of one bassin, then of all of them and the synthesis."""
    asked = DiagnosticAsked(on=ON, threads=processes)
    for name, bassins, target_s in (
        ("one bassin", (BASSIN,), ONE_TARGET_S),
        ("all bassins and the synthesis", None, ALL_TARGET_S),
    ):
        with tempfile.TemporaryDirectory() as folder, measured(name, target_s):
            wanted = Wanted(folder=Path(folder), bassins=bassins, processes=processes)
            publish_diagnostics(url, settings, asked, wanted, SilentReporter())


def main() -> None:
    """Measure each in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--found-only", action="store_true")
    options = parser.parse_args()
    settings = Settings()
    with stored(settings, 1) as url:
        find(url, settings, options.rounds)
        if not options.found_only:
            publish(url, settings, options.processes)


if __name__ == "__main__":
    main()
