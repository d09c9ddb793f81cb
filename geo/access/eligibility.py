"""Which places may help a person: competence, first welcome, zone; light, for the API asks too."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from geo.access.survey import Flags, Places
from geo.domain.competence import Competence, helping, sending_on
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement, rattachement


def competent(
    places: Places,
    competences: Iterable[Competence],
    profils: Collection[Profil],
    mission: Mission,
) -> Flags:
    """
    Tell which places help a person with a need.

    Parameters
    ----------
    places
        ``m`` places.
    competences
        The declared table.
    profils
        All that the person is at once.
    mission
        What they need.

    Returns
    -------
    flags
        Shape ``(m,)``: of a member réseau that the table says competent, the place itself saying
        so too.

    Notes
    -----
    Contract: pure; one more profile never takes a place away; who runs the place matters only
    through the table.
    """
    reseaux = helping(competences, profils, mission)
    return _of(places, reseaux, profils, mission)


def sends_on(
    places: Places, competences: Iterable[Competence], profils: Collection[Profil]
) -> Flags:
    """
    Tell which places can be a first door: they welcome the person and may send them on.

    Parameters
    ----------
    places, competences, profils
        As of `competent`.

    Returns
    -------
    flags
        Shape ``(m,)``.

    Notes
    -----
    Contract: as of `competent`.
    """
    return _of(places, sending_on(competences, profils), profils, Mission.ACCUEIL)


def served(zones: Sequence[Collection[str] | None], codes: Sequence[Collection[str]]) -> Flags:
    """
    Tell which places may serve whom: those whose zone does not exclude where one is.

    Parameters
    ----------
    zones
        Codes each of ``m`` places serves, or None where unknown.
    codes
        Codes that hold each of ``n`` positions.

    Returns
    -------
    flags
        Shape ``(n, m)``; true where the zone is unknown.

    Notes
    -----
    Contract: pure; the order of codes is irrelevant.
    """
    kinds: dict[frozenset[str] | None, int] = {}
    kind = [
        kinds.setdefault(None if zone is None else frozenset(zone), len(kinds)) for zone in zones
    ]
    holds = np.ones((len(codes), len(kinds)), dtype=np.bool_)
    for zone, column in kinds.items():
        if zone is not None:
            said = [rattachement(zone, here) for here in codes]
            holds[:, column] = [one is not Rattachement.NON for one in said]
    return holds[:, np.array(kind, dtype=np.intp)]


def _of(
    places: Places, reseaux: frozenset[str], profils: Collection[Profil], mission: Mission
) -> Flags:
    publics = {*profils, Profil.TOUT_PUBLIC}
    rows = zip(places.reseau, places.publics, places.missions, strict=True)
    says = [
        reseau in reseaux and mission in missions and not publics.isdisjoint(of_place)
        for reseau, of_place, missions in rows
    ]
    return np.array(says, dtype=np.bool_).reshape(-1) & places.is_door
