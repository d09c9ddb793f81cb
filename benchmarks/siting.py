"""
Time siting: beside PySAL's spopt on sizes that it can do, then alone on a whole region.

    ./scripts/bench siting            about fifteen minutes
    ./scripts/bench siting --quick    the small sizes, and one p of the region

Seeded. Peers are given the same costs in whole seconds and must give the same objective: spopt
writes the whole problem for CBC, the solver that comes with pulp; building is counted on both
sides. Engines take turns, a time is that of the quickest round. The region is 1,285 origins × 1,000
candidates: those of Île-de-France with estimated times by car (town halls and stations drawn among
2,150), or as many points drawn in a square, with people drawn too. Both are in the plane: of costs
drawn without geometry, no such relaxation proves much.
"""

import argparse
import os
import platform
import resource
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access import siting
from geo.access.siting import SitingProblem, SitingResult
from geo.network.estimate import PACES, Mode
from geo.network.geodesic import WGS84_GEOD

Floats = NDArray[np.float64]

ORIGINS, CANDIDATES = 1285, 1000
SMALL = ((50, 50), (100, 100), (150, 150))
MANY = (5, 10, 25, 50, 100)
CENTRE_SIDE = 100
"""Largest size at which spopt is asked for a p-centre: at 150 it takes many minutes."""

CUTOFF_S, SMALL_CUTOFF_S = 1200.0, 900.0
ROUNDS = 3
SEED = 1968
MOST_S, MOST_GAP = 60.0, 0.01
REFERENCE = Path(__file__).resolve().parents[1] / "data" / "raw" / "ile-de-france"


class Region(NamedTuple):
    """Costs and people."""

    name: str
    problem: SitingProblem
    cutoff_s: float


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--quick", action="store_true", help="small sizes, and one p of the region")
    quick = parser.parse_args().quick
    print_machine()
    if find_spec("spopt") is None:
        print("\nspopt is not installed, its table is left out.")
    else:
        beside_spopt()
    alone((10,) if quick else MANY)


def print_machine() -> None:
    """Say when and where this ran."""
    names = [name for name in ("numpy", "scipy", "spopt", "pulp") if find_spec(name)]
    parts = ", ".join(f"{name} {version(name)}" for name in names)
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f},"
        f" Python {platform.python_version()}, {parts}"
    )


def beside_spopt() -> None:
    """Compare answers, then times."""
    print("\n| model | size | p | ours | spopt | ratio |\n|---|---|---|---|---|---|")
    for side in SMALL:
        problem = drawn(*side)
        p = side[1] // 10
        for name, (ours, theirs) in pairs(problem, p).items():
            if name == "p-centre" and side[0] > CENTRE_SIDE:
                continue
            taken: dict[str, list[float]] = {"ours": [], "spopt": []}
            for _ in range(ROUNDS):
                one, seconds = timed(ours)
                taken["ours"].append(seconds)
                other, seconds = timed(theirs)
                taken["spopt"].append(seconds)
                if not np.isclose(one.objective, other, rtol=1e-9):
                    print(f"{name} {side}: {one.objective} is not spopt's {other}")
            best = {engine: min(seconds) for engine, seconds in taken.items()}
            print(
                f"| {name} | {side[0]} × {side[1]} | {p} | {best['ours']:.3f} s |"
                f" {best['spopt']:.3f} s | {best['spopt'] / best['ours']:.1f} |",
                flush=True,
            )


def pairs(
    problem: SitingProblem, p: int
) -> dict[str, tuple[Callable[[], SitingResult], Callable[[], float]]]:
    """Give the four models, ours and spopt's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from spopt import locate  # noqa: PLC0415 - slow, and not always there

    costs, people, cutoff_s = problem.costs, problem.weights, SMALL_CUTOFF_S
    return {
        "p-median": (
            lambda: siting.p_median(problem, p=p),
            lambda: solved(locate.PMedian.from_cost_matrix(costs, people, p_facilities=p)),
        ),
        "p-centre": (
            lambda: siting.p_center(problem, p=p),
            lambda: solved(locate.PCenter.from_cost_matrix(costs, p_facilities=p)),
        ),
        "set covering": (
            lambda: siting.lscp(problem, cutoff_s=cutoff_s),
            lambda: solved(locate.LSCP.from_cost_matrix(costs, cutoff_s)),
        ),
        "maximal covering": (
            lambda: siting.mclp(problem, p=p, cutoff_s=cutoff_s / 2),
            lambda: solved(
                locate.MCLP.from_cost_matrix(costs, people, cutoff_s / 2, p_facilities=p)
            ),
        ),
    }


def solved(model: Any) -> float:  # noqa: ANN401 - spopt has no types
    """Give spopt's objective."""
    import pulp  # noqa: PLC0415 - see above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    return float(pulp.value(model.problem.objective))


