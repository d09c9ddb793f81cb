"""Write a thematic map as a page: one file that opens offline."""

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.access.street_run import TRIAL
from geo.files import replaced_whole
from geo.maps.page import render_page
from geo.maps.payload import marks
from geo.maps.terrain import NOT_KNOWN, Land, Part, Spot, Terrain, View, Zone, people_by_class

SCALE = 10_000
"""Whole steps to a degree of outlines: 11 m, under a pixel at the largest zoom."""

Payload = dict[str, Any]


def render_terrain(terrain: Terrain) -> str:
    """
    Write a map as text.

    Parameters
    ----------
    terrain
        What it shows.

    Returns
    -------
    html
        The page, in French; it asks for no other file.

    Notes
    -----
    Contract: the same values give the same text.
    """
    payload = to_terrain_payload(terrain)
    return render_page("terrain.html.j2", payload, terrain=terrain, **payload)


def draw_terrain(terrain: Terrain, path: Path) -> Path:
    """
    Write a map to a file.

    Parameters
    ----------
    terrain
        What it shows.
    path
        File to write; its folder is made if needed, an earlier page replaced whole or not at all.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If the page cannot be written there.
    """
    page = render_terrain(terrain)
    with replaced_whole(path) as draft:
        draft.write_text(page, encoding="utf-8")
    return path


def to_terrain_payload(terrain: Terrain) -> Payload:
    """
    Gather what the scripts of the page read.

    Parameters
    ----------
    terrain
        What it shows.

    Returns
    -------
    payload
        Texts, figures and lists only; names as they are, whoever shows them escapes them. Classes
        are a text, a digit an area (``-`` where nothing is known); outlines are whole steps of
        1e-4 degree, each from the last.

    Notes
    -----
    Contract: pure; residents of the legend of a view are all residents of the land.
    """
    chosen = [list(dict.fromkeys(answers)) for answers in zip(*_answers(terrain), strict=True)]
    return {
        "demandes": [
            {"titre": title, "options": options}
            for title, options in zip(terrain.asked, chosen, strict=True)
        ],
        "vues": [_view(view, terrain.land, chosen) for view in terrain.views],
        "aires": _areas(terrain.land),
        "bassins": [
            _part(part, rank, terrain.land) for rank, part in enumerate(terrain.land.parts)
        ],
        "zones": [_zone(zone) for zone in terrain.zones],
        "mots_zone": list(terrain.zone_words),
        "points": [_spot(spot) for spot in terrain.spots],
        "producteurs": list(
            dict.fromkeys(
                name for credit in terrain.credits for name in credit.producer.split(", ")
            )
        ),
        "essai": TRIAL if any(view.trial for view in terrain.views) else None,
    }


def _answers(terrain: Terrain) -> list[tuple[str, ...]]:
    return [view.answers for view in terrain.views]


def _view(view: View, land: Land, chosen: list[list[str]]) -> Payload:
    people, not_known = people_by_class(view, land)
    return {
        "reponses": [options.index(one) for one, options in zip(view.answers, chosen, strict=True)],
        "titre": view.title,
        "bilan": view.summary,
        "legende": [
            {
                "nom": one.label,
                "couleur": one.colour,
                "motif": one.texture.value,
                "habitants": count,
            }
            for one, count in zip(view.legend, people, strict=True)
        ],
        "inconnus": not_known,
        "classes": "".join("-" if one == NOT_KNOWN else str(one) for one in view.classes.tolist()),
        "minutes": _minutes(view),
        "estime": _flags(view),
        "zones": None if view.zones is None else list(view.zones),
        "note": view.note,
        "dits": {str(area): said for area, said in view.said.items()},
        "cadre": None if view.frame is None else [round(one, 4) for one in view.frame],
        "bandes": [{"classe": rank, "contour": outline(polygon)} for rank, polygon in view.bands],
        "tetes": view.leading,
        "mot_tetes": view.leading_words,
        "essai": view.trial,
    }


def _minutes(view: View) -> list[int | None] | None:
    """Round up, so that no one enters a class by rounding."""
    if view.times_s is None:
        return None
    whole = np.ceil(view.times_s / 60)
    return [int(one) if np.isfinite(one) else None for one in whole]


def _flags(view: View) -> bool | str:
    """Say it once where it is the same everywhere."""
    if view.is_estimate is None or not view.is_estimate.any():
        return False
    return bool(view.is_estimate.all()) or "".join("01"[int(one)] for one in view.is_estimate)


def _areas(land: Land) -> Payload:
    return {
        "code": list(land.codes),
        "nom": list(land.names),
        "population": land.population.tolist(),
        "bassin": land.part.tolist(),
        "lon": np.round(land.lon_lat[:, 0], 5).tolist(),
        "lat": np.round(land.lon_lat[:, 1], 5).tolist(),
        "contour": [outline(polygon) for polygon in land.polygons],
    }


def _part(part: Part, rank: int, land: Land) -> Payload:
    return {
        "code": part.code,
        "nom": part.name,
        "population": int(land.population[land.part == rank].sum()),
        "document": part.document,
        "contour": outline(part.polygon),
        "reperes": marks(part.polygon),
    }


def _zone(zone: Zone) -> Payload:
    return {
        "nom": zone.name,
        "habitants": zone.people,
        "aires": list(zone.areas),
        "ferme": zone.is_firm,
        "dits": [list(fact) for fact in zone.facts],
        "contour": outline(zone.polygon),
    }


def _spot(spot: Spot) -> Payload:
    return {
        "nom": spot.name,
        "reseau": spot.group,
        "sigle": spot.sigle,
        "genre": spot.kind.value,
        "lon": round(spot.lon, 5),
        "lat": round(spot.lat, 5),
        "dits": [list(fact) for fact in spot.facts],
    }


def outline(geometry: Any) -> list[list[list[int]]] | None:  # noqa: ANN401 - shapely has no types
    """
    Write polygons as whole numbers.

    Parameters
    ----------
    geometry
        Polygons in WGS84; None where there is none.

    Returns
    -------
    polygons
        Rings of each: longitude and latitude of the first vertex in steps of 1 / `SCALE` degree,
        then what each next one adds. None where there is nothing to draw.
    """
    if geometry is None or geometry.is_empty:
        return None
    polygons = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in polygons] or None


def _ring(ring: Any) -> list[int]:  # noqa: ANN401 - as above
    whole = np.round(shapely.get_coordinates(ring) * SCALE).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    kept = np.concatenate(([True], steps[1:].any(axis=1)))
    return steps[kept].ravel().tolist()  # type: ignore[no-any-return]  # numpy says Any
