"""Shape of the answers about places, for OpenAPI; tests hold the answers to it."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.networks.words import ReseauDeRues, Trafic
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
from geo.network.protocol import Motif


class PointAccueil(BaseModel):
    """Un lieu ouvert au public."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="`source--identifiant dans la source`.")
    source: str = Field(description="D’où vient la fiche, par exemple « dila ».")
    reseau: str = Field(description="Code du réseau (voir /v1/reseaux).")
    nom: str = Field(description="Nom du lieu, tel que la source l’écrit.")
    code_commune: str = Field(description="Commune déclarée par la source (INSEE).")
    adresse: str | None = Field(description="Numéro et voie.")
    code_postal: str | None = Field(description="Code postal, qui n’est pas le code INSEE.")
    ville: str | None = Field(description="Ville de l’adresse.")
    adresse_postale: str | None = Field(description="Où écrire, quand c’est ailleurs.")
    telephone: str | None = Field(description="Numéro à appeler.")
    telephone_note: str | None = Field(description="Prix de l’appel, ou autre remarque.")
    site_web: str | None = Field(description="Adresse du site.")
    accessibilite_pmr: AccessibilitePmr = Field(description="« inconnue » ne veut jamais dire oui.")
    accessibilite_note: str | None = Field(
        description="Ce que la fiche dit de l’accès, en toutes lettres."
    )
    horaires: str | None = Field(
        description="Texte OSM `opening_hours`, tel que relevé ; null : on les ignore."
    )
    horaires_note: str | None = Field(
        description="Ce que la fiche dit des horaires, en toutes lettres : à montrer."
    )
    horaires_reserves: list[Reserve] = Field(description="Pourquoi ne pas se fier aux horaires.")
    missions: list[Mission] = Field(description="Ce que le lieu fait pour les gens.")
    publics: list[Profil] = Field(description="Qui le lieu reçoit ; « tout-public » : chacun.")
    modes_accueil: list[ModeAccueil] = Field(description="Sur place, à distance, ou les deux.")
    label: str | None = Field(description="Marque du lieu, s’il en porte une.")
    label_debut: date | None = Field(description="Premier jour du label.")
    label_fin: date | None = Field(description="Dernier jour du label.")
    zone_competence: list[str] | None = Field(
        description="Codes des communes ou départements desservis, ou « france » ; null : inconnue."
    )
    signalements: list[Signalement] = Field(description="Ce qui reste à vérifier de la fiche.")
    doublons: list[str] = Field(
        description="Identifiants de lieux du même réseau à moins de 30 m : peut-être le même."
    )
    precision_position: PrecisionPosition = Field(
        description="« commune » : la position n’est que celle de la commune."
    )
    date_maj: date | None = Field(
        description="Dernière mise à jour par la source ; null : elle ne le dit pas."
    )
    lon: float = Field(description="Degrés WGS84.")
    lat: float = Field(description="Degrés WGS84.")
    ouvert: Ouvert = Field(
        description="À `ouvert_a` ; sinon à l’arrivée quand `ouvert` ou `depart_a` est donné"
        " (« inconnu » si la durée l’est) ; sinon maintenant."
    )
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

    distance_m: float = Field(
        description="Le long du trajet, en mètres, arrondie vers le haut ; à vol d’oiseau quand"
        " `estime`."
    )
    duree_s: int | None = Field(
        description="Durée du trajet, en secondes, arrondie vers le haut, dans le mode demandé ;"
        " null : inconnue, car en fauteuil une durée ne s’estime pas."
    )
    mode: Mode = Field(description="Façon de se déplacer demandée.")
    estime: bool = Field(description="Vrai : aucun réseau de rues n’a donné la durée.")
    publiable: bool = Field(
        description="La licence du réseau de rues permet-elle de publier durée et distance ?"
    )
    surface_inconnue: float | None = Field(
        description="En fauteuil : part du trajet, de 0 à 1, dont personne n’a relevé le"
        " revêtement ; 0 ne veut pas dire accessible. Sinon null."
    )
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
        description="Lieux écartés par `ouvert_a` ou `ouvert` parce qu’on ignore s’ils sont"
        " ouverts, jusqu’au rang du dernier rendu (tous, s’il y en a moins que `k`)."
    )
    hors_zone_ecartes: int = Field(
        description="Lieux écartés parce qu’ils ne desservent pas la commune de la position,"
        " comptés jusqu’au même rang."
    )
    sans_duree_ecartes: int = Field(
        description="Lieux écartés par `au_plus_s` parce que leur durée est inconnue (fauteuil,"
        " sans réseau de rues)."
    )
    inatteignables_ecartes: int = Field(
        description="Lieux que le réseau de rues couvre et que le mode n’atteint pas, à vol"
        " d’oiseau pas plus loin que le plus éloigné des rendus (tous, s’il y en a moins que `k`)."
    )
    inatteignables_motifs: dict[Motif, int] = Field(description="Les mêmes, par motif.")
    ouvert_evalue: Literal["maintenant", "ouvert_a", "a_l_arrivee"] = Field(
        description="Instant dont parlent `ouvert`, `prochain_changement` et `prochain_etat` :"
        " l’arrivée est le départ plus la durée vers chaque lieu."
    )
    classement: Literal["duree", "distance"] = Field(
        description="« distance », à vol d’oiseau, sans réseau de rues ; « duree » avec lui : les"
        " lieux hors du réseau y prennent rang par leur durée estimée, ou viennent à la fin si"
        " elle est inconnue."
    )
    trafic: Trafic | None = Field(
        description="Effet de la circulation ; null sans réseau, ou si le mode n’en connaît pas."
    )
    reseau_rues: ReseauDeRues | None = Field(
        description="Réseau à citer ; null : toutes les durées sont estimées."
    )
