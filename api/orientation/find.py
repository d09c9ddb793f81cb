"""From a person, a need and a time to the doors: the rule of `geo.access.orientation`, live."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from api.directory import Mask
from api.orientation.onward import Legs, Onward, leaves_at, onward
from api.orientation.prepared import Prepared
from api.orientation.terrain import Leaving, Numbers, Reach, Terrain, nearest, reach, way_to
from api.orientation.timetable import Timetable
from api.parameters import PARIS
from api.ways import UNLIMITED_S, Way
from geo.access.neutral import Ranks
from geo.access.orientation import (
    MOTIFS,
    Codes,
    Floats,
    Met,
    Outcome,
    Standing,
    best,
    left_out,
    tiers,
)
from geo.domain.couverture import Resultat
from geo.domain.mission import Mission
from geo.domain.orientation import Ecart
from geo.domain.profil import Profil
from geo.network.geodesic import within

ENOUGH = (32, 256, None)
"""Places of the network that are looked at, soonest first, until the choice is sure."""

OUTSIDE_M = 100_000
"""Farther than that from any place, where no commune is known, one is elsewhere."""

LEFT_OUT_MAX = 10
"""Places left out that are named; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    Who asks for what.

    Attributes
    ----------
    lon, lat
        Where they are: degrees WGS84.
    codes_here
        Codes that hold it; empty where no commune is known.
    profils, mission
        All that they are at once, and what they need.
    budget_s
        Longest leg, inclusive.
    departure
        When they leave, in whole seconds.
    pmr, wheelchair
        Whether only a sure disabled access will do; whether a place that surely has none will not.
    """

    lon: float
    lat: float
    codes_here: Sequence[str]
    profils: frozenset[Profil]
    mission: Mission
    budget_s: int
    departure: datetime
    pmr: bool
    wheelchair: bool

    @property
    def leaving(self) -> Leaving:
        """From where, when, for how long at most."""
        origin = np.array([self.lon, self.lat])
        return Leaving(origin=origin, departure=self.departure, cutoff_s=self.budget_s)


@dataclass(frozen=True, slots=True)
class Door:
    """
    A door, and the way to it.

    Attributes
    ----------
    number
        Of the place in the directory.
    way
        From where the person is, or from the door before.
    arrival
        None where the time is not known.
    """

    number: int
    way: Way
    arrival: datetime | None


class LeftOut(NamedTuple):
    """A nearer place that is no door, and why."""

    door: Door
    motif: Ecart


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """
    What answers.

    Attributes
    ----------
    resultat
        How many doors it takes.
    doors
        In order, at most two.
    left_out
        The nearest of those left out.
    motifs
        How many were, by motif.
    is_outside
        Whether the person is out of the territory that places are known of: nothing was looked for.
    """

    resultat: Resultat
    doors: Sequence[Door]
    left_out: Sequence[LeftOut]
    motifs: Mapping[Ecart, int]
    is_outside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """
    All that the choice looks at.

    Attributes
    ----------
    terrain, asked, standing
        Times, the question, what each place may be to the person.
    reach
        Places within the time.
    day
        Hours.
    rank
        That settles exact ties that day.
    """

    terrain: Terrain
    asked: Question
    standing: Standing
    reach: Reach
    day: Timetable
    rank: Ranks

    def opening(self, numbers: Numbers, after_s: Floats) -> Codes:
        """Say whether places are open some whole seconds after the departure."""
        return self.day.opening(numbers, self.day.seconds(self.asked.departure) + after_s)


def find(terrain: Terrain, prepared: Prepared, asked: Question) -> Found:
    """
    Find the doors of a person.

    Parameters
    ----------
    terrain
        Times.
    prepared
        Places and rules.
    asked
        Who asks for what.

    Returns
    -------
    found
        A place that helps, within the budget (one door); else a first door and a place that helps,
        each leg within it (two); else the nearest that helps (beyond); else nothing.

    Notes
    -----
    Of several: open when one comes, before not known or by appointment, before closed; then the
    least time, both legs together; then the rank of the day. Times shown are whole seconds, rounded
    up; opening is that of these instants.
    """
    if _is_outside(terrain, asked):
        return Found(resultat=Resultat.AUCUNE, doors=(), left_out=(), motifs={}, is_outside=True)
    scene = _set(terrain, prepared, asked)
    outcome, doors, leads_on = _choose(scene)
    met = Met(
        time_s=scene.reach.time_s,
        opening=scene.opening(np.arange(len(leads_on)), np.ceil(scene.reach.time_s)),
        leads_on=leads_on,
        rank=scene.rank,
    )
    numbers, motifs = left_out(scene.standing, met, outcome, budget_s=asked.budget_s)
    codes, counts = np.unique(motifs, return_counts=True)
    return Found(
        resultat=outcome.resultat,
        doors=doors,
        left_out=[
            LeftOut(_first_door(scene, number), MOTIFS[motif])
            for number, motif in zip(
                numbers[:LEFT_OUT_MAX].tolist(), motifs[:LEFT_OUT_MAX].tolist(), strict=True
            )
        ],
        motifs=dict(zip([MOTIFS[code] for code in codes], counts.tolist(), strict=True)),
    )


def _is_outside(terrain: Terrain, asked: Question) -> bool:
    """Tell whether a person is out of the territory; without any place there is none."""
    lon_lat = terrain.directory.lon_lat
    if asked.codes_here or not len(lon_lat):
        return False
    return not within(asked.leaving.origin, lon_lat, OUTSIDE_M).any()


def _set(terrain: Terrain, prepared: Prepared, asked: Question) -> Scene:
    """Look as far as it takes to be sure of the choice."""
    access = prepared.access(pmr=asked.pmr, wheelchair=asked.wheelchair)
    standing = prepared.standing(asked.profils, asked.mission, asked.codes_here, access)
    wanted = standing.helps_others | standing.sends_others
    day = asked.departure.astimezone(PARIS).date()
    for at_most in ENOUGH:
        scene = Scene(
            terrain=terrain,
            asked=asked,
            standing=standing,
            reach=reach(terrain, asked.leaving, wanted, at_most=at_most),
            day=prepared.timetable(day),
            rank=prepared.rank(day),
        )
        if scene.reach.settled_s == np.inf or _is_settled(scene):
            break
    return scene


def _is_settled(scene: Scene) -> bool:
    """Tell whether no place farther than those looked at would be chosen, and made one door."""
    settled_s = scene.reach.settled_s
    known = scene.reach.time_s < settled_s
    direct = np.flatnonzero(scene.standing.competent & known)
    if not len(direct):
        return False
    sure = tiers(scene.opening(direct, np.ceil(scene.reach.time_s[direct]))).min()
    start_s = scene.day.seconds(scene.asked.departure)
    others = np.flatnonzero(scene.standing.competent & ~known)
    return bool(
        sure <= scene.day.surest(others, start_s + settled_s, start_s + scene.asked.budget_s)
    )


def _choose(scene: Scene) -> tuple[Outcome, Sequence[Door], Mask]:
    """Choose doors, and say from which first doors one is helped in time."""
    competent = scene.standing.competent
    in_time = np.isfinite(scene.reach.time_s)
    leads_on = np.zeros(len(competent), dtype=np.bool_)
    direct = np.flatnonzero(competent & in_time)
    if len(direct):
        return *_one(scene, direct), leads_on
    first = np.flatnonzero(scene.standing.first & in_time)
    legs = _second_legs(scene, first, np.flatnonzero(competent))
    if len(legs.first):
        leads_on[legs.first] = True
        return *_two(scene, legs), leads_on
    if competent.any():
        return *_beyond(scene), leads_on
    return Outcome(resultat=Resultat.AUCUNE, doors=()), (), leads_on


def _one(scene: Scene, direct: Numbers) -> tuple[Outcome, Sequence[Door]]:
    time_s = scene.reach.time_s[direct]
    tier = tiers(scene.opening(direct, np.ceil(time_s)))
    at = best(tier, time_s, scene.rank[direct])
    number = int(direct[at])
    outcome = Outcome(resultat=Resultat.UNE, doors=(number,), tier=int(tier[at]))
    return outcome, [_first_door(scene, number)]


def _second_legs(scene: Scene, first: Numbers, second: Numbers) -> Legs:
    asked = Onward(
        first=first,
        second=second,
        departure=scene.asked.departure,
        cutoff_s=scene.asked.budget_s,
    )
    return onward(scene.terrain, asked, leave_s=np.ceil(scene.reach.time_s[first]))


def _two(scene: Scene, legs: Legs) -> tuple[Outcome, Sequence[Door]]:
    leg_s = scene.reach.time_s[legs.first]
    there_s = np.ceil(leg_s)
    openings = (
        scene.opening(legs.first, there_s),
        scene.opening(legs.second, there_s + np.ceil(legs.time_s)),
    )
    tier = np.maximum(*map(tiers, openings))
    at = best(tier, leg_s + legs.time_s, scene.rank[legs.first], scene.rank[legs.second])
    first, second = int(legs.first[at]), int(legs.second[at])
    outcome = Outcome(resultat=Resultat.DEUX, doors=(first, second), tier=int(tier[at]))
    door = _first_door(scene, first)
    is_estimate = bool(legs.is_estimate[at])
    return outcome, [door, _second_door(scene, door, second, is_estimate=is_estimate)]


def _beyond(scene: Scene) -> tuple[Outcome, Sequence[Door]]:
    numbers, found = nearest(scene.terrain, scene.asked.leaving, scene.standing.competent)
    number = int(numbers[scene.rank[numbers].argmin()])
    way = found.way(number, scene.terrain)
    outcome = Outcome(resultat=Resultat.PLUS, doors=(number,))
    return outcome, [Door(number, way, _after(scene.asked.departure, 0, way))]


def _first_door(scene: Scene, number: int) -> Door:
    way = scene.reach.way(number, scene.terrain)
    return Door(number, way, _after(scene.asked.departure, 0, way))


def _second_door(scene: Scene, first: Door, second: int, *, is_estimate: bool) -> Door:
    """Measure the second leg anew: only its time was kept."""
    leave_s = math.ceil(scene.reach.time_s[first.number])
    leaving = Leaving(
        origin=scene.terrain.directory.lon_lat[first.number],
        departure=leaves_at(scene.asked.departure, leave_s),
        cutoff_s=UNLIMITED_S,
    )
    way = way_to(scene.terrain, leaving, second, is_estimate=is_estimate)
    return Door(second, way, _after(scene.asked.departure, leave_s, way))


def _after(departure: datetime, waited_s: int, way: Way) -> datetime | None:
    if way.travel_time_s is None:
        return None
    return departure + timedelta(seconds=waited_s + math.ceil(way.travel_time_s))
