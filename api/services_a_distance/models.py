"""Shape of the answers about remote services, for OpenAPI; tests hold the answers to it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from geo.domain.horaires import Ouvert
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import Canal


class ServiceADistance(BaseModel):
    """Une aide qu’on reçoit sans se déplacer."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="Identifiant du service.")
    nom: str = Field(description="Nom sous lequel les gens le connaissent.")
    reseau: str | None = Field(description="Réseau qui répond ; null : aucun, ou plusieurs.")
    canaux: list[Canal] = Field(description="Façons de le joindre.")
    telephone: str | None = Field(description="Numéro à appeler.")
    site_web: str | None = Field(description="Adresse du site.")
    publics: list[Profil] = Field(description="Qui le service aide.")
    missions: list[Mission] = Field(description="À quoi il aide.")
    zone_competence: list[str] = Field(
        description="Codes des territoires servis (communes, départements, « region-11 »), ou"
        " « france »."
    )
    horaires: str | None = Field(description="Texte OSM `opening_hours` ; null : on les ignore.")
    horaires_note: str | None = Field(description="Ce que la source dit des horaires.")
    ouvert: Ouvert = Field(description="Répond-il au départ, ou maintenant dans une liste ?")
    prochain_changement: datetime | None = Field(
        description="Prochain instant où `ouvert` devient `prochain_etat`."
    )
    prochain_etat: Ouvert | None = Field(description="Ce que `ouvert` devient alors.")
    source: str = Field(description="Où tout cela a été lu.")
    consulte_le: date = Field(description="Quand.")


class ServicesADistance(BaseModel):
    """Une page de services à distance."""

    model_config = ConfigDict(extra="forbid")

    elements: list[ServiceADistance]
    suivant: str | None
