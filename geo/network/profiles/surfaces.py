"""What the ground does to speed, and whether anybody mapped it."""

import math
from collections.abc import Mapping

from geo.network.profiles.rules import Surface
from geo.network.raw import TagSet


def surface_cap(surface: Surface, kind: str, tags: TagSet) -> tuple[float, bool]:
    """
    Tell how fast the ground lets one go.

    Parameters
    ----------
    surface
        Rules of the mode.
    kind
        Of street.
    tags
        Of the way.

    Returns
    -------
    cap_kmh, known
        The speed cannot be higher, 0 where it cannot be passed, ``inf`` where nothing is in the
        way; whether some tag tells the surface.

    Notes
    -----
    Contract: pure; an unknown surface is never taken for a good one where the mode cares.
    """
    caps = {key: _cap(surface, key, tags) for key in surface.caps}
    known = any(caps.get(key) is not None for key in surface.known_by)
    found = [cap for cap in caps.values() if cap is not None]
    if not known:
        guesses = (_worst(hints, tags.get(key, "")) for key, hints in surface.hints.items())
        found += [cap for cap in guesses if cap is not None]
        found.append(surface.unknown_kmh.get(kind, surface.unknown_kmh.get("*", math.inf)))
    return min(found, default=math.inf), known


def _cap(surface: Surface, key: str, tags: TagSet) -> float | None:
    """Give the cap of one key; of pavements on both sides, the better is taken."""
    caps = surface.caps[key]
    aliases = surface.aliases if key == "surface" else ()
    better = [_worst(caps, tags.get(alias, "")) for alias in aliases]
    found = [cap for cap in better if cap is not None]
    return max(found) if found else _worst(caps, tags.get(key, ""))


def _worst(caps: Mapping[str, float], value: str) -> float | None:
    """Give the cap of the worst part of a value such as ``compacted;gravel``."""
    parts = (part.strip() for part in value.split(";"))
    return min((caps[part] for part in parts if part in caps), default=None)
