import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from geo.errors import StoreUnavailableError
from geo.store import schema
from geo.store.engine import compile_query, connect, create_engine, store_errors, to_conninfo


def test_a_connection_commits_each_statement(database_url):
    with connect(database_url) as writer, connect(database_url) as reader:
        writer.execute("CREATE TABLE essai (n integer)")

        assert reader.execute("SELECT count(*) FROM essai").fetchone() == (0,)


def test_an_engine_reaches_the_same_database(database_url):
    engine = create_engine(database_url)
    with engine.connect() as connection, connect(database_url) as other:
        name = "SELECT current_database()"
        assert connection.execute(text(name)).scalar() == other.execute(name).fetchone()[0]
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///base?host=/run/dp&user=moi",
        "postgresql+psycopg:///base?host=/run/dp&user=moi",
        "host=/run/dp dbname=base user=moi",
    ],
)
def test_every_spelling_of_an_address_is_read(url):
    read = conninfo_to_dict(to_conninfo(url))

    assert (read["host"], read["dbname"], read["user"]) == ("/run/dp", "base", "moi")
    assert read["connect_timeout"] == "10"


def test_what_the_address_says_is_kept():
    read = conninfo_to_dict(to_conninfo("dbname=base connect_timeout=1 application_name=autre"))

    assert (read["connect_timeout"], read["application_name"]) == ("1", "autre")


@pytest.mark.parametrize("opened", [connect, lambda url: create_engine(url).connect()])
def test_a_server_that_is_away_is_said_with_what_to_do(opened):
    with pytest.raises(StoreUnavailableError, match=r"ne répond pas.*deuxportes db status"):
        opened("postgresql://moi:secret@localhost:1/base")


@pytest.mark.parametrize("opened", [connect, lambda url: create_engine(url).connect()])
@pytest.mark.parametrize("url", ["garbage", "moi:tres-secret@h/b", "postgresql://[tres-secret"])
def test_what_is_no_address_is_said_and_not_repeated(opened, url):
    with pytest.raises(StoreUnavailableError, match=r"DATABASE_URL.*postgresql://") as caught:
        opened(url)

    assert url not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_password_is_never_repeated():
    with pytest.raises(StoreUnavailableError) as caught:
        connect("postgresql://moi:tres-secret@localhost:1/base")

    assert "tres-secret" not in str(caught.value)


def test_a_database_that_was_not_migrated_is_said(databases):
    _, url = databases.create()
    with (
        connect(url) as connection,
        pytest.raises(StoreUnavailableError, match="deuxportes db migrate"),
        store_errors(),
    ):
        connection.execute("SELECT * FROM points_accueil")


def test_a_server_that_goes_away_in_between_is_said(databases, database_url):
    with connect(database_url) as connection:
        databases.holder.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])

        with pytest.raises(StoreUnavailableError, match="ne répond pas"), store_errors():
            connection.execute("SELECT 1")


def test_errors_about_the_data_pass_as_they_are(database_url):
    wrong = "INSERT INTO reseaux (code, nom, membre, rang) VALUES ('', '', '', 0)"
    engine = create_engine(database_url)
    with (
        engine.connect() as connection,
        pytest.raises(IntegrityError),
        store_errors(),
    ):
        connection.execute(text(wrong))
    engine.dispose()
    with (
        connect(database_url) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
        store_errors(),
    ):
        connection.execute(wrong)


def test_a_statement_is_compiled_for_the_driver(connection):
    query = select(schema.reseaux.c.nom).where(schema.reseaux.c.code == "cio")

    sql, parameters = compile_query(query)

    assert "cio" not in sql
    assert connection.execute(sql, parameters).fetchall() == []
