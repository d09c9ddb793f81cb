"""What a diagnostic found is kept whole, given back as it was, and compared with what it was."""

import threading
from datetime import date

import pandas as pd
import psycopg
import pytest
from pandas.testing import assert_frame_equal

from geo.domain.dossier_json import to_json
from geo.domain.run import TypeRun, build_run
from geo.errors import InputError, MissingColumnError, NotFoundError
from geo.store import diagnostics as stored
from geo.store.diagnostics import (
    diagnosed_on,
    list_runs,
    previous_run,
    read_dossier,
    read_indicators,
    save_diagnostics,
)
from geo.store.engine import connect
from geo.store.run_rows import latest_run, read_run, recall_run
from tests.kept_diagnostics import EARLIER, ON, dossiers, indicators, keep, run

LATER = date(2027, 2, 19)


def by_keys(table):
    keys = ["territory_type", "territory_code", "indicator", "reseau", "profile", "mission", "mode"]
    return table.sort_values(keys, ignore_index=True)


def save(connection, of, **changes):
    told = {"indicators": indicators(), "dossiers": dossiers(of), "on": ON, "previous": None}
    return save_diagnostics(connection, of, **(told | changes))


def test_indicators_come_back_as_they_were_in_an_order_of_their_own(connection):
    of = run()
    assert save(connection, of, indicators=indicators().iloc[::-1])

    assert_frame_equal(read_indicators(connection, of.run_id), by_keys(indicators()))


def test_what_nobody_knows_stays_unknown(connection):
    of = keep(connection)

    found = connection.execute(
        "SELECT count(*), count(valeur) FROM indicateurs WHERE indicateur = 'points_labellises'"
    ).fetchone()
    kept = read_indicators(connection, of.run_id).set_index("indicator")["value"]

    assert found == (3, 0)
    assert kept["points_labellises"].isna().all()
    assert kept["habitants"].tolist() == [1500, 300, 1800]


def test_indicators_of_which_nobody_knows_any_are_numbers_still(connection):
    nothing = indicators().assign(value=None)
    of = run()
    save(connection, of, indicators=nothing)

    kept = read_indicators(connection, of.run_id)["value"]

    assert kept.isna().all()
    assert kept.dtype == float


def test_dossiers_come_back_equal_and_to_the_byte(connection):
    of = keep(connection)

    for dossier in dossiers(of):
        kind, code = dossier.type_territoire.value, dossier.code_territoire
        assert read_dossier(connection, of.run_id, kind, code) == dossier
        raw = connection.execute(
            "SELECT contenu FROM diagnostics WHERE code_territoire = %s", [code]
        ).fetchone()
        assert raw == (to_json(dossier),)


def test_the_day_and_the_run_come_back(connection):
    of = keep(connection)

    assert diagnosed_on(connection, of.run_id) == ON
    assert read_run(connection, of.run_id) == of
    assert latest_run(connection, TypeRun.DIAGNOSTIC) == of
    assert latest_run(connection) is None  # of access


@pytest.mark.parametrize(
    "read",
    [
        read_indicators,
        diagnosed_on,
        lambda connection, run_id: read_dossier(connection, run_id, "region", "11"),
    ],
)
def test_an_unknown_diagnostic_is_not_an_empty_one(connection, read):
    with pytest.raises(NotFoundError, match="indicateurs list"):
        read(connection, "diagnostic-0")


def test_a_run_of_access_is_no_diagnostic(connection):
    connection.execute(
        "INSERT INTO runs (run_id, type, parametres, empreintes, version_code)"
        " VALUES ('acces-0', 'acces', '{}', '{}', 'v')"
    )

    with pytest.raises(NotFoundError):
        read_indicators(connection, "acces-0")
    assert list_runs(connection).empty


def test_a_territory_without_a_document_is_told(connection):
    of = keep(connection)

    with pytest.raises(NotFoundError, match="9999"):
        read_dossier(connection, of.run_id, "bassin", "9999")


def test_the_same_run_again_changes_nothing_and_becomes_the_latest(connection):
    first = keep(connection, EARLIER)
    second = keep(connection)
    assert latest_run(connection, TypeRun.DIAGNOSTIC) == second

    assert not save(
        connection,
        first,
        on=EARLIER,
        indicators=indicators(plus=7),
        dossiers=dossiers(first, EARLIER),
    )

    assert latest_run(connection, TypeRun.DIAGNOSTIC) == first
    assert_frame_equal(read_indicators(connection, first.run_id), by_keys(indicators()))


def test_dossiers_that_were_not_written_the_first_time_are_added(connection):
    of = run()
    save(connection, of, dossiers=dossiers(of, codes=["1101"]))

    assert not save(connection, of)

    assert list_runs(connection)["territories"].tolist() == [3]


def test_a_run_recalled_is_the_latest_again(connection):
    first = keep(connection, EARLIER)
    keep(connection)

    assert recall_run(connection, first)

    assert latest_run(connection, TypeRun.DIAGNOSTIC) == first


def test_a_new_run_is_compared_with_the_latest_day_before_it(connection):
    assert previous_run(connection, run()) is None

    older = keep(connection, EARLIER)
    keep(connection, LATER)  # not before it
    old = keep(connection, date(2026, 9, 1))
    recall_run(connection, older)  # asked for last, yet of an earlier day

    assert previous_run(connection, run()) == old


