"""
Times from streets: a network over Paris alone, where 93.75 % of the residents live.

By bicycle all is estimated beside it; in a wheelchair nothing is known outside Paris.
"""

import numpy as np
import pytest

from geo.domain.couverture import ALL_RESEAUX
from geo.errors import SourceError
from geo.network.estimate import Mode
from tests.directory import QUADRANTS
from tests.geo.pipeline.lattice_network import build_lattice

NO_DOOR_IN_PARIS = """
DELETE FROM points_accueil
WHERE ST_X(geom) BETWEEN 2.29 AND 2.41 AND ST_Y(geom) BETWEEN 48.79 AND 48.91
"""


@pytest.fixture(scope="module")
def trial(diagnosed, tmp_path_factory):
    folder = build_lattice(
        tmp_path_factory.mktemp("networks"), publiable=False, modes=(Mode.MARCHE, Mode.FAUTEUIL)
    )

    def found(*statements, **asked):
        return diagnosed(*statements, network=folder, **asked)

    return found


@pytest.fixture(scope="module")
def paris(trial):
    return trial()


def test_modes_of_the_network_and_those_beside(paris):
    assert paris.modes == ("marche", "velo", "voiture", "fauteuil")
    assert paris.trial_modes == ("marche", "fauteuil")
    told = paris.run.parametres
    assert told["modes_estimes"] == ["velo", "voiture"]
    assert told["reseau_rues"]["publiable"] is False
    assert set(paris.run.empreintes) >= {"reseau_rues", "profil_marche", "profil_fauteuil"}


def test_indicators_of_a_trial_network_say_so(paris):
    told = paris.indicators
    trial = told["mode"].isin(["marche", "fauteuil"])
    assert not told.loc[trial, "publiable"].any()
    assert told.loc[~trial, "publiable"].all()


def test_the_network_is_told_with_whom_it_leaves_aside(paris):
    streets = paris.streets
    assert (streets.name, streets.publiable, set(streets.modes)) == (
        "paris", False, {"marche", "fauteuil"},
    )  # fmt: skip
    outside = paris.origins.loc[~paris.origins.index.isin(list(QUADRANTS)), "population"].sum()
    for used in streets.modes.values():
        assert used.off_network == outside == 204_700
        assert (used.along_streets, used.at_one_point) == (0, 3_276_700)
    assert streets.share == pytest.approx(3_072_000 / 3_276_700)
    assert "Essai" in {credit.producer for credit in paris.credits}


def test_what_is_not_known_of_a_mode_is_missing(paris):
    access = paris.access[paris.access["mode"] == "fauteuil"].set_index("origin_id")
    assert access.index[access["measured"]].tolist() == sorted(QUADRANTS)
    told = paris.indicators[paris.indicators["mode"] == "fauteuil"]
    outside = told["territory_code"].isin(["1101", "1102", "1103"])
    assert told.loc[outside, "value"].isna().all()
    # 93.75 % of the region are known: enough to tell of it
    near = told[(told["indicator"] == "part_couverte") & (told["reseau"] == ALL_RESEAUX)]
    assert near.set_index("territory_code").loc[["1107", "11"], "value"].notna().all()
    assert not near["is_estimate"].any()
    known = paris.equity.set_index(["mode", "territory_code"]).loc["fauteuil"]
    assert known.loc[["1107", "11"], "reached"].tolist() == [1, 1]
    assert known.loc["1101"].drop(["territory_type", "is_estimate"]).isna().all()


def test_where_no_door_is_reached_times_are_missing_and_the_share_says_why(trial):
    findings = trial(NO_DOOR_IN_PARIS, modes=(Mode.FAUTEUIL,))
    access = findings.access
    assert np.isinf(access["travel_time_s"]).all()
    told = findings.equity.set_index("territory_code")
    assert told.loc[["1107", "11"], "reached"].tolist() == [0, 0]
    assert told[["p10_s", "median_s", "p90_s", "gini"]].isna().all(axis=None)
    assert findings.gaps[0].gaps.unreached == 3_072_000
    assert findings.gaps[0].gaps.unmeasured == 204_700


def test_of_a_bassin_half_known_to_a_mode_nothing_is_said(trial):
    # 204,800 residents of Paris 1er beside 198,400 of whom nothing is known
    change = "UPDATE bassins_communes SET code_bassin = '1103' WHERE code_commune = '75101'"
    findings = trial(change, modes=(Mode.FAUTEUIL,))
    told = findings.equity.set_index("territory_code")
    assert told["reached"].isna().loc[["1103", "1107"]].tolist() == [True, False]
    shares = findings.indicators.set_index(["territory_code", "indicator"])["value"]
    assert shares.loc[("1103", "part_couverte")].isna().all()


def test_a_site_that_nobody_reaches_is_not_the_nearest_to_all(trial):
    def build_away(conn):
        conn.execute(
            "INSERT INTO sites_candidats (site_id, type, nom, code_commune, geom) VALUES"
            " ('gare-loin', 'gare', 'Loin', '75101', ST_SetSRID(ST_Point(2.2, 48.9), 4326))"
        )

    sites = trial(build_away, modes=(Mode.FAUTEUIL,)).sites
    one = sites[(sites["territory_code"] == "1107") & (sites["kind"] == "tout-public")]
    assert len(one) == 1
    assert one["site_id"].tolist() != ["gare-loin"]
    assert one["median_after_s"].notna().all()


def test_a_mode_that_the_network_lacks_is_refused(trial):
    with pytest.raises(SourceError, match="voiture"):
        trial(modes=(Mode.VOITURE,))


def test_without_any_place_a_network_reaches_none(trial):
    findings = trial("DELETE FROM points_accueil", modes=(Mode.MARCHE,))
    assert np.isinf(findings.access["travel_time_s"]).all()
    assert findings.streets.modes["marche"].places_off_network == 0
