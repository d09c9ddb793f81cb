"""What access is computed from: origins, destinations, territories, and the hash of them all."""

import hashlib
from collections.abc import Sequence

import pandas as pd
from geoalchemy2.functions import ST_X, ST_Y
from psycopg import sql
from sqlalchemy import Table, literal, select, union_all

from geo.access.coverage import territory_members
from geo.domain.reseau import Membre
from geo.errors import StoreEmptyError
from geo.store import schema
from geo.store.engine import Connection, store_errors
from geo.store.frames import read_frame
from geo.store.load_staging import key_columns

RULES = (
    schema.reseaux,
    schema.competences,
    schema.services_a_distance,
    schema.temps_reference,
    schema.incertitudes,
    schema.publics,
)
"""What is declared, rather than found: who helps whom, and what counts as near."""

INPUTS = (
    *RULES,
    schema.points_accueil,
    schema.communes,
    schema.bassins,
    schema.bassins_communes,
    schema.partitions_communes,
    schema.territoires,
    schema.origins,
)
"""Tables whose content determines a run; candidate sites do not."""


def read_origins(conn: Connection) -> pd.DataFrame:
    """
    Give where people are.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    origins
        `geo.tables.ORIGIN_COLUMNS`, index ``origin_id``, in its order.

    Raises
    ------
    StoreEmptyError
        If territories were never loaded.
    """
    c = schema.origins.c
    query = select(
        c.origine_id.label("origin_id"),
        c.code_commune,
        c.nom,
        c.population,
        ST_X(c.geom).label("lon"),
        ST_Y(c.geom).label("lat"),
    ).order_by(c.origine_id)
    found = read_frame(conn, query, index="origin_id")
    return _loaded(found, "points d’origine")


def read_destinations(conn: Connection) -> pd.DataFrame:
    """
    Give every place, doors or not.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    destinations
        `geo.tables.DESTINATION_COLUMNS`, ``nom`` and ``is_door`` (false where the réseau is
        no member of the service), index ``destination_id``, in its order.

    Raises
    ------
    StoreEmptyError
        If no place was ever loaded.
    """
    c, reseaux = schema.points_accueil.c, schema.reseaux.c
    query = (
        select(
            c.id.label("destination_id"),
            c.reseau,
            ST_X(c.geom).label("lon"),
            ST_Y(c.geom).label("lat"),
            c.nom,
            (reseaux.membre != Membre.NON.value).label("is_door"),
        )
        .join_from(schema.points_accueil, schema.reseaux)
        .order_by(c.id)
    )
    found = read_frame(conn, query, index="destination_id")
    return _loaded(found, "points d’accueil")


def read_reseaux(conn: Connection) -> pd.DataFrame:
    """
    Give the réseaux.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    reseaux
        Columns ``nom, membre, is_door``, index ``reseau``, in the order people read them.

    Raises
    ------
    StoreEmptyError
        If they were never loaded.
    """
    c = schema.reseaux.c
    is_door = (c.membre != Membre.NON.value).label("is_door")
    query = select(c.code.label("reseau"), c.nom, c.membre, is_door).order_by(c.rang)
    return _loaded(read_frame(conn, query, index="reseau"), "réseaux")


def read_territory_populations(conn: Connection) -> pd.DataFrame:
    """
    Give the territories coverage is reported on, with their residents.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    territories
        Columns ``territory_type`` (``bassin``, ``region``), ``territory_code``, ``nom``,
        ``population``, in the order of the first two.

    Raises
    ------
    StoreEmptyError
        If territories were never loaded.
    """
    b, t = schema.bassins.c, schema.territoires.c
    bassins = select(
        literal("bassin").label("territory_type"),
        b.code_bassin.label("territory_code"),
        b.nom,
        b.population,
    )
    regions = select(t.type, t.code, t.nom, t.population).where(t.type == "region")
    rows = union_all(bassins, regions).subquery()
    query = select(rows).order_by(rows.c.territory_type, rows.c.territory_code)
    return _loaded(read_frame(conn, query), "territoires")


def read_members(conn: Connection) -> pd.DataFrame:
    """
    Give the communes of each bassin and region.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    members
        `geo.access.coverage.MEMBER_COLUMNS`; arrondissements and their commune included.

    Raises
    ------
    StoreEmptyError
        If territories were never loaded.
    """
    c, b = schema.bassins_communes.c, schema.bassins.c
    pairs = read_frame(conn, select(c.code_bassin, c.code_commune).order_by(c.code_commune))
    regions = read_frame(conn, select(b.code_bassin, b.code_region), index="code_bassin")
    _loaded(pairs, "bassins")
    return territory_members(pairs, regions["code_region"])


def directory_digest(conn: Connection) -> str:
    """
    Give the hash of all that a run is computed from.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    digest
        SHA-256 in hexadecimal: the same rows give the same digest, whatever the order and
        the number of times they were loaded; any changed value gives another.
    """
    return _digest_of(conn, INPUTS)


def rules_digest(conn: Connection) -> str:
    """
    Give the hash of what is declared, `RULES`: a part of what `directory_digest` covers.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    digest
        SHA-256 in hexadecimal, as of `directory_digest`.
    """
    return _digest_of(conn, RULES)


def _digest_of(conn: Connection, tables: Sequence[Table]) -> str:
    # one statement: one instant for all the tables
    query = sql.SQL(" UNION ALL ").join(map(_table_digest, tables))
    with store_errors(), conn.transaction():
        conn.execute("SET LOCAL datestyle = 'ISO'")
        rows = conn.execute(query).fetchall()
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


def _table_digest(table: Table) -> sql.Composed:
    keys = sql.SQL(", ").join(
        sql.SQL('{}::text COLLATE "C"').format(sql.Identifier("t", name))
        for name in key_columns(table)
    )
    return sql.SQL(
        "SELECT {}, md5(coalesce(string_agg(md5(t::text), '' ORDER BY {}), '')) FROM {} t"
    ).format(sql.Literal(table.name), keys, sql.Identifier(table.name))


def _loaded(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    if frame.empty:
        raise StoreEmptyError(
            f"la base n’a pas de {name}. Tapez d’abord : deuxportes ingest reference"
        )
    return frame
