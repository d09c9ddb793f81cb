"""The table of every mode, and the use case on what the store holds."""

import numpy as np
import pandas as pd
import pytest

from geo.access.door_shares import door_table
from geo.access.need_coverage import NEEDS
from geo.domain.couverture import THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import StoreEmptyError
from geo.network.estimate import Mode
from geo.pipeline.doors import DoorsAsked, door_shares, find_doors, write_doors
from geo.progress import SilentReporter
from geo.store.engine import connect
from geo.store.surveys import read_competences
from geo.tables import DOORS_COLUMNS
from tests.geo.access import toy_city
from tests.geo.pipeline.lattice_network import build_lattice


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


@pytest.fixture
def find(shared_directory_url):
    def found(**asked):
        with connect(shared_directory_url) as conn:
            return find_doors(conn, DoorsAsked(**asked), SilentReporter())

    return found


def test_the_store_gives_every_threshold_and_the_reference_time_of_each_mode(find):
    found = find(modes=(Mode.MARCHE, Mode.VOITURE), profiles=(Profil.JEUNE,))

    assert found.budgets_s == {one.mode: one.au_plus_s for one in found.references}
    assert set(found.budgets_s) == {"marche", "voiture"}
    assert all(one.source for one in found.references)
    assert set(found.table["cutoff_s"]) == {*THRESHOLDS_S, *found.budgets_s.values()}
    assert found.table["is_estimate"].any()
    assert found.manifest is None
    assert found.names["region"] == {"11": "Île-de-France"}
    assert set(found.table["territory_code"]) <= {*found.names["bassin"], *found.names["region"]}


def test_a_budget_that_is_asked_is_the_only_one(find):
    found = find(modes=(Mode.MARCHE,), cutoff_s=777, partitions=("departement",))

    assert found.budgets_s == {"marche": 777}
    assert found.references == []
    assert found.table["cutoff_s"].unique().tolist() == [777]
    assert found.table["territory_type"].unique().tolist() == ["departement"]


def test_the_use_case_is_the_measure_on_what_was_read(find, shared_directory_url):
    found = find(cutoff_s=1200)
    with connect(shared_directory_url) as conn:
        competences = read_competences(conn)

    expected = door_shares(found.surveys, competences, cutoffs_s=[1200])
    pd.testing.assert_frame_equal(found.table, expected)


def test_on_a_network_times_are_its_own_where_it_goes(find, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.VOITURE], publiable=False)
    found = find(modes=(Mode.VOITURE,), network=network)

    (survey,) = found.surveys
    assert not survey.times.publiable
    assert found.manifest.name == "paris"
    assert 0 < np.mean(survey.times.is_estimate) < 1


def test_without_a_table_of_competences_one_is_told_how_to_load_it(directory_url):
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM competences")
        with pytest.raises(StoreEmptyError, match="ingest reference"):
            find_doors(conn, DoorsAsked(), SilentReporter())


def test_the_file_has_every_row_under_the_words_of_outside(find, tmp_path):
    found = find(modes=(Mode.MARCHE,), profiles=(Profil.JEUNE,), missions=(Mission.CONSEIL,))
    path = write_doors(found, tmp_path / "portes.csv")
    rows = pd.read_csv(path, sep=";", decimal=",", dtype={"code_territoire": str})

    assert len(rows) == len(found.table)
    results = ("1", "2", "plus", "aucune")
    assert (rows[[f"population_{one}" for one in results]].sum(axis=1) == rows["population"]).all()
    assert rows[[f"part_{one}" for one in results]].sum(axis=1).round(3).eq(1).all()
    assert rows["nom"].notna().all()
    assert set(rows["estime"]) <= {"oui", "non"}
    assert set(rows["publiable"]) == {"oui"}
