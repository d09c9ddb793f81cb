"""From a remote service to what is answered."""

from api.answers import Element
from geo.domain.horaires import Ouverture
from geo.domain.service_distance import ServiceDistance


def service_element(service: ServiceDistance, then: Ouverture) -> Element:
    """
    Say what is known of a remote service.

    Parameters
    ----------
    service
        Any.
    then
        Whether it answers at some instant.

    Returns
    -------
    element
        Its attributes, ``ouvert``, ``prochain_changement``, ``prochain_etat``.
    """
    return {
        "id": service.id,
        "nom": service.nom,
        "reseau": service.reseau,
        "canaux": service.canaux,
        "telephone": service.telephone,
        "site_web": service.site_web,
        "publics": service.publics,
        "missions": service.missions,
        "zone_competence": service.zone_competence,
        "horaires": service.horaires,
        "horaires_note": service.horaires_note,
        "ouvert": then.ouvert,
        "prochain_changement": then.prochain_changement,
        "prochain_etat": then.prochain_etat,
        "source": service.source,
        "consulte_le": service.consulte_le,
    }
