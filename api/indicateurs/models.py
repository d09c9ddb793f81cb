"""Shape of the answers about indicators, for OpenAPI; tests hold the answers to it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.domain.dossier import TypeTerritoire
from geo.domain.indicateur import Sens
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.unite import Unite
from geo.network.estimate import Mode


class IndicateurSuivi(BaseModel):
    """La valeur d’un indicateur pour un territoire, un jour."""

    model_config = ConfigDict(extra="forbid")

    indicateur: str = Field(description="Code (voir /v1/indicateurs/catalogue).")
    nom: str | None = Field(description="null : le catalogue ne le connaît plus.")
    unite: Unite | None = Field(description="De même.")
    type_territoire: TypeTerritoire
    code_territoire: str
    nom_territoire: str | None = Field(
        description="Nom du bassin ou de la région ; null si le territoire n’est plus chargé."
    )
    reseau: str = Field(description="« tous » : tous ensemble, ou sans objet.")
    profil: Profil | Literal["tous"] = Field(description="« tous » : sans objet.")
    besoin: Mission | Literal["tous"] = Field(description="« tous » : sans objet.")
    mode: Mode | Literal["tous"] = Field(description="« tous » : sans objet.")
    au_plus_s: int = Field(description="Seuil de durée, en secondes, compris ; 0 : sans objet.")
    valeur: float | None = Field(
        description="Dans l’unité dite : une part va de 0 à 1, une durée est en secondes. null :"
        " non renseigné, ce qui n’est pas zéro."
    )
    estime: bool = Field(description="Vrai : la valeur repose sur une estimation.")
    publiable: bool = Field(
        description="Faux : les durées viennent d’un réseau de rues d’essai, dont les chiffres ne"
        " se publient pas."
    )
    run_id: str = Field(description="Le calcul d’où vient la valeur (voir /v1/diagnostics).")
    au: date = Field(description="Le jour dont elle parle.")


class IndicateursSuivis(BaseModel):
    """Une page de valeurs ; vide tant qu’aucun diagnostic n’a été calculé."""

    model_config = ConfigDict(extra="forbid")

    elements: list[IndicateurSuivi]
    suivant: str | None


class FicheIndicateur(BaseModel):
    """Ce qu’un indicateur mesure, et comment."""

    model_config = ConfigDict(extra="forbid")

    code: str
    nom: str
    formule: str = Field(description="Comment il est calculé, en mots.")
    unite: Unite
    source: str = Field(description="Ce sur quoi il repose.")
    sens: Sens
    dimensions: list[Literal["reseau", "profil", "besoin", "mode", "au_plus_s"]] = Field(
        description="Ce selon quoi il est dit, en plus du territoire ; les autres valent « tous »"
        " (0 pour `au_plus_s`)."
    )


class CatalogueIndicateurs(BaseModel):
    """Une page du catalogue."""

    model_config = ConfigDict(extra="forbid")

    elements: list[FicheIndicateur]
    suivant: str | None
