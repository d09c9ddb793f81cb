"""What the colours, hatchings and marks of a map mean, and its scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.diagnostics.picture.lettering import (
    LEADING,
    TEXT_PT,
    graduation,
    in_lines,
    text,
    text_width,
)
from geo.diagnostics.picture.palette import Look
from geo.diagnostics.picture.paths import Frame, hatch_data
from geo.diagnostics.picture.svg import INK, LINE, element, number
from geo.domain.unite import Unite, in_french

SWATCH_PT = (14.0, 9.0)
_BESIDE_PT = 5.0  # from a swatch to its words
_BETWEEN_PT = 14.0  # from an entry to the next on the same line
_LINE_PT = 1.5 * TEXT_PT
_SCALE_PT = 22.0
_SCALE_MAX_PT = 70.0  # length of the bar: no longer than half of a small map
_HATCH_GRID_PT = 0.1
_HARD = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: how it is painted (None for the mark of a place), and its words."""

    look: Look | None
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where the legend goes, points; ``is_column`` where each entry has its own line."""

    x: float
    y: float
    width: float
    is_column: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    entry: Entry
    lines: tuple[str, ...]
    x: float
    y: float


def legend_height(entries: Sequence[Entry], box: Box) -> float:
    """Measure the height of a legend with its scale bar, points."""
    return _place(entries, box)[1] + _SCALE_PT - box.y


def draw_legend(entries: Sequence[Entry], box: Box, points_per_m: float) -> Iterator[str]:
    """
    Draw a legend.

    Parameters
    ----------
    entries
        Its lines.
    box
        Where it goes.
    points_per_m
        Scale of the map; 0 for no scale bar.
    """
    placed, bottom = _place(entries, box)
    for one in placed:
        yield _key(one.entry.look, one.x, one.y)
        for rank, line in enumerate(one.lines):
            at = (one.x + SWATCH_PT[0] + _BESIDE_PT, one.y + rank * LEADING * TEXT_PT)
            yield text(line, at)
    if points_per_m > 0:
        yield from _scale_bar(box.x, bottom + _SCALE_PT / 2, points_per_m, box.width)


def _place(entries: Sequence[Entry], box: Box) -> tuple[list[_Placed], float]:
    """Lay entries out in lines; give also where they end."""
    room = box.width - SWATCH_PT[0] - _BESIDE_PT
    placed: list[_Placed] = []
    x, y, deepest = box.x, box.y + TEXT_PT, 0
    for entry in entries:
        lines = in_lines(entry.label, room, TEXT_PT)
        width = SWATCH_PT[0] + _BESIDE_PT + max(text_width(line, TEXT_PT) for line in lines)
        if placed and (box.is_column or x + width > box.x + box.width):
            x, y, deepest = box.x, y + _LINE_PT + deepest * LEADING * TEXT_PT, 0
        placed.append(_Placed(entry, lines, x, y))
        x, deepest = x + width + _BETWEEN_PT, max(deepest, len(lines) - 1)
    return placed, y + deepest * LEADING * TEXT_PT + TEXT_PT / 2


def _key(look: Look | None, x: float, y: float) -> str:
    """Draw the sample an entry speaks of; `y` is its middle."""
    width, height = SWATCH_PT
    if look is None:
        dot = f"M{number(x + width / 2)} {number(y)}h0"
        return dots(dot, 1)
    top = y - height / 2
    box = element(
        "rect", x=x, y=top, width=width, height=height, fill=look.colour, stroke=LINE,
        stroke_width=0.5,
    )  # fmt: skip
    if not look.hatch:
        return box
    area = shapely.box(0, -height, width, 0)
    frame = Frame(left_m=0, top_m=0, x_pt=x, y_pt=top, points_per_m=1)
    return box + hatching(
        hatch_data(area, frame, gap_pt=3, grid_pt=_HATCH_GRID_PT), look.hatch, _HATCH_GRID_PT
    )


def hatching(data: str, colour: str, grid_pt: float) -> str:
    """Draw oblique lines, given in steps of a grid."""
    return element(
        "path", d=data, transform=f"scale({grid_pt:g})", fill="none", stroke=colour,
        stroke_width=0.7 / grid_pt,
    )  # fmt: skip


def dots(data: str, grid_pt: float, *, is_crowd: bool = False) -> str:
    """Draw places: dark discs ringed in white, seen over any class."""
    size_pt = 1.6 if is_crowd else 2.4
    return "".join(
        element(
            "path", d=data, transform=f"scale({grid_pt:g})", fill="none", stroke=colour,
            stroke_width=wide_pt / grid_pt, stroke_linecap="round",
        )
        for colour, wide_pt in (("#ffffff", 1.4 + size_pt), (INK, size_pt))
    )  # fmt: skip


def _scale_bar(x: float, y: float, points_per_m: float, room_pt: float) -> Iterator[str]:
    """Draw a bar of a round length, and how far that is."""
    length_m = _round_length(min(room_pt * 0.6, _SCALE_MAX_PT) / points_per_m)
    end = x + length_m * points_per_m
    yield element(
        "path", d=f"M{number(x)} {number(y - 3)}v3H{number(end)}v-3", fill="none", stroke=INK,
        stroke_width=0.9,
    )  # fmt: skip
    yield graduation(text(_distance(length_m), (end + _BESIDE_PT, y - 1)))


def _round_length(most_m: float) -> float:
    """Take the longest of 1, 2, 5 × a power of ten that fits."""
    power = 10 ** np.floor(np.log10(most_m))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most_m))


def _distance(length_m: float) -> str:
    if length_m >= 1000:  # noqa: PLR2004 - metres in a kilometre
        return f"{in_french(length_m / 1000, Unite.NOMBRE)}{_HARD}km"
    return f"{in_french(length_m, Unite.NOMBRE)}{_HARD}m"
