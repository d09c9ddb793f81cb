"""Graphs of osmnx: those it saved as GraphML, and those it has just downloaded."""

import ast
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import shapely
from lxml import etree
from shapely.errors import ShapelyError

from geo.errors import SourceError
from geo.network.osm.edges import Edge, Position, ways_of_edges
from geo.network.osm.lay_out import to_streets
from geo.network.osm.merged import strictest
from geo.network.osm.pbf import ATTRIBUTION, LICENCE
from geo.network.osm.points import events_of, is_barrier
from geo.network.osm.ways import Points, TagTable, is_street, number_of
from geo.network.profiles.keys import RELEVANT_KEYS
from geo.network.raw import DEGREE, RawStreets, Source, TagSet

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"
ADVICE = "Donnez un fichier écrit par osmnx (ox.save_graphml), en degrés (EPSG:4326)"
MERGED = "tronçons aux étiquettes fusionnées par osmnx : seule la plus stricte est gardée"
NOT_STREETS = "arêtes qui ne sont pas des rues, ou ne sont pas encore ou plus là"
LONGEST_LIST = 10_000
"""Characters of a list written in an attribute; osmnx writes some tens."""

HALF_TURN = 180.0

UNREADABLE = (SyntaxError, ShapelyError, KeyError, TypeError, ValueError)
"""What nonsense in a file raises; lxml's errors of syntax are Python's too."""

_ONEWAY = {"True": True, "False": False}
_ENDS = {NAMESPACE + "node": ("id",), NAMESPACE + "edge": ("source", "target")}

Attributes = Mapping[str, Any]


class Graph(Protocol):
    """What is asked of a networkx graph."""

    def nodes(self, *, data: bool) -> Iterable[tuple[int, Attributes]]:
        """Give each node with its attributes."""

    def edges(self, *, data: bool) -> Iterable[tuple[int, int, Attributes]]:
        """Give each directed edge with its attributes."""


def read_graphml(path: Path) -> RawStreets:
    """
    Read a graph that osmnx saved.

    Parameters
    ----------
    path
        GraphML file in WGS84, simplified or not.

    Returns
    -------
    streets
        Each street once; without turn restrictions, which such a file does not hold, and with
        only the tags that were kept when it was made.

    Raises
    ------
    SourceError
        If it is no such file, or holds no street.

    Notes
    -----
    Contract: the file is not trusted: no entity is expanded, nothing is fetched, nothing in it
    is run.
    """
    nodes: list[tuple[int, Attributes]] = []
    edges: list[tuple[int, int, Attributes]] = []
    try:
        source = _source(path)
        for ends, attributes in _elements(path):
            if len(ends) == 1:
                nodes.append((ends[0], attributes))
            else:
                edges.append((ends[0], ends[1], attributes))
        return _to_streets(nodes, edges, source)
    except SourceError as error:
        raise SourceError(f"{path} : {error}") from error
    except OSError as error:
        raise SourceError(f"{path} : illisible ({error.strerror}). {ADVICE}.") from error
    except UNREADABLE as error:
        raise SourceError(f"{path} : {type(error).__name__}, {error}. {ADVICE}.") from error


def from_osmnx(graph: Graph, source: Source) -> RawStreets:
    """
    Turn a graph that osmnx built into streets.

    Parameters
    ----------
    graph
        In WGS84, simplified or not, with osmnx's attributes; `geo.sources.overpass` asks for
        the tags that profiles need.
    source
        Where it comes from.

    Returns
    -------
    streets
        As `read_graphml` gives them.

    Raises
    ------
    SourceError
        If it holds no street, or is not in degrees.
    """
    return _to_streets(graph.nodes(data=True), graph.edges(data=True), source)


def _source(path: Path) -> Source:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(
        kind="graphml",
        name=path.name,
        sha256=digest,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        publiable=True,
    )


