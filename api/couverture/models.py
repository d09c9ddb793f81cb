"""Shape of the answer about coverage, for OpenAPI; tests hold the answer to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.runs import Calcul
from geo.domain.couverture import Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode


class Couverture(BaseModel):
    """Les habitants d’un territoire qui ont un lieu à portée, ou une aide à distance."""

    model_config = ConfigDict(extra="forbid")

    type_territoire: Literal["bassin", "region"]
    code_territoire: str
    nom_territoire: str | None = Field(
        description="Nom du bassin ou de la région ; null si le territoire n’est plus chargé."
    )
    reseau: str = Field(description="« tous » dans une ligne par public et besoin.")
    mode: Mode
    au_plus_s: int
    profil: Profil | Literal["tous"] = Field(
        description="Public aidé ; « tous » dans une ligne par réseau."
    )
    besoin: Mission | Literal["tous"] = Field(
        description="Besoin auquel il est répondu ; « tous » dans une ligne par réseau."
    )
    forme: Forme
    population: int
    population_couverte: int
    part: float | None = Field(description="Part couverte, de 0 à 1 ; null sans habitant.")
    estime: bool = Field(description="Vrai : aucun réseau de rues n’a donné les durées.")
    publiable: bool = Field(
        description="La licence du réseau de rues du calcul (voir `run.parametres.reseau_rues`)"
        " permet-elle de publier ces chiffres ? Vrai sans réseau."
    )


class Couvertures(BaseModel):
    """Une page de résultats d’un calcul."""

    model_config = ConfigDict(extra="forbid")

    run: Calcul | None = Field(description="null : aucun calcul n’a encore été fait.")
    elements: list[Couverture]
    suivant: str | None
