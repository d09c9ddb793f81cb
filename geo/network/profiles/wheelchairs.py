"""Where a wheelchair passes, and how well."""

import math
from types import MappingProxyType

from geo.network.profiles.quantities import incline_pct, width_m
from geo.network.profiles.rules import Rules, Wheelchair
from geo.network.profiles.speeds import posted_kmh
from geo.network.raw import BACKWARD, FORWARD, TagSet

PAVED_SIDES = frozenset({"yes", "both", "left", "right", "separate"})
"""Values of ``sidewalk`` and ``sidewalk:left`` … that tell of a pavement."""

SIDEWALKS = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both")

TRUSTED = frozenset({"yes", "designated"})
"""Values of ``wheelchair`` of somebody who looked: they prevail over slope, width and ground."""

SLOPES = MappingProxyType({"": 0.0, "no": 0.0, "steep": math.inf})
"""Values of ``incline`` that are no number and still tell how steep."""


def wheelchair_cap(rules: Rules, wheelchair: Wheelchair, kind: str, tags: TagSet) -> float:
    """
    Tell how fast a wheelchair can go, apart from the ground.

    Parameters
    ----------
    rules
        Of the mode.
    wheelchair
        What its wheels need.
    kind
        Of street.
    tags
        Of the way.

    Returns
    -------
    cap_kmh
        The speed cannot be higher; 0 where it does not pass; ``inf`` where nothing is in the way.

    Notes
    -----
    Contract: pure. Only what is mapped stops it; what is not mapped is not known to be passable.
    """
    if _words(tags.get("sac_scale", "")).intersection(wheelchair.trails):
        return 0.0  # not even walkers take all of them, whatever is said of wheels
    said = tags.get("wheelchair", "")
    if said in TRUSTED:
        return math.inf
    return min(
        {"no": 0.0, "limited": wheelchair.limited_kmh}.get(said, math.inf),
        _slope_cap(wheelchair, tags.get("incline", "")),
        _width_cap(rules.barriers.width_m, tags),
        0.0 if tags.get("kerb") in wheelchair.kerbs else math.inf,
        _traffic_cap(rules, wheelchair, kind, tags),
    )


def _slope_cap(wheelchair: Wheelchair, incline: str) -> float:
    slope = SLOPES.get(incline, incline_pct(incline))
    if slope is None:
        return wheelchair.steep_kmh  # a slope there is, and nobody can read how steep
    if slope <= wheelchair.incline_pct:
        return math.inf
    return wheelchair.steep_kmh if slope <= wheelchair.steep_pct else 0.0


def _words(value: str) -> set[str]:
    return {part.strip() for part in value.split(";")}


def _width_cap(needed_m: float, tags: TagSet) -> float:
    found_m = width_m(tags.get("width", ""))
    return 0.0 if found_m is not None and found_m < needed_m else math.inf


def _traffic_cap(rules: Rules, wheelchair: Wheelchair, kind: str, tags: TagSet) -> float:
    """Close roads of fast traffic without a pavement."""
    if rules.limits is None or kind not in wheelchair.roads or _has_pavement(tags):
        return math.inf
    limits = [posted_kmh(rules.limits, tags, direction) for direction in (FORWARD, BACKWARD)]
    fastest = max((kmh for kmh in limits if kmh < math.inf), default=0.0)
    return 0.0 if fastest > wheelchair.limit_kmh else math.inf


def _has_pavement(tags: TagSet) -> bool:
    return any(tags.get(key) in PAVED_SIDES for key in SIDEWALKS)
