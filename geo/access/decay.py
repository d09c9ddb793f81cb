"""How much a place counts as it gets farther: from 1 beside it to 0 beyond the cut-off."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]

NEGLIGIBLE = 1e-100
"""A place that counts less than this counts for nothing, so that sums of weights, and of their
squares, divide."""

MOST_ZONES = 100
"""Of `steps`; more are a curve, of which there are several."""

E2SFCA_WEIGHTS = (1.0, 0.68, 0.22)
"""Weights of the three thirds of a catchment: Luo & Qi (2009), their slow decay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """
    A weight as a function of time; made by the functions of this module.

    Attributes
    ----------
    formula
        Gives weights for times, and for `parameters` by name.
    parameters
        Names and values, in seconds where the name says so.
    cutoff_s
        Beyond which nothing counts, inclusive; ``inf`` where there is none.
    source
        Who published the formula.

    Notes
    -----
    Contract: pure; weights are float64 in [0, 1], never rise with time, 0 beyond the cut-off. Two
    decays of the same formula and parameters are equal.
    """

    formula: Callable[..., Floats]
    parameters: tuple[tuple[str, Any], ...]
    cutoff_s: float
    source: str

    def __call__(self, travel_time_s: NDArray[Any]) -> Floats:
        """
        Weigh times.

        Parameters
        ----------
        travel_time_s
            Any shape, seconds >= 0 of any numeric type; ``inf`` weighs 0.

        Returns
        -------
        weights
            Of the same shape.
        """
        times = np.asarray(travel_time_s, dtype=np.float64)
        return self.formula(times, **dict(self.parameters))


def step(*, cutoff_s: float) -> Decay:
    """
    Count all that is within the cut-off alike: an isochrone.

    Parameters
    ----------
    cutoff_s
        Seconds, inclusive: 0 counts what is on the spot.

    Returns
    -------
    decay
        1, then 0: the catchment of Luo & Wang (2003), 2SFCA.

    Raises
    ------
    InputError
        If the cut-off is negative or infinite.
    """
    cutoff_s = _number("cutoff_s", cutoff_s)
    if not 0 <= cutoff_s < math.inf:
        raise InputError(f"cutoff_s: needed seconds >= 0 and finite, got {cutoff_s!r}.")
    return Decay(
        formula=_step,
        parameters=(("cutoff_s", cutoff_s),),
        cutoff_s=cutoff_s,
        source="Luo & Wang (2003), doi:10.1068/b29120",
    )


def steps(weights: Mapping[float, float]) -> Decay:
    """
    Count zones of time by a weight each.

    Parameters
    ----------
    weights
        Weight by the end of its zone, in seconds, inclusive; in any order. One below `NEGLIGIBLE`
        is 0, as in every decay.

    Returns
    -------
    decay
        The stepped decay of Luo & Qi (2009), E2SFCA.

    Raises
    ------
    InputError
        If there is none or over `MOST_ZONES`, an end is not above 0 s and finite, or the weights
        are not in [0, 1] and falling, the first not below `NEGLIGIBLE`.
    """
    if not isinstance(weights, Mapping):
        raise InputError(f"needed weights by the end of their zone, got {weights!r}.")
    zones = sorted(
        (_positive("the end of a zone", end), _number("the weight of a zone", weight))
        for end, weight in weights.items()
    )
    ends, values = tuple(end for end, _ in zones), tuple(weight for _, weight in zones)
    falling = all(a >= b for a, b in zip((1.0, *values), (*values, 0.0), strict=True))
    if not values or not falling or values[0] < NEGLIGIBLE:
        raise InputError(f"needed weights from 1 to 0 that never rise, got {dict(weights)}.")
    if len(values) > MOST_ZONES:
        raise InputError(f"needed at most {MOST_ZONES} zones, got {len(values)}.")
    return Decay(
        formula=_steps,
        parameters=(("ends_s", ends), ("weights", tuple(map(_counted, values)))),
        cutoff_s=ends[-1],
        source="Luo & Qi (2009), doi:10.1016/j.healthplace.2009.06.002",
    )


