"""The map of one place: who is within 10, 20 or 30 minutes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from geo.maps.classes import time_classes
from geo.maps.sheet import Sheet
from geo.maps.terrain import Kind, Land, Spot, Terrain, View
from geo.maps.time_views import Times, time_view
from geo.maps.wording import ONE_POINT, minutes, mode_name, residents

BOUNDS_S = (600, 1200, 1800)
"""Times drawn, seconds, inclusive."""

AROUND = 0.15
"""Of the extent of what is reached: room left around it, in the picture."""

AT_EDGE = " Le réseau de rues s’arrête là\N{NO-BREAK SPACE}: la vraie forme va peut-être plus loin."

BY_COMMUNE = (
    "Sans réseau de rues, aucune forme n’est dessinée : chaque commune entière a la couleur du "
    "temps estimé depuis son point, où l’on compte ses habitants."
)
BY_STREETS = (
    "Sur un réseau de rues, les formes disent jusqu’où l’on va en partant du point, par les rues ; "
    "les habitants de la légende sont ceux des communes dont le point est à ce temps du lieu, vers "
    "lui."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Isochrones:
    """
    What is reached by one mode.

    Attributes
    ----------
    times
        From each area of the land to the place.
    bands
        Polygons (WGS84) reached within `BOUNDS_S`, in their order; empty where no network says.
    reaches_edge
        Whether one of them may go on beyond the network.
    """

    times: Times
    bands: tuple[Any, ...] = ()
    reaches_edge: bool = False


def isochrone_terrain(found: Sequence[Isochrones], place: Spot, sheet: Sheet) -> Terrain:
    """
    Gather the map of one place.

    Parameters
    ----------
    found
        A value a mode, in the order to show.
    place
        The place.
    sheet
        What it is drawn on; its other places are left out.

    Returns
    -------
    terrain
        A view a mode, zoomed on what is reached.
    """
    start = replace(place, kind=Kind.START)
    ways = (BY_STREETS,) * any(one.bands for one in found) + (BY_COMMUNE,) * any(
        not one.bands for one in found
    )
    return Terrain(
        title=f"Temps de trajet\N{NO-BREAK SPACE}: {place.name}",
        asked=("Se déplacer",),
        views=tuple(_view(one, start, sheet) for one in found),
        spots=(start,),
        notes=(*ways, ONE_POINT),
        **sheet.heading(),
    )


def _view(found: Isochrones, start: Spot, sheet: Sheet) -> View:
    times = found.times
    view = time_view(times, sheet, cutoff_s=BOUNDS_S[-1], bounds_s=BOUNDS_S)
    mode = mode_name(times.mode)
    known = sheet.land.population[times.measured]
    near = [int(known[times.times_s[times.measured] <= bound].sum()) for bound in BOUNDS_S]
    reached = ", ".join(
        f"{residents(people)} à {minutes(bound)} ou moins"
        for people, bound in zip(near, BOUNDS_S, strict=True)
    )
    return replace(
        view,
        answers=(mode,),
        title=f"Minutes jusqu’au point choisi, {mode.lower()}",
        summary=f"{mode}\N{NO-BREAK SPACE}: {reached}.{AT_EDGE if found.reaches_edge else ''}",
        legend=time_classes(BOUNDS_S, "non atteint"),
        bands=tuple(enumerate(found.bands)),
        frame=_frame(found, start, sheet.land),
    )


def _frame(found: Isochrones, start: Spot, land: Land) -> tuple[float, float, float, float]:
    """Give the extent of what is reached, and a little around it."""
    near = found.bands or land.polygons[found.times.times_s <= BOUNDS_S[-1]]
    shapes = [shapely.Point(start.lon, start.lat), *(one for one in near if one is not None)]
    drawn = [one for one in shapes if not one.is_empty]
    left, bottom, right, top = shapely.total_bounds(np.array(drawn, dtype=object)).tolist()
    across = max(right - left, top - bottom, 0.02) * AROUND
    return left - across, bottom - across, right + across, top + across
