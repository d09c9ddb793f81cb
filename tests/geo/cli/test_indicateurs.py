"""What people read of indicators over time, on a terminal and in a spreadsheet."""

import csv
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from geo.cli import indicateurs
from geo.domain.indicateur import INDICATEURS
from geo.store.engine import connect
from tests import kept_diagnostics as kept

BEFORE = date(2026, 2, 2)


@pytest.fixture(scope="module")
def kept_url(databases, directory_template):
    url = databases.create(directory_template)[1]
    with connect(url) as connection:
        kept.keep(connection, BEFORE)
        kept.keep(connection, kept.EARLIER, plus=1, version="a")
        kept.keep(connection, kept.EARLIER, plus=2, version="b")  # again, that day
        kept.keep(connection, plus=3)
    return url


@pytest.fixture
def type_in(monkeypatch, kept_url):
    def run(*words, url=kept_url):
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("COLUMNS", "140")
        app = typer.Typer()
        app.add_typer(indicateurs.app, name="indicateurs")
        return CliRunner().invoke(app, ["indicateurs", *map(str, words)])

    return run


def plain(text):
    told = text.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
    for drawn in "│┃":
        told = told.replace(drawn, " ")
    return " ".join(told.split())


def test_without_a_word_the_catalogue_and_the_diagnostics(type_in):
    said = plain(type_in("list").output)

    for one in INDICATEURS:
        assert one.code in said
    assert "Diagnostics gardés" in said
    for day in ("2 février 2026", "20 août 2026", "22 novembre 2026"):
        assert day in said


def test_of_a_bassin_the_values_from_day_to_day(type_in):
    said = plain(type_in("list", "--bassin", "1107").output)

    assert "T1 Paris (bassin 1107)" in said
    assert "2026-02-02 2026-08-20 2026-11-22" in said
    assert "Points d’accueil ensemble 4 6 7" in said  # of the day done twice, what was done last
    assert "Points d’accueil labellisés ensemble non renseigné non renseigné non renseigné" in said
    assert "≈ 50,0 % * ≈ 52,0 % * ≈ 53,0 % *" in said
    assert "réseau d’essai, à ne pas publier" in said
    assert "la valeur repose sur une estimation" in said
    assert "cio" not in said  # the detail is asked for
    assert "jeune" not in said


def test_of_an_indicator_its_definition_and_all_territories_and_details(type_in):
    said = plain(type_in("list", "--indicateur", "points_accueil", "--depuis", "2026-09-01").output)

    assert "Points d’accueil (points_accueil) : nombre de points d’accueil dont la commune" in said
    assert said.index("Île-de-France (region 11) ensemble 7") < said.index("Nord (bassin 1101)")
    assert "T1 Paris (bassin 1107) cio 1" in said
    assert "2026-08-20" not in said


def test_of_a_region(type_in):
    said = plain(type_in("list", "--region", "11").output)

    assert "Île-de-France (region 11)" in said
    assert "Habitants ensemble 1 800 1 800 1 800" in said


def test_lines_left_out_are_counted(type_in):
    said = plain(type_in("list", "--indicateur", "points_accueil", "--lignes", "2").output)

    assert "Et 4 autres lignes" in said


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["list", "--indicateur", "inconnu"], 2, "points_labellises"),
        (["list", "--bassin", "1101", "--region", "11"], 2, "pas les deux"),
        (["list", "--depuis", "hier"], 2, "--depuis"),
        (["export", "--out", "x.xlsx"], 2, ".csv"),
        (["export"], 2, "--out"),
    ],
)
def test_what_cannot_be_is_refused_before_anything(type_in, words, status, said):
    refused = type_in(*words)

    assert refused.exit_code == status
    assert said in plain(refused.output)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bassin", "9999"], "bassins connus : 1101, 1107"),
        (["--region", "75"], "regions connus : 11"),
        (["--depuis", "2027-01-01"], "le dernier est du 2026-11-22"),
        (["--indicateur", "gini_duree"], "gini_duree"),
    ],
)
def test_where_nothing_is_kept_one_is_told_what_there_is(type_in, words, said):
    nothing = type_in("list", *words)

    assert nothing.exit_code == 1
    assert said in str(nothing.exception)


def test_before_the_first_diagnostic_one_is_told_how(type_in, shared_directory_url, tmp_path):
    assert "deuxportes diagnostic --region" in plain(
        type_in("list", url=shared_directory_url).output
    )
    for words in (["list", "--bassin", "1101"], ["export", "--out", tmp_path / "a.csv"]):
        nothing = type_in(*words, url=shared_directory_url)
        assert "deuxportes diagnostic --region" in str(nothing.exception)
    assert not list(tmp_path.iterdir())


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def test_the_export_has_every_value_of_every_run(type_in, tmp_path):
    path, beside = tmp_path / "suivi.csv", tmp_path / "suivi-dictionnaire.csv"

    done = type_in("export", "--out", path)

    rows = read(path)
    assert done.stdout.split() == [str(path), str(beside)]
    assert len(rows) == 4 * len(kept.indicators())
    assert {row["au"] for row in rows} == {"2026-02-02", "2026-08-20", "2026-11-22"}
    assert len({row["run_id"] for row in rows}) == 4
    last = [row for row in rows if row["au"] == "2026-11-22" and row["code_territoire"] == "1101"]
    by_code = {(row["indicateur"], row["profil"]): row for row in last}
    doors = by_code["part_deux_portes", "tout-public"]
    assert (doors["valeur"], doors["unite"], doors["estime"], doors["publiable"]) == (
        "0,53", "part", "oui", "non",
    )  # fmt: skip
    assert (doors["nom_territoire"], doors["besoin"], doors["mode"], doors["au_plus_s"]) == (
        "Nord", "information", "marche", "900",
    )  # fmt: skip
    assert by_code["points_labellises", "tous"]["valeur"] == ""


def test_the_dictionary_says_every_column_and_indicator(type_in, tmp_path):
    type_in("export", "--out", tmp_path / "suivi.csv")

    told = read(tmp_path / "suivi-dictionnaire.csv")
    columns = [row["code"] for row in told if row["sorte"] == "colonne"]
    catalogue = {row["code"]: row for row in told if row["sorte"] == "indicateur"}
    assert columns == list(read(tmp_path / "suivi.csv")[0])
    assert list(catalogue) == [one.code for one in INDICATEURS]
    for one in INDICATEURS:
        row = catalogue[one.code]
        assert (row["formule"], row["unite"], row["source"]) == (
            one.formule, one.unite, one.source,
        )  # fmt: skip


def test_the_same_indicators_give_the_same_bytes(type_in, tmp_path):
    for name in ("a", "b"):
        type_in("export", "--out", tmp_path / f"{name}.csv", "--bassin", "1101")

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert {row["code_territoire"] for row in read(tmp_path / "a.csv")} == {"1101"}


@pytest.mark.parametrize("words", [[], ["list"], ["export"]])
def test_help_has_examples(type_in, words):
    assert "Exemples :" in type_in(*words, "--help").output
