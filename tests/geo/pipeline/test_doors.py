"""The table of every mode."""

import pandas as pd

from geo.access.door_shares import door_table
from geo.access.need_coverage import NEEDS
from geo.domain.couverture import THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.pipeline.doors import door_shares
from geo.tables import DOORS_COLUMNS
from tests.geo.access import toy_city


def test_all_publics_needs_modes_and_budgets_by_default():
    surveys = [toy_city.city(mode=mode) for mode in ("voiture", "marche")]
    found = door_shares(surveys, iter(toy_city.COMPETENCES))

    assert len(found) == 2 * 3 * len(NEEDS) * len(THRESHOLDS_S)
    keys = ["territory_code", "profile", "mission", "mode", "cutoff_s"]
    assert not found.duplicated(keys).any()
    assert found["mode"].unique().tolist() == ["voiture", "marche"]
    by_mode = [door_table(survey, toy_city.COMPETENCES) for survey in surveys]
    pd.testing.assert_frame_equal(found, pd.concat(by_mode, ignore_index=True))


def test_publics_and_needs_may_be_chosen():
    found = door_shares(
        [toy_city.city()], toy_city.COMPETENCES,
        profiles=[Profil.FEMME, Profil.JEUNE], missions=[Mission.CONSEIL], cutoffs_s=[600],
    )  # fmt: skip

    assert found["profile"].unique().tolist() == ["femme", "jeune"]
    assert found["mission"].unique().tolist() == ["conseil"]
    assert found["cutoff_s"].unique().tolist() == [600]


def test_no_mode_is_no_row():
    assert list(door_shares([], ()).columns) == list(DOORS_COLUMNS)
