"""
Write a synthetic extract of OpenStreetMap, of any size, that reads like a real one.

    .venv/bin/python benchmarks/synthetic_osm.py --nodes 500000 [--others 1.0] FILE.osm.pbf

Seeded. A grid of crossroads, 100 m apart and moved about, of which 65 % of the streets are kept:
1.3 streets a crossroads, as in the 500,000 nodes and 1.3 M directed edges of the targets. Streets
are curved (three vertices besides their ends, as in Heidelberg), longer than one block, one-way or
not, of all classes; signals, crossings, signs, bollards and turn restrictions stand on them.
Identifiers are spread to 10 figures and come in batches of neighbours, as mappers make them.
"""

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.osm.mutable import Node, Relation, Way

SEED = 20_261_122
KEPT = 0.60  # of the streets of minor lines; major lines are whole: 0.65 in all
MAJOR = 8  # every so many lines
SPACING = 0.0009  # degree of latitude between crossroads: 100 m
JITTER = 0.3  # of the spacing
BEND = 0.08  # how far a street leaves the straight line, of its length
VERTICES = (0, 7)  # inner vertices of a street: from, and below
WAY_ENDS = 1 / 3  # how often a way ends at a crossroads where its street goes on
BATCH = 1_000  # identifiers given to neighbours at a time
CROSSROADS = 1.10  # of the grid a node of the graph: some lie inside a way, or on no street
GAP = 2_000  # greatest step from one identifier to the next
LON, LAT = 1.4, 48.1  # corner
SHRINK = math.cos(math.radians(48.8))

MINOR_CLASSES = ("residential", "service", "footway", "tertiary", "track", "path")
MINOR_SHARES = (0.50, 0.15, 0.15, 0.08, 0.06, 0.06)
MAJOR_TAGS = {
    8: {"highway": "secondary", "maxspeed": "50"},
    16: {"highway": "primary", "maxspeed": "50"},
    64: {"highway": "trunk", "maxspeed": "90"},
}
JUNCTION_TAGS = (
    # share of the crossroads, and what stands there
    (0.03, {"highway": "traffic_signals"}),
    (0.01, {"highway": "crossing", "crossing": "zebra"}),
)
INNER_TAGS = (
    # share of the other vertices
    (0.010, {"highway": "crossing", "crossing": "uncontrolled"}),
    (0.003, {"highway": "stop", "direction": "forward"}),
    (0.002, {"highway": "give_way"}),
    (0.002, {"barrier": "bollard"}),
    (0.002, {"traffic_calming": "hump"}),
    (0.001, {"railway": "level_crossing"}),
)
TURNS = ("no_left_turn", "no_right_turn", "no_straight_on", "only_straight_on", "no_u_turn")
RESTRICTED = 0.01  # restrictions a crossroads

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Streets:
    """Blocks of streets in the order of their ways: from crossroads to crossroads."""

    tail: Longs
    head: Longs
    line: Longs  # of the grid; lines of the other direction follow
    way: Longs  # number of the way of each