def linear(*, cutoff_s: float) -> Decay:
    """
    Count less and less, in proportion to time: ``1 - t / cutoff``.

    Parameters
    ----------
    cutoff_s
        Seconds: 0 there and beyond.

    Returns
    -------
    decay
        As in the R package accessibility (Pereira & Herszenhut 2022), ``decay_linear``.

    Raises
    ------
    InputError
        If the cut-off is not above 0 s and finite.
    """
    cutoff_s = _positive("cutoff_s", cutoff_s)
    return Decay(
        formula=_linear,
        parameters=(("cutoff_s", cutoff_s),),
        cutoff_s=cutoff_s,
        source="Pereira & Herszenhut (2022), R package accessibility, decay_linear",
    )


def negative_exponential(*, scale_s: float, cutoff_s: float = math.inf) -> Decay:
    """
    Count less by the same factor each minute: ``exp(-t / scale)``.

    Parameters
    ----------
    scale_s
        Seconds after which a place counts 1/e = 0.37; the β of the literature is 1 / `scale_s`.
    cutoff_s
        Seconds, inclusive; none by default.

    Returns
    -------
    decay
        Of Wilson's (1971) family of interaction models; as a measure of access, Kwan (1998).

    Raises
    ------
    InputError
        If the scale is not above 0 s and finite, or the cut-off not above 0 s.
    """
    cutoff_s = _cutoff(cutoff_s)
    return Decay(
        formula=_negative_exponential,
        parameters=(("scale_s", _positive("scale_s", scale_s)), ("cutoff_s", cutoff_s)),
        cutoff_s=cutoff_s,
        source="Wilson (1971), doi:10.1068/a030001; Kwan (1998)",
    )


def gaussian(*, cutoff_s: float) -> Decay:
    """
    Count little less nearby, ever less halfway, nothing at the cut-off.

    Parameters
    ----------
    cutoff_s
        Seconds, the ``c`` of the formula: 0 there and beyond.

    Returns
    -------
    decay
        ``(exp(-(t/c)²/2) - exp(-1/2)) / (1 - exp(-1/2))``, as Dai (2010).

    Raises
    ------
    InputError
        If the cut-off is not above 0 s and finite.
    """
    cutoff_s = _positive("cutoff_s", cutoff_s)
    return Decay(
        formula=_gaussian,
        parameters=(("cutoff_s", cutoff_s),),
        cutoff_s=cutoff_s,
        source="Dai (2010), doi:10.1016/j.healthplace.2010.06.012",
    )


def logistic(*, median_s: float, sd_s: float, cutoff_s: float = math.inf) -> Decay:
    """
    Count nearly all nearby, half about a median time, nearly nothing farther.

    Parameters
    ----------
    median_s
        Seconds at the middle of the fall, the ``m`` of the formula.
    sd_s
        Seconds: standard deviation of the times people accept, the ``s`` of the formula.
    cutoff_s
        Seconds, inclusive; none by default.

    Returns
    -------
    decay
        ``(1 + exp(-mπ/(s√3))) / (1 + exp((t-m)π/(s√3)))``, 1 at 0 s, as Bauer & Groneberg (2016).

    Raises
    ------
    InputError
        If the median or the deviation is not above 0 s and finite, or the cut-off not above 0 s.
    """
    shape = (("median_s", median_s), ("sd_s", sd_s))
    cutoff_s = _cutoff(cutoff_s)
    return Decay(
        formula=_logistic,
        parameters=(
            *((name, _positive(name, value)) for name, value in shape),
            ("cutoff_s", cutoff_s),
        ),
        cutoff_s=cutoff_s,
        source="Bauer & Groneberg (2016), doi:10.1371/journal.pone.0159148",
    )


