"""Extracts of OpenStreetMap, read in streaming passes without keeping an object a node."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import KeyFilter, TagFilter
from osmium.geom import WKBFactory, use_nodes
from osmium.io import Reader
from osmium.osm import NODE, NOTHING, RELATION, WAY
from osmium.osm.types import Relation, TagList, Way

from geo.errors import SourceError
from geo.network.osm.lay_out import to_streets
from geo.network.osm.points import KEYS, events_of, is_barrier
from geo.network.osm.restrictions import Member, Rule, rule_of
from geo.network.osm.ways import (
    UNKNOWN,
    Points,
    TagTable,
    Ways,
    each_once,
    is_gone,
    is_street,
    number_of,
)
from geo.network.profiles.keys import STREETS
from geo.network.raw import DEGREE, RawStreets, Source, TagSet
from geo.progress import Advance, Reporter, SilentReporter

LICENCE = "ODbL 1.0"
ATTRIBUTION = "© les contributeurs d’OpenStreetMap"

NOT_THERE = "voies en projet, en travaux ou disparues"
REPEATED = "voies présentes deux fois"

BATCH = 10_000
"""Ways whose positions are unpacked at once."""

COMMON = (
    *("highway", "name", "surface", "oneway", "maxspeed", "service", "access"),
    *("tracktype", "lanes", "lit", "foot", "bicycle", "smoothness"),
)
"""Keys of streets, the commonest first; two streets in three have no other."""

HEX_HEADER = 18
"""Characters before the positions of a line in hexadecimal WKB: byte order, type, count."""

ADVICE = (
    "Donnez un extrait d’OpenStreetMap entier (.osm.pbf, ou .osm, .osm.gz, .osm.bz2) ;"
    " s’il a été téléchargé, téléchargez-le de nouveau"
)


@dataclass(frozen=True, slots=True)
class _Positions:
    """Positions by node, and what hands them to ways; it needs both, and keeps only itself."""

    index: osmium.index.LocationTable
    handler: osmium.NodeLocationsForWays


@dataclass(slots=True)
class _Drawn:
    """Ways met so far, in compact arrays."""

    way_id: "array[int]" = field(default_factory=lambda: array("q"))
    tags: "array[int]" = field(default_factory=lambda: array("i"))
    size: "array[int]" = field(default_factory=lambda: array("q"))
    refs: "array[int]" = field(default_factory=lambda: array("q"))
    lines: list[str] = field(default_factory=list)  # of the batch, in hexadecimal
    lon_lat: list[NDArray[np.int32]] = field(default_factory=list)


@dataclass(slots=True)
class _Standing:
    """What stands on nodes met so far, in compact arrays."""

    barrier_id: "array[int]" = field(default_factory=lambda: array("q"))
    barrier_tags: "array[int]" = field(default_factory=lambda: array("i"))
    event_id: "array[int]" = field(default_factory=lambda: array("q"))
    event_kind: "array[int]" = field(default_factory=lambda: array("B"))
    event_direction: "array[int]" = field(default_factory=lambda: array("B"))


def read_pbf(path: Path, report: Reporter | None = None) -> RawStreets:
    """
    Read an extract of OpenStreetMap.

    Parameters
    ----------
    path
        ``.osm.pbf``, or another form that libosmium knows by its suffix.
    report
        Shown the progress; None for nobody.

    Returns
    -------
    streets
        Ways of `geo.network.profiles.keys.STREETS` that are there, cut where they meet, with
        barriers, events and turn restrictions; what is left out is counted in ``skipped``.

    Raises
    ------
    SourceError
        If it is no such file, or is damaged, or holds no street.

    Notes
    -----
    Contract: pure in the file's content; the same file gives the same bytes, whatever the
    order of its objects. Memory grows with the file's nodes (16 bytes each, in libosmium's
    index of positions) and with the vertices of its streets.
    """
    report = report or SilentReporter()
    table: TagTable = {}
    skipped: Counter[str] = Counter()
    with _readable(path):
        with report.step("Empreinte de l’extrait"):
            source = _source(path)
        with report.step("Lecture des nœuds"):
            positions, points = _read_nodes(path, table)
        with report.step("Lecture des voies") as advance:
            ways = _read_ways(path, positions, table, skipped, advance)
        del positions
        with report.step("Lecture des interdictions de tourner"):
            rules = _read_rules(path, skipped)
    with report.step("Découpage des rues aux carrefours"):
        return to_streets(ways, points, rules, table, source, skipped)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say in French what libosmium says of a file it cannot read."""
    if not path.is_file():
        what = "est un dossier, pas un fichier" if path.is_dir() else "n’existe pas"
        raise SourceError(f"{path} {what}. {ADVICE}.")
    try:
        yield
    except (RuntimeError, OSError) as error:
        raise SourceError(f"{path} : fichier illisible ({error}). {ADVICE}.") from error


def _source(path: Path) -> Source:
    with Reader(path, NOTHING) as reader:
        if reader.header().has_multiple_object_versions:
            raise SourceError(f"{path} : ce fichier est un historique. {ADVICE}.")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        kind="osm",
        name=path.name,
        sha256=digest,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        publiable=True,
    )


