"""
Places: the list, one of them, and the nearest.

Two orders exist, and neither looks at who runs a place: the distance, and otherwise the commune.
Ties follow a digest of the identifier, because identifiers begin with the name of a réseau.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from geo.domain.rattachement import FRANCE
from geo.store import surveys
from geo.store.queries.geometry import envelope, geography, position
from geo.store.schema import (
    bassins,
    bassins_communes,
    communes,
    imports,
    points_accueil,
    reseaux,
)

POINT_COLUMNS = tuple(
    column for column in points_accueil.c if column.name not in {"nom_recherche", "geom"}
)
"""What the directory publishes of a place, beside its ``lon`` and ``lat``."""

SPHERE_MARGIN = 1.01
"""``<->`` on geography measures on a sphere, at most 0.6 % away from the ellipsoid."""

MARGIN_M = 1.0

ACCENTS = ("àâäçéèêëîïôöùûüÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "aaaceeeeiioouuuAAACEEEEIIOOUUU")
"""Letters of the names of réseaux, as `geo.domain.commune.searchable` folds them."""

Clause = ColumnElement[bool]

_points = points_accueil.c
_geog = geography(_points.geom)
_order = func.md5(_points.id, type_=Text)


def _texts(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=ARRAY(Text))


def _in_commune() -> Clause:
    """Keep what is declared there, or stands on its ground."""
    codes = _texts("code_commune")
    declared = select(_points.id).where(_points.code_commune == func.any(codes))
    standing = select(_points.id).join_from(
        communes, points_accueil, func.ST_Covers(communes.c.geom, _points.geom)
    )
    return _points.id.in_(
        union(declared, standing.where(communes.c.code_commune == func.any(codes)))
    )


def _in_bassin() -> Clause:
    """Keep what is declared in one of its communes, or stands on its ground."""
    codes = _texts("code_bassin")
    declared = (
        select(_points.id)
        .join(bassins_communes, bassins_communes.c.code_commune == _points.code_commune)
        .where(bassins_communes.c.code_bassin == func.any(codes))
    )
    standing = select(_points.id).join_from(
        bassins, points_accueil, func.ST_Covers(bassins.c.geom, _points.geom)
    )
    return _points.id.in_(union(declared, standing.where(bassins.c.code_bassin == func.any(codes))))


def _named() -> Clause:
    """Keep what has each pattern of ``q`` in its name, its réseau’s, its commune’s or postcode."""
    name = func.concat(reseaux.c.code, " ", func.translate(reseaux.c.nom, *ACCENTS))
    reseau = select(func.lower(name)).where(reseaux.c.code == _points.reseau).scalar_subquery()
    commune = (
        select(communes.c.nom_recherche)
        .where(communes.c.code_commune == _points.code_commune)
        .scalar_subquery()
    )
    said = func.concat_ws(" ", _points.nom_recherche, reseau, commune, _points.code_postal)
    return said.like(func.all(_texts("q")))


FILTERS: Mapping[str, Callable[[], Clause]] = MappingProxyType(
    {
        "reseau": lambda: _points.reseau == func.any(_texts("reseau")),
        "profil": lambda: _points.publics.op("&&")(_texts("profil")),
        "mission": lambda: _points.missions.op("&&")(_texts("mission")),
        "pmr": lambda: _points.accessibilite_pmr == bindparam("pmr", type_=Text),
        "code_commune": _in_commune,
        "code_bassin": _in_bassin,
        "bbox": lambda: _points.geom.op("&&")(envelope()),
        "q": _named,
        "ids": lambda: _points.id == func.any(_texts("ids")),
    }
)
"""Conditions on a place; their values are parameters of the same names."""


def _clauses(filters: frozenset[str]) -> list[Clause]:
    return [FILTERS[name]() for name in sorted(filters)]


def _published() -> list[ColumnElement[Any]]:
    lon = func.ST_X(_points.geom, type_=Float).label("lon")
    return [*POINT_COLUMNS, lon, func.ST_Y(_points.geom, type_=Float).label("lat")]


def point_query() -> Select[Any]:
    """
    Select one place.

    Returns
    -------
    query
        Parameter ``id``; `POINT_COLUMNS`, ``lon``, ``lat``.
    """
    return select(*_published()).where(_points.id == bindparam("id", type_=Text))


def points_query(filters: frozenset[str], *, after: bool) -> Select[Any]:
    """
    Select a page of the directory, commune by commune.

    Parameters
    ----------
    filters
        Names from `FILTERS`.
    after
        Whether the page follows the keys ``apres_commune``, ``apres_ordre``.

    Returns
    -------
    query
        Parameter ``limite`` and those of the filters; `POINT_COLUMNS`, ``lon``,
        ``lat``, then ``ordre``, the second key.
    """
    query = select(*_published(), _order.label("ordre")).where(*_clauses(filters))
    if after:
        keys = (bindparam("apres_commune", type_=Text), bindparam("apres_ordre", type_=Text))
        query = query.where(tuple_(_points.code_commune, _order) > tuple_(*keys))
    limit: ColumnElement[int] = bindparam("limite", type_=Integer)
    return query.order_by(_points.code_commune, _order).limit(limit)


def hours_query(filters: frozenset[str]) -> Select[Any]:
    """
    Select the hours of every place that passes, in the order of `points_query`.

    Parameters
    ----------
    filters
        Names from `FILTERS`.

    Returns
    -------
    query
        Columns ``id, horaires, horaires_reserves, code_commune, ordre``.
    """
    columns = (_points.id, _points.horaires, _points.horaires_reserves, _points.code_commune)
    return (
        select(*columns, _order.label("ordre"))
        .where(*_clauses(filters))
        .order_by(_points.code_commune, _order)
    )


def near_hours_query(filters: frozenset[str], *, in_zone: bool = False) -> Select[Any]:
    """
    Select the hours of every place within ``rayon_m``, nearest first.

    Parameters
    ----------
    filters
        Names from `FILTERS`.
    in_zone
        Whether places that serve other communes are told from the others.

    Returns
    -------
    query
        Columns ``id, horaires, horaires_reserves, distance_m, hors_zone``; the last is false
        of all unless `in_zone`.
    """
    here = geography(position())
    radius = bindparam("rayon_m", type_=Float)
    distance = func.ST_Distance(_geog, here, type_=Float).label("distance_m")
    hours = (_points.id, _points.horaires, _points.horaires_reserves)
    return (
        select(*hours, distance, _hors_zone(in_zone=in_zone))
        .where(func.ST_DWithin(_geog, here, radius), *_clauses(filters))
        .order_by(distance, _order)
    )


def nearest_query(filters: frozenset[str], *, in_zone: bool = False) -> Select[Any]:
    """
    Select the ``k`` nearest places within ``rayon_m`` (included), nearest first.

    The index walks outwards to the k-th place on the sphere; what lies within that distance, and
    a margin, is then measured on the ellipsoid: the order is exact, ties included.

    Parameters
    ----------
    filters
        Names from `FILTERS`.
    in_zone
        Whether a place that serves other communes than the one where the position lies
        takes none of the ``k`` ranks.

    Returns
    -------
    query
        Parameters ``lon``, ``lat``, ``k``, ``rayon_m``; `POINT_COLUMNS`, ``lon``, ``lat``,
        ``distance_m``, ``codes_ici``: codes of where the position lies, fetched only where a
        place says whom it serves; and ``hors_zone``. With `in_zone`, places for which it is true
        come among the others, and as the last rows may lie beyond the k-th, the caller stops there.
    """
    here = geography(position())
    radius: ColumnElement[float] = bindparam("rayon_m", type_=Float)
    k: ColumnElement[int] = bindparam("k", type_=Integer)
    distance = func.ST_Distance(_geog, here, type_=Float).label("distance_m")
    counted = [*_clauses(filters), _serves_here()] if in_zone else _clauses(filters)
    reach = func.least(radius, func.coalesce(_kth_distance(counted, k), radius))
    codes = case((_points.zone_competence.isnot(None), _codes_here())).label("codes_ici")
    query = (
        select(*_published(), distance, codes, _hors_zone(in_zone=in_zone))
        .where(func.ST_DWithin(_geog, here, reach), *_clauses(filters))
        .order_by(distance, _order)
    )
    return query if in_zone else query.limit(k)


def places_query() -> Select[Any]:
    """
    Select what decides between places, of all of them, in the order that settles ties.

    Returns
    -------
    query
        Columns of `geo.store.surveys.places_query`, then ``accessibilite_pmr``.
    """
    query = surveys.places_query().add_columns(_points.accessibilite_pmr)
    return query.order_by(None).order_by(_order)


def matching_query(filters: frozenset[str]) -> Select[Any]:
    """
    Select which places pass.

    Parameters
    ----------
    filters
        Names from `FILTERS`.

    Returns
    -------
    query
        Parameters of the filters; column ``id``, in no order.
    """
    return select(_points.id).where(*_clauses(filters))


def here_query() -> Select[Any]:
    """
    Select what holds a position, and which import the places are of.

    Returns
    -------
    query
        Parameters ``lon``, ``lat``; one row: ``codes_ici``, null where no commune is known;
        ``version``, another text after each import that changed a place, null before any.
    """
    version = (
        select(func.concat(imports.c.import_id, " ", imports.c.importe_le))
        .order_by(imports.c.import_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(_codes_here().label("codes_ici"), version.label("version"))


def _kth_distance(counted: list[Clause], k: ColumnElement[int]) -> ColumnElement[float]:
    away = _geog.op("<->", return_type=Float())(geography(position()))
    kth = select(away * SPHERE_MARGIN + MARGIN_M).where(*counted).order_by(away)
    return kth.offset(k - literal(1, Integer)).limit(1).correlate(None).scalar_subquery()


def _hors_zone(*, in_zone: bool) -> ColumnElement[bool]:
    outside: Clause = not_(_serves_here()) if in_zone else false()
    return outside.label("hors_zone")


def _serves_here() -> Clause:
    """Say what `geo.domain.rattachement` says, « non » left out; what is unknown passes."""
    zone = _points.zone_competence
    everyone = literal(FRANCE, Text) == func.any(zone)
    # no commune is known there: the codes are null
    shared = func.coalesce(zone.op("&&")(_codes_here()), true())
    return or_(zone.is_(None), everyone, shared)


def _codes_here() -> ColumnElement[Any]:
    """Commune, its city, département, region; PostgreSQL finds them once, and only if needed."""
    return select(_here().c.codes).scalar_subquery()


@cache
def _here() -> CTE:
    """Give one and the same expression, so that a query may look at it from several places."""
    around = communes.c
    names = (
        around.code_commune,
        around.code_parent,
        around.code_departement,
        literal("region-", Text) + around.code_region,
    )
    together: ColumnElement[Any] = func.array_agg(names[0])
    for name in names[1:]:
        together = func.array_cat(together, func.array_agg(name))
    listed = func.array_remove(together, None, type_=ARRAY(Text))
    return select(listed.label("codes")).where(func.ST_Covers(around.geom, position())).cte("ici")
