"""Honest findings where the store holds little: no place, no bassin, nobody, no reference time."""

from functools import cache

import numpy as np
import pytest

from geo.domain.couverture import ALL_RESEAUX
from geo.network.estimate import Mode
from geo.pipeline.diagnosis.ground import DEFAULT_CUTOFF_S
from tests.directory import TOTAL

NO_PLACE = ("DELETE FROM points_accueil",)
NO_BASSIN = ("DELETE FROM bassins_communes", "DELETE FROM bassins")
NO_SITE = ("DELETE FROM sites_candidats",)
NO_REFERENCE = ("DELETE FROM temps_reference WHERE mode = 'velo'",)
SOUTH_OUTSIDE = (
    "DELETE FROM bassins_communes WHERE code_bassin = '1103'",
    "DELETE FROM bassins WHERE code_bassin = '1103'",
)
ONE_COMMUNE = (
    "DELETE FROM bassins_communes WHERE code_bassin = '1101' AND code_commune <> '93066'",
)
EMPTY_BASSIN = ("DELETE FROM bassins_communes WHERE code_bassin = '1101'",)
NOBODY = (
    "UPDATE origins SET population = 0",
    "UPDATE communes SET population = 0",
    "DELETE FROM publics",
)
NOBODY_SOMEWHERE = ("UPDATE origins SET population = 0 WHERE code_commune = '75104'",)
TIMES = ["duree_mediane_s", "duree_9e_decile_s", "gini_duree"]


@pytest.fixture(scope="module")
def found(diagnosed):
    return cache(lambda *statements: diagnosed(*statements, modes=(Mode.VELO, Mode.VOITURE)))


@pytest.fixture(scope="module")
def whole(found):
    return found()


def values(findings, indicator, code=None):
    told = findings.indicators
    rows = told[told["indicator"] == indicator]
    return rows["value"] if code is None else rows.loc[rows["territory_code"] == code, "value"]


@pytest.mark.parametrize(
    "statements",
    [
        NO_PLACE, NO_BASSIN, NO_SITE, NO_REFERENCE, SOUTH_OUTSIDE, ONE_COMMUNE, EMPTY_BASSIN,
        NOBODY, NOBODY_SOMEWHERE, (*NO_PLACE, *NO_BASSIN), (*NO_PLACE, *NOBODY),
        (*NO_PLACE, *NO_SITE, *NO_BASSIN), (*NO_BASSIN, *NOBODY),
    ],
)  # fmt: skip
def test_findings_are_whole_and_finite(found, whole, statements):
    findings = found(*statements)
    territories = [*findings.bassins.index, "11"]
    told = findings.indicators
    assert told["indicator"].unique().tolist() == whole.indicators["indicator"].unique().tolist()
    assert set(told["territory_code"]) == set(territories)
    assert len(told) == len(whole.indicators) / 5 * len(territories)
    assert not np.isinf(told["value"]).any()
    shares = told["indicator"].str.startswith("part_") & told["value"].notna()
    assert told.loc[shares, "value"].between(0, 1).all()
    assert len(findings.equity) == 2 * len(territories)
    assert len(findings.access) == 2 * 15
    assert len(findings.gaps) == len(whole.gaps)
    assert set(findings.sites["territory_code"]) <= set(findings.bassins.index)


def test_without_a_place_nobody_is_near_and_no_time_is_told(found):
    findings = found(*NO_PLACE)
    assert set(findings.coverage["reseau"]) == {ALL_RESEAUX}
    assert (findings.coverage["covered_population"] == 0).all()
    assert findings.equity["median_s"].isna().all()
    assert (findings.equity["reached"] == 0).all()
    assert np.isinf(findings.access["travel_time_s"]).all()
    assert findings.access["place_id"].isna().all()
    assert not findings.access["two_doors"].any()
    assert (values(findings, "points_accueil") == 0).all()
    assert all(values(findings, code).isna().all() for code in TIMES)
    assert values(findings, "age_median_mois").isna().all()
    # a line may still help
    assert values(findings, "part_aidee_a_distance").max() == 1
    assert findings.gaps[0].gaps.left_out == TOTAL
    # of réseaux that the directory does not have, nothing is said
    rows = findings.indicators[findings.indicators["indicator"] == "part_couverte"]
    assert rows.loc[rows["reseau"] == "cio", "value"].isna().all()
    assert (rows.loc[rows["reseau"] == ALL_RESEAUX, "value"] == 0).all()


def test_without_a_place_an_opening_helps_whom_it_reaches(found):
    sites = found(*NO_PLACE).sites
    assert sites["median_before_s"].isna().all()
    paris = sites[(sites["territory_code"] == "1107") & (sites["mode"] == "voiture")]
    assert paris["kind"].tolist() == ["tout-public", "hors-les-murs"]
    assert paris["gained"].tolist() == [3_072_000] * 2
    assert paris["median_after_s"].notna().all()


def test_without_bassins_the_region_stands_alone(found, whole):
    findings = found(*NO_BASSIN)
    assert findings.bassins.empty
    assert findings.sites.empty
    kept = whole.indicators[whole.indicators["territory_type"] == "region"]
    assert findings.indicators["value"].tolist() == kept["value"].tolist()
    assert findings.origins["code_bassin"].tolist() == [""] * 15


def test_what_is_outside_all_bassins_counts_for_the_region(found, whole):
    findings = found(*SOUTH_OUTSIDE)
    assert findings.bassins.index.tolist() == ["1101", "1102", "1107"]
    rows = findings.indicators
    kept = whole.indicators[whole.indicators["territory_code"] != "1103"]
    assert rows["value"].tolist() == kept["value"].tolist()
    assert values(findings, "habitants", "11").tolist() == [TOTAL]


def test_a_bassin_of_one_commune(found):
    findings = found(*ONE_COMMUNE)
    told = findings.equity[findings.equity["territory_code"] == "1101"]
    assert (told["p10_s"] == told["p90_s"]).all()
    assert (told["gini"] == 0).all()
    assert values(findings, "habitants", "1101").tolist() == [400]


def test_a_bassin_of_no_commune_has_no_residents_nor_shares(found):
    findings = found(*EMPTY_BASSIN)
    assert values(findings, "habitants", "1101").tolist() == [0]
    assert values(findings, "part_couverte", "1101").isna().all()
    assert values(findings, "points_pour_100000", "1101").isna().all()
    assert "1101" not in set(findings.sites["territory_code"])


def test_where_nobody_lives_there_is_no_share(found):
    findings = found(*NOBODY)
    for code in (*TIMES, "part_couverte", "part_deux_portes", "part_aidee_a_distance"):
        assert values(findings, code).isna().all(), code
    assert (values(findings, "habitants_hors_portee").dropna() == 0).all()
    assert all(one.zones.empty for one in findings.gaps)
    assert findings.sites.empty


def test_a_mode_without_reference_time_has_the_default_threshold(found):
    findings = found(*NO_REFERENCE)
    assert findings.cutoffs_s["velo"] == DEFAULT_CUTOFF_S
    assert set(findings.references) == {"voiture"}
    assert findings.run.parametres["seuils_declares"] == ["voiture"]
    by_bicycle = [one for one in findings.gaps if one.mode == Mode.VELO]
    assert {(one.reference, one.gaps.cutoff_s) for one in by_bicycle} == {(None, DEFAULT_CUTOFF_S)}
