"""Whether the store holds what the service needs."""

from typing import Any

from sqlalchemy import Select, func, select

from geo.store.schema import bassins, communes, points_accueil, reseaux, runs


def counts_query() -> Select[Any]:
    """
    Count what is there, in one row.

    Returns
    -------
    query
        ``points_accueil, reseaux, communes, bassins, runs``.
    """
    tables = (points_accueil, reseaux, communes, bassins, runs)
    return select(
        *(
            select(func.count()).select_from(table).scalar_subquery().label(table.name)
            for table in tables
        )
    )
