"""What people read of partitions."""

import pytest
from typer.testing import CliRunner

from geo.cli.app import app
from geo.cli.show_partition import show_partitions
from geo.network.estimate import Mode
from geo.pipeline.partition import PartitionAsked, find_partitions
from geo.progress import SilentReporter
from geo.store.engine import connect


@pytest.fixture
def said(shared_directory_url, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def read(**fields):
        asked = PartitionAsked(mode=Mode.VOITURE, **fields)
        with connect(shared_directory_url) as conn:
            found = find_partitions(conn, asked, SilentReporter())
        show_partitions(found, asked)
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        return [" ".join(line.replace("│", "|").split()) for line in words.splitlines()]

    return read


def test_partitions_side_by_side_with_what_their_size_explains(said):
    lines = said(reseau="france-travail")
    rows = [line for line in lines if line.startswith("|")]
    assert [row.split("|")[1].strip() for row in rows] == [
        "Bassins d’emploi", "Intercommunalités (EPCI)", "Territoires du Grand Paris (EPT)",
        "Départements",
    ]  # fmt: skip
    assert rows[0].startswith("| Bassins d’emploi | 4 |")
    words = " ".join(lines)
    assert "tirés au hasard, de parts aussi nombreuses et aussi peuplées" in words
    assert "(2 points utiles)" in words
    assert "Zones d’emploi : la base n’en connaît pas ici." in words
    assert "habitants ne sont dans aucune part" in words
    assert "Durées estimées" in words


def test_a_single_one_has_its_parts_and_what_its_boundaries_cost(said):
    lines = said(reseau="france-travail", partitions=("bassin",))
    words = " ".join(lines)
    assert "De la part qui contient le moins à celle qui contient le plus" in words
    assert "Communes mieux servies de l’autre côté d’une limite" in words
    assert "| T1 Paris |" in words
    assert "BMO 2024" in words
    melun = next(line for line in lines if line.startswith("| Melun |"))
    assert melun.startswith("| Melun | Sud → T1 Paris |")
    assert "| — |" in melun
    assert "Toutes, avec le point et le gain de chacune : --communes FICHIER." in lines


def test_where_nobody_gains_by_crossing_it_is_said(said):
    assert "Personne n’est mieux servi" in " ".join(said(partitions=("region",)))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--partition", "quartier"], ["« quartier » inconnu", "zone_emploi"]),
        (["--reseau", "cio", "--besoin", "conseil"], ["pas les deux"]),
        (["--profil", "jeune"], ["pour quoi faire"]),
        (["--mode", "fauteuil"], ["--network"]),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_started(options, words):
    done = CliRunner().invoke(app, ["partition", *options], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    for word in words:
        assert word in " ".join(done.output.split())
