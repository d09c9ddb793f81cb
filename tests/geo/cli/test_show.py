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


def test_a_run_of_estimates_says_so(directory_url, capsys):
    show_run(directory_url, compute_access(directory_url, SilentReporter()))
    said = capsys.readouterr().out

    assert "Durées estimées : distance × détour ÷ vitesse." in said
    assert "par les rues" not in said
