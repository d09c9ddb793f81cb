"""Roads given as two tables, nodes and edges, with a speed table by class."""

import csv
import hashlib
import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.network.measure import line_lengths_m
from geo.network.osm.ways import TagTable, number_of, tag_sets
from geo.network.raw import DEGREE, EVENTS, RawStreets, Source, TagSet
from geo.network.speed_table import BESIDE, DEFAULT, SpeedTable, read_speed_table

NODES, EDGES = "nodes.csv", "edges.csv"

OTHER_LAYER = "arêtes d’une autre couche"
REPEATED = "arêtes données deux fois"
NOWHERE = "arêtes d’un nœud à lui-même, sans longueur"

LON, LAT = 180.0, 90.0
MOST = 2**63

BOTH_WAYS = ""
"""Of an edge about whose direction nothing is said."""

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Table:
    """A CSV file: texts by column, and the line on which each row ends."""

    path: Path
    columns: Mapping[str, list[str]]
    lines: list[int]

    def refuse(self, wrong: Sequence[int], what: str) -> NoReturn:
        """Say what is wrong, where first, and how often."""
        count = f" ({len(wrong)} lignes en tout)" if len(wrong) > 1 else ""
        raise SourceError(f"{self.path}, ligne {self.lines[wrong[0]]} : {what}{count}.")


def read_edges(folder: Path, speeds: Path | None = None) -> RawStreets:
    """
    Read roads drawn as straight lines between nodes.

    Parameters
    ----------
    folder
        Holds ``nodes.csv`` (``node_id``, ``lon``, ``lat``) and ``edges.csv`` (``source``,
        ``target``, and if need be ``direction``, ``layer``, ``length_m`` and the column that tells
        the class).
    speeds
        Speed table; None: ``vitesses.toml`` in the folder, else the one that comes with the
        program.

    Returns
    -------
    streets
        One segment an edge, as long as the table says and never shorter than the straight
        line; publishable only where the speed table says so. Edges kept and those counted in
        ``skipped`` make all that were read.

    Raises
    ------
    SourceError
        If a file or a column is missing, a file seems truncated, or a line holds nonsense: a
        number that is none, a position off the globe, a node given twice or not at all, a
        direction unknown to the speed table.
    """
    speeds = speeds or (folder / BESIDE if (folder / BESIDE).is_file() else DEFAULT)
    table = read_speed_table(speeds)
    nodes = _read_table(folder / NODES, ("node_id", "lon", "lat"))
    edges, skipped = _of_layer(_read_table(folder / EDGES, ("source", "target")), table)
    node_id, lon_lat = _nodes(nodes)
    ends = np.column_stack([_ends(edges, column, node_id) for column in ("source", "target")])
    lengths = _lengths(edges, lon_lat[ends])
    tags, sets = _classes(edges, table)
    kept = _keep(np.column_stack((ends, tags, np.rint(lengths * 1000))), skipped)
    if not len(kept):
        raise SourceError(f"{edges.path} ne contient aucune route de la couche « {table.couche} ».")
    used, numbers = np.unique(ends[kept], return_inverse=True)
    return _straight(
        source=_source(folder, speeds, table),
        node_id=node_id[used],
        node_lon_lat=lon_lat[used],
        ends=numbers.reshape(-1, 2).astype(np.int32),
        segment_tags=tags[kept],
        segment_way=np.array(edges.lines, dtype=np.int64)[kept],
        segment_length_m=lengths[kept],
        tag_sets=sets,
        skipped=MappingProxyType({why: count for why, count in skipped.items() if count}),
    )


def _straight(*, ends: Ints, node_lon_lat: Ints, **given: Any) -> RawStreets:  # noqa: ANN401 - the other fields
    """Draw a straight segment between each pair of nodes, on which nothing stands."""
    none = np.zeros(0, dtype=np.int32)
    return RawStreets(
        node_lon_lat=node_lon_lat,
        node_tags=np.full(len(node_lon_lat), -1, dtype=np.int32),
        segment_tail=np.ascontiguousarray(ends[:, 0]),
        segment_head=np.ascontiguousarray(ends[:, 1]),
        segment_events=np.zeros((len(ends), 2, len(EVENTS)), dtype=np.uint8),
        shape_indptr=np.arange(0, ends.size + 1, 2, dtype=np.int32),
        shape_lon_lat=node_lon_lat[ends.reshape(-1)],
        restriction_from=none,
        restriction_via=none,
        restriction_to=none,
        restriction_only=none.astype(np.bool_),
        restriction_except=none.astype(np.uint8),
        **given,
    )


def _source(folder: Path, speeds: Path, table: SpeedTable) -> Source:
    digest = hashlib.sha256()
    for path in (folder / NODES, folder / EDGES, speeds):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return Source(
        kind="edges",
        name=folder.resolve().name,
        sha256=digest.hexdigest(),
        licence=table.licence,
        attribution=table.attribution,
        publiable=table.publiable,
    )


