"""The maps of a diagnosis: those of the region, and one of each bassin."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from geo.access.door_outcomes import NOT_MEASURED, DoorOutcomes
from geo.access.doors import DEUX, PLUS, UNE
from geo.access.gap_report import GapQuestion
from geo.diagnostics.findings import MAIN_NEED, Findings
from geo.diagnostics.index import DOCUMENT, INDEX
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre
from geo.domain.unite import UNKNOWN, day_in_french
from geo.maps.door_views import NOTES as DOOR_NOTES
from geo.maps.door_views import door_terrain, door_view
from geo.maps.gap_views import NOTES as GAP_NOTES
from geo.maps.gap_views import gap_terrain, gap_views
from geo.maps.sheet import Sheet, land_of, spots_of, times_in_french
from geo.maps.terrain import Flags, Kind, Spot, Terrain, View
from geo.maps.terrain_page import render_terrain
from geo.maps.time_views import NOTES as TIME_NOTES
from geo.maps.time_views import Times, access_terrain, time_view
from geo.maps.wording import mode_name, question_name, residents

ACCESS, GAPS, DOORS = "acces.html", "lacunes.html", "deux-portes.html"

ALL, OWN = "Tous les documents", "Le diagnostic de ce bassin"

SITE_WORDS = MappingProxyType(
    {
        "tout-public": "le lieu le plus proche de tous les habitants",
        "hors-les-murs": "une action hors les murs",
    }
)
"""What a proposed site is for, by ``kind`` of `geo.diagnostics.findings.SITE_COLUMNS`."""

PAGES = MappingProxyType({ACCESS: "Accès", GAPS: "Les manques", DOORS: "Deux portes"})
"""Regional maps and what links call them; the map of coverage is that of ``deuxportes map``."""

MAIN = Profil.TOUT_PUBLIC, Mission(MAIN_NEED)


def region_maps(findings: Findings, *, documents: Mapping[str, str]) -> dict[str, str]:
    """
    Draw the maps of the region.

    Parameters
    ----------
    findings
        All that was found.
    documents
        Address of the diagnostic of each bassin, relative to the pages, by its code.

    Returns
    -------
    pages
        HTML by name of the file; none where the findings say nothing to draw.

    Notes
    -----
    Contract: the same findings give the same bytes.
    """
    sheet = _sheet(findings, documents=documents)
    if sheet is None or not findings.modes:
        return {}
    drawn = {
        ACCESS: access_terrain(
            [(mode, _times(findings, mode, sheet)) for mode in findings.modes], sheet
        ),
        **(
            {GAPS: gap_terrain(findings.gaps, sheet, _measured(findings, sheet))}
            if findings.gaps
            else {}
        ),
        DOORS: _doors(findings, sheet),
    }
    return {name: render_terrain(_linked(terrain, name, drawn)) for name, terrain in drawn.items()}


def bassin_map(findings: Findings, code: str) -> str:
    """
    Draw the map of one bassin: times, doors and gaps, zoomed on it.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of the bassin.

    Returns
    -------
    html
        The page; empty where it has no commune to draw.

    Notes
    -----
    Contract: the same findings give the same bytes.
    """
    sheet = _sheet(findings, code=code)
    if sheet is None or not findings.modes:
        return ""
    times = [
        replace(_times(findings, mode, sheet), answers=("Durée jusqu’à un point", mode_name(mode)))
        for mode in findings.modes
    ]
    main = f"Portes\N{NO-BREAK SPACE}: {MAIN_NEED}"
    doors = [
        replace(_main_view(findings, mode, sheet), answers=(main, mode_name(mode)))
        for mode in findings.modes
    ]
    gaps, zones = gap_views(findings.gaps, sheet, _measured(findings, sheet))
    asked = [
        replace(view, answers=(_gap_words(report.question, findings), mode_name(report.mode)))
        for report, view in zip(findings.gaps, gaps, strict=True)
    ]
    return render_terrain(
        Terrain(
            title=f"Le bassin {sheet.land.parts[0].name}",
            asked=("Montrer", "Se déplacer"),
            views=(*times, *doors, *asked),
            zones=zones,
            zone_words=("zone hors de portée", "zones hors de portée") if asked else ("", ""),
            spots=(*_sites(findings, code), *sheet.spots),
            notes=tuple(dict.fromkeys((*TIME_NOTES, *DOOR_NOTES, *(GAP_NOTES if asked else ())))),
            **sheet.heading(),
        )
    )


def _sheet(
    findings: Findings, *, documents: Mapping[str, str] | None = None, code: str | None = None
) -> Sheet | None:
    """Lay out the region, or one bassin; None where there is no commune to draw."""
    origins, bassins, places = findings.origins, findings.bassins, findings.inventory.places
    if code is not None:
        origins, bassins = origins[origins["code_bassin"] == code], bassins.loc[[code]]
        places, documents = places[places["part"] == code], {code: DOCUMENT}
    if origins.empty:
        return None
    names = findings.reseau_names
    return Sheet(
        where=findings.region_name,
        when=f"au {day_in_french(findings.on)}",
        run_id=findings.run.run_id,
        times=times_in_french(
            findings.streets, is_estimate=bool(findings.access["is_estimate"].any())
        ),
        land=land_of(origins, findings.communes, bassins, documents),
        spots=spots_of(places, names, _doors_of(findings)),
        trial_modes=findings.trial_modes,
        links=((ALL, INDEX),) if code is None else ((OWN, DOCUMENT), (ALL, f"../../{INDEX}")),
        credits=findings.credits,
        reseau_names=names,
    )


def _sites(findings: Findings, code: str) -> list[Spot]:
    """Show what would help most, each site once."""
    mine: list[Any] = list(findings.sites[findings.sites["territory_code"] == code].itertuples())
    drawn: dict[tuple[str, str], Spot] = {}
    for row in mine:
        gained = residents(int(row.gained)) if pd.notna(row.gained) else UNKNOWN
        facts = (
            ("Pourquoi", SITE_WORDS.get(row.kind, row.kind)),
            (f"À portée de plus, {mode_name(row.mode).lower()}", gained),
        )
        spot = Spot(
            name=row.name, group="", sigle="", lon=row.lon, lat=row.lat, kind=Kind.SITE, facts=facts
        )
        drawn.setdefault((row.site_id, row.kind), spot)
    return list(drawn.values())


def _doors_of(findings: Findings) -> list[str]:
    reseaux = findings.inventory.reseaux
    return [str(code) for code in reseaux.index[reseaux["membre"] != Membre.NON]]


def _access(findings: Findings, mode: str, sheet: Sheet) -> pd.DataFrame:
    """Give what was found by a mode, in the order of the land."""
    told = findings.access[findings.access["mode"] == mode].set_index("origin_id")
    return told.reindex(list(sheet.land.ids))


def _times(findings: Findings, mode: str, sheet: Sheet) -> View:
    told = _access(findings, mode, sheet)
    times = Times(
        mode=mode,
        times_s=told["travel_time_s"].fillna(np.inf).to_numpy(dtype=np.float64),
        is_estimate=_flags(told, "is_estimate"),
        measured=_flags(told, "measured"),
    )
    return time_view(times, sheet, cutoff_s=findings.cutoffs_s[mode])


def _flags(told: pd.DataFrame, column: str) -> Flags:
    return told[column].eq(True).to_numpy(dtype=np.bool_)  # noqa: FBT003 - missing is false


def _measured(findings: Findings, sheet: Sheet) -> dict[str, Flags]:
    return {mode: _flags(_access(findings, mode, sheet), "measured") for mode in findings.modes}


def _doors(findings: Findings, sheet: Sheet) -> Terrain:
    """Draw every public and need; the main one alone where findings tell no more."""
    return door_terrain(
        {mode: _outcomes(findings, mode, sheet) for mode in findings.modes},
        findings.cutoffs_s,
        sheet,
        main=MAIN[1],
    )


def _outcomes(findings: Findings, mode: str, sheet: Sheet) -> DoorOutcomes:
    """Give what was found of the areas of the land; where nothing was kept, the main need alone."""
    found = findings.door_outcomes.get(mode)
    if found is None:
        return _main_outcomes(_access(findings, mode, sheet))
    mine = pd.Index(findings.origins.index).get_indexer(pd.Index(sheet.land.ids))
    return replace(found, outcome=found.outcome[:, mine], is_estimate=found.is_estimate[:, mine])


def _main_outcomes(told: pd.DataFrame) -> DoorOutcomes:
    """Tell one door, two, or more; who finds nobody is not told apart from who is too far."""
    doors = np.select([_flags(told, "one_door"), _flags(told, "two_doors")], [UNE, DEUX], PLUS)
    return DoorOutcomes(
        needs=(MAIN,),
        of_need=np.zeros(1, dtype=np.intp),
        outcome=np.where(_flags(told, "measured"), doors, NOT_MEASURED).astype(np.int8)[np.newaxis],
        is_estimate=_flags(told, "is_estimate")[np.newaxis],
    )


def _main_view(findings: Findings, mode: str, sheet: Sheet) -> View:
    """Show the doors of everyone, for the need that maps lead with."""
    return door_view(_outcomes(findings, mode, sheet), MAIN, mode, findings.cutoffs_s[mode], sheet)


def _gap_words(question: GapQuestion, findings: Findings) -> str:
    return f"{PAGES[GAPS]} – {question_name(question, findings.reseau_names)}"


def _linked(terrain: Terrain, name: str, drawn: Mapping[str, object]) -> Terrain:
    """Add links to the other maps that are drawn beside it."""
    others = tuple((PAGES[other], other) for other in drawn if other != name)
    return replace(terrain, links=(*terrain.links, *others))
