"""Who may pass: the hierarchy of access tags."""

from enum import IntEnum

from geo.network.profiles.rules import Access, Way
from geo.network.raw import TagSet

DIRECTIONS = (":forward", ":backward")
"""Suffixes of keys, by `geo.network.raw.FORWARD` and `BACKWARD`."""


class Right(IntEnum):
    """What one may do on a street, from nothing to everything."""

    CLOSED = 0
    DESTINATION = 1
    OPEN = 2


def stated_right(access: Access, tags: TagSet, direction: int | None) -> tuple[Right, str] | None:
    """
    Read what tags say of the right to pass.

    Parameters
    ----------
    access
        Rules of the mode.
    tags
        Of a way, or of a barrier.
    direction
        `FORWARD` or `BACKWARD`; None: whichever, as on a barrier.

    Returns
    -------
    right, key
        By the most particular key whose value means something; None where there is none.

    Notes
    -----
    Contract: pure. wiki.openstreetmap.org/wiki/Key:access: a particular mode prevails over a
    general one, and a direction over both.
    """
    suffixes = ("",) if direction is None else (DIRECTIONS[direction], "")
    for key in reversed(access.keys):
        for suffix in suffixes:
            right = _meaning(access, tags.get(key + suffix, ""))
            if right is not None:
                return right, key
    return None


def way_right(access: Access, way: Way, tags: TagSet, direction: int) -> Right:
    """
    Say what one may do on a street.

    Parameters
    ----------
    access
        Rules of the mode.
    way
        Its kind.
    tags
        Of the way.
    direction
        `FORWARD` or `BACKWARD`.

    Returns
    -------
    right
        What tags say, else the default of its kind. A kind that is closed by default is opened
        only by a key of `Access.opening`: « access=yes » on a footway is not for cars. One with
        `Way.opened_by` is opened by that key alone: « foot=yes » on steps is not for wheels.

    Notes
    -----
    Contract: pure.
    """
    if way.opened_by and tags.get(way.opened_by) != "yes":
        return Right.CLOSED
    default = way.open or way.opened_by != ""
    default = default and not any(tags.get(key) == "yes" for key in access.closing)
    stated = stated_right(access, tags, direction)
    if stated is None:
        right = Right.OPEN if default else Right.CLOSED
    elif default or stated[1] in access.opening:
        right = stated[0]
    else:
        right = Right.CLOSED
    return min(right, Right.DESTINATION) if way.destination_only else right


def _meaning(access: Access, value: str) -> Right | None:
    """Give the widest right among values such as ``agricultural;destination``."""
    words = {word.strip() for word in value.split(";")}
    meanings = (
        (Right.OPEN, access.open),
        (Right.DESTINATION, access.destination),
        (Right.CLOSED, access.closed),
    )
    return next((right for right, values in meanings if words.intersection(values)), None)
