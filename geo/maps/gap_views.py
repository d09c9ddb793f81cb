"""The map of gaps: zones out of reach, by question and mode, firm or fragile."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from geo.access.gap_report import GapReport
from geo.access.report import Times
from geo.maps.classes import FIRM, FRAGILE, GAPS, WITHIN
from geo.maps.sheet import Sheet
from geo.maps.terrain import NOT_KNOWN, Flags, Land, Terrain, View, Zone
from geo.maps.wording import (
    ONE_POINT,
    counted,
    minutes,
    mode_name,
    question_name,
    residents,
)

TIMES_WORDS = {
    Times.ESTIMATES: "Tous les temps sont estimés à vol d’oiseau × détour, sans réseau de rues.",
    Times.BOTH: "Une partie des temps est estimée à vol d’oiseau × détour, hors du réseau de rues.",
    Times.STREETS: "",
}

ASKED = ("Qui doit être à portée", "Se déplacer")

NOTES = (
    (
        "Une zone : des communes voisines dont les habitants sont à plus de la durée dite du "
        "point le plus proche. Ferme : la moitié au moins des habitants le restent quelle que "
        "soit la vérité, dans l’incertitude déclarée des durées et du seuil. Sinon, elle est "
        "fragile."
    ),
    (
        "Une zone peut aussi venir d’un point d’accueil que l’annuaire n’a pas : vérifiez-le "
        "d’abord. « Ce qui la comblerait » nomme la gare ou la mairie d’où un nouveau point "
        "atteindrait le plus de ses habitants."
    ),
    ONE_POINT,
)


def gap_terrain(
    reports: Sequence[GapReport], sheet: Sheet, measured: Mapping[str, Flags] | None = None
) -> Terrain:
    """
    Gather the map of gaps.

    Parameters
    ----------
    reports
        One a question and mode, in the order to show; one at least.
    sheet
        What it is drawn on; zones that lie elsewhere are left out.
    measured
        By mode, shape ``(n,)``: of which areas anything is known; of all where it is absent.

    Returns
    -------
    terrain
        A view a question and mode.

    Notes
    -----
    Contract: pure; a view counts as out of reach the people of its zones.
    """
    views, zones = gap_views(reports, sheet, measured or {})
    return Terrain(
        title="Quels habitants sont loin d’un point d’accueil\N{NO-BREAK SPACE}?",
        asked=ASKED,
        views=tuple(
            replace(
                view,
                answers=(
                    question_name(report.question, sheet.reseau_names),
                    mode_name(report.mode),
                ),
            )
            for report, view in zip(reports, views, strict=True)
        ),
        zones=zones,
        zone_words=("zone hors de portée", "zones hors de portée"),
        spots=sheet.spots,
        notes=NOTES,
        **sheet.heading(),
    )


def gap_views(
    reports: Sequence[GapReport], sheet: Sheet, measured: Mapping[str, Flags]
) -> tuple[list[View], tuple[Zone, ...]]:
    """
    Give a view a report, its answers still to be told, and the zones of all.

    Parameters
    ----------
    reports, sheet, measured
        As of `gap_terrain`.

    Returns
    -------
    views, zones
        Zones in the order of the reports; those that have no area of the land are left out.
    """
    views: list[View] = []
    zones: list[Zone] = []
    for report in reports:
        found = list(_zones(report, sheet.land))
        numbers = tuple(range(len(zones), len(zones) + len(found)))
        zones += found
        views.append(_view(report, sheet, found, numbers, measured.get(report.mode)))
    return views, tuple(zones)


def _view(
    report: GapReport,
    sheet: Sheet,
    zones: Sequence[Zone],
    numbers: tuple[int, ...],
    measured: Flags | None,
) -> View:
    land = sheet.land
    classes = np.where(land.population > 0, WITHIN, NOT_KNOWN).astype(np.int64)
    if measured is not None:
        classes[~measured] = NOT_KNOWN
    for zone in zones:
        classes[list(zone.areas)] = FIRM if zone.is_firm else FRAGILE
    return View(
        answers=(),
        title=f"Un point à {_within(report)}",
        summary=_summary(report, zones, land),
        legend=GAPS,
        classes=classes,
        zones=numbers,
        note=TIMES_WORDS[report.times],
        leading=1,
        leading_words="à portée",
        trial=report.mode in sheet.trial_modes,
    )


def _summary(report: GapReport, zones: Sequence[Zone], land: Land) -> str:
    """Say how many people are out of reach, and how sure that is."""
    within = _within(report)
    if not zones:
        return (
            "Aucune zone hors de portée\N{NO-BREAK SPACE}: tous ceux dont la durée est connue ont "
            f"un point à {within}."
        )
    people = sum(zone.people for zone in zones)
    firm = [zone for zone in zones if zone.is_firm]
    total = int(land.population.sum())
    return (
        f"{counted(people, total)} n’ont pas de point à {within}\N{NO-BREAK SPACE}: "
        f"{len(zones)} zone{'s' * (len(zones) > 1)}, dont {len(firm)} "
        f"ferme{'s' * (len(firm) > 1)} ({residents(sum(zone.people for zone in firm))})."
    )


def _within(report: GapReport) -> str:
    return f"{minutes(report.gaps.cutoff_s)} ou moins, {mode_name(report.mode).lower()}"


def _zones(report: GapReport, land: Land) -> Iterator[Zone]:
    position = pd.Index(land.ids)
    rows: list[Any] = list(report.zones.itertuples())
    for row, polygon in zip(rows, report.polygons, strict=True):
        areas = position.get_indexer(pd.Index(row.origin_ids))
        if (areas < 0).any():  # of another bassin, since no zone crosses their borders
            continue
        yield Zone(
            name=str(row.name),
            people=int(row.left_out),
            areas=tuple(areas.tolist()),
            is_firm=bool(row.firm),
            facts=tuple((title, said) for title, said in _facts(row) if said),
            polygon=polygon,
        )


def _facts(row: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a row of a table
    """Tell what there is to know of a zone: how far beyond, from where, what would close it."""
    estimated = " (estimé)" if row.is_estimate else ""
    if pd.notna(row.beyond_median_s):
        median, most = minutes(row.beyond_median_s), minutes(row.beyond_max_s)
        yield "Au-delà du seuil", f"{median} en médiane, {most} au plus{estimated}"
    if pd.notna(row.nearest_name):
        yield "Le plus proche", f"{row.nearest_name}, à {minutes(row.nearest_time_s)}{estimated}"
    if row.unreached:
        yield "Sans aucun accès", residents(int(row.unreached))
    if pd.notna(row.helped_remotely):
        yield "Aidés à distance", residents(int(row.helped_remotely))
    if pd.notna(row.site_name):
        covered = residents(int(row.site_covers))
        yield (
            "Ce qui la comblerait",
            f"{row.site_name} ({row.site_type})\N{NO-BREAK SPACE}: {covered}",
        )
