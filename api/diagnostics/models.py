"""Shape of the answers about diagnostics, for OpenAPI; tests hold the answers to it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from geo.domain.dossier import TypeTerritoire
from geo.domain.unite import Unite

Valeur = Annotated[
    bool | int | float | str | None,
    Field(
        description="Dans l’unité dite : une part va de 0 à 1, une durée est en secondes. null :"
        " non renseigné, ce qui n’est pas zéro."
    ),
]


class ChiffreDossier(BaseModel):
    """Un chiffre."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(
        description="Son nom ; celui d’un indicateur (voir /v1/indicateurs/catalogue) quand c’en"
        " est un, suivi de ses dimensions."
    )
    libelle: str
    valeur: Valeur
    unite: Unite
    estime: bool = Field(description="Vrai : il repose sur une estimation.")


class TexteDossier(BaseModel):
    """Un paragraphe."""

    model_config = ConfigDict(extra="forbid")

    bloc: Literal["texte"]
    modele: str = Field(description="Le texte, où `{code}` tient la place d’un chiffre.")
    chiffres: list[ChiffreDossier]
    ton: str = Field(description="`courant`, `avertissement` ou `note`.")


class CartoucheDossier(BaseModel):
    """Quelques chiffres montrés en grand."""

    model_config = ConfigDict(extra="forbid")

    bloc: Literal["cartouche"]
    chiffres: list[ChiffreDossier]


class ColonneDossier(BaseModel):
    """Une colonne de tableau."""

    model_config = ConfigDict(extra="forbid")

    code: str
    titre: str
    unite: Unite
    definition: str
    source: str = Field(description="Ce sur quoi elle repose ; vide : dit ailleurs.")


class TableauDossier(BaseModel):
    """Un tableau, entier : le document peut n’en montrer qu’une partie."""

    model_config = ConfigDict(extra="forbid")

    bloc: Literal["tableau"]
    code: str
    titre: str
    colonnes: list[ColonneDossier]
    lignes: list[list[Valeur]] = Field(description="Autant de valeurs que de colonnes.")
    montrees: int | None = Field(description="Lignes que le document montre ; null : toutes.")
    colonnes_montrees: list[str] = Field(description="Codes ; vide : toutes.")
    note: str
    vide: str = Field(description="Ce qui se lit quand il n’y a pas de ligne.")


class IllustrationDossier(BaseModel):
    """Une image du document, dont le tableau dit la même chose en chiffres."""

    model_config = ConfigDict(extra="forbid")

    bloc: Literal["illustration"]
    code: str
    titre: str
    description: str
    tableau: str = Field(description="Code de ce tableau.")


Bloc = Annotated[
    TexteDossier | CartoucheDossier | TableauDossier | IllustrationDossier,
    Field(discriminator="bloc"),
]


class SectionDossier(BaseModel):
    """Un chapitre."""

    model_config = ConfigDict(extra="forbid")

    code: str
    titre: str
    blocs: list[Bloc]


class DossierTerritoire(BaseModel):
    """Tout ce que dit le document d’un territoire, dans l’ordre de lecture."""

    model_config = ConfigDict(extra="forbid")

    type_territoire: TypeTerritoire
    code_territoire: str
    nom: str
    region: str
    titre: str
    au: date = Field(description="Le jour dont il parle.")
    run_id: str = Field(description="Le calcul d’où vient chaque chiffre.")
    precedent: str | None = Field(
        description="Le calcul auquel il est comparé ; null : il n’y en avait pas."
    )
    essai: str = Field(
        description="Ce qui s’affiche partout quand les durées viennent d’un réseau de rues qui ne"
        " se publie pas (« réseau d’essai ») ; vide sinon."
    )
    sections: list[SectionDossier]
    empreintes: dict[str, str] = Field(description="Empreinte de chaque donnée d’entrée, par nom.")
    licences: list[str] = Field(description="Une ligne par source, à citer avec les chiffres.")


class DiagnosticConnu(BaseModel):
    """Le dernier diagnostic d’un territoire."""

    model_config = ConfigDict(extra="forbid")

    type_territoire: TypeTerritoire
    code_territoire: str
    nom_territoire: str | None = Field(
        description="Nom du bassin ou de la région ; null si le territoire n’est plus chargé."
    )
    run_id: str
    au: date = Field(description="Le jour dont il parle.")
    precedent: str | None = Field(
        description="Le calcul auquel il est comparé ; null : il n’y en avait pas."
    )
    version_code: str
    chemin: str = Field(description="Où le lire, depuis la racine du service.")


class DiagnosticsConnus(BaseModel):
    """Une page de diagnostics ; vide tant qu’aucun n’a été calculé."""

    model_config = ConfigDict(extra="forbid")

    elements: list[DiagnosticConnu]
    suivant: str | None
