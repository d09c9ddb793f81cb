"""Which réseau helps whom with what, and which may send a person on to another door."""

from dataclasses import dataclass

from geo.domain.mission import Mission
from geo.domain.profil import Profil


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Competence:
    """
    One line of the declared table: places of a réseau help a public with a mission.

    Attributes
    ----------
    reseau
        Code of the réseau.
    profil
        Public helped; ``tout-public`` is everyone.
    mission
        What for.
    renvoie
        Whether such a place, having welcomed someone of that public, can send them on: the
        referral rule, so that it may be a first door.
    """

    reseau: str
    profil: Profil
    mission: Mission
    renvoie: bool = False
