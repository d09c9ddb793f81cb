"""The jobs of ``streets.py``: answers are compared, then engines take turns."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from street_peers import CUTOFF_S, MS_PER_S, Networkx, Pandana, Scipy

from geo.network.batch import each
from geo.network.kernels.matrix import time_blocks
from geo.network.kernels.nearest import measured_edges, nearest_sources
from geo.network.kernels.search import UNREACHED, open_workspace, reach, reset
from geo.network.raw import DEGREE
from geo.network.streets import StreetTravelTimes

SEED = 20_261_121
PLACES = 1000
RESEAUX = (230, 176, 149, 120, 100, 80, 60, 45, 30, 10)
"""Places of each réseau: as uneven as real ones."""

K = 3
CUTOFF_MS = int(CUTOFF_S * MS_PER_S)
ISOCHRONE_S = 1800
TOLERANCE_S = 0.02  # pandana counts in 32 bits
BATCH = 20  # places of a round of the matrix
ORIGINS = 200

NEAREST = f"nearest of {PLACES:,} places from every node, with which place"
NEAREST_OF_EACH = f"nearest {K} of each of {len(RESEAUX)} réseaux from every node"
MATRIX = f"{PLACES:,} places × all nodes within 60 min, {BATCH} places"
SEARCH, AREA = "isochrone 30 min, search, p95", "isochrone 30 min, with polygon, p95"

AT_LEAST = {
    (NEAREST, 1, "scipy"): 2.5,
    (NEAREST, 1, "pandana"): 10.0,
    (NEAREST, 1, "networkx"): 80.0,
    (NEAREST_OF_EACH, 1, "pandana"): 10.0,
    (MATRIX, 1, "scipy"): 2.0,
    (MATRIX, 2, "scipy"): 3.5,
}
"""How many times quicker than whom, by job and threads; asked for of the region."""

AT_MOST_S = {SEARCH: 0.025, AREA: 0.080}

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Line(NamedTuple):
    """A line of the table."""

    job: str
    threads: int
    ours: str
    peer: str = ""
    theirs: str = ""
    ratio: str = ""
    asked: str = ""


class Subject:
    """A network, with its places, in the form that each engine wants."""

    def __init__(
        self, streets: StreetTravelTimes, pandana: Pandana | None, *, judged: bool
    ) -> None:
        self.streets = streets
        self.judged = judged
        self.graph = streets.graph
        self.scipy = Scipy(self.graph)
        self.pandana = pandana
        # pandana finds nodes by position: none that shares its own with another
        _, nodes, sharing = np.unique(
            self.graph.node_lon_lat, axis=0, return_index=True, return_counts=True
        )
        drawn = np.random.default_rng(SEED).permutation(nodes[sharing == 1]).astype(np.int32)
        self.places, self.origins = drawn[:PLACES], drawn[-ORIGINS:]
        self.bucket_ms = int(np.median(self.graph.out_edges[:, 1]))
        segment = self.graph.out_segment[self.graph.in_edge]
        length_m = self.graph.segment_length_m[np.where(segment < 0, ~segment, segment)]
        self.in_edges = measured_edges(self.graph.in_edges, length_m)
        ends = np.cumsum(RESEAUX) * len(self.places) // sum(RESEAUX)
        self.everyone = np.arange(len(self.places), dtype=np.int32)
        self.reseaux = np.split(self.everyone, ends[:-1])

    def nearest(self, k: int, members: Ints) -> tuple[Ints, Ints]:
        """Give the nearest of some places from every node, as positions among all, and times."""
        none = np.zeros(len(members), dtype=np.int32)
        label, time_ms, _ = nearest_sources(
            self.graph.in_indptr,
            self.in_edges,
            source_node=self.places[members],
            source_label=members,
            source_ms=none,
            source_cm=none,
            k=k,
            cutoff_ms=CUTOFF_MS,
            bucket_ms=self.bucket_ms,
        )
        return label, time_ms

    def rows(self, places: Ints, threads: int) -> list[tuple[int, Ints]]:
        """Give the times from some places to every node, in blocks."""
        blocks = time_blocks(
            self.graph.out_indptr,
            self.graph.out_edges,
            place_indptr=np.arange(len(places) + 1, dtype=np.int32),
            seeds=places,
            seeds_ms=np.zeros(len(places), dtype=np.int32),
            cutoff_ms=CUTOFF_MS,
            bucket_ms=self.bucket_ms,
            threads=threads,
        )
        return list(blocks)


def take_turns(
    rounds: int, engines: Mapping[str, Callable[[int], object]]
) -> dict[str, list[float]]:
    """Let engines take turns, each called with the round; give their seconds but for a first."""
    taken: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(rounds + 1):
        for name, run in engines.items():
            begun = time.perf_counter()
            run(number)
            taken[name].append(time.perf_counter() - begun)
    return {name: seconds[1:] for name, seconds in taken.items()}


def both(seconds: Sequence[float]) -> str:
    """Write the least and the median."""
    return f"{in_words(min(seconds))} ({in_words(float(np.median(seconds)))})"


def in_words(seconds: float) -> str:
    """Write a time with three figures."""
    return f"{seconds * MS_PER_S:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def verdict(asked: str, *, reached: bool) -> str:
    """Say whether what was asked for was reached."""
    return f"{asked}: {'reached' if reached else 'MISSED'}"


def compare(
    subject: Subject,
    job: str,
    ours: Mapping[int, Sequence[float]],
    theirs: Mapping[str, Sequence[float]],
) -> list[Line]:
    """Make a line for each number of threads and each peer, who has one."""
    lines = []
    for threads, seconds in ours.items():
        for peer, peer_seconds in theirs.items():
            ratio = min(peer_seconds) / min(seconds)
            asked = AT_LEAST.get((job, threads, peer.split()[0])) if subject.judged else None
            judged = "" if asked is None else verdict(f"≥ {asked:g} ×", reached=ratio >= asked)
            times = both(seconds), peer, both(peer_seconds)
            lines.append(Line(job, threads, *times, f"{ratio:.1f} ×", judged))
    return lines


def nearest_place(subject: Subject, rounds: int, *, with_networkx: bool) -> list[Line]:
    """Ask for the nearest place of all, from every node, and which it is."""
    check_nearest_place(subject)
    time_ms = subject.nearest(1, subject.everyone)[1]
    peers: dict[str, tuple[int, Callable[[int], object]]] = {
        "scipy min_only": (5 * rounds, lambda _: subject.scipy.nearest(subject.places))
    }
    pandana = subject.pandana
    if pandana is not None:
        pandana.place("all", subject.places, 1)
        agree(time_ms, pandana.nearest("all", 1)[0], "pandana")
        peers["pandana"] = rounds, lambda _: pandana.nearest("all", 1)
    if with_networkx:
        networkx = Networkx(subject.graph)
        agree(time_ms[:, 0], networkx.nearest(subject.places) / MS_PER_S, "networkx")
        peers["networkx (times only)"] = 1 + rounds // 3, lambda _: networkx.nearest(subject.places)
    ours: list[float] = []
    theirs = {}
    for peer, (turns, run) in peers.items():
        engines = {"ours": lambda _: subject.nearest(1, subject.everyone), peer: run}
        taken = take_turns(turns, engines)
        ours += taken["ours"]
        theirs[peer] = taken[peer]
    return compare(subject, NEAREST, {1: ours}, theirs)


def check_nearest_place(subject: Subject) -> None:
    """See that scipy gives the same times, and the same places where no two are equally near."""
    label, time_ms = subject.nearest(2, subject.everyone)
    theirs_ms, node = subject.scipy.nearest(subject.places)
    agree(time_ms[:, 0], theirs_ms / MS_PER_S, "scipy")
    differ = (time_ms[:, 0] != UNREACHED) & (subject.places[label[:, 0]] != node)
    if (time_ms[differ, 0] != time_ms[differ, 1]).any():
        sys.exit("scipy finds other places")


def agree(time_ms: Ints, theirs_s: Floats, who: str) -> None:
    """End the program where times differ; those about to be cut off may."""
    ours_s = np.where(time_ms == UNREACHED, np.inf, time_ms / MS_PER_S)
    certain = np.minimum(ours_s, theirs_s) < CUTOFF_S - TOLERANCE_S
    if not (np.abs(ours_s[certain] - theirs_s[certain]) <= TOLERANCE_S).all():
        sys.exit(f"{who} gives other times")


def nearest_of_each(subject: Subject, rounds: int) -> list[Line]:
    """Ask for the nearest few of each réseau, from every node."""

    def ours(threads: int) -> list[tuple[Ints, Ints]]:
        return list(each(partial(subject.nearest, K), subject.reseaux, threads=threads))

    engines: dict[str, Callable[[int], object]] = {"1": lambda _: ours(1), "2": lambda _: ours(2)}
    pandana = subject.pandana
    if pandana is None:
        taken = take_turns(rounds, engines)
        return [Line(NEAREST_OF_EACH, int(name), both(taken[name])) for name in taken]
    for number, (label_and_time, members) in enumerate(zip(ours(1), subject.reseaux, strict=True)):
        pandana.place(str(number), subject.places[members], K)
        agree(label_and_time[1], pandana.nearest(str(number), K)[0], "pandana")

    def all_of_theirs(_round: int) -> None:
        for number in range(len(RESEAUX)):
            pandana.nearest(str(number), K)

    taken = take_turns(rounds, {**engines, "pandana": all_of_theirs})
    both_ours = {1: taken["1"], 2: taken["2"]}
    return compare(subject, NEAREST_OF_EACH, both_ours, {"pandana": taken["pandana"]})


def matrix(subject: Subject, rounds: int) -> list[Line]:
    """Ask for the times of all nodes from some places, others each round."""

    def batch(number: int) -> Ints:
        return np.roll(subject.places, -number * BATCH)[:BATCH]

    first = np.concatenate([block for _, block in subject.rows(batch(0), 2)])
    agree(first, subject.scipy.rows(batch(0)) / MS_PER_S, "scipy")
    taken = take_turns(
        rounds,
        {
            "1": lambda number: subject.rows(batch(number), 1),
            "2": lambda number: subject.rows(batch(number), 2),
            "scipy": lambda number: subject.scipy.rows(batch(number)),
        },
    )
    ours = {1: taken["1"], 2: taken["2"]}
    return compare(subject, MATRIX, ours, {"scipy limit": taken["scipy"]})


def isochrones(subject: Subject, rounds: int) -> list[Line]:
    """Search 30 minutes around some nodes, and draw the areas."""
    graph, workspace = subject.graph, open_workspace(len(subject.graph.node_id))
    at_once = np.zeros(1, dtype=np.int32)

    def search(origin: int) -> None:
        seed = np.array([origin], dtype=np.int32)
        args = seed, at_once, ISOCHRONE_S * 1000, subject.bucket_ms
        reset(workspace, reach(graph.out_indptr, graph.out_edges, *args, workspace))

    def area(origin: int) -> None:
        position = graph.node_lon_lat[origin] / DEGREE
        subject.streets.reachable_areas(position, cutoffs_s=[ISOCHRONE_S])

    def theirs(origin: int) -> None:
        subject.scipy.rows(np.array([origin]), ISOCHRONE_S * MS_PER_S)

    count = min(len(subject.origins), 20 * rounds)
    taken = take_turns(
        count - 1,
        {
            SEARCH: lambda number: search(subject.origins[number]),
            AREA: lambda number: area(subject.origins[number]),
            "scipy": lambda number: theirs(subject.origins[number]),
        },
    )
    scipy_s = float(np.percentile(taken.pop("scipy"), 95))
    return [in_time(subject, job, seconds, scipy_s) for job, seconds in taken.items()]


def in_time(subject: Subject, job: str, seconds: Sequence[float], scipy_s: float) -> Line:
    """Make a line of what 19 in 20 origins take at most."""
    ours_s, at_most_s = float(np.percentile(seconds, 95)), AT_MOST_S[job]
    asked = f"≤ {in_words(at_most_s)}"
    return Line(
        job,
        1,
        f"{in_words(ours_s)} (median {in_words(float(np.median(seconds)))})",
        "scipy limit, search alone",
        in_words(scipy_s),
        f"{scipy_s / ours_s:.1f} ×",
        verdict(asked, reached=ours_s <= at_most_s) if subject.judged else "",
    )
