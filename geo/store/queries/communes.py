"""Communes and arrondissements: found by name or code, and one of them."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY

from geo.store.queries.geometry import bounds, geojson
from geo.store.schema import bassins_communes, communes

_communes = communes.c
_less_people = (-_communes.population).label("moins_peuplee")


def _select(*, contour: bool) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        _communes.code_commune,
        _communes.nom,
        _communes.type,
        _communes.code_parent,
        _communes.code_departement,
        _communes.code_region,
        _communes.code_epci,
        _communes.code_ept,
        bassins_communes.c.code_bassin,
        _communes.population,
        _communes.millesime,
        *bounds(_communes.geom),
    ]
    joined = communes.outerjoin(
        bassins_communes, bassins_communes.c.code_commune == _communes.code_commune
    )
    if contour:
        columns.append(geojson(_communes.geom).label("contour"))
    return select(*columns).select_from(joined)


def _rank() -> ColumnElement[int]:
    """0 the very name or code, 1 a beginning, 2 a word within."""
    words = bindparam("mots", type_=Text)
    return case(
        (or_(_communes.nom_recherche == words, _communes.code_commune == func.upper(words)), 0),
        (_communes.nom_recherche.like(words + "%"), 1),
        else_=2,
    )


def communes_query(*, search: bool, after: bool, contour: bool) -> Select[Any]:
    """
    Select a page of communes, best match first, then the most peopled.

    Parameters
    ----------
    search
        Whether parameters ``q`` (patterns that the name must all match) and ``mots``
        (the folded text, also compared with codes) narrow the list.
    after
        Whether the page follows the keys ``apres_rang``, ``apres_moins_peuplee``,
        ``apres_commune``.
    contour
        Whether the polygon is wanted, as GeoJSON text.

    Returns
    -------
    query
        Parameter ``limite``; the columns of a commune, ``contour`` where asked for, then the
        keys ``rang``, ``moins_peuplee``.
    """
    rank = _rank() if search else case((_communes.code_commune.isnot(None), 0), else_=0)
    query = _select(contour=contour).add_columns(rank.label("rang"), _less_people)
    if search:
        named = _communes.nom_recherche.like(func.all(bindparam("q", type_=ARRAY(Text))))
        coded = func.starts_with(_communes.code_commune, func.upper(bindparam("mots", type_=Text)))
        query = query.where(or_(named, coded))
    keys = (rank, _less_people, _communes.code_commune)
    if after:
        previous = (
            bindparam("apres_rang", type_=Integer),
            bindparam("apres_moins_peuplee", type_=Integer),
            bindparam("apres_commune", type_=Text),
        )
        query = query.where(tuple_(*keys) > tuple_(*previous))
    limit: ColumnElement[int] = bindparam("limite", type_=Integer)
    return query.order_by(*keys).limit(limit)


def commune_query(*, contour: bool) -> Select[Any]:
    """
    Select one commune.

    Parameters
    ----------
    contour
        As for `communes_query`.

    Returns
    -------
    query
        Parameter ``code``; the columns of a commune, ``contour`` where asked for.
    """
    return _select(contour=contour).where(_communes.code_commune == bindparam("code", type_=Text))


def known_communes_query() -> Select[Any]:
    """
    Select which codes exist.

    Returns
    -------
    query
        Parameter ``codes``; column ``code_commune``.
    """
    codes = bindparam("codes", type_=ARRAY(Text))
    return select(_communes.code_commune).where(_communes.code_commune == func.any(codes))


def codes_query() -> Select[Any]:
    """
    Select the codes that hold a commune, as zones of competence name them.

    Returns
    -------
    query
        Parameter ``code``; ``code_commune``, ``code_parent``, which may be null,
        ``code_departement``, ``region``.
    """
    region = literal("region-", Text) + _communes.code_region
    codes = (_communes.code_commune, _communes.code_parent, _communes.code_departement)
    wanted = _communes.code_commune == bindparam("code", type_=Text)
    return select(*codes, region.label("region")).where(wanted)
