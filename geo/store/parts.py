"""The parts that territory is cut into: their names, and the commune that each place stands in."""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import exists, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from geo.store import schema
from geo.store.engine import Connection
from geo.store.frames import read_frame
from geo.store.queries.names import part_names_query


def read_part_names(conn: Connection) -> Mapping[str, Mapping[str, str]]:
    """
    Give the names of the parts of each partition.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    names
        By name of the partition, as in `geo.store.surveys.PARTITIONS`, then by code.
    """
    table = read_frame(conn, part_names_query())
    return {
        str(name): dict(zip(group["code"], group["nom"], strict=True))
        for name, group in table.groupby("partition")
    }


def read_place_communes(conn: Connection) -> pd.DataFrame:
    """
    Give the commune or arrondissement that each place stands in, which may not be the declared one.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    communes
        Index ``point_id``, in its order; column ``code_commune``: that of the polygon that holds
        the position, else of the nearest (in degrees); of several, on their common edge, the one
        declared, else the first code. Cities with arrondissements are never given, these are.
    """
    point, part = schema.points_accueil.c, aliased(schema.communes)
    cell = schema.communes.c
    apart = point.geom.op("<->")(cell.geom)
    # nothing else sorts the inner query, or the index on polygons would be of no use
    nearest = (
        select(cell.code_commune)
        .where(~exists().where(part.c.code_parent == cell.code_commune))
        .order_by(apart)
        .fetch(1, with_ties=True)
        .lateral("nearest")
    )
    found = nearest.c.code_commune
    query = (
        select(point.id.label("point_id"), found)
        .join_from(schema.points_accueil, nearest, true())
        .ext(distinct_on(point.id))
        .order_by(point.id, found != point.code_commune, found)
    )
    return read_frame(conn, query, index="point_id")
