"""Territories compared: a bar each, the longest first."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.diagnostics.drawing import Bars
from geo.diagnostics.picture.lettering import SMALL_PT, TEXT_PT, halo, shortened, text, text_width
from geo.diagnostics.picture.palette import CHOSEN, OTHERS
from geo.diagnostics.picture.svg import INK, SOFT_INK, WIDTH_PT, element, number, picture
from geo.domain.unite import UNKNOWN, Unite, in_french

Floats = NDArray[np.float64]

ROW_PT, DENSE_ROW_PT = 12.5, 9.2
"""From a bar to the next; where there are more than `MANY`, the second."""

MANY = 15
BAR_PT = 7.5
NAMES_MAX_PT = 190.0
"""Widest column of names; longer ones are cut."""

NOTHING = "Rien à comparer."
_BESIDE_PT = 4.0
_EDGE_PT = 2.0
_LEAST = 1e-300  # a room divided by less is endless


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values to points: where zero is, points a unit."""

    zero: float
    per_unit: float

    def place(self, value: float) -> float:
        return self.zero + value * self.per_unit


def draw_bars(drawing: Bars) -> str:
    """
    Draw bars.

    Parameters
    ----------
    drawing
        What to compare. Those of which nobody knows the value come last and say so.

    Returns
    -------
    svg
        A bar a known value, each with its name and value in words; the one chosen is dark, its
        words bold.
    """
    values = np.asarray(drawing.values, dtype=np.float64)
    known = np.isfinite(values)
    order = np.lexsort((np.arange(len(values)), -np.where(known, values, -np.inf)))
    if not len(order):
        body = [text(NOTHING, (0, TEXT_PT))]
        return picture(2 * TEXT_PT, label="Barres", description=NOTHING, body=body)
    top = 2 * TEXT_PT if _has_average(drawing) else _EDGE_PT
    names = min(max(text_width(name, TEXT_PT, bold=True) for name in drawing.names), NAMES_MAX_PT)
    scale = _scale(drawing, values[known], names)
    step = ROW_PT if len(order) <= MANY else DENSE_ROW_PT
    rows = [(int(place), top + (rank + 0.5) * step) for rank, place in enumerate(order)]
    bottom = top + len(order) * step
    body = [
        *(_bar(drawing, place, y, scale) for place, y in rows if known[place]),
        *_axis(scale, top, bottom),
        *_average(drawing, scale, top, bottom),
        *(piece for place, y in rows for piece in _written(drawing, place, y, scale, names)),
    ]
    described = _described(drawing, order.tolist())
    return picture(bottom + _EDGE_PT, label="Barres", description=described, body=body)


def _words(drawing: Bars, value: float) -> str:
    return in_french(float(value), Unite(drawing.unit)) if np.isfinite(value) else UNKNOWN


def _has_average(drawing: Bars) -> bool:
    return drawing.average is not None and bool(np.isfinite(drawing.average))


def _scale(drawing: Bars, known: Floats, names: float) -> _Scale:
    """Spread values, zero and the average over the room between names and written values."""
    average = [drawing.average] if _has_average(drawing) else []
    every = np.concatenate([known, np.array([0.0, *average], dtype=np.float64)])
    low, high = float(every.min()), float(every.max())
    wide = max(
        text_width(_words(drawing, value), TEXT_PT, bold=True) for value in (*drawing.values, 0.0)
    )
    left = names + _BESIDE_PT + (wide + _BESIDE_PT if low < 0 else 0)
    room = WIDTH_PT - left - wide - 2 * _BESIDE_PT
    per_unit = room / (high - low) if high - low > _LEAST else 0.0
    return _Scale(left - low * per_unit, per_unit)


def _bar(drawing: Bars, place: int, y: float, scale: _Scale) -> str:
    end = scale.place(float(drawing.values[place]))
    return element(
        "rect", x=min(scale.zero, end), y=y - BAR_PT / 2, width=abs(end - scale.zero),
        height=BAR_PT, fill=CHOSEN if drawing.names[place] == drawing.chosen else OTHERS,
        data_barre=str(place),
    )  # fmt: skip


def _written(drawing: Bars, place: int, y: float, scale: _Scale, names_pt: float) -> Iterator[str]:
    """Write a name before its bar, its value after it, over the line of the average."""
    name, value = drawing.names[place], float(drawing.values[place])
    chosen, known = name == drawing.chosen, bool(np.isfinite(value))
    label = shortened(name, names_pt, TEXT_PT, bold=chosen)
    yield text(label, (names_pt, y), anchor="end", bold=chosen)
    aside = -_BESIDE_PT if value < 0 else _BESIDE_PT
    at = (scale.place(value if known else 0.0) + aside, y)
    told = text(
        _words(drawing, value),
        at,
        anchor="end" if value < 0 else "start",
        bold=chosen,
        colour="" if known else SOFT_INK,
    )
    yield halo(told) if _has_average(drawing) else told


def _axis(scale: _Scale, top: float, bottom: float) -> Iterator[str]:
    yield element(
        "path", d=f"M{number(scale.zero)} {number(top)}V{number(bottom)}", stroke=INK,
        stroke_width=0.8,
    )  # fmt: skip


def _average(drawing: Bars, scale: _Scale, top: float, bottom: float) -> Iterator[str]:
    """Draw the average across the bars, and say above them what it is."""
    if drawing.average is None or not _has_average(drawing):
        return
    x = scale.place(drawing.average)
    for colour, width_pt in (("#ffffff", 2.2), (INK, 1.0)):
        yield element(
            "path", d=f"M{number(x)} {number(top - 2)}V{number(bottom)}", stroke=colour,
            stroke_width=width_pt, stroke_dasharray="3 2", fill="none",
        )  # fmt: skip
    words = f"{drawing.average_name}\N{NO-BREAK SPACE}: {_words(drawing, drawing.average)}"
    half = text_width(words, SMALL_PT) / 2
    at = (min(max(x, half), WIDTH_PT - half), top - 2 - TEXT_PT / 2 - 1)
    yield text(words, at, size_pt=SMALL_PT, anchor="middle")


def _described(drawing: Bars, order: list[int]) -> str:
    told = "\N{NO-BREAK SPACE}; ".join(
        f"{drawing.names[place]}\N{NO-BREAK SPACE}: {_words(drawing, drawing.values[place])}"
        for place in order
    )
    return f"Du plus grand au plus petit. {told}."
