"""
A town of seven avenues and five streets, with every time on paper.

Junction ``(i, j)`` is where avenue i (0 to 6, west to east) meets street j (0 to 4, south to
north); 20 s and 100 m from one avenue to the next, 30 s and 150 m from one street to the next::

                                        SPUR_END
                                           |
    (0,4) -- (1,4) -- (2,4) -- … -- (6,4)=SPUR
      :        |        |              |
    (0,3) -- (1,3) -- (2,3) -- … -- (6,3)        ISLAND[0]
      :        |        |              |             |
    (0,2) -> (1,2) -> (2,2) -> … -> (6,2)        ISLAND[1]
      :        |        |              |
    (0,1) -- (1,1) -- (2,1) -- … -- (6,1)
      :        |        |              |
    (0,0) == (1,0) -- (2,0) -- … -- (6,0)

* Street 2 is one-way, eastwards.
* A second way joins (0,0) and (1,0), further south: 50 s, 200 m, never the quickest.
* `SPUR` stands where (6,4) does, no time and no length away, and a dead end of 30 s and 150 m goes
  north from it.
* The surface of avenue 0 (dotted) is not mapped. Nobody lives along street 4.
* `ISLAND` is among the parts, but no edge uses it: the graph has no such segment.
"""

from dataclasses import dataclass, replace

import numpy as np

from geo.network.build.assemble import Parts, assemble
from geo.network.estimate import Mode
from geo.network.graph import INHABITED, UNKNOWN_SURFACE
from geo.network.manifest import ProfileManifest
from geo.network.profiles.profile import Constants, Tranche
from geo.network.raw import DEGREE

AVENUES, STREETS = 7, 5
BLOCK_S, BLOCK_M = 20, 100  # from an avenue to the next
RISE_S, RISE_M = 30, 150  # from a street to the next
ONE_WAY = 2
ORIGIN = (20_000_000, 488_000_000)
BLOCK, RISE = 13_614, 13_489  # 1e-7 degree: 100 m and 150 m there, to 0.1 %
SPUR, SPUR_END = (6, 4.0001), (6, 5)
ISLAND = ((12, 3), (12, 2))
BOUNDS = (1.99, 48.79, 2.02, 48.82)
"""Of the network, in degrees: about 700 m more than the town on each side."""

