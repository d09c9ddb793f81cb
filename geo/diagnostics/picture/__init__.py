"""
Pictures of the documents: drawings (`geo.diagnostics.drawing`) to SVG text.

The SVG is written here rather than by a plotting library: it holds plain paths, circles and text
only (no clip, pattern, style sheet, identifier or script), so that browsers and WeasyPrint paint
the same thing, several pictures stand in one page without their names clashing, and the same
drawing is the same bytes everywhere.
"""

from geo.diagnostics.drawing import Bars, Choropleth, Drawing
from geo.diagnostics.picture.bars import draw_bars
from geo.diagnostics.picture.choropleth import draw_choropleth
from geo.diagnostics.picture.curves import draw_curves


def draw(drawing: Drawing) -> str:
    """
    Draw a picture.

    Parameters
    ----------
    drawing
        What to draw.

    Returns
    -------
    svg
        One ``<svg>`` element, 170 mm wide, no XML declaration: it may stand in a page or alone.

    Notes
    -----
    Contract: pure; the same drawing gives the same text.
    """
    if isinstance(drawing, Choropleth):
        return draw_choropleth(drawing)
    if isinstance(drawing, Bars):
        return draw_bars(drawing)
    return draw_curves(drawing)
