"""Shape of the answers about itineraries, for OpenAPI; tests hold the answers to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.networks.words import ReseauDeRues, Trafic
from geo.network.estimate import Mode


class Ligne(BaseModel):
    """Une ligne de GeoJSON."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["LineString"]
    coordinates: list[tuple[float, float]] = Field(
        description="Degrés WGS84, de la position au lieu."
    )


class DetailItineraire(BaseModel):
    """Ce que le trajet demande."""

    model_config = ConfigDict(extra="forbid")

    point_id: str = Field(description="Lieu où l’on va.")
    mode: Mode
    distance_m: float = Field(
        description="Le long du trajet, arrondie vers le haut ; à vol d’oiseau quand `estime`."
    )
    duree_s: int = Field(description="Durée, en secondes, arrondie vers le haut.")
    estime: bool = Field(
        description="Vrai : une ligne droite, car aucun réseau de rues ne couvre la position et le"
        " lieu."
    )
    publiable: bool = Field(description="La licence du réseau permet-elle de publier le trajet ?")
    surface_inconnue: float | None = Field(
        description="En fauteuil : part du trajet, de 0 à 1, dont personne n’a relevé le"
        " revêtement ; 0 ne veut pas dire accessible. Sinon null."
    )
    trafic: Trafic | None = Field(
        description="Effet de la circulation, estimations comprises ; null si aucun réseau ne"
        " couvre la position, ou si le mode n’en connaît pas."
    )
    reseau_rues: ReseauDeRues | None = Field(description="Réseau à citer ; null : estimé.")


class TrajetTrouve(BaseModel):
    """Un trajet vers un lieu."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["Feature"]
    geometry: Ligne
    properties: DetailItineraire
