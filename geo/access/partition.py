"""How well a way to cut the territory contains the places that people would go to."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.random_zones import DRAWS, random_containment
from geo.access.survey import Counts, Flags, People, Survey, Times32
from geo.access.territories import sums
from geo.errors import InputError

PART_COLUMNS = (
    "population", "reached_population", "contained_population", "served_population", "places",
    "share",
)  # fmt: skip
"""
Index ``part``, its code: residents; those of them who reach a useful place; those whose nearest
one lies in the part; those who have one in the part at all; useful places in the part; contained ÷
reached (missing where nobody reaches any).
"""

CROSSING_COLUMNS = (
    "part", "population", "inside_s", "elsewhere_s", "gain_s", "place_id", "place_part",
    "is_estimate",
)  # fmt: skip
"""Index ``origin_id``: least time to a useful place of one's own part, to any, and the difference
(both ``inf`` where the part has none in reach), the place and its part (empty: in none)."""

COMPARISON_COLUMNS = (
    "parts", "parts_without_place", "median_population", "population", "outside_population",
    "reached_population", "contained_population", "share", "expected_share", "random_share",
    "random_as_good", "far_population", "unserved_population",
)  # fmt: skip
"""
Index ``partition``: how many parts, of which without a useful place; median residents of a part;
residents in a part, and in none; those who reach a useful place; those whose nearest lies in their
part, and their share; the share that chance alone would give with the same residents and places by
part; the mean share of random zonings of parts as many and as large, and how many of these contain
as much (0 to 1); residents who would save at least `FAR_S` elsewhere, or have no place at all in
their part; residents of parts without any useful place.
"""

FAR_S = 300
"""Seconds saved across a boundary from which one is counted as better served there."""

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """
    A way to cut the territory.

    Attributes
    ----------
    people, places
        Code of the part of each origin and of each place; empty where it is in none.
    """

    people: tuple[str, ...]
    places: tuple[str, ...]


def useful_times(survey: Survey, useful: Flags) -> Times32:
    """
    Keep the times to the places that are of use to each.

    Parameters
    ----------
    survey
        ``n`` people and ``m`` places.
    useful
        Shape ``(n, m)`` or ``(m,)``: whether a place may help.

    Returns
    -------
    times_s
        Shape ``(n, m)``; ``inf`` where a place is of no use, or not reached.
    """
    return np.where(useful, survey.times.to_place_s, np.float32(np.inf))


def nearest_inside_s(times_s: Times32, parts: Parts) -> Times32:
    """
    Give the least time to a useful place of one's own part.

    Parameters
    ----------
    times_s
        Shape ``(n, m)``, by `useful_times`.
    parts
        Of the same people and places.

    Returns
    -------
    inside_s
        Shape ``(n,)``; ``inf`` where the part has none in reach, or one is in no part.

    Raises
    ------
    InputError
        If lengths disagree.

    Notes
    -----
    Contract: pure; never below the least time to any place; a part split never lowers it.
    """
    _check(times_s, parts)
    inside_s = np.full(len(parts.people), np.inf, dtype=np.float32)
    people, places = np.array(parts.people, object), np.array(parts.places, object)
    for code in set(parts.people) - {""}:
        rows, columns = np.flatnonzero(people == code), np.flatnonzero(places == code)
        own = times_s[np.ix_(rows, columns)]
        inside_s[rows] = own.min(axis=1, initial=np.inf)
    return inside_s


def containment(times_s: Times32, population: Counts, parts: Parts) -> pd.DataFrame:
    """
    Count the residents whose nearest useful place lies in their own part.

    Parameters
    ----------
    times_s
        Shape ``(n, m)``, by `useful_times`.
    population
        Shape ``(n,)``.
    parts
        Of the same people and places.

    Returns
    -------
    parts
        `PART_COLUMNS`, index ``part``, by code. Residents of no part are not there.

    Raises
    ------
    InputError
        If lengths disagree.

    Notes
    -----
    The share is the *localization index* of health service areas, of the nearest place instead of
    the place visited (Wennberg and Gittelsohn, "Small area variations in health care delivery",
    *Science* 182, 1973; Hu, Wang and Xierali, *Health Services Research* 53, 2018).

    Contract: pure; a share is from 0 to 1; where one's own part is as near as any other, one is
    contained; one part that holds everything contains everyone; a part split never contains more;
    one more place elsewhere never raises it.
    """
    nearest_s = times_s.min(axis=1, initial=np.inf)
    inside_s = nearest_inside_s(times_s, parts)
    reached = np.isfinite(nearest_s)
    flags = [np.ones_like(reached), reached, reached & (inside_s <= nearest_s)]
    counted = [population * flag for flag in (*flags, np.isfinite(inside_s))]
    codes, totals = sums(np.column_stack(counted), parts.people)
    table = pd.DataFrame(totals, index=pd.Index(codes, name="part"), columns=PART_COLUMNS[:4])
    useful = np.asarray(np.isfinite(times_s).any(axis=0))
    held, places = sums(useful, parts.places)
    table["places"] = pd.Series(places, index=held).reindex(table.index, fill_value=0)
    reaching = table["reached_population"].where(table["reached_population"] > 0)
    table["share"] = table["contained_population"] / reaching
    return table


def crossings(survey: Survey, times_s: Times32, parts: Parts) -> pd.DataFrame:
    """
    List the origins that are better served across the boundary of their part.

    Parameters
    ----------
    survey
        Of the times.
    times_s
        Shape ``(n, m)``, by `useful_times`.
    parts
        Of the same people and places.

    Returns
    -------
    crossings
        `CROSSING_COLUMNS`: those without a place of their own part first, then by seconds saved
        × residents. Of equally near places the first of the survey, whose order is neutral.

    Raises
    ------
    InputError
        If lengths disagree.

    Notes
    -----
    Contract: pure; the residents of a part are those contained, those listed, and those who reach
    no useful place.
    """
    people, places = survey.people, survey.places
    inside_s = nearest_inside_s(times_s, parts)
    nearest_s = times_s.min(axis=1, initial=np.inf)
    in_part = np.array([bool(code) for code in parts.people], dtype=np.bool_)
    rows = np.flatnonzero(in_part & (inside_s > nearest_s))
    first = times_s[rows].argmin(axis=1) if times_s.size else rows
    gain_s = inside_s[rows].astype(float) - nearest_s[rows]
    estimated = _estimated(survey, times_s, parts)
    table = pd.DataFrame(
        {
            "part": [parts.people[row] for row in rows],
            "population": people.population[rows],
            "inside_s": inside_s[rows].astype(float),
            "elsewhere_s": nearest_s[rows].astype(float),
            "gain_s": gain_s,
            "place_id": [places.ids[place] for place in first],
            "place_part": [parts.places[place] for place in first],
            "is_estimate": estimated[rows],
        },
        index=pd.Index([people.ids[row] for row in rows], name="origin_id", dtype=object),
    )
    residents = people.population[rows]
    stuck = np.isinf(gain_s)
    saved = np.where(stuck, 0, gain_s) * residents
    return table.iloc[np.lexsort((-residents, -saved, ~stuck))]


def comparison(
    times_s: Times32,
    people: People,
    partitions: Mapping[str, Parts],
    *,
    place_origins: Numbers,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """
    Put partitions side by side, with what their size alone explains.

    Parameters
    ----------
    times_s
        Shape ``(n, m)``, by `useful_times`.
    people
        Of the times.
    partitions
        By name; each of the same people and places.
    place_origins
        Shape ``(m,)``: position of the origin of the commune where each place stands, -1 for none.
    draws
        How many random zonings to compare each with.

    Returns
    -------
    comparison
        `COMPARISON_COLUMNS`, index ``partition``, in the order given.

    Raises
    ------
    InputError
        If lengths disagree.

    Notes
    -----
    Large parts contain more than small ones, whatever their boundaries. Two baselines say how much:
    ``expected_share`` keeps the residents and the nearest places of each part and forgets who goes
    where: Σ (residents of a part × residents whose nearest place is there) ÷ residents²; the share
    less it is the *modularity* of the partition (Newman and Girvan, *Physical Review E* 69, 2004),
    which Hu, Wang and Xierali (2018) use for hospital service areas. ``random_share`` is that of
    compact zonings drawn at random, of as many parts with as many residents: what is above it is
    owed to where the boundaries run. See `geo.access.random_zones.random_zoning`.

    Contract: pure; the order of rows is irrelevant.
    """
    rows = {
        name: _compared(times_s, people, parts, place_origins, draws)
        for name, parts in partitions.items()
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COMPARISON_COLUMNS))
    return table.rename_axis("partition")


def _compared(
    times_s: Times32, people: People, parts: Parts, place_origins: Numbers, draws: int
) -> tuple[float, ...]:
    table = containment(times_s, people.population, parts)
    total = table.sum()
    reached = int(total["reached_population"])
    share = int(total["contained_population"]) / reached if reached else np.nan
    inside_s, nearest_s = nearest_inside_s(times_s, parts), times_s.min(axis=1, initial=np.inf)
    in_part = np.array([bool(code) for code in parts.people], dtype=np.bool_)
    with np.errstate(invalid="ignore"):  # inf - inf: nobody reaches anything there
        far = in_part & (inside_s - nearest_s >= FAR_S)
    shares = random_containment(
        times_s, people, in_part,
        place_origins=place_origins, sizes=table["population"].to_numpy(np.int64), draws=draws,
    )  # fmt: skip
    return (
        len(table),
        int((table["places"] == 0).sum()),
        float(table["population"].median()),
        int(total["population"]),
        int(people.population.sum() - total["population"]),
        reached,
        int(total["contained_population"]),
        share,
        _expected_share(times_s, people.population, parts),
        float(shares.mean()) if len(shares) else np.nan,
        float((shares >= share).mean()) if len(shares) else np.nan,
        int(people.population[far].sum()),
        int(table.loc[table["places"] == 0, "population"].sum()),
    )


def _expected_share(times_s: Times32, population: Counts, parts: Parts) -> float:
    """Give the share that residents and nearest places by part would give if unrelated."""
    nearest_s = times_s.min(axis=1, initial=np.inf)
    in_part = np.array([bool(code) for code in parts.people], dtype=np.bool_)
    reached = np.flatnonzero(in_part & np.isfinite(nearest_s))
    residents = float(population[reached].sum())
    if not residents:
        return np.nan
    inside = nearest_inside_s(times_s, parts)[reached] <= nearest_s[reached]
    first = times_s[reached].argmin(axis=1)
    homes = [parts.people[row] for row in reached]
    goals = [
        home if contained else parts.places[place]
        for home, contained, place in zip(homes, inside, first, strict=True)
    ]
    lived = pd.Series(population[reached]).groupby(homes).sum() / residents
    sought = pd.Series(population[reached]).groupby(goals).sum() / residents
    return float((lived * sought).sum())


def _estimated(survey: Survey, times_s: Times32, parts: Parts) -> Flags:
    """Tell whether one of the two times compared comes from no network."""
    flags = np.zeros(len(times_s), dtype=np.bool_)
    if not times_s.size:
        return flags
    own = np.array(parts.people, object)[:, None] == np.array(parts.places, object)[None, :]
    rows = np.arange(len(times_s))
    for matrix in (times_s, np.where(own, times_s, np.float32(np.inf))):
        best = matrix.argmin(axis=1)
        flags |= survey.times.is_estimate[rows, best] & np.isfinite(matrix[rows, best])
    return flags


def _check(times_s: Times32, parts: Parts) -> None:
    wanted = (len(parts.people), len(parts.places))
    if times_s.shape != wanted:
        raise InputError(f"needed times {wanted} for these parts, got {times_s.shape}.")
