"""The tables of a profile's TOML file, field for field; ``docs/profiles.md`` explains them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """
    A kind of street: a value of ``highway``, or ``ferry``, ``platform``, ``pier``.

    Attributes
    ----------
    kmh
        Speed where nothing else is known; above 0.
    open
        Whether one may use it where no tag says so.
    opened_by
        Key whose ``yes`` alone opens it, whatever others say; they may still close it.
    destination_only
        Whether it never leads through.
    posted
        Whether a posted limit tells the speed; elsewhere it can only lower it.
    inhabited
        Whether people live along it.
    """

    kmh: float
    open: bool = True
    opened_by: str = ""
    destination_only: bool = False
    posted: bool = False
    inhabited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """
    Who may pass.

    Attributes
    ----------
    keys
        From the most general to the most particular, which prevails.
    opening
        Those of them that open a kind of street closed by default.
    open, destination, closed
        What their values mean; other values say nothing.
    closing
        Keys whose ``yes`` closes a street as if by default.
    """

    keys: Words
    opening: Words
    open: Words
    destination: Words
    closed: Words
    closing: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Oneway:
    """
    Which way round.

    Attributes
    ----------
    keys
        From the most general to the most particular, which prevails; none: both ways always.
    implied_by
        Values of ``highway`` and ``junction`` that are one-way unless said otherwise.
    contraflow
        Whether lanes for bicycles against the traffic count.
    """

    keys: Words
    implied_by: Words = ()
    contraflow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Posted limits.

    Attributes
    ----------
    factor
        Mean speed driven over the limit.
    none_kmh, walk_kmh
        What « none » and « walk » stand for.
    words
        Legal limits by name, in lower case: ``urban``, or ``de:rural`` where a country differs.
    """

    factor: float
    none_kmh: float
    walk_kmh: float
    words: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """
    What the ground does to speed.

    Attributes
    ----------
    caps
        By key (``surface``, ``smoothness``, ``tracktype``, …) then value: the speed cannot be
        higher; 0: not passable.
    aliases
        Keys that describe where this mode goes better than ``surface``; the best one counts.
    known_by
        Keys of `caps` that tell the surface.
    hints
        As `caps`, where none of them does: what only lets one guess the surface.
    unknown_kmh
        Cap by kind of street where none of them does; ``*`` for all other kinds.
    flag_unknown
        Whether answers say so.
    """

    caps: Mapping[str, Mapping[str, float]]
    aliases: Words = ()
    known_by: Words = ()
    hints: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    unknown_kmh: Mapping[str, float] = field(default_factory=dict)
    flag_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """
    Getting off the bicycle, where one may not ride.

    Attributes
    ----------
    kmh
        Speed on foot beside it.
    keys, opening
        As in `Access`, for someone on foot.
    ways
        Kinds of street where one may walk by default.
    """

    kmh: float
    keys: Words
    opening: Words
    ways: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheelchair:
    """
    What wheels need.

    Attributes
    ----------
    limited_kmh
        Cap where ``wheelchair=limited``.
    incline_pct, steep_pct, steep_kmh
        Slope that changes nothing; the steepest passable; cap between the two, and where there
        is a slope that cannot be read.
    trails
        Values of ``sac_scale`` that stop, whatever is said of wheelchairs.
    kerbs
        Values of ``kerb`` that stop.
    roads, limit_kmh
        Kinds of street that a limit above `limit_kmh` closes where no pavement is mapped.
    """

    limited_kmh: float
    incline_pct: float
    steep_pct: float
    steep_kmh: float
    trails: Words
    kerbs: Words
    roads: Words
    limit_kmh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoStop:
    """
    Where trips only lead along: none starts or ends there, and nobody lives there.

    Attributes
    ----------
    kinds
        Of street.
    tags
        By key, values that make it so.
    """

    kinds: Words
    tags: Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Barriers:
    """
    What stands on the way.

    Attributes
    ----------
    blocking
        Values of ``barrier`` that stop this mode where no tag says that it may pass.
    closed
        Values of the access keys that stop it at a barrier, beyond those that close a street.
    width_m
        What it needs to pass, and along ways where ``width`` is looked at.
    """

    blocking: Words
    closed: Words
    width_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    Everything a profile says of tags.

    Attributes
    ----------
    ways
        Passable kinds of street; one that is not there is never passable.
    services
        Same for values of ``service``, which prevail.
    ferry_wait_s
        Wait for a ferry whose crossing time is mapped; the speed of others includes it.
    access, oneway, limits, surface, push, wheelchair, no_stop, barriers
        See each; None: no such rule for this mode.
    """

    ways: Mapping[str, Way]
    services: Mapping[str, Way]
    ferry_wait_s: float
    access: Access
    oneway: Oneway
    surface: Surface
    no_stop: NoStop
    barriers: Barriers
    limits: Limits | None = None
    push: Push | None = None
    wheelchair: Wheelchair | None = None
