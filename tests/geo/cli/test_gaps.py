"""What people read of gap zones."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from geo.access.gap_report import GapQuestion
from geo.cli.app import app
from geo.cli.show_gaps import show_gaps
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import Mode
from geo.pipeline.gaps import find_gaps_in_store
from geo.progress import SilentReporter
from geo.store.engine import connect
from tests.geo.pipeline.lattice_network import build_lattice


@pytest.fixture(scope="module")
def find(shared_directory_url):
    def found(*, mode=Mode.VOITURE, network=None, **asked):
        with connect(shared_directory_url) as conn:
            return find_gaps_in_store(
                conn, GapQuestion(**asked), mode, SilentReporter(), network=network
            )

    return found


@pytest.fixture
def said(find, capsys):
    def read(lines=9, **asked):
        show_gaps(find(**asked), lines)
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        return " ".join(words.replace("│", " ").split())

    return read


def test_how_many_and_how_surely_first(said):
    words = said(reseau="mission-locale")

    assert words.startswith(
        "Mission locale : 198 300 habitants (6,1 %) à plus de 30 min en voiture, en 3 zones ; "
        "198 300 le restent quelle que soit la vérité dans l’incertitude déclarée."
    )
    assert "172 700 n’atteignent aucun point d’accueil." in words


def test_each_zone_with_the_nearest_place_and_what_would_close_it(said):
    words = said(reseau="mission-locale")

    for expected in (
        "1. Melun, Le Kremlin-Bicêtre et", "(Sud)", "192 000", "ferme", "+ 35 min",
        "de Créteil, 65 min.", "Mairie de Melun", "153 600 habitants",
        "2. Saclay et Versailles (Ouest)", "Châtelet – Les Halles (gare)",
        "aucun accès",
    ):  # fmt: skip
        assert expected in words


def test_what_it_rests_on_and_leaves_out(said):
    words = said(reseau="mission-locale")

    for expected in (
        "de 20 % si estimées, de 10 % sur un réseau de rues",
        "un seuil plus long de 10 %",
        "un point d’accueil que l’annuaire n’a pas",
        "moins pourraient suffire",
        "Durée de référence en voiture, 30 min : Essai.",
        "Estimées, les durées en voiture ont partout la même vitesse",
        "Durées estimées, distance à vol d’oiseau",
    ):
        assert expected in words
    assert "à distance" not in words


def test_by_reseau_what_else_helps_and_whose_zones_count(said):
    zones, others = "ne regardent pas les zones", "demandez avec --profil et --besoin"

    one, any_door = said(reseau="mission-locale"), said(reseau="tous")
    assert zones in one
    assert others in one
    assert zones in any_door
    assert others not in any_door
    assert zones not in said(profil=Profil.JEUNE, besoin=Mission.CONSEIL)


def test_those_that_are_not_shown_are_counted(said):
    assert "Et 2 autres zones, 6 300 habitants (--lignes" in said(1, reseau="mission-locale")


def test_a_need_with_help_from_afar_on_foot(said):
    words = said(profil=Profil.JEUNE, besoin=Mission.CONSEIL, mode=Mode.MARCHE)

    assert words.startswith("Jeune de 16 à 25 ans, conseil : ")
    assert "Aidés à distance : " in words
    assert "même vitesse" not in words


def test_nobody_left_out(said):
    words = said(reseau="tous", cutoff_s=7200)

    assert words.startswith("Tous les réseaux : 0 habitants (0,0 %)")
    assert "Durée de référence" not in words


def test_zones_that_rest_on_estimates_are_marked_on_a_network(find, said, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.VOITURE])
    zones = find(reseau="mission-locale", network=network).report.zones
    words = said(reseau="mission-locale", network=network)

    # a mark each, and what it means
    assert zones["is_estimate"].any()
    assert words.count("≈") == zones["is_estimate"].sum() + 1
    assert "≈" not in said(reseau="mission-locale")


@pytest.mark.parametrize("width", range(60, 100, 3))
def test_no_number_is_cut_at_the_end_of_a_line(find, capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    show_gaps(find(reseau="mission-locale"), 9)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    first = "\n".join(line.split("│")[1].strip() for line in lines)

    assert "153\u202f600" in first
    assert "65\N{NO-BREAK SPACE}min" in first
    assert max(map(len, lines)) <= width


def test_a_network_that_may_not_be_published(said, tmp_path):
    network = build_lattice(tmp_path, modes=[Mode.VOITURE], publiable=False)

    assert "RÉSEAU D’ESSAI — NE PAS PUBLIER" in said(reseau="cio", network=network)


def test_names_are_never_read_as_markup(find, capsys):
    found = find(reseau="mission-locale")
    zones = found.report.zones.assign(name="[red]Melun[/]", nearest_name="[b]x[/]", site_name="[/]")
    show_gaps(replace(found, report=replace(found.report, zones=zones)), 9)

    assert "[red]Melun[/]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--profil", "jeune"], "vont ensemble"),
        (["--besoin", "conseil"], "vont ensemble"),
        (["--reseau", "cio", "--profil", "jeune", "--besoin", "conseil"], "pas les deux"),
        (["--out", "zones.gpkg"], ".geojson"),
        (["--mode", "fauteuil"], "--network"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_started(arguments, expected):
    done = CliRunner().invoke(app, ["gaps", *arguments])

    assert done.exit_code == 2
    assert expected in " ".join(done.output.replace("│", "").split())
