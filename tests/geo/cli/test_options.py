import pytest
import typer
from typer.testing import CliRunner

from geo.cli import options
from geo.network.estimate import Mode
from geo.settings import Settings
from geo.store.surveys import PARTITIONS

app = typer.Typer()


@app.command()
def echo(  # noqa: PLR0913 - every option that repeats
    *,
    mode: options.ManyModes = None,
    network: options.Network = None,
    profil: options.ManyProfils = None,
    besoin: options.ManyBesoins = None,
    reseau: options.ManyReseaux = None,
    cutoffs_s: options.ManyCutoffs = None,
    partition: options.ManyPartitions = None,
    out: options.Out = None,
):
    said = [mode, network, profil, besoin, reseau, cutoffs_s, partition, out]
    typer.echo(repr(said))


@app.command()
def one(
    *,
    mode: options.OneMode = Mode.MARCHE,
    profil: options.OneProfil = "tout-public",
    besoin: options.OneBesoin = "accueil",
    cutoff_s: options.OneCutoff = None,
    partition: options.OnePartition = options.Partition.BASSIN,
):
    typer.echo(f"{mode.value} {profil.value} {besoin.value} {cutoff_s} {partition.value}")


def run(*words):
    return CliRunner().invoke(app, list(words))


def test_the_partitions_to_choose_from_are_those_of_the_store():
    assert tuple(options.Partition) == PARTITIONS


def test_nothing_given_is_nothing_chosen():
    assert run("echo").output.strip() == repr([None] * 8)


def test_options_repeat_and_carry_their_values():
    said = run(
        "one", "--mode", "velo", "--profil", "jeune", "--besoin", "conseil", "--au-plus-s", "1200",
        "--partition", "zone_emploi",
    )  # fmt: skip
    assert said.output.strip() == "velo jeune conseil 1200 zone_emploi"

    said = run("echo", "--au-plus-s", "600", "--au-plus-s", "1200", "--reseau", "cio")
    assert "['cio'], [600, 1200]" in said.output


@pytest.mark.parametrize(
    "words",
    [("--au-plus-s", "dix"), ("--profil", "adulte"), ("--mode", "fusee")],
)
def test_what_is_no_value_of_an_option_is_refused(words):
    assert run("echo", *words).exit_code == 2


@pytest.mark.parametrize("command", ["echo", "one"])
@pytest.mark.parametrize("seconds", ["0", "-5", "86401", "99999999999999999999"])
def test_a_time_is_of_a_second_to_a_day_and_the_refusal_is_french(command, seconds):
    words = [command, "--au-plus-s", seconds]
    refused = CliRunner().invoke(app, words, env={"COLUMNS": "200"})

    assert refused.exit_code == 2
    assert "il faut de 1 à 86 400 secondes (un jour)" in " ".join(refused.output.split())


def test_a_day_may_be_asked():
    assert "86400" in run("one", "--au-plus-s", "86400").output
    assert "[600, 86400]" in run("echo", "--au-plus-s", "600", "--au-plus-s", "86400").output


def test_a_wheelchair_needs_a_network():
    with pytest.raises(typer.BadParameter, match="fauteuil"):
        options.check_modes([Mode.MARCHE, Mode.FAUTEUIL], None)

    options.check_modes([Mode.FAUTEUIL], "idf")
    options.check_modes([Mode.MARCHE], None)
    options.check_modes(None, None)


def test_the_folder_of_a_network_is_among_the_networks(tmp_path):
    settings = Settings(data_dir=tmp_path)

    assert options.network_folder(None, settings) is None
    assert options.network_folder("idf", settings).name == "idf"
