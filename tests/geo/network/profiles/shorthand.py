"""The four profiles that come with the program, read once; shorthand for passages."""

from functools import cache

from geo.network.estimate import Mode
from geo.network.profiles.passage import passage
from geo.network.profiles.read import read_profile

read = cache(read_profile)


def way(mode: Mode, **tags: str):
    """Give the passage of a way whose keys are written with ``__`` for a colon."""
    return passage(read(mode), {key.replace("__", ":"): value for key, value in tags.items()})


def speeds(mode: Mode, **tags: str):
    """Give its speeds; None where it is closed."""
    found = way(mode, **tags)
    return found and (found.forward_kmh, found.backward_kmh)


def ways_open(mode: Mode, **tags: str):
    """Draw which way round it is open: ``<>``, ``>``, ``<`` or nothing."""
    forward, backward = speeds(mode, **tags) or (0, 0)
    return "<" * (backward > 0) + ">" * (forward > 0)