def _no_positions() -> _Positions:
    index = osmium.index.create_map("flex_mem")
    handler = osmium.NodeLocationsForWays(index)
    handler.ignore_errors()
    return _Positions(index, handler)


def _read_nodes(path: Path, table: TagTable) -> tuple[_Positions, Points]:
    """Index every position (libosmium does), and note what stands on nodes."""
    positions = _no_positions()
    standing = _Standing()
    tagged = KeyFilter(*KEYS)  # named here and below: the iterator does not keep it alive
    with Reader(path, NODE) as reader:
        for node in osmium.OsmFileIterator(reader, positions.handler, tagged):
            tags = dict(node.tags)
            if is_barrier(tags):
                standing.barrier_id.append(node.id)
                standing.barrier_tags.append(number_of(table, tags.items()))
            for kind, direction in events_of(tags):
                standing.event_id.append(node.id)
                standing.event_kind.append(kind)
                standing.event_direction.append(direction)
    return positions, Points(
        barrier_id=np.array(standing.barrier_id, dtype=np.int64),
        barrier_tags=np.array(standing.barrier_tags, dtype=np.int32),
        event_id=np.array(standing.event_id, dtype=np.int64),
        event_kind=np.array(standing.event_kind, dtype=np.uint8),
        event_direction=np.array(standing.event_direction, dtype=np.uint8),
    )


def _read_ways(
    path: Path,
    positions: _Positions,
    table: TagTable,
    skipped: Counter[str],
    advance: Advance,
) -> Ways:
    drawn = _Drawn()
    factory = WKBFactory()
    streets = KeyFilter(*STREETS)
    with Reader(path, WAY) as reader:
        for way in osmium.OsmFileIterator(reader, positions.handler, streets):
            tags = _tags(way.tags)
            if isinstance(way, Way) and is_street(tags):
                drawn.way_id.append(way.id)
                drawn.tags.append(number_of(table, tags.items()))
                _draw(way, drawn, factory)
                if len(drawn.lines) == BATCH:
                    _unpack(drawn)
                    advance(BATCH)
            else:
                skipped[NOT_THERE] += is_gone(tags)
    _unpack(drawn)
    ways, skipped[REPEATED] = each_once(_to_ways(drawn))
    return ways


def _to_ways(drawn: _Drawn) -> Ways:
    return Ways(
        way_id=np.frombuffer(drawn.way_id, dtype=np.int64),
        tags=np.frombuffer(drawn.tags, dtype=np.int32),
        indptr=np.concatenate(([0], np.cumsum(np.frombuffer(drawn.size, dtype=np.int64)))),
        refs=np.frombuffer(drawn.refs, dtype=np.int64),
        lon_lat=np.concatenate(drawn.lon_lat),
    )


def _tags(listed: TagList) -> TagSet:
    """Give the tags of a way; to ask for one by name takes a tenth of the time to list one."""
    left = len(listed)
    found: dict[str, str] = {}
    for key in COMMON:
        value = listed.get(key)
        if value is not None:
            found[key] = value
            left -= 1
            if not left:
                return found
    return dict(listed)


def _draw(way: Way, drawn: _Drawn, factory: WKBFactory) -> None:
    """Note the nodes of a way, and its line as libosmium writes it: one call, no object."""
    before = len(drawn.refs)
    drawn.refs.extend([node.ref for node in way.nodes])
    drawn.size.append(len(drawn.refs) - before)
    try:
        line = factory.create_linestring(way, use_nodes.ALL)[HEX_HEADER:]
    except (RuntimeError, osmium.InvalidLocationError):  # unknown nodes, or less than two
        line = _incomplete(way)
    drawn.lines.append(line)


def _incomplete(way: Way) -> str:
    positions = array("d")
    for node in way.nodes:
        known = node.location.valid()
        positions.extend((node.lon, node.lat) if known else (np.nan, np.nan))
    return positions.tobytes().hex()


def _unpack(drawn: _Drawn) -> None:
    degrees = np.frombuffer(bytes.fromhex("".join(drawn.lines)), dtype=np.float64)
    whole = np.nan_to_num(np.rint(degrees * DEGREE), nan=UNKNOWN)
    drawn.lon_lat.append(whole.astype(np.int32).reshape(-1, 2))
    drawn.lines.clear()


def _read_rules(path: Path, skipped: Counter[str]) -> list[Rule]:
    rules = []
    restrictions = TagFilter(("type", "restriction"))
    with Reader(path, RELATION) as reader:
        for relation in osmium.OsmFileIterator(reader, restrictions):
            rule = rule_of(dict(relation.tags), _members(relation))
            if isinstance(rule, Rule):
                rules.append(rule)
            else:
                skipped[rule] += 1
    return rules


def _members(relation: object) -> list[Member]:
    if not isinstance(relation, Relation):
        return []
    return [(member.type, member.ref, member.role) for member in relation.members]
