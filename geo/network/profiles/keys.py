"""Tags of OpenStreetMap that some profile looks at; readers keep these and drop the rest."""

from collections.abc import Mapping
from types import MappingProxyType

DIRECTIONS = ("", ":forward", ":backward")

ACCESS = ("access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot")
"""Who may pass, from everybody to one mode (wiki.openstreetmap.org/wiki/Key:access)."""

_KIND = ("highway", "route", "railway", "public_transport", "man_made", "service", "tunnel")
_RIGHTS = (
    *(f"{key}{direction}" for key in ACCESS for direction in DIRECTIONS),
    "wheelchair",
    "motorroad",
)
_DIRECTION = (
    "oneway",
    *(f"oneway:{key}" for key in ACCESS if key != "access"),
    "junction",
    "conveying",
    *(f"cycleway{side}" for side in ("", ":left", ":right", ":both")),
    *(f"cycleway:{side}:oneway" for side in ("left", "right", "both")),
)
_SPEED = (
    *(f"maxspeed{direction}" for direction in DIRECTIONS),
    "maxspeed:type",
    "source:maxspeed",
    "zone:maxspeed",
    "zone:traffic",
    "maxspeed:advisory",
    "duration",
)
_SIDEWALK = ("sidewalk", *(f"sidewalk:{side}" for side in ("left", "right", "both")))
_COMFORT = (
    "surface",
    "footway:surface",
    "cycleway:surface",
    *(f"sidewalk:{side}:surface" for side in ("left", "right", "both")),
    "smoothness",
    "tracktype",
    "incline",
    "width",
    "kerb",
    "ford",
    "ramp:wheelchair",
    "ramp:bicycle",
    "sac_scale",
    "mtb:scale",
)
_BARRIER = ("barrier", "locked", "maxwidth:physical")

RELEVANT_KEYS = frozenset(
    (*_KIND, *_RIGHTS, *_DIRECTION, *_SPEED, *_SIDEWALK, *_COMFORT, *_BARRIER)
)
"""Of ways and of the nodes of `BARRIERS`; a tag set with other keys is answered the same."""

STREETS: Mapping[str, frozenset[str] | None] = MappingProxyType(
    {
        "highway": None,
        "route": frozenset({"ferry"}),
        "railway": frozenset({"platform"}),
        "public_transport": frozenset({"platform"}),
        "man_made": frozenset({"pier"}),
    }
)
"""A way with one of these tags may be passable; None: whatever the value."""

BARRIERS: Mapping[str, frozenset[str] | None] = MappingProxyType(
    {"barrier": None, "kerb": frozenset({"raised", "rolled"})}
)
"""A node with one of these tags may stop some mode; None: whatever the value."""