def timed(job: Callable[[], Any]) -> tuple[Any, float]:
    """Give what a job gives, and its seconds."""
    start = time.perf_counter()
    found = job()
    return found, time.perf_counter() - start


def alone(many: tuple[int, ...]) -> None:
    """Solve a region, and hold it to what was asked for."""
    print("\n| region | model | p | seconds | gap | |\n|---|---|---|---|---|---|")
    worst_s, worst_gap = 0.0, 0.0
    for region in regions():
        for p in many:
            for name, model in models(region, p):
                found, seconds = timed(model)
                worst_s, worst_gap = max(worst_s, seconds), max(worst_gap, found.gap)
                print(
                    f"| {region.name} | {name} | {p} | {seconds:.1f} | {found.gap:.2%} |"
                    f" {found.status.value} |",
                    flush=True,
                )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    kept = worst_s <= MOST_S and worst_gap <= MOST_GAP
    print(
        f"\nSlowest {worst_s:.1f} s of {MOST_S:.0f}, widest gap {worst_gap:.2%} of {MOST_GAP:.0%}"
        f" ({'kept' if kept else 'NOT kept'}); peak memory {peak_mb:,.0f} MB."
    )


def models(region: Region, p: int) -> Iterator[tuple[str, Callable[[], SitingResult]]]:
    """Give the two models that a region is asked for."""
    problem, cutoff_s = region.problem, region.cutoff_s
    yield "p-median", lambda: siting.p_median(problem, p=p)
    yield (
        f"maximal covering, {cutoff_s / 60:.0f} min",
        lambda: siting.mclp(problem, p=p, cutoff_s=cutoff_s),
    )


def regions() -> Iterator[Region]:
    """Give Île-de-France, and a square."""
    yield Region("Île-de-France", idf(), CUTOFF_S)
    yield Region("square", drawn(ORIGINS, CANDIDATES), CUTOFF_S / 4)


def idf() -> SitingProblem:
    """Estimate times by car from the embedded reference."""
    communes = pd.read_parquet(
        REFERENCE / "communes.parquet", columns=["code_commune", "population"]
    )
    population = communes.set_index("code_commune")["population"]
    origins = pd.read_csv(REFERENCE / "origines.csv", dtype={"origine_id": str})
    sites = pd.concat([pd.read_csv(REFERENCE / f"{name}.csv") for name in ("mairies", "gares")])
    chosen = sites.sample(CANDIDATES, random_state=SEED)
    starts = origins[["lon", "lat"]].to_numpy()
    ends = chosen[["lon", "lat"]].to_numpy()
    left, right = np.repeat(starts, len(ends), axis=0), np.tile(ends, (len(starts), 1))
    metres = np.asarray(WGS84_GEOD.inv(*left.T, *right.T)[2]).reshape(len(starts), len(ends))
    return SitingProblem(
        costs=metres * PACES[Mode.VOITURE].s_per_straight_m,
        weights=population.loc[origins["origine_id"]].to_numpy(dtype=np.float64),
    )


def drawn(origins: int, candidates: int) -> SitingProblem:
    """Draw people and candidates in a square that takes an hour to cross."""
    draw = np.random.default_rng(SEED)
    people, sites = draw.random((origins, 2)), draw.random((candidates, 2))
    costs = np.round(np.hypot(*(people[:, None] - sites[None]).transpose(2, 0, 1)) * 3600)
    return SitingProblem(costs=costs, weights=draw.integers(1, 100_000, origins).astype(float))


if __name__ == "__main__":
    main()
