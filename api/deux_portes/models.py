"""Shape of the answer about the two doors, for OpenAPI; tests hold the answer to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.runs import Calcul
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode


class DeuxPortes(BaseModel):
    """Les habitants d’un territoire, selon le nombre de portes à pousser."""

    model_config = ConfigDict(extra="forbid")

    type_territoire: Literal["bassin", "region"]
    code_territoire: str
    nom_territoire: str | None = Field(
        description="Nom du bassin ou de la région ; null si le territoire n’est plus chargé."
    )
    profil: Profil
    besoin: Mission
    mode: Mode
    au_plus_s: int = Field(description="Durée la plus longue de chaque trajet, comprise.")
    population: int = Field(description="Habitants : la somme des quatre qui suivent.")
    population_1: int = Field(description="Ceux dont un lieu à portée répond au besoin.")
    population_2: int = Field(
        description="Ceux qu’un premier accueil à portée oriente vers un lieu à portée de là."
    )
    population_plus: int = Field(description="Ceux dont le lieu qui répond est plus loin.")
    population_aucune: int = Field(description="Ceux pour qui aucun lieu ne répond.")
    part_1: float | None = Field(description="Part, de 0 à 1 ; null sans habitant.")
    part_2: float | None = Field(description="De même.")
    part_plus: float | None = Field(description="De même.")
    part_aucune: float | None = Field(description="De même.")
    part_deux_portes: float | None = Field(
        description="Part des habitants servis en deux portes au plus."
    )
    estime: bool = Field(description="Vrai : des durées au moins ne sont qu’estimées.")
    publiable: bool = Field(
        description="La licence du réseau de rues du calcul (voir `run.parametres.reseau_rues`)"
        " permet-elle de publier ces chiffres ? Vrai sans réseau."
    )


class ListeDeuxPortes(BaseModel):
    """Une page de résultats d’un calcul."""

    model_config = ConfigDict(extra="forbid")

    run: Calcul | None = Field(description="null : aucun calcul n’a encore été fait.")
    elements: list[DeuxPortes]
    suivant: str | None
