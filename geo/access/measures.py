"""Measures of access of a survey, by name, and how unequal they are among people."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.catchment import APL_2012, balanced_fca, three_step_fca, two_step_fca
from geo.access.coverage_counts import MEASURED
from geo.access.decay import (
    E2SFCA_WEIGHTS,
    Decay,
    gaussian,
    linear,
    logistic,
    negative_exponential,
    step,
    steps,
)
from geo.access.equity import gini, theil, theil_parts, weighted_quantile
from geo.access.gravity import gravity
from geo.access.nearest import nearest_k
from geo.access.pairs import long_table
from geo.access.survey import Flags, Survey
from geo.domain.mesure import Measure, Shape
from geo.errors import InputError

Floats = NDArray[np.float64]


AT_CUTOFF = 0.01
"""Weight that `Shape.EXPONENTIAL` still has at the cut-off: that of the R package fca (Grüebler &
Unterfinger 2021), ``dist_normalize``."""

SHAPES: Mapping[Shape, Callable[[float], Decay]] = MappingProxyType(
    {
        Shape.STEP: lambda cutoff_s: step(cutoff_s=cutoff_s),
        Shape.STEPS: lambda cutoff_s: steps(
            {cutoff_s * (i + 1) / 3: weight for i, weight in enumerate(E2SFCA_WEIGHTS)}
        ),
        Shape.LINEAR: lambda cutoff_s: linear(cutoff_s=cutoff_s),
        Shape.EXPONENTIAL: lambda cutoff_s: negative_exponential(
            scale_s=cutoff_s / -math.log(AT_CUTOFF), cutoff_s=cutoff_s
        ),
        Shape.GAUSSIAN: lambda cutoff_s: gaussian(cutoff_s=cutoff_s),
        # half at half the time, all but nothing at the cut-off: a choice of this project
        Shape.LOGISTIC: lambda cutoff_s: logistic(
            median_s=cutoff_s / 2, sd_s=cutoff_s / 6, cutoff_s=cutoff_s
        ),
    }
)
"""Each shape from its cut-off alone."""

DEFAULT_SHAPE: Mapping[Measure, Shape] = MappingProxyType(
    {
        Measure.GRAVITY: Shape.GAUSSIAN,
        Measure.ENHANCED: Shape.STEPS,
        Measure.THREE_STEP: Shape.STEPS,
        Measure.BALANCED: Shape.STEPS,
    }
)
"""Of the measures that may have several."""

FIXED_SHAPE: Mapping[Measure, Shape] = MappingProxyType(
    {Measure.CUMULATIVE: Shape.STEP, Measure.TWO_STEP: Shape.STEP}
)
"""Of the measures that are what they are by it."""

OWN_DECAY: Mapping[Measure, Decay | None] = MappingProxyType(
    {Measure.NEAREST: None, Measure.APL: APL_2012}
)
"""Of the measures that take neither shape nor cut-off."""

SHARED: Mapping[Measure, Callable[..., "pd.Series[float]"]] = MappingProxyType(
    {
        Measure.TWO_STEP: two_step_fca,
        Measure.ENHANCED: two_step_fca,
        Measure.APL: two_step_fca,
        Measure.THREE_STEP: three_step_fca,
        Measure.BALANCED: balanced_fca,
    }
)
"""The measures for which people compete."""

CHOOSING = frozenset({Measure.THREE_STEP, Measure.BALANCED})
"""Those of them for which people choose among the places they reach."""

SUMMARY_COLUMNS = (
    "demand", "known", "without", "average", "low", "median", "high", "gini", "theil",
    "is_estimate",
)  # fmt: skip
"""Index territory: people, those of whom anything is known, those who reach nothing; then the mean,
first decile, median and ninth decile of what they have, and how unequal it is. Missing where under
`MEASURED` of the people are known."""

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Inequality:
    """
    How unequal a measure is, over all the people and between their territories.

    Attributes
    ----------
    gini, theil
        As of `geo.access.equity`.
    between
        Part of `theil` that lies between territories.
    """

    gini: float
    theil: float
    between: float


def decay_of(measure: Measure, cutoff_s: float | None, shape: Shape | None = None) -> Decay | None:
    """
    Give the decay of a measure.

    Parameters
    ----------
    measure
        What is measured.
    cutoff_s
        Seconds; None for a measure that has its own, or none.
    shape
        None for its usual one.

    Returns
    -------
    decay
        None for `Measure.NEAREST`.

    Raises
    ------
    InputError
        If the measure has no such shape, or needs a cut-off, or has its own.
    """
    if measure in OWN_DECAY:
        if cutoff_s is not None or shape is not None:
            raise InputError(f"{measure}: takes no cut-off and no shape.")
        return OWN_DECAY[measure]
    if cutoff_s is None:
        raise InputError(f"{measure}: needed a cut-off.")
    return SHAPES[shape_of(measure, shape)](cutoff_s)


def shape_of(measure: Measure, shape: Shape | None = None) -> Shape:
    """
    Give the shape that a measure is taken with.

    Parameters
    ----------
    measure
        One that takes a cut-off.
    shape
        That asked; None for its usual one.

    Returns
    -------
    shape
        One of `SHAPES`.

    Raises
    ------
    InputError
        If the measure has another of its own.
    """
    fixed = FIXED_SHAPE.get(measure)
    if fixed is not None and shape not in {None, fixed}:
        raise InputError(f"{measure}: its shape is {fixed}, got {shape}.")
    return shape or fixed or DEFAULT_SHAPE[measure]


def measured(
    survey: Survey, useful: Flags, demand: Floats, measure: Measure, decay: Decay | None
) -> Floats:
    """
    Measure access from each origin of a survey.

    Parameters
    ----------
    survey
        People, places and times.
    useful
        Shape ``(n, m)``: which places may help whom.
    demand
        Shape ``(n,)``: people who compete, where the measure has them.
    measure
        What to measure.
    decay
        From `decay_of`.

    Returns
    -------
    values
        Shape ``(n,)``: seconds to the nearest place, ``inf`` where none is reached; else supply, or
        supply a head, 0 where none is. Missing where nothing is known of the mode.

    Raises
    ------
    InputError
        If shapes disagree.
    """
    times = survey.times
    if useful.shape != times.to_place_s.shape or demand.shape != useful.shape[:1]:
        raise InputError(f"needed flags and demand of {times.to_place_s.shape}.")
    ids = pd.Index(survey.people.ids)
    some = np.flatnonzero(useful.any(axis=0))
    places = [survey.places.ids[number] for number in some]
    pairs = long_table(
        np.where(useful[:, some], times.to_place_s[:, some], np.inf), list(ids), places
    )
    supply = pd.Series(survey.places.capacity[some], index=pd.Index(places, dtype=object))
    values = _values(pairs, pd.Series(demand, index=ids), supply, measure, decay)
    return values if times.measured is None else np.where(times.measured, values, np.nan)


def _values(
    pairs: pd.DataFrame,
    demand: "pd.Series[float]",
    supply: "pd.Series[float]",
    measure: Measure,
    decay: Decay | None,
) -> Floats:
    if decay is None:
        nearest = nearest_k(pairs, origins=demand.index, k=1).set_index("origin_id")
        seconds = nearest["travel_time_s"].reindex(demand.index).fillna(np.inf)
        return np.asarray(seconds, dtype=np.float64)
    if measure in SHARED:
        access = SHARED[measure](pairs, demand, supply, decay=decay)
    else:
        access = gravity(pairs, supply, origins=demand.index, decay=decay)
    return np.asarray(access, dtype=np.float64)


def is_estimated(
    survey: Survey, useful: Flags, demand: Floats, measure: Measure, decay: Decay | None
) -> Flags:
    """
    Tell where a measure rests on an estimated time.

    Parameters
    ----------
    survey, useful, demand, measure, decay
        As of `measured`.

    Returns
    -------
    flags
        Shape ``(n,)``: whether a time to a useful place that counts is an estimate: that of the
        nearest, where there is no decay, or where none is within the cut-off. Of the `SHARED`
        measures, also whether an estimate decides how many people share a place that counts.

    Notes
    -----
    Who shares a place are those of some demand within the cut-off. Where people choose (3SFCA,
    BFCA), how many of them go there depends on their times to every place; BFCA shares levels of
    service among origins, be anyone there or not.
    """
    times = survey.times
    reached = useful & (times.to_place_s < np.inf)
    if not reached.size:
        return np.zeros(len(reached), dtype=np.bool_)
    nearest = np.where(reached, times.to_place_s, np.inf).argmin(axis=1)
    counts = reached & (times.to_place_s <= (-1.0 if decay is None else decay.cutoff_s))
    guessed = counts & times.is_estimate
    crowded = np.zeros(counts.shape[1:], dtype=np.bool_)
    if measure in SHARED:
        crowded = _shared_by_guess(counts, guessed, demand > 0, measure)
    crowd = (counts & crowded).any(axis=1)
    rows = np.flatnonzero(~counts.any(axis=1))
    guessed[rows, nearest[rows]] = (reached & times.is_estimate)[rows, nearest[rows]]
    return np.asarray(guessed.any(axis=1) | crowd)


def _shared_by_guess(counts: Flags, guessed: Flags, inhabited: Flags, measure: Measure) -> Flags:
    """Tell of each place whether an estimate decides how many people share it."""
    if measure not in CHOOSING:
        return np.asarray(guessed[inhabited].any(axis=0))
    unsure = inhabited & guessed.any(axis=1)
    claims = guessed if measure is Measure.BALANCED else guessed[inhabited]
    return np.asarray(counts[unsure].any(axis=0) | claims.any(axis=0))


def summary(
    values: Floats, demand: Floats, codes: Sequence[str], is_estimate: Flags, *, nothing: float
) -> pd.DataFrame:
    """
    Sum up a measure by territory, each origin for as many people as it has.

    Parameters
    ----------
    values
        Shape ``(n,)``: from `measured`.
    demand
        Shape ``(n,)``: people.
    codes
        Territory of each origin; an origin of the empty code counts nowhere.
    is_estimate
        Shape ``(n,)``: from `is_estimated`.
    nothing
        Value of who reaches nothing: ``inf`` seconds, or 0 of the other measures.

    Returns
    -------
    summary
        `SUMMARY_COLUMNS`, index ``code``, sorted. Who reaches nothing is in the deciles, at 0 or
        ``inf``; in the mean and the inequality too where it is 0.

    Notes
    -----
    Contract: pure; the order of origins is irrelevant.
    """
    table = pd.DataFrame(
        {"value": values, "people": demand, "is_estimate": is_estimate, "code": list(codes)}
    )
    groups = table[table["code"] != ""].groupby("code")
    rows = {code: _row(group, nothing) for code, group in groups}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=list(SUMMARY_COLUMNS))
    return found.rename_axis("code")


def inequality(values: Floats, demand: Floats, codes: Sequence[str]) -> Inequality:
    """
    Say how unequal a measure is among all the people, and between their territories.

    Parameters
    ----------
    values, demand, codes
        As of `summary`; an origin of the empty code is a territory of its own kind.

    Returns
    -------
    inequality
        Over those of whom something finite is known; missing where nobody is.
    """
    finite = np.isfinite(values)
    groups = [code for code, known in zip(codes, finite, strict=True) if known]
    parts = theil_parts(values[finite], demand[finite], groups=groups)
    return Inequality(
        gini=gini(values[finite], demand[finite]),
        theil=parts.between + parts.within,
        between=parts.between,
    )


def _row(group: pd.DataFrame, nothing: float) -> list[Any]:
    known = group.dropna(subset="value")
    everyone, people = float(group["people"].sum()), float(known["people"].sum())
    estimated = bool((group["is_estimate"] & (group["people"] > 0)).any())
    if not everyone or people < MEASURED * everyone:
        return [everyone, people, *[math.nan] * 7, estimated]
    values, weights = known["value"], known["people"]
    without = float(weights[values == nothing].sum())
    finite = np.isfinite(values)
    some, of = values[finite], weights[finite]
    average = float(some @ of / of.sum()) if of.sum() else math.nan
    deciles = [weighted_quantile(values, weights, q=q) for q in (LOW, MIDDLE, HIGH)]
    return [
        everyone, people, without, average, *deciles, gini(some, of), theil(some, of), estimated
    ]  # fmt: skip
