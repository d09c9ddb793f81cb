"""
Time the enhanced two-step catchment (E2SFCA) against PySAL's access: one table, one run.

    ./scripts/bench fca            1 and 30 million pairs, access up to 3 million: about two minutes
    ./scripts/bench fca --quick    1 million pairs

Seeded. Each measure is a process of its own, which makes its table of reached pairs (integer codes,
float32 seconds), then computes; seconds are those of the computation, memory is the peak of the
process, input and libraries included. Answers are compared before times. Processes take turns, a
time is that of the quickest, with the median between brackets; ratios are between times a pair,
for access is not asked for 30 million: its time and memory grow with the pairs, as its two sizes
show. Ours checks its input (repeated pairs, unknown identifiers), access does not.
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.access.catchment import two_step_fca
from geo.access.decay import steps

PLACES, REACHED = 1000, 750
"""Places, and how many of them each origin reaches."""

STEPS = {600: 1.0, 1200: 0.68, 1800: 0.22}
MOST_S = max(STEPS)
"""Every pair is within the last zone: access filters the others out before it weighs."""

MILLION, BYTES_PER_KB, MB = 1_000_000, 1024, 1e6
ROUNDS = 3
MOST_MB, LEAST_RATIO = 2000.0, 10.0
SEED = 2009


class Measured(NamedTuple):
    """One process."""

    seconds: float
    peak_mb: float
    checksum: float


class Input(NamedTuple):
    """What both are given."""

    travel_times: pd.DataFrame
    demand: "pd.Series[float]"
    supply: "pd.Series[float]"


def main() -> None:
    """Measure each in processes of its own, print the table."""
    options = parse()
    if options.engine:
        print(*work(options.engine, options.pairs))
        return
    with_peer = is_installed("access")
    if not with_peer:
        print("access is not installed, its lines are left out; ./scripts/bench brings it.")
    print_machine(["numpy", "pandas", *(["access"] if with_peer else [])])
    sizes = {"ours": [1], "ours, rows shuffled": [1], "access": [1] if with_peer else []}
    if not options.quick:
        sizes["ours"].append(30)
        sizes["ours, rows shuffled"].append(30)
        sizes["access"] += [3] if with_peer else []
    jobs = [(engine, size * MILLION) for engine, found in sizes.items() for size in found]
    taken: dict[tuple[str, int], list[Measured]] = {job: [] for job in jobs}
    for _ in range(ROUNDS):
        for job in jobs:
            taken[job].append(measured(*job))
    compare(taken)
    print_table(taken)


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="1 million pairs only")
    parser.add_argument("--engine", choices=list(ENGINES), help=argparse.SUPPRESS)
    parser.add_argument("--pairs", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def is_installed(package: str) -> bool:
    """Tell whether a package is there; by its name, for ``access.py`` lies beside this program."""
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


def made(pairs: int, *, shuffled: bool = False) -> Input:
    """Make a table of reached pairs: integer codes, float32 seconds, by origin or in any order."""
    rng = np.random.default_rng(SEED)
    origins = -(-pairs // REACHED)
    first = rng.integers(0, PLACES, origins, dtype=np.int32)
    numbers = np.arange(pairs, dtype=np.int32)
    origin = numbers // np.int32(REACHED)
    place = (first[origin] + numbers % np.int32(REACHED)) % np.int32(PLACES)
    seconds = rng.random(pairs, dtype=np.float32) * np.float32(MOST_S)
    columns = {"origin_id": origin, "destination_id": place, "travel_time_s": seconds}
    if shuffled:
        order = rng.permutation(numbers)
        columns = {name: values[order] for name, values in columns.items()}
    return Input(
        pd.DataFrame(columns, copy=False),
        pd.Series(rng.integers(100, 5000, origins).astype(np.float64), name="people"),
        pd.Series(rng.integers(1, 20, PLACES).astype(np.float64), name="advisers"),
    )


def ours(given: Input) -> "pd.Series[float]":
    """Compute ours."""
    return two_step_fca(*given, decay=steps(STEPS))


def pysal(given: Input) -> "pd.Series[float]":
    """Compute PySAL's, as its documentation says."""
    from access import Access  # noqa: PLC0415 - not installed everywhere
    from access.weights import step_fn  # noqa: PLC0415 - as above

    peer = Access(
        demand_df=given.demand.rename_axis("origin").reset_index(),
        demand_index="origin", demand_value="people",
        supply_df=given.supply.rename_axis("place").reset_index(),
        supply_index="place", supply_value="advisers",
        cost_df=given.travel_times,
        cost_origin="origin_id", cost_dest="destination_id", cost_name="travel_time_s",
    )  # fmt: skip
    table = peer.enhanced_two_stage_fca(name="fca", max_cost=max(STEPS), weight_fn=step_fn(STEPS))
    found: pd.Series[float] = table.iloc[:, 0]
    return found


