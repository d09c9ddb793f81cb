"""A thematic map as plain values: land in classes, zones, places, and the words that say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.access.report import Credit
from geo.errors import InputError

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

NOT_KNOWN = -1
"""Class of an area of which nothing is known."""


class Texture(StrEnum):
    """What a class is drawn with beside its colour, so that it is told apart without hue."""

    PLAIN = ""
    HATCHED = "hachures"
    CROSSED = "croix"
    DOTTED = "points"


class Kind(StrEnum):
    """What a place is, on the map and in the list."""

    PLACE = "point"
    SITE = "site"
    OPENING = "ouverture"
    CLOSING = "fermeture"
    START = "depart"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendClass:
    """
    One class of the legend.

    Attributes
    ----------
    label
        What it means, in French.
    colour
        As ``#rrggbb``.
    texture
        Beside the colour.
    """

    label: str
    colour: str
    texture: Texture = Texture.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """
    A territory whose border is drawn over the land, and which the table adds up.

    Attributes
    ----------
    code, name
        Of a bassin.
    polygon
        WGS84.
    document
        Where its diagnostic is, relative to the page; empty where there is none.
    """

    code: str
    name: str
    polygon: Any
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Land:
    """
    What is coloured: ``n`` communes or arrondissements.

    Attributes
    ----------
    ids, codes, names
        Of each: of the origin, of the commune.
    population
        Shape ``(n,)``: residents.
    lon_lat
        Shape ``(n, 2)``: a point of each, degrees WGS84.
    polygons
        Shape ``(n,)``: WGS84; None where no outline is known.
    part
        Shape ``(n,)``: position of the territory of each among the parts, -1 in none.
    parts
        Those territories, in the order to show.

    Raises
    ------
    InputError
        If lengths disagree, or nothing is there to draw.
    """

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    population: Numbers
    lon_lat: Floats
    polygons: NDArray[Any]
    part: Numbers
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        count = len(self.codes)
        if not count:
            raise InputError("needed one area at least to draw a map of.")
        for name in ("ids", "names", "population", "lon_lat", "polygons", "part"):
            if len(getattr(self, name)) != count:
                raise InputError(f"{name}: needed {count} values, got {len(getattr(self, name))}.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """
    One way to colour the land.

    Attributes
    ----------
    answers
        To each of `Terrain.asked`.
    title
        What the classes are of: the title of the legend.
    summary
        What it comes to, in a sentence or two.
    legend
        The classes.
    classes
        Shape ``(n,)``: class of each area, `NOT_KNOWN` where nothing is known.
    times_s
        Shape ``(n,)``: seconds, ``inf`` where not reached; None where areas have none to tell.
    is_estimate
        Shape ``(n,)``: whose time rests on an estimate; None where no time is told.
    zones
        Positions of its zones among `Terrain.zones`; None where it is not about zones.
    note
        Where its times come from, where `is_estimate` cannot tell.
    said
        By position of an area: what else is to be said of it, beside its class.
    bands
        Polygons (WGS84), each with its class, drawn from the last to the first in place of the
        land.
    leading
        How many classes, from the first, make the share that is told of each territory; 0: none.
    leading_words
        What that share is of, after « part » or a percentage.
    trial
        Whether its figures may not be published.
    frame
        Left, bottom, right, top in degrees: what to zoom on; None for all the land.
    """

    answers: tuple[str, ...]
    title: str
    summary: str
    legend: tuple[LegendClass, ...]
    classes: Numbers
    times_s: Floats | None = None
    is_estimate: Flags | None = None
    zones: tuple[int, ...] | None = None
    note: str = ""
    said: Mapping[int, str] = field(default_factory=dict)
    bands: tuple[tuple[int, Any], ...] = ()
    leading: int = 0
    leading_words: str = ""
    trial: bool = False
    frame: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zone:
    """
    Areas that are one place to look at.

    Attributes
    ----------
    name
        Its communes, in words.
    people
        Residents concerned.
    areas
        Positions of the areas that it is made of.
    is_firm
        Whether it stands whatever the truth of the times; None where that is not asked.
    facts
        What is to be said of it, by title.
    polygon
        WGS84.
    """

    name: str
    people: int
    areas: tuple[int, ...]
    is_firm: bool | None
    facts: tuple[tuple[str, str], ...]
    polygon: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """
    A place on the map.

    Attributes
    ----------
    name
        Its own.
    group
        Its réseau, or what it is.
    sigle
        A few letters for its disc.
    lon, lat
        Degrees WGS84.
    kind
        What it is here.
    facts
        What is to be said of it, by title.
    """

    name: str
    group: str
    sigle: str
    lon: float
    lat: float
    kind: Kind = Kind.PLACE
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terrain:
    """
    A page.

    Attributes
    ----------
    title
        A question that the page answers.
    where
        Of which territory.
    when
        As of when, in French.
    run_id
        What the figures can be made again from; empty where they are of no run.
    land
        What is coloured.
    asked
        What one chooses between views by: a title a choice.
    views
        One at least, the first shown first; one at most of the same answers.
    zones, spots
        Drawn over the land.
    zone_words
        What a zone is called, singular and plural; empty where the page is not about zones.
    notes
        How to read the figures, a paragraph each.
    times
        Where times come from, for the head of the page.
    links
        Other pages, by their words: address relative to the page.
    credits
        Sources and licences.

    Raises
    ------
    InputError
        If a view does not fit the land, or what is asked.
    """

    title: str
    where: str
    when: str
    run_id: str
    land: Land
    asked: tuple[str, ...]
    views: tuple[View, ...]
    zones: tuple[Zone, ...] = ()
    spots: tuple[Spot, ...] = ()
    zone_words: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()
    times: str = ""
    links: tuple[tuple[str, str], ...] = ()
    credits: tuple[Credit, ...] = ()

    def __post_init__(self) -> None:
        if not self.views:
            raise InputError("needed one view at least.")
        for view in self.views:
            _check(view, self)
        if len({view.answers for view in self.views}) != len(self.views):
            raise InputError("needed one view at most of the same answers.")


def people_by_class(view: View, land: Land) -> tuple[list[int], int]:
    """
    Count residents by class.

    Parameters
    ----------
    view
        One of the land.
    land
        Its areas.

    Returns
    -------
    people, not_known
        Residents of each class of the legend, and of the areas of which nothing is known.

    Notes
    -----
    Contract: pure; together they are all residents of the land.
    """
    counted = np.zeros(len(view.legend) + 1, dtype=np.int64)
    np.add.at(counted, view.classes, land.population)  # NOT_KNOWN is the last one
    return counted[:-1].tolist(), int(counted[-1])


def classed(values: Floats, bounds: Sequence[float]) -> Numbers:
    """
    Give the class of each value, bounds included.

    Parameters
    ----------
    values
        ``inf`` where there is none.
    bounds
        Upper ends, rising; two more classes follow: beyond the last, and without any value.

    Returns
    -------
    classes
        Positions, 0 for up to the first bound.

    Examples
    --------
    >>> classed(np.array([600.0, 601.0, 9999.0, np.inf]), (600, 1200)).tolist()
    [0, 1, 2, 3]
    """
    return np.where(np.isinf(values), len(bounds) + 1, np.searchsorted(bounds, values)).astype(
        np.int64
    )


def _check(view: View, terrain: Terrain) -> None:
    count = len(terrain.land.codes)
    if len(view.answers) != len(terrain.asked):
        raise InputError(f"needed {len(terrain.asked)} answers, got {view.answers}.")
    for name in ("classes", "times_s", "is_estimate"):
        values = getattr(view, name)
        if values is not None and len(values) != count:
            raise InputError(f"{name}: needed {count} values, got {len(values)}.")
    if not ((view.classes >= NOT_KNOWN) & (view.classes < len(view.legend))).all():
        raise InputError(f"needed classes of a legend of {len(view.legend)}.")
    if any(not 0 <= zone < len(terrain.zones) for zone in view.zones or ()):
        raise InputError(f"needed zones among {len(terrain.zones)}, got {view.zones}.")
