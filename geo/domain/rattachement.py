"""Whether a place serves the residents of where a person stands."""

from collections.abc import Collection
from enum import StrEnum

FRANCE = "france"
"""The zone of a place that serves everyone."""


class Rattachement(StrEnum):
    """What can be said of a place and a person's commune."""

    OUI = "oui"
    NON = "non"
    A_VERIFIER = "a_verifier"


def rattachement(
    zone_competence: Collection[str] | None, codes_ici: Collection[str]
) -> Rattachement:
    """
    Compare the area a place serves with where a person stands.

    Parameters
    ----------
    zone_competence
        Codes of communes or départements served, or ``france``; None where the
        source does not say.
    codes_ici
        Codes that hold the person's position: commune, arrondissement, the city
        of an arrondissement, département; empty where no commune is known there.

    Returns
    -------
    rattachement
        ``a_verifier`` whenever either side is unknown: an unknown zone is never
        shown as a yes, nor as a no.

    Notes
    -----
    Contract: pure; the order of codes is irrelevant.

    Examples
    --------
    >>> rattachement(["75112"], ["75056", "75112", "75"]).value
    'oui'
    >>> rattachement(None, ["75112"]).value
    'a_verifier'
    """
    if zone_competence is None:
        return Rattachement.A_VERIFIER
    if FRANCE in zone_competence:
        return Rattachement.OUI
    if not codes_ici:
        return Rattachement.A_VERIFIER
    served = not set(zone_competence).isdisjoint(codes_ici)
    return Rattachement.OUI if served else Rattachement.NON