ENGINES: dict[str, tuple[Callable[[Input], "pd.Series[float]"], bool]] = {
    "ours": (ours, False),
    "ours, rows shuffled": (ours, True),
    "access": (pysal, False),
}
"""What computes, and whether on shuffled rows."""


def work(engine: str, pairs: int) -> Measured:
    """Compute once, in this process."""
    warnings.simplefilter("ignore")  # the peer's
    compute, shuffled = ENGINES[engine]
    compute(made(REACHED))  # imports
    given = made(pairs, shuffled=shuffled)
    begun = time.perf_counter()
    access = compute(given)
    seconds = time.perf_counter() - begun
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_KB / MB
    # weighted so that two answers of the same sum differ
    ramp = np.linspace(1, 2, len(access))
    return Measured(seconds, peak_mb, float((access.to_numpy() * ramp).sum()))


def measured(engine: str, pairs: int) -> Measured:
    """Compute once, in a process of its own."""
    # -P: the package, not the program beside this one
    command = [sys.executable, "-P", __file__, "--engine", engine, "--pairs", str(pairs)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Measured(*map(float, told.split()))


def compare(taken: dict[tuple[str, int], list[Measured]]) -> None:
    """Refuse to time answers that differ."""
    for (engine, pairs), rounds in taken.items():
        if engine == "access" and ("ours", pairs) in taken:
            answers = rounds[0].checksum, taken["ours", pairs][0].checksum
            if not np.isclose(*answers, rtol=1e-9):
                sys.exit(f"{pairs:,} pairs: access and ours differ, {answers}.")


def print_machine(packages: list[str]) -> None:
    """Say when and where this ran."""
    parts = ", ".join(f"{name} {version(name)}" for name in packages)
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f},"
        f" Python {platform.python_version()}, {parts}"
    )


def print_table(taken: dict[tuple[str, int], list[Measured]]) -> None:
    """Print times, memory and ratios in Markdown, and whether they are what was asked for."""
    print("\n| engine | pairs | seconds | ns a pair | peak memory |\n|---|---|---|---|---|")
    pace: dict[tuple[str, int], float] = {}
    for (engine, pairs), rounds in taken.items():
        seconds = [one.seconds for one in rounds]
        pace[engine, pairs] = min(seconds) / pairs
        both = f"{min(seconds):.2f} ({statistics.median(seconds):.2f})"
        peak_mb = max(one.peak_mb for one in rounds)
        nanoseconds = pace[engine, pairs] * 1e9
        size = f"{pairs // MILLION} M"
        print(f"| {engine} | {size} | {both} | {nanoseconds:.0f} | {peak_mb:,.0f} MB |")
    peers = [value for (engine, _), value in pace.items() if engine == "access"]
    for job, rounds in taken.items():
        if job[0] == "access":
            continue
        ratio = min(peers) / pace[job] if peers else float("nan")
        peak_mb = max(one.peak_mb for one in rounds)
        reached = "reached" if ratio >= LEAST_RATIO and peak_mb <= MOST_MB else "NOT REACHED"
        print(
            f"\n{job[0]}, {job[1] // MILLION} M pairs: {ratio:.0f} times as fast a pair as access"
            f" at its quicker size (asked for: ≥ {LEAST_RATIO:.0f}), {peak_mb:,.0f} MB"
            f" (≤ {MOST_MB:,.0f} MB): {reached}."
        )


if __name__ == "__main__":
    main()