def test_of_runs_of_one_earlier_day_the_one_asked_for_last_is_compared_with(connection):
    keep(connection, EARLIER, version="a")
    last = keep(connection, EARLIER, version="b")
    keep(connection, version="c")  # of the same day

    assert previous_run(connection, run(version="d")) == last


@pytest.mark.parametrize(
    "asked",
    [
        {"region": "75"},
        {"modes": {"marche": {}, "velo": {}}},
        {"au_plus_s": {"marche": 1800}},
        {"reseau_rues": {"nom": "essai", "publiable": False}},
    ],
    ids=["region", "modes", "cut-offs", "streets"],
)
def test_runs_that_asked_something_else_are_not_compared_with(connection, asked):
    keep(connection, EARLIER)
    of = run()
    other = build_run(
        of.type,
        parametres=of.parametres | asked,
        empreintes=of.empreintes,
        version_code=of.version_code,
    )

    assert previous_run(connection, of) is not None
    assert previous_run(connection, other) is None


def test_a_run_that_is_kept_is_compared_with_what_it_was_the_first_time(connection):
    first = keep(connection, EARLIER)
    of = keep(connection, previous=first.run_id)
    keep(connection, date(2026, 10, 1))  # nearer, and kept since

    assert previous_run(connection, of) == first
    assert previous_run(connection, first) is None


def test_a_run_outlives_the_one_it_was_compared_with(connection):
    first = keep(connection, EARLIER)
    of = keep(connection, previous=first.run_id)
    connection.execute("DELETE FROM runs WHERE run_id = %s", [first.run_id])

    assert previous_run(connection, of) is None
    assert list_runs(connection)["run_id"].tolist() == [of.run_id]


def test_runs_are_listed_by_day(connection):
    later, first = keep(connection, LATER), keep(connection, EARLIER)
    between = keep(connection, previous=first.run_id)

    listed = list_runs(connection)

    assert listed["run_id"].tolist() == [first.run_id, between.run_id, later.run_id]
    assert listed["on"].tolist() == [EARLIER, ON, LATER]
    assert listed["previous"].isna().tolist() == [True, False, True]
    assert listed["previous"][1] == first.run_id
    assert listed["region_code"].tolist() == ["11"] * 3
    assert list_runs(connection, since=ON)["on"].tolist() == [ON, LATER]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"indicators": indicators().drop(columns="publiable")}, MissingColumnError),
        ({"indicators": indicators().assign(value=float("inf"))}, InputError),
        ({"indicators": indicators().assign(indicator="inconnu")}, NotFoundError),
        ({"indicators": indicators().assign(mission=None)}, InputError),
        ({"indicators": indicators().assign(profile="martien")}, psycopg.errors.CheckViolation),
        (
            {"indicators": pd.concat([indicators()] * 2, ignore_index=True)},
            psycopg.errors.UniqueViolation,
        ),
        ({"dossiers": dossiers(run(EARLIER))}, InputError),
        ({"dossiers": dossiers(run(), EARLIER)}, InputError),
        ({"on": EARLIER}, InputError),
        ({"previous": "diagnostic-0"}, psycopg.errors.ForeignKeyViolation),
    ],
)
def test_what_is_wrong_leaves_nothing(connection, changes, error):
    with pytest.raises(error):
        save(connection, run(), **changes)

    assert latest_run(connection, TypeRun.DIAGNOSTIC) is None
    assert connection.execute("SELECT count(*) FROM indicateurs").fetchone() == (0,)


@pytest.mark.parametrize(
    ("kind", "parametres"),
    [
        (TypeRun.ACCES, {"au": "2026-11-22", "region": "11"}),
        (TypeRun.DIAGNOSTIC, {"au": "2026-11-22"}),
        (TypeRun.DIAGNOSTIC, {"region": "11"}),
    ],
)
def test_a_run_that_is_no_diagnostic_of_a_day_and_region_is_refused(connection, kind, parametres):
    of = build_run(kind, parametres=parametres, empreintes={}, version_code="v")

    with pytest.raises(InputError):
        save(connection, of, dossiers=[])


def test_a_crash_midway_keeps_nothing(database_url, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(stored, "_insert_dossiers", crash)
    with connect(database_url) as connection, pytest.raises(KeyboardInterrupt):
        save(connection, run())

    with connect(database_url) as connection:
        assert latest_run(connection, TypeRun.DIAGNOSTIC) is None
        assert connection.execute("SELECT count(*) FROM indicateurs").fetchone() == (0,)


def test_two_that_save_the_same_run_at_once_keep_one(database_url):
    of, saved = run(), []

    def save_again():
        with connect(database_url) as second:
            saved.append(save(second, of, dossiers=dossiers(of)[::-1]))

    with connect(database_url) as first:
        with first.transaction():
            saved.append(save(first, of))
            thread = threading.Thread(target=save_again)
            thread.start()
            thread.join(0.2)
            assert thread.is_alive()  # it waits for the first to end
        thread.join(10)
        kept = list_runs(first)
        rows = read_indicators(first, of.run_id)

    assert saved == [True, False]
    assert kept["territories"].tolist() == [3]
    assert_frame_equal(rows, by_keys(indicators()))
