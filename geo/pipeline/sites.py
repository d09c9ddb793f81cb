"""Where to open: the best place in each part of a territory, and a day of outreach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.need_coverage import allowed_times_s
from geo.access.siting.plans import PartPlan, one_per_part, outreach
from geo.access.siting.result import NOBODY, SitingResult
from geo.access.survey import Counts
from geo.access.territories import sums
from geo.domain.temps_reference import TempsReference
from geo.errors import SourceError
from geo.pipeline.reference_time import reference_time
from geo.pipeline.site_candidates import Ground, SitesAsked, read_ground
from geo.pipeline.useful_places import useful_places
from geo.progress import Reporter
from geo.store.engine import Connection
from geo.store.parts import read_part_names

Floats = NDArray[np.float64]

PART_COLUMNS = (
    "part", "candidate_id", "population", "mean_s", "longest_s", "free_mean_s", "served",
    "reached_population",
)  # fmt: skip
"""
A row a part: the site chosen there (missing where there is no candidate), residents, mean and
longest time of those who reach a chosen site, mean time were sites free, residents of anywhere
whose nearest chosen site it is, and residents of the part who reach one.
"""

OUTREACH_COLUMNS = ("candidate_id", "newly_covered", "mean_s")
"""A row a site, that which covers most first: people newly covered whose nearest it is, and their
mean time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartsFound:
    """
    The best site of each part.

    Attributes
    ----------
    ground
        What it was found on.
    plan
        Both p-medians.
    table
        `PART_COLUMNS`, by code.
    names
        Name of each part, by code.
    """

    ground: Ground
    plan: PartPlan
    table: pd.DataFrame
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutreachFound:
    """
    Where to go.

    Attributes
    ----------
    ground
        What it was found on.
    result
        The maximal covering problem's.
    table
        `OUTREACH_COLUMNS`.
    cutoff_s
        Threshold.
    reference
        The declared time that it is, if it is one.
    out_of_reach
        People whom no useful place covers.
    coverable
        Those of them whom some candidate would.
    """

    ground: Ground
    result: SitingResult
    table: pd.DataFrame
    cutoff_s: int
    reference: TempsReference | None
    out_of_reach: int
    coverable: int


def find_best_per_part(conn: Connection, asked: SitesAsked, report: Reporter) -> PartsFound:
    """
    Find the site of each part that makes residents travel least, and what that rule costs.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to look for.
    report
        Shows the steps.

    Returns
    -------
    found
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories or places were never loaded.
    SourceError
        If the réseau or the partition is unknown, there is no such network, or no candidate is in
        any part.
    InputError
        If the mode can neither be estimated nor has a network.
    """
    ground = read_ground(conn, asked, report)
    parts = ground.candidates["part"].tolist()
    if not any(parts):
        raise SourceError(
            f"aucun site candidat n’est dans une part du découpage « {asked.partition} » : "
            "choisissez un autre découpage, ou d’autres candidats avec --parmi."
        )
    people = ground.survey.people
    with report.step("Meilleur site de chaque part"):
        plan = one_per_part(ground.times_s, people.population, parts)
    return PartsFound(
        ground=ground,
        plan=plan,
        table=_part_table(ground, plan, people.partitions[asked.partition]),
        names=read_part_names(conn).get(asked.partition, {}),
    )


def find_outreach(
    conn: Connection, asked: SitesAsked, report: Reporter, *, n: int
) -> OutreachFound:
    """
    Find where to go to meet most of the people whom no useful place covers.

    Parameters
    ----------
    conn
        Any connection.
    asked
        What to look for.
    report
        Shows the steps.
    n
        How many sites.

    Returns
    -------
    found
        Nothing is kept in the store.

    Raises
    ------
    StoreEmptyError
        If territories, places, rules or the reference time were never loaded.
    SourceError
        If the réseau is unknown, there is no such network, or no candidate.
    InputError
        If the mode can neither be estimated nor has a network.
    """
    reference = None if asked.cutoff_s else reference_time(conn, asked.mode.value)
    cutoff_s = asked.cutoff_s or 0 if reference is None else reference.au_plus_s
    ground = read_ground(conn, asked, report)
    useful = useful_places(
        conn, ground.survey, reseau=asked.reseau, profil=asked.profil, besoin=asked.besoin
    )
    nearest_s = allowed_times_s(ground.survey, useful).min(axis=0, initial=np.inf)
    people, measured = ground.survey.people, ground.survey.times.measured
    # of whom nothing is known, off the network by a mode without estimates, nothing is said
    out = (nearest_s > cutoff_s) & (True if measured is None else measured)
    with report.step("Sites qui couvrent le plus d’habitants"):
        result = outreach(ground.times_s, people.population, out, n=n, cutoff_s=cutoff_s)
    lost = int(people.population[out].sum())
    return OutreachFound(
        ground=ground,
        result=result,
        table=_outreach_table(ground, result, np.where(out, people.population, 0)),
        cutoff_s=cutoff_s,
        reference=reference,
        out_of_reach=lost,
        coverable=lost - int(people.population[list(result.unreachable)].sum()),
    )


