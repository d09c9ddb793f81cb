"""Shape of the answers about isochrones, for OpenAPI; tests hold the answers to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.networks.words import ReseauDeRues, Trafic
from geo.network.estimate import Mode

Position = tuple[float, float]


class Surface(BaseModel):
    """Une surface de GeoJSON."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[Position]]] = Field(
        description="Degrés WGS84 ; contours en sens direct, trous compris ; vide si rien n’est"
        " atteint."
    )


class DetailIsochrone(BaseModel):
    """Ce qu’une zone représente."""

    model_config = ConfigDict(extra="forbid")

    au_plus_s: int = Field(description="Durée de trajet, comprise.")
    mode: Mode
    estime: bool = Field(description="Vrai : un disque, faute de réseau de rues.")
    publiable: bool = Field(description="La licence du réseau permet-elle de publier la zone ?")
    tolerance_m: float = Field(
        description="Rien de la zone n’est plus loin que cela, en mètres, d’un point de rue"
        " atteint. Un lieu à portée mais à l’écart des rues, où l’on va à pied depuis la rue,"
        " peut être un peu en dehors."
    )
    surface_inconnue: float | None = Field(
        description="En fauteuil : part de la longueur des rues atteintes, de 0 à 1, dont personne"
        " n’a relevé le revêtement ; 0 ne veut pas dire accessible. Sinon null."
    )
    au_bord_du_reseau: bool = Field(
        description="Vrai : la zone va jusqu’aux dernières rues connues, et peut continuer au-delà."
    )
    trafic: Trafic | None = Field(
        description="Effet de la circulation ; null sans réseau, ou si le mode n’en connaît pas."
    )


class Isochrone(BaseModel):
    """Une zone atteinte."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["Feature"]
    geometry: Surface
    properties: DetailIsochrone


class CollectionIsochrones(BaseModel):
    """Les zones atteintes, la plus longue durée d’abord : les plus courtes se posent dessus."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["FeatureCollection"]
    features: list[Isochrone]
    trafic: Trafic | None = Field(description="Le même que celui de chaque zone.")
    reseau_rues: ReseauDeRues | None = Field(description="Réseau à citer ; null : zones estimées.")
