"""What each map shows of what was found: on paper, from the four villages."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.access.comparison import Compared
from geo.access.door_outcomes import DoorOutcomes
from geo.access.gap_report import ZONE_COLUMNS, GapQuestion, GapReport
from geo.access.gaps import Gaps
from geo.access.report import Times as Origin
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.maps.change_views import change_terrain
from geo.maps.classes import FIRM, FRAGILE, GAINING, LOSING, SAME, WITHIN
from geo.maps.door_views import door_terrain
from geo.maps.gap_views import gap_terrain
from geo.maps.isochrone_views import Isochrones, isochrone_terrain
from geo.maps.terrain import NOT_KNOWN, Kind
from geo.maps.time_views import Times, access_terrain, time_view
from tests.geo.maps.toy_terrain import TIMES_S, sheet, spot

KNOWN = np.ones(4, dtype=bool)
TIMES = Times(mode="marche", times_s=TIMES_S, is_estimate=KNOWN, measured=KNOWN)
ANYONE = (Profil.TOUT_PUBLIC, Mission.INFORMATION)
YOUNG = (Profil.JEUNE, Mission.CONSEIL)


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


def zones(*rows):
    told = {
        "name": "Saint-Cyr et Désert", "origins": 2, "left_out": 12_000, "firmly_out": 8000,
        "firm": True, "unreached": 8000, "beyond_median_s": 61.0, "beyond_max_s": 61.0,
        "nearest_id": "a", "nearest_time_s": 1261.0, "helped_remotely": pd.NA,
        "is_estimate": True, "nearest_name": "CIO", "site_id": "g", "site_covers": 8000,
        "sites_needed": 2, "sites_cover": 12_000, "site_name": "Gare", "site_type": "gare",
        "site_lon": 2.1, "site_lat": 48.0, "territory_code": "1102",
        "origin_ids": ("com-77003", "com-77004"),
    }  # fmt: skip
    frame = pd.DataFrame([told | row for row in rows], columns=list(ZONE_COLUMNS))
    return frame.rename_axis("zone")


def report(table, *, times=Origin.ESTIMATES, **question):
    land = sheet().land
    return GapReport(
        question=GapQuestion(**(question or {"reseau": "tous"})),
        mode="marche",
        reference=None,
        doubts=(),
        times=times,
        publiable=True,
        gaps=Gaps(
            cutoff_s=1200,
            zone=np.array([-1, -1, 0, 0]),
            table=table,
            population=15_000,
            left_out=12_000,
            firmly_out=8000,
            unreached=8000,
            may_fall_out=0,
            unmeasured=0,
        ),
        zones=table,
        polygons=np.array([land.parts[1].polygon] * len(table), dtype=object),
    )


def test_a_gap_is_drawn_named_and_counted():
    drawn = gap_terrain([report(zones({}))], sheet())
    (view,), (zone,) = drawn.views, drawn.zones

    assert view.classes.tolist() == [WITHIN, WITHIN, FIRM, FIRM]
    assert view.answers == ("N’importe quel réseau", "À pied")
    assert plain(view.summary) == (
        "12 000 habitants (80,0 %) n’ont pas de point à 20 min ou moins, à pied : 1 zone, dont 1 "
        "ferme (12 000 habitants)."
    )
    assert (zone.name, zone.people, zone.areas) == ("Saint-Cyr et Désert", 12_000, (2, 3))
    assert [(title, plain(said)) for title, said in zone.facts] == [
        ("Au-delà du seuil", "2 min en médiane, 2 min au plus (estimé)"),
        ("Le plus proche", "CIO, à 22 min (estimé)"),
        ("Sans aucun accès", "8 000 habitants"),
        ("Ce qui la comblerait", "Gare (gare) : 8 000 habitants"),
    ]


def test_a_fragile_zone_an_unmeasured_area_and_where_times_come_from():
    rows = zones({"firm": False, "left_out": 4000, "origin_ids": ("com-77003",)})
    measured = {"marche": np.array([False, True, True, True])}
    (view,) = gap_terrain([report(rows, times=Origin.BOTH)], sheet(), measured).views

    assert view.classes.tolist() == [NOT_KNOWN, WITHIN, FRAGILE, WITHIN]
    assert "Une partie des temps est estimée" in view.note


def test_no_zone_and_zones_elsewhere_are_said():
    elsewhere = zones({"origin_ids": ("com-99999",)})
    for table in (zones(), elsewhere):
        drawn = gap_terrain([report(table, profil=YOUNG[0], besoin=YOUNG[1])], sheet())
        assert drawn.zones == ()
        assert drawn.views[0].zones == ()
        assert "Aucune zone hors de portée" in plain(drawn.views[0].summary)
        assert plain(drawn.views[0].answers[0]) == "Jeune de 16 à 25 ans : conseil"


def test_doors_are_those_of_each_public_and_need_everyone_first():
    found = DoorOutcomes(
        needs=(YOUNG, ANYONE),
        of_need=np.array([1, 0]),
        outcome=np.array([[0, 1, 2, 3], [3, 3, 3, -1]], dtype=np.int8),
        is_estimate=np.array([KNOWN, ~KNOWN]),
    )
    anyone, young = door_terrain({"velo": found}, {"velo": 1200}, sheet()).views

    assert anyone.answers == ("Tout public", "Information", "À vélo")
    assert anyone.classes.tolist() == [0, 1, 2, 3]
    assert plain(anyone.summary).startswith(
        "Tout public, information : 3 000 habitants (20,0 %) sont aidés en deux portes au plus"
    )
    assert young.classes.tolist() == [3, 3, 3, NOT_KNOWN]
    assert "0 habitant (0,0 %)" in plain(young.summary)


def test_times_are_told_within_the_cut_off_of_the_mode():
    view = time_view(TIMES, sheet(), cutoff_s=1200)
    (drawn,) = access_terrain([("marche", view)], sheet()).views

    assert plain(view.summary) == "3 000 habitants (20,0 %) ont un point à 20 min ou moins, à pied."
    assert drawn.answers == ("À pied",)
    assert view.classes.tolist() == [0, 1, 3, 7]
    assert view.is_estimate.tolist() == [True, True, True, False], "no time is no estimate"


def test_isochrones_without_streets_are_communes_and_say_so():
    drawn = isochrone_terrain([Isochrones(times=TIMES)], spot(), sheet())
    (view,) = drawn.views

    assert view.bands == ()
    assert view.classes.tolist() == [0, 1, 2, 4]
    assert plain(view.summary) == (
        "À pied : 1 000 habitants à 10 min ou moins, 3 000 habitants à 20 min ou moins, "
        "7 000 habitants à 30 min ou moins."
    )
    assert "Sans réseau de rues" in drawn.notes[0]
    left, bottom, right, top = view.frame
    assert (left < 2.0, bottom < 48.0, right > 2.2, top > 48.2) == (True,) * 4
    assert [one.kind for one in drawn.spots] == [Kind.START]


def test_isochrones_of_streets_that_end_say_so():
    land = sheet().land
    found = Isochrones(times=TIMES, bands=tuple(land.polygons[:3]), reaches_edge=True)
    drawn = isochrone_terrain([found], spot(), sheet())

    assert [rank for rank, _ in drawn.views[0].bands] == [0, 1, 2]
    assert "va peut-être plus loin" in drawn.views[0].summary
    assert "par les rues" in drawn.notes[0]


def compared(profil=YOUNG[0], *, verdict=(1, 0, -1, 0), **changes):
    same = np.array([2, 0, 1, 3], dtype=np.int8)
    told = {
        "profil": profil, "mission": YOUNG[1], "cutoff_s": 1200,
        "verdict": np.array(verdict, dtype=np.int8), "uncertain": ~KNOWN,
        "outcome_before": same, "outcome_after": np.array([0, 0, 2, 3], dtype=np.int8),
        "before_s": np.array([1500, 60, np.inf, np.inf], dtype=np.float32),
        "after_s": np.array([600, 60, np.inf, np.inf], dtype=np.float32),
        "through_before_s": np.array([np.inf, np.inf, 900, np.inf], dtype=np.float32),
        "through_after_s": np.full(4, np.inf, dtype=np.float32), "added_s": np.zeros(4),
        "access_before": np.zeros(4), "access_after": np.zeros(4), "is_estimate": KNOWN,
        "measured": KNOWN,
    }  # fmt: skip
    return Compared(**(told | changes))


def test_a_scenario_is_before_after_and_the_difference():
    on = sheet()
    closing = replace(on.spots[0], kind=Kind.CLOSING)
    drawn = change_terrain([compared()], [closing], on, mode="voiture")
    change, before, after = drawn.views

    assert [view.answers[0] for view in drawn.views] == ["Différence", "Avant", "Après"]
    assert change.classes.tolist() == [GAINING, SAME, LOSING, SAME]
    assert (before.classes.tolist(), after.classes.tolist()) == ([2, 0, 1, 3], [0, 0, 2, 3])
    assert before.times_s.tolist() == [np.inf, 60, 900, np.inf]
    assert plain(change.summary) == (
        "1 000 habitants y gagnent, dont 1 000 habitants désormais aidés sur place ; "
        "4 000 habitants y perdent."
    )
    assert {area: plain(said) for area, said in change.said.items()} == {
        0: "plus de deux portes, ou trop loin → une porte : aidés sur place (10 min)",
        2: "deux portes (15 min) → plus de deux portes, ou trop loin",
    }
    assert [one.kind for one in drawn.spots] == [Kind.CLOSING, Kind.PLACE], "told once"


def test_a_scenario_leads_with_what_changes_for_most():
    nothing = compared(Profil.CADRE, verdict=(0, 0, 0, 0))
    doubtful = compared(uncertain=np.array([False, True, False, False]))
    drawn = change_terrain([nothing, doubtful], [], sheet(), mode="voiture")

    assert drawn.views[0].answers[1] == "Jeune de 16 à 25 ans"
    assert "Pour 2 000 habitants, la réponse dépend" in plain(drawn.views[0].summary)
    assert "Personne n’y gagne ; personne n’y perd" in plain(drawn.views[3].summary)


@pytest.mark.parametrize("several", [False, True])
def test_budgets_are_a_choice_where_there_are_several(several):
    all_ = [compared(), compared(cutoff_s=600)][: 1 + several]
    drawn = change_terrain(all_, [], sheet(), mode="voiture")

    assert ("Durée au plus" in drawn.asked) == several
    assert len(drawn.views) == 3 * len(all_)


def test_what_may_not_be_published_is_marked_by_mode():
    on = sheet(trial_modes=("marche",))

    assert time_view(TIMES, on, cutoff_s=600).trial
    assert not time_view(replace(TIMES, mode="velo"), on, cutoff_s=600).trial
