"""Réseaux, in the order of the file that lists them, with the places found of each."""

from typing import Any

from sqlalchemy import Select, func, select

from geo.store.schema import points_accueil, reseaux


def reseaux_query() -> Select[Any]:
    """
    Select every réseau.

    Returns
    -------
    query
        ``code, nom, membre, annonce, publics, missions``, and ``points_accueil``: how many
        places the directory has, to set against what was announced.
    """
    found = (
        select(func.count())
        .where(points_accueil.c.reseau == reseaux.c.code)
        .scalar_subquery()
        .label("points_accueil")
    )
    columns = (reseaux.c.code, reseaux.c.nom, reseaux.c.membre, reseaux.c.annonce)
    return select(*columns, reseaux.c.publics, reseaux.c.missions, found).order_by(
        reseaux.c.rang, reseaux.c.code
    )
