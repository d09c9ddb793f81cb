"""Add up who gains and who loses, by territory, and name those most affected; light, as above."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.access.comparison import SAME_ACCESS, Compared, difference_s
from geo.access.doors import RESULTATS
from geo.access.survey import Counts, Flags, People
from geo.access.territories import sums
from geo.domain.couverture import Resultat
from geo.domain.mission import Mission
from geo.domain.profil import Profil

Floats = NDArray[np.float64]

BASSIN, REGION = "bassin", "region"
JUMP_S = 1e7
"""Weighs a better or worse outcome above any difference of time, for one origin."""

REACHED_S = 1e6
"""Weighs being reached at all above any difference of time, among equal jumps."""

GAIN, LOSS = 1, -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryChange:
    """
    What changes for the residents of a territory: one public, one need, one budget.

    Attributes
    ----------
    territory_type, territory_code, profil, mission, cutoff_s, population
        Which, and how many residents it has in all.
    gaining, losing, unchanged
        Residents; with the unmeasured, they add up to the population.
    uncertain
        Residents whose verdict is another if places of unknown opening are open.
    unmeasured
        Residents of whom nothing is known of this mode; they count nowhere below.
    newly_covered, no_longer_covered
        Residents who come to have, or lose, a competent place within the budget.
    outcomes_before, outcomes_after
        Residents by `Resultat`.
    compared_population
        Residents who reach a competent place before and after, however far.
    mean_change_s
        What is added to their time, on average over them; None where there are none.
    access_before, access_after
        Capacity within the budget for each resident, on average; None where there is none.
    more_access, less_access
        Residents.
    is_estimate
        Whether a time of some resident is one that no network gave.
    """

    territory_type: str
    territory_code: str
    profil: Profil
    mission: Mission
    cutoff_s: float
    population: int
    gaining: int
    losing: int
    unchanged: int
    uncertain: int
    unmeasured: int
    newly_covered: int
    no_longer_covered: int
    outcomes_before: dict[Resultat, int]
    outcomes_after: dict[Resultat, int]
    compared_population: int
    mean_change_s: float | None
    access_before: float | None
    access_after: float | None
    more_access: int
    less_access: int
    is_estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginChange:
    """
    What changes for one origin, where it changes most.

    Attributes
    ----------
    origin_id, population
        Which, and its residents.
    verdict
        `GAIN` or `LOSS`.
    profils, missions
        All the publics and needs of which that is the verdict.
    profil, mission, cutoff_s
        The one most affected, of which the rest speaks.
    before, after
        Outcomes.
    before_s, after_s
        Time to the nearest competent place; None where not reached.
    through_before_s, through_after_s
        Least budget that holds both legs to one through a first door; None where there is none.
    is_estimate
        Whether no network gave one of them.
    """

    origin_id: str
    population: int
    verdict: int
    profils: tuple[Profil, ...]
    missions: tuple[Mission, ...]
    profil: Profil
    mission: Mission
    cutoff_s: float
    before: Resultat
    after: Resultat
    before_s: float | None
    after_s: float | None
    through_before_s: float | None
    through_after_s: float | None
    is_estimate: bool


def territory_changes(
    compared: Sequence[Compared], people: People, partitions: Sequence[str] = (BASSIN, REGION)
) -> list[TerritoryChange]:
    """
    Add up what changes.

    Parameters
    ----------
    compared
        From `geo.access.comparison.compare`.
    people
        The same.
    partitions
        Ways to cut the territory.

    Returns
    -------
    changes
        By partition, question and budget, territory.

    Notes
    -----
    Contract: pure; an origin of no territory counts in none. Residents stand for each public,
    whose places of living nobody counted: shares are those of the residents.
    """
    if not compared:
        return []
    flags = np.stack([_flags(one) for one in compared], axis=1)
    residents = people.population[:, None, None] * flags
    amounts = np.stack([_amounts(one) for one in compared], axis=1)
    totals = people.population[:, None, None] * amounts
    changes = []
    for partition in partitions:
        codes = people.partitions[partition]
        names, population = sums(people.population, codes)
        _, counted = sums(residents, codes)
        _, added = sums(totals, codes)
        for number, one in enumerate(compared):
            changes += [
                _change((partition, code), one, int(here), counts, amount)
                for code, here, counts, amount in zip(
                    names, population, counted[:, number], added[:, number], strict=True
                )
            ]
    return changes


def _flags(one: Compared) -> Flags:
    """Tell of each origin, in the order that `_change` reads them."""
    near_before, near_after = one.before_s <= one.cutoff_s, one.after_s <= one.cutoff_s
    margin = SAME_ACCESS * np.maximum(one.access_before, one.access_after)
    more = one.access_after - one.access_before
    return np.column_stack(
        (
            one.verdict > 0,
            one.verdict < 0,
            (one.verdict == 0) & one.measured,
            one.uncertain,
            ~one.measured,
            near_after & ~near_before,
            near_before & ~near_after,
            _both_reached(one),
            more > margin,
            more < -margin,
            one.is_estimate,
            *((one.outcome_before == number) & one.measured for number in range(len(RESULTATS))),
            *((one.outcome_after == number) & one.measured for number in range(len(RESULTATS))),
        )
    )


def _both_reached(one: Compared) -> Flags:
    return np.isfinite(one.before_s) & np.isfinite(one.after_s)


def _amounts(one: Compared) -> Floats:
    both = _both_reached(one)
    added_s = np.subtract(
        one.after_s, one.before_s, out=np.zeros(len(both)), where=both, dtype=np.float64
    )
    return np.column_stack((added_s, one.access_before, one.access_after))


def _change(
    territory: tuple[str, str], one: Compared, population: int, counts: Counts, amounts: Floats
) -> TerritoryChange:
    told = iter(counts.tolist())
    gaining, losing, unchanged, uncertain, unmeasured = (next(told) for _ in range(5))
    newly, no_longer, both, more, less, estimated = (next(told) for _ in range(6))
    added_s, access_before, access_after = amounts.tolist()
    known = population - unmeasured
    return TerritoryChange(
        territory_type=territory[0],
        territory_code=territory[1],
        profil=one.profil,
        mission=one.mission,
        cutoff_s=one.cutoff_s,
        population=population,
        gaining=gaining,
        losing=losing,
        unchanged=unchanged,
        uncertain=uncertain,
        unmeasured=unmeasured,
        newly_covered=newly,
        no_longer_covered=no_longer,
        outcomes_before=_by_outcome(told),
        outcomes_after=_by_outcome(told),
        compared_population=both,
        mean_change_s=added_s / both if both else None,
        access_before=access_before / known if known else None,
        access_after=access_after / known if known else None,
        more_access=more,
        less_access=less,
        is_estimate=estimated > 0,
    )


def _by_outcome(told: Iterator[int]) -> dict[Resultat, int]:
    return {resultat: next(told) for resultat in RESULTATS}


def most_affected(
    compared: Sequence[Compared], people: People, *, verdict: int, at_most: int
) -> list[OriginChange]:
    """
    Name the origins most affected.

    Parameters
    ----------
    compared
        From `geo.access.comparison.compare`.
    people
        The same.
    verdict
        `GAIN` or `LOSS`: those who gain, or those who lose.
    at_most
        How many.

    Returns
    -------
    changes
        An origin once, where it changes most. First those whose outcome changes, by residents,
        then the others, by residents × seconds of `Compared.added_s`; ties by identifier.

    Notes
    -----
    Contract: pure; independent of row order.
    """
    if not compared or not len(people.ids):
        return []
    concerned = np.stack([one.verdict == verdict for one in compared])
    weight_s = np.where(concerned, np.stack([_weight_s(one) for one in compared]), 0.0)
    most = weight_s.argmax(axis=0)
    heaviest_s = weight_s[most, np.arange(len(people.ids))]
    jumps = heaviest_s >= JUMP_S
    weight = people.population * np.where(jumps, 1.0, heaviest_s)
    order = np.lexsort((np.array(people.ids), -weight, ~jumps))
    affected = concerned.any(axis=0) & (people.population > 0)
    return [
        _origin(compared, people, origin, int(most[origin]), verdict)
        for origin in order[affected[order]][:at_most].tolist()
    ]


def _weight_s(one: Compared) -> Floats:
    """Say how much changes for each origin: an outcome first, then the time that matters."""
    steps = np.abs(one.outcome_after.astype(np.float64) - one.outcome_before)
    direct_s = np.minimum(np.abs(difference_s(one.before_s, one.after_s)), REACHED_S)
    return np.where(steps > 0, steps * JUMP_S + direct_s, np.abs(one.added_s))


def _origin(
    compared: Sequence[Compared], people: People, origin: int, number: int, verdict: int
) -> OriginChange:
    one = compared[number]
    same = [each for each in compared if each.verdict[origin] == verdict]
    before, after = (
        RESULTATS[outcome[origin]] for outcome in (one.outcome_before, one.outcome_after)
    )
    return OriginChange(
        origin_id=people.ids[origin],
        population=int(people.population[origin]),
        verdict=verdict,
        profils=tuple(dict.fromkeys(each.profil for each in same)),
        missions=tuple(dict.fromkeys(each.mission for each in same)),
        profil=one.profil,
        mission=one.mission,
        cutoff_s=one.cutoff_s,
        before=before,
        after=after,
        before_s=_seconds(one.before_s[origin]),
        after_s=_seconds(one.after_s[origin]),
        through_before_s=_seconds(one.through_before_s[origin]),
        through_after_s=_seconds(one.through_after_s[origin]),
        is_estimate=bool(one.is_estimate[origin]),
    )


def _seconds(time_s: np.float32) -> float | None:
    return float(time_s) if np.isfinite(time_s) else None
