"""Candidate sites: town halls and stations where a place might open."""

import pandas as pd
from geoalchemy2.functions import ST_X, ST_Y
from sqlalchemy import select

from geo.store import schema
from geo.store.engine import Connection
from geo.store.frames import read_frame


def read_sites(conn: Connection) -> pd.DataFrame:
    """
    Read the candidate sites.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    sites
        Columns ``type`` (``mairie`` or ``gare``), ``nom``, ``code_commune`` (missing outside the
        communes loaded), ``lon``, ``lat``; index ``site_id``, in its order.
    """
    c = schema.sites_candidats.c
    query = select(
        c.site_id,
        c.type,
        c.nom,
        c.code_commune,
        ST_X(c.geom).label("lon"),
        ST_Y(c.geom).label("lat"),
    ).order_by(c.site_id)
    return read_frame(conn, query, index="site_id")
