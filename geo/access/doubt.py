"""The nearest place that may help, when times are known within a declared share; light."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.access.survey import Flags, Survey, Times32
from geo.domain.temps_reference import Incertitude
from geo.errors import InputError

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearest:
    """
    The nearest place that may help each origin, and how sure its time is.

    Attributes
    ----------
    time_s
        Shape ``(n,)``; ``inf`` where none is reached.
    shortest_s, longest_s
        Shape ``(n,)``: the least time if every time is as short, or as long, as may be.
    place
        Shape ``(n,)``: its position among the places, -1 where none is reached.
    place_ids
        Identifier of each place.
    is_estimate
        Shape ``(n,)``: whether no network gave the time; false where none is reached.
    measured
        Shape ``(n,)``: from where anything is known of the mode.
    """

    time_s: Times32
    shortest_s: Floats
    longest_s: Floats
    place: Numbers
    place_ids: tuple[str, ...]
    is_estimate: Flags
    measured: Flags


def nearest_in_doubt(
    survey: Survey, competent: Flags, served: Flags, doubts: Sequence[Incertitude]
) -> Nearest:
    """
    Find the nearest place that may help, and between which bounds its time lies.

    Parameters
    ----------
    survey
        ``n`` people, ``m`` places, times by one mode.
    competent
        Shape ``(m,)``: places that help with the need.
    served
        Shape ``(n, m)``: places whose zone does not leave a person out.
    doubts
        How sure times are, of networks and of estimates.

    Returns
    -------
    nearest
        Of equal times, the place that comes first in the neutral order of the places.

    Raises
    ------
    InputError
        If the doubt of estimates or of networks is not given once.

    Notes
    -----
    Contract: pure; shortest <= time <= longest. Each time t lies anywhere from t (1 - u) to
    t (1 + u), independently of the others. The least of them is monotone in each, so its bounds
    over that box are reached at the box's corners: all short, or all long (Moore, Kearfott and
    Cloud, *Introduction to Interval Analysis*, SIAM 2009). So inputs are varied together, not one
    at a time, as Saltelli and Annoni ask (« How to avoid a perfunctory sensitivity analysis »,
    Environmental Modelling & Software 25, 2010).
    """
    times_s = np.where(served & competent, survey.times.to_place_s, np.float32(np.inf))
    estimate, network = _share(doubts, estime=True), _share(doubts, estime=False)
    part = np.where(survey.times.is_estimate, estimate, network)
    place = _first_least(times_s)
    measured = survey.times.measured
    return Nearest(
        time_s=times_s.min(axis=1, initial=np.inf),
        shortest_s=(times_s * (1 - part)).min(axis=1, initial=np.inf),
        longest_s=(times_s * (1 + part)).min(axis=1, initial=np.inf),
        place=place,
        place_ids=survey.places.ids,
        is_estimate=_taken(survey.times.is_estimate, place),
        measured=np.ones(len(place), dtype=np.bool_) if measured is None else measured,
    )


def _first_least(times_s: Times32) -> Numbers:
    """Give the first place of the least time of each row, -1 where none is reached."""
    if not times_s.shape[1]:
        return np.full(len(times_s), -1, dtype=np.intp)
    first = times_s.argmin(axis=1)
    reached = np.isfinite(times_s[np.arange(len(times_s)), first])
    return np.where(reached, first, -1).astype(np.intp)


def _taken(flags: Flags, place: Numbers) -> Flags:
    """Take the flag of one place of each row; false where there is none."""
    padded = np.column_stack((flags, np.zeros(len(flags), dtype=np.bool_)))
    return np.asarray(padded[np.arange(len(flags)), place], dtype=np.bool_)


def _share(doubts: Sequence[Incertitude], *, estime: bool) -> float:
    parts = [doubt.part for doubt in doubts if doubt.estime is estime]
    if len(parts) != 1:
        raise InputError(f"needed one doubt of {'estimates' if estime else 'networks'}.")
    return parts[0]
