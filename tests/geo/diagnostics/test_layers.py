import math
from dataclasses import replace

import pytest
import shapely

from geo.diagnostics.areas import areas_of
from geo.diagnostics.layers import LAYERS, layers
from tests.geo.diagnostics.cut import on_trial, without_gaps, without_modes, without_places


@pytest.fixture(scope="module")
def region(findings):
    return layers(findings, findings.region_code)


def test_five_layers_in_wgs84_that_name_their_run(findings, region):
    assert tuple(region) == LAYERS
    for layer in region.values():
        assert layer.crs.to_epsg() == 4326
        assert (layer["run_id"] == findings.run.run_id).all()
        assert layer["publiable"].all() if "publiable" in layer else True
        assert not layer.geometry.isna().any()


def test_a_region_is_its_bassins(findings, region):
    each = [layers(findings, code) for code in findings.bassins.index]
    for name, layer in region.items():
        assert len(layer) == sum(len(one[name]) for one in each), name


def test_communes_tell_time_estimate_place_and_doors_by_mode(findings):
    communes = layers(findings, "1101")["communes"].set_index("code_commune")
    assert set(communes.index) == {"95127", "92050", "93066", "93048"}
    for mode in findings.modes:
        found = findings.access[findings.access["mode"] == mode].set_index("origin_id")
        for code, row in communes.iterrows():
            seconds = found.loc[code, "travel_time_s"]
            assert row[f"duree_s_{mode}"] == math.ceil(seconds)
            assert row[f"estime_{mode}"] == found.loc[code, "is_estimate"]
            assert row[f"point_id_{mode}"] == found.loc[code, "place_id"]
            assert row[f"une_porte_{mode}"] == found.loc[code, "one_door"]
            assert row[f"deux_portes_{mode}"] == found.loc[code, "two_doors"]


def test_nothing_is_told_of_what_was_not_measured(findings):
    access = findings.access.copy()
    access.loc[access["origin_id"] == "95127", "measured"] = False
    communes = layers(replace(findings, access=access), "1101")["communes"]
    row = communes.set_index("code_commune").loc["95127"]
    told = ("duree_s", "estime", "point_id", "une_porte", "deux_portes")
    assert row[[f"{name}_marche" for name in told]].isna().all()


def test_bassins_carry_their_indicators(findings, region):
    bassins = region["bassins"].set_index("code_bassin")
    assert bassins["population"].to_dict() == findings.bassins["population"].to_dict()
    told = findings.indicators
    rows = told[(told["indicator"] == "duree_mediane_s") & (told["mode"] == "velo")]
    for row in rows[rows["territory_type"] == "bassin"].itertuples():
        assert bassins.loc[row.territory_code, "duree_mediane_s_velo"] == row.value


def test_places_have_what_planners_need(findings, region):
    places = region["points_accueil"].set_index("point_id")
    needed = {
        "reseau", "nom_reseau", "nom", "telephone", "horaires", "horaires_reserves",
        "accessibilite_pmr", "date_maj", "a_confirmer", "code_commune", "code_bassin",
    }  # fmt: skip
    assert needed <= set(places.columns)
    old = places["date_maj"].isna() | (places["date_maj"] < "2024-11-24")
    assert (places["a_confirmer"] == old).all()
    assert set(places["code_bassin"]) <= set(findings.bassins.index)


def test_nobody_holds_a_label_where_no_record_says_labels(findings):
    places = findings.inventory.places
    silent = replace(
        findings, inventory=replace(findings.inventory, places=places.assign(label=None))
    )
    assert layers(silent, findings.region_code)["points_accueil"]["labellise"].isna().all()
    some = places.assign(label=["en cours", *[None] * (len(places) - 1)])
    told = replace(findings, inventory=replace(findings.inventory, places=some))
    assert layers(told, findings.region_code)["points_accueil"]["labellise"].notna().all()


def test_gaps_are_those_of_every_question_and_mode(findings, region):
    gaps = region["lacunes"]
    assert len(gaps) == sum(len(report.zones) for report in findings.gaps)
    assert gaps["habitants"].sum() == sum(report.gaps.left_out for report in findings.gaps)
    drawn = [shape for report in findings.gaps for shape in report.polygons]
    assert shapely.equals(gaps.geometry.to_numpy(), drawn).all()


@pytest.mark.parametrize("cut", [without_gaps, without_modes, without_places])
def test_columns_stay_when_rows_do_not(findings, region, cut):
    less = layers(cut(findings), findings.region_code)
    for name in ("lacunes", "sites", "points_accueil"):
        assert list(less[name].columns) == list(region[name].columns)
        assert less[name].crs.to_epsg() == 4326


def test_a_trial_is_not_to_be_published(findings):
    told = layers(on_trial(findings, "velo"), "1101")
    assert not told["communes"]["publiable"].any()
    sites = told["sites"]
    assert (sites["publiable"] == (sites["mode"] != "velo")).all()


def test_simplified_communes_keep_their_neighbours(findings):
    areas = areas_of(findings, findings.region_code)
    assert areas.epsg == 2154
    assert list(areas.origin_ids) == list(findings.origins.index)
    whole = shapely.union_all(areas.polygons)
    assert shapely.area(whole) == pytest.approx(shapely.area(areas.polygons).sum(), rel=1e-4)
    assert set(areas.outlines) == set(findings.bassins.index)
