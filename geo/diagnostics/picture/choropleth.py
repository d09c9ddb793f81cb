"""Maps of areas in classes: one, or several of the same areas, with one legend."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.diagnostics.drawing import Choropleth, Panel
from geo.diagnostics.picture.layout import LINE_PT, Sheet, lay_out
from geo.diagnostics.picture.legend import Entry, dots, draw_legend, hatching
from geo.diagnostics.picture.lettering import text
from geo.diagnostics.picture.names import write_names
from geo.diagnostics.picture.palette import NOT_KNOWN, Look, looks
from geo.diagnostics.picture.paths import (
    Floats,
    Frame,
    dissolved,
    dots_data,
    hatch_data,
    path_data,
    to_shapes,
)
from geo.diagnostics.picture.svg import INK, element, picture
from geo.domain.unite import UNKNOWN, Unite, in_french

HATCH_PT = 3.0
"""Between two lines of a hatching."""

FEW_AREAS = 150
"""Up to so many areas, a thin white line parts them; beyond, it would hide them."""

VERTICES_MAX, BORDERS_MAX = 8_000, 3_000
"""Vertices of a picture, where a coarser grid can help it."""

SMALL_PT = 200.0
"""Up to this width, a map has thinner borders."""

CROWD = 200
"""Beyond so many places, their marks are smaller."""

PLACE = "point d’accueil"
NOTHING = "Aucune zone à montrer."

_DOTS_GRID_PT = 0.5
_HATCH_GRID_PT = 0.2


def draw_choropleth(drawing: Choropleth) -> str:
    """
    Draw maps.

    Parameters
    ----------
    drawing
        Areas, their classes, what is written over them.

    Returns
    -------
    svg
        A path a class and map: ``data-classe`` says which, ``data-aires`` how many areas it is
        made of. Places and names beyond the extent of the areas are not drawn, nor a name for
        which there is no room.
    """
    painted = looks(drawing.ramp, len(drawing.labels))
    entries = _entries(drawing, painted)
    sheet = lay_out(drawing, entries)
    if sheet is None:
        nothing = text(NOTHING, (0, LINE_PT))
        return picture(2 * LINE_PT, label="Carte", description=NOTHING, body=[nothing])
    body: list[str] = []
    for rank, panel in enumerate(drawing.panels):
        body += _title(sheet, rank)
        body += _areas(drawing, panel, sheet.frames[rank], painted)
        body += _over(drawing, sheet, rank)
    body += draw_legend(entries, sheet.legend, sheet.frames[0].points_per_m)
    label = "Carte" if len(drawing.panels) == 1 else f"{len(drawing.panels)} cartes"
    return picture(sheet.height_pt, label=label, description=_described(drawing), body=body)


def _entries(drawing: Choropleth, painted: tuple[Look, ...]) -> tuple[Entry, ...]:
    classes = [Entry(look, label) for look, label in zip(painted, drawing.legend(), strict=True)]
    if any((panel.classes < 0).any() for panel in drawing.panels):
        classes.append(Entry(NOT_KNOWN, UNKNOWN))
    if len(drawing.points):
        classes.append(Entry(None, PLACE))
    return tuple(classes)


def _title(sheet: Sheet, rank: int) -> Iterator[str]:
    frame, lines = sheet.frames[rank], sheet.titles[rank]
    for above, line in enumerate(reversed(lines)):
        if line:
            at = (frame.x_pt + sheet.size_pt[0] / 2, frame.y_pt - (above + 0.9) * LINE_PT)
            yield text(line, at, anchor="middle", bold=True)


def _areas(
    drawing: Choropleth, panel: Panel, frame: Frame, painted: tuple[Look, ...]
) -> Iterator[str]:
    """Draw the areas of one map, a path a class; then what is hatched."""
    areas = np.asarray(drawing.areas, dtype=object)
    classes = np.where(panel.classes < len(painted), np.maximum(panel.classes, -1), -1)
    ranks = np.unique(classes).tolist()
    members = [classes == rank for rank in ranks]
    wholes = np.array([dissolved(areas[member]) for member in members], dtype=object)
    parted = len(areas) <= FEW_AREAS
    at_most = VERTICES_MAX // len(drawing.panels)
    shapes, grid_pt = to_shapes(
        shapely.orient_polygons(areas if parted else wholes), frame, at_most=at_most
    )
    for place, (rank, member) in enumerate(zip(ranks, members, strict=True)):
        look = painted[rank] if rank >= 0 else NOT_KNOWN
        chosen = member if parted else np.arange(len(wholes)) == place
        yield element(
            "path",
            d=path_data(shapes, chosen) or "M0 0",
            transform=f"scale({grid_pt:g})",
            fill=look.colour,
            stroke=_edge(look, parted),
            stroke_width=0.3 / grid_pt,
            stroke_linejoin="round",
            data_classe=str(rank),
            data_aires=str(int(member.sum())),
        )
        if look.hatch:
            lines = hatch_data(wholes[place], frame, gap_pt=HATCH_PT, grid_pt=_HATCH_GRID_PT)
            if lines:
                yield hatching(lines, look.hatch, _HATCH_GRID_PT)


def _edge(look: Look, parted: bool) -> str:  # noqa: FBT001 - one place calls it
    """Choose the line around areas: it parts them, or hides the seam with the next class."""
    if look is NOT_KNOWN:
        return look.hatch
    return "#ffffff" if parted else look.colour


def _over(drawing: Choropleth, sheet: Sheet, rank: int) -> Iterator[str]:
    """Draw borders, places and names over a map."""
    frame = sheet.frames[rank]
    yield from _borders(drawing, frame, 1.0 if sheet.size_pt[0] > SMALL_PT else 0.6)
    points = frame.place(np.asarray(drawing.points, dtype=np.float64).reshape(-1, 2))
    inside = _within(points, sheet, frame)
    if inside.any():
        data = dots_data(points[inside], _DOTS_GRID_PT)
        yield dots(data, _DOTS_GRID_PT, is_crowd=int(inside.sum()) > CROWD)
    where = np.array([(x, y) for _, x, y in drawing.names], dtype=np.float64).reshape(-1, 2)
    placed = frame.place(where)
    named = [
        (drawing.names[k][0], *placed[k].tolist())
        for k in np.flatnonzero(_within(placed, sheet, frame))
    ]
    yield from write_names(named, frame.y_pt + sheet.size_pt[1])


def _borders(drawing: Choropleth, frame: Frame, weight: float) -> Iterator[str]:
    """Draw borders: dark, edged with white so that they show over the darkest class."""
    at_most = BORDERS_MAX // len(drawing.panels)
    outlines = np.asarray(drawing.outlines, dtype=object)
    shapes, grid_pt = to_shapes(outlines, frame, at_most=at_most)
    data = path_data(shapes, np.ones(len(outlines), dtype=bool))
    if data:
        for colour, width_pt in (("#ffffff", 1.8), (INK, 0.7)):
            yield element(
                "path", d=data, transform=f"scale({grid_pt:g})", fill="none", stroke=colour,
                stroke_width=weight * width_pt / grid_pt, stroke_linejoin="round",
            )  # fmt: skip


def _within(points: Floats, sheet: Sheet, frame: Frame) -> NDArray[np.bool_]:
    """Whether points are on the map."""
    low = np.array([frame.x_pt, frame.y_pt])
    inside = (points >= low) & (points <= low + sheet.size_pt)
    return np.asarray(inside.all(axis=1))


def _described(drawing: Choropleth) -> str:
    """Say how many areas are in each class of each map."""
    return " ".join(_counted(panel, drawing.legend()) for panel in drawing.panels)


def _counted(panel: Panel, labels: tuple[str, ...]) -> str:
    known = [(label, int((panel.classes == rank).sum())) for rank, label in enumerate(labels)]
    unknown = len(panel.classes) - sum(count for _, count in known)
    told = "\N{NO-BREAK SPACE}; ".join(
        f"{label}\N{NO-BREAK SPACE}: {in_french(count, Unite.NOMBRE)}"
        for label, count in [*known, (UNKNOWN, unknown)]
        if count
    )
    heading = f"{panel.title}. " if panel.title else ""
    return f"{heading}Nombre de zones par classe. {told or NOTHING.rstrip('.')}."
