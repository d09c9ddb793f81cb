"""Coverage by every mode surveyed, and the use case on what the store holds."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geo.access.need_coverage import NEEDS, need_helpers
from geo.access.need_coverage_table import need_coverage_of
from geo.domain.couverture import ALL_RESEAUX, THRESHOLDS_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import InputError, SourceError, StoreEmptyError
from geo.network.estimate import Mode
from geo.pipeline.coverage import CoverageAsked, find_coverage, write_coverage
from geo.pipeline.need_coverage import need_coverage, reseau_coverage
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests.geo.access import toy_city
from tests.geo.access.test_remote import service
from tests.geo.pipeline.lattice_network import build_lattice

COMPETENCES = toy_city.COMPETENCES


def test_every_mode_and_need_by_default():
    surveys = [toy_city.city(mode=mode) for mode in ("voiture", "marche")]
    found = need_coverage(surveys, iter(COMPETENCES), iter([service()]))

    assert len(found) == 2 * 3 * len(NEEDS) * 3 * len(THRESHOLDS_S)
    assert found["mode"].unique().tolist() == ["voiture", "marche"]
    by_mode = [
        need_coverage_of(one, need_helpers(one.people, one.places, COMPETENCES, [service()]), NEEDS)
        for one in surveys
    ]
    assert_frame_equal(found, pd.concat(by_mode, ignore_index=True))


def test_surveys_of_the_same_people_and_places_share_who_may_help():
    city, other = toy_city.city(), toy_city.survey(toy_city.TOWNS, toy_city.PLACES[:1])

    alone = [need_coverage([one], COMPETENCES, []) for one in (city, other, city)]
    assert_frame_equal(
        need_coverage([city, city, other, city], COMPETENCES, []),
        pd.concat([alone[0], *alone], ignore_index=True),
    )


def test_by_reseau_in_the_order_asked():
    found = reseau_coverage([toy_city.city()], [ALL_RESEAUX, "cio"], cutoffs_s=[600])

    assert found["reseau"].tolist() == [ALL_RESEAUX, "cio"] * 3
    assert found.groupby("reseau")["covered_population"].sum().to_dict() == {"cio": 0, "tous": 14}


def test_no_mode_is_refused():
    with pytest.raises(InputError, match="a survey at least"):
        need_coverage([], COMPETENCES, [])


@pytest.fixture
def find(shared_directory_url):
    def found(**asked):
        with connect(shared_directory_url) as conn:
            return find_coverage(conn, CoverageAsked(**asked), SilentReporter())

    return found


def covered(found, **asked):
    rows = found.table[found.table["territory_type"] == "region"]
    for column, value in asked.items():
        rows = rows[rows[column] == value]
    return rows["covered_population"].item()


def test_the_store_gives_every_threshold_and_the_reference_time_of_each_mode(find):
    found = find(modes=(Mode.MARCHE, Mode.VOITURE), profiles=(Profil.JEUNE,))

    declared = {mode: one.au_plus_s for mode, one in found.references.items()}
    assert declared == {"marche": 900, "voiture": 1800}
    assert set(found.table["cutoff_s"]) == {*THRESHOLDS_S, *declared.values()}
    assert found.names["bassin"]["1107"] == "T1 Paris"


def test_young_people_of_the_region_who_are_advised(find):
    found = find(profiles=(Profil.JEUNE,), missions=(Mission.CONSEIL,), modes=(Mode.MARCHE,))
    asked = {"mission": "conseil", "cutoff_s": 900}

    # a quarter of an hour on foot is 900 m of straight line: Melun has a CIO in its middle,
    # Paris 1er the Cité des métiers 670 m from its own; the chat helps all of the young
    assert covered(found, form="physique", **asked) == 102_400 + 204_800
    assert covered(found, form="a_distance", **asked) == 3_276_700
    assert covered(found, form="l_un_ou_l_autre", **asked) == 3_276_700


def test_a_reseau_whose_zone_leaves_one_out_is_not_near(find):
    found = find(reseaux=("mission-locale",), modes=(Mode.VOITURE,), cutoffs_s=(1800,))

    # Parisians and Créteil; the zone of Créteil's place leaves its neighbours out
    assert covered(found, cutoff_s=1800) == 6_400 + 3_072_000
    assert found.references == {}


def test_on_a_network_times_are_its_own_where_it_goes(find, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.VOITURE], publiable=False)
    found = find(modes=(Mode.VOITURE,), network=network)

    (survey,) = found.surveys
    assert not survey.times.publiable
    assert found.manifest.name == "paris"
    assert 0 < np.mean(survey.times.is_estimate) < 1
    rows = pd.read_csv(write_coverage(found, tmp_path / "c.csv"), sep=";", decimal=",")
    assert set(rows["publiable"]) == {"non"}
    assert set(rows["reseau_rues"]) == {"paris"}
    assert rows["avertissement"].str.contains("ne pas publier").all()
    assert rows["attribution"].notna().all()


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ({"profiles": (Profil.JEUNE,)}, ["profil", "besoin", "forme"]),
        ({"reseaux": ("cio", ALL_RESEAUX)}, ["reseau", "forme"]),
    ],
)
def test_the_file_has_every_row_under_the_words_of_outside(find, tmp_path, asked, columns):
    found = find(modes=(Mode.MARCHE,), **asked)
    path = write_coverage(found, tmp_path / "couverture.csv")
    rows = pd.read_csv(path, sep=";", decimal=",", dtype={"code_territoire": str})

    assert rows.columns.tolist() == [
        "type_territoire", "code_territoire", "nom", *columns, "mode", "au_plus_s", "population",
        "population_couverte", "part", "estime", "publiable", "reseau_rues", "avertissement",
        "attribution",
    ]  # fmt: skip
    assert len(rows) == len(found.table)
    assert rows["nom"].notna().all()
    share = rows["population_couverte"] / rows["population"]
    assert (rows["part"] - share).abs().max() < 1e-4
    assert set(rows["publiable"]) == {"oui"}


def test_a_reseau_that_nobody_knows_is_refused_with_those_that_are(find):
    with pytest.raises(SourceError, match=r"« cia ».*tous, information-jeunesse"):
        find(reseaux=("cia",))


def test_without_rules_one_is_told_how_to_load_them(directory_url):
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM competences")
        with pytest.raises(StoreEmptyError, match="ingest reference"):
            find_coverage(conn, CoverageAsked(modes=(Mode.MARCHE,)), SilentReporter())
        conn.execute("DELETE FROM temps_reference")
        with pytest.raises(StoreEmptyError, match=r"« marche ».*--au-plus-s"):
            find_coverage(conn, CoverageAsked(modes=(Mode.MARCHE,)), SilentReporter())
