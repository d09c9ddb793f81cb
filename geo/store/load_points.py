"""Stage, swap and log the places of one source, with what was rejected and where it came from."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
import shapely
from sqlalchemy import Table

from geo.domain.commune import searchable
from geo.domain.point_accueil import PointAccueil
from geo.domain.rejet import Rejet
from geo.errors import InputError, StoreError
from geo.store import schema
from geo.store.engine import Connection
from geo.store.imports import ImportSummary, Provenance, log_import
from geo.store.load_staging import Row, check_references, check_staged, column_names, stage
from geo.store.load_swap import (
    Changes,
    analyze,
    count_absent,
    insert_new,
    remove_absent,
    update_changed,
)
from geo.store.load_territories import to_hex

POINTS = schema.points_accueil


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsImport:
    """
    The places of a source, to be loaded.

    Attributes
    ----------
    points, rejects
        Everything that was read, accepted or not.
    source
        Prefix of the places' ids, such as ``dila``.
    read
        Records read.
    provenance
        Where they come from.
    whole
        Whether this is all of the source, so that its other places go; else
        the places are added or updated.
    allow_shrink
        Let a whole import remove more than half of the source's places.
    """

    points: Sequence[PointAccueil]
    rejects: Sequence[Rejet]
    source: str
    read: int
    provenance: Provenance
    whole: bool
    allow_shrink: bool = False


def stage_points(conn: Connection, given: PointsImport, *, replaced: Collection[Table]) -> None:
    """
    Stage the places of a source, and check them.

    Parameters
    ----------
    conn
        In `one_import`; what `replaced` names is staged.
    given
        What to load.
    replaced
        Tables of which only the staged rows will remain.

    Raises
    ------
    InputError
        If the counts disagree, a row breaks a rule of the schema or refers to nothing.
    """
    _check_counts(given)
    stage(conn, POINTS, _rows(given.points))
    check_staged(conn, POINTS)
    check_references(conn, POINTS, replaced=replaced)


def swap_points(conn: Connection, given: PointsImport) -> ImportSummary:
    """
    Make the places of a source equal to the staged ones.

    Parameters
    ----------
    conn
        In `one_import`, after `stage_points`.
    given
        What was staged.

    Returns
    -------
    summary
        What became of the records.

    Raises
    ------
    StoreError
        If more than half would go, and that is not allowed.
    """
    if given.whole and not given.allow_shrink:
        _check_shrink(conn, given.source)
    changes = _swap(conn, source=given.source if given.whole else None)
    return _summary(given, changes)


def log_points(conn: Connection, given: PointsImport, summary: ImportSummary) -> None:
    """
    Log an import of places, with its rejects, unless it is the last one again.

    Parameters
    ----------
    conn
        In `one_import`, after `swap_points`.
    given
        What was loaded.
    summary
        What became of it.
    """
    import_id = log_import(conn, given.source, given.provenance, summary, whole=given.whole)
    if import_id is None:
        return
    with conn.cursor().copy("COPY rejets (import_id, id_source, motif, detail) FROM STDIN") as copy:
        for reject in given.rejects:
            copy.write_row([import_id, reject.id_source, reject.motif.value, reject.detail])


def _check_counts(given: PointsImport) -> None:
    accepted, rejected = len(given.points), len(given.rejects)
    if accepted + rejected != given.read:
        raise InputError(
            f"{given.read} records were read, but {accepted} were accepted and {rejected} "
            "rejected: each must be one or the other."
        )
    strangers = [point.id for point in given.points if point.source != given.source]
    if strangers:
        raise InputError(f"needed places of {given.source!r} only, got {strangers[0]}.")


def _check_shrink(conn: Connection, source: str) -> None:
    query = "SELECT count(*) FROM points_accueil WHERE source = %s"
    found = conn.execute(query, [source]).fetchone()
    stored = int(found[0]) if found else 0
    gone = count_absent(conn, POINTS, source=source)
    if 2 * gone > stored:
        raise StoreError(
            f"cet import retirerait {gone} des {stored} points d’accueil de la source "
            f"« {source} », plus de la moitié. Si c’est voulu, ajoutez --allow-shrink à "
            "`deuxportes ingest`. Rien n’a été changé."
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


def _summary(given: PointsImport, changes: Changes) -> ImportSummary:
    motifs = Counter(reject.motif.value for reject in given.rejects)
    return ImportSummary(
        read=given.read,
        accepted=len(given.points),
        rejected=len(given.rejects),
        motifs=MappingProxyType(dict(motifs.most_common())),
        added=changes.added,
        updated=changes.updated,
        removed=changes.removed,
        unchanged=len(given.points) - changes.added - changes.updated,
    )
