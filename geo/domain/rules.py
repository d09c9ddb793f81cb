"""All that the service declares, beside its réseaux: one consistent set, loaded in one go."""

from dataclasses import dataclass

from geo.domain.competence import Competence
from geo.domain.public import PublicCompte
from geo.domain.service_distance import ServiceDistance
from geo.domain.temps_reference import Incertitude, TempsReference


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    What is declared, sourced and editable.

    Attributes
    ----------
    competences
        Which réseau helps whom with what.
    services
        Remote services.
    reference_times
        The longest reasonable time, by mode.
    uncertainties
        How sure times are.
    publics
        People of each public, where someone counted them.
    """

    competences: tuple[Competence, ...] = ()
    services: tuple[ServiceDistance, ...] = ()
    reference_times: tuple[TempsReference, ...] = ()
    uncertainties: tuple[Incertitude, ...] = ()
    publics: tuple[PublicCompte, ...] = ()
