import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from geo.errors import ServerError
from geo.store import server
from geo.store.server import cluster
from geo.store.server.place import Place, remove_if_empty, short_folders

MARK = "48.8566123"
ENSURE = (
    "import sys; from pathlib import Path; from geo.store.server import ensure_server; "
    "print(ensure_server(database_url=None, home=Path(sys.argv[1])).url)"
)


def ensure(home):
    return server.ensure_server(database_url=None, home=home)


def postmaster_pid(home):
    return int((home / "postgres/data/postmaster.pid").read_text().split()[0])


def value(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def assert_serves(home):
    assert value(ensure(home).url, "SELECT ST_X(ST_Point(2, 48))") == 2.0


def wait_until_dead(pid):
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_cluster_is_made_from_nothing_then_found_at_once(first_start):
    home, first, said = first_start
    ensure(home)

    began = time.monotonic()
    again = ensure(home)

    assert time.monotonic() - began < 0.5
    assert again.url == first.url
    assert "Création de la base" in said
    assert said[-1] == first.origin
    assert str(home) in first.origin
    assert value(again.url, "SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") == 1
    assert value(again.url, "SHOW server_encoding") == "UTF8"


def test_a_relative_folder_is_the_same_cluster(home, monkeypatch):
    url = ensure(home).url
    monkeypatch.chdir(home.parent)

    assert ensure(Path(home.name)).url == url
    server.stop_server(Path(home.name))
    assert ensure(Path(home.name)).url == url


def test_the_server_is_reached_by_its_socket_alone(home):
    url = ensure(home).url

    assert value(url, "SHOW listen_addresses") == ""
    assert (home / "postgres").stat().st_mode & 0o777 == 0o700
    assert (home / "postgres/.s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_no_variable_of_the_user_changes_the_address(home, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    monkeypatch.setenv("PGDATABASE", "other")

    assert value(ensure(home).url, "SELECT current_database()") == "deuxportes"


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("SELECT 1 / (%s::float8 - %s::float8)::int", [MARK, MARK]),
        ("SELECT ST_GeomFromText(%s)", [f"POINT({MARK}"]),
        ("SELECT %s::int", [MARK]),
        (f"SELECT missing FROM pg_class WHERE {MARK} = 1", None),  # noqa: S608  # a constant
        (f"SELECT '{MARK}'::int", None),
    ],
)
def test_a_position_never_reaches_the_log(home, query, parameters):
    with psycopg.connect(ensure(home).url) as connection, pytest.raises(psycopg.Error):
        connection.execute(query, parameters)

    log = (home / "postgres/journal.log").read_text()
    assert "ready to accept connections" in log
    assert MARK not in log


def test_a_killed_server_is_started_again(home):
    ensure(home)
    pid = postmaster_pid(home)
    os.kill(pid, signal.SIGKILL)
    wait_until_dead(pid)

    assert_serves(home)


@pytest.fixture
def stranger(home):
    """Another program of the cluster's account, whose signals PostgreSQL would not be refused."""
    ensure(home)
    owner = (home / "postgres").stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as process:
        yield process.pid
        process.kill()


def test_a_lock_file_that_names_another_program_is_forgotten(home, stranger):
    """After a restart of the machine, its process number may be anybody's."""
    locks = [home / "postgres/data/postmaster.pid", home / "postgres/.s.PGSQL.5432.lock"]
    texts = [lock.read_text() for lock in locks]
    server.stop_server(home)
    for lock, text in zip(locks, texts, strict=True):
        lock.write_text(text.replace(text.split()[0], str(stranger), 1))

    assert_serves(home)
    assert postmaster_pid(home) != stranger


def test_a_wiped_socket_is_made_again(home):
    ensure(home)
    before = postmaster_pid(home)
    (home / "postgres/.s.PGSQL.5432").unlink()

    assert_serves(home)
    assert postmaster_pid(home) != before


def test_two_at_once_make_one_server_and_clear_what_a_dead_process_left(home):
    server.reset_server(home)
    leftover = home / "postgres/data.partiel"  # killed during initdb
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("15\n")
    command = [sys.executable, "-c", ENSURE, str(home)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]

    urls = {process.communicate(timeout=60)[0] for process in both}

    assert [process.returncode for process in both] == [0, 0]
    assert urls == {f"{ensure(home).url}\n"}
    assert not leftover.exists()


def test_a_database_left_unprepared_is_prepared(home):
    url = ensure(home).url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP EXTENSION postgis")
    (home / "postgres/pret").unlink()  # killed before it was made

    assert_serves(home)


