"""Views of times: minutes to the nearest door, or to one place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.maps.classes import time_classes
from geo.maps.sheet import Sheet
from geo.maps.terrain import NOT_KNOWN, Flags, Floats, Terrain, View, classed
from geo.maps.wording import ONE_POINT, counted, minutes, mode_name

BOUNDS_S = tuple(60 * each for each in (10, 15, 20, 30, 45, 60))
"""Upper ends, inclusive, of the classes of a map of access, as of the map of coverage."""

NOTES = (
    (
        "La durée est celle vers le point le plus proche d’un réseau du service public de "
        "l’orientation ou d’un associé, dont la zone de compétence n’exclut pas la commune."
    ),
    ONE_POINT,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Times:
    """
    Times by one mode; ``n`` areas.

    Attributes
    ----------
    mode
        How one travels.
    times_s
        Shape ``(n,)``: seconds, ``inf`` where none is reached.
    is_estimate, measured
        Shape ``(n,)``: which are estimates, and of which areas anything is known.
    """

    mode: str
    times_s: Floats
    is_estimate: Flags
    measured: Flags


def time_view(
    times: Times, sheet: Sheet, *, cutoff_s: int, bounds_s: Sequence[int] = BOUNDS_S
) -> View:
    """
    Give a view of times, its answers still to be told.

    Parameters
    ----------
    times
        Of the areas of the land, in their order.
    sheet
        What it is drawn on.
    cutoff_s
        The time that the summary speaks of, inclusive.
    bounds_s
        Upper ends of the classes.

    Returns
    -------
    view
        With its times.
    """
    people, known = sheet.land.population, times.measured
    within = f"{minutes(cutoff_s)} ou moins, {mode_name(times.mode).lower()}"
    near = int(people[known & (times.times_s <= cutoff_s)].sum())
    return View(
        answers=(),
        title=f"Minutes, {mode_name(times.mode).lower()}",
        summary=f"{counted(near, int(people[known].sum()))} ont un point à {within}.",
        legend=time_classes(bounds_s, "aucun point atteint"),
        classes=np.where(known, classed(times.times_s, bounds_s), NOT_KNOWN),
        times_s=np.where(known, times.times_s, np.inf),
        is_estimate=times.is_estimate & np.isfinite(times.times_s),
        trial=times.mode in sheet.trial_modes,
    )


def access_terrain(views: Sequence[tuple[str, View]], sheet: Sheet) -> Terrain:
    """
    Gather the map of times to the nearest door.

    Parameters
    ----------
    views
        A mode and its view each, in the order to show.
    sheet
        What it is drawn on.

    Returns
    -------
    terrain
        A view a mode.
    """
    return Terrain(
        title="À combien de minutes est le point d’accueil le plus proche\N{NO-BREAK SPACE}?",
        asked=("Se déplacer",),
        views=tuple(replace(view, answers=(mode_name(mode),)) for mode, view in views),
        spots=sheet.spots,
        notes=NOTES,
        **sheet.heading(),
    )
