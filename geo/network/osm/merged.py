"""One value for tags that osmnx merged: it joins edges and keeps a list of what they said."""

import re
from collections.abc import Iterable, Sequence

from geo.network.profiles.keys import ACCESS, DIRECTIONS

HIGHWAYS = (
    # the fewest may pass the first, and slowest
    "elevator",
    "steps",
    "corridor",
    "via_ferrata",
    "path",
    "footway",
    "bridleway",
    "pedestrian",
    "track",
    "cycleway",
    "busway",
    "living_street",
    "service",
    "residential",
    "unclassified",
    "road",
    *(
        f"{kind}{link}"
        for kind in ("tertiary", "secondary", "primary", "trunk", "motorway")
        for link in ("_link", "")
    ),
)
RIGHTS = (
    "no",
    "private",
    "customers",
    "delivery",
    "agricultural",
    "forestry",
    "permit",
    "destination",
    "dismount",
    "permissive",
    "designated",
    "yes",
)
_RANKS = {"highway": HIGHWAYS} | {key + way: RIGHTS for key in ACCESS for way in DIRECTIONS}
_SMALLEST = frozenset(("width", *(f"maxspeed{way}" for way in DIRECTIONS)))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def strictest(key: str, values: Iterable[str]) -> str | None:
    """
    Choose among the values of a tag along a merged edge.

    Parameters
    ----------
    key
        Of the tag.
    values
        Each different value, in any order: osmnx gives none.

    Returns
    -------
    value
        The one that lets the fewest pass, or the slowest or narrowest; None, as if nothing had
        been said, where no value is clearly the worst.

    Notes
    -----
    Contract: pure; the order of the values does not matter.

    Examples
    --------
    >>> strictest("highway", ["service", "path"]), strictest("surface", ["asphalt", "gravel"])
    ('path', None)
    """
    found = sorted(set(values))
    if len(found) == 1:
        return found[0]
    if key in _SMALLEST:
        return min(found, key=_number, default=None)
    if key in _RANKS:
        return min(found, key=lambda value: _rank(_RANKS[key], value), default=None)
    return None


def _number(text: str) -> float:
    match = _NUMBER.match(text)
    return float(match[0]) if match else float("inf")


def _rank(order: Sequence[str], value: str) -> int:
    return order.index(value) if value in order else len(order)
