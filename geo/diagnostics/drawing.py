"""What to draw, before anyone draws it: plain values, so that a picture can be made elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.domain.unite import Unite, in_french

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """
    One map: areas in classes.

    Attributes
    ----------
    title
        Empty where the picture's caption is enough.
    classes
        Shape ``(areas,)``: number of the class of each; -1 where nothing is known.
    people
        Residents of each class, and after them those of whom nothing is known where they were
        counted; empty where nobody was counted.
    is_estimate
        Whether the classes, and who is in each, rest on an estimate.
    """

    title: str
    classes: NDArray[np.int64]
    people: tuple[int, ...] = ()
    is_estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choropleth:
    """
    One map or several of the same areas, with one legend.

    Attributes
    ----------
    code
        Name of the picture.
    areas
        Shape ``(areas,)``: polygons, Lambert-93 (or the legal projection of the place), metres.
    panels
        The maps.
    labels
        What each class is, in French. A map alone adds how many people there are, by `legend`.
    ramp
        ``time`` (the first class is the nearest), ``doors`` (one, two, more, nobody) or ``gaps``
        (within reach, fragile, firm).
    outlines
        Borders to draw over the areas.
    points
        Shape ``(points, 2)``: places, same projection.
    names
        Names to write, each with where: ``(text, x, y)``.
    """

    code: str
    areas: NDArray[Any]
    panels: tuple[Panel, ...]
    labels: tuple[str, ...]
    ramp: str
    outlines: NDArray[Any]
    points: Floats
    names: tuple[tuple[str, float, float], ...] = ()

    def legend(self) -> tuple[str, ...]:
        """Give what the legend writes of each class: its words, with residents on a map alone."""
        people = self.panels[0].people if len(self.panels) == 1 else ()
        return with_people(self.labels, people) if people else self.labels


def with_people(labels: Sequence[str], people: Sequence[int]) -> tuple[str, ...]:
    """
    Say how many residents are in each class.

    Parameters
    ----------
    labels
        Names of the classes.
    people
        Residents of each; more than there are labels is no matter.

    Returns
    -------
    labels
        As « 10 min ou moins : 1 200 habitants ».
    """
    counted = zip(labels, people, strict=False)
    return tuple(
        f"{label} : {in_french(number, Unite.NOMBRE)} habitant{'s' if number > 1 else ''}"
        for label, number in counted
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """
    Share of residents by minutes: cumulative curves.

    Attributes
    ----------
    code
        Name of the picture.
    minutes
        Shape ``(steps,)``.
    shares
        By what it is (French): shape ``(steps,)``, 0 to 1, never falling.
    marks
        By the same words: minutes of the reference time.
    """

    code: str
    minutes: Floats
    shares: Mapping[str, Floats]
    marks: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bars:
    """
    Territories compared: a bar each, the longest first.

    Attributes
    ----------
    code
        Name of the picture.
    names, values
        Of each; a value is missing where nobody knows.
    unit
        A value of `geo.domain.unite.Unite`.
    chosen
        The one to bring out, by name; empty for none.
    average, average_name
        A line across, and what it is; None for none.
    """

    code: str
    names: tuple[str, ...]
    values: Floats
    unit: str
    chosen: str = ""
    average: float | None = None
    average_name: str = ""


Drawing = Choropleth | Curves | Bars
