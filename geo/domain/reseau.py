"""A réseau: an institutional network that keeps points d'accueil."""

import re
from dataclasses import dataclass
from enum import StrEnum

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError

CODE = re.compile(r"[a-z]+(-[a-z]+)*")


class Membre(StrEnum):
    """How a réseau stands to the service public régional de l'orientation."""

    OUI = "oui"
    ASSOCIE = "associe"
    NON = "non"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reseau:
    """
    A réseau and its default rules, which a place may override.

    Attributes
    ----------
    code
        Identifier in this project, lower case with hyphens.
    nom
        Name people know.
    membre
        Whether it belongs to the service; ``non`` is never a door.
    annonce
        Places announced for the region, or None where no total was.
    annonce_antennes
        How many of these are antennes of a structure; None where the total does not say.
    publics, missions
        Whom it serves and how, by default.
    codes_data_inclusion, codes_dila
        Names of the same réseau in those sources.

    Raises
    ------
    InputError
        If the code is not well formed, or a door serves nobody,
        or more antennes are announced than places.
    """

    code: str
    nom: str
    membre: Membre
    annonce: int | None = None
    annonce_antennes: int | None = None
    publics: tuple[Profil, ...] = ()
    missions: tuple[Mission, ...] = ()
    codes_data_inclusion: tuple[str, ...] = ()
    codes_dila: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise InputError(f"needed a code like 'mission-locale', got {self.code!r}.")
        if self.is_door and not (self.publics and self.missions):
            raise InputError(f"{self.code} is a door: it needs publics and missions.")
        if not 0 <= (self.annonce_antennes or 0) <= (self.annonce or 0):
            raise InputError(f"{self.code}: needed antennes among the {self.annonce} announced.")

    @property
    def is_door(self) -> bool:
        """Whether a place of it counts as a door of the service."""
        return self.membre is not Membre.NON