def _elements(path: Path) -> Iterator[tuple[tuple[int, ...], Attributes]]:
    """Give each node (one identifier) and edge (two), forgetting it as soon as it is read."""
    names: dict[str, str] = {}
    with path.open("rb") as file:
        events = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for event, element in events:
            if event == "start":
                _refuse_declarations(element)
            elif element.tag == NAMESPACE + "key":
                names[element.get("id")] = element.get("attr.name")
            elif element.tag in _ENDS:
                ends = tuple(int(element.get(end)) for end in _ENDS[element.tag])
                data = element.iterfind(NAMESPACE + "data")
                yield ends, {names[datum.get("key")]: _value(datum.text or "") for datum in data}
                element.clear()


def _refuse_declarations(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    if element.getparent() is None and element.getroottree().docinfo.doctype:
        raise SourceError(f"les déclarations DOCTYPE sont refusées. {ADVICE}.")


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]") and len(text) <= LONGEST_LIST:
        return [str(item) for item in ast.literal_eval(text)]
    return text


def _to_streets(
    nodes: Iterable[tuple[int, Attributes]],
    edges: Iterable[tuple[int, int, Attributes]],
    source: Source,
) -> RawStreets:
    table: TagTable = {}
    skipped: Counter[str] = Counter()
    tags = {int(node): attributes for node, attributes in nodes}
    positions = {node: _position(attributes) for node, attributes in tags.items()}
    ways = ways_of_edges(_edges(edges, skipped), positions, table)
    return to_streets(ways, _points(tags, table), [], table, source, skipped)


def _position(attributes: Attributes) -> Position:
    lon, lat = float(attributes["x"]), float(attributes["y"])
    if not (abs(lon) <= HALF_TURN and abs(lat) <= HALF_TURN / 2):
        raise SourceError(f"position hors du globe ({lon}, {lat}). {ADVICE}.")
    return round(lon * DEGREE), round(lat * DEGREE)


def _edges(edges: Iterable[tuple[int, int, Attributes]], skipped: Counter[str]) -> Iterator[Edge]:
    for tail, head, attributes in edges:
        tags = _tags(attributes)
        if not is_street(tags):
            skipped[NOT_STREETS] += 1
            continue
        skipped[MERGED] += any(isinstance(attributes.get(key), list) for key in RELEVANT_KEYS)
        oneway = attributes.get("oneway")
        yield Edge(
            tail=int(tail),
            head=int(head),
            ways=tuple(sorted(int(way) for way in _listed(attributes["osmid"]))),
            decided=True if isinstance(oneway, list) else _ONEWAY.get(str(oneway)),
            tags=tags,
            inner=_inner(attributes.get("geometry")),
        )


def _tags(attributes: Attributes) -> TagSet:
    chosen = {
        key: strictest(key, map(str, _listed(attributes[key])))
        for key in RELEVANT_KEYS & attributes.keys()
    }
    return {key: value for key, value in chosen.items() if value is not None}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _inner(geometry: object) -> tuple[Position, ...]:
    """Give the vertices of a line but its ends, from WKT or from a shapely geometry."""
    if geometry is None:
        return ()
    line = shapely.from_wkt(geometry) if isinstance(geometry, str) else geometry
    whole = np.rint(shapely.get_coordinates(line)[1:-1] * DEGREE).astype(np.int64)
    return tuple((lon, lat) for lon, lat in whole.tolist())


def _points(nodes: Mapping[int, Attributes], table: TagTable) -> Points:
    barriers: list[tuple[int, int]] = []
    events: list[tuple[int, int, int]] = []
    for node, attributes in nodes.items():
        tags = {key: str(value) for key, value in attributes.items()}
        if is_barrier(tags):
            barriers.append((node, number_of(table, tags.items())))
        events += [(node, kind, direction) for kind, direction in events_of(tags)]
    barrier = np.array(barriers, dtype=np.int64).reshape(-1, 2)
    event = np.array(events, dtype=np.int64).reshape(-1, 3)
    return Points(
        barrier_id=barrier[:, 0],
        barrier_tags=barrier[:, 1].astype(np.int32),
        event_id=event[:, 0],
        event_kind=event[:, 1].astype(np.uint8),
        event_direction=event[:, 2].astype(np.uint8),
    )
