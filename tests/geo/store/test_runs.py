from dataclasses import replace

import pandas as pd
import psycopg
import pytest
from pandas.testing import assert_frame_equal

from geo.domain.run import TypeRun, build_run
from geo.errors import InputError, MissingColumnError, NotFoundError
from geo.store.engine import connect
from geo.store.runs import (
    NeedResults,
    latest_run,
    read_coverage,
    read_doors,
    read_findings,
    read_nearest,
    read_need_coverage,
    read_run,
    save_run,
    with_estimates,
)
from geo.tables import (
    COVERAGE_COLUMNS,
    DOORS_COLUMNS,
    ESTIMATED_TIME,
    NEAREST_COLUMNS,
    NEED_COVERAGE_COLUMNS,
)

NEAREST = pd.DataFrame(
    [
        ("75101", "cio", "marche", "dila--cio-75102-01", 1500.0, 1200.0, True),
        ("75101", "cio", "voiture", "dila--cio-75102-01", 1500.5, 240.25, False),
        ("75102", "tous", "marche", "dila--cij-75102-01", 0.0, 0.0, True),
    ],
    columns=list(NEAREST_COLUMNS),
)
COVERAGE = pd.DataFrame(
    [
        ("bassin", "1107", "cio", "marche", 600, 300, 100),
        ("bassin", "1107", "cio", "voiture", 600, 300, 300),
        ("region", "11", "apec", "marche", 600, 500, 0),
        ("region", "11", "apec", "velo", 600, 500, 0),
    ],
    columns=list(COVERAGE_COLUMNS),
)
NEEDS = pd.DataFrame(
    [
        ("bassin", "1107", "femme", "accueil", "a_distance", "marche", 600, 300, 300, False),
        ("bassin", "1107", "femme", "accueil", "physique", "marche", 600, 300, 100, True),
        ("bassin", "1107", "femme", "accueil", "physique", "velo", 600, 300, 200, False),
        ("region", "11", "tout-public", "conseil", "l_un_ou_l_autre", "marche", 900, 500, 0, True),
    ],
    columns=list(NEED_COVERAGE_COLUMNS),
)
DOORS = pd.DataFrame(
    [
        ("bassin", "1107", "femme", "accueil", "marche", 600, 100, 50, 150, 0, True),
        ("bassin", "1107", "femme", "accueil", "velo", 600, 200, 0, 100, 0, False),
        ("region", "11", "tout-public", "conseil", "marche", 900, 0, 0, 0, 500, True),
    ],
    columns=list(DOORS_COLUMNS),
)
BY_NEED = NeedResults(coverage=NEEDS, doors=DOORS)


def run(version="v"):
    return build_run(
        TypeRun.ACCES,
        parametres={"modes": ["marche", "voiture"], "cutoffs_s": [600], "detour": 1.3},
        empreintes={"annuaire": "a"},
        version_code=version,
    )


def test_results_come_back_as_they_were(connection):
    assert save_run(connection, run(), NEAREST, COVERAGE)

    nearest = read_nearest(connection, run().run_id)
    assert_frame_equal(nearest[list(NEAREST_COLUMNS)], NEAREST)
    assert nearest[ESTIMATED_TIME].isna().all()
    back = read_coverage(connection, run().run_id)
    assert_frame_equal(back[list(COVERAGE_COLUMNS)], COVERAGE)


def test_the_estimate_is_kept_beside_the_time_on_a_network(connection):
    save_run(connection, run(), NEAREST.assign(**{ESTIMATED_TIME: [None, 300.5, None]}), COVERAGE)

    kept = read_nearest(connection, run().run_id)[ESTIMATED_TIME]
    outside = connection.execute(
        "SELECT duree_estimee_s FROM acces_proches ORDER BY origine_id, reseau, mode"
    )

    assert kept.isna().tolist() == [True, False, True]
    assert kept[1] == 300.5
    assert outside.fetchall() == [(None,), (300.5,), (None,)]


def test_what_a_run_says_of_needs_comes_back_and_apart_from_coverage_by_reseau(connection):
    everyone = COVERAGE.assign(reseau=["tous", "cio", "tous", "cio"])  # as rows of needs are
    assert save_run(connection, run(), NEAREST, everyone, needs=BY_NEED)

    run_id = run().run_id
    assert_frame_equal(read_need_coverage(connection, run_id), NEEDS)
    assert_frame_equal(read_doors(connection, run_id), DOORS)
    kept = read_coverage(connection, run_id)[list(COVERAGE_COLUMNS)]
    assert sorted(map(tuple, kept.to_numpy())) == sorted(map(tuple, everyone.to_numpy()))


def test_rows_of_needs_are_stored_in_the_words_outside(connection):
    save_run(connection, run(), NEAREST, COVERAGE, needs=BY_NEED)

    by_need = connection.execute(
        "SELECT reseau, profil, besoin, forme, population_couverte, estime FROM couverture"
        " WHERE profil <> 'tous' ORDER BY forme, mode"
    )
    doors = connection.execute(
        "SELECT profil, besoin, population_1, population_2, population_plus, population_aucune,"
        " estime FROM deux_portes ORDER BY type_territoire, mode"
    )

    assert by_need.fetchone() == ("tous", "femme", "accueil", "a_distance", 300, False)
    assert doors.fetchone() == ("femme", "accueil", 100, 50, 150, 0, True)


def test_rows_are_read_in_an_order_of_their_own(connection):
    shuffled = NeedResults(coverage=NEEDS.iloc[::-1], doors=DOORS.iloc[::-1])
    save_run(connection, run(), NEAREST, COVERAGE, needs=shuffled)

    assert_frame_equal(read_need_coverage(connection, run().run_id), NEEDS)
    assert_frame_equal(read_doors(connection, run().run_id), DOORS)


