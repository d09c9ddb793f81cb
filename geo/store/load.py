"""Load the store: each function replaces its sets, all of them or nothing, while readers read."""

from collections.abc import Sequence

from geo.domain.point_accueil import PointAccueil
from geo.domain.rejet import Rejet
from geo.domain.reseau import Reseau
from geo.domain.rules import Rules
from geo.store import load_rules, load_territories, schema
from geo.store.engine import Connection
from geo.store.imports import ImportSummary, Provenance
from geo.store.load_points import PointsImport, log_points, stage_points, swap_points
from geo.store.load_reseaux import stage_reseaux
from geo.store.load_rules import stage_rules
from geo.store.load_staging import check_not_orphaned
from geo.store.load_swap import Changes, one_import, swap
from geo.store.load_territories import TerritoriesImport, stage_territories, swap_territories

__all__ = [
    "Changes",
    "ImportSummary",
    "PointsImport",
    "TerritoriesImport",
    "replace_directory",
    "replace_points",
    "replace_reseaux",
    "replace_territories",
]


def replace_directory(
    conn: Connection,
    points: PointsImport,
    *,
    reseaux: Sequence[Reseau] | None = None,
    rules: Rules | None = None,
    territories: TerritoriesImport | None = None,
) -> ImportSummary:
    """
    Replace the places of a source, with the réseaux, rules and territories they go with.

    Parameters
    ----------
    conn
        Connection in autocommit.
    points
        Everything that was read, accepted or not.
    reseaux
        All of them, in the order people read them; None for those stored.
    rules
        All that is declared beside them; None for what is stored.
    territories
        One consistent set; None for the one stored.

    Returns
    -------
    summary
        What became of the places. Same import again: nothing added, updated, removed, nor
        logged.

    Raises
    ------
    InputError
        If the counts disagree, a row breaks a rule of the schema or refers to nothing.
    StoreError
        If more than half of the source's places would go, what stays would lose its commune or
        its réseau, or another import is at work; nothing is changed.

    Notes
    -----
    Contract: one transaction; readers are never blocked and see all that was before or all
    that comes after. Places change first, under deferred foreign keys, so that a commune or
    a réseau may go with its last places.
    """
    replaced = [
        *([] if reseaux is None else [schema.reseaux]),
        *([] if rules is None else load_rules.TABLES),
        *([] if territories is None else load_territories.TABLES),
    ]
    with one_import(conn):
        if reseaux is not None:
            stage_reseaux(conn, reseaux)
        if rules is not None:
            stage_rules(conn, rules, replaced=replaced)
        if territories:
            stage_territories(conn, territories.territories)
        stage_points(conn, points, replaced=replaced)
        summary = swap_points(conn, points)
        check_not_orphaned(conn, replaced)
        swap(conn, [table for table in replaced if table not in load_territories.TABLES])
        if territories:
            swap_territories(conn, territories)
        log_points(conn, points, summary)
    return summary


def replace_reseaux(
    conn: Connection, reseaux: Sequence[Reseau], rules: Rules | None = None
) -> Changes:
    """
    Replace the réseaux, and what is declared beside them.

    Parameters
    ----------
    conn
        Connection in autocommit.
    reseaux
        All of them, in the order people read them.
    rules
        As of `replace_directory`.

    Returns
    -------
    changes
        Rows touched; none when the same réseaux and rules are loaded again.

    Raises
    ------
    InputError
        If there is no réseau, a row breaks a rule of the schema or refers to nothing.
    StoreError
        If what is stored is of a réseau that would go, or another import is at
        work; nothing is changed.
    """
    replaced = [schema.reseaux, *([] if rules is None else load_rules.TABLES)]
    with one_import(conn):
        stage_reseaux(conn, reseaux)
        if rules is not None:
            stage_rules(conn, rules, replaced=replaced)
        check_not_orphaned(conn, replaced)
        return swap(conn, replaced)


def replace_territories(conn: Connection, territories: TerritoriesImport) -> Changes:
    """
    Replace communes, bassins, other territories, candidate sites and origins; log it.

    Parameters
    ----------
    conn
        Connection in autocommit.
    territories
        One consistent set.

    Returns
    -------
    changes
        Rows touched; none when the same set is loaded again.

    Raises
    ------
    InputError
        If a table breaks its contract or refers to what the set lacks.
    StoreError
        If a stored place is in a commune that would go, or another import is
        at work; nothing is changed.

    Notes
    -----
    Contract: one transaction; readers are never blocked and see the set before
    or the set after.
    """
    with one_import(conn):
        stage_territories(conn, territories.territories)
        check_not_orphaned(conn, load_territories.TABLES)
        return swap_territories(conn, territories)


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
    Replace the places of a source, under the réseaux and territories stored.

    Parameters
    ----------
    conn
        Connection in autocommit.
    points, rejects, source, read, whole, allow_shrink
        As in `PointsImport`.
    file, digest, code_version
        As in `geo.store.imports.Provenance`.

    Returns
    -------
    summary
        As of `replace_directory`.

    Raises
    ------
    InputError, StoreError
        As `replace_directory`.
    """
    return replace_directory(
        conn,
        PointsImport(
            points=points,
            rejects=rejects,
            source=source,
            read=read,
            provenance=Provenance(file=file, digest=digest, code_version=code_version),
            whole=whole,
            allow_shrink=allow_shrink,
        ),
    )
