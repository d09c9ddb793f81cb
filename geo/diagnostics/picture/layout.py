"""Where the maps of a picture go, and their legend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.diagnostics.drawing import Choropleth
from geo.diagnostics.picture.legend import Box, Entry, legend_height
from geo.diagnostics.picture.lettering import LEADING, TEXT_PT, in_lines
from geo.diagnostics.picture.paths import Floats, Frame
from geo.diagnostics.picture.svg import WIDTH_PT

HEIGHT_MAX_PT = 170.0
"""Of one map alone: 60 mm, which a page has room for beside its text."""

SEVERAL_MAX_PT = 120.0
"""Of each map where there are several."""

LINE_PT = LEADING * TEXT_PT

_GAP_PT = 10.0
_PAD_PT = 4.0
_EDGE_PT = 1.0
_LEGEND_PT = 150.0
_WIDE = 1.9  # a map wider than high by more than this has its legend below it
_COLUMNS = {1: 1, 2: 2, 4: 4}  # maps a row, by number of maps; 3 otherwise


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """
    A picture of maps, laid out.

    Attributes
    ----------
    frames
        Of each map.
    titles
        Of each map, in lines; above it.
    size_pt
        Width and height of a map.
    legend
        Where it goes.
    height_pt
        Of the whole.
    """

    frames: tuple[Frame, ...]
    titles: tuple[tuple[str, ...], ...]
    size_pt: tuple[float, float]
    legend: Box
    height_pt: float


def lay_out(drawing: Choropleth, entries: Sequence[Entry]) -> Sheet | None:
    """
    Lay maps out.

    Parameters
    ----------
    drawing
        What to draw.
    entries
        Lines of the legend.

    Returns
    -------
    sheet
        All maps at one scale; None where there is no map or nothing on it.
    """
    extent = _extent(drawing)
    if extent is None or not drawing.panels:
        return None
    left, bottom, right, top = extent
    size_m = (right - left, top - bottom)
    beside = len(drawing.panels) == 1 and size_m[0] <= _WIDE * size_m[1]
    columns = min(_COLUMNS.get(len(drawing.panels), 3), len(drawing.panels))
    room = WIDTH_PT - (_LEGEND_PT + _GAP_PT if beside else 0)
    cell = (room - _GAP_PT * (columns - 1)) / columns
    titles = tuple(in_lines(one.title, cell, TEXT_PT, bold=True) for one in drawing.panels)
    highest = HEIGHT_MAX_PT if len(drawing.panels) == 1 else SEVERAL_MAX_PT
    scale = min((cell - 2 * _PAD_PT) / size_m[0], (highest - 2 * _PAD_PT) / size_m[1])
    size_pt = (size_m[0] * scale, size_m[1] * scale)
    heading = max(len(lines) if any(lines) else 0 for lines in titles) * LINE_PT
    row = heading + size_pt[1] + 2 * _PAD_PT
    frames = tuple(
        Frame(
            left_m=left,
            top_m=top,
            x_pt=(rank % columns) * (cell + _GAP_PT) + (cell - size_pt[0]) / 2,
            y_pt=(rank // columns) * (row + _GAP_PT) + heading + _PAD_PT,
            points_per_m=scale,
        )
        for rank in range(len(drawing.panels))
    )
    rows = -(-len(frames) // columns)
    bottom_pt = rows * row + (rows - 1) * _GAP_PT
    return _with_legend(Sheet(frames, titles, size_pt, _box(beside, bottom_pt), bottom_pt), entries)


def _box(beside: bool, bottom_pt: float) -> Box:  # noqa: FBT001 - one place calls it
    if beside:
        return Box(x=WIDTH_PT - _LEGEND_PT, y=0, width=_LEGEND_PT - _EDGE_PT, is_column=True)
    return Box(x=_EDGE_PT, y=bottom_pt + _PAD_PT, width=WIDTH_PT - 2 * _EDGE_PT, is_column=False)


def _with_legend(sheet: Sheet, entries: Sequence[Entry]) -> Sheet:
    """Make room for the legend: below the maps, or beside the map and level with its middle."""
    high = legend_height(entries, sheet.legend)
    if not sheet.legend.is_column:
        return replace(sheet, height_pt=sheet.legend.y + high)
    level = max(sheet.height_pt - high, 0) / 2
    return replace(
        sheet,
        legend=replace(sheet.legend, y=level),
        height_pt=max(sheet.height_pt, level + high),
    )


def _extent(drawing: Choropleth) -> tuple[float, float, float, float] | None:
    """Give the box around the areas, or else around the borders; never flat."""
    for shapes in (drawing.areas, drawing.outlines):
        bounds: Floats = shapely.bounds(np.asarray(shapes, dtype=object)).reshape(-1, 4)
        bounds = bounds[np.isfinite(bounds).all(axis=1)]
        if len(bounds):
            left, bottom = bounds[:, :2].min(axis=0)
            right, top = bounds[:, 2:].max(axis=0)
            least = max(right - left, top - bottom, 1.0) / 20  # a line still makes a map
            wider, higher = max(least - right + left, 0) / 2, max(least - top + bottom, 0) / 2
            return left - wider, bottom - higher, right + wider, top + higher
    return None
