"""What a built network says of itself: source, licence, counts, and what each profile kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo.network.estimate import Mode
from geo.network.profiles.profile import Constants
from geo.network.raw import Source

FORMAT = 2
"""Of the files of a network; another number cannot be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileManifest:
    """
    One mode of a network.

    Attributes
    ----------
    constants
        What its profile says to those who search.
    bucket_ms
        Width of the queue's buckets that suits its edges.
    nodes, edges, segments
        Counts.
    length_km
        Of the streets kept.
    dropped_km, dropped_parts
        Passable streets outside the part kept, where one can go everywhere and come back.
    unknown_surface_km
        Of the streets kept.
    restrictions, restrictions_ignored
        Turn restrictions honoured, and those that bind this mode and could not be.
    """

    constants: Constants
    bucket_ms: int
    nodes: int
    edges: int
    segments: int
    length_km: float
    dropped_km: float
    dropped_parts: int
    unknown_surface_km: float
    restrictions: int
    restrictions_ignored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """
    A network.

    Attributes
    ----------
    name
        Of its folder.
    source
        Where the streets come from; ``source.publiable`` holds for all that is computed on it.
    bounds
        Left, bottom, right, top of the streets, in degrees WGS84; `geo.network.library.read_area`
        tells the land between that the network covers.
    code_version
        Of the program that built it.
    skipped
        What was read and not kept, by reason.
    profiles
        By mode.
    """

    name: str
    source: Source
    bounds: tuple[float, float, float, float]
    code_version: str
    skipped: Mapping[str, int]
    profiles: Mapping[Mode, ProfileManifest]
