import pytest
from typer.testing import CliRunner

from geo.cli.db import app
from geo.errors import ServerError
from geo.store import server
from geo.store.server import Server, ServerStatus

COMMANDS = ("install", "start", "stop", "status", "url", "migrate", "reset")
URL = "postgresql://deuxportes@/deuxportes?host=%2Fs&port=5432"


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Stand for the server: what the commands do is tested with it; here, what they ask of it."""
    calls = []
    monkeypatch.setenv("DEUXPORTES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def ensure(*, database_url, home, report):
        calls.append(("ensure", database_url, home))
        report("Serveur de la marque")
        return Server(URL, "Serveur de la marque")

    def record(name, answer):
        return lambda home: calls.append((name, home)) or answer

    monkeypatch.setattr(server, "ensure_server", ensure)
    monkeypatch.setattr(server, "install_server", ensure)
    monkeypatch.setattr(server, "keep_server", record("keep", answer=None))
    monkeypatch.setattr(server, "stop_server", record("stop", answer=True))
    monkeypatch.setattr(server, "reset_server", record("reset", answer=True))
    found = ServerStatus("Serveur de la marque", URL, running=False)
    monkeypatch.setattr(server, "server_status", lambda *_arguments: found)
    return calls


def run(*words, **options):
    return CliRunner().invoke(app, list(words), **options)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name):
    assert f"deuxportes db {name}" in run(name, "--help").output


def test_install_starts_nothing(asked, tmp_path):
    assert run("install").exit_code == 0
    assert asked == [("ensure", None, tmp_path / "processed")]


def test_start_says_which_server_on_standard_error_alone(asked, tmp_path):
    done = run("start")

    assert done.exit_code == 0
    home = tmp_path / "processed"
    assert asked == [("ensure", None, home), ("keep", home)]
    assert done.stdout == ""
    assert done.stderr == "Serveur de la marque\n"


def test_the_given_database_is_used(asked, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://h/b")

    run("url")

    assert asked == [("ensure", "postgresql://h/b", tmp_path / "processed")]


def test_url_writes_the_address_and_nothing_else(asked):
    done = run("url")

    assert done.stdout == f"{URL}\n"
    assert asked


def test_stop_says_what_it_did(asked, tmp_path):
    assert run("stop").stdout == "Serveur arrêté.\n"
    assert asked == [("stop", tmp_path / "processed")]


@pytest.mark.usefixtures("asked")
def test_status_of_a_server_that_does_not_answer_is_3():
    done = run("status")

    assert done.exit_code == 3
    assert "ne répond pas" in done.stdout


@pytest.mark.parametrize(
    ("words", "answer", "erased"),
    [(["--oui"], "", True), ([], "y\n", True), ([], "n\n", False), ([], "", False)],
)
def test_reset_erases_only_once_confirmed(asked, words, answer, erased):
    run("reset", *words, input=answer)

    assert ([name for name, _ in asked] == ["reset"]) is erased


def test_migrate_brings_the_schema_up_to_date(asked, monkeypatch):
    migrated = []
    monkeypatch.setattr("geo.store.migrate.migrate", migrated.append)

    done = run("migrate")

    assert done.exit_code == 0
    assert migrated == [URL]
    assert asked


def test_an_expected_error_is_left_to_the_caller(monkeypatch, asked):
    def fail(**_arguments):
        raise ServerError("rien ne répond")

    monkeypatch.setattr(server, "ensure_server", fail)

    assert isinstance(run("start").exception, ServerError)
    assert not asked
