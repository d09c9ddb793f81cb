"""What was read of OpenStreetMap, laid out as `RawStreets`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.network.measure import lengths_m
from geo.network.osm.cut import Segments, cut, draw, shapes
from geo.network.osm.events import count_events, oneway_bits
from geo.network.osm.restrictions import Resolved, Rule, resolve
from geo.network.osm.ways import Points, TagTable, Ways, tag_sets
from geo.network.raw import RawStreets, Source

NO_STREETS = (
    "{name} ne contient aucune rue : aucune voie « highway » dont les positions soient connues."
    " Prenez un extrait complet d’OpenStreetMap (nœuds et voies), par exemple celui d’une région."
)


def to_streets(
    ways: Ways,
    points: Points,
    rules: Iterable[Rule],
    table: TagTable,
    source: Source,
    skipped: Mapping[str, int],
) -> RawStreets:
    """
    Cut ways where they meet, and hang everything else on the pieces.

    Parameters
    ----------
    ways, points, rules, table
        As read.
    source
        Where they come from.
    skipped
        What was left out so far, by reason.

    Returns
    -------
    streets
        Nodes in the order of their identifiers, segments in the order of the source.

    Raises
    ------
    SourceError
        If there is no segment.

    Notes
    -----
    Contract: pure; the same input gives the same bytes.
    """
    line = draw(ways)
    at_barrier = np.isin(line.node_id, points.barrier_id)
    segments = cut(line, at_barrier)
    if not len(segments.first):
        raise SourceError(NO_STREETS.format(name=source.name))
    steps_m = lengths_m(line.lon_lat)
    steps_m[line.starts[1:]] = 0.0
    sets = tag_sets(table)
    way = line.way[segments.first]
    node_id = line.node_id[segments.node]
    segment_way = ways.way_id[way]
    resolved = _resolve(rules, node_id, segments, segment_way)
    shape_indptr, shape_lon_lat = shapes(line, segments)
    return RawStreets(
        source=source,
        node_id=node_id,
        node_lon_lat=segments.node_lon_lat,
        node_tags=_barriers(node_id, points),
        segment_tail=segments.tail,
        segment_head=segments.head,
        segment_tags=ways.tags[way],
        segment_way=segment_way,
        segment_length_m=np.add.reduceat(steps_m, segments.first),
        segment_events=count_events(
            line, segments, points, way_oneway=oneway_bits(sets)[ways.tags], steps_m=steps_m
        ),
        shape_indptr=shape_indptr,
        shape_lon_lat=shape_lon_lat,
        tag_sets=sets,
        restriction_from=resolved.from_segment,
        restriction_via=resolved.via_node,
        restriction_to=resolved.to_segment,
        restriction_only=resolved.only,
        restriction_except=resolved.excepted,
        skipped=_counted(skipped, line.skipped, resolved.skipped),
    )


def _barriers(node_id: NDArray[np.int64], points: Points) -> NDArray[np.int32]:
    tags = np.full(len(node_id), -1, dtype=np.int32)
    node = np.searchsorted(node_id, points.barrier_id)
    there = node < len(node_id)
    there[there] = node_id[node[there]] == points.barrier_id[there]
    tags[node[there]] = points.barrier_tags[there]
    return tags


def _resolve(
    rules: Iterable[Rule],
    node_id: NDArray[np.int64],
    segments: Segments,
    segment_way: NDArray[np.int64],
) -> Resolved:
    rules = list(rules)
    named = {way for rule in rules for way in (*rule.from_ways, *rule.to_ways)}
    via = np.array(sorted({rule.via for rule in rules}), dtype=np.int64)
    at_via = np.isin(node_id, via)
    touching: dict[tuple[int, int], list[int]] = {}
    concerned = np.isin(segment_way, np.fromiter(named, dtype=np.int64, count=len(named)))
    concerned &= at_via[segments.tail] | at_via[segments.head]
    for segment in np.flatnonzero(concerned).tolist():
        ends = {int(segments.tail[segment]), int(segments.head[segment])}
        for node in ends:
            touching.setdefault((int(segment_way[segment]), node), []).append(segment)
    numbers = np.flatnonzero(at_via).tolist()
    return resolve(rules, dict(zip(node_id[at_via].tolist(), numbers, strict=True)), touching)


def _counted(*parts: Mapping[str, int]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    return MappingProxyType({reason: count for reason, count in total.items() if count})
