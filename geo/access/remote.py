"""Whom remote services help, counted beside places and never among them; light."""

from collections.abc import Collection, Iterable

import numpy as np

from geo.access.survey import Flags, People
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement, rattachement
from geo.domain.service_distance import ServiceDistance, fits


def helped_remotely(
    services: Iterable[ServiceDistance],
    profils: Collection[Profil],
    mission: Mission,
    people: People,
) -> Flags:
    """
    Tell whom at least one remote service helps with a need.

    Parameters
    ----------
    services
        All there are.
    profils
        All that a person is at once.
    mission
        What they need.
    people
        ``n`` origins.

    Returns
    -------
    flags
        Shape ``(n,)``: `geo.domain.service_distance.fits` holds for one of the services. An origin
        that no known code holds is helped by nationwide services only.

    Notes
    -----
    Contract: pure; the order of services is irrelevant; one more service, or one more profile of
    the person, never takes help away.
    """
    return within(remote_zone(services, profils, mission), people)


def remote_zone(
    services: Iterable[ServiceDistance], profils: Collection[Profil], mission: Mission
) -> frozenset[str]:
    """
    Give the zone in which at least one remote service helps with a need.

    Parameters
    ----------
    services, profils, mission
        As of `helped_remotely`.

    Returns
    -------
    zone
        Codes, ``france`` among them where a service helps everywhere; empty where none helps.
    """
    # a service fits whoever is in its own zone, if anybody
    zones = (
        one.zone_competence for one in services if fits(one, profils, mission, one.zone_competence)
    )
    return frozenset(code for zone in zones for code in zone)


def within(zone: Collection[str], people: People) -> Flags:
    """
    Tell whom a zone is known to hold.

    Parameters
    ----------
    zone
        Codes.
    people
        ``n`` origins.

    Returns
    -------
    flags
        Shape ``(n,)``.
    """
    held = [rattachement(zone, codes) is Rattachement.OUI for codes in people.codes]
    return np.array(held, dtype=np.bool_)
