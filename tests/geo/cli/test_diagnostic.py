"""What people type and read of diagnostics."""

import pytest
from typer.testing import CliRunner

from geo.cli.app import app
from geo.cli.show_diagnostic import show_changes, show_differences
from geo.export.empreintes import check_fingerprints, write_fingerprints
from geo.network.estimate import Mode
from tests.geo.diagnostics.toy import dossier


def typed(*arguments):
    return CliRunner().invoke(app, ["diagnostic", *arguments])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "de quel territoire"),
        (("--bassin", "1101", "--region", "11"), "une région qui les a tous"),
        (("--region", "11", "--modes", "marche,avion"), "'avion'"),
        (("--region", "11", "--modes", "fauteuil"), "aucune estimation n’existe"),
        (("--region", "11", "--au", "22/11/2026"), "22/11/2026"),
        (("--region", "11", "--au", "2999-01-01"), "n’est pas encore venu"),
        (("--region", "11", "--au-plus-s", "0"), "il faut de 1 à"),
        (("--region", "11", "--processus", "0"), "greater than"),
        (("compare", "a", "b", "--out", "page.doc"), ".html, .pdf ou .csv"),
    ],
)
def test_what_cannot_be_is_said_before_anything_starts(arguments, said):
    result = typed(*arguments)

    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def test_modes_are_given_with_commas_or_one_by_one():
    from geo.cli.diagnostic import _modes  # noqa: PLC0415 - this test only

    assert _modes(["marche, velo", "voiture", "marche"]) == (Mode.MARCHE, Mode.VELO, Mode.VOITURE)
    assert _modes(None) is None


def test_a_folder_that_changed_fails(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    write_fingerprints(tmp_path)
    whole = typed("verify", str(tmp_path))
    (tmp_path / "a.csv").write_text("2")

    changed = typed("verify", str(tmp_path))

    assert (whole.exit_code, changed.exit_code) == (0, 1)
    assert "rien n’a changé" in whole.output
    assert "a.csv" in changed.output


def test_a_long_list_of_differences_is_cut_and_counted(tmp_path, capsys):
    write_fingerprints(tmp_path)
    for number in range(30):
        (tmp_path / f"{number}.csv").write_text("")

    show_differences(tmp_path, check_fingerprints(tmp_path))

    words = capsys.readouterr().out
    assert "30 différences" in words
    assert "et 10 autres" in words


def test_changes_are_shown_as_the_page_says_them(capsys):
    show_changes(dossier())

    words = capsys.readouterr().out.replace("\u202f", " ")
    assert "Sur 12 345 habitants, 84,4 % sont aidés à temps." in words
    assert "<hostile>" in words
    assert "Apec" not in words  # the third of a table that shows two
    assert "Aucune zone n’est hors de portée." in words
