"""A remote service: help by telephone, chat or video, counted beside places, never among them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.domain.horaires import check_horaires
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement, rattachement
from geo.errors import InputError


class Canal(StrEnum):
    """How one reaches a remote service."""

    TELEPHONE = "telephone"
    CHAT = "chat"
    VISIO = "visio"
    WEB = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDistance:
    """
    A line that is known, from a source that can be read again.

    Attributes
    ----------
    id
        Identifier in this project: lower case with hyphens.
    nom
        Name people know.
    reseau
        Réseau that answers; None where it is of none, or of several.
    canaux
        How to reach it.
    telephone, site_web
        Where; None where it has none.
    publics, missions
        Whom it helps, and with what.
    zone_competence
        Codes as of a place, ``("france",)`` for everyone.
    horaires
        OSM ``opening_hours``; None where unknown.
    horaires_note
        What the source says of them in words.
    source
        Where all this was read, with its own date.
    consulte_le
        Day it was read.

    Raises
    ------
    InputError
        If it serves nobody, cannot be reached, or its hours are not such text.
    """

    id: str
    nom: str
    canaux: tuple[Canal, ...]
    publics: tuple[Profil, ...]
    missions: tuple[Mission, ...]
    zone_competence: tuple[str, ...]
    source: str
    consulte_le: date
    reseau: str | None = None
    telephone: str | None = None
    site_web: str | None = None
    horaires: str | None = None
    horaires_note: str | None = None

    def __post_init__(self) -> None:
        if not (self.canaux and self.publics and self.missions and self.zone_competence):
            raise InputError(f"{self.id}: needs a channel, publics, missions and a zone.")
        if self.telephone is None and self.site_web is None:
            raise InputError(f"{self.id}: needs a telephone or a site, has neither.")
        if self.horaires is not None:
            check_horaires(self.horaires)


def fits(
    service: ServiceDistance,
    profils: Collection[Profil],
    mission: Mission,
    codes_ici: Collection[str],
) -> bool:
    """
    Tell whether a remote service helps a person, where they are, with a need.

    Parameters
    ----------
    service
        Any.
    profils
        All that the person is at once.
    mission
        What they need.
    codes_ici
        Codes that hold their position, as `geo.domain.rattachement.rattachement` wants them.

    Returns
    -------
    fits
        False where its zone is not known to hold the position.

    Notes
    -----
    Contract: pure; one more profile of the person never takes a service away.
    """
    publics = {*profils, Profil.TOUT_PUBLIC}
    return (
        mission in service.missions
        and not publics.isdisjoint(service.publics)
        and rattachement(service.zone_competence, codes_ici) is Rattachement.OUI
    )
