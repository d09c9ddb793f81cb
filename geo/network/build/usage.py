"""What a profile says of every kind of street, asked once and laid out as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.network.profiles.passage import is_blocked, passage
from geo.network.profiles.profile import Passage, Profile
from geo.network.raw import EVENTS, TagSet

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CLOSED = Passage(
    forward_kmh=0.0,
    backward_kmh=0.0,
    destination_only=False,
    unknown_surface=False,
    inhabited=False,
)
"""Where one may not go at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """
    How one mode may use ``t`` kinds of street, one a tag set.

    Attributes
    ----------
    speed_kmh
        float64 ``(t, 2)``: going `FORWARD` and `BACKWARD`; 0 where one may not.
    destination_only, unknown_surface, inhabited, no_stop
        bool ``(t,)``: as in `geo.network.profiles.profile.Passage`.
    way_s
        float64 ``(t,)``: seconds from end to end of the whole way, whatever its length; 0 where
        the speeds hold.
    blocked
        bool ``(t,)``: whether a barrier with these tags stops this mode.
    events_s
        float64 ``(len(EVENTS),)``: seconds lost at each.
    junction_s
        Seconds lost at each arrival at a junction of three passable streets or more.
    turn_restrictions
        Whether they bind this mode.
    except_bit
        Of `RawStreets.restriction_except`: a restriction with it does not bind this mode.
    """

    speed_kmh: Floats
    destination_only: Bools
    unknown_surface: Bools
    inhabited: Bools
    no_stop: Bools
    way_s: Floats
    blocked: Bools
    events_s: Floats
    junction_s: float
    turn_restrictions: bool
    except_bit: np.uint8


def ask_usage(profile: Profile, tag_sets: Sequence[TagSet]) -> Usage:
    """
    Ask a profile about each tag set, once.

    Parameters
    ----------
    profile
        Of one mode.
    tag_sets
        As in `RawStreets`.

    Returns
    -------
    usage
        In the order of the tag sets.

    Notes
    -----
    Contract: pure.
    """
    passages = [passage(profile, tags) or CLOSED for tags in tag_sets]
    return Usage(
        speed_kmh=np.array(
            [(one.forward_kmh, one.backward_kmh) for one in passages], dtype=np.float64
        ).reshape(-1, 2),
        destination_only=np.array([one.destination_only for one in passages], dtype=bool),
        unknown_surface=np.array([one.unknown_surface for one in passages], dtype=bool),
        inhabited=np.array([one.inhabited for one in passages], dtype=bool),
        no_stop=np.array([one.no_stop for one in passages], dtype=bool),
        way_s=np.array([one.way_s for one in passages], dtype=np.float64),
        blocked=np.array([is_blocked(profile, tags) for tags in tag_sets], dtype=bool),
        events_s=np.array([profile.delays.events[name] for name in EVENTS], dtype=np.float64),
        junction_s=profile.delays.junction_s,
        turn_restrictions=profile.turn_restrictions,
        except_bit=profile.except_bit,
    )
