"""
What is found of `tests.directory`, against its paper, its own tables and simple laws.

Half of the residents and a few more live in Paris 4e: the region's median time is theirs. The
nearest door of Paris 4e is the Mission locale, 0.01° of longitude and 0.035° of latitude away.
"""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from geo.domain.couverture import ALL_RESEAUX
from geo.domain.indicateur import INDICATEURS
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.run import TypeRun
from geo.errors import InputError, SourceError
from geo.network.estimate import Mode, travel_time_s
from geo.network.geodesic import straight_matrix_m
from geo.pipeline.diagnosis.gaps import QUESTIONS
from geo.pipeline.diagnostic import DiagnosticAsked, find_diagnosis
from geo.progress import SilentReporter
from geo.settings import Settings
from geo.store.diagnostics import save_diagnostics
from geo.store.engine import connect
from tests import directory
from tests.directory import BASSINS, POPULATED, POPULATION, TOTAL
from tests.geo.pipeline.diagnosis.conftest import TODAY

MODES = ("marche", "velo", "voiture")
CUTOFFS = {"marche": 900, "velo": 1200, "voiture": 1800}
KEYS = [
    "indicator", "territory_type", "territory_code", "reseau", "profile", "mission", "mode",
    "cutoff_s",
]  # fmt: skip
COUNTS = [
    "habitants", "points_accueil", "points_labellises", "points_horaires_connus",
    "points_pmr_oui", "points_pmr_inconnue", "points_a_confirmer", "habitants_hors_portee",
    "habitants_deux_portes", "habitants_sans_reponse",
]  # fmt: skip


def value(findings, indicator, code="11", **dimensions):
    told = findings.indicators
    rows = told[(told["indicator"] == indicator) & (told["territory_code"] == code)]
    for name, wanted in dimensions.items():
        rows = rows[rows[name] == wanted]
    (found,) = rows["value"]
    return found


def test_what_was_asked_is_told(plain):
    assert plain.modes == MODES
    assert dict(plain.cutoffs_s) == CUTOFFS
    assert {mode: one.au_plus_s for mode, one in plain.references.items()} == CUTOFFS
    assert (plain.region_code, plain.region_name) == ("11", "Île-de-France")
    assert plain.bassins.index.tolist() == list(BASSINS)
    assert plain.origins.index.tolist() == sorted(POPULATED)
    assert plain.origins["code_bassin"].loc["77288"] == "1103"
    assert list(plain.reseau_names) == [one.code for one in directory.reseaux()]
    assert (plain.streets, plain.trial_modes, plain.previous) == (None, (), None)
    assert plain.run.type is TypeRun.DIAGNOSTIC
    told = plain.run.parametres
    assert (told["au"], told["region"], told["au_plus_s"]) == ("2026-11-24", "11", CUTOFFS)
    assert list(told["modes"]) == list(MODES)
    assert "reseau_rues" not in told


def test_times_on_paper(plain):
    here, there = np.array([[2.325, 48.825]]), np.array([directory.HERE])
    metres = straight_matrix_m(here, there)[0, 0]
    for mode in MODES:
        told = travel_time_s(metres, Mode(mode))
        assert value(plain, "duree_mediane_s", mode=mode) == pytest.approx(told, rel=1e-6)
    access = plain.access.set_index(["origin_id", "mode"])
    assert access.loc[("75104", "velo"), "place_id"] == "dila--mission_locale-75102-01"
    # it stands where the residents of Nanterre are counted
    assert access.loc[("92050", "marche"), ["travel_time_s", "place_id"]].tolist() == [
        0, "dila--apec-92050-01",
    ]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("code", [*BASSINS, "11"])
