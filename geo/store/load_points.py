"""Load the places of one source, with what was rejected and where it all came from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
import shapely
from sqlalchemy import insert, select

from geo.domain.commune import searchable
from geo.domain.point_accueil import PointAccueil
from geo.domain.rejet import Rejet
from geo.errors import InputError, StoreError
from geo.store import schema
from geo.store.engine import Connection, compile_query
from geo.store.load_staging import Row, check_references, check_staged, column_names, stage
from geo.store.load_swap import (
    Changes,
    analyze,
    count_absent,
    insert_new,
    one_import,
    remove_absent,
    update_changed,
)
from geo.store.load_territories import to_hex

POINTS = schema.points_accueil


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """
    What an import did.

    Attributes
    ----------
    read, accepted, rejected
        Records; the last two add up to the first.
    motifs
        Rejects by reason.
    added, updated, removed, unchanged
        Places; the accepted ones are added, updated or unchanged.
    """

    read: int
    accepted: int
    rejected: int
    motifs: Mapping[str, int]
    added: int
    updated: int
    removed: int
    unchanged: int


def replace_points(  # noqa: PLR0913 - a record of where the rows come from, always in full
    conn: Connection,
    points: Sequence[PointAccueil],
    rejects: Sequence[Rejet],
    *,
    source: str,
    file: str,
    digest: str,
    read: int,
    code_version: str,
    whole: bool,
    allow_shrink: bool = False,
) -> ImportSummary:
    """
    Replace the places of a source, and keep what was rejected.

    Parameters
    ----------
    conn
        Connection in autocommit; réseaux and territories are loaded.
    points, rejects
        Everything that was read, accepted or not.
    source
        Prefix of the places' ids, such as ``dila``.
    file, digest
        Name and sha256 of what was read.
    read
        Records read.
    code_version
        Version of this program.
    whole
        Whether this is all of the source, so that its other places go; else
        the places are added or updated.
    allow_shrink
        Let a whole import remove more than half of the source's places.

    Returns
    -------
    summary
        Same import again: nothing added, updated, removed, nor logged.

    Raises
    ------
    InputError
        If the counts disagree or a row breaks a rule of the schema.
    StoreError
        If more than half would go, or another import is at work; nothing is
        changed.

    Notes
    -----
    Contract: one transaction; readers are never blocked and see the directory
    before or the directory after.
    """
    _check_counts(points, rejects, source=source, read=read)
    with one_import(conn):
        stage(conn, POINTS, _rows(points))
        check_staged(conn, POINTS)
        check_references(conn, POINTS, replaced=())
        if whole and not allow_shrink:
            _check_shrink(conn, source)
        changes = _swap(conn, source=source if whole else None)
        summary = _summary(points, rejects, read, changes)
        origin = {"source": source, "fichier": file, "empreinte": digest, "entier": whole}
        _log(conn, summary, rejects, {**origin, "version_code": code_version})
    return summary


def _check_counts(
    points: Sequence[PointAccueil], rejects: Sequence[Rejet], *, source: str, read: int
) -> None:
    if len(points) + len(rejects) != read:
        raise InputError(
            f"{read} records were read, but {len(points)} were accepted and {len(rejects)} "
            "rejected: each must be one or the other."
        )
    strangers = [point.id for point in points if point.source != source]
    if strangers:
        raise InputError(f"needed places of {source!r} only, got {strangers[0]}.")


def _check_shrink(conn: Connection, source: str) -> None:
    query = "SELECT count(*) FROM points_accueil WHERE source = %s"
    found = conn.execute(query, [source]).fetchone()
    stored = int(found[0]) if found else 0
    gone = count_absent(conn, POINTS, source=source)
    if 2 * gone > stored:
        raise StoreError(
            f"this import would remove {gone} of the {stored} places of {source!r}, more than "
            "half; if that is meant, allow it (`--allow-shrink`). Nothing was changed."
        )


def _swap(conn: Connection, *, source: str | None) -> Changes:
    removed = remove_absent(conn, POINTS, source=source) if source else 0
    updated = update_changed(conn, POINTS)
    changes = Changes(added=insert_new(conn, POINTS), updated=updated, removed=removed)
    if changes:
        analyze(conn, [POINTS])
    return changes


def _rows(points: Sequence[PointAccueil]) -> Iterator[Row]:
    positions = np.array([(point.lon, point.lat) for point in points]).reshape(-1, 2)
    geometries = to_hex(shapely.points(positions))
    for point, geometry in zip(points, geometries, strict=True):
        made = {"geom": geometry, "nom_recherche": searchable(point.nom)}
        yield [
            made[name] if name in made else _plain(getattr(point, name))
            for name in column_names(POINTS)
        ]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _summary(
    points: Sequence[PointAccueil], rejects: Sequence[Rejet], read: int, changes: Changes
) -> ImportSummary:
    motifs = Counter(reject.motif.value for reject in rejects)
    return ImportSummary(
        read=read,
        accepted=len(points),
        rejected=len(rejects),
        motifs=MappingProxyType(dict(motifs.most_common())),
        added=changes.added,
        updated=changes.updated,
        removed=changes.removed,
        unchanged=len(points) - changes.added - changes.updated,
    )


def _log(
    conn: Connection,
    summary: ImportSummary,
    rejects: Sequence[Rejet],
    origin: Mapping[str, object],
) -> None:
    row = {
        **origin,
        "lus": summary.read,
        "acceptes": summary.accepted,
        "rejetes": summary.rejected,
        "ajoutes": summary.added,
        "modifies": summary.updated,
        "retires": summary.removed,
    }
    if _is_last(conn, row):
        return
    statement = insert(schema.imports).values(row).returning(schema.imports.c.import_id)
    found = conn.execute(*compile_query(statement)).fetchone()
    import_id = found[0] if found else None
    with conn.cursor().copy("COPY rejets (import_id, id_source, motif, detail) FROM STDIN") as copy:
        for reject in rejects:
            copy.write_row([import_id, reject.id_source, reject.motif.value, reject.detail])


def _is_last(conn: Connection, row: Mapping[str, object]) -> bool:
    if row["ajoutes"] or row["modifies"] or row["retires"]:
        return False
    told = ("source", "fichier", "empreinte", "entier", "version_code", "lus", "acceptes")
    columns = schema.imports.c
    last = (
        select(*(columns[name] for name in told))
        .where(columns.source == row["source"])
        .order_by(columns.import_id.desc())
        .limit(1)
    )
    return conn.execute(*compile_query(last)).fetchone() == tuple(row[name] for name in told)
