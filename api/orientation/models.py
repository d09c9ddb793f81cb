"""Shape of the answer of the orientation, for OpenAPI; tests hold the answer to it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.networks.words import ReseauDeRues, Trafic
from api.points_accueil.models import PointProche
from api.services_a_distance.models import ServiceADistance
from geo.domain.couverture import Resultat
from geo.domain.horaires import Ouvert
from geo.domain.mission import Mission
from geo.domain.orientation import Ecart, Raison
from geo.domain.point_accueil import AccessibilitePmr
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement
from geo.network.estimate import Mode


class RaisonDite(BaseModel):
    """Pourquoi une porte est donnée, ou ce qu’il faut savoir avant d’y aller."""

    model_config = ConfigDict(extra="forbid")

    code: Raison = Field(description="Pour les programmes.")
    texte: str = Field(description="Pour les gens : une phrase à montrer telle quelle.")


class Porte(PointProche):
    """Un lieu où aller ; `duree_s` et `distance_m` sont celles du trajet qui y mène."""

    porte: Literal[1, 2] = Field(description="Rang de la porte.")
    role: Literal["premier_accueil", "repond_au_besoin"] = Field(
        description="La dernière porte répond au besoin ; celle d’avant accueille et oriente."
    )
    arrivee: datetime | None = Field(
        description="Instant de l’arrivée, dont parle `ouvert` : les trajets s’ajoutent, sans"
        " attente ni entretien ; null : la durée est inconnue."
    )
    raisons: list[RaisonDite] = Field(description="Dans l’ordre où les dire.")


class LieuEcarte(BaseModel):
    """Un lieu plus proche, qui n’est pas une porte."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="Identifiant du lieu.")
    reseau: str = Field(description="Code du réseau (voir /v1/reseaux).")
    nom: str = Field(description="Nom du lieu.")
    code_commune: str = Field(description="Commune déclarée (INSEE).")
    telephone: str | None = Field(description="Numéro à appeler.")
    accessibilite_pmr: AccessibilitePmr = Field(description="« inconnue » ne veut pas dire oui.")
    lon: float = Field(description="Degrés WGS84.")
    lat: float = Field(description="Degrés WGS84.")
    distance_m: float = Field(description="Comme celle d’une porte.")
    duree_s: int | None = Field(description="Depuis la position, en secondes.")
    estime: bool = Field(description="Vrai : aucun réseau de rues n’a donné la durée.")
    publiable: bool = Field(description="La licence du réseau permet-elle de publier la durée ?")
    surface_inconnue: float | None = Field(description="Comme celle d’une porte.")
    rattachement: Rattachement = Field(description="Dessert-il la commune de la position ?")
    ouvert: Ouvert = Field(description="Quand la personne y arriverait.")
    prochain_changement: datetime | None = Field(description="Quand `ouvert` changera ensuite.")
    prochain_etat: Ouvert | None = Field(description="Ce que `ouvert` deviendra alors.")
    motif: Ecart = Field(description="Pourquoi il est écarté.")
    texte: str = Field(description="La même chose, pour les gens.")


class AideADistance(ServiceADistance):
    """Une aide à distance qui convient à la personne, à son besoin et à l’endroit où elle est."""

    raisons: list[RaisonDite] = Field(description="Dans l’ordre où les dire.")


class OrientationTrouvee(BaseModel):
    """Les portes d’une personne : deux au plus."""

    model_config = ConfigDict(extra="forbid")

    resultat: Resultat = Field(
        description="« 1 » : un lieu répond au besoin à temps ; « 2 » : un premier accueil à temps,"
        " puis à temps de là un lieu qui répond ; « plus » : un lieu répond, plus loin que"
        " `au_plus_s` ou à une durée inconnue ; « aucune » : aucun lieu ne répond ici."
    )
    remarque: RaisonDite | None = Field(
        description="« hors_territoire » : la position n’est dans aucune commune connue, et à plus"
        " de 100 km de tout lieu ; rien n’y a été cherché. Sinon null."
    )
    portes: list[Porte] = Field(
        description="Dans l’ordre, deux au plus. Pour « plus » : le lieu le plus proche qui réponde"
        " au besoin, avec la raison « au_dela_du_temps » ou « duree_inconnue »."
    )
    duree_totale_s: int | None = Field(
        description="Somme des trajets, sans attente ni entretien ; null sans porte, ou si une"
        " durée est inconnue."
    )
    a_distance: list[AideADistance] = Field(
        description="Ce qui peut s’obtenir sans se déplacer ; ceux qui répondent au départ d’abord."
    )
    ecartes: list[LieuEcarte] = Field(
        description="Lieux plus proches qui ne sont pas des portes, dix au plus, le plus proche"
        " d’abord : plus près que la porte unique ; sinon dans le temps demandé."
    )
    ecartes_total: int = Field(description="Combien ils sont en tout.")
    ecartes_motifs: dict[Ecart, int] = Field(description="Les mêmes, par motif.")
    besoin: Mission = Field(description="Le besoin demandé.")
    profil: list[Profil] = Field(description="Les publics demandés ; vide : tout public.")
    mode: Mode = Field(description="Façon de se déplacer.")
    depart_a: datetime = Field(description="Instant du départ.")
    au_plus_s: int = Field(description="Durée la plus longue de chaque trajet, en secondes.")
    au_plus_source: str | None = Field(
        description="D’où vient cette durée ; null : elle était demandée."
    )
    pmr: Literal["oui"] | None = Field(description="L’accès certain a-t-il été demandé ?")
    estime: bool = Field(
        description="Vrai : la durée d’une porte au moins n’est qu’estimée ; sans porte : aucun"
        " réseau de rues ne couvre la position."
    )
    publiable: bool = Field(
        description="La licence du réseau de rues permet-elle de publier ce résultat ? Vrai sans"
        " réseau."
    )
    trafic: Trafic | None = Field(
        description="Effet de la circulation au départ ; null sans réseau, ou si le mode n’en"
        " connaît pas."
    )
    reseau_rues: ReseauDeRues | None = Field(
        description="Réseau à citer ; null : toutes les durées sont estimées."
    )
    sources: list[str] = Field(description="Ce qu’il faut citer avec le résultat.")