def test_a_path_too_long_for_a_socket_is_served_from_elsewhere(
    home, open_folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    ensure(home)
    server.stop_server(home)
    moved = home.rename(open_folder / ("x" * 90))
    try:
        url = ensure(moved).url

        assert value(url, "SELECT current_database()") == "deuxportes"
        found = cluster.lock_file(Place(moved / "postgres", moved))
        assert not found.socket_dir.startswith(str(moved))
        monkeypatch.setenv("HOME", "/elsewhere")  # another session would put the socket elsewhere
        assert server.running_server(moved).url == url
    finally:
        server.stop_server(moved)
        moved.rename(home)
        for folder in short_folders(moved, os.geteuid(), tmp_path):
            remove_if_empty(folder)
    assert_serves(home)


def test_a_cluster_of_a_missing_version_is_never_replaced(home, monkeypatch):
    ensure(home)
    server.stop_server(home)
    (home / "postgres/data/PG_VERSION").write_text("9\n")

    def refuse(*_arguments):
        raise ServerError("pas ici")

    monkeypatch.setattr(server.install, "_install_in_system", refuse)
    monkeypatch.setattr(server.install, "_unpack_in_project", refuse)

    with pytest.raises(ServerError, match=r"pas ici.*postgresql-9-postgis-3.*db reset"):
        ensure(home)

    assert "PostgreSQL 9" in server.server_status(home).origin
    assert server.reset_server(home)


def test_a_database_url_that_does_not_answer_is_an_error(new_home):
    home = new_home("jamais")
    with socket.socket() as closed:  # bound, never listening: connections are refused
        closed.bind(("127.0.0.1", 0))
        url = f"postgresql://moi:secret@127.0.0.1:{closed.getsockname()[1]}/carte"

        with pytest.raises(ServerError, match="DATABASE_URL") as caught:
            server.ensure_server(database_url=url, home=home)

        assert "secret" not in str(caught.value)
        assert not server.server_status(home, url).running
    assert not (home / "postgres").exists()


def test_a_database_url_that_is_no_address_is_an_error(new_home):
    home = new_home("jamais")

    for refuse in (
        lambda: server.ensure_server(database_url="moi:secret@h", home=home),
        lambda: server.server_status(home, "moi:secret@h"),
    ):
        with pytest.raises(ServerError, match=r"DATABASE_URL.*postgresql://") as caught:
            refuse()
        assert "secret" not in str(caught.value)
    assert not (home / "postgres").exists()


def test_installing_starts_nothing(new_home):
    home = new_home("rien")
    said = []

    server.install_server(database_url=None, home=home, report=said.append)
    server.install_server(database_url="postgresql://nowhere.invalid/x", home=home)

    assert len(said) == 1
    assert said[0].startswith("PostGIS : PostgreSQL ")
    assert not (home / "postgres").exists()


def test_a_database_url_that_answers_is_used_as_it_is(home, new_home):
    given = ensure(home).url.replace("postgresql:", "postgresql+psycopg:")
    unused = new_home("inutile")

    found = server.ensure_server(database_url=given, home=unused)

    assert found.url == ensure(home).url
    assert found.origin.startswith("DATABASE_URL")
    assert not (unused / "postgres").exists()


def test_status_stop_and_reset_follow_the_cluster(home):
    ensure(home)
    assert server.server_status(home).running
    assert server.stop_server(home)
    assert not server.server_status(home).running
    assert not server.stop_server(home)
    ensure(home)

    assert server.reset_server(home)

    assert not server.reset_server(home)
    assert server.server_status(home).url is None
    assert not (home / "postgres/data").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
def test_root_runs_a_cluster_as_the_account_that_made_it(home):
    """An ordinary user made it; root comes later, and leaves nothing the user cannot use."""
    ensure(home)
    server.stop_server(home)
    for path in (home / "postgres", *(home / "postgres").rglob("*")):
        os.chown(path, 65534, 65534)

    assert_serves(home)

    pid = postmaster_pid(home)
    assert Path(f"/proc/{pid}").stat().st_uid == 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user enters its own folders")
def test_a_parent_folder_closed_since_is_named_and_nothing_is_used_instead(home, open_folder):
    ensure(home)
    server.stop_server(home)
    closed = open_folder / "ferme"
    closed.mkdir(mode=0o700)
    moved = home.rename(closed / "home")
    try:
        with pytest.raises(ServerError, match=f"chmod a\\+x '{closed}'"):
            ensure(moved)
    finally:
        moved.rename(home)
    assert_serves(home)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_checkout_that_may_only_be_read_is_served_from_the_account_s_own_folder(
    new_home, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    home = new_home("lecture")
    home.mkdir(exist_ok=True)
    home.chmod(0o555)
    try:
        with server.borrow_server(database_url=None, home=home) as found:
            assert value(found.url, "SELECT current_database()") == "deuxportes"
            assert str(tmp_path) in found.origin
        assert server.running_server(home) is None
    finally:
        home.chmod(0o755)
