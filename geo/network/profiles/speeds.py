"""How fast one goes where the law is the limit."""

import math

from geo.network.profiles.access import DIRECTIONS
from geo.network.profiles.quantities import limit_kmh
from geo.network.profiles.rules import Limits, Way
from geo.network.raw import TagSet

KEYS = ("maxspeed", "zone:maxspeed", "maxspeed:type", "source:maxspeed")
"""Where a limit is written: the first that can be read counts; ``:conditional`` is left out."""


def posted_kmh(limits: Limits, tags: TagSet, direction: int) -> float:
    """
    Read the limit of a way.

    Parameters
    ----------
    limits
        What words stand for.
    tags
        Of the way.
    direction
        `FORWARD` or `BACKWARD`.

    Returns
    -------
    limit_kmh
        ``inf`` where no sign is mapped.

    Notes
    -----
    Contract: pure; above 0. Conditional limits (at night, when wet) are left out: the plain one
    holds at most hours.
    """
    keys = (f"maxspeed{DIRECTIONS[direction]}", *KEYS)
    read = (limit_kmh(tags[key], limits) for key in keys if key in tags)
    posted = next((kmh for kmh in read if kmh is not None), math.inf)
    return min(posted, _cap(limits, tags, "maxspeed:advisory"))


def driven_kmh(limits: Limits, way: Way, tags: TagSet, direction: int) -> float:
    """
    Tell how fast a way is driven when nobody is in front.

    Parameters
    ----------
    limits
        Rules of the mode.
    way
        Its kind.
    tags
        Of the way.
    direction
        `FORWARD` or `BACKWARD`.

    Returns
    -------
    speed_kmh
        The posted limit times `Limits.factor` where `Way.posted`, else the speed of its kind,
        lowered by the limit and by the one of its surroundings (``zone:traffic``).

    Notes
    -----
    Contract: pure; above 0, finite.
    """
    posted = posted_kmh(limits, tags, direction) * limits.factor
    if way.posted and posted < math.inf:
        return posted
    return min(way.kmh, posted, _cap(limits, tags, "zone:traffic") * limits.factor)


def _cap(limits: Limits, tags: TagSet, key: str) -> float:
    kmh = limit_kmh(tags.get(key, ""), limits)
    return math.inf if kmh is None else kmh
