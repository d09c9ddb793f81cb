"""How a place is reached, as every answer says it."""

import math
from dataclasses import dataclass

from api.answers import Element

DISTANCE_DECIMALS = 1
SHARE_DECIMALS = 3

UNLIMITED_S = 604_800.0
"""A week: longer than any trip within the greatest radius."""


@dataclass(frozen=True, slots=True)
class Way:
    """
    How a place is reached.

    Attributes
    ----------
    distance_m
        Along the route; straight where no network gave it.
    travel_time_s
        None where it is not known.
    publiable
        Whether the licence of the network lets these figures be published.
    unknown_surface
        Share of the route whose surface nobody has mapped; None where it does not matter,
        or is not known.
    is_estimate
        Whether no network gave the time.
    """

    distance_m: float
    travel_time_s: float | None
    publiable: bool = True
    unknown_surface: float | None = None
    is_estimate: bool = True


def to_members(way: Way) -> Element:
    """
    Say how a place is reached.

    Parameters
    ----------
    way
        To it.

    Returns
    -------
    members
        ``distance_m``, ``duree_s``, ``estime``, ``publiable``, ``surface_inconnue``.

    Notes
    -----
    Times and distances are rounded up: who asks for what is within the figures shown finds the
    place again.
    """
    share, time_s = way.unknown_surface, way.travel_time_s
    return {
        "distance_m": round_up(way.distance_m, DISTANCE_DECIMALS),
        "duree_s": None if time_s is None else math.ceil(time_s),
        "estime": way.is_estimate,
        "publiable": way.publiable,
        "surface_inconnue": None if share is None else round(share, SHARE_DECIMALS),
    }


def round_up(value: float, decimals: int) -> float:
    """
    Round to the first value with so many decimals that is no smaller.

    Parameters
    ----------
    value
        At least 0, finite.
    decimals
        To be kept.

    Returns
    -------
    rounded
        Not below `value`.

    Examples
    --------
    >>> round_up(1112.01, 1), round_up(1112.1, 1)
    (1112.1, 1112.1)
    """
    nearest = round(value, decimals)
    return nearest if nearest >= value else round(nearest + 10.0**-decimals, decimals)
