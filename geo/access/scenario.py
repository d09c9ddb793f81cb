"""Make the changes of a scenario to what the analysis is computed from; light, for the API too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, ModeTimes, Places, Survey, Times32
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.rattachement import FRANCE
from geo.domain.scenario import (
    Closing,
    Fault,
    Move,
    NewCapacity,
    NewHours,
    Opening,
    Scenario,
)
from geo.errors import InputError

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

FARTHEST_M = 100_000.0
"""A new position farther than this from everyone is an error."""

EARTH_RADIUS_M = 6_371_008.8

NEW = "nouveau-{}"
"""Identifier of a place that opens, by its number among them, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NewTimes:
    """
    Times of the ``c`` places whose position is new: those of `new_positions`, in that order.

    Attributes
    ----------
    from_people_s, is_estimate
        Shape ``(n, c)``: from people, and whether no network gave the time.
    from_places_s, from_places_is_estimate
        Shape ``(m + c, c)``: from the ``m`` places of the survey, then from the new ones.
    to_places_s, to_places_is_estimate
        Shape ``(c, m)``: back to the places of the survey.

    Raises
    ------
    InputError
        If shapes disagree.
    """

    from_people_s: Times32
    is_estimate: Flags
    from_places_s: Times32
    from_places_is_estimate: Flags
    to_places_s: Times32
    to_places_is_estimate: Flags

    def __post_init__(self) -> None:
        new, places = self.to_places_s.shape
        people = len(self.from_people_s)
        wanted = {
            "from_people_s": (people, new),
            "is_estimate": (people, new),
            "from_places_s": (places + new, new),
            "from_places_is_estimate": (places + new, new),
            "to_places_is_estimate": (new, places),
        }
        for name, shape in wanted.items():
            if getattr(self, name).shape != shape:
                raise InputError(f"{name}: needed {shape}, got {getattr(self, name).shape}.")


def new_positions(scenario: Scenario) -> Floats:
    """
    Give where times are needed that the survey does not have.

    Parameters
    ----------
    scenario
        Any.

    Returns
    -------
    lon_lat
        Shape ``(c, 2)``, degrees WGS84: of the places that move, then of those that open.
    """
    changes: tuple[Move | Opening, ...] = (*scenario.of(Move), *scenario.of(Opening))
    return np.array([(one.lon, one.lat) for one in changes], dtype=np.float64).reshape(-1, 2)


def check_scenario(survey: Survey, scenario: Scenario, doors: Mapping[str, bool]) -> None:
    """
    See that a scenario speaks of doors, réseaux and places on the map that there are.

    Parameters
    ----------
    survey
        Before any change.
    scenario
        What would change.
    doors
        Which réseaux there are, and whether their places are doors.

    Raises
    ------
    ScenarioError
        At the first change that does not; it says which, in French.
    """
    stands = dict(zip(survey.places.ids, survey.places.is_door.tolist(), strict=True))
    for change in scenario.changes:
        if isinstance(change, Opening):
            continue
        if change.point_id not in stands:
            raise scenario.error(Fault.LIEU_INCONNU, change, value=change.point_id)
        if not stands[change.point_id]:
            raise scenario.error(Fault.LIEU_PAS_UNE_PORTE, change)
    _check_near(survey, scenario)
    territories = {FRANCE}.union(*survey.people.codes)
    for opening in scenario.of(Opening):
        if opening.reseau not in doors:
            known = tuple(sorted(code for code, is_door in doors.items() if is_door))
            raise scenario.error(Fault.RESEAU_INCONNU, opening, value=opening.reseau, known=known)
        if not doors[opening.reseau]:
            raise scenario.error(Fault.PAS_UNE_PORTE, opening)
        for code in opening.zone_competence or ():
            if code not in territories:
                raise scenario.error(Fault.ZONE_INCONNUE, opening, value=code)


def _check_near(survey: Survey, scenario: Scenario) -> None:
    """Refuse positions farther than `FARTHEST_M` from everyone; there may be nobody."""
    people = np.radians(survey.people.lon_lat)
    changes: tuple[Move | Opening, ...] = (*scenario.of(Move), *scenario.of(Opening))
    for change, (lon, lat) in zip(changes, np.radians(new_positions(scenario)), strict=True):
        half = np.sin((people - (lon, lat)) / 2) ** 2
        chord = half[:, 1] + np.cos(lat) * np.cos(people[:, 1]) * half[:, 0]  # haversine
        distance_m = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
        if len(people) and distance_m.min() > FARTHEST_M:
            raise scenario.error(Fault.TROP_LOIN, change)


