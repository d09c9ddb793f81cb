"""Territories compared: a bar each, the longest first."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.diagnostics.drawing import Bars
from geo.diagnostics.picture.lettering import SMALL_PT, TEXT_PT, shortened, text, text_width
from geo.diagnostics.picture.palette import CHOSEN, OTHERS
from geo.diagnostics.picture.svg import INK, SOFT_INK, WIDTH_PT, element, number, picture
from geo.domain.unite import UNKNOWN, Unite, in_french

ROW_PT = 12.5
BAR_PT = 8.5
NAMES_MAX_PT = 190.0
"""Widest column of names; longer ones are cut."""

NOTHING = "Rien à comparer."
_BESIDE_PT = 4.0
_EDGE_PT = 2.0


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
    body = [
        piece
        for rank, place in enumerate(order)
        for piece in _row(drawing, int(place), top + (rank + 0.5) * ROW_PT, scale, names)
    ]
    bottom = top + len(order) * ROW_PT
    body += _axis(scale, top, bottom)
    body += _average(drawing, scale, top, bottom)
    described = _described(drawing, order.tolist())
    return picture(bottom + _EDGE_PT, label="Barres", description=described, body=body)


def _written(drawing: Bars, value: float) -> str:
    return in_french(float(value), Unite(drawing.unit)) if np.isfinite(value) else UNKNOWN


def _has_average(drawing: Bars) -> bool:
    return drawing.average is not None and bool(np.isfinite(drawing.average))


def _scale(drawing: Bars, known: np.ndarray, names: float) -> _Scale:
    """Spread values, zero and the average over the room between names and written values."""
    average = [drawing.average] if _has_average(drawing) else []
    every = np.concatenate([known, np.array([0.0, *average], dtype=np.float64)])
    low, high = float(every.min()), float(every.max())
    wide = max(
        text_width(_written(drawing, value), TEXT_PT, bold=True) for value in (*drawing.values, 0.0)
    )
    left = names + _BESIDE_PT + (wide + _BESIDE_PT if low < 0 else 0)
    room = WIDTH_PT - left - wide - 2 * _BESIDE_PT
    per_unit = room / (high - low) if high > low else 0.0
    return _Scale(left - low * per_unit, per_unit)


def _row(drawing: Bars, place: int, y: float, scale: _Scale, names: float) -> Iterator[str]:
    name, value = drawing.names[place], float(drawing.values[place])
    chosen = name == drawing.chosen
    label = shortened(name, names, TEXT_PT, bold=chosen)
    yield text(label, (names, y), anchor="end", bold=chosen)
    end = scale.zero
    if np.isfinite(value):
        end = scale.place(value)
        yield element(
            "rect", x=min(scale.zero, end), y=y - BAR_PT / 2, width=abs(end - scale.zero),
            height=BAR_PT, fill=CHOSEN if chosen else OTHERS, data_barre=str(place),
        )  # fmt: skip
    aside = -_BESIDE_PT if value < 0 else _BESIDE_PT
    yield text(
        _written(drawing, value),
        (end + aside, y),
        anchor="end" if value < 0 else "start",
        bold=chosen,
        colour="" if np.isfinite(value) else SOFT_INK,
    )


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
    words = f"{drawing.average_name}\N{NO-BREAK SPACE}: {_written(drawing, drawing.average)}"
    half = text_width(words, SMALL_PT) / 2
    at = (min(max(x, half), WIDTH_PT - half), top - 2 - TEXT_PT / 2 - 1)
    yield text(words, at, size_pt=SMALL_PT, anchor="middle")


def _described(drawing: Bars, order: list[int]) -> str:
    told = "\N{NO-BREAK SPACE}; ".join(
        f"{drawing.names[place]}\N{NO-BREAK SPACE}: {_written(drawing, drawing.values[place])}"
        for place in order
    )
    return f"Du plus grand au plus petit. {told}."
