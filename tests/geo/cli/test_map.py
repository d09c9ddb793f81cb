"""What people may type after ``deuxportes map``, and what they are told."""

import re
import shutil
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from geo.cli.app import app
from geo.settings import Settings
from geo.sources.manifest import MANIFEST


@pytest.fixture
def run(shared_directory_url, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", shared_directory_url)
    monkeypatch.setenv("DEUXPORTES_MAPS_DIR", str(tmp_path))

    def typed(*arguments):
        return CliRunner().invoke(app, ["map", *map(str, arguments)])

    return typed


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["gaps", "--mode", "voiture", "--reseau", "mission-locale"], "lacunes.html"),
        (["doors", "--mode", "voiture", "--au-plus-s", "900"], "deux-portes.html"),
        (
            ["isochrones", "--point", "dila--cio-75102-01", "--mode", "velo"],
            "isochrones-dila--cio-75102-01.html",
        ),
    ],
)
def test_each_map_is_written_where_maps_are(run, tmp_path, arguments, name):
    told = run(*arguments)

    assert told.exit_code == 0, told.output
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert name in told.output.replace("\n", "")


@pytest.mark.parametrize(
    ("which", "name"), [("gaps", "lacunes.html"), ("doors", "deux-portes.html")]
)
def test_pages_of_published_diagnostics_are_left_as_they_are(
    run, tmp_path, monkeypatch, which, name
):
    manifest = tmp_path / "data" / "raw" / "manifest.toml"
    manifest.parent.mkdir(parents=True)
    shutil.copy(Settings().raw_dir / MANIFEST, manifest)
    monkeypatch.setenv("DEUXPORTES_DATA_DIR", str(tmp_path / "data"))
    for file in ("empreintes.json", name):
        (tmp_path / file).write_text("publié")

    told = run(which, "--mode", "voiture")

    assert told.exit_code == 0, told.output
    assert (tmp_path / name).read_text() == "publié"
    assert (tmp_path / "data" / "processed" / "cartes-a-part" / name).exists()
    assert "reste telle quelle" in " ".join(told.output.split())


@pytest.mark.parametrize("name", ["gaps", "doors"])
def test_where_it_is_written_is_told_in_the_help(name):
    told = CliRunner().invoke(app, ["map", name, "--help"])

    assert "cartes-a-part" in re.sub(r"[│\s]", "", told.output)


def test_a_scenario_is_read_from_its_file(run, tmp_path):
    file, page = tmp_path / "s.toml", tmp_path / "ici.html"
    file.write_text('mode = "velo"\n[[fermer]]\npoint_id = "dila--cio-75102-01"\n')

    told = run("scenario", file, "--profil", "jeune", "--besoin", "conseil", "--vers", page)

    assert told.exit_code == 0, told.output
    assert "à vélo" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gaps", "--besoin", "conseil"], "vont ensemble"),
        (["gaps", "--reseau", "cio", "--profil", "jeune", "--besoin", "conseil"], "pas les deux"),
        (["doors", "--mode", "fauteuil"], "aucune estimation"),
        (["isochrones"], "--point"),
        (["--vers", "x.html", "gaps"], "écrivez-la après"),
        (["doors", "--au-plus-s", "0"], "un jour"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read(run, arguments, words):
    told = run(*arguments)

    assert told.exit_code == 2
    assert words in " ".join(re.sub("[│╭╮╰╯─]", " ", told.output).split())


@pytest.mark.parametrize("arguments", [[], ["coverage"]])
def test_coverage_is_the_map_of_who_says_nothing_else(monkeypatch, tmp_path, arguments):
    drawn = []
    monkeypatch.setattr(
        "geo.pipeline.publish.draw_coverage_map",
        lambda _url, _settings, _report, *, path: drawn.append(path) or path,
    )
    monkeypatch.setattr("geo.pipeline.open_store.open_store", _nowhere)
    page = tmp_path / "carte.html"

    told = CliRunner().invoke(app, ["map", *arguments, "--vers", str(page)])

    assert told.exit_code == 0, told.output
    assert drawn == [page]


@contextmanager
def _nowhere(*_):
    yield "postgresql://nowhere"


@pytest.mark.parametrize("name", ["coverage", "gaps", "doors", "isochrones", "scenario"])
def test_each_help_gives_an_example(name):
    told = CliRunner().invoke(app, ["map", name, "--help"])

    assert "Exemple" in told.output
    assert f"deuxportes map {name}" in told.output
