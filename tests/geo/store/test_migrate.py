import subprocess
import sys
import time

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy.schema import CreateIndex, CreateTable

from geo.errors import StoreError, StoreUnavailableError
from geo.store import migrate as migrations
from geo.store.engine import create_engine
from geo.store.migrate import current_revision, downgrade, migrate
from geo.store.schema import metadata

CATALOGUE = (
    (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conrelid <> 'spatial_ref_sys'::regclass"
    ),
    (
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename <> 'spatial_ref_sys'"
    ),
    (
        "SELECT table_name, column_name, format('%s %s %s', data_type, is_nullable, column_default)"
        " FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name NOT IN ('spatial_ref_sys', 'geometry_columns', 'geography_columns')"
    ),
)


@pytest.fixture
def empty_url(databases):
    return databases.create()[1]


def catalogue(url):
    with psycopg.connect(url) as connection:
        rows = {tuple(row) for query in CATALOGUE for row in connection.execute(query)}
    return {row for row in rows if row[0] != "alembic_version"}


def test_the_migrated_database_needs_nothing_to_equal_the_metadata(database_url):
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": alembic_helpers.include_object,
                "compare_type": True,
                "compare_server_default": True,
            },
        )
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_checks_and_indexes_are_those_of_the_metadata_too(database_url, empty_url):
    # Alembic compares neither CHECKs nor expressions: PostgreSQL's own catalogue does
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION postgis")
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table))
            for index in table.indexes:
                connection.execute(CreateIndex(index))
    engine.dispose()

    assert catalogue(database_url) == catalogue(empty_url)


def test_upgrade_downgrade_upgrade_gives_the_same_schema(empty_url):
    assert current_revision(empty_url) is None
    migrate(empty_url)
    first, revision = catalogue(empty_url), current_revision(empty_url)

    downgrade(empty_url, revision="base")
    assert catalogue(empty_url) == set()
    assert current_revision(empty_url) is None

    migrate(empty_url)
    assert catalogue(empty_url) == first
    assert current_revision(empty_url) == revision


def test_migrating_twice_changes_nothing(database_url):
    before = catalogue(database_url)

    migrate(database_url)

    assert catalogue(database_url) == before


def test_two_migrations_at_once_both_succeed(empty_url):
    program = "import sys; from geo.store.migrate import migrate; migrate(sys.argv[1])"
    with psycopg.connect(empty_url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [migrations.LOCK])
        both = [
            subprocess.Popen([sys.executable, "-c", program, empty_url], stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        wait_until(lambda: waiting(other) == 2)
    # the lock is free: they start at the same instant

    ends = [process.communicate(timeout=60)[1] for process in both]

    assert [process.returncode for process in both] == [0, 0], ends
    assert current_revision(empty_url) is not None


def waiting(connection):
    query = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s"
    )
    return connection.execute(query, [migrations.LOCK]).fetchone()[0]


def wait_until(condition, *, at_most_s=30):
    until = time.monotonic() + at_most_s
    while not condition():
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.02)


def test_a_migration_that_waits_too_long_says_so(empty_url, monkeypatch):
    monkeypatch.setattr(migrations, "LOCK_WAIT_S", 0.1)
    with psycopg.connect(empty_url) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [migrations.LOCK])

        with pytest.raises(StoreError, match="une autre mise à niveau"):
            migrate(empty_url)


def test_a_database_of_a_newer_program_is_refused(database_url):
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match=r"Mettez le programme à jour.*DATABASE_URL"):
        migrate(database_url)


def test_a_server_that_is_away_is_said_in_one_line():
    with pytest.raises(StoreUnavailableError, match="ne répond pas") as caught:
        migrate("postgresql:///absente?host=/nowhere")

    assert "\n" not in str(caught.value)


RUN = (
    "INSERT INTO runs (run_id, type, parametres, empreintes, version_code)"
    " VALUES ('acces-0', 'acces', '{}', '{}', 'v')"
)
ROW = (
    "INSERT INTO couverture (run_id, type_territoire, code_territoire, reseau, mode, au_plus_s,"
    " population, population_couverte, estime)"
    " VALUES ('acces-0', 'bassin', '1101', 'cio', 'marche', 600, 2, 1, true)"
)


def test_coverage_of_before_the_analysis_is_of_a_reseau_at_a_place(empty_url):
    migrate(empty_url, revision="0002")
    with psycopg.connect(empty_url) as connection:
        connection.execute(RUN)
        connection.execute(ROW)

    migrate(empty_url)

    with psycopg.connect(empty_url) as connection:
        told = connection.execute("SELECT profil, besoin, forme FROM couverture").fetchall()
    assert told == [("tous", "tous", "physique")]


def test_going_back_keeps_coverage_by_reseau_alone(empty_url):
    migrate(empty_url)
    with psycopg.connect(empty_url) as connection:
        connection.execute(RUN)
        connection.execute(ROW)
        connection.execute(
            "INSERT INTO couverture SELECT run_id, type_territoire, code_territoire, 'tous', mode,"
            " au_plus_s, population, 2, estime, 'femme', 'conseil', 'a_distance' FROM couverture"
        )

    downgrade(empty_url, revision="0002")

    with psycopg.connect(empty_url) as connection:
        rows = connection.execute("SELECT reseau, population_couverte FROM couverture").fetchall()
        assert rows == [("cio", 1)]
    migrate(empty_url)
