"""Maps of areas in classes: one, or several of the same areas, with one legend."""

from collections.abc import Iterator

import numpy as np
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
    Shapes,
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
    classes = [Entry(look, label) for look, label in zip(painted, drawing.labels, strict=True)]
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
    shapes, grid_pt = to_shapes(areas, frame)
    parted = len(areas) <= FEW_AREAS
    classes = np.where(panel.classes < len(painted), panel.classes, -1)
    for rank, look in ((-1, NOT_KNOWN), *enumerate(painted)):
        chosen = classes == rank if rank >= 0 else classes < 0
        if not chosen.any():
            continue
        yield element(
            "path",
            d=path_data(shapes, chosen) or "M0 0",
            transform=f"scale({grid_pt:g})",
            fill=look.colour,
            stroke="#ffffff" if parted and rank >= 0 else look.hatch if rank < 0 else look.colour,
            stroke_width=0.3 / grid_pt,
            stroke_linejoin="round",
            data_classe=str(rank),
            data_aires=str(int(chosen.sum())),
        )
        if look.hatch:
            lines = hatch_data(areas[chosen], frame, gap_pt=HATCH_PT, grid_pt=_HATCH_GRID_PT)
            yield hatching(lines, look.hatch, _HATCH_GRID_PT) if lines else ""


def _over(drawing: Choropleth, sheet: Sheet, rank: int) -> Iterator[str]:
    """Draw borders, places and names over a map."""
    frame = sheet.frames[rank]
    shapes, grid_pt = to_shapes(np.asarray(drawing.outlines, dtype=object), frame)
    yield from _borders(shapes, len(drawing.outlines), grid_pt)
    points = frame.place(np.asarray(drawing.points, dtype=np.float64).reshape(-1, 2))
    inside = _within(points, sheet, frame)
    if inside.any():
        yield dots(dots_data(points[inside], _DOTS_GRID_PT), _DOTS_GRID_PT)
    where = np.array([(x, y) for _, x, y in drawing.names], dtype=np.float64).reshape(-1, 2)
    placed = frame.place(where)
    named = [
        (drawing.names[k][0], *placed[k].tolist())
        for k in np.flatnonzero(_within(placed, sheet, frame))
    ]
    yield from write_names(named, frame.y_pt + sheet.size_pt[1])


def _borders(shapes: Shapes, count: int, grid_pt: float) -> Iterator[str]:
    """Draw borders: dark, edged with white so that they show over the darkest class."""
    data = path_data(shapes, np.ones(count, dtype=bool))
    if data:
        for colour, width_pt in (("#ffffff", 1.8), (INK, 0.7)):
            yield element(
                "path", d=data, transform=f"scale({grid_pt:g})", fill="none", stroke=colour,
                stroke_width=width_pt / grid_pt, stroke_linejoin="round",
            )  # fmt: skip


def _within(points: Floats, sheet: Sheet, frame: Frame) -> NDArray[np.bool_]:
    """Whether points are on the map."""
    low = np.array([frame.x_pt, frame.y_pt])
    inside = (points >= low) & (points <= low + sheet.size_pt)
    return np.asarray(inside.all(axis=1))


def _described(drawing: Choropleth) -> str:
    """Say how many areas are in each class of each map."""
    return " ".join(_counted(panel, drawing.labels) for panel in drawing.panels)


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
