"""CSV of a diagnostic, read back as people and programs read it."""

import csv

import pandas as pd
import pytest

from geo.domain.dossier import Colonne, Section, Tableau
from geo.domain.indicateur import INDICATEURS
from geo.domain.unite import Unite
from geo.errors import InputError
from geo.export.dictionnaire import FIGURE_COLUMNS
from geo.export.donnees import write_table, write_tables
from tests.geo.diagnostics.toy import PART, RESEAUX, dossier

READ = {
    "sep": ";", "decimal": ",", "encoding": "utf-8-sig", "na_values": ["non renseigné"],
    "keep_default_na": False,
}  # fmt: skip
"""What LISEZMOI.txt advises."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("donnees")
    write_tables(dossier(), folder)
    return folder


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def table(*columns, lines):
    colonnes = tuple(
        Colonne(code=code, titre=code, unite=unit, definition="") for code, unit in columns
    )
    return Tableau(code="t", titre="T", colonnes=colonnes, lignes=lines)


def test_a_file_a_table_and_three_beside(folder):
    written = write_tables(dossier(), folder)

    assert sorted(path.name for path in written) == sorted(path.name for path in folder.iterdir())
    assert {path.name for path in written} == {
        "inventaire_reseaux.csv", "lacunes.csv", "chiffres.csv", "dictionnaire.csv", "LISEZMOI.txt"
    }  # fmt: skip


def test_the_bytes_are_those_a_french_spreadsheet_opens(folder):
    assert (folder / "inventaire_reseaux.csv").read_bytes().decode("utf-8") == (
        "\ufeffnom;points;part;duree;maj;pmr\r\n"
        "'=Réseau <hostile> & « drôle »;12;0,75;1201;2021-03-01;oui\r\n"
        "CIO;3;0,1875;600;non renseigné;non renseigné\r\n"
        "Apec;1;non renseigné;non renseigné;2019-11-30;non\r\n"
    )
    assert (folder / "lacunes.csv").read_bytes() == b"\xef\xbb\xbfzone\r\n"


def test_pandas_reads_numbers_as_numbers_and_what_is_unknown_as_missing(folder):
    told = pd.read_csv(folder / "inventaire_reseaux.csv", **READ)

    assert told["part"].tolist()[:2] == [0.75, 0.1875]
    assert told["part"].isna().tolist() == [False, False, True]
    assert told["duree"].sum() == 1801
    assert told["points"].dtype == "int64"


def test_the_readme_says_how_to_read_and_of_what(folder):
    told = (folder / "LISEZMOI.txt").read_text(encoding="utf-8")

    for words in ('na_values=["non renseigné"]', "keep_default_na=False", "run_id", "Licence"):
        assert words in told


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (-0.05, Unite.POINTS, "-0,05"),
        (-3, Unite.NOMBRE, "-3"),
        (61.0, Unite.MOIS, "61"),
        (61.5, Unite.NOMBRE, "61,5"),
        (0, Unite.NOMBRE, "0"),
        (1e-05, Unite.PART, "1e-05"),
        ("-3 points", Unite.TEXTE, "'-3 points"),
        ("01004", Unite.CODE, "01004"),
        ('a;b\n"c"\x00', Unite.TEXTE, 'a;b\n"c"�'),
        ("\u202eCIO\u202c a\u2066b\u2069", Unite.TEXTE, "�CIO� a�b�"),
        ("\u200eé\u2065\u206a\u202f", Unite.TEXTE, "\u200eé\u2065\u206a\u202f"),
        ("", Unite.TEXTE, ""),
        (None, Unite.TEXTE, "non renseigné"),
        (False, Unite.OUI_NON, "non"),
    ],
)  # fmt: skip
def test_a_value_is_written_by_its_unit(value, unit, expected, tmp_path):
    path = write_table(
        table(("nom", unit), ("x", Unite.TEXTE), lines=((value, "x"),)), tmp_path / "t.csv"
    )

    assert rows(path) == [{"nom": expected, "x": "x"}]


def test_every_figure_is_there_with_its_whole_value(folder):
    told = {row["code"]: row for row in rows(folder / "chiffres.csv")}

    assert list(next(iter(told.values()))) == [code for code, *_ in FIGURE_COLUMNS]
    assert {one.code for one in dossier().chiffres()} == set(told)
    assert told[PART.code]["valeur"] == "0,8437"
    assert told[PART.code]["estime"] == "oui"
    assert told[PART.code]["dans_le_document"] == "84,4\N{NARROW NO-BREAK SPACE}%"
    assert told["points_labellises"]["valeur"] == "non renseigné"


def test_the_dictionary_defines_every_column_figure_and_indicator(folder):
    told = {(row["fichier"], row["code"]): row for row in rows(folder / "dictionnaire.csv")}
    columns = {
        (path.stem, name)
        for path in folder.glob("*.csv")
        if path.stem != "dictionnaire"
        for name in pd.read_csv(path, **READ, dtype=str)
    }
    figures = {("chiffres", one.code) for one in dossier().chiffres()}
    indicators = {("indicateurs", one.code) for one in INDICATEURS}

    assert columns | figures | indicators == set(told)
    assert all(row["titre"] and row["unite"] and row["definition"] for row in told.values())
    assert "premier accueil" in told["chiffres", PART.code]["definition"]
    assert told["inventaire_reseaux", "points"]["source"] == "annuaire"


def test_a_table_shown_in_part_is_whole_in_its_file(folder):
    assert RESEAUX.montrees == 2
    assert len(rows(folder / "inventaire_reseaux.csv")) == 3


def test_what_is_no_number_is_refused(tmp_path):
    with pytest.raises(InputError, match="finite number"):
        write_table(table(("n", Unite.PART), lines=((float("nan"),),)), tmp_path / "t.csv")
    assert not list(tmp_path.iterdir())


def test_a_table_never_takes_the_name_of_the_figures(tmp_path):
    told = dossier(
        sections=(
            Section(
                code="s",
                titre="S",
                blocs=(Tableau(code="chiffres", titre="T", colonnes=(), lignes=()),),
            ),
        )
    )

    with pytest.raises(InputError, match="distinct names"):
        write_tables(told, tmp_path)