def apply(survey: Survey, scenario: Scenario, times: NewTimes, doors: Mapping[str, bool]) -> Survey:
    """
    Give the survey as it would be.

    Parameters
    ----------
    survey
        Before any change.
    scenario
        What would change; its instant is of no matter here.
    times
        Of the positions of `new_positions`.
    doors
        Which réseaux there are, and whether their places are doors.

    Returns
    -------
    survey
        The places that stay, in their order, then those that open, called `NEW`; whoever moves
        keeps their rank. The one given is left as it was.

    Raises
    ------
    ScenarioError
        As of `check_scenario`.
    InputError
        If the times are of other positions.

    Notes
    -----
    Contract: pure; no change gives the same survey; the order of changes is irrelevant, but to
    the names of the places that open.
    """
    check_scenario(survey, scenario, doors)
    wanted = (len(survey.people.ids), len(new_positions(scenario)))
    came = times.from_people_s.shape, times.to_places_s.shape[1]
    if came != (wanted, len(survey.places.ids)):
        raise InputError(f"needed times of {wanted} new ways, got {came}.")
    number = {identifier: column for column, identifier in enumerate(survey.places.ids)}
    columns = _columns(scenario, number)
    places = _changed(_extended(survey.places, scenario, number), scenario, number)
    return Survey(
        people=survey.people,
        places=places.take(columns),
        times=_times(survey.times, times, columns),
    )


def _columns(scenario: Scenario, number: Mapping[str, int]) -> Numbers:
    """Give where each place stands: in the survey, or after it where its position is new."""
    columns = np.arange(len(number) + len(new_positions(scenario)))
    moves = scenario.of(Move)
    first_opening = len(number) + len(moves)
    for rank, move in enumerate(moves):
        columns[number[move.point_id]] = len(number) + rank
    stays = np.ones(len(columns), dtype=np.bool_)
    stays[len(number) : first_opening] = False  # they stand where they moved from
    stays[[number[closing.point_id] for closing in scenario.of(Closing)]] = False
    return columns[stays]


def _times(before: ModeTimes, new: NewTimes, columns: Numbers) -> ModeTimes:
    both = np.ix_(columns, columns)
    onward_s = np.hstack((np.vstack((before.onward_s, new.to_places_s)), new.from_places_s))
    old = np.vstack((before.onward_is_estimate, new.to_places_is_estimate))
    return replace(
        before,
        to_place_s=np.hstack((before.to_place_s, new.from_people_s))[:, columns],
        is_estimate=np.hstack((before.is_estimate, new.is_estimate))[:, columns],
        onward_s=onward_s[both],
        onward_is_estimate=np.hstack((old, new.from_places_is_estimate))[both],
    )


def _extended(places: Places, scenario: Scenario, number: Mapping[str, int]) -> Places:
    """Give the places, then those that moved, where they went, then those that open."""
    moves, openings = scenario.of(Move), scenario.of(Opening)
    stood = np.array([number[move.point_id] for move in moves], dtype=np.intp)
    moved = places.take(stood)
    moved = replace(moved, lon_lat=new_positions(scenario)[: len(moves)])
    opened = [_opened(one, rank) for rank, one in enumerate(openings, 1)]
    return _joined((places, moved, *opened))


def _opened(opening: Opening, rank: int) -> Places:
    return Places(
        ids=(NEW.format(rank),),
        lon_lat=np.array([(opening.lon, opening.lat)]),
        reseau=(opening.reseau,),
        is_door=np.array([True]),  # or it was refused
        publics=(frozenset(opening.publics or Profil),),
        missions=(frozenset(opening.missions or Mission),),
        zones=(opening.zone_competence,),
        horaires=(opening.horaires,),
        reserves=((),),
        capacity=np.array([opening.capacity]),
    )


def _joined(parts: Sequence[Places]) -> Places:
    joined: dict[str, Any] = {}
    for field in fields(Places):
        columns = [getattr(part, field.name) for part in parts]
        if isinstance(columns[0], np.ndarray):
            joined[field.name] = np.concatenate(columns)
        else:
            joined[field.name] = tuple(value for column in columns for value in column)
    return Places(**joined)


def _changed(places: Places, scenario: Scenario, number: Mapping[str, int]) -> Places:
    """Give the places with their new hours and capacities, wherever they stand."""
    standing = {move.point_id: len(number) + at for at, move in enumerate(scenario.of(Move))}

    def where(change: NewHours | NewCapacity) -> int:
        return standing.get(change.point_id, number[change.point_id])

    hours = scenario.of(NewHours)
    capacity = places.capacity.copy()
    for change in scenario.of(NewCapacity):
        capacity[where(change)] = change.capacity
    return replace(
        places,
        horaires=_put(places.horaires, ((where(one), one.horaires) for one in hours)),
        reserves=_put(places.reserves, ((where(one), ()) for one in hours)),
        capacity=capacity,
    )


def _put(column: tuple[Any, ...], values: Iterable[tuple[int, Any]]) -> tuple[Any, ...]:
    changed = list(column)
    for place, value in values:
        changed[place] = value
    return tuple(changed)
