"""Names of what people live in: parts of the territory, and origins."""

from typing import Any

from sqlalchemy import Select, literal, select, union_all

from geo.store.schema import bassins, origins, partitions_communes, territoires


def part_names_query() -> Select[Any]:
    """
    Select the parts of each partition.

    Returns
    -------
    query
        ``partition, code, nom``: partitions are those of `geo.store.surveys.PARTITIONS`.
    """
    bassin, part, zone = bassins.c, territoires.c, partitions_communes.c
    rows = union_all(
        select(literal("bassin").label("partition"), bassin.code_bassin.label("code"), bassin.nom),
        select(part.type, part.code, part.nom),
        select(zone.partition, zone.code, zone.nom).distinct(),
    ).subquery()
    return select(rows).order_by(rows.c.partition, rows.c.code)


def origin_names_query() -> Select[Any]:
    """
    Select origins.

    Returns
    -------
    query
        ``origine_id, nom``.
    """
    return select(origins.c.origine_id, origins.c.nom).order_by(origins.c.origine_id)