def test_equity_is_that_of_a_list_of_people(plain, mode, code):
    access = plain.access[plain.access["mode"] == mode].set_index("origin_id")
    inside = plain.origins.index[(plain.origins["code_bassin"] == code) | (code == "11")]
    hundreds = [POPULATION[origin] // 100 for origin in inside]
    people = np.sort(np.repeat(access.loc[inside, "travel_time_s"].to_numpy(), hundreds))
    rank = np.arange(1, len(people) + 1)
    gini = 2 * (rank * people).sum() / (len(people) * people.sum()) - (len(people) + 1) / len(
        people
    )

    told = plain.equity.set_index(["territory_code", "mode"]).loc[(code, mode)]
    quantiles = [people[int(np.ceil(len(people) * q)) - 1] for q in (0.1, 0.5, 0.9)]
    assert told[["p10_s", "median_s", "p90_s"]].tolist() == quantiles
    assert told["gini"] == pytest.approx(gini)
    assert told[["reached", "is_estimate"]].tolist() == [1.0, True]


def test_every_indicator_is_there_once_with_its_dimensions(plain):
    told = plain.indicators
    assert told["indicator"].unique().tolist() == [one.code for one in INDICATEURS]
    assert not told.duplicated(KEYS).any()
    doors = 1 + sum(one.membre != "non" for one in directory.reseaux())
    needs = len(Profil) * len(Mission)
    sizes = {
        (): 1, ("mode",): 3, ("reseau",): 11, ("reseau", "mode", "au_plus_s"): 3 * doors,
        ("profil", "besoin"): needs, ("profil", "besoin", "mode", "au_plus_s"): 3 * needs,
    }  # fmt: skip
    names = {"profil": "profile", "besoin": "mission", "au_plus_s": "cutoff_s"}
    for one in INDICATEURS:
        rows = told[told["indicator"] == one.code]
        assert len(rows) == 5 * sizes[one.dimensions], one.code
        mine = {names.get(name, name) for name in one.dimensions}
        absent = {"reseau", "profile", "mission", "mode", "cutoff_s"} - mine
        assert all((rows[name] == (0 if name == "cutoff_s" else "tous")).all() for name in absent)
        if "mode" in mine:
            assert rows["mode"].unique().tolist() == list(MODES)
        if "cutoff_s" in mine:
            assert (rows["cutoff_s"] == rows["mode"].map(CUTOFFS)).all()
    assert told["publiable"].all()
    assert told.dtypes[["value", "is_estimate", "publiable", "cutoff_s"]].tolist() == [
        float, bool, bool, "int64",
    ]  # fmt: skip


@pytest.mark.parametrize("indicator", COUNTS)
def test_a_region_is_the_sum_of_its_bassins(plain, indicator):
    rows = plain.indicators[plain.indicators["indicator"] == indicator]
    dimensions = ["reseau", "profile", "mission", "mode", "cutoff_s"]
    sums = {
        kind: told.groupby(dimensions)["value"].sum()
        for kind, told in rows.groupby("territory_type")
    }
    pd.testing.assert_series_equal(sums["bassin"], sums["region"])
    assert rows["value"].notna().all()


def test_indicators_of_people_are_the_figures_of_the_tables(plain):
    places, keys = ["territory_type", "territory_code"], ["mode", "cutoff_s"]
    told = plain.indicators.rename(columns={"is_estimate": "estimate"})
    doors = plain.doors.assign(
        people=plain.doors[["one_door", "two_doors", "beyond", "nobody"]].sum(axis=1),
        both=plain.doors["one_door"] + plain.doors["two_doors"],
    )
    near = plain.coverage.assign(
        out=plain.coverage["population"] - plain.coverage["covered_population"]
    )
    forms = dict(list(plain.needs.groupby("form")))
    need, reseau = [*places, "profile", "mission", *keys], [*places, "reseau", *keys]
    expected = [
        ("part_couverte", near, reseau, lambda t: t["covered_population"] / t["population"]),
        ("habitants_hors_portee", near, reseau, lambda t: t["out"]),
        ("part_aidee_sur_place", forms["physique"], need,
         lambda t: t["covered_population"] / t["population"]),
        ("part_aidee_a_distance", forms["a_distance"], need[:4],
         lambda t: t["covered_population"] / t["population"]),
        ("part_une_porte", doors, need, lambda t: t["one_door"] / t["people"]),
        ("part_deux_portes", doors, need, lambda t: t["both"] / t["people"]),
        ("habitants_deux_portes", doors, need, lambda t: t["both"]),
        ("habitants_sans_reponse", doors, need, lambda t: t["nobody"]),
    ]  # fmt: skip
    for indicator, table, by, figure in expected:
        rows = told[told["indicator"] == indicator].merge(table, on=by, how="left")
        assert (rows["value"] == figure(rows)).all(), indicator
        if indicator != "part_aidee_a_distance":
            assert (rows["estimate"] == rows["is_estimate"]).all()


def test_indicators_of_places_on_paper(plain):
    # Nord: two France Travail (one in Paris 2e, at 48.89), Cap emploi, APEC
    assert value(plain, "points_accueil", "1101", reseau=ALL_RESEAUX) == 3
    assert value(plain, "points_accueil", "11", reseau=ALL_RESEAUX) == 14
    assert value(plain, "points_accueil", "1107", reseau="crous") == 1
    assert value(plain, "points_pour_100000", "1101", reseau="apec") == 100_000 / 1500
    # seven réseaux are in Paris, of which the CROUS is no door
    assert value(plain, "reseaux_actifs", "1107") == 5
    assert value(plain, "reseaux_actifs", "11") == 9
    # one label; places have been dated on two days, one is not
    assert [value(plain, "points_labellises", code) for code in ("1107", "1101")] == [1, 0]
    assert value(plain, "points_a_confirmer") == 14 - 2
    assert value(plain, "age_median_mois") == 12 * 7 + 8  # 4 March 2019 to 24 November 2026
    assert value(plain, "points_horaires_connus") == 12
    assert value(plain, "points_pmr_oui") == 7
    assert value(plain, "points_pmr_inconnue") == 4


def test_a_directory_that_tells_no_label_does_not_say_that_there_are_none(diagnosed):
    found = diagnosed(
        "UPDATE points_accueil SET label = NULL, label_debut = NULL, label_fin = NULL",
        modes=(Mode.VOITURE,),
    )
    labels = found.indicators[found.indicators["indicator"] == "points_labellises"]
    assert labels["value"].isna().all()
    assert len(labels) == 5


def test_publics_counted_spread_or_unknown(plain):
    told = plain.publics.set_index(["profile", "territory_code"])
    seekers = told.loc["demandeur-emploi"]
    # counted in the region and in Saint-Denis; spread over the bassins by population
    assert seekers.loc["11", ["people", "is_estimate"]].tolist() == [327_670, False]
    assert seekers.loc["1107", "people"] == pytest.approx(
        327_570 * 3_072_000 / (TOTAL - 400), abs=1
    )
    assert seekers.loc[list(BASSINS), "is_estimate"].all()
    assert seekers.loc[list(BASSINS), "people"].sum() == 327_670
    assert told.loc["tout-public", "people"].tolist() == [1500, 4800, 198_400, 3_072_000, TOTAL]
    assert not told.loc["tout-public", "is_estimate"].any()
    assert told.loc["apprenti", "people"].isna().all()
    assert told.loc["apprenti", "source"].isna().all()
    assert len(told) == len(Profil) * 5


def test_a_public_counted_in_all_the_communes_of_a_bassin_is_known_there_alone(diagnosed):
    found = diagnosed(
        "INSERT INTO publics (type_territoire, code_territoire, profil, nombre, source) VALUES"
        " ('commune', '95127', 'apprenti', 10, 'Essai'),"
        " ('commune', '92050', 'apprenti', 20, 'Essai'),"
        " ('commune', '93066', 'apprenti', 30, 'Essai'),"
        " ('commune', '93048', 'apprenti', 40, 'Essai')",
        modes=(Mode.VOITURE,),
    )
    told = found.publics[found.publics["profile"] == "apprenti"].set_index("territory_code")
    assert told.loc["1101", ["people", "is_estimate"]].tolist() == [100, False]
    assert told.loc[["1102", "1103", "1107", "11"], "people"].isna().all()


def test_gaps_by_question_and_mode(plain):
    asked = [(one.profil, one.besoin, mode) for one in QUESTIONS for mode in MODES]
    assert [(one.question.profil, one.question.besoin, one.mode) for one in plain.gaps] == asked
    assert {one.question.reseau for one in plain.gaps[:3]} == {ALL_RESEAUX}
    for one in plain.gaps:
        assert one.reference.au_plus_s == CUTOFFS[one.mode]
        assert one.zones["left_out"].sum() == one.gaps.left_out
    # any door: whoever the zones hold is whoever no door covers
    for one in plain.gaps[:3]:
        out = value(plain, "habitants_hors_portee", mode=one.mode, reseau=ALL_RESEAUX)
        assert one.gaps.left_out == out


def test_whoever_is_told_by_two_doors_is_counted(plain):
    people = plain.origins["population"]
    for mode, told in plain.access.groupby("mode"):
        by_origin = told.set_index("origin_id")
        wanted = {"mode": mode, "profile": "tout-public", "mission": "information"}
        both = people[by_origin["two_doors"]].sum()
        assert both == value(plain, "habitants_deux_portes", **wanted)
        assert people[by_origin["one_door"]].sum() / TOTAL == value(
            plain, "part_une_porte", **wanted
        )


def test_a_second_door_may_be_nearer_than_one(diagnosed):
    # from Évry, France services in Versailles then the Cité des métiers: 22 km or less each
    access = diagnosed(modes=(Mode.VOITURE,), cutoff_s=3000).access.set_index("origin_id")
    assert access.loc["91228", ["one_door", "two_doors"]].tolist() == [False, True]


def test_the_same_store_gives_the_same_findings(plain, diagnosed):
    again = diagnosed()
    assert again.run == plain.run
    for name in (
        "indicators",
        "access",
        "publics",
        "coverage",
        "needs",
        "doors",
        "equity",
        "sites",
    ):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(plain, name))
    for one, other in zip(again.gaps, plain.gaps, strict=True):
        pd.testing.assert_frame_equal(one.zones, other.zones)


