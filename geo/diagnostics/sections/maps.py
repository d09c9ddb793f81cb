"""Maps of communes: what those of a territory share, and classes of times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.diagnostics.areas import areas_of
from geo.diagnostics.drawing import Choropleth, Floats, Panel
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.estimates import is_estimated
from geo.diagnostics.sections.residents import door_places, residents, times_of
from geo.diagnostics.sections.words import is_region, name_of
from geo.domain.unite import Unite, in_french

BOUNDS_S = (600, 1200, 1800, 2700, 3600)
"""Upper bounds of the classes of times, seconds, inclusive; a last class holds all the rest."""

UNKNOWN_CLASS = -1
"""Class of the areas of which nothing is known."""

NAMES, NAMES_APART = 6, 0.16
"""How many names a map writes, and how far apart, as a share of its longest side."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """
    What all the maps of a territory share.

    Attributes
    ----------
    ids
        ``origin_id`` of each area.
    areas, outlines, points, names
        As of `geo.diagnostics.drawing.Choropleth`.
    """

    ids: "pd.Index[str]"
    areas: NDArray[Any]
    outlines: NDArray[Any]
    points: Floats
    names: tuple[tuple[str, float, float], ...]


def ground(findings: Findings, code: str) -> Ground:
    """
    Give what all the maps of a territory share.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    ground
        In the legal projection of the place, metres. Communes keep their common borders.
    """
    areas = areas_of(findings, code)
    drawn = residents(findings, code).reindex(areas.origin_ids)
    places = door_places(findings, code)
    return Ground(
        ids=areas.origin_ids,
        areas=areas.polygons,
        outlines=np.array([*areas.outlines.values()], dtype=object),
        points=areas.points(
            places["lon"].to_numpy(dtype=np.float64), places["lat"].to_numpy(dtype=np.float64)
        ),
        names=_names(findings, code, drawn, areas.polygons),
    )


def choropleth(
    code: str, on: Ground, panels: Sequence[Panel], labels: Sequence[str], *, ramp: str
) -> Choropleth:
    """
    Put classes on the ground.

    Parameters
    ----------
    code, panels, labels, ramp
        As of `geo.diagnostics.drawing.Choropleth`.
    on
        By `ground`.

    Returns
    -------
    map
        To draw. Small maps side by side have no names nor points, which would hide them.
    """
    alone = len(panels) == 1
    return Choropleth(
        code=code, areas=on.areas, panels=tuple(panels), labels=tuple(labels), ramp=ramp,
        outlines=on.outlines, points=on.points if alone else on.points[:0],
        names=on.names if alone else (),
    )  # fmt: skip


def time_classes(times_s: Floats) -> NDArray[np.int64]:
    """
    Put times in classes.

    Parameters
    ----------
    times_s
        Seconds; ``inf`` where nothing is reached, missing where nothing is known.

    Returns
    -------
    classes
        Rank in `BOUNDS_S`, bounds included; their number beyond; `UNKNOWN_CLASS` where missing.
    """
    ranks = np.searchsorted(np.array(BOUNDS_S, dtype=np.float64), times_s, side="left")
    return np.where(np.isnan(times_s), UNKNOWN_CLASS, ranks).astype(np.int64)


def time_panel(findings: Findings, code: str, mode: str, on: Ground, *, title: str = "") -> Panel:
    """
    Give the map of times to the nearest door.

    Parameters
    ----------
    findings, code
        As of `ground`.
    mode
        One of those of the findings.
    on
        By `ground`.
    title
        Of the panel.

    Returns
    -------
    panel
        A class an area.
    """
    times_s = times_of(findings, code, mode)["travel_time_s"].reindex(on.ids)
    return Panel(
        title=title,
        classes=time_classes(times_s.to_numpy(dtype=np.float64)),
        people=tuple(people_by_class(findings, code, mode)),
        is_estimate=is_estimated(findings, code, mode),
    )


def people_by_class(findings: Findings, code: str, mode: str) -> list[int]:
    """
    Count residents by class of time.

    Parameters
    ----------
    findings, code, mode
        As of `time_panel`.

    Returns
    -------
    people
        A count a class of `time_labels`, then those of whom nothing is known.
    """
    times_s = times_of(findings, code, mode)["travel_time_s"].to_numpy(dtype=np.float64)
    classes = time_classes(times_s)
    people = residents(findings, code)["population"].to_numpy(dtype=np.int64)
    ranks = [*range(len(BOUNDS_S) + 1), UNKNOWN_CLASS]
    return [int(people[classes == rank].sum()) for rank in ranks]


def time_labels() -> tuple[str, ...]:
    """
    Name the classes of times.

    Returns
    -------
    labels
        As « 10 min ou moins », one a class.
    """
    read = [in_french(bound, Unite.SECONDES) for bound in BOUNDS_S]
    between = [
        f"plus de {in_french(low // 60, Unite.NOMBRE)} à {high}"
        for low, high in zip(BOUNDS_S[:-1], read[1:], strict=True)
    ]
    return (f"{read[0]} ou moins", *between, f"plus de {read[-1]} ou aucun lieu atteint")


def _names(
    findings: Findings, code: str, drawn: pd.DataFrame, areas: NDArray[Any]
) -> tuple[tuple[str, float, float], ...]:
    """Name the most populous communes, or bassins of the region, that stand well apart."""
    within = pd.Series(shapely.point_on_surface(areas), index=drawn.index, dtype=object)
    if is_region(findings, code):
        largest = drawn.sort_values("population", ascending=False).drop_duplicates("code_bassin")
        people = drawn.groupby("code_bassin")["population"].sum().reindex(largest["code_bassin"])
        names = [name_of(findings, bassin) for bassin in largest["code_bassin"]]
        told = largest.assign(nom=names, population=people.to_numpy())
    else:
        told = drawn
    ordered = told.sort_values(["population", "nom"], ascending=[False, True])
    where = shapely.get_coordinates(within.reindex(ordered.index).to_numpy())
    return _apart(list(ordered["nom"]), where, _side(areas))


def _apart(names: list[str], where: Floats, side_m: float) -> tuple[tuple[str, float, float], ...]:
    kept: list[tuple[str, float, float]] = []
    for name, (x, y) in zip(names, where.tolist(), strict=True):
        near = [
            max(abs(x - other_x) / 2, abs(y - other_y)) < NAMES_APART * side_m / 2
            for _, other_x, other_y in kept
        ]
        if not any(near):
            kept.append((name, x, y))
        if len(kept) == NAMES:
            break
    return tuple(kept)


def _side(areas: NDArray[Any]) -> float:
    if not len(areas):
        return 0.0
    left, bottom, right, top = shapely.total_bounds(areas)
    return float(max(right - left, top - bottom))
