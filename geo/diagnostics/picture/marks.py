"""Marks along curves: shapes that tell them apart without colour."""

from geo.diagnostics.picture.palette import LineLook
from geo.diagnostics.picture.svg import element, number

_SHAPES = {
    "disc": "m-2.2 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0z",
    "square": "m-2-2h4v4h-4z",
    "triangle": "m0-2.7l2.5 4.4h-5z",
    "diamond": "m0-2.9l2.9 2.9l-2.9 2.9l-2.9-2.9z",
    "ring": "m-2.2 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0z",
    "cross": "m-2-2l4 4m0-4l-4 4",
}


def mark(look: LineLook, at: tuple[float, float]) -> str:
    """Draw the mark of a curve."""
    return element(
        "path",
        d=f"M{number(at[0])} {number(at[1])}{_SHAPES[look.mark]}",
        fill="#ffffff" if look.mark == "ring" else look.colour,
        stroke=look.colour,
        stroke_width=1.2 if look.mark in ("ring", "cross") else 0.4,
    )
