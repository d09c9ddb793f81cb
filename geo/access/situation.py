"""A state of the places, ready to be asked who is helped where; light, for the API asks too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from geo.access.dense_catchment import two_step_access
from geo.access.doors import Doors, doors
from geo.access.eligibility import competent, sends_on, served
from geo.access.survey import Flags, Places, Survey
from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil

BUDGETS_MAX = 16
"""Budgets whose access is remembered of one question."""

Floats = NDArray[np.float64]

Question = tuple[Profil, Mission]
"""A public and its need."""


@dataclass(frozen=True, slots=True, eq=False)
class Help:
    """What stands between people and being helped, and what they share of it by budget."""

    doors: Doors
    access: dict[float, Floats] = field(default_factory=dict)


Key = tuple[bytes, ...]
"""Which places help, which of them may be gone to, and which first doors: all that decides."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """
    A state of the places, and what was found of it.

    Attributes
    ----------
    survey
        People, places, times.
    competences
        Which réseau helps whom.
    served
        Shape ``(n, m)``: which may serve whom.
    kinds, kind
        One place of each kind, of all that decides whom it helps, and the kind of each place.
    identity
        Shape ``(m,)``: a number a place, another one once it stands elsewhere or has another zone
        or capacity.
    available
        Shape ``(m,)``: which are open; None: hours do not count.
    roles
        Which places help, and which may be a first door, for questions already met.
    found
        Answers already met.
    earlier
        Those of the state that this one is compared with: publics and needs that share their
        places share the answer, and so does what the scenario does not touch.
    """

    survey: Survey
    competences: tuple[Competence, ...]
    served: Flags
    kinds: Places
    kind: NDArray[np.intp]
    identity: NDArray[np.int64]
    available: Flags | None = None
    roles: dict[Question, tuple[Flags, Flags]] = field(default_factory=dict)
    found: dict[Key, Help] = field(default_factory=dict)
    earlier: Mapping[Key, Help] = field(default_factory=dict)


class Given(TypedDict):
    """What `geo.access.doors.doors` takes, but for availability."""

    competent: Flags
    sends_on: Flags
    served: Flags


def situation(survey: Survey, competences: Sequence[Competence]) -> Situation:
    """
    Make a survey ready to be asked.

    Parameters
    ----------
    survey
        People, places, times.
    competences
        The declared table.

    Returns
    -------
    situation
        Whose hours do not count.
    """
    zones, codes = survey.places.zones, survey.people.codes
    kinds, kind = _kinds(survey.places)
    return Situation(
        survey=_by_place(survey),
        competences=tuple(competences),
        served=np.asfortranarray(served(zones, codes)),
        kinds=kinds,
        kind=kind,
        identity=np.arange(len(zones)),
    )


def situation_after(before: Situation, survey: Survey) -> Situation:
    """
    Make the survey of a scenario ready to be asked.

    Parameters
    ----------
    before
        Without the scenario; its people are those of the survey.
    survey
        From `geo.access.scenario.apply`.

    Returns
    -------
    situation
        Whose hours do not count; who serves whom is worked out of the new places only.
    """
    known = {place: column for column, place in enumerate(_places(before.survey.places))}
    column = np.array([known.get(one, -1) for one in _places(survey.places)], dtype=np.intp)
    new = column < 0
    identity = np.arange(len(column)) + before.identity.max(initial=-1) + 1
    identity[~new] = before.identity[column[~new]]
    flags = np.ones((len(survey.people.ids), len(column)), dtype=np.bool_)
    flags[:, ~new] = before.served[:, column[~new]]
    zones = [survey.places.zones[number] for number in np.flatnonzero(new)]
    flags[:, new] = served(zones, survey.people.codes)
    kinds, kind = _kinds(survey.places)
    return Situation(
        survey=_by_place(survey),
        competences=before.competences,
        served=np.asfortranarray(flags),
        kinds=kinds,
        kind=kind,
        identity=identity,
        earlier=before.found,
    )


def _by_place(survey: Survey) -> Survey:
    """Lay times out place after place in memory: questions are asked of some of them."""
    times = replace(
        survey.times,
        to_place_s=np.asfortranarray(survey.times.to_place_s),
        is_estimate=np.asfortranarray(survey.times.is_estimate),
    )
    return replace(survey, times=times)


def _kinds(places: Places) -> tuple[Places, NDArray[np.intp]]:
    """Keep the first place of each kind: `competent` and `sends_on` ask no more of a place."""
    told = zip(places.reseau, places.publics, places.missions, places.is_door.tolist(), strict=True)
    numbers: dict[object, int] = {}
    kind = np.array([numbers.setdefault(one, len(numbers)) for one in told], dtype=np.intp)
    return places.take(np.unique(kind, return_index=True)[1]), kind


def _places(places: Places) -> Iterator[tuple[object, ...]]:
    """Tell all of a place that can change but its hours, which `Situation.available` tells."""
    position = map(tuple, places.lon_lat.tolist())
    return zip(places.ids, places.zones, position, places.capacity.tolist(), strict=True)


def find(one: Situation, question: Question, cutoff_s: float) -> tuple[Doors, Floats]:
    """
    Answer a question, once.

    Parameters
    ----------
    one
        State of the places; it remembers the answer.
    question
        Public and need.
    cutoff_s
        Budget of the access.

    Returns
    -------
    doors, access
        What stands between people and being helped, and the capacity within the budget for each
        resident, shape ``(n,)``.
    """
    helping, first = _roles(one, question)
    near = (helping, first) if one.available is None else (
        helping & one.available, first & one.available
    )  # fmt: skip
    key = tuple(one.identity[flags].tobytes() for flags in (helping, *near))
    answer = one.found.get(key) or one.earlier.get(key)
    if answer is None:
        given: Given = {"competent": helping, "sends_on": first, "served": one.served}
        answer = Help(doors(one.survey, **given, available=one.available))
        one.found[key] = answer
    access = answer.access.get(cutoff_s)
    if access is None:
        access = _access(one, np.flatnonzero(near[0]), cutoff_s)
        if len(answer.access) < BUDGETS_MAX:
            answer.access[cutoff_s] = access
    return answer.doors, access


def _roles(one: Situation, question: Question) -> tuple[Flags, Flags]:
    """Tell which places help, and which may be a first door and do not help themselves."""
    if question not in one.roles:
        profil, mission = question
        helping = competent(one.kinds, one.competences, [profil], mission)
        first = sends_on(one.kinds, one.competences, [profil]) & ~helping
        one.roles[question] = helping[one.kind], first[one.kind]
    return one.roles[question]


def _access(one: Situation, helping: NDArray[np.intp], cutoff_s: float) -> Floats:
    """Share the places that help among those who may go there within the budget."""
    survey = one.survey
    near = survey.times.to_place_s[:, helping] <= cutoff_s
    return two_step_access(
        near & one.served[:, helping],
        demand=survey.people.population,
        supply=survey.places.capacity[helping],
    )