def checked(decay: "Decay | Callable[[NDArray[Any]], Floats]") -> Callable[[NDArray[Any]], Floats]:
    """
    Hold a decay that somebody wrote to what the measures suppose of one.

    Parameters
    ----------
    decay
        Weights of times: a `Decay`, which keeps its own word, or any other function.

    Returns
    -------
    weights
        Those of `decay`; one below `NEGLIGIBLE` is 0. Raises InputError where there are not as many
        as times, or one is missing or not in [0, 1].

    Raises
    ------
    InputError
        If it is no function.
    """
    if isinstance(decay, Decay):
        return decay
    if not callable(decay):
        raise InputError(f"needed a decay, as of geo.access.decay.step, got {decay!r}.")
    return lambda times: _shares(decay(times), times)


def _shares(weights: object, times: NDArray[Any]) -> Floats:
    try:
        shares = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("the decay must give numbers, one for each time.") from None
    if shares.shape != times.shape:
        raise InputError(f"the decay gave {shares.shape} weights for {times.shape} times.")
    good = (shares >= 0) & (shares <= 1)
    if not good.all():
        wrong = f"{shares[~good][0]:g} at {times[~good][0]:g} s"
        raise InputError(f"the decay must give weights in [0, 1], it gave {wrong}.")
    return np.where(shares >= NEGLIGIBLE, shares, 0.0)


def _counted(weight: float) -> float:
    return weight if weight >= NEGLIGIBLE else 0.0


def _step(times: Floats, cutoff_s: float) -> Floats:
    return (times <= cutoff_s).astype(np.float64)


def _steps(times: Floats, ends_s: tuple[float, ...], weights: tuple[float, ...]) -> Floats:
    # zones are few: as many comparisons, a byte each, are quicker than a search
    zone = np.zeros(times.shape, dtype=np.int8)
    for end_s in ends_s:
        zone += (times > end_s).view(np.int8)  # its end is within a zone
    return np.array([*weights, 0.0]).take(zone)


def _linear(times: Floats, cutoff_s: float) -> Floats:
    return np.asarray(np.maximum(1.0 - times / cutoff_s, 0.0))


def _negative_exponential(times: Floats, scale_s: float, cutoff_s: float) -> Floats:
    return _cut(np.exp(times / -scale_s), times, cutoff_s)


def _gaussian(times: Floats, cutoff_s: float) -> Floats:
    at_the_end = math.exp(-0.5)
    bell = np.exp(-0.5 * (times / cutoff_s) ** 2)
    return np.asarray(np.maximum(bell - at_the_end, 0.0) / (1.0 - at_the_end))


def _logistic(times: Floats, median_s: float, sd_s: float, cutoff_s: float) -> Floats:
    slope = math.pi / (sd_s * math.sqrt(3.0))
    # the exponent is kept at or below zero, so that it never overflows
    fall = np.exp(-np.abs(times - median_s) * slope)
    past = np.where(times > median_s, fall / (1.0 + fall), 1.0 / (1.0 + fall))
    weights = np.minimum((1.0 + math.exp(-median_s * slope)) * past, 1.0)
    return _cut(weights, times, cutoff_s)


def _cut(weights: Floats, times: Floats, cutoff_s: float) -> Floats:
    return np.where((times <= cutoff_s) & (weights >= NEGLIGIBLE), weights, 0.0)


def _number(name: str, value: float) -> float:
    """Give a number as a float; a text, a flag or nothing is none."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise InputError(f"{name}: needed a number, got {value!r}.")
    return float(value)


def _positive(name: str, value: float) -> float:
    number = _number(name, value)
    if not 0 < number < math.inf:
        raise InputError(f"{name}: needed seconds above 0 and finite, got {value!r}.")
    return number


def _cutoff(value: float) -> float:
    number = _number("cutoff_s", value)
    return number if number == math.inf else _positive("cutoff_s", number)
