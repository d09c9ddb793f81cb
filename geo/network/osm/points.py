"""What a node's tags say to those who pass it."""

from geo.network.profiles.keys import BARRIERS
from geo.network.raw import EVENTS, TagSet

ALONG, AGAINST = 1, 2
"""Bits of `geo.network.osm.ways.Points.event_direction`: as its way is drawn, or the other way."""

UNSAID = 0

KEYS = ("highway", "railway", "traffic_calming", *BARRIERS)
"""A node with none of these says nothing."""

_DIRECTIONS = {
    "forward": ALONG,
    "backward": AGAINST,
    "both": ALONG | AGAINST,
    "all": ALONG | AGAINST,
}
_RAILWAYS = frozenset(("level_crossing", "crossing"))
_POSTED = {
    # wiki.openstreetmap.org: Tag:highway=traffic_signals, =stop, =give_way
    "traffic_signals": ("traffic_signals:direction", "direction"),
    "stop": ("direction",),
    "give_way": ("direction",),
}


def is_barrier(tags: TagSet) -> bool:
    """
    Tell whether a node may stop some mode.

    Parameters
    ----------
    tags
        Of a node.

    Returns
    -------
    is_barrier
        Whether it has one of `geo.network.profiles.keys.BARRIERS`.
    """
    return any(
        key in tags and (values is None or tags[key] in values) for key, values in BARRIERS.items()
    )


def events_of(tags: TagSet) -> list[tuple[int, int]]:
    """
    List what delays those who pass a node.

    Parameters
    ----------
    tags
        Of a node.

    Returns
    -------
    events
        Position in `EVENTS`, and the bits of the directions concerned; `UNSAID` for a stop or a
        give-way sign whose tags do not say.

    Notes
    -----
    Contract: pure. Signals without a direction hold both ways; a crossing that is also a set of
    signals counts as signals only; crossings of tramways are left to the signals.
    """
    return [*_posted(tags), *_crossings(tags), *_calming(tags)]


def _posted(tags: TagSet) -> list[tuple[int, int]]:
    kind = tags.get("highway", "")
    if kind not in _POSTED:
        return []
    said = (_DIRECTIONS.get(tags[key]) for key in _POSTED[kind] if key in tags)
    unsaid = ALONG | AGAINST if kind == "traffic_signals" else UNSAID
    return [(EVENTS.index(kind), next((bits for bits in said if bits), unsaid))]


def _crossings(tags: TagSet) -> list[tuple[int, int]]:
    if tags.get("railway") in _RAILWAYS:
        return [(EVENTS.index("railway_crossing"), ALONG | AGAINST)]
    if tags.get("highway") == "crossing" and tags.get("crossing") != "no":
        return [(EVENTS.index("crossing"), ALONG | AGAINST)]
    return []


def _calming(tags: TagSet) -> list[tuple[int, int]]:
    if tags.get("traffic_calming", "no") == "no":
        return []
    return [(EVENTS.index("traffic_calming"), ALONG | AGAINST)]
