"""
Travel times where no network is there: distance × detour ÷ speed, and always said to be one.

Light on purpose: the API imports it on every start, so nothing here needs a table library.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from geo.errors import InputError

SECONDS_PER_HOUR = 3600.0
METRES_PER_KM = 1000.0


class Mode(StrEnum):
    """A way to travel, named as in SQL, JSON and on the pages."""

    MARCHE = "marche"
    VELO = "velo"
    VOITURE = "voiture"
    FAUTEUIL = "fauteuil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """
    What turns a straight line into a time.

    Attributes
    ----------
    detour
        Length of the route over the length of the straight line; at least 1.
    speed_kmh
        Mean speed along the route from door to door, stops included.
    """

    detour: float
    speed_kmh: float

    @property
    def s_per_straight_m(self) -> float:
        """Seconds to cover one metre of straight line."""
        return self.detour * SECONDS_PER_HOUR / (self.speed_kmh * METRES_PER_KM)


PACES = MappingProxyType(
    {
        # Detour: upper end of the 15–25 % that no street network avoids (Héran 2009, 2011).
        # Speed: lower end of usual outdoor pace, 1.27–1.35 m/s (Murtagh et al. 2021).
        Mode.MARCHE: Pace(detour=1.25, speed_kmh=4.5),
        # Speed: mean of recorded rides in Paris and its suburbs, stops included (Geovelo 2020).
        Mode.VELO: Pace(detour=1.25, speed_kmh=13.0),
        # Detour: driving is about 1.3 times the straight line (Wang et al. 2024).
        # Speed: gives back the 6.13 km of straight line in 22 min of a mean trip (EGT 2010).
        Mode.VOITURE: Pace(detour=1.3, speed_kmh=22.0),
    }
)
"""
Constants of each mode; ``docs/method.md`` discusses them and gives the references.

None for a wheelchair: a straight line knows neither steps nor kerbs, so it is never asked.
"""

ESTIMATED_MODES = tuple(PACES)
"""Modes whose time can be estimated without a network."""


LABELS = MappingProxyType(
    {
        Mode.MARCHE: "À pied",
        Mode.VELO: "À vélo",
        Mode.VOITURE: "En voiture",
        Mode.FAUTEUIL: "En fauteuil roulant",
    }
)
"""What people read for each mode, in the order to show."""


def pace_in_french(mode: Mode) -> str:
    """
    Say how times of a mode are estimated.

    Parameters
    ----------
    mode
        How one travels.

    Returns
    -------
    words
        For whoever is shown an estimate.

    Raises
    ------
    InputError
        If the mode is never estimated.

    Examples
    --------
    >>> pace_in_french(Mode.MARCHE)
    'à pied × 1,25 ÷ 4,5 km/h'
    """
    pace = _pace(mode)
    figures = f"× {pace.detour:g} ÷ {pace.speed_kmh:g} km/h".replace(".", ",")
    return f"{LABELS[mode].lower()} {figures}"


def travel_time_s(distance_m: float, mode: Mode) -> float:
    """
    Estimate the time to cover a straight distance; no network is asked.

    Parameters
    ----------
    distance_m
        Straight distance on the ellipsoid, in metres, finite and at least 0.
    mode
        How one travels.

    Returns
    -------
    travel_time_s
        Seconds; whoever shows them says that they are an estimate.

    Raises
    ------
    InputError
        If the distance is negative or not finite, or the mode is never estimated.

    Notes
    -----
    Contract: pure; 0 at 0; proportional to the distance.

    Examples
    --------
    >>> round(travel_time_s(1800, Mode.MARCHE) / 60)
    30
    """
    if not 0 <= distance_m < math.inf:
        raise InputError(f"needed a distance >= 0 m, got {distance_m}.")
    return distance_m * _pace(mode).s_per_straight_m


def _pace(mode: Mode) -> Pace:
    if mode not in PACES:
        raise InputError(f"no estimate for {Mode(mode).value!r}: it takes a street network.")
    return PACES[mode]
