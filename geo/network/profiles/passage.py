"""The two questions asked of a profile: how a way is used, and whether a barrier stops."""

import math
from dataclasses import dataclass

from geo.network.profiles.access import Right, stated_right, way_right
from geo.network.profiles.direction import directions
from geo.network.profiles.profile import Passage, Profile
from geo.network.profiles.quantities import duration_s, width_m
from geo.network.profiles.rules import Access, Push, Rules, Way, Wheelchair
from geo.network.profiles.speeds import driven_kmh
from geo.network.profiles.surfaces import surface_cap
from geo.network.profiles.wheelchairs import TRUSTED, wheelchair_cap
from geo.network.raw import BACKWARD, FORWARD, TagSet

KINDS = (
    ("route", "ferry"),
    ("railway", "platform"),
    ("public_transport", "platform"),
    ("man_made", "pier"),
)
"""Tags that make a street of a way without ``highway``; the value names its kind."""


@dataclass(frozen=True, slots=True)
class Use:
    """Speed in one direction, who may go so, and whether the bicycle is pushed."""

    kmh: float = 0.0
    right: Right = Right.CLOSED
    pushed: bool = False


NO_USE = Use()


def passage(profile: Profile, tags: TagSet) -> Passage | None:
    """
    Tell how a mode may use a way.

    Parameters
    ----------
    profile
        Of the mode.
    tags
        Of the way.

    Returns
    -------
    passage
        None where it is not passable at all.

    Notes
    -----
    Contract: pure; looks at no key outside `geo.network.profiles.keys.RELEVANT_KEYS`; speeds are
    finite, and at least one is above 0.
    """
    rules = profile.rules
    kind = street_kind(tags)
    way = rules.services.get(tags.get("service", "")) if kind == "service" else None
    way = way or rules.ways.get(kind)
    if way is None:
        return None
    forward, backward = _narrowed([_use(rules, kind, way, tags, d) for d in (FORWARD, BACKWARD)])
    if not forward.kmh and not backward.kmh:
        return None
    no_stop = _is_no_stop(rules, kind, tags)
    return Passage(
        forward_kmh=forward.kmh,
        backward_kmh=backward.kmh,
        destination_only=max(forward.right, backward.right) is Right.DESTINATION,
        unknown_surface=rules.surface.flag_unknown and not _ground(rules, kind, tags)[1],
        inhabited=way.inhabited and not no_stop,
        no_stop=no_stop,
        way_s=_way_s(rules, tags) if kind == "ferry" else 0.0,
    )


def is_blocked(profile: Profile, tags: TagSet) -> bool:
    """
    Tell whether a barrier stops a mode.

    Parameters
    ----------
    profile
        Of the mode.
    tags
        Of a node with one of `geo.network.profiles.keys.BARRIERS`.

    Returns
    -------
    is_blocked
        True if one may reach it and not pass.

    Notes
    -----
    Contract: pure. What tags say of the mode prevails over the kind of barrier, yet not over a
    lock or a width; for wheelchairs only ``wheelchair=yes`` prevails over the kind, and gives no
    right to pass.
    """
    rules = profile.rules
    found_m = width_m(tags.get("maxwidth:physical", ""))
    if tags.get("locked") == "yes" or (found_m is not None and found_m < rules.barriers.width_m):
        return True
    if rules.wheelchair and _stops_wheels(rules, rules.wheelchair, tags):
        return True
    return _is_shut(rules, rules.access, tags) and (
        rules.push is None or _is_shut(rules, _on_foot(rules.access, rules.push), tags)
    )


def street_kind(tags: TagSet) -> str:
    """
    Name the kind of a street.

    Parameters
    ----------
    tags
        Of a way.

    Returns
    -------
    kind
        Its ``highway``, else ``ferry``, ``platform`` or ``pier``; empty for any other way.

    Notes
    -----
    Contract: pure.
    """
    if "highway" in tags:
        return tags["highway"]
    return next((value for key, value in KINDS if tags.get(key) == value), "")


def _is_no_stop(rules: Rules, kind: str, tags: TagSet) -> bool:
    told = rules.no_stop.tags.items()
    return kind in rules.no_stop.kinds or any(tags.get(key) in values for key, values in told)


def _use(rules: Rules, kind: str, way: Way, tags: TagSet, direction: int) -> Use:
    """Ride where one may, else walk beside the bicycle where one may."""
    ground_kmh, _ = _ground(rules, kind, tags)
    right = way_right(rules.access, way, tags, direction)
    if right and directions(rules.oneway, tags)[direction]:
        kmh = min(_speed(rules, kind, way, tags, direction), ground_kmh)
        if kmh:
            return Use(kmh, right)
    if rules.push and kind in rules.push.ways:
        on_foot = _on_foot(rules.access, rules.push)
        right = way_right(on_foot, Way(kmh=rules.push.kmh), tags, direction)
        return Use(rules.push.kmh, right, pushed=True) if right else NO_USE
    return NO_USE


def _speed(rules: Rules, kind: str, way: Way, tags: TagSet, direction: int) -> float:
    kmh = driven_kmh(rules.limits, way, tags, direction) if rules.limits else way.kmh
    if rules.wheelchair:
        return min(kmh, wheelchair_cap(rules, rules.wheelchair, kind, tags))
    return kmh


def _way_s(rules: Rules, tags: TagSet) -> float:
    crossing_s = duration_s(tags.get("duration", ""))
    return crossing_s + rules.ferry_wait_s if crossing_s else 0.0


def _narrowed(uses: list[Use]) -> tuple[Use, Use]:
    """
    Give both ways round the same right.

    Where one leads through and the other only to a destination, the latter is closed; a bicycle
    pushed one way and ridden the other has the right of the rider.
    """
    widest = max(use.right for use in uses)
    ridden = [use.right for use in uses if use.kmh and not use.pushed]
    right = max(ridden, default=widest)
    forward, backward = (
        Use(use.kmh, right, use.pushed) if use.right >= right else NO_USE for use in uses
    )
    return forward, backward


def _ground(rules: Rules, kind: str, tags: TagSet) -> tuple[float, bool]:
    """Give the cap of the ground, and whether it is known."""
    if rules.wheelchair and tags.get("wheelchair") in TRUSTED:
        return math.inf, True
    return surface_cap(rules.surface, kind, tags)


def _is_shut(rules: Rules, access: Access, tags: TagSet) -> bool:
    stated = stated_right(access, tags, None)
    if stated is None:
        trusted = rules.wheelchair is not None and tags.get("wheelchair") in TRUSTED
        return tags.get("barrier") in rules.barriers.blocking and not trusted
    right, key = stated
    return right is Right.CLOSED or tags[key] in rules.barriers.closed


def _stops_wheels(rules: Rules, wheelchair: Wheelchair, tags: TagSet) -> bool:
    """Say whether wheels stop, whoever may pass: « foot=yes » does not lower a stile."""
    said = tags.get("wheelchair", "")
    if said == "no" or said in TRUSTED:
        return said == "no"
    # on a street, the kerb of a crossing is beside whoever goes along
    kerb = tags.get("kerb") in wheelchair.kerbs and tags.get("highway") != "crossing"
    return kerb or tags.get("barrier") in rules.barriers.blocking


def _on_foot(access: Access, push: Push) -> Access:
    return Access(
        keys=push.keys,
        opening=push.opening,
        open=access.open,
        destination=access.destination,
        closed=access.closed,
        closing=access.closing,
    )