def main() -> None:
    """Write the file asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--nodes", type=int, default=500_000, help="of the graph, about")
    parser.add_argument("--others", type=float, default=0.0, help="nodes of buildings a street's")
    options = parser.parse_args()
    write_extract(options.file, options.nodes, others=options.others)


def write_extract(path: Path, nodes: int, *, others: float = 0.0) -> None:
    """Write an extract of about so many graph nodes, and others for each node of streets."""
    rng = np.random.default_rng([SEED, nodes])
    side = round(math.sqrt(nodes * CROSSROADS))
    streets = lay_streets(rng, side)
    crossroads = place_crossroads(rng, side)
    inner = rng.integers(*VERTICES, len(streets.tail))
    lon_lat = np.concatenate((crossroads, bend_streets(rng, crossroads, streets, inner)))
    ids = number_nodes(rng, len(lon_lat) + round(others * len(lon_lat)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for node in nodes_in_order(rng, ids, lon_lat, side * side):
            writer.add_node(node)
        for way in ways(rng, streets, ids, inner, side):
            writer.add_way(way)
        if len(ids) > len(lon_lat):
            for way in buildings(ids[len(lon_lat) :], int(streets.way[-1]) + 2):
                writer.add_way(way)
        for relation in restrictions(rng, streets, ids, side * side):
            writer.add_relation(relation)


def lay_streets(rng: np.random.Generator, side: int) -> Streets:
    """Choose the blocks of the grid that are kept, and cut their lines into ways."""
    number = np.arange(side * side).reshape(side, side)
    across = np.stack((number[:, :-1], number[:, 1:])).reshape(2, -1)
    along = np.stack((number[:-1].T, number[1:].T)).reshape(2, -1)
    line = np.repeat(np.arange(2 * side), side - 1)
    tail, head = np.concatenate((across, along), axis=1)
    kept = (line % side % MAJOR == 0) | (rng.random(len(line)) < KEPT)
    tail, head, line = tail[kept], head[kept], line[kept]
    starts = np.ones(len(line), dtype=np.bool_)
    goes_on = (line[1:] == line[:-1]) & (tail[1:] == head[:-1])
    starts[1:] = ~goes_on | (rng.random(len(line) - 1) < WAY_ENDS)
    return Streets(tail, head, line, np.cumsum(starts) - 1)


def place_crossroads(rng: np.random.Generator, side: int) -> Floats:
    """Give the positions of the crossroads, row by row."""
    row, column = np.divmod(np.arange(side * side), side)
    moved = rng.uniform(-JITTER, JITTER, (side * side, 2))
    lon = LON + (column + moved[:, 0]) * SPACING / SHRINK
    return np.column_stack((lon, LAT + (row + moved[:, 1]) * SPACING))


def bend_streets(
    rng: np.random.Generator, crossroads: Floats, streets: Streets, inner: Longs
) -> Floats:
    """Give the positions of the inner vertices of each block, in its direction."""
    block = np.repeat(np.arange(len(inner)), inner)
    place = np.arange(len(block)) - np.repeat(np.cumsum(inner) - inner, inner)
    share = ((place + 1) / (inner[block] + 1))[:, None]
    start, stop = crossroads[streets.tail[block]], crossroads[streets.head[block]]
    bend = rng.normal(0, BEND, len(inner))[block][:, None] * np.sin(np.pi * share)
    step = stop - start
    return start + share * step + bend * step[:, ::-1] * [-1 / SHRINK, SHRINK]


def number_nodes(rng: np.random.Generator, count: int) -> Longs:
    """Give identifiers: neighbours in batches, batches in any order."""
    ascending = np.cumsum(rng.integers(1, GAP, count))
    batches = np.array_split(ascending, max(count // BATCH, 1))
    return np.concatenate([batches[i] for i in rng.permutation(len(batches))])


def nodes_in_order(
    rng: np.random.Generator, ids: Longs, lon_lat: Floats, crossroads: int
) -> Iterator[Node]:
    """Give the nodes as a file must hold them: by identifier."""
    dice = rng.random(len(ids)).tolist()
    corner = lon_lat[0]
    order = np.argsort(ids).tolist()
    numbers, placed = ids.tolist(), lon_lat.tolist()
    for i in order:
        if i >= len(placed):
            yield Node(id=numbers[i], location=(corner[0] + dice[i], corner[1] + dice[i]))
            continue
        table = JUNCTION_TAGS if i < crossroads else INNER_TAGS
        yield Node(id=numbers[i], location=placed[i], tags=tags_by_chance(dice[i], table))


def tags_by_chance(
    dice: float, table: tuple[tuple[float, dict[str, str]], ...]
) -> dict[str, str] | None:
    """Choose what stands on a node."""
    for share, tags in table:
        if dice < share:
            return tags
        dice -= share
    return None


def ways(
    rng: np.random.Generator, streets: Streets, ids: Longs, inner: Longs, side: int
) -> Iterator[Way]:
    """Give the ways, numbered from 1."""
    bounds = np.flatnonzero(np.diff(streets.way, prepend=-1, append=streets.way[-1] + 1)).tolist()
    first = (side * side + np.cumsum(inner) - inner).tolist()
    tail, head = ids[streets.tail].tolist(), ids[streets.head].tolist()
    kinds = rng.choice(MINOR_CLASSES, len(bounds), p=MINOR_SHARES).tolist()
    dice = rng.random(len(bounds)).tolist()
    lines, counts, all_ids = (streets.line % side).tolist(), inner.tolist(), ids.tolist()
    for number, (start, stop) in enumerate(pairwise(bounds)):
        refs = [tail[start]]
        for block in range(start, stop):
            refs += all_ids[first[block] : first[block] + counts[block]]
            refs.append(head[block])
        tags = tags_of_way(lines[start], kinds[number], dice[number])
        tags["name"] = f"Rue {number % 997}"
        yield Way(id=number + 1, nodes=refs, tags=tags)


def tags_of_way(line: int, minor: str, dice: float) -> dict[str, str]:
    """Choose the tags of a way from its line of the grid."""
    step = next((step for step in sorted(MAJOR_TAGS, reverse=True) if line % step == 0), 0)
    tags = dict(MAJOR_TAGS[step]) if step else {"highway": minor}
    if (step or minor == "residential") and dice < 0.2:  # noqa: PLR2004 - share of one-ways
        tags["oneway"] = "yes"
    if dice > 0.6:  # noqa: PLR2004 - share of mapped surfaces
        tags["surface"] = "asphalt" if dice < 0.95 else "gravel"  # noqa: PLR2004
    if minor == "service" and not step and dice > 0.8:  # noqa: PLR2004
        tags["access"] = "private"
    return tags


def buildings(ids: Longs, first: int) -> Iterator[Way]:
    """Give closed ways of four nodes, which are no streets."""
    for number, corners in enumerate(ids[: len(ids) // 4 * 4].reshape(-1, 4).tolist()):
        yield Way(id=first + number, nodes=[*corners, corners[0]], tags={"building": "yes"})


def restrictions(
    rng: np.random.Generator, streets: Streets, ids: Longs, crossroads: int
) -> Iterator[Relation]:
    """Give turn restrictions from the end of a way to the start of another."""
    last = np.flatnonzero(np.diff(streets.way, append=streets.way[-1] + 1))
    begins = np.flatnonzero(np.diff(streets.way, prepend=-1))
    leaving = np.full(crossroads, -1)
    leaving[streets.tail[begins]] = streets.way[begins]
    via = streets.head[last]
    able = np.flatnonzero(leaving[via] >= 0)
    wanted = min(round(RESTRICTED * crossroads), len(able))
    for number, one in enumerate(rng.choice(able, wanted, replace=False).tolist(), 1):
        node = int(via[one])
        members = [
            ("w", int(streets.way[last[one]]) + 1, "from"),
            ("n", int(ids[node]), "via"),
            ("w", int(leaving[node]) + 1, "to"),
        ]
        tags = {"type": "restriction", "restriction": TURNS[number % len(TURNS)]}
        yield Relation(id=number, members=members, tags=tags)


if __name__ == "__main__":
    main()
