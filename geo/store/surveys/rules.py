"""What the service declares, as the analysis wants it: who helps whom, times, doubts, counts."""

from typing import Any

from sqlalchemy import Select, select

from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.domain.service_distance import Canal, ServiceDistance
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import StoreEmptyError
from geo.store import schema
from geo.store.engine import Connection, read_rows


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
    rows = read_rows(conn, competences_query())
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
    return tuple(to_service(row) for row in read_rows(conn, services_query()))


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
    return tuple(to_reference_time(row) for row in read_rows(conn, reference_times_query()))


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
    rows = read_rows(conn, select(c.estime, c.part, c.source).order_by(c.estime))
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
    rows = read_rows(conn, query.order_by(c.type_territoire, c.code_territoire, c.profil))
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
