"""Shape of the answer about a scenario, for OpenAPI; tests hold the answers to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.networks.words import ReseauDeRues
from geo.domain.couverture import Resultat
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode


class Habitants(BaseModel):
    """Habitants par résultat."""

    model_config = ConfigDict(extra="forbid")

    une: int = Field(alias="1", description="Aidés derrière une porte.")
    deux: int = Field(alias="2", description="Aidés derrière une deuxième porte.")
    plus: int = Field(description="Aidés plus loin que la durée.")
    aucune: int = Field(description="Que personne n’aide.")


class EffetTerritoire(BaseModel):
    """Ce qui change dans un territoire pour un public, un besoin et une durée."""

    model_config = ConfigDict(extra="forbid")

    type_territoire: Literal["bassin", "region"]
    code_territoire: str
    nom_territoire: str | None
    profil: Profil
    besoin: Mission
    au_plus_s: int = Field(description="Durée à ne pas dépasser, en secondes, comprise.")
    population: int = Field(description="Habitants, tous comptés comme s’ils étaient du public.")
    gagnants: int = Field(
        description="Habitants dont le résultat s’améliore ou qui, au même, « 1 » ou « 2 », mettent"
        " moins de temps (« 2 » : par le plus long des deux trajets). Au-delà de la durée, un temps"
        " plus court n’est pas un gain."
    )
    perdants: int = Field(description="L’inverse.")
    inchanges: int
    incertains: int = Field(
        description="Pour qui cela changerait si les lieux dont on ignore les horaires ouvraient ;"
        " 0 sans instant. S’ils sont la plupart, les autres chiffres ne valent que pour le reste."
    )
    non_mesures: int = Field(
        description="Hors du réseau de rues d’un mode qui ne s’estime pas ; comptés nulle part"
        " ailleurs."
    )
    couverture_gagnee: int = Field(description="Un lieu qui les aide vient à portée.")
    couverture_perdue: int = Field(description="Aucun lieu qui les aide n’est plus à portée.")
    resultat_avant: Habitants
    resultat_apres: Habitants
    population_comparee: int = Field(
        description="Habitants qui atteignent un lieu qui les aide avant et après, à toute durée."
    )
    variation_moyenne_s: float | None = Field(
        description="Ce que leur trajet vers le plus proche gagne en durée, en moyenne ; négatif :"
        " il raccourcit ; null sans eux."
    )
    offre_avant: float | None = Field(
        description="Capacité à portée pour 10 000 habitants, partagée entre ceux qui l’atteignent."
    )
    offre_apres: float | None
    offre_en_hausse: int = Field(description="Habitants pour qui cette offre augmente.")
    offre_en_baisse: int
    estime: bool = Field(description="Vrai : une durée au moins est estimée.")


class EffetCommune(BaseModel):
    """Une commune ou un arrondissement, là où le scénario y change le plus."""

    model_config = ConfigDict(extra="forbid")

    origine_id: str = Field(description="Code de la commune ou de l’arrondissement.")
    nom: str | None
    population: int
    sens: Literal["gagne", "perd"]
    profils: list[Profil] = Field(description="Tous ceux pour qui la commune gagne, ou perd.")
    besoins: list[Mission]
    profil: Profil = Field(description="Le plus touché, dont parle la suite.")
    besoin: Mission
    au_plus_s: int
    resultat_avant: Resultat
    resultat_apres: Resultat
    duree_avant_s: int | None = Field(
        description="Vers le lieu le plus proche qui aide, arrondie à la seconde supérieure ; null"
        " si aucun n’est atteint."
    )
    duree_apres_s: int | None
    duree_deux_portes_avant_s: int | None = Field(
        description="En passant par une première porte : le plus long des deux trajets, au mieux ;"
        " il explique un résultat « 2 ». Null si aucune n’y mène."
    )
    duree_deux_portes_apres_s: int | None
    estime: bool = Field(description="Vrai : une des deux durées au moins est estimée.")


class Comparaison(BaseModel):
    """Qui gagne et qui perd à un scénario ; rien n’en est gardé."""

    model_config = ConfigDict(extra="forbid")

    mode: Mode
    au_plus_s: list[int] = Field(description="Durées comparées, en secondes.")
    estime: bool = Field(description="Vrai : une durée au moins ne vient d’aucun réseau de rues.")
    publiable: bool = Field(description="La licence du réseau permet-elle de publier ?")
    reseau_rues: ReseauDeRues | None = Field(description="Réseau à citer ; null : tout est estimé.")
    lieux_avant: int = Field(
        description="Lieux de l’annuaire, avec les rares qui ne sont pas des portes du service."
    )
    lieux_apres: int
    instant: str | None = Field(description="Quand les lieux devaient être ouverts.")
    horaires_inconnus: int | None = Field(
        description="Lieux, après, dont on ignore s’ils sont alors ouverts : ils ne sont pas"
        " comptés."
    )
    elements: list[EffetTerritoire] = Field(
        description="La région, toujours, puis les bassins où quelque chose change."
    )
    lignes_sans_effet: int = Field(description="Lignes de bassins où rien ne change, omises.")
    communes_gagnantes: list[EffetCommune] = Field(
        description="D’abord celles dont le résultat change, par habitants, puis par habitants ×"
        " secondes."
    )
    communes_perdantes: list[EffetCommune]
