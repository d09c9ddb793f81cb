"""Shape of the answers about places, for OpenAPI; tests hold the answers to it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from geo.domain.horaires import Ouvert, Reserve
from geo.domain.mission import Mission
from geo.domain.point_accueil import (
    AccessibilitePmr,
    ModeAccueil,
    PrecisionPosition,
    Signalement,
)
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement
from geo.network.estimate import Mode


class PointAccueil(BaseModel):
    """Un lieu ouvert au public."""

    model_config = ConfigDict(extra="forbid")

    id: str
    source: str
    reseau: str
    nom: str
    code_commune: str = Field(description="Commune déclarée par la source (INSEE).")
    adresse: str | None
    code_postal: str | None
    ville: str | None
    adresse_postale: str | None
    telephone: str | None
    telephone_note: str | None
    site_web: str | None
    accessibilite_pmr: AccessibilitePmr
    accessibilite_note: str | None
    horaires: str | None = Field(description="Texte OSM `opening_hours`, tel que relevé.")
    horaires_note: str | None
    horaires_reserves: list[Reserve] = Field(description="Pourquoi ne pas se fier aux horaires.")
    missions: list[Mission]
    publics: list[Profil]
    modes_accueil: list[ModeAccueil]
    label: str | None
    label_debut: date | None
    label_fin: date | None
    zone_competence: list[str] | None = Field(
        description="Codes des communes ou départements desservis, ou « france » ; null : inconnue."
    )
    signalements: list[Signalement]
    doublons: list[str]
    precision_position: PrecisionPosition
    date_maj: date | None
    lon: float
    lat: float
    ouvert: Ouvert = Field(description="À `ouvert_a`, ou maintenant.")
    prochain_changement: datetime | None = Field(
        description="Prochain instant où `ouvert` devient autre chose, dans l’année ; null :"
        " jamais, ou on l’ignore. Lisez-le avec `prochain_etat`."
    )
    prochain_etat: Ouvert | None = Field(
        description="Ce que `ouvert` devient à `prochain_changement` : seul « oui » veut dire que"
        " le lieu ouvre à qui se présente."
    )
    a_confirmer: bool = Field(description="Fiche de plus de 24 mois ou sans date : téléphonez.")


class PointProche(PointAccueil):
    """Un lieu, vu d’une position."""

    distance_m: float = Field(description="À vol d’oiseau, en mètres.")
    duree_s: int
    mode: Mode
    estime: bool = Field(description="Vrai : aucun réseau de transport n’a donné la durée.")
    rattachement: Rattachement = Field(
        description="Le lieu dessert-il la commune où se trouve la position ? « a_verifier » quand"
        " sa zone est inconnue."
    )


class Points(BaseModel):
    """Une page de l’annuaire."""

    model_config = ConfigDict(extra="forbid")

    elements: list[PointAccueil]
    suivant: str | None
    inconnus_ecartes: int = Field(
        description="Lieux écartés par `ouvert_a` parce qu’on ignore s’ils sont ouverts."
    )


class PointsProches(BaseModel):
    """Les lieux les plus proches d’abord."""

    model_config = ConfigDict(extra="forbid")

    elements: list[PointProche]
    suivant: None
    inconnus_ecartes: int = Field(
        description="Lieux écartés par `ouvert_a` parce qu’on ignore s’ils sont ouverts, jusqu’à la"
        " distance du dernier rendu (jusqu’à `rayon_m` s’il y en a moins que `k`)."
    )
    hors_zone_ecartes: int = Field(
        description="Lieux écartés parce qu’ils ne desservent pas la commune de la position,"
        " comptés jusqu’à la même distance."
    )
