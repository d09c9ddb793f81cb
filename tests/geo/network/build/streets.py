"""Small cities on paper: nodes are letters, and a street is named by its two ends."""

from dataclasses import dataclass

import numpy as np

from geo.network.build.usage import Usage
from geo.network.estimate import Mode
from geo.network.profiles.profile import Constants
from geo.network.raw import EVENTS, RawStreets, Source

# speed each way in km/h (36 is 10 m a second), destinations only, unknown surface, inhabited,
# seconds for the whole way; nobody stops on a ferry
KINDS = {
    "rue": (36, 36, False, False, True, 0),
    "sens unique": (36, 0, False, False, True, 0),
    "contresens": (0, 36, False, False, True, 0),
    "lente": (18, 18, False, True, False, 0),
    "desserte": (36, 36, True, False, True, 0),
    "desserte unique": (36, 0, True, False, True, 0),
    "bac": (36, 36, False, False, False, 600),
    "fermée": (0, 0, False, False, False, 0),
}
NOTHING = (0,) * len(EVENTS)
GATE, KERB = len(KINDS), len(KINDS) + 1

CONSTANTS = Constants(
    mode=Mode.VOITURE,
    version="essai",
    snap_limit_m=500.0,
    gap_kmh=3.6,
    tranches=(),
    tranche_par_defaut="",
)


@dataclass(frozen=True)
class Turn:
    """A restriction: arriving at `via` by street `origin`, one may not, or only, take `to`."""

    origin: str
    via: str
    to: str
    only: bool = False
    except_bits: int = 0


def usage_of_kinds(*, events_s=NOTHING, junction_s=0.0, turn_restrictions=True):
    """What a profile would say of the kinds above; gates stop it, kerbs do not."""
    table = np.array([*KINDS.values(), (0,) * 6, (0,) * 6], dtype=float)
    blocked = np.zeros(len(table), dtype=bool)
    blocked[GATE] = True
    return Usage(
        speed_kmh=table[:, :2],
        destination_only=table[:, 2] > 0,
        unknown_surface=table[:, 3] > 0,
        inhabited=table[:, 4] > 0,
        no_stop=table[:, 5] > 0,
        way_s=table[:, 5],
        blocked=blocked,
        events_s=np.array(events_s, dtype=float),
        junction_s=junction_s,
        turn_restrictions=turn_restrictions,
        except_bit=np.uint8(1),
    )


def city(streets, *, gates="", kerbs="", turns=(), events=(), ways=()):
    """
    Make streets from ``{"ab": (metres, kind)}``; a third letter tells parallel streets apart.

    Each street bends once, near its middle, at a vertex that is its own: see `number_in`. Events
    are ``(street, way round, event, count)``; streets named together in `ways` are one way.
    """
    letters = sorted({letter for name in streets for letter in name[:2]})
    number = {letter: i for i, letter in enumerate(letters)}
    names = list(streets)
    where = np.array([(i * 7 % 11, i) for i in number.values()], dtype=np.int32) * 10_000
    tail = np.array([number[name[0]] for name in names], dtype=np.int32)
    head = np.array([number[name[1]] for name in names], dtype=np.int32)
    middle = (where[tail] + where[head]) // 2 + np.arange(len(names), dtype=np.int32)[:, None]
    met = np.zeros((len(names), 2, len(EVENTS)), dtype=np.uint8)
    for name, way, event, count in events:
        met[names.index(name), way, EVENTS.index(event)] = count
    tags = np.full(len(letters), -1, dtype=np.int32)
    tags[[number[letter] for letter in gates]] = GATE
    tags[[number[letter] for letter in kerbs]] = KERB
    kinds = list(KINDS)
    way = np.arange(len(names), dtype=np.int64)
    for together in ways:
        way[[names.index(name) for name in together]] = len(names)
    return RawStreets(
        source=Source(
            kind="osm",
            name="papier.osm.pbf",
            sha256="0" * 64,
            licence="ODbL",
            attribution="© papier",
            publiable=True,
        ),
        node_id=np.array([ord(letter) for letter in letters], dtype=np.int64),
        node_lon_lat=where,
        node_tags=tags,
        segment_tail=tail,
        segment_head=head,
        segment_tags=np.array([kinds.index(kind) for _, kind in streets.values()], np.int32),
        segment_way=way,
        segment_length_m=np.array([length for length, _ in streets.values()], dtype=np.float64),
        segment_events=met,
        shape_indptr=np.arange(len(names) + 1, dtype=np.int32) * 3,
        shape_lon_lat=np.stack((where[tail], middle, where[head]), axis=1).reshape(-1, 2),
        tag_sets=tuple({"kind": kind} for kind in (*KINDS, "gate", "kerb")),
        restriction_from=np.array([names.index(turn.origin) for turn in turns], dtype=np.int32),
        restriction_via=np.array([number[turn.via] for turn in turns], dtype=np.int32),
        restriction_to=np.array([names.index(turn.to) for turn in turns], dtype=np.int32),
        restriction_only=np.array([turn.only for turn in turns], dtype=bool),
        restriction_except=np.array([turn.except_bits for turn in turns], dtype=np.uint8),
    )


def letters_of(graph):
    """Name the nodes of a graph."""
    return [chr(node) for node in graph.node_id]


def number_in(graph, streets):
    """Give the number in a graph of each raw street that it kept."""
    middles = {
        tuple(middle): raw for raw, middle in enumerate(streets.shape_lon_lat[1::3].tolist())
    }
    kept = graph.shape_lon_lat[graph.shape_indptr[:-1] + 1].tolist()
    return {middles[tuple(middle)]: segment for segment, middle in enumerate(kept)}