def _part_table(ground: Ground, plan: PartPlan, part_of: Sequence[str]) -> pd.DataFrame:
    """Say of each part what the plan makes of it."""
    people = ground.survey.people
    served_s, free_s = _times(ground, plan.each), _times(ground, plan.free)
    reached = np.isfinite(served_s) & np.isfinite(free_s)
    weight = np.where(reached, people.population, 0)
    columns = np.column_stack(
        (
            people.population,
            weight,
            weight * np.where(reached, served_s, 0.0),
            weight * np.where(reached, free_s, 0.0),
        )
    )
    codes, totals = sums(columns, part_of)
    index = pd.Index(codes)
    frame = pd.DataFrame(totals, index=index, columns=["population", "reached", "each", "free"])
    longest = pd.Series(np.where(weight > 0, served_s, 0.0)).groupby(np.array(part_of)).max()
    chosen = ground.candidates.iloc[list(plan.each.sites)]
    site = pd.Series(chosen.index, index=chosen["part"].to_numpy(), dtype=object)
    served = pd.Series(_served(ground, plan.each, people.population), index=chosen["part"])
    return pd.DataFrame(
        {
            "part": index,
            "candidate_id": site.reindex(index).to_numpy(),
            "population": frame["population"].to_numpy().astype(np.int64),
            "mean_s": _mean(frame["each"], frame["reached"]),
            "longest_s": longest.reindex(index).to_numpy(),
            "free_mean_s": _mean(frame["free"], frame["reached"]),
            "served": served.reindex(index).fillna(0).to_numpy().astype(np.int64),
            "reached_population": frame["reached"].to_numpy().astype(np.int64),
        }
    )


def _outreach_table(ground: Ground, result: SitingResult, people: Counts) -> pd.DataFrame:
    sites = list(result.sites)
    newly = _served(ground, result, people)
    times_s = np.where(result.assignment == NOBODY, 0.0, _times(ground, result))
    spent = np.bincount(
        np.searchsorted(sites, result.assignment[result.assignment != NOBODY]),
        weights=(people * times_s)[result.assignment != NOBODY],
        minlength=len(sites),
    )
    frame = pd.DataFrame(
        {
            "candidate_id": ground.candidates.index[sites],
            "newly_covered": newly,
            "mean_s": _mean(pd.Series(spent), pd.Series(newly)),
        }
    )
    return frame.sort_values("newly_covered", ascending=False, kind="stable", ignore_index=True)


def _times(ground: Ground, result: SitingResult) -> Floats:
    """Give the time of each origin to the site that serves it."""
    rows = np.arange(len(result.assignment))
    times = ground.times_s[rows, result.assignment].astype(np.float64)
    return np.where(result.assignment == NOBODY, np.inf, times)


def _served(ground: Ground, result: SitingResult, people: Counts) -> Counts:
    """Count the people whom each site serves."""
    totals = np.zeros(ground.times_s.shape[1], dtype=np.int64)
    helped = result.assignment != NOBODY
    np.add.at(totals, result.assignment[helped], people[helped])
    return totals[list(result.sites)]


def _mean(total: "pd.Series[float]", count: "pd.Series[float]") -> Floats:
    known = count.to_numpy(dtype=float)
    mean: Floats = total.to_numpy(dtype=float) / np.where(known > 0, known, np.nan)
    return mean
