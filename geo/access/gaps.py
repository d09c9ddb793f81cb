"""
Whom the doors miss, and where: neighbouring origins beyond a threshold, drawn together as zones.

A time is known within a declared share of itself, and a threshold is a convention: what stands
whatever the truth within both is *firm*, the rest is *fragile*.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.doubt import Nearest
from geo.access.survey import Counts, Flags, People
from geo.errors import InputError

THRESHOLD_MARGIN = 0.1
"""Share by which a threshold might have been chosen otherwise, either way."""

FIRM_SHARE = 0.5
"""Share of the people left out, firmly so, from which their zone is firm."""

NAMED = 2
"""Communes named in full; the others are counted."""

GAP_COLUMNS = (
    "name", "origins", "left_out", "firmly_out", "firm", "unreached", "beyond_median_s",
    "beyond_max_s", "nearest_id", "nearest_time_s", "helped_remotely", "is_estimate",
)  # fmt: skip
"""
Index ``zone``, 0 being the one with most people left out: a row a gap zone.

``beyond_…`` are seconds over the threshold among people who reach some place, missing where nobody
does; ``unreached`` counts the others. ``nearest_id`` is the place that is the nearest for the most
of them, ``nearest_time_s`` their median time to it.
"""

DTYPES = {
    "origins": "int64", "left_out": "int64", "firmly_out": "int64", "firm": "bool",
    "unreached": "int64", "beyond_median_s": "float64", "beyond_max_s": "float64",
    "nearest_time_s": "float64", "helped_remotely": "Int64", "is_estimate": "bool",
}  # fmt: skip

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """
    The gap zones of one question, and what they come to.

    Attributes
    ----------
    cutoff_s
        Threshold in seconds, inclusive.
    zone
        Shape ``(n,)``: zone of each origin, a row of the table; -1 where it is in none.
    table
        `GAP_COLUMNS`.
    population, left_out, firmly_out, unreached
        People: all, beyond the threshold, firmly so, and those who reach no place at all.
    may_fall_out
        People within the threshold who might be beyond it.
    unmeasured
        People of whom nothing is known by the mode: in no zone, nor within the threshold.
    """

    cutoff_s: float
    zone: Numbers
    table: pd.DataFrame
    population: int
    left_out: int
    firmly_out: int
    unreached: int
    may_fall_out: int
    unmeasured: int


def gap_zones(
    people: People,
    nearest: Nearest,
    borders: Numbers,
    *,
    cutoff_s: float,
    names: Sequence[str],
    remote: Flags | None = None,
) -> Gaps:
    """
    Draw together neighbouring origins that are beyond a threshold.

    Parameters
    ----------
    people
        ``n`` origins.
    nearest
        Of the same.
    borders
        Shape ``(e, 2)``: origins whose territories share a border, by position.
    cutoff_s
        Threshold in seconds, inclusive: at the threshold one is within it.
    names
        Of the commune of each origin.
    remote
        Shape ``(n,)``: whether a remote service helps there; None where that is not asked.

    Returns
    -------
    gaps
        Zones by people left out, then by the identifier of their first origin. Nobody lives in
        some origins: they join others, and are no zone by themselves.

    Raises
    ------
    InputError
        If the threshold is negative, or lengths disagree.

    Notes
    -----
    Contract: pure; everyone known to be beyond it is in one zone, nobody else is in any; one more
    place never adds to the people left out, nor does a longer threshold. An origin is firmly out
    if its time is beyond the threshold wherever both lie: shortest > threshold × 1.1; it may fall
    out if it is within it, yet longest > threshold × 0.9.
    """
    _check(people, nearest, names, cutoff_s)
    beyond = nearest.measured & (nearest.time_s > cutoff_s)
    firmly = beyond & (nearest.shortest_s > cutoff_s * (1 + THRESHOLD_MARGIN))
    within = nearest.measured & ~beyond
    doubtful = within & (nearest.longest_s > cutoff_s * (1 - THRESHOLD_MARGIN))
    zone = _ranked(_components(beyond, borders), people.population)
    lived_in = pd.DataFrame(
        {
            "zone": zone,
            "name": np.asarray(names, dtype=object),
            "population": people.population,
            "firmly": firmly,
            "time_s": nearest.time_s.astype(np.float64),
            "place": nearest.place,
            "is_estimate": nearest.is_estimate,
            "remote": False if remote is None else remote,
        }
    )
    rows = [
        _zone_row(members, cutoff_s, nearest.place_ids)
        for _, members in lived_in[zone >= 0].groupby("zone")
    ]
    table = pd.DataFrame(rows, columns=list(GAP_COLUMNS)).astype(DTYPES).rename_axis("zone")
    if remote is None:
        table["helped_remotely"] = pd.array([pd.NA] * len(table), dtype="Int64")
    counted = people.population
    return Gaps(
        cutoff_s=cutoff_s,
        zone=zone,
        table=table,
        population=int(counted.sum()),
        left_out=int(counted[beyond].sum()),
        firmly_out=int(counted[firmly].sum()),
        unreached=int(counted[beyond & np.isinf(nearest.time_s)].sum()),
        may_fall_out=int(counted[doubtful].sum()),
        unmeasured=int(counted[~nearest.measured].sum()),
    )


def zone_name(names: Sequence[str], population: Sequence[int]) -> str:
    """
    Name a zone by its communes, those with most people first.

    Parameters
    ----------
    names
        Of its communes.
    population
        Of each.

    Returns
    -------
    name
        In French; equal populations in the order of the alphabet.

    Examples
    --------
    >>> zone_name(["Grez", "Nemours", "Ury", "Achères"], [1100, 13000, 800, 1100])
    'Nemours, Achères et 2 autres'
    >>> zone_name(["Grez", "Nemours"], [1100, 13000])
    'Nemours et Grez'
    """
    ranked = [name for _, name in sorted(zip(population, names, strict=True), key=_most_first)]
    others = len(ranked) - NAMED
    if others <= 1:
        return " et ".join(filter(None, (", ".join(ranked[:-1]), ranked[-1])))
    return f"{', '.join(ranked[:NAMED])} et {others} autres"


def weighted_median(values: Floats, weights: NDArray[np.integer]) -> float:
    """
    Give the value that at least half of the weight does not exceed.

    Parameters
    ----------
    values
        At least one.
    weights
        Of each, >= 0.

    Returns
    -------
    median
        The least such value; of all values alike where nothing weighs.

    Examples
    --------
    >>> weighted_median(np.array([30.0, 10.0, 20.0]), np.array([1, 2, 1]))
    10.0
    """
    order = np.argsort(values, kind="stable")
    heavier = np.cumsum(weights[order] if weights.any() else np.ones_like(weights))
    return float(values[order][np.searchsorted(heavier, heavier[-1] / 2)])


def _zone_row(
    members: pd.DataFrame, cutoff_s: float, place_ids: Sequence[str]
) -> dict[str, object]:
    """Tell what there is to know of the origins of one zone."""
    people = members["population"]
    left_out, firmly_out = int(people.sum()), int(people[members["firmly"]].sum())
    return {
        "name": zone_name(members["name"].tolist(), people.tolist()),
        "origins": len(members),
        "left_out": left_out,
        "firmly_out": firmly_out,
        "firm": firmly_out >= FIRM_SHARE * left_out,
        "unreached": int(people[members["place"] < 0].sum()),
        **_how_far(members[members["place"] >= 0], cutoff_s, place_ids),
        "helped_remotely": int(people[members["remote"]].sum()),
        "is_estimate": bool(members["is_estimate"].any()),
    }


def _how_far(
    reached: pd.DataFrame, cutoff_s: float, place_ids: Sequence[str]
) -> dict[str, float | str | None]:
    """Tell how far beyond the threshold those are who reach some place, and the nearest one."""
    if reached.empty:
        missing = dict.fromkeys(("beyond_median_s", "beyond_max_s", "nearest_time_s"), np.nan)
        return {**missing, "nearest_id": None}
    time_s, people = reached["time_s"].to_numpy(), reached["population"].to_numpy()
    # of places that are the nearest for as many, the first in their neutral order
    found, which = np.unique(reached["place"].to_numpy(), return_inverse=True)
    place = found[np.bincount(which, weights=people).argmax()]
    there = (reached["place"] == place).to_numpy()
    return {
        "beyond_median_s": weighted_median(time_s, people) - cutoff_s,
        "beyond_max_s": float(time_s.max()) - cutoff_s,
        "nearest_id": place_ids[place],
        "nearest_time_s": weighted_median(time_s[there], people[there]),
    }


def _components(beyond: Flags, borders: Numbers) -> Numbers:
    """Give a number to the connected parts of what is beyond, -1 elsewhere."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - half a second that few importers need
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - the same

    inside = borders[beyond[borders].all(axis=1)]
    ones = np.ones(len(inside), dtype=np.bool_)
    graph = coo_array((ones, (inside[:, 0], inside[:, 1])), shape=(len(beyond), len(beyond)))
    _, label = connected_components(graph, directed=False)
    return np.where(beyond, label, -1).astype(np.intp)


def _ranked(label: Numbers, population: Counts) -> Numbers:
    """Give new numbers to parts, most people first; those without anybody are no zone."""
    parts, first, member = np.unique(label, return_index=True, return_inverse=True)
    people = np.zeros(len(parts), dtype=np.int64)
    np.add.at(people, member, population)
    people[parts < 0] = 0
    order = np.lexsort((first, -people))
    rank = np.full(len(parts), -1, dtype=np.intp)
    lived_in = order[people[order] > 0]
    rank[lived_in] = np.arange(len(lived_in))
    return rank[member]


def _most_first(commune: tuple[int, str]) -> tuple[int, str]:
    return -commune[0], commune[1]


def _check(people: People, nearest: Nearest, names: Sequence[str], cutoff_s: float) -> None:
    if cutoff_s < 0:
        raise InputError(f"needed a threshold >= 0 s, got {cutoff_s}.")
    if not len(people.ids) == len(nearest.time_s) == len(names):
        raise InputError(
            f"needed a time and a name for each of {len(people.ids)} origins, got "
            f"{len(nearest.time_s)} and {len(names)}."
        )
