"""Which places are useful to whom: those of a réseau, or those that answer a need."""

from collections.abc import Collection

from geo.access.need_coverage import need_helpers, reseau_helpers
from geo.access.survey import Flags, Survey
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import SourceError, StoreEmptyError
from geo.store.engine import Connection
from geo.store.inputs import read_destinations, read_reseaux
from geo.store.surveys import read_competences


def useful_places(
    conn: Connection,
    survey: Survey,
    *,
    reseau: str = ALL_RESEAUX,
    profil: Profil | None = None,
    besoin: Mission | None = None,
) -> Flags:
    """
    Tell which places are useful to whom.

    Parameters
    ----------
    conn
        Any connection.
    survey
        ``n`` people and ``m`` places.
    reseau
        A code, or `geo.domain.couverture.ALL_RESEAUX` for any door.
    profil, besoin
        Public and need, instead of a réseau; both or none.

    Returns
    -------
    useful
        Shape ``(n, m)``: the place is of the réseau, or competent, and its zone does not leave the
        person out.

    Raises
    ------
    SourceError
        If the réseau is unknown.
    StoreEmptyError
        If réseaux or competences were never loaded.
    """
    people, places = survey.people, survey.places
    if profil is None or besoin is None:
        check_reseau(conn, reseau)
        helpers = reseau_helpers(people, places, [reseau])
    else:
        competences = read_competences(conn)
        if not competences:
            raise StoreEmptyError(
                "la base n’a pas de table de compétences. Tapez d’abord : deuxportes ingest "
                "reference"
            )
        helpers = need_helpers(people, places, competences, (), [(profil, besoin)])
    useful: Flags = helpers.competent[0] & helpers.served
    return useful


def check_reseau(conn: Connection, code: str) -> None:
    """
    Check that a réseau is known.

    Parameters
    ----------
    conn
        Any connection.
    code
        A code, or `geo.domain.couverture.ALL_RESEAUX`.

    Raises
    ------
    SourceError
        If it is not; its message lists those that are.
    """
    known = [ALL_RESEAUX, *read_reseaux(conn).index]
    if code not in known:
        raise SourceError(f"réseau « {code} » inconnu ; connus : {', '.join(known)}.")


def check_reseau_is_there(conn: Connection, code: str) -> None:
    """
    Check that a réseau is known and that the directory has a place of it.

    Parameters
    ----------
    conn
        Any connection.
    code
        A code, or `geo.domain.couverture.ALL_RESEAUX`.

    Raises
    ------
    SourceError
        If it is unknown, or of none of the places.
    """
    check_reseau(conn, code)
    if code != ALL_RESEAUX:
        held = set(read_destinations(conn)["reseau"])
        check_has_places(code, str(read_reseaux(conn)["nom"].loc[code]), held)


def check_has_places(code: str, name: str, held: Collection[str]) -> None:
    """
    Refuse to measure access to a réseau of which the directory has no place.

    Parameters
    ----------
    code, name
        Of the réseau; `geo.domain.couverture.ALL_RESEAUX` is always there.
    held
        Réseaux of the places of the directory.

    Raises
    ------
    SourceError
        If it has none: that everybody is far from it would say nothing but that.
    """
    if code != ALL_RESEAUX and code not in held:
        raise SourceError(
            f"{name} : l’annuaire chargé n’a aucun lieu de ce réseau, il n’y a rien à mesurer. "
            "Cela ne veut pas dire qu’il n’en existe pas."
        )
