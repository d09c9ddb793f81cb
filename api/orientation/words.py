"""Why a door is given, and why a nearer place is not: sentences that people read."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from api.answers import Element
from api.orientation.french import MINUTE_S, clock, duration, moment
from api.ways import Way
from geo.domain.horaires import Ouvert, Ouverture
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.mission import Mission
from geo.domain.orientation import Ecart, Raison
from geo.domain.point_accueil import AccessibilitePmr
from geo.domain.profil import LABELS as PROFILS
from geo.domain.profil import Profil
from geo.network.estimate import LABELS as MODES
from geo.network.estimate import Mode

SENTENCES: Mapping[Raison, str] = MappingProxyType(
    {
        Raison.PREMIER_ACCUEIL: "Premier accueil : on vous y reçoit et vous oriente vers la suite",
        Raison.TOUT_PUBLIC: "Accueille tout le monde",
        Raison.DESSERT_VOTRE_COMMUNE: "Reçoit les habitants de votre commune",
        Raison.RATTACHEMENT_A_VERIFIER: "Rattachement à vérifier : {avant}",
        Raison.ACCESSIBLE: "Accessible aux personnes handicapées",
        Raison.A_CONFIRMER: "Fiche de plus de 24 mois, ou sans date : {avant}",
    }
)
"""What is said the same way of every place; ``{avant}`` is what to do before one goes."""

LEFT_OUT: Mapping[Ecart, str] = MappingProxyType(
    {
        Ecart.PUBLIC_NON_CONCERNE: "S’adresse à d’autres publics que le vôtre pour ce besoin",
        Ecart.AUTRE_ZONE: "Reçoit les habitants d’autres communes que la vôtre",
        Ecart.SANS_SUITE: "Premier accueil, mais rien qui réponde à votre besoin n’en est assez"
        " près",
        Ecart.TRAJET_MOINS_BON: "Premier accueil, mais le trajet en deux portes y serait plus long,"
        " ou la suite moins sûrement ouverte",
    }
)

NO_WAY = "Durée inconnue : aucune rue connue n’y mène de cette façon"
NO_STREETS = "Durée inconnue : les rues autour de vous ne sont pas connues pour ce mode"

OUTSIDE = "Votre position est hors du territoire couvert : aucun lieu connu à moins de 100 km"

UNTOLD = "S’adresse à certains publics : dites qui vous êtes pour savoir s’il convient"
"""Of a place that helps others, to who did not say which publics they are of."""

ACCESS: Mapping[AccessibilitePmr, str] = MappingProxyType(
    {
        AccessibilitePmr.OUI: "oui",
        AccessibilitePmr.SUR_DEMANDE: "sur demande seulement",
        AccessibilitePmr.NON: "non",
        AccessibilitePmr.INCONNUE: "on l’ignore",
    }
)

NEXT: Mapping[Ouvert, str] = MappingProxyType(
    {Ouvert.OUI: " ; ouvre {quand}", Ouvert.SUR_RENDEZ_VOUS: " ; reçoit sur rendez-vous {quand}"}
)
"""What may be promised of a place that is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What sentences about a place, or a remote service, are made of.

    Attributes
    ----------
    telephone
        Whether it has one: else nobody is told to call.
    arrival
        When one comes; None where it is not known.
    opening
        What may be said of it then.
    remote
        Whether one does not go there.
    """

    telephone: bool
    arrival: datetime | None
    opening: Ouverture
    remote: bool = False


def say(code: Raison, told: Told) -> Element:
    """
    Say what is said the same way of every place.

    Parameters
    ----------
    code
        A key of `SENTENCES`.
    told
        Of the place.

    Returns
    -------
    raison
        Code and sentence.
    """
    return _raison(code, SENTENCES[code].format(avant=_before(told)))


def say_outside() -> Element:
    """
    Say that a person is out of the territory.

    Returns
    -------
    raison
        Code and sentence.
    """
    return _raison(Raison.HORS_TERRITOIRE, OUTSIDE)


def say_untimed(*, on_streets: bool) -> Element:
    """
    Say that nobody knows how long it takes.

    Parameters
    ----------
    on_streets
        Whether a network of streets covers the person: it leads elsewhere.

    Returns
    -------
    raison
        Code and sentence.
    """
    return _raison(Raison.DUREE_INCONNUE, NO_WAY if on_streets else NO_STREETS)


def say_access(told: Told, access: AccessibilitePmr) -> Element:
    """
    Say whether one gets in with a disability.

    Parameters
    ----------
    told, access
        Of the place.

    Returns
    -------
    raison
        Code and sentence.
    """
    if access == AccessibilitePmr.OUI:
        return say(Raison.ACCESSIBLE, told)
    text = f"Accès en fauteuil : {ACCESS[access]}, {_before(told)}"
    return _raison(Raison.ACCES_A_VERIFIER, text)


def say_need(mission: Mission) -> Element:
    """
    Say that a place helps with a need.

    Parameters
    ----------
    mission
        The need.

    Returns
    -------
    raison
        Code and sentence.
    """
    return _raison(Raison.REPOND_AU_BESOIN, f"Répond à votre besoin : {MISSIONS[mission].lower()}")


def say_public(publics: Collection[Profil]) -> Element:
    """
    Say that a place receives some of a person's own publics.

    Parameters
    ----------
    publics
        Which; at least one.

    Returns
    -------
    raison
        Code and sentence.
    """
    named = ", ".join(label.lower() for profil, label in PROFILS.items() if profil in publics)
    return _raison(Raison.VOTRE_PUBLIC, f"Reçoit votre public : {named}")


def say_time(way: Way, mode: Mode, *, budget_s: int, from_door: bool) -> Element:
    """
    Say how long it takes.

    Parameters
    ----------
    way
        Whose time is known.
    mode
        How one travels.
    budget_s
        Longest time asked for.
    from_door
        Whether one leaves the first door, not where the person is.

    Returns
    -------
    raison
        Code and sentence.
    """
    time_s = math.ceil(way.travel_time_s or 0)
    start = " de la première porte" if from_door else ""
    estimate = " (durée estimée)" if way.is_estimate else ""
    said = f"{_away(time_s)}{start}, {MODES[mode].lower()}{estimate}"
    if time_s > budget_s:
        asked, needed = duration(budget_s), duration(time_s)
        more = "au-delà du temps demandé" if asked == needed else f"c’est plus que {asked}"
        return _raison(Raison.AU_DELA_DU_TEMPS, f"{said} : {more}")
    return _raison(Raison.DANS_LE_TEMPS, said)


def say_opening(told: Told) -> Element:
    """
    Say whether a place is open when one comes.

    Parameters
    ----------
    told
        Of the place.

    Returns
    -------
    raison
        Code and sentence.
    """
    if told.arrival is None:
        return _raison(Raison.HORAIRES_INCONNUS, f"Heure d’arrivée inconnue : {_before(told)}")
    at = f" à votre {'départ' if told.remote else 'arrivée'} ({clock(told.arrival)})"
    before = "" if told.remote else f" : {_before(told)}"
    changes = told.opening.prochain_changement
    match told.opening.ouvert:
        case Ouvert.OUI:
            until = "" if changes is None else f", jusqu’à {moment(changes, told.arrival)}"
            return _raison(Raison.OUVERT, f"Ouvert{at}{until}")
        case Ouvert.NON:
            return _raison(Raison.FERME, f"Fermé{at}{_reopens(told.opening, told.arrival)}")
        case Ouvert.SUR_RENDEZ_VOUS:
            return _raison(Raison.SUR_RENDEZ_VOUS, f"Sur rendez-vous{before}")
        case Ouvert.INCONNU:
            return _raison(Raison.HORAIRES_INCONNUS, f"Horaires incertains{at}{before}")


def say_left_out(motif: Ecart, told: Told, access: AccessibilitePmr, *, anyone: bool) -> str:
    """
    Say why a nearer place is no door.

    Parameters
    ----------
    motif
        Why.
    told, access
        Of the place.
    anyone
        Whether the person did not say who they are.

    Returns
    -------
    text
        A sentence.
    """
    if motif is Ecart.ACCES_PMR_NON_CERTAIN:
        return f"Accès des personnes handicapées : {ACCESS[access]}"
    if motif is Ecart.PUBLIC_NON_CONCERNE and anyone:
        return UNTOLD
    return LEFT_OUT[motif] if motif in LEFT_OUT else str(say_opening(told)["texte"])


def _away(time_s: int) -> str:
    return f"À {duration(time_s)}" if time_s >= MINUTE_S else "À moins d’une minute"


def _reopens(opening: Ouverture, arrival: datetime) -> str:
    following, state = opening.prochain_changement, opening.prochain_etat
    if following is None or state is None or state not in NEXT:
        return ""
    when = moment(following, arrival)
    return NEXT[state].format(quand=f"à {when}" if when == clock(following) else when)


def _before(told: Told) -> str:
    return "appelez avant" if told.telephone else "renseignez-vous avant"


def _raison(code: Raison, texte: str) -> Element:
    return {"code": code, "texte": texte}
