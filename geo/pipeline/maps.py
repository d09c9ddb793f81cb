"""Draw the thematic maps from what the store holds: gaps, two doors, one place, a scenario."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.access.door_outcomes import door_outcomes
from geo.access.gap_report import GapQuestion
from geo.access.street_run import StreetsUsed
from geo.diagnostics.findings import MAIN_NEED
from geo.domain.mission import Mission
from geo.domain.scenario import Closing, Move, Opening, Scenario
from geo.domain.unite import day_in_french
from geo.errors import SourceError, StoreEmptyError
from geo.export.empreintes import FINGERPRINTS_FILE
from geo.maps.change_views import change_terrain
from geo.maps.door_views import door_terrain
from geo.maps.gap_views import gap_terrain
from geo.maps.isochrone_views import BOUNDS_S, Isochrones, isochrone_terrain
from geo.maps.sheet import Sheet, documents_beside, land_of, spots_of, times_in_french
from geo.maps.terrain import Kind, Spot, Terrain
from geo.maps.terrain_page import draw_terrain
from geo.maps.time_views import Times
from geo.network.estimate import Mode
from geo.network.protocol import ReachableArea
from geo.pipeline.credits import read_credits
from geo.pipeline.diagnosis.gaps import gap_reports
from geo.pipeline.diagnosis.ground import DiagnosticAsked, Ground, read_ground
from geo.pipeline.diagnosis.run import diagnosis_streets, planned_diagnosis
from geo.pipeline.gaps import find_gaps
from geo.pipeline.scenario import ScenarioAsked, find_changes
from geo.pipeline.survey import times_to
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.directory import read_places
from geo.store.engine import Connection, connect


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPaths:
    """Names of the pages, in the folder of maps."""

    gaps: str = "lacunes.html"
    doors: str = "deux-portes.html"
    scenario: str = "scenario.html"


PATHS = MapPaths()

APART = "cartes-a-part"
"""Folder of the pages that would take the place of those of a diagnostic."""


def unpublished_path(settings: Settings, name: str) -> Path:
    """
    Say where to write a page that diagnostics write too.

    Parameters
    ----------
    settings
        Where the maps are.
    name
        Of the page.

    Returns
    -------
    path
        In the folder of maps; beside it where that holds published diagnostics, which
        `geo.export.empreintes.check_fingerprints` would then find changed.
    """
    published = (settings.maps_dir / FINGERPRINTS_FILE).exists()
    return (settings.processed_dir / APART if published else settings.maps_dir) / name


def isochrones_name(point_id: str) -> str:
    """
    Name the page of one place.

    Parameters
    ----------
    point_id
        Its identifier in the directory.

    Returns
    -------
    name
        Letters, digits and dashes only.

    Examples
    --------
    >>> isochrones_name("dila--cio/75056-01")
    'isochrones-dila--cio-75056-01.html'
    """
    plain = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in point_id)
    return f"isochrones-{plain}.html"


def draw_gap_map(
    url: str,
    settings: Settings,
    asked: DiagnosticAsked,
    report: Reporter,
    *,
    question: GapQuestion | None,
    path: Path,
) -> Path:
    """
    Draw the map of gaps.

    Parameters
    ----------
    url
        Address of the store.
    settings
        Where the manifest of the sources is.
    asked
        Modes, thresholds, network and day.
    report
        Shows the steps.
    question
        The one to ask; None for those of the diagnostics.
    path
        Page to write.

    Returns
    -------
    path
        The same.

    Raises
    ------
    StoreEmptyError, SourceError, InputError
        As of `geo.pipeline.diagnosis.ground.read_ground` and `geo.pipeline.gaps.find_gaps`.
    """

    def draw(_conn: Connection, ground: Ground, sheet: Sheet) -> Terrain:
        found = (
            gap_reports(ground, report)
            if question is None
            else [
                find_gaps(
                    ground.gaps,
                    survey,
                    replace(question, cutoff_s=ground.cutoffs_s[survey.times.mode]),
                    report,
                    network=_network_of(ground, survey.times.mode),
                    threads=ground.threads,
                )
                for survey in ground.surveys
            ]
        )
        measured = {one.times.mode: one.times.measured for one in ground.surveys}
        known = {mode: flags for mode, flags in measured.items() if flags is not None}
        return gap_terrain(found, sheet, known)

    return _drawn(url, settings, asked, report, draw=draw, path=path)


def draw_door_map(
    url: str, settings: Settings, asked: DiagnosticAsked, report: Reporter, *, path: Path
) -> Path:
    """
    Draw the map of two doors, of every public and need.

    Parameters
    ----------
    url, settings, asked, report, path
        As of `draw_gap_map`.

    Returns
    -------
    path
        The same.

    Raises
    ------
    StoreEmptyError, SourceError, InputError
        As of `geo.pipeline.diagnosis.ground.read_ground`.
    """

    def draw(_conn: Connection, ground: Ground, sheet: Sheet) -> Terrain:
        with report.step("Deux portes"):
            found = {
                one.times.mode: door_outcomes(
                    one, ground.gaps.competences, cutoff_s=ground.cutoffs_s[one.times.mode]
                )
                for one in ground.surveys
            }
        return door_terrain(found, ground.cutoffs_s, sheet, main=Mission(MAIN_NEED))

    return _drawn(url, settings, asked, report, draw=draw, path=path)


def draw_isochrone_map(
    url: str,
    settings: Settings,
    asked: DiagnosticAsked,
    report: Reporter,
    *,
    point_id: str,
    path: Path,
) -> Path:
    """
    Draw who is within some minutes of one place.

    Parameters
    ----------
    url, settings, asked, report, path
        As of `draw_gap_map`.
    point_id
        The place, in the directory.

    Returns
    -------
    path
        The same.

    Raises
    ------
    StoreEmptyError, SourceError, InputError
        As of `geo.pipeline.diagnosis.ground.read_ground`; SourceError too where the directory has
        no such place.
    """

    def draw(conn: Connection, ground: Ground, sheet: Sheet) -> Terrain:
        place = _place(read_places(conn), point_id, sheet)
        with report.step("Temps vers le point"):
            found = [_isochrones(ground, number, place) for number in range(len(ground.surveys))]
        return isochrone_terrain(found, place, sheet)

    with connect(url) as conn:  # before any search
        _known_place(read_places(conn), point_id)
    return _drawn(url, settings, asked, report, draw=draw, path=path)


def draw_scenario_map(
    url: str,
    settings: Settings,
    asked: ScenarioAsked,
    report: Reporter,
    *,
    day: DiagnosticAsked,
    path: Path,
) -> Path:
    """
    Draw a scenario: before, after, who gains and who loses.

    Parameters
    ----------
    url, settings, report, path
        As of `draw_gap_map`.
    asked
        The scenario, its mode, publics and needs.
    day
        The same mode and network, and the day.

    Returns
    -------
    path
        The same.

    Raises
    ------
    StoreEmptyError, SourceError, ScenarioError, InputError
        As of `geo.pipeline.scenario.find_changes`.
    """

    def draw(conn: Connection, _ground: Ground, sheet: Sheet) -> Terrain:
        found = find_changes(conn, asked, report)
        spots = _changed(asked.scenario, read_places(conn), sheet)
        return change_terrain(found.compared, spots, sheet, mode=asked.mode.value)

    return _drawn(url, settings, day, report, draw=draw, path=path)


def _drawn(
    url: str,
    settings: Settings,
    asked: DiagnosticAsked,
    report: Reporter,
    *,
    draw: Callable[[Connection, Ground, Sheet], Terrain],
    path: Path,
) -> Path:
    """Read the ground, gather the map and write it."""
    with connect(url) as conn:
        ground = read_ground(conn, asked, report)
        terrain = draw(conn, ground, _sheet(conn, settings, asked, ground, path))
    with report.step("Page"):
        return draw_terrain(terrain, path)


def _sheet(
    conn: Connection, settings: Settings, asked: DiagnosticAsked, ground: Ground, path: Path
) -> Sheet:
    streets = _streets(conn, asked, ground)
    reseaux = ground.reseaux
    names = {str(code): str(name) for code, name in reseaux["nom"].items()}
    doors = [str(code) for code in reseaux.index[reseaux["is_door"].astype(bool)]]
    documents = documents_beside(path, [str(code) for code in ground.bassins.index])
    return Sheet(
        where=ground.region_name,
        when=f"au {day_in_french(asked.on)}",
        run_id="",
        times=times_in_french(streets),
        land=land_of(ground.origins, ground.communes, ground.bassins, documents),
        spots=spots_of(read_places(conn), names, doors),
        trial_modes=tuple(one.times.mode for one in ground.surveys if not one.times.publiable),
        credits=read_credits(conn, settings, streets),
        reseau_names=names,
    )


def _streets(conn: Connection, asked: DiagnosticAsked, ground: Ground) -> StreetsUsed | None:
    if ground.network is None:
        return None
    return diagnosis_streets(ground, planned_diagnosis(conn, ground, asked, pd.DataFrame()))


def _network_of(ground: Ground, mode: str) -> Path | None:
    return ground.network if mode in ground.on_network else None


def _known_place(places: pd.DataFrame, point_id: str) -> pd.DataFrame:
    if places.empty:
        raise StoreEmptyError(
            "la base n’a pas de points d’accueil. Tapez d’abord : deuxportes ingest reference"
        )
    if point_id not in places.index:
        raise SourceError(
            f"l’annuaire n’a pas de point « {point_id} ». Tous les identifiants : deuxportes "
            "inventory --points FICHIER, colonne « point_id »."
        )
    return places.loc[[point_id]]


def _place(places: pd.DataFrame, point_id: str, sheet: Sheet) -> Spot:
    (spot,) = spots_of(_known_place(places, point_id), sheet.reseau_names)
    return spot


def _isochrones(ground: Ground, number: int, place: Spot) -> Isochrones:
    survey = ground.surveys[number]
    mode, here = survey.times.mode, np.array([[place.lon, place.lat]])
    network = _network_of(ground, mode)
    times_s, is_estimate = times_to(
        survey.people.lon_lat, here, Mode(mode), network=network, threads=ground.threads
    )
    areas = [] if network is None else _areas(network, Mode(mode), here[0])
    measured = survey.times.measured
    return Isochrones(
        times=Times(
            mode=mode,
            times_s=times_s[:, 0].astype(np.float64),
            is_estimate=is_estimate[:, 0],
            measured=np.ones(len(times_s), dtype=np.bool_) if measured is None else measured,
        ),
        bands=tuple(area.geometry for area in areas),
        reaches_edge=any(area.reaches_edge for area in areas),
    )


def _areas(network: Path, mode: Mode, here: NDArray[np.float64]) -> list[ReachableArea]:
    """Draw what is reached within `BOUNDS_S`; nothing where the place is on no street."""
    # numba, for networks only
    from geo.network.streets import open_streets  # noqa: PLC0415 - see above

    found = open_streets(network, mode).reachable_areas(here, cutoffs_s=BOUNDS_S)
    return [] if all(area.geometry.is_empty for area in found) else found


def _changed(scenario: Scenario, places: pd.DataFrame, sheet: Sheet) -> list[Spot]:
    """Draw what opens, closes and moves."""
    opened = [
        Spot(
            name=f"Ouverture {number}",
            group=sheet.reseau_names.get(one.reseau, one.reseau),
            sigle="",
            lon=one.lon,
            lat=one.lat,
            kind=Kind.OPENING,
        )
        for number, one in enumerate(scenario.of(Opening), start=1)
    ]
    gone: list[Closing | Move] = [*scenario.of(Closing), *scenario.of(Move)]
    closed = [replace(_place(places, one.point_id, sheet), kind=Kind.CLOSING) for one in gone]
    moved = [
        replace(
            _place(places, one.point_id, sheet), lon=one.lon, lat=one.lat, kind=Kind.OPENING,
            facts=(("Déplacé", "nouvelle position"),),
        )
        for one in scenario.of(Move)
    ]  # fmt: skip
    return [*opened, *closed, *moved]
