"""Réseaux with the totals announced for them, as the inventory wants them."""

import pandas as pd
from sqlalchemy import select

from geo.errors import StoreEmptyError
from geo.store import schema
from geo.store.engine import Connection
from geo.store.frames import read_frame


def read_announced(conn: Connection) -> pd.DataFrame:
    """
    Give the réseaux and what was announced of them for the region.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    reseaux
        `geo.access.inventory.RESEAU_COLUMNS`, index ``reseau``, in the order people read them.

    Raises
    ------
    StoreEmptyError
        If they were never loaded.
    """
    c = schema.reseaux.c
    query = select(
        c.code.label("reseau"),
        c.nom,
        c.membre,
        c.annonce.label("announced"),
        c.annonce_antennes.label("announced_antennes"),
    ).order_by(c.rang)
    table = read_frame(conn, query, index="reseau")
    if table.empty:
        raise StoreEmptyError(
            "la base n’a pas de réseaux. Tapez d’abord : deuxportes ingest reference"
        )
    return table.astype({"announced": "Int64", "announced_antennes": "Int64"})
