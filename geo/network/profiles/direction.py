"""Which way round one may go."""

from collections.abc import Mapping
from types import MappingProxyType

from geo.network.profiles.rules import Oneway
from geo.network.raw import TagSet

Ways = tuple[bool, bool]
"""Whether one may go as drawn, and the other way."""

BOTH: Ways = (True, True)

ONEWAY: Mapping[str, Ways] = MappingProxyType(
    {
        **dict.fromkeys(("yes", "true", "1", "forward"), (True, False)),
        **dict.fromkeys(("-1", "reverse", "backward"), (False, True)),
        **dict.fromkeys(("no", "false", "0", "alternating"), BOTH),
        # the direction depends on the hour, which nobody knows here: not to be counted on
        "reversible": (False, False),
    }
)
"""Values of ``oneway`` and ``conveying``; others say nothing."""

AGAINST = frozenset({"opposite", "opposite_lane", "opposite_track", "opposite_share_busway"})
"""Values of ``cycleway`` that let bicycles ride against the traffic."""

SIDES = ("left", "right", "both")


def directions(oneway: Oneway, tags: TagSet) -> Ways:
    """
    Tell which way round a mode may take a street.

    Parameters
    ----------
    oneway
        Rules of the mode.
    tags
        Of the way.

    Returns
    -------
    ways
        As drawn, and the other way.

    Notes
    -----
    Contract: pure. wiki.openstreetmap.org/wiki/Key:oneway: implied by motorways and
    roundabouts, ``-1`` is against the drawing; a key of the mode prevails. Escalators
    (``conveying``) and boats carry everyone the same way.
    """
    carried = tags.get("oneway" if tags.get("route") == "ferry" else "conveying", "")
    if carried in ONEWAY:
        return ONEWAY[carried]
    ways = _stated(oneway, tags)
    if ways is None:
        implied = (
            tags.get("highway") in oneway.implied_by or tags.get("junction") in oneway.implied_by
        )
        ways = (True, False) if implied and oneway.keys else BOTH
    return BOTH if oneway.contraflow and any(ways) and _has_contraflow(tags) else ways


def _stated(oneway: Oneway, tags: TagSet) -> Ways | None:
    values = (tags.get(key, "") for key in reversed(oneway.keys))
    return next((ONEWAY[value] for value in values if value in ONEWAY), None)


def _has_contraflow(tags: TagSet) -> bool:
    lanes = [tags.get("cycleway", ""), *(tags.get(f"cycleway:{side}", "") for side in SIDES)]
    ways = [tags.get(f"cycleway:{side}:oneway", "") for side in SIDES]
    return not AGAINST.isdisjoint(lanes) or not {"no", "-1"}.isdisjoint(ways)
