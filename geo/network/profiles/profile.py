"""What a profile says of the streets, whatever tells it so."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.network.estimate import Mode
from geo.network.profiles.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """
    How one mode may use a stretch of street.

    Attributes
    ----------
    forward_kmh, backward_kmh
        Speed along it as drawn, and the other way; 0 where one may not go that way.
    destination_only
        Whether only those who start or end there may use it.
    unknown_surface
        Whether nobody mapped the surface, where the profile cares.
    inhabited
        Whether people live along such a street.
    no_stop
        Whether trips only lead along it: none starts or ends there.
    way_s
        Seconds from one end of the whole way to the other, whatever its length, the wait
        included, where the map says so (ferries); 0 where the speeds hold.
    """

    forward_kmh: float
    backward_kmh: float
    destination_only: bool
    unknown_surface: bool
    inhabited: bool
    no_stop: bool = False
    way_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """
    What traffic does at some hours.

    Attributes
    ----------
    code
        Word in answers: ``pointe_soir``.
    facteur
        Free-flow time is multiplied by it; at least 1.
    jours
        Days of the week it holds, 0 for Monday.
    debut_h, fin_h
        Local hours (Europe/Paris), from ``debut_h`` included to ``fin_h`` excluded.
    """

    code: str
    facteur: float
    jours: tuple[int, ...]
    debut_h: float
    fin_h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """
    What of a profile still matters once a graph is built; kept in the manifest of a network.

    Attributes
    ----------
    mode
        How one travels.
    version
        Digest of the profile's file.
    snap_limit_m
        A position farther from any passable street is unreachable.
    gap_kmh
        Speed between a position and the street.
    tranches
        Effect of traffic by hour, the first that holds counts; empty where there is none.
    tranche_par_defaut
        Code of the one that holds where no departure is given; empty without `tranches`.
    """

    mode: Mode
    version: str
    snap_limit_m: float
    gap_kmh: float
    tranches: tuple[Tranche, ...]
    tranche_par_defaut: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """
    Seconds lost on the way.

    Attributes
    ----------
    events
        Seconds for each of `geo.network.raw.EVENTS`.
    junction_s
        Seconds at each arrival at a junction of three passable streets or more: the mean cost of
        slowing down and turning.
    """

    events: Mapping[str, float]
    junction_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    All that one TOML file declares.

    Attributes
    ----------
    constants
        What still matters once a graph is built.
    delays
        Seconds lost on the way.
    turn_restrictions
        Whether « no left turn » and its like bind this mode.
    except_bit
        Of `geo.network.raw.RawStreets.restriction_except`: a restriction with it does not bind.
    rules
        Which ways are passable, which way round and how fast.
    """

    constants: Constants
    delays: Delays
    turn_restrictions: bool
    except_bit: np.uint8
    rules: Rules