def test_a_run_of_before_needs_were_counted_says_nothing_of_them(connection):
    save_run(connection, run(), NEAREST, COVERAGE)

    assert read_need_coverage(connection, run().run_id).empty
    assert tuple(read_need_coverage(connection, run().run_id).columns) == NEED_COVERAGE_COLUMNS
    assert read_doors(connection, run().run_id).empty


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"coverage": NEEDS.assign(covered_population=999)}, psycopg.errors.CheckViolation),
        ({"coverage": NEEDS.assign(form="physique", mode="velo")}, psycopg.errors.UniqueViolation),
        ({"coverage": pd.concat([NEEDS] * 2)}, InputError),
        ({"coverage": NEEDS.assign(form=None)}, InputError),
        ({"doors": DOORS.assign(beyond=-1)}, psycopg.errors.CheckViolation),
        ({"doors": DOORS.assign(nobody=None)}, InputError),
        ({"doors": DOORS.drop(columns="nobody")}, MissingColumnError),
    ],
)
def test_wrong_results_of_needs_leave_no_run(connection, changes, error):
    with pytest.raises(error):
        save_run(connection, run(), NEAREST, COVERAGE, needs=replace(BY_NEED, **changes))

    assert latest_run(connection) is None


def test_what_a_run_met_on_its_way_is_kept(connection):
    save_run(connection, run("a"), NEAREST, COVERAGE)
    save_run(connection, run("b"), NEAREST, COVERAGE, findings={"voiture": {"origines": 12}})

    assert read_findings(connection, run("a").run_id) == {}
    assert read_findings(connection, run("b").run_id) == {"voiture": {"origines": 12}}
    with pytest.raises(NotFoundError):
        read_findings(connection, "acces-0")


def test_columns_outside_are_the_french_words(connection):
    save_run(connection, run(), NEAREST, COVERAGE)

    nearest = connection.execute(
        "SELECT origine_id, reseau, mode, point_id, distance_m, duree_s, estime"
        " FROM acces_proches ORDER BY 1, 2, 3"
    )
    covered = connection.execute(
        "SELECT type_territoire, code_territoire, reseau, mode, au_plus_s, population,"
        " population_couverte, estime FROM couverture ORDER BY 1, 2, 3, 4"
    )

    assert nearest.fetchone() == tuple(NEAREST.iloc[0])
    assert covered.fetchone() == (*COVERAGE.iloc[0], True)


def test_coverage_is_an_estimate_unless_a_network_gave_it():
    # by réseau and mode; then by mode where the réseau was not reached; then by caution
    assert with_estimates(COVERAGE, NEAREST)["is_estimate"].tolist() == [True, False, True, True]


def test_what_is_known_of_an_estimate_is_kept(connection):
    save_run(connection, run(), NEAREST, COVERAGE.assign(is_estimate=[False, True, False, True]))

    back = read_coverage(connection, run().run_id)

    assert back["is_estimate"].tolist() == [False, True, False, True]


def test_a_run_that_reached_nobody_is_kept(connection):
    save_run(connection, run(), NEAREST.iloc[:0], COVERAGE)

    assert read_nearest(connection, run().run_id).empty
    assert read_coverage(connection, run().run_id)["is_estimate"].all()


def test_the_same_run_again_changes_no_result(connection):
    save_run(connection, run(), NEAREST, COVERAGE)

    assert not save_run(connection, run(), NEAREST.iloc[:1], COVERAGE.iloc[:1])

    assert len(read_nearest(connection, run().run_id)) == len(NEAREST)


def test_a_run_comes_back_with_what_determined_it(connection):
    save_run(connection, run(), NEAREST, COVERAGE)

    assert read_run(connection, run().run_id) == run()
    assert latest_run(connection) == run()


def test_the_latest_run_is_the_one_asked_for_last(connection):
    assert latest_run(connection) is None
    for version in ("a", "b", "a"):
        save_run(connection, run(version), NEAREST, COVERAGE)
        assert latest_run(connection) == run(version)


@pytest.mark.parametrize(
    "read", [read_run, read_nearest, read_coverage, read_need_coverage, read_doors]
)
def test_an_unknown_run_is_not_an_empty_one(connection, read):
    with pytest.raises(NotFoundError, match="deuxportes access run"):
        read(connection, "acces-0")


@pytest.mark.parametrize(
    ("nearest", "coverage", "error"),
    [
        (NEAREST.drop(columns="mode"), COVERAGE, MissingColumnError),
        (NEAREST, COVERAGE.drop(columns="cutoff_s"), MissingColumnError),
        (NEAREST.assign(destination_id=None), COVERAGE, InputError),
        (NEAREST.assign(travel_time_s=float("inf")), COVERAGE, psycopg.errors.CheckViolation),
        (NEAREST, COVERAGE.assign(covered_population=999), psycopg.errors.CheckViolation),
        (pd.concat([NEAREST] * 2, ignore_index=True), COVERAGE, psycopg.errors.UniqueViolation),
    ],
)
def test_wrong_results_leave_no_run(connection, nearest, coverage, error):
    with pytest.raises(error):
        save_run(connection, run(), nearest, coverage)

    assert latest_run(connection) is None


def test_two_saves_of_the_same_run_at_once_keep_one(database_url):
    with connect(database_url) as first, connect(database_url) as second:
        with first.transaction():
            save_run(first, run(), NEAREST, COVERAGE)
            assert latest_run(second) is None
        assert not save_run(second, run(), NEAREST, COVERAGE)
        assert latest_run(second) == run()
