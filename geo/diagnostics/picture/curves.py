"""Cumulative curves: which share of residents is reached within so many minutes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.diagnostics.drawing import Curves
from geo.diagnostics.picture.lettering import (
    LEADING,
    SMALL_PT,
    TEXT_PT,
    graduation,
    in_lines,
    text,
)
from geo.diagnostics.picture.marks import mark
from geo.diagnostics.picture.palette import LINES, LineLook
from geo.diagnostics.picture.svg import INK, LINE, SOFT_INK, WIDTH_PT, element, number, picture
from geo.domain.unite import UNKNOWN, Unite, in_french

Floats = NDArray[np.float64]

NOTHING = "Aucune durée à montrer."
TICKS_MIN = (1, 2, 5, 10, 15, 20, 30, 60, 120, 240)
"""Steps of the axis, minutes: the first that makes at most `TICKS_MAX`."""

TICKS_MAX = 9

_LEFT, _TOP, _HIGH, _BELOW = 40.0, 16.0, 110.0, 30.0
_LABELS_PT = 140.0
_ASIDE_PT = 14.0  # from the end of a curve to its words
_GRID = "#d8dbe6"
_HARD = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class _Plot:
    """Minutes and shares to points."""

    first_min: float
    per_minute: float

    def x(self, minutes: float) -> float:
        return _LEFT + (minutes - self.first_min) * self.per_minute

    @staticmethod
    def y(share: float) -> float:
        return _TOP + (1 - share) * _HIGH


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    """A curve: what it is, where it is known, how it is drawn, its reference minutes."""

    name: str
    minutes: Floats
    shares: Floats
    look: LineLook
    mark_min: float | None


@dataclass(frozen=True, slots=True)
class _Label:
    lines: tuple[str, ...]
    bold: int
    end: tuple[float, float]
    look: LineLook | None


def draw_curves(drawing: Curves) -> str:
    """
    Draw curves.

    Parameters
    ----------
    drawing
        Shares of residents by minutes.

    Returns
    -------
    svg
        A line a curve, of its own colour, dashes and marks, its name at its end; a ring at its
        reference minutes. The share there is written where the curve has a value at that very
        minute.
    """
    curves = [_curve(drawing, rank, name) for rank, name in enumerate(drawing.shares)]
    known = [curve for curve in curves if len(curve.minutes)]
    if not known:
        body = [text(NOTHING, (0, TEXT_PT))]
        return picture(2 * TEXT_PT, label="Courbes", description=NOTHING, body=body)
    first = min(0.0, *(float(curve.minutes[0]) for curve in known))
    last = max(float(curve.minutes[-1]) for curve in known)
    wide = WIDTH_PT - _LEFT - _LABELS_PT - _ASIDE_PT
    plot = _Plot(first, wide / max(last - first, 1.0))
    ticks = _ticks(first, last)
    body = [
        *_axes(plot, ticks, wide),
        *(piece for curve in known for piece in _line(curve, plot, ticks)),
        *_end_labels(curves, plot),
    ]
    described = " ".join(f"{'. '.join(_words(curve))}." for curve in curves)
    height = _TOP + _HIGH + _BELOW
    return picture(height, label="Courbes", description=described, body=body)


def _curve(drawing: Curves, rank: int, name: str) -> _Curve:
    count = min(len(drawing.minutes), len(drawing.shares[name]))
    minutes = np.asarray(drawing.minutes, dtype=np.float64)[:count]
    shares = np.asarray(drawing.shares[name], dtype=np.float64)[:count]
    known = np.isfinite(minutes) & np.isfinite(shares)
    told = drawing.marks.get(name)
    mark_min = float(told) if told is not None and np.isfinite(told) else None
    look = LINES[rank % len(LINES)]
    return _Curve(name, minutes[known], np.clip(shares[known], 0, 1), look, mark_min)


def _ticks(first: float, last: float) -> list[float]:
    step = next((s for s in TICKS_MIN if (last - first) / s <= TICKS_MAX), TICKS_MIN[-1])
    ranks = np.arange(np.ceil(first / step), np.floor(last / step) + 1)
    return [float(step * rank) for rank in ranks]


def _axes(plot: _Plot, ticks: list[float], wide: float) -> Iterator[str]:
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = plot.y(share)
        colour = INK if share == 0 else _GRID
        yield element(
            "path", d=f"M{number(_LEFT)} {number(y)}h{number(wide)}", stroke=colour,
            stroke_width=0.7,
        )  # fmt: skip
        percent = f"{in_french(100 * share, Unite.NOMBRE)}\N{NARROW NO-BREAK SPACE}%"
        at = (_LEFT - 5, y)
        yield graduation(text(percent, at, size_pt=SMALL_PT, anchor="end", colour=SOFT_INK))
    low = plot.y(0)
    for minute in ticks:
        at = (plot.x(minute), low)
        yield element("path", d=f"M{number(at[0])} {number(low)}v3", stroke=INK, stroke_width=0.7)
        figure = in_french(minute, Unite.NOMBRE)
        below = (at[0], low + 9)
        told = text(figure, below, size_pt=SMALL_PT, anchor="middle", colour=SOFT_INK)
        yield graduation(told)
    at = (_LEFT + wide, low + 21)
    yield text("minutes, au plus", at, size_pt=SMALL_PT, anchor="end", colour=SOFT_INK)
    yield text("part des habitants", (0, 5), size_pt=SMALL_PT, colour=SOFT_INK)


def _line(curve: _Curve, plot: _Plot, ticks: list[float]) -> Iterator[str]:
    """Draw a curve: its line, its marks above the ticks of the axis, its reference."""
    places = [(plot.x(m), plot.y(s)) for m, s in zip(curve.minutes, curve.shares, strict=True)]
    data = "L".join(f"{number(x)} {number(y)}" for x, y in places)
    dashes = {"stroke-dasharray": curve.look.dashes} if curve.look.dashes else {}
    yield element(
        "path", d=f"M{data}", fill="none", stroke=curve.look.colour, stroke_width=1.6,
        stroke_linejoin="round", data_courbe=curve.name, **dashes,
    )  # fmt: skip
    for minute, place in zip(curve.minutes, places, strict=True):
        if minute in ticks:
            yield mark(curve.look, place)
    if curve.mark_min is not None and curve.minutes[0] <= curve.mark_min <= curve.minutes[-1]:
        share = float(np.interp(curve.mark_min, curve.minutes, curve.shares))
        x, y = plot.x(curve.mark_min), plot.y(share)
        yield element(
            "path", d=f"M{number(x)} {number(y)}V{number(plot.y(0))}", stroke=LINE,
            stroke_width=0.8, stroke_dasharray="1.5 1.5",
        )  # fmt: skip
        yield element(
            "circle", cx=x, cy=y, r=4.2, fill="#ffffff", stroke=curve.look.colour,
            stroke_width=1.6,
        )  # fmt: skip
        yield mark(curve.look, (x, y))


def _words(curve: _Curve) -> tuple[str, ...]:
    """Say what a curve is, and what it says at its reference."""
    if not len(curve.minutes):
        return curve.name, UNKNOWN
    if curve.mark_min is None:
        return (curve.name,)
    minutes = in_french(60 * curve.mark_min, Unite.SECONDES)
    at = np.flatnonzero(curve.minutes == curve.mark_min)
    if not len(at):
        return curve.name, f"repère{_HARD}: {minutes}"
    share = in_french(float(curve.shares[at[0]]), Unite.PART)
    return curve.name, f"{share} en {minutes}"


def _end_labels(curves: list[_Curve], plot: _Plot) -> Iterator[str]:
    """Write the names of curves at their ends, moved apart where they would meet."""
    labels = sorted((_label(curve, plot) for curve in curves), key=lambda one: one.end[1])
    tops = _apart([one.end[1] for one in labels], [_high(one) for one in labels])
    x = WIDTH_PT - _LABELS_PT
    for label, middle in zip(labels, tops, strict=True):
        if label.look:
            end_x, end_y = label.end
            yield element(
                "path", d=f"M{number(end_x + 2)} {number(end_y)}L{number(x - 3)} {number(middle)}",
                stroke=label.look.colour, stroke_width=0.6,
            )  # fmt: skip
        yield from _written(label, x, middle)


def _label(curve: _Curve, plot: _Plot) -> _Label:
    name, *told = _words(curve)
    lines = in_lines(name, _LABELS_PT, TEXT_PT, bold=True)
    more = tuple(part for words in told for part in in_lines(words, _LABELS_PT, SMALL_PT))
    if not len(curve.minutes):
        return _Label((*lines, *more), len(lines), (plot.x(0), plot.y(0)), None)
    end = (plot.x(float(curve.minutes[-1])), plot.y(float(curve.shares[-1])))
    return _Label((*lines, *more), len(lines), end, curve.look)


def _high(label: _Label) -> float:
    return len(label.lines) * LEADING * TEXT_PT + 3


def _apart(wanted: list[float], heights: list[float]) -> list[float]:
    """Move middles, in order, so that none meets the next and the last stays in the picture."""
    placed: list[float] = []
    edge = 0.0
    for middle, high in zip(wanted, heights, strict=True):
        placed.append(max(middle, edge + high / 2))
        edge = placed[-1] + high / 2
    edge = _TOP + _HIGH + _BELOW
    for rank in reversed(range(len(placed))):
        placed[rank] = min(placed[rank], edge - heights[rank] / 2)
        edge = placed[rank] - heights[rank] / 2
    return placed


def _written(label: _Label, x: float, middle: float) -> Iterator[str]:
    top = middle - (len(label.lines) - 1) / 2 * LEADING * TEXT_PT
    for rank, line in enumerate(label.lines):
        at = (x, top + rank * LEADING * TEXT_PT)
        is_name = rank < label.bold
        yield text(line, at, size_pt=TEXT_PT if is_name else SMALL_PT, bold=is_name)