@pytest.mark.parametrize(
    ("statements", "asked"),
    [
        ((), {"on": TODAY + timedelta(days=1)}),
        ((), {"modes": (Mode.VOITURE,)}),
        ((), {"cutoff_s": 900}),
        (("DELETE FROM sites_candidats WHERE type = 'gare'",), {}),
        (("UPDATE rejets SET detail = 'autre'",), {}),
        (("UPDATE points_accueil SET nom = 'Autre' WHERE reseau = 'apec'",), {}),
    ],
)
def test_another_question_or_store_is_another_run(planned, plain, statements, asked):
    assert planned(*statements, **asked).run_id != plain.run.run_id


def test_the_order_of_modes_is_no_other_question(planned, plain):
    assert planned(modes=(Mode.VOITURE, Mode.MARCHE, Mode.VELO)) == plain.run


def test_a_threshold_that_is_chosen_is_no_reference(diagnosed):
    found = diagnosed(modes=(Mode.VELO,), cutoff_s=600)
    assert dict(found.cutoffs_s) == {"velo": 600}
    assert not found.references
    assert {one.reference for one in found.gaps} == {None}
    assert {one.gaps.cutoff_s for one in found.gaps} == {600}
    assert set(found.coverage["cutoff_s"]) == {600}


def test_compared_with_the_run_before(shared_directory_url):
    with connect(shared_directory_url) as conn, conn.transaction(force_rollback=True):

        def find(day):
            asked = DiagnosticAsked(on=day, modes=(Mode.VOITURE,))
            return find_diagnosis(conn, Settings(), asked, SilentReporter())

        first = find(TODAY)
        save_diagnostics(
            conn, first.run, indicators=first.indicators, dossiers=[], on=TODAY, previous=None
        )
        then = find(TODAY + timedelta(days=90))

    assert first.previous is None
    assert first.previous_indicators.empty
    assert (then.previous.run_id, then.previous_on) == (first.run.run_id, TODAY)
    kept, found = (
        told.set_index(KEYS)["value"].sort_index()
        for told in (then.previous_indicators, first.indicators)
    )
    pd.testing.assert_series_equal(kept, found)


def test_a_region_that_the_store_does_not_hold_is_refused(planned):
    with pytest.raises(SourceError, match=r"« 53 ».*elle contient : 11 \(Île-de-France\)"):
        planned(region="53")
    assert planned(region="11").parametres["region"] == "11"


def test_several_regions_are_refused(planned):
    change = "UPDATE communes SET code_region = '24' WHERE code_commune = '77288'"
    with pytest.raises(SourceError, match=r"plusieurs régions : 11 \(Île-de-France\), 24"):
        planned(change)


def test_a_mode_that_nothing_times_is_refused(planned):
    with pytest.raises(InputError, match="fauteuil"):
        planned(modes=(Mode.FAUTEUIL,))