def _read_table(path: Path, needed: Sequence[str]) -> _Table:
    try:
        content = path.read_bytes().decode("utf-8-sig")
        reader = csv.reader(io.StringIO(content, newline=""), strict=True)
        header = next(reader, [])
        rows = [(reader.line_num, row) for row in reader if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            f"{path} : illisible ({error}). Le dossier doit contenir {NODES} et {EDGES}, en UTF-8."
        ) from error
    if content and not content.endswith(("\n", "\r")):
        raise SourceError(
            f"{path} : la dernière ligne n’a pas de fin, le fichier est sans doute tronqué :"
            " copiez-le de nouveau, ou finissez la ligne s’il est entier."
        )
    missing = [f"« {name} »" for name in needed if header.count(name) != 1]
    if missing:
        raise SourceError(
            f"{path} : il faut une colonne {', '.join(missing)} (lues : {', '.join(header)})."
        )
    lines = [line for line, _ in rows]
    if wrong := [i for i, (_, row) in enumerate(rows) if len(row) != len(header)]:
        _Table(path, {}, lines).refuse(wrong, f"il faut {len(header)} valeurs, comme l’en-tête")
    columns = {name: [row[i] for _, row in rows] for i, name in enumerate(header)}
    return _Table(path, columns, lines)


def _of_layer(edges: _Table, table: SpeedTable) -> tuple[_Table, Counter[str]]:
    layers = edges.columns.get("layer") if table.couche else None
    if layers is None:
        return edges, Counter()
    rows = [i for i, layer in enumerate(layers) if layer == table.couche]
    columns = {name: [texts[i] for i in rows] for name, texts in edges.columns.items()}
    kept = _Table(edges.path, columns, [edges.lines[i] for i in rows])
    return kept, Counter({OTHER_LAYER: len(layers) - len(rows)})


def _nodes(nodes: _Table) -> tuple[Longs, Ints]:
    """Give identifiers, sorted, and positions."""
    node_id = _whole(nodes, "node_id")
    lon, lat = _real(nodes, "lon"), _real(nodes, "lat")
    _check(nodes, (np.abs(lon) > LON) | (np.abs(lat) > LAT), "position hors du globe")
    order = np.argsort(node_id, kind="stable")
    again = order[1:][np.diff(node_id[order]) == 0]
    _check(nodes, np.isin(np.arange(len(order)), again), "nœud déjà donné plus haut")
    lon_lat = np.rint(np.column_stack((lon, lat)) * DEGREE).astype(np.int32)
    return node_id[order], lon_lat[order]


def _ends(edges: _Table, column: str, node_id: Longs) -> Longs:
    wanted = _whole(edges, column)
    found = np.minimum(np.searchsorted(node_id, wanted), max(len(node_id) - 1, 0))
    known = node_id[found] == wanted if len(node_id) else np.zeros(len(wanted), dtype=np.bool_)
    _check(edges, ~known, f"le nœud de « {column} » n’est pas dans {NODES}")
    return found


def _lengths(edges: _Table, lines: Ints) -> Floats:
    indptr = np.arange(0, 2 * len(lines) + 1, 2, dtype=np.int32)
    straight = line_lengths_m(indptr, lines.reshape(-1, 2))
    if "length_m" not in edges.columns:
        return straight
    said = _real(edges, "length_m")
    _check(edges, said < 0, "longueur négative")
    return np.maximum(said, straight)


def _classes(edges: _Table, table: SpeedTable) -> tuple[Ints, tuple[TagSet, ...]]:
    """Give the tags of each edge, its direction among them."""
    count = len(edges.lines)
    names = edges.columns.get(table.colonne, [""] * count)
    words = edges.columns.get("direction")
    if words is None:
        words = [BOTH_WAYS] * count
    known = {*table.sens_unique, *table.double_sens, BOTH_WAYS}
    unknown = np.array([word not in known for word in words], dtype=np.bool_)
    _check(edges, unknown, "direction inconnue de la table de vitesses")
    numbers: TagTable = {}
    by_class: dict[tuple[str, str], int] = {}
    for name, word in dict.fromkeys(zip(names, words, strict=True)):
        oneway = "yes" if word in table.sens_unique else "no"
        said = {**table.tags_of(name), "oneway": oneway}
        by_class[name, word] = number_of(numbers, said.items())
    tags = [by_class[pair] for pair in zip(names, words, strict=True)]
    return np.array(tags, dtype=np.int32), tag_sets(numbers)


def _keep(rows: Floats, skipped: Counter[str]) -> Longs:
    """Choose the edges that lead somewhere, each once; `rows` begin with tail and head."""
    first = np.zeros(len(rows), dtype=np.bool_)
    first[np.unique(rows, axis=0, return_index=True)[1]] = True
    leads = rows[:, 0] != rows[:, 1]
    skipped[NOWHERE] = int(np.sum(~leads))
    skipped[REPEATED] = int(np.sum(leads & ~first))
    return np.flatnonzero(leads & first)


def _whole(table: _Table, column: str) -> Longs:
    numbers = [_integer(text) for text in table.columns[column]]
    wrong = np.array([number is None for number in numbers], dtype=np.bool_)
    _check(table, wrong, f"« {column} » doit être un nombre entier")
    return np.array(numbers, dtype=np.int64)


def _integer(text: str) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return number if abs(number) < MOST else None


def _real(table: _Table, column: str) -> Floats:
    numbers = np.array([_float(text) for text in table.columns[column]], dtype=np.float64)
    _check(table, ~np.isfinite(numbers), f"« {column} » doit être un nombre")
    return numbers


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _check(table: _Table, wrong: Flags, what: str) -> None:
    if wrong.any():
        table.refuse(np.flatnonzero(wrong).tolist(), what)
