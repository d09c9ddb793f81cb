"""The log of imports: what was loaded last, from which file, by which version."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from geo.store import schema
from geo.store.engine import Connection, compile_query, store_errors

TERRITORIES = "territoires"
"""Source under which the territories are logged; places have their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastImport:
    """
    The last import of a source.

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


def last_import(conn: Connection, source: str) -> LastImport | None:
    """
    Read the last import of a source.

    Parameters
    ----------
    conn
        Any connection.
    source
        Such as ``dila`` or `TERRITORIES`.

    Returns
    -------
    last
        None where nothing was ever loaded from it.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer.
    """
    columns = schema.imports.c
    query = (
        select(columns.fichier, columns.empreinte, columns.version_code)
        .where(columns.source == source)
        .order_by(columns.import_id.desc())
        .limit(1)
    )
    with store_errors():
        found = conn.execute(*compile_query(query)).fetchone()
    if found is None:
        return None
    file, digest, code_version = found
    return LastImport(file=file, digest=digest, code_version=code_version)


def log_territories(conn: Connection, last: LastImport, *, communes: int) -> None:
    """
    Log that the territories were replaced.

    Parameters
    ----------
    conn
        Connection in autocommit.
    last
        What was read, and by which version.
    communes
        How many communes and arrondissements were loaded.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer.
    """
    statement = insert(schema.imports).values(
        source=TERRITORIES,
        fichier=last.file,
        empreinte=last.digest,
        version_code=last.code_version,
        entier=True,
        lus=communes,
        acceptes=communes,
        rejetes=0,
        ajoutes=0,
        modifies=0,
        retires=0,
    )
    with store_errors():
        conn.execute(*compile_query(statement))
