"""People, places and rules, read as the analysis wants them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from geoalchemy2.functions import ST_X, ST_Y
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from geo.access.neutral import neutral_rank
from geo.access.survey import People, Places
from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.domain.reseau import Membre
from geo.domain.service_distance import Canal, ServiceDistance
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import StoreEmptyError
from geo.store import schema
from geo.store.engine import Connection, compile_query, store_errors

Code = TypeVar("Code", bound=StrEnum)

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
    rows = _rows(conn, people_query())
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
    rows = _rows(conn, places_query())
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


def read_competences(conn: Connection) -> tuple[Competence, ...]:
    """
    Give the declared table of competences.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    competences
        In the order of réseau, public and mission.

    Raises
    ------
    StoreEmptyError
        If none was ever loaded, as in a base that an earlier version of the program filled.
    """
    rows = _rows(conn, competences_query())
    if not rows:
        raise StoreEmptyError(
            "la base n’a pas de table de compétences. Tapez d’abord : deuxportes ingest reference "
            "(ou, si vos points d’accueil viennent d’ailleurs : deuxportes ingest points FICHIER)"
        )
    return tuple(to_competence(row) for row in rows)


def competences_query() -> Select[Any]:
    """
    Select the table of competences.

    Returns
    -------
    query
        Rows for `to_competence`.
    """
    c = schema.competences.c
    return select(c.reseau, c.profil, c.mission, c.renvoie).order_by(c.reseau, c.profil, c.mission)


def to_competence(row: tuple[Any, ...]) -> Competence:
    """
    Read a line of the table.

    Parameters
    ----------
    row
        Of `competences_query`.

    Returns
    -------
    competence
        The same.
    """
    reseau, profil, mission, renvoie = row
    return Competence(
        reseau=reseau, profil=Profil(profil), mission=Mission(mission), renvoie=renvoie
    )


def read_services(conn: Connection) -> tuple[ServiceDistance, ...]:
    """
    Give the remote services.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    services
        In the order of their identifiers.
    """
    return tuple(to_service(row) for row in _rows(conn, services_query()))


def services_query() -> Select[Any]:
    """
    Select the remote services.

    Returns
    -------
    query
        Rows for `to_service`.
    """
    c = schema.services_a_distance.c
    return select(*c).order_by(c.service_id)


def to_service(row: tuple[Any, ...]) -> ServiceDistance:
    """
    Read a remote service.

    Parameters
    ----------
    row
        Of `services_query`.

    Returns
    -------
    service
        The same.
    """
    told = dict(zip(schema.services_a_distance.c.keys(), row, strict=True))
    return ServiceDistance(
        id=told["service_id"],
        nom=told["nom"],
        reseau=told["reseau"],
        canaux=tuple(map(Canal, told["canaux"])),
        telephone=told["telephone"],
        site_web=told["site_web"],
        publics=tuple(map(Profil, told["publics"])),
        missions=tuple(map(Mission, told["missions"])),
        zone_competence=tuple(told["zone_competence"]),
        horaires=told["horaires"],
        horaires_note=told["horaires_note"],
        source=told["source"],
        consulte_le=told["consulte_le"],
    )


def read_reference_times(conn: Connection) -> tuple[TempsReference, ...]:
    """
    Give the longest reasonable time by each mode.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    times
        In the order of the modes' codes.
    """
    return tuple(to_reference_time(row) for row in _rows(conn, reference_times_query()))


def reference_times_query() -> Select[Any]:
    """
    Select the longest reasonable time by each mode.

    Returns
    -------
    query
        Rows for `to_reference_time`.
    """
    c = schema.temps_reference.c
    return select(c.mode, c.au_plus_s, c.source).order_by(c.mode)


def to_reference_time(row: tuple[Any, ...]) -> TempsReference:
    """
    Read a reference time.

    Parameters
    ----------
    row
        Of `reference_times_query`.

    Returns
    -------
    time
        The same.
    """
    mode, au_plus_s, source = row
    return TempsReference(mode=mode, au_plus_s=au_plus_s, source=source)


def read_uncertainties(conn: Connection) -> tuple[Incertitude, ...]:
    """
    Give how sure times are.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    uncertainties
        Networks, then estimates.
    """
    c = schema.incertitudes.c
    rows = _rows(conn, select(c.estime, c.part, c.source).order_by(c.estime))
    return tuple(Incertitude(estime=row[0], part=row[1], source=row[2]) for row in rows)


def read_publics(conn: Connection) -> tuple[PublicCompte, ...]:
    """
    Give what is known of how many people each public has.

    Parameters
    ----------
    conn
        Any connection.

    Returns
    -------
    counts
        In the order of territories and publics.
    """
    c = schema.publics.c
    query = select(c.type_territoire, c.code_territoire, c.profil, c.nombre, c.source)
    rows = _rows(conn, query.order_by(c.type_territoire, c.code_territoire, c.profil))
    return tuple(
        PublicCompte(
            type_territoire=TerritoireCompte(row[0]),
            code_territoire=row[1],
            profil=Profil(row[2]),
            nombre=row[3],
            source=row[4],
        )
        for row in rows
    )


def _rows(conn: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    with store_errors():
        return conn.execute(*compile_query(query)).fetchall()
