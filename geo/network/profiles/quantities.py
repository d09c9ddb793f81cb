"""Quantities as people write them on a map: speeds, widths, slopes, durations."""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from geo.network.profiles.rules import Limits

KMH_PER_UNIT: Mapping[str, float] = MappingProxyType(
    {"": 1.0, "km/h": 1.0, "kmh": 1.0, "mph": 1.609344, "knots": 1.852}
)

M_PER_UNIT: Mapping[str, float] = MappingProxyType(
    {"": 1.0, "m": 1.0, "cm": 0.01, "ft": 0.3048, "'": 0.3048}
)

MOST_KMH = 150.0
"""A higher limit is a slip of the pen: no road of the world has one."""

_SPEED = re.compile(r"(\d{1,3}(?:\.\d{1,3})?) ?(km/h|kmh|mph|knots|)")
_LENGTH = re.compile(r"(?:ca\.? |~)?(\d{1,4}(?:[.,]\d{1,4})?) ?(m|cm|ft|'|)")
_SLOPE = re.compile(r"[<>~]?([+-]?\d{1,3}(?:\.\d{1,3})?) ?(%|°|)")
_ZONE = re.compile(r"(?:[a-z]{2}:)?(?:zone:?)?(\d{1,3})")
_ISO_DURATION = re.compile(r"p?t(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4})(?::(\d{2}))?")


def limit_kmh(text: str, limits: Limits) -> float | None:
    """
    Read a speed limit.

    Parameters
    ----------
    text
        ``50``, ``30 mph``, ``FR:urban``, ``FR:zone30``, ``walk``, ``none``, ``50;70``.
    limits
        What words stand for.

    Returns
    -------
    kmh
        The lowest of several, above 0; None where nothing can be read (``signals``).

    Notes
    -----
    Contract: pure. wiki.openstreetmap.org/wiki/Key:maxspeed.
    """
    read = [_one_limit(part.strip().lower(), limits) for part in text.split(";")]
    return min((kmh for kmh in read if kmh is not None and 0 < kmh <= MOST_KMH), default=None)


def _one_limit(text: str, limits: Limits) -> float | None:
    if text in limits.words:
        return limits.words[text]
    word = text.rpartition(":")[2]
    named = {"none": limits.none_kmh, "walk": limits.walk_kmh, **limits.words}.get(word)
    if named is not None:
        return named
    if match := _SPEED.fullmatch(text):
        return float(match[1]) * KMH_PER_UNIT[match[2]]
    match = _ZONE.fullmatch(text)
    return float(match[1]) if match else None


def width_m(text: str) -> float | None:
    """
    Read a width.

    Parameters
    ----------
    text
        ``1.2``, ``1,2 m``, ``80 cm``, ``4'``, ``ca. 2``.

    Returns
    -------
    width_m
        None where nothing can be read.

    Notes
    -----
    Contract: pure; at least 0.
    """
    match = _LENGTH.fullmatch(text.strip().lower())
    return float(match[1].replace(",", ".")) * M_PER_UNIT[match[2]] if match else None


def incline_pct(text: str) -> float | None:
    """
    Read how steep a way is, whichever way round.

    Parameters
    ----------
    text
        ``5%``, ``-12 %``, ``4°``.

    Returns
    -------
    incline_pct
        At least 0; None where nothing can be read (``up``, ``down``).

    Notes
    -----
    Contract: pure. wiki.openstreetmap.org/wiki/Key:incline.
    """
    match = _SLOPE.fullmatch(text.strip())
    if not match:
        return None
    slope = abs(float(match[1]))
    if match[2] == "°":
        return math.tan(math.radians(min(slope, 89.0))) * 100
    return slope


def duration_s(text: str) -> float:
    """
    Read how long a crossing takes.

    Parameters
    ----------
    text
        ``PT7M``, ``00:07``, ``1:30:00``, ``7`` (minutes).

    Returns
    -------
    duration_s
        0 where nothing can be read.

    Notes
    -----
    Contract: pure. wiki.openstreetmap.org/wiki/Key:duration.
    """
    text = text.strip().lower()
    match = _ISO_DURATION.fullmatch(text) or _CLOCK.fullmatch(text)
    if not match:
        return 0.0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return float(hours * 3600 + minutes * 60 + seconds)
