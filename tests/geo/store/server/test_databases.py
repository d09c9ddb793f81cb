import psycopg
import pytest

from geo.errors import InputError, ServerError, StoreError
from geo.store import server
from geo.store.server import databases


@pytest.fixture(scope="module")
def url(home):
    return server.ensure_server(database_url=None, home=home).url


def value(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_database_is_made_copied_and_dropped_even_while_in_use(url):
    model = databases.create_database(url, "dp_test_model", template="deuxportes")
    with psycopg.connect(model) as connection:
        connection.execute("CREATE TABLE proof AS SELECT 7 AS x")

    copy = databases.create_database(url, "dp_test_copy", template="dp_test_model")

    assert value(copy, "SELECT x FROM proof") == 7
    assert value(copy, "SELECT ST_X(ST_Point(2, 48))") == 2.0
    with psycopg.connect(copy):
        databases.drop_database(url, "dp_test_copy")
    databases.drop_database(url, "dp_test_copy")
    databases.drop_database(url, "dp_test_model")
    assert value(url, "SELECT count(*) FROM pg_database WHERE datname LIKE 'dp_test%'") == 0


@pytest.mark.parametrize("name", ["deuxportes", "dp_test_", "dp_test_A", "x_dp_test_a", ""])
@pytest.mark.parametrize("act", [databases.create_database, databases.drop_database])
def test_no_database_but_a_test_s_is_touched(act, name):
    with pytest.raises(InputError, match="dp_test_"):
        act("postgresql://nobody@nowhere.invalid/x", name)


def test_a_refusal_says_why(url):
    databases.create_database(url, "dp_test_twice")

    with pytest.raises(StoreError, match="already exists"):
        databases.create_database(url, "dp_test_twice")

    databases.drop_database(url, "dp_test_twice")


def test_a_server_that_is_not_there_is_said_to_be(tmp_path):
    with pytest.raises(ServerError, match="ne répond pas"):
        databases.drop_database(f"postgresql:///x?host={tmp_path}", "dp_test_a")


def test_an_account_that_may_not_enable_postgis_is_told_what_to_type(url):
    bare = databases.create_database(url, "dp_test_bare")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE dp_reader LOGIN")
    try:
        with pytest.raises(StoreError, match="CREATE EXTENSION postgis"):
            databases.enable_postgis(bare.replace("deuxportes@", "dp_reader@"))
    finally:
        databases.drop_database(url, "dp_test_bare")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP ROLE dp_reader")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p@h:1/a?sslmode=require", "postgresql://u:p@h:1/b?sslmode=require"),
        ("postgresql://h", "postgresql://h/b"),
        ("postgresql:///a", "postgresql:///b"),
        ("dbname=a port=1", "dbname=b port=1"),
    ],
)
def test_a_database_is_changed_in_any_spelling(url, expected):
    assert databases.with_database(url, "b") == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql+psycopg://h/a", "postgresql://h/a"),
        ("postgres://h/a", "postgresql://h/a"),
        ("postgresql://h/a", "postgresql://h/a"),
        ("host=h dbname=a", "host=h dbname=a"),
    ],
)
def test_sqlalchemy_s_spelling_becomes_libpq_s(url, expected):
    assert databases.plain_url(url) == expected
