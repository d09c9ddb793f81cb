"""``deuxportes ingest``, as typed."""

import pytest
from typer.testing import CliRunner

from geo.cli.ingest import app
from geo.errors import ServerError, StoreEmptyError


@pytest.fixture
def run(monkeypatch, database_url):
    monkeypatch.setenv("DATABASE_URL", database_url)
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("name", ["reference", "points", "territories", "rejects"])
def test_help_has_an_example(name):
    assert f"deuxportes ingest {name}" in CliRunner().invoke(app, [name, "--help"]).output


def test_a_reference_is_loaded_in_one_command(run):
    done = run("reference")

    assert done.exit_code == 0, done.output
    assert "20 arrondissements, 25 bassins" in done.stdout
    assert "642 ajoutés, 0 modifiés, 0 retirés, 0 inchangés." in done.stdout
    assert "cij-92004-01 : position fausse — " in done.stdout


def test_every_reject_can_be_read_with_its_reason(run):
    run("reference")

    lines = [line for line in run("rejects").stdout.splitlines() if " — " in line]

    assert len(lines) == 104
    assert sum(" : position fausse — " in line for line in lines) == 5
    assert sum(" : sans position — " in line for line in lines) == 2


def test_places_wait_for_territories(run):
    assert isinstance(run("points").exception, StoreEmptyError)


def test_an_address_that_is_none_is_an_expected_error(run, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "garbage")

    assert isinstance(run("reference").exception, ServerError)
