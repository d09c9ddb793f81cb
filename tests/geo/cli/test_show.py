import re

from geo.access.street_run import MAIN_ROADS
from geo.cli.show import show_run
from geo.network.estimate import Mode
from geo.pipeline.access import compute_access
from geo.progress import SilentReporter
from tests.geo.pipeline.lattice_network import build_lattice


def test_a_run_on_a_trial_network_says_so_and_where_its_times_come_from(
    directory_url, tmp_path, capsys
):
    network = build_lattice(tmp_path, publiable=False, modes=[Mode.VOITURE])
    show_run(directory_url, compute_access(directory_url, SilentReporter(), network=network))
    said = " ".join(capsys.readouterr().out.split())

    assert "RÉSEAU D’ESSAI — NE PAS PUBLIER" in said
    assert "En voiture : temps par les rues, réseau « paris », trafic compté : × 1,5" in said
    assert "Rues : Essai, ODbL 1.0." in said
    assert "Durées par les rues ; estimées" in said
    # first of all
    assert re.match(r"\d+,\d % des habitants sont sur le réseau : temps par les rues", said)
    assert "À pied, À vélo : durées estimées." in said
    assert MAIN_ROADS not in said.lower()


def test_a_run_on_roads_alone_says_that_its_times_are_too_short(directory_url, tmp_path, capsys):
    network = build_lattice(tmp_path, kind="edges", modes=[Mode.VOITURE])
    show_run(directory_url, compute_access(directory_url, SilentReporter(), network=network))

    assert MAIN_ROADS in " ".join(capsys.readouterr().out.lower().split())


def test_modes_that_were_not_asked_for_are_said_to_be_missing(directory_url, capsys):
    show_run(directory_url, compute_access(directory_url, SilentReporter(), modes=[Mode.MARCHE]))
    said = " ".join(capsys.readouterr().out.split())

    assert "Rien n’est calculé à vélo, en voiture : ni la carte" in said


def test_a_run_of_estimates_says_so(directory_url, capsys):
    show_run(directory_url, compute_access(directory_url, SilentReporter()))
    said = capsys.readouterr().out

    assert "Durées estimées : distance × détour ÷ vitesse." in said
    assert "par les rues" not in said
