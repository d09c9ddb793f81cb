"""The content of a GeoPackage: tables, columns, rows and geometries."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely

from geo.errors import SourceError

Item = list[object]

INTERNAL = ("gpkg_", "rtree_", "sqlite_")
"""What the names of the tables begin with that say how the file is kept, not what it says."""

ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope of a geometry, by its kind (OGC 12-128r18 §2.1.3)."""

HEADER = 8

_LAYERS = """
SELECT c.table_name, c.data_type, c.identifier, c.description, s.organization,
       s.organization_coordsys_id, g.column_name, g.geometry_type_name, g.z, g.m
FROM gpkg_contents AS c
LEFT JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
LEFT JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id
ORDER BY c.table_name
"""


def gpkg_content(path: Path) -> Iterator[Item]:
    """
    Give what a GeoPackage says, table by table.

    Parameters
    ----------
    path
        GeoPackage.

    Yields
    ------
    item
        ``["couche", …]``: name, kind, title, description, projection (authority and code), column
        and type of its geometries; then for each table that is not `INTERNAL`, by name:
        ``["table", name, [[column, type, not null, key], …]]``; ``["ligne", [value, …]]`` by key.
        A blob is ``["octets", sha256]``, a geometry ``["wkb", sha256]`` of its WKB, little-endian.

    Raises
    ------
    SourceError, sqlite3.Error, ValueError, shapely.errors.ShapelyError
        If it is none.

    Notes
    -----
    Contract: pages, free space, indexes and dates of change say nothing; any value does.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as conn:
        conn.execute("PRAGMA trusted_schema = OFF")  # what a schema asks to run stays still
        layers = conn.execute(_LAYERS).fetchall()
        yield from (["couche", *layer] for layer in layers)
        shapes = {layer[0]: layer[6] for layer in layers}
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' "
            "ORDER BY name"
        ).fetchall():
            if not name.startswith(INTERNAL):
                yield from _table(conn, name, shapes.get(name))


def _table(conn: sqlite3.Connection, name: str, shape: str | None) -> Iterator[Item]:
    info = conn.execute("SELECT * FROM pragma_table_info(?)", [name]).fetchall()
    columns = [one[1] for one in info]
    yield ["table", name, [[one[1], one[2].upper(), one[3], one[5]] for one in info]]
    keys = [one[1] for one in sorted(info, key=lambda one: one[5]) if one[5]] or ["rowid"]
    told = ", ".join(map(_quoted, columns))
    order = ", ".join(map(_quoted, keys))
    rows = conn.execute(f"SELECT {told} FROM {_quoted(name)} ORDER BY {order}").fetchall()  # noqa: S608 - names come from the file and are quoted
    place = columns.index(shape) if shape in columns else None
    shapes: Sequence[Any] = [] if place is None else _shapes([row[place] for row in rows])
    for rank, row in enumerate(rows):
        values = [["octets", _sha(one)] if isinstance(one, bytes) else one for one in row]
        if place is not None:
            values[place] = shapes[rank]
        yield ["ligne", values]


def _shapes(blobs: Sequence[bytes | None]) -> list[Item | None]:
    """Give the hash of each geometry, without the header that a writer is free to choose."""
    known = [None if blob is None else blob[_start(blob) :] for blob in blobs]
    wkb = shapely.to_wkb(shapely.from_wkb(known), byte_order=1)
    return [None if one is None else ["wkb", _sha(one)] for one in wkb]


def _start(blob: bytes) -> int:
    if len(blob) <= HEADER or blob[:2] != b"GP":
        raise SourceError("une géométrie n’est pas celle d’un GeoPackage")
    kind = blob[3] >> 1 & 0b111
    if kind >= len(ENVELOPES):
        raise SourceError("l’enveloppe d’une géométrie est inconnue")
    return HEADER + ENVELOPES[kind]


def _sha(blob: bytes) -> str:
    return hashlib.sha256(blob).hexdigest()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
