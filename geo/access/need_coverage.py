"""Who has a competent place within reach, or help from afar, as arrays; light, the API asks too."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geo.access.eligibility import competent, served
from geo.access.remote import remote_zone, within
from geo.access.survey import Counts, Flags, People, Places, Survey, Times32
from geo.access.territories import sums
from geo.domain.competence import Competence
from geo.domain.couverture import ALL_RESEAUX, THRESHOLDS_S, Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import ServiceDistance
from geo.errors import InputError

Need = tuple[Profil, Mission]
"""Of whom, and what for."""

FORMS = tuple(Forme)
"""The forms of help, in the order of the arrays."""

NEEDS: tuple[Need, ...] = tuple((profil, mission) for profil in Profil for mission in Mission)
"""Every public with every need."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Helpers:
    """
    Who may help whom, whatever the times: ``q`` questions, ``n`` people, ``m`` places.

    Attributes
    ----------
    competent
        Shape ``(q, m)``: places that answer each question.
    remote
        Shape ``(q, n)``: people whom a remote service answers.
    served
        Shape ``(n, m)``: places whose zone does not leave a person out.

    Raises
    ------
    InputError
        If shapes disagree.
    """

    competent: Flags
    remote: Flags
    served: Flags

    def __post_init__(self) -> None:
        questions, places = self.competent.shape
        wanted = (len(self.served), places), (questions, len(self.served))
        if (self.served.shape, self.remote.shape) != wanted:
            raise InputError(f"needed {wanted}, got {self.served.shape, self.remote.shape}.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TerritoryCoverage:
    """
    Residents helped, by territory: ``t`` territories, ``q`` questions, ``k`` thresholds.

    Attributes
    ----------
    codes
        Territories, sorted.
    population, measured
        int64 ``(t,)``: residents, and those of whom anything is known by this mode; the others are
        not covered, which is not to be told as a lack.
    covered
        int64 ``(t, q, forms, k)``; forms are `FORMS`.
    is_estimate
        Shape ``(t, q)``: whether a least time in the territory is an estimate, where anybody lives.
    """

    codes: tuple[str, ...]
    population: Counts
    measured: Counts
    covered: Counts
    is_estimate: Flags


def need_helpers(
    people: People,
    places: Places,
    competences: Iterable[Competence],
    services: Iterable[ServiceDistance],
    needs: Sequence[Need] = NEEDS,
) -> Helpers:
    """
    Tell who may help whom with each need.

    Parameters
    ----------
    people, places
        ``n`` and ``m`` of them.
    competences
        The declared table.
    services
        The remote services.
    needs
        ``q`` publics and needs.

    Returns
    -------
    helpers
        One question a need.

    Notes
    -----
    Contract: pure; what places and services are called is irrelevant.
    """
    table, lines = tuple(competences), tuple(services)
    competents = [competent(places, table, [profil], mission) for profil, mission in needs]
    zones = [remote_zone(lines, [profil], mission) for profil, mission in needs]
    held = {zone: within(zone, people) for zone in set(zones)}
    return Helpers(
        competent=_stacked(competents, len(places.ids)),
        remote=_stacked([held[zone] for zone in zones], len(people.ids)),
        served=served(places.zones, people.codes),
    )


def reseau_helpers(people: People, places: Places, reseaux: Sequence[str]) -> Helpers:
    """
    Tell which places are of each réseau; no remote service counts.

    Parameters
    ----------
    people, places
        ``n`` and ``m`` of them.
    reseaux
        ``q`` codes; `geo.domain.couverture.ALL_RESEAUX` is any that is a door.

    Returns
    -------
    helpers
        One question a réseau.
    """
    of_place = np.array(places.reseau, dtype=object)
    members = [
        places.is_door if code == ALL_RESEAUX else np.equal(of_place, code).astype(np.bool_)
        for code in reseaux
    ]
    return Helpers(
        competent=_stacked(members, len(places.ids)),
        remote=np.zeros((len(reseaux), len(people.ids)), dtype=np.bool_),
        served=served(places.zones, people.codes),
    )


def nearest_competent_s(survey: Survey, competent: Flags, served: Flags) -> Times32:
    """
    Give the least time to a place that may help.

    Parameters
    ----------
    survey
        ``n`` people, ``m`` places, times by one mode.
    competent
        Shape ``(m,)``: places that help with the need.
    served
        Shape ``(n, m)``: places whose zone does not leave a person out.

    Returns
    -------
    time_s
        Shape ``(n,)``; ``inf`` where none is reached.

    Notes
    -----
    Contract: pure; one more place never lengthens a time.
    """
    least: Times32 = least_times_s(allowed_times_s(survey, served), competent[np.newaxis])[0]
    return least


def allowed_times_s(survey: Survey, served: Flags) -> Times32:
    """
    Lay out times by place, those to places that leave a person out as not reached.

    Parameters
    ----------
    survey, served
        As of `nearest_competent_s`.

    Returns
    -------
    times_s
        Shape ``(m, n)``: a place's times lie together.
    """
    times_s: Times32 = np.where(served, survey.times.to_place_s, np.float32(np.inf))
    return np.ascontiguousarray(times_s.T)


def least_times_s(times_s: Times32, competent: Flags) -> Times32:
    """
    Give the least time to the places that answer each question.

    Parameters
    ----------
    times_s
        Shape ``(m, n)``, of `allowed_times_s`.
    competent
        Shape ``(q, m)``.

    Returns
    -------
    time_s
        Shape ``(q, n)``; ``inf`` where none is reached.

    Notes
    -----
    Contract: pure; the same places are looked at once, however many questions they answer.
    """
    least = np.full((len(competent), times_s.shape[1]), np.inf, dtype=np.float32)
    first: dict[bytes, int] = {}
    for row, places in enumerate(competent):
        same = first.setdefault(places.tobytes(), row)
        least[row] = least[same] if same < row else times_s[places].min(axis=0, initial=np.inf)
    return least


def covered(time_s: Times32, remote: Flags, cutoffs_s: Sequence[int] = THRESHOLDS_S) -> Flags:
    """
    Tell who is helped, in each form and within each threshold.

    Parameters
    ----------
    time_s
        Shape ``(q, n)``: least time to a place that answers the question.
    remote
        Shape ``(q, n)``: whether a remote service answers it.
    cutoffs_s
        ``k`` thresholds in seconds, inclusive.

    Returns
    -------
    flags
        Shape ``(n, q, forms, k)``; forms are `FORMS`.

    Notes
    -----
    Contract: pure; a person is helped or not, so whoever has both a place and a line counts once;
    help from afar does not depend on the threshold; the rest is non-decreasing in it.
    """
    physical = time_s.T[:, :, np.newaxis] <= np.asarray(cutoffs_s, dtype=np.float64)
    from_afar = np.broadcast_to(remote.T[:, :, np.newaxis], physical.shape)
    forms = {
        Forme.PHYSIQUE: physical,
        Forme.A_DISTANCE: from_afar,
        Forme.L_UN_OU_L_AUTRE: physical | from_afar,
    }
    return np.stack([forms[form] for form in FORMS], axis=2)


def residents_helped(
    survey: Survey,
    helpers: Helpers,
    *,
    partitions: Collection[str],
    cutoffs_s: Sequence[int] = THRESHOLDS_S,
) -> dict[str, TerritoryCoverage]:
    """
    Count the residents helped with each question, by territory.

    Parameters
    ----------
    survey
        ``n`` people, ``m`` places, times by one mode.
    helpers
        Who may help whom.
    partitions
        Ways to cut the territory, names of `geo.access.survey.People.partitions`.
    cutoffs_s
        Thresholds in seconds, inclusive.

    Returns
    -------
    coverage
        By partition; an origin that is in no territory of it counts nowhere.

    Raises
    ------
    InputError
        If the people are not told apart that way, or are not those of the helpers.

    Notes
    -----
    Contract: pure; the order of people and places is irrelevant; integers, so a region is the sum
    of its bassins exactly; non-decreasing in the threshold; one more place or line never lowers
    it; either form covers at least as many as each, at most as many as both together.
    """
    _check_fit(survey, helpers, partitions)
    times_s = allowed_times_s(survey, helpers.served)
    least = least_times_s(times_s, helpers.competent)
    estimated = _least_is_estimate(survey, helpers, times_s, least)
    flags = covered(least, helpers.remote, cutoffs_s)
    residents = survey.people.population[:, np.newaxis, np.newaxis, np.newaxis] * flags
    return {name: _by_territory(survey, name, residents, estimated.T) for name in partitions}


def _by_territory(
    survey: Survey, partition: str, residents: Counts, estimated: Flags
) -> TerritoryCoverage:
    codes, population = survey.people.partitions[partition], survey.people.population
    known = survey.times.measured
    names, total = sums(population, codes)
    return TerritoryCoverage(
        codes=names,
        population=total,
        measured=total if known is None else sums(population * known, codes)[1],
        covered=sums(residents, codes)[1],
        is_estimate=sums(estimated & (population > 0)[:, np.newaxis], codes)[1] > 0,
    )


def _least_is_estimate(survey: Survey, helpers: Helpers, times_s: Times32, least: Times32) -> Flags:
    """Tell least times that no network gave, shape ``(q, n)``."""
    estimate = survey.times.is_estimate
    if estimate.all():
        return np.isfinite(least)
    on_network = np.where(estimate.T, np.float32(np.inf), times_s)
    return least < least_times_s(on_network, helpers.competent)


def _check_fit(survey: Survey, helpers: Helpers, partitions: Collection[str]) -> None:
    if helpers.served.shape != survey.times.to_place_s.shape:
        raise InputError(
            f"needed helpers of {survey.times.to_place_s.shape}, got {helpers.served.shape}."
        )
    unknown = [name for name in partitions if name not in survey.people.partitions]
    if unknown:
        raise InputError(f"needed one of {sorted(survey.people.partitions)}, got {unknown}.")


def _stacked(rows: Sequence[Flags], width: int) -> Flags:
    """Stack rows, of which there may be none."""
    return np.array(rows, dtype=np.bool_).reshape(len(rows), width)