RUSH = Tranche(code="pointe", facteur=1.5, jours=(0, 1, 2, 3, 4), debut_h=7.0, fin_h=9.0)
CALM = Tranche(code="fluide", facteur=1.0, jours=tuple(range(7)), debut_h=0.0, fin_h=24.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A segment between two junctions; None where one may not go that way."""

    tail: object
    head: object
    forward_s: float | None
    backward_s: float | None
    length_m: float
    flags: int = INHABITED
    bends: tuple = ()  # vertices between, in 1e-7 degree


def at(i, j):
    """Give ``(lon, lat)`` of a point of the town, in avenues and streets, whole or not."""
    return (ORIGIN[0] + i * BLOCK) / DEGREE, (ORIGIN[1] + j * RISE) / DEGREE


def parts_of(junctions, streets):
    """
    Lay out junctions, ``{name: (lon, lat) in 1e-7 degree}``, and streets as `Parts`.

    Identifiers of nodes are the ranks of the names. Junctions that no street in use meets are
    left out, as `geo.network.build` does with islands.
    """
    used = [s for s in streets if s.forward_s is not None or s.backward_s is not None]
    kept = {name for street in used for name in (street.tail, street.head)}
    number = {name: n for n, name in enumerate(name for name in junctions if name in kept)}
    rank = {name: n for n, name in enumerate(junctions)}
    lines = [(junctions[s.tail], *s.bends, junctions[s.head]) for s in streets]
    edges = [
        edge
        for n, s in enumerate(streets)
        for edge in ((s.tail, s.head, s.forward_s, n), (s.head, s.tail, s.backward_s, ~n))
        if edge[2] is not None
    ]
    inhabited = dict.fromkeys(junctions, 0.0)
    for s in used:
        for name in (s.tail, s.head):
            inhabited[name] += s.length_m / 2 if s.flags & INHABITED else 0.0
    return Parts(
        node_lon_lat=_ints([junctions[name] for name in number]).reshape(-1, 2),
        node_id=np.array([rank[name] for name in number], dtype=np.int64),
        node_inhabited_m=np.array([inhabited[name] for name in number], dtype=np.float32),
        tail=_ints([number[tail] for tail, _, _, _ in edges]),
        head=_ints([number[head] for _, head, _, _ in edges]),
        time_ms=_ints([round(1000 * seconds) for _, _, seconds, _ in edges]),
        segment=_ints([segment for _, _, _, segment in edges]),
        segment_length_m=np.array([s.length_m for s in streets], dtype=np.float32),
        segment_flags=np.array([s.flags for s in streets], dtype=np.uint8),
        shape_indptr=_ints(np.cumsum([0, *(len(line) for line in lines)])),
        shape_lon_lat=_ints([vertex for line in lines for vertex in line]).reshape(-1, 2),
    )


def town_parts(*, without=(), more=()):
    """Lay out the town, `without` streets joining those pairs of junctions, with `more`."""
    junctions = {name: (round(x), round(y)) for name, (x, y) in _town_junctions()}
    streets = [s for s in _town_streets() if (s.tail, s.head) not in without]
    return parts_of(junctions, [*streets, *more])


def town_graph(*, without=(), more=()):
    """Give the town as kernels search it."""
    return assemble(town_parts(without=without, more=more))


def town_manifest(graph, **constants):
    """Give a manifest of a graph; its `Constants` as given, else as on foot, without traffic."""
    told = Constants(
        mode=Mode.MARCHE,
        version="toy",
        snap_limit_m=200.0,
        gap_kmh=3.6,  # a metre a second
        tranches=(),
        tranche_par_defaut="",
    )
    unknown = (graph.segment_flags & UNKNOWN_SURFACE) > 0
    return ProfileManifest(
        constants=replace(told, **constants),
        bucket_ms=1 << 13,
        nodes=len(graph.node_id),
        edges=len(graph.out_edges),
        segments=len(graph.segment_length_m),
        length_km=float(graph.segment_length_m.sum(dtype=float)) / 1000,
        dropped_km=RISE_M / 1000,
        dropped_parts=1,
        unknown_surface_km=float(graph.segment_length_m[unknown].sum(dtype=float)) / 1000,
        restrictions=0,
        restrictions_ignored=0,
    )


def town_time_s(start, end):
    """
    Give the time between two junctions ``(i, j)`` of the grid.

    Blocks and rises are summed; against street 2, one goes round by street 1 or 3.
    """
    (i, j), (to_i, to_j) = start, end
    round_about = 2 * RISE_S if j == to_j == ONE_WAY and to_i < i else 0
    return BLOCK_S * abs(to_i - i) + RISE_S * abs(to_j - j) + round_about


def town_distance_m(start, end):
    """Give the metres of the quickest way between two junctions of the grid."""
    (i, j), (to_i, to_j) = start, end
    round_about = 2 * RISE_M if j == to_j == ONE_WAY and to_i < i else 0
    return BLOCK_M * abs(to_i - i) + RISE_M * abs(to_j - j) + round_about


def node_at(graph, i, j):
    """Give the number of the node of a junction ``(i, j)`` of the grid."""
    (node,) = np.flatnonzero(graph.node_id == i * STREETS + j)
    return int(node)


def _town_junctions():
    for i in range(AVENUES):
        for j in range(STREETS):
            yield (i, j), _units(i, j)
    yield SPUR, _units(6, 4)
    yield SPUR_END, _units(*SPUR_END)
    for end in ISLAND:
        yield end, _units(*end)


def _town_streets():
    for i in range(AVENUES - 1):
        for j in range(STREETS):
            yield Street(
                tail=(i, j),
                head=(i + 1, j),
                forward_s=BLOCK_S,
                backward_s=None if j == ONE_WAY else BLOCK_S,
                length_m=BLOCK_M,
                flags=0 if j == STREETS - 1 else INHABITED,
            )
    for i in range(AVENUES):
        for j in range(STREETS - 1):
            yield Street(
                tail=(i, j),
                head=(i, j + 1),
                forward_s=RISE_S,
                backward_s=RISE_S,
                length_m=RISE_M,
                flags=INHABITED | (UNKNOWN_SURFACE if i == 0 else 0),
            )
    south = (_whole(0, -0.3), _whole(1, -0.3))
    both = {"forward_s": 50, "backward_s": 50, "length_m": 200}
    yield Street(tail=(0, 0), head=(1, 0), bends=south, **both)
    yield Street(tail=(6, 4), head=SPUR, forward_s=0, backward_s=0, length_m=0)
    yield Street(tail=SPUR, head=SPUR_END, forward_s=RISE_S, backward_s=RISE_S, length_m=RISE_M)
    yield Street(tail=ISLAND[0], head=ISLAND[1], forward_s=None, backward_s=None, length_m=RISE_M)


def _units(i, j):
    return ORIGIN[0] + i * BLOCK, ORIGIN[1] + j * RISE


def _whole(i, j):
    x, y = _units(i, j)
    return round(x), round(y)


def _ints(values):
    return np.array(values, dtype=np.int32)
