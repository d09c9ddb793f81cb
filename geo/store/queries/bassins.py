"""Bassins: the list, one of them, and the one where a position falls."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from geo.store.queries.geometry import bounds, geojson, position
from geo.store.schema import bassins, bassins_communes

_bassins = bassins.c


def _select(*, contour: bool) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        _bassins.code_bassin,
        _bassins.nom,
        _bassins.code_region,
        _bassins.population,
        *bounds(_bassins.geom),
    ]
    return select(*columns, *([geojson(_bassins.geom).label("contour")] if contour else []))


def bassins_query(*, after: bool, contour: bool) -> Select[Any]:
    """
    Select a page of bassins, by code.

    Parameters
    ----------
    after
        Whether the page follows the key ``apres``.
    contour
        Whether the polygon is wanted, as GeoJSON text.

    Returns
    -------
    query
        Parameter ``limite``; ``code_bassin, nom, code_region, population``, bounds
        ``ouest, sud, est, nord``, and ``contour`` where asked for.
    """
    query = _select(contour=contour)
    if after:
        query = query.where(_bassins.code_bassin > bindparam("apres", type_=Text))
    limit: ColumnElement[int] = bindparam("limite", type_=Integer)
    return query.order_by(_bassins.code_bassin).limit(limit)


def bassin_query(*, contour: bool) -> Select[Any]:
    """
    Select one bassin.

    Parameters
    ----------
    contour
        As for `bassins_query`.

    Returns
    -------
    query
        Parameter ``code``; columns of `bassins_query`, and ``communes``, their codes.
    """
    member = bassins_communes.c.code_commune
    members = (
        select(func.array_agg(aggregate_order_by(member, member), type_=ARRAY(Text)))
        .where(bassins_communes.c.code_bassin == _bassins.code_bassin)
        .scalar_subquery()
    )
    wanted = _bassins.code_bassin == bindparam("code", type_=Text)
    return _select(contour=contour).add_columns(members.label("communes")).where(wanted)


def locate_bassin_query(*, contour: bool) -> Select[Any]:
    """
    Select the bassin where a position falls; on a border, the first by code.

    Parameters
    ----------
    contour
        As for `bassins_query`.

    Returns
    -------
    query
        Parameters ``lon``, ``lat``; columns of `bassins_query`.
    """
    return (
        _select(contour=contour)
        .where(func.ST_Covers(_bassins.geom, position()))
        .order_by(_bassins.code_bassin)
        .limit(1)
    )


def known_bassins_query() -> Select[Any]:
    """
    Select which codes exist.

    Returns
    -------
    query
        Parameter ``codes``; column ``code_bassin``.
    """
    codes = bindparam("codes", type_=ARRAY(Text))
    return select(_bassins.code_bassin).where(_bassins.code_bassin == func.any(codes))
