"""What people read of sites, and what is written."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from typer.testing import CliRunner

from geo.cli.app import app
from geo.cli.show_sites import outreach_rows, part_rows, show_outreach, show_parts
from geo.export.sites import write_sites
from geo.network.estimate import Mode
from geo.pipeline.site_candidates import SitesAsked
from geo.pipeline.sites import find_best_per_part, find_outreach
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests import directory

PLACES = SitesAsked(mode=Mode.VOITURE, kinds=("points",))
DAY = SitesAsked(mode=Mode.VOITURE, kinds=("mairies", "gares"), reseau="mission-locale")


@pytest.fixture(scope="module")
def parts(shared_directory_url):
    with connect(shared_directory_url) as conn:
        return find_best_per_part(conn, PLACES, SilentReporter())


@pytest.fixture(scope="module")
def day(shared_directory_url):
    with connect(shared_directory_url) as conn:
        return find_outreach(conn, DAY, SilentReporter(), n=2)


def read(capsys):
    words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(words.replace("│", " ").split())


def test_the_best_place_of_each_part_and_the_price(parts, capsys):
    show_parts(parts, PLACES)

    words = read(capsys)
    assert "Le meilleur lieu de chaque part (points, en voiture)" in words
    assert "T1 Paris" in words
    assert "Prix de l’homogénéité :" in words
    assert "Un par part : choix le meilleur possible, prouvé." in words
    assert "Durées estimées" in words


def test_a_gap_is_said(parts, capsys):
    free = replace(parts.plan.free, status=type(parts.plan.free.status).WITHIN_GAP, gap=0.0123)
    show_parts(replace(parts, plan=replace(parts.plan, free=free)), PLACES)

    assert "Libres : un autre choix ferait au mieux 1,23 % de trajet en moins." in read(capsys)


def test_where_to_go(day, capsys):
    show_outreach(day, DAY)

    words = read(capsys)
    assert words.startswith("mission-locale : 198 300 habitants à plus de 30 min en voiture ;")
    assert "Ensemble :" in words
    assert "Durée de référence : Essai." in words


def test_rows_as_outside(parts, day):
    rows = part_rows(parts, PLACES)
    assert rows["habitants"].sum() == directory.TOTAL
    assert rows["code_territoire"].tolist() == sorted(directory.BASSINS)
    assert rows["estime"].all()
    going = outreach_rows(day, DAY)
    assert going["rang"].tolist() == [1, 2]
    assert going["habitants"].sum() == day.result.objective


def test_files(parts, day, tmp_path):
    table, features = tmp_path / "lieux.csv", tmp_path / "jour.geojson"

    write_sites(part_rows(parts, PLACES), table)
    write_sites(outreach_rows(day, DAY), features)

    assert pd.read_csv(table, dtype=str, sep=";")["site_id"].notna().any()
    first = json.loads(features.read_text(encoding="utf-8"))["features"][0]
    assert first["geometry"]["type"] == "Point"
    assert first["properties"]["mode"] == "voiture"
    assert "lon" not in first["properties"]


def test_a_part_without_site_has_no_point(parts, tmp_path):
    rows = part_rows(parts, PLACES)
    rows.loc[0, ["lon", "lat", "site_id"]] = None

    write_sites(rows, tmp_path / "lieux.geojson")

    told = json.loads((tmp_path / "lieux.geojson").read_text(encoding="utf-8"))["features"]
    assert told[0]["geometry"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "lieux.xlsx"], ".csv ou .geojson"),
        (["--besoin", "conseil"], "ils vont avec"),
        (["--outreach", "2", "--profil", "jeune"], "ajoutez --besoin"),
        (["--mode", "fauteuil"], "aucune estimation"),
    ],
)
def test_refused_before_anything_is_computed(arguments, said):
    result = CliRunner().invoke(app, ["sites", *arguments])

    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
