"""Which réseau helps whom with what, and which may send a person on to another door."""

from collections.abc import Collection, Iterable
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


def helping(
    competences: Iterable[Competence], profils: Collection[Profil], mission: Mission
) -> frozenset[str]:
    """
    Give the réseaux that help a person with a need.

    Parameters
    ----------
    competences
        The declared table.
    profils
        All that the person is at once; nobody in particular where empty.
    mission
        What they need.

    Returns
    -------
    reseaux
        Those that help one of these publics, or everyone.

    Notes
    -----
    Contract: pure; one more profile of the person never takes a réseau away.

    Examples
    --------
    >>> table = [Competence(reseau="cio", profil=Profil.TOUT_PUBLIC, mission=Mission.CONSEIL)]
    >>> sorted(helping(table, [Profil.FEMME], Mission.CONSEIL))
    ['cio']
    """
    publics = {*profils, Profil.TOUT_PUBLIC}
    return frozenset(
        line.reseau for line in competences if line.mission == mission and line.profil in publics
    )


def sending_on(competences: Iterable[Competence], profils: Collection[Profil]) -> frozenset[str]:
    """
    Give the réseaux whose places can be a person's first door on the way to another.

    Parameters
    ----------
    competences, profils
        As of `helping`.

    Returns
    -------
    reseaux
        Those that welcome one of these publics, or everyone, and may send them on.

    Notes
    -----
    Contract: pure; one more profile of the person never takes a réseau away.
    """
    publics = {*profils, Profil.TOUT_PUBLIC}
    return frozenset(line.reseau for line in competences if line.renvoie and line.profil in publics)
