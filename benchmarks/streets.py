"""
Time streets against networkx, scipy and pandana: one table, one run.

    ./scripts/bench streets                  everything: about ten minutes
    ./scripts/bench streets --quick          a tenth of the nodes, fewer rounds: a minute or two
    ./scripts/bench streets --no-service     without the HTTP service, which needs PostgreSQL
    ./scripts/bench streets --no-heidelberg  the synthetic region alone

Seeded; answers are compared before times. Engines take turns, after a first round that does not
count: a time is that of the quickest round, with the median between brackets, and a ratio is
between quickest rounds, since slower ones tell who else used the machine. Peers have the same
direction and the same cut-off of 60 minutes: scipy's and networkx' Dijkstra, and pandana's
contraction hierarchies, built beforehand, its places placed beforehand. networkx only gives times,
not which place: that would take it longer. Ours give lengths too, peers do not.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from api_streets import write_region
from street_jobs import Line, Subject, isochrones, matrix, nearest_of_each, nearest_place
from street_machine import opening, relaxed, service
from street_peers import Pandana
from synthetic_region import CACHE, NODES, shuffled, synthetic_region

from geo.network.estimate import Mode
from geo.network.streets import open_streets
from geo.pipeline.network import Given, build_network
from geo.progress import SilentReporter

HEIDELBERG = Path(__file__).parents[2] / "shared" / "data" / "osm" / "heidelberg_2024.osm.pbf"
NETWORKS = CACHE / "networks"
REGION = "synthetique"
VILLAGE, VILLAGE_NODES = CACHE / "village", 1000
ROUNDS, QUICK_ROUNDS = 7, 2
QUICK_NODES = NODES // 10
SERVICE_S, QUICK_SERVICE_S = 20.0, 4.0
PEERS = ("pandana", "networkx", "scipy")
HEADINGS = ("job", "threads", "ours", "peer", "its time", "ratio", "asked for")


def main() -> None:
    """Do every job, print the tables."""
    options = parse()
    for peer in PEERS:
        if find_spec(peer) is None:
            print(f"{peer} is not installed, its lines are left out; ./scripts/bench brings it.")
    print_machine()
    nodes = QUICK_NODES if options.quick else NODES
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    graph = synthetic_region(nodes)
    write_region(NETWORKS, graph)
    write_region(VILLAGE, synthetic_region(VILLAGE_NODES))
    folder = NETWORKS / REGION
    lines = [*compared(folder, rounds, options, judged=not options.quick)]
    lines += [*opening(VILLAGE / REGION, folder, graph), *relaxed(graph, shuffled(graph), rounds)]
    if options.service:
        lines += service(graph, QUICK_SERVICE_S if options.quick else SERVICE_S)
    title = f"Synthetic region: {len(graph.node_id):,} nodes, {len(graph.out_edges):,} edges"
    print_table(title, lines)
    if options.heidelberg and HEIDELBERG.is_file():
        given = Given(osm=HEIDELBERG)
        folder = build_network(
            "heidelberg", given, NETWORKS, SilentReporter(), modes=[Mode.VOITURE]
        )
        print_table("Heidelberg, by car", [*compared(folder, rounds, options, judged=False)])


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the nodes, fewer rounds")
    for part, what in (
        ("networkx", "networkx, the slowest"),
        ("pandana", "pandana, whose contraction takes half a minute"),
        ("service", "the HTTP service"),
        ("heidelberg", "Heidelberg"),
    ):
        parser.add_argument(
            f"--no-{part}", dest=part, action="store_false", help=f"leave out {what}"
        )
    return parser.parse_args()


def compared(
    folder: Path, rounds: int, options: argparse.Namespace, *, judged: bool
) -> Iterator[Line]:
    """Do the jobs that peers do too."""
    streets = open_streets(folder, Mode.VOITURE)
    pandana = None
    if options.pandana and find_spec("pandana"):
        pandana = Pandana(streets.graph)
    subject = Subject(streets, pandana, judged=judged)
    yield from nearest_place(subject, rounds, with_networkx=options.networkx)
    yield from nearest_of_each(subject, rounds)
    yield from matrix(subject, rounds)
    yield from isochrones(subject, rounds)


def print_machine() -> None:
    """Say when and where this ran."""
    cpu, info = platform.machine(), Path("/proc/cpuinfo")
    if info.is_file():
        names = [row for row in info.read_text().splitlines() if row.startswith("model name")]
        cpu = names[0].split(":")[1].strip() if names else cpu
    parts = ", ".join(f"{name} {version(name)}" for name in ("numba", *PEERS) if find_spec(name))
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu}, {os.cpu_count()} processors, load"
        f" {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {parts}"
    )


def print_table(title: str, lines: Sequence[Line]) -> None:
    """Print lines in Markdown."""
    print(f"\n{title}\n\n| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    before = ""
    for line in lines:
        job = "" if line.job == before else line.job
        print(f"| {' | '.join([job, *map(str, line[1:])])} |")
        before = line.job
    sys.stdout.flush()


if __name__ == "__main__":
    main()
