"""The log of imports: what was loaded last, from which file, by which version."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select

from geo.store import schema
from geo.store.engine import Connection, compile_query, store_errors

TERRITORIES = "territoires"
"""Source under which the territories are logged; places have their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """
    Where what is stored comes from.

    Attributes
    ----------
    file, digest
        Name and sha256 of what was read.
    code_version
        Version of the program that read it.
    """

    file: str
    digest: str
    code_version: str


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
        Rows stored; the accepted ones are added, updated or unchanged.
    """

    read: int
    accepted: int
    rejected: int
    motifs: Mapping[str, int]
    added: int
    updated: int
    removed: int
    unchanged: int


def last_import(conn: Connection, source: str) -> Provenance | None:
    """
    Read where what is stored of a source was last loaded from, as a whole.

    Parameters
    ----------
    conn
        Any connection.
    source
        Such as ``dila`` or `TERRITORIES`.

    Returns
    -------
    last
        Of the last whole import that accepted something: a single file, or a whole import
        of nothing, does not say what the source is. None where there was none, or where
        nothing of the source is stored.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer.
    """
    columns = schema.imports.c
    query = (
        select(columns.fichier, columns.empreinte, columns.version_code)
        .where(columns.source == source, columns.entier, columns.acceptes > 0)
        .order_by(columns.import_id.desc())
        .limit(1)
    )
    points = schema.points_accueil
    stored = (
        select(schema.communes.c.code_commune).limit(1)
        if source == TERRITORIES
        else select(points.c.id).where(points.c.source == source).limit(1)
    )
    with store_errors():
        found = conn.execute(*compile_query(query.where(stored.exists()))).fetchone()
    if found is None:
        return None
    file, digest, code_version = found
    return Provenance(file=file, digest=digest, code_version=code_version)


def log_import(
    conn: Connection, source: str, provenance: Provenance, summary: ImportSummary, *, whole: bool
) -> int | None:
    """
    Log an import, unless it is the last one again and changed nothing.

    Parameters
    ----------
    conn
        In the transaction of the import.
    source
        Such as ``dila`` or `TERRITORIES`.
    provenance
        What was read, and by which version.
    summary
        What was done.
    whole
        Whether this is all of the source.

    Returns
    -------
    import_id
        None where nothing had to be logged.
    """
    row = {
        "source": source,
        "fichier": provenance.file,
        "empreinte": provenance.digest,
        "version_code": provenance.code_version,
        "entier": whole,
        "lus": summary.read,
        "acceptes": summary.accepted,
        "rejetes": summary.rejected,
        "ajoutes": summary.added,
        "modifies": summary.updated,
        "retires": summary.removed,
    }
    if _is_last(conn, row):
        return None
    statement = insert(schema.imports).values(row).returning(schema.imports.c.import_id)
    found = conn.execute(*compile_query(statement)).fetchone()
    return int(found[0]) if found else None


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
