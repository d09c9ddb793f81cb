"""What people read of a measure."""

import pytest
from typer.testing import CliRunner

from geo.cli.app import app
from geo.cli.show_measure import show_measure
from geo.domain.mesure import Measure, Shape
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode
from geo.pipeline.measure import MeasureAsked, find_measure
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests.geo.pipeline.lattice_network import build_lattice


@pytest.fixture
def said(shared_directory_url, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")

    def read(measure, **fields):
        asked = MeasureAsked(measure=measure, **({"mode": Mode.VOITURE} | fields))
        with connect(shared_directory_url) as conn:
            found = find_measure(conn, asked, SilentReporter())
        show_measure(found, asked)
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        return [" ".join(line.replace("│", "|").split()) for line in words.splitlines()]

    return read


def cells(lines):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line[:1] == "|"]


def test_territories_come_from_the_worst_served_to_the_best_then_the_region(said):
    lines = said(Measure.NEAREST, reseau="cidff")

    table = cells(lines)
    minutes = [float(row[4].replace(",", ".")) for row in table[:-1]]
    assert minutes == sorted(minutes, reverse=True)
    assert table[-1][:3] == ["Île-de-France", "3 276 700", "0,0 %"]
    assert lines[0].startswith("Durée jusqu’au lieu le plus proche : CIDFF, en voiture (1 lieu)")
    words = " ".join(lines)
    assert "dont" in words
    assert "entre territoires (bassin)" in words
    assert "Durées estimées" in words


def test_supply_for_100_000_people_says_what_it_supposes(said):
    lines = said(Measure.ENHANCED, reseau="france-travail", cutoff_s=1800)

    words = " ".join(lines)
    assert (
        ", pour 100 000 personnes : France Travail, en voiture, 30 min au plus (2 lieux)" in words
    )
    assert "un lieu compte 1, puis 0,68, puis 0,22 (Luo et Qi, 2009)" in words
    assert "Offre : un par lieu" in words
    assert "Demande : tous les habitants." in words
    medians = [float(row[4].replace(" ", "").replace(",", ".")) for row in cells(lines)[:-1]]
    assert medians == sorted(medians)


@pytest.mark.parametrize(
    ("measure", "fields", "words"),
    [
        (Measure.APL, {}, "Ne la comparez pas à l’APL des médecins"),
        (
            Measure.BALANCED,
            {"shape": Shape.LINEAR},
            "ne la multipliez pas par la population. D’où l’absence de moyenne",
        ),
        (Measure.NEAREST, {"reseau": "crous"}, "CROUS : ce réseau n’est pas du service public de"),
        (Measure.CUMULATIVE, {}, "Durée de référence en voiture"),
        (
            Measure.TWO_STEP,
            {"profil": Profil.DEMANDEUR_EMPLOI, "besoin": Mission.CONSEIL},
            "Demande : demandeur ou demandeuse d’emploi, répartie selon la population : estimée",
        ),
        (
            Measure.TWO_STEP,
            {"profil": Profil.FEMME, "besoin": Mission.INFORMATION},
            "tous les habitants, car personne n’a compté ce public ici (femme)",
        ),
    ],
)
def test_what_a_measure_rests_on_is_said(said, measure, fields, words):
    assert words in " ".join(said(measure, **fields))


def test_a_mean_that_the_warning_forbids_is_not_shown(said):
    lines = said(Measure.BALANCED, reseau="cio", cutoff_s=3600)

    headings = " ".join(line for line in lines if line[:1] == "┃")
    assert "médiane" in headings
    assert "moyenne" not in headings
    assert "—" not in {row[4] for row in cells(lines)}


def test_a_public_counted_in_some_communes_is_not_said_to_be_counted_nowhere(directory_url, capsys):
    asked = MeasureAsked(
        measure=Measure.TWO_STEP, mode=Mode.VOITURE,
        profil=Profil.DEMANDEUR_EMPLOI, besoin=Mission.CONSEIL,
    )  # fmt: skip
    with connect(directory_url) as conn:
        conn.execute("DELETE FROM publics WHERE type_territoire = 'region'")
        show_measure(find_measure(conn, asked, SilentReporter()), asked)

    words = " ".join(capsys.readouterr().out.split())
    assert (
        "Demande : tous les habitants. Ce public (demandeur ou demandeuse d’emploi) est compté "
        "dans 1 commune ou arrondissement sur 15 seulement : ce compte ne sert pas ici." in words
    )
    assert "personne n’a compté" not in words


def test_of_what_nothing_is_known_there_is_a_dash(said, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.FAUTEUIL], publiable=False)
    lines = said(Measure.TWO_STEP, mode=Mode.FAUTEUIL, network=network, cutoff_s=3600)

    north = next(row for row in cells(lines) if row[0] == "Nord")
    assert north[2:] == ["—"] * 5
    words = " ".join(lines)
    assert "personnes hors du réseau ne sont pas mesurées" in words
    assert "RÉSEAU D’ESSAI — NE PAS PUBLIER" in words


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["gini"], ["nearest", "apl"]),
        (["nearest", "--au-plus-s", "600"], ["n’en prend pas", "cumulative"]),
        (["apl", "--au-plus-s", "600"], ["la DREES fixe les siens"]),
        (["2sfca", "--decroissance", "lineaire"], ["n’en prend pas", "e2sfca"]),
        (["2sfca", "--reseau", "cio", "--besoin", "conseil"], ["pas les deux"]),
        (["2sfca", "--profil", "jeune"], ["pour quoi faire"]),
        (["nearest", "--mode", "fauteuil"], ["--network"]),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_started(options, words):
    done = CliRunner().invoke(app, ["measure", *options], env={"COLUMNS": "200"})

    assert done.exit_code == 2
    for word in words:
        assert word in " ".join(done.output.split())
