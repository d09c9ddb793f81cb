"""Where people are, as the analysis wants them."""

from typing import Any

import numpy as np
from geoalchemy2.functions import ST_X, ST_Y
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from geo.access.survey import People
from geo.errors import StoreEmptyError
from geo.store import schema
from geo.store.engine import Connection, read_rows

PARTITIONS = ("bassin", "departement", "epci", "ept", "region", "zone_emploi")
"""Ways to cut the territory that people are told apart by."""


def read_people(conn: Connection) -> People:
    """
    Give where people are.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    people
        In the order of their identifiers; partitions are `PARTITIONS`.

    Raises
    ------
    StoreEmptyError
        If territories were never loaded.
    """
    rows = read_rows(conn, people_query())
    if not rows:
        raise StoreEmptyError(
            "la base n’a pas de points d’origine. Tapez d’abord : deuxportes ingest reference"
        )
    return to_people(rows)


def people_query() -> Select[Any]:
    """
    Select where people are.

    Returns
    -------
    query
        Rows for `to_people`.
    """
    origin, commune = schema.origins.c, schema.communes.c
    parent = aliased(schema.communes)
    bassin, zone = schema.bassins_communes.c, schema.partitions_communes.c
    return (
        select(
            origin.origine_id,
            ST_X(origin.geom).label("lon"),
            ST_Y(origin.geom).label("lat"),
            origin.population,
            origin.code_commune,
            commune.code_parent,
            commune.code_departement,
            commune.code_region,
            bassin.code_bassin,
            commune.code_epci,
            commune.code_ept,
            # an arrondissement lies in the EPCI and the EPT of its city
            parent.c.code_epci.label("epci_de_la_ville"),
            parent.c.code_ept.label("ept_de_la_ville"),
            zone.code.label("zone_emploi"),
        )
        .join_from(schema.origins, schema.communes)
        .outerjoin(parent, parent.c.code_commune == commune.code_parent)
        .outerjoin(schema.bassins_communes, bassin.code_commune == origin.code_commune)
        .outerjoin(
            schema.partitions_communes,
            (zone.code_commune == origin.code_commune) & (zone.partition == "zone_emploi"),
        )
        .order_by(origin.origine_id)
    )


def to_people(rows: list[tuple[Any, ...]]) -> People:
    """
    Lay out where people are.

    Parameters
    ----------
    rows
        Of `people_query`.

    Returns
    -------
    people
        In the order of the rows.
    """
    ids, lon, lat, population, commune, parent, departement, region, bassin, *rest = zip(
        *rows, strict=True
    )
    epci, ept, city_epci, city_ept, zone = rest
    regions = [f"region-{code}" for code in region]
    return People(
        ids=ids,
        lon_lat=np.column_stack((lon, lat)).astype(np.float64),
        population=np.array(population, dtype=np.int64),
        codes=tuple(
            tuple(filter(None, held))
            for held in zip(commune, parent, departement, regions, strict=True)
        ),
        partitions={
            "bassin": tuple(code or "" for code in bassin),
            "departement": departement,
            "epci": tuple(a or b or "" for a, b in zip(epci, city_epci, strict=True)),
            "ept": tuple(a or b or "" for a, b in zip(ept, city_ept, strict=True)),
            "region": region,
            "zone_emploi": tuple(code or "" for code in zone),
        },
    )
