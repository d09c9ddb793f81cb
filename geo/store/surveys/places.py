"""Where people may go, as the analysis wants it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from geoalchemy2.functions import ST_X, ST_Y
from sqlalchemy import Select, select

from geo.access.neutral import neutral_rank
from geo.access.survey import Places
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre
from geo.errors import StoreEmptyError
from geo.store import schema
from geo.store.engine import Connection, read_rows

Code = TypeVar("Code", bound=StrEnum)


def read_places(conn: Connection) -> Places:
    """
    Give where people may go, doors or not.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    places
        In the order of `geo.access.neutral.neutral_rank`; capacity 1, for no source tells it.

    Raises
    ------
    StoreEmptyError
        If no place was ever loaded.
    """
    rows = read_rows(conn, places_query())
    if not rows:
        raise StoreEmptyError(
            "la base n’a pas de points d’accueil. Tapez d’abord : deuxportes ingest reference"
        )
    return to_places(rows)


def places_query() -> Select[Any]:
    """
    Select places.

    Returns
    -------
    query
        Rows for `to_places`.
    """
    c = schema.points_accueil.c
    return (
        select(
            c.id,
            ST_X(c.geom).label("lon"),
            ST_Y(c.geom).label("lat"),
            c.reseau,
            (schema.reseaux.c.membre != Membre.NON.value).label("is_door"),
            c.publics,
            c.missions,
            c.zone_competence,
            c.horaires,
            c.horaires_reserves,
            schema.reseaux.c.publics.label("publics_du_reseau"),
            schema.reseaux.c.missions.label("missions_du_reseau"),
        )
        .join_from(schema.points_accueil, schema.reseaux)
        .order_by(c.id)
    )


def to_places(rows: list[tuple[Any, ...]]) -> Places:
    """
    Lay out places.

    Parameters
    ----------
    rows
        Of `places_query`.

    Returns
    -------
    places
        In the order of `geo.access.neutral.neutral_rank`.
    """
    places = lay_out(rows)
    return places.take(np.argsort(neutral_rank(places.ids)))


def lay_out(rows: Sequence[tuple[Any, ...]]) -> Places:
    """
    Lay out places in the order given.

    Parameters
    ----------
    rows
        Of `places_query`.

    Returns
    -------
    places
        One that says no other than the rule of its réseau says everything, and the table of
        competences decides.
    """
    columns: tuple[tuple[Any, ...], ...] = tuple(zip(*rows, strict=True)) or ((),) * 12
    ids, lon, lat, reseau, is_door, publics, missions, zones, horaires, reserves, *rules = columns
    return Places(
        ids=ids,
        lon_lat=np.column_stack((lon, lat)).astype(np.float64),
        reseau=reseau,
        is_door=np.array(is_door, dtype=np.bool_),
        publics=_said(publics, rules[0], Profil),
        missions=_said(missions, rules[1], Mission),
        zones=tuple(None if zone is None else tuple(zone) for zone in zones),
        horaires=horaires,
        reserves=tuple(map(tuple, reserves)),
        capacity=np.ones(len(ids)),
    )


def _said(
    told: Iterable[Sequence[str]], rules: Iterable[Sequence[str]], every: type[Code]
) -> tuple[frozenset[Code], ...]:
    """
    Give what places say of themselves; everything, where that is just the rule of their réseau.

    Sources say nothing of it and are filled in with the rule: taken for their own word, it would
    keep a public or a mission that is added to the table of competences from every place.
    """
    everything = frozenset(every)
    return tuple(
        everything if set(codes) == set(rule) else frozenset(map(every, codes))
        for codes, rule in zip(told, rules, strict=True)
    )
