"""Which places may help a person: competence, first welcome, zone; light, for the API asks too."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, Places
from geo.domain.competence import Competence
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
        Shape ``(m,)``: of a member réseau that the table says competent for one of these publics,
        or everyone, the place itself saying that it serves the same public, or everyone.

    Notes
    -----
    Contract: pure; one more profile never takes a place away; who runs the place matters only
    through the table.
    """
    return _of(places, [line for line in competences if line.mission == mission], profils)


def sends_on(
    places: Places, competences: Iterable[Competence], profils: Collection[Profil]
) -> Flags:
    """
    Tell which places can be a first door: they welcome the person and may send them on.

    What welcomes is for the referral rule to say (``[renvoi]`` of the table, as published the
    mission `accueil`); a place must itself do one of those missions.

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
    return _of(places, [line for line in competences if line.renvoie], profils)


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
    alike, which = _alike(codes, [zone for zone in kinds if zone is not None])
    holds = np.ones((len(alike), len(kinds)), dtype=np.bool_)
    for zone, column in kinds.items():
        if zone is not None:
            said = [rattachement(zone, here) for here in alike]
            holds[:, column] = [one is not Rattachement.NON for one in said]
    return holds[np.ix_(which, np.array(kind, dtype=np.intp))]


def _alike(
    codes: Sequence[Collection[str]], zones: Collection[frozenset[str]]
) -> tuple[list[Collection[str]], NDArray[np.intp]]:
    """Give one position of each sort that no zone tells apart, and which sort each position is."""
    told: frozenset[str] = frozenset().union(*zones)
    sorts: dict[tuple[bool, frozenset[str]], int] = {}
    which = [sorts.setdefault((bool(here), told.intersection(here)), len(sorts)) for here in codes]
    _, first = np.unique(np.array(which, dtype=np.intp), return_index=True)
    return [codes[number] for number in first], np.array(which, dtype=np.intp)


def _of(places: Places, lines: Sequence[Competence], profils: Collection[Profil]) -> Flags:
    """Tell which places some line of the table fits, for one of a person's publics."""
    publics = [{profil, Profil.TOUT_PUBLIC} for profil in profils or [Profil.TOUT_PUBLIC]]
    kinds = list(zip(places.reseau, places.publics, places.missions, strict=True))
    fits = {kind: _fits(kind, lines, publics) for kind in set(kinds)}
    return np.array([fits[kind] for kind in kinds], dtype=np.bool_) & places.is_door


def _fits(
    kind: tuple[str, frozenset[Profil], frozenset[Mission]],
    lines: Sequence[Competence],
    publics: Sequence[set[Profil]],
) -> bool:
    """
    Tell whether places of a réseau that say the same of themselves fit some line.

    Réseau and place must serve the same public: one that helps women, of a réseau for young
    people, is no door for a young woman.
    """
    reseau, welcomed, missions = kind
    served_here = [public for public in publics if not public.isdisjoint(welcomed)]
    return any(
        line.reseau == reseau
        and line.mission in missions
        and any(line.profil in public for public in served_here)
        for line in lines
    )
