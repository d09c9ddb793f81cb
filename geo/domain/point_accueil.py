"""A point d'accueil: a physical place, open to the public, of one réseau."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from geo.crs import check_lon_lat
from geo.domain.commune import check_code_commune
from geo.domain.horaires import Reserve, check_horaires
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError

POINT_ID = re.compile(r"[a-z][a-z0-9]*--[A-Za-z0-9_.-]+")


class AccessibilitePmr(StrEnum):
    """Disabled access; only ``oui`` means yes."""

    OUI = "oui"
    SUR_DEMANDE = "sur_demande"
    NON = "non"
    INCONNUE = "inconnue"


class PrecisionPosition(StrEnum):
    """How well the position is known, finest first."""

    ADRESSE = "adresse"
    RUE = "rue"
    COMMUNE = "commune"
    INCONNUE = "inconnue"


class ModeAccueil(StrEnum):
    """How the place receives people (same words as data·inclusion)."""

    EN_PRESENTIEL = "en-presentiel"
    A_DISTANCE = "a-distance"


class Signalement(StrEnum):
    """What someone should check about a published place."""

    HORS_COMMUNE = "hors_commune"
    DOUBLON_PROBABLE = "doublon_probable"
    POSITION_APPROCHEE = "position_approchee"
    HORAIRES_ILLISIBLES = "horaires_illisibles"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAccueil:
    """
    A place as the directory publishes it; fields are named as in SQL and JSON.

    Attributes
    ----------
    id
        ``<source>--<identifier in the source>``, for instance
        ``dila--mission_locale-77243-01``.
    code_commune
        Commune declared by the source (INSEE); it may differ from where the
        position falls, which `signalements` then says.
    lon, lat
        Degrees, WGS84.
    horaires
        OSM ``opening_hours`` text as recorded, or None where unknown.
    horaires_note
        What the record says in words, kept as text.
    horaires_reserves
        Reasons why `horaires` cannot be relied on at any instant.
    zone_competence
        Codes of communes or départements served, ``("france",)``, or None
        where unknown (a door marked « rattachement à vérifier »).
    date_maj
        When the source last changed the record.
    doublons
        Ids of places of the same réseau within 30 m; never merged.

    Raises
    ------
    InputError
        If a field breaks its contract.
    """

    id: str
    source: str
    reseau: str
    nom: str
    code_commune: str
    lon: float
    lat: float
    precision_position: PrecisionPosition
    date_maj: date | None
    adresse: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    adresse_postale: str | None = None
    telephone: str | None = None
    telephone_note: str | None = None
    site_web: str | None = None
    accessibilite_pmr: AccessibilitePmr = AccessibilitePmr.INCONNUE
    accessibilite_note: str | None = None
    horaires: str | None = None
    horaires_note: str | None = None
    horaires_reserves: tuple[Reserve, ...] = ()
    missions: tuple[Mission, ...] = ()
    publics: tuple[Profil, ...] = ()
    modes_accueil: tuple[ModeAccueil, ...] = (ModeAccueil.EN_PRESENTIEL,)
    label: str | None = None
    label_debut: date | None = None
    label_fin: date | None = None
    zone_competence: tuple[str, ...] | None = None
    signalements: tuple[Signalement, ...] = ()
    doublons: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if not POINT_ID.fullmatch(self.id):
            raise InputError(f"needed an id like 'dila--cio-75105-01', got {self.id!r}.")
        if not self.nom.strip():
            raise InputError(f"{self.id} has no name.")
        check_code_commune(self.code_commune)
        check_lon_lat(lon=self.lon, lat=self.lat)
        if self.horaires is not None:
            check_horaires(self.horaires)
        if self.label_debut and self.label_fin and self.label_fin < self.label_debut:
            raise InputError(f"{self.id}: label ends {self.label_fin}, before {self.label_debut}.")
