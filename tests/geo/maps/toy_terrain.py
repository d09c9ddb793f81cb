"""A thematic map of the four villages of `tests.geo.toy_report`, with answers on paper."""

from dataclasses import replace

import numpy as np

from geo.access.report import Credit
from geo.maps.classes import DOORS, GAPS, time_classes
from geo.maps.sheet import Sheet, land_of, spots_of
from geo.maps.terrain import NOT_KNOWN, Spot, Terrain, View, Zone, classed
from tests.geo.toy_report import HOSTILE, RESEAUX, build_report

BASSIN = {"77001": "1101", "77002": "1101", "77003": "1102", "77004": "1102"}
BOUNDS_S = (600, 1200)
TIMES_S = np.array([600.0, 601.0, 1201.0, np.inf])
"""Alizé 10 min, Brie 11 (rounded up), Saint-Cyr 21, Désert none."""

CREDIT = Credit(subject="Points", producer="DILA", licence="LO 2.0", vintage="2022")


def sheet(documents=None, **changes):
    """What maps are drawn on; any field may be another."""
    report = build_report()
    origins = report.origins.assign(code_bassin=report.origins["code_commune"].map(BASSIN))
    names = {reseau.code: reseau.nom for reseau in RESEAUX}
    told = {
        "where": "Île-de-Test",
        "when": "au 22 novembre 2026",
        "run_id": "diagnostic-0123456789abcdef",
        "times": "temps estimés à vol d’oiseau × détour, sans réseau de rues",
        "land": land_of(origins, report.communes, report.bassins, documents),
        "spots": spots_of(report.places, names, ["cio", "mission-locale"]),
        "credits": (CREDIT,),
        "reseau_names": names,
    }
    return Sheet(**(told | changes))


def view(answers, **changes):
    """A view of doors: one, two, more, nobody."""
    told = {
        "answers": answers,
        "title": "Portes à pousser",
        "summary": f"Portes, {', '.join(answers).lower()}.",
        "legend": DOORS,
        "classes": np.arange(4),
        "leading": 2,
        "leading_words": "en une ou deux portes",
    }
    return View(**(told | changes))


def zone(on):
    """Saint-Cyr and Désert, under a hostile name."""
    return Zone(
        name=HOSTILE,
        people=12_000,
        areas=(2, 3),
        is_firm=True,
        facts=(("Le plus proche", "<b>CIO</b>, à 21 min"), ("Aidés à distance", "0 habitant")),
        polygon=on.land.parts[1].polygon,
    )


def terrain(documents=None, **changes):
    """Three questions by two modes, but one; a zone in the last; any field may be another."""
    on = sheet(documents)
    # as an estimate: all on foot, the last two by bicycle
    estimates = np.ones(4, dtype=bool), np.array([False, False, True, True])
    times = [
        view(
            ("Durée", mode),
            title="Minutes",
            summary=f"Durées, {mode.lower()}.",
            legend=time_classes(BOUNDS_S, "aucun point atteint"),
            classes=classed(TIMES_S, BOUNDS_S),
            times_s=TIMES_S,
            is_estimate=estimated,
            leading=0,
        )
        for mode, estimated in zip(("À pied", "À vélo"), estimates, strict=True)
    ]
    gaps = view(
        ("Lacunes", "À pied"),
        title="Un point à 20 min ou moins",
        legend=GAPS,
        classes=np.array([0, NOT_KNOWN, 2, 2]),
        zones=(0,),
        leading=1,
        leading_words="à portée",
        note="Une partie des temps est estimée.",
    )
    doors = [view(("Portes", mode), is_estimate=estimates[0]) for mode in ("À pied", "À vélo")]
    told = {
        "title": "Qui est loin\N{NO-BREAK SPACE}?",
        "asked": ("Montrer", "Se déplacer"),
        "views": (*times, *doors, gaps),
        "zones": (zone(on),),
        "zone_words": ("zone hors de portée", "zones hors de portée"),
        "spots": on.spots,
        "notes": ("Une note <i>hostile</i>.",),
        **on.heading(),
    }
    return Terrain(**(told | changes))


def of_one_commune():
    """The least there can be: one commune, no bassin, no place, no zone, nobody known."""
    land = sheet().land
    alone = replace(
        land, ids=land.ids[:1], codes=land.codes[:1], names=land.names[:1],
        population=land.population[:1], lon_lat=land.lon_lat[:1], polygons=land.polygons[:1],
        part=np.array([-1]), parts=(),
    )  # fmt: skip
    only = view((), classes=np.array([NOT_KNOWN]), zones=())
    return terrain(
        land=alone, asked=(), views=(only,), zones=(), spots=(), credits=(), notes=(), run_id=""
    )


def spot(**changes):
    """A place by itself."""
    told = {"name": "CIO", "group": "CIO", "sigle": "CIO", "lon": 2.05, "lat": 48.15}
    return Spot(**(told | changes))
