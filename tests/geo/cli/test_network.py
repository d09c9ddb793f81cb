"""``deuxportes network`` as people use it: what they type, what they read."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from geo.cli import app as command
from geo.cli.network import app
from geo.errors import OutputError, SourceError
from tests.geo.network.osm.paper import write_osm

NODES = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (4, 4), 6: (5, 4)}
WAYS = {
    10: ([1, 2, 3], "residential"),
    11: ([3, 4, 1], {"highway": "service", "surface": "asphalt"}),
    12: ([5, 6], "residential"),
    13: ([3, 5], "construction"),
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("DEUXPORTES_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "processed"


@pytest.fixture
def town(tmp_path):
    return write_osm(tmp_path / "ville.osm", NODES, WAYS)


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def words(result):
    """Read the output as words, whatever the width of the terminal made of its lines."""
    return " ".join(result.stdout.split())


def test_a_network_is_built_told_listed_and_drawn(town, home):
    built = run("build", "ville", "--osm", town)
    assert built.exit_code == 0, built.output
    assert "absentes de cette source" not in words(built)
    for said in (
        "Réseau : ville",
        "Source : ville.osm (sha256 ",
        "Licence : ODbL 1.0",
        "Attribution : © les contributeurs d’OpenStreetMap",
        "Publiable : oui",
        "Emprise : 2.0000, 48.0000 → 2.0050, 48.0040 (lon, lat)",
        "rues gardées │ 0,4 km │ 0,4 km │ 0,4 km │ 0,4 km",
        "rues écartées │ 0,1 km",
        "… part de la longueur │ 16,",  # 74.5 m of 446
        "… en morceaux séparés │ 1 │",
        "Plus de 5,0 % d’écarté (marche, velo, voiture, fauteuil) : l’extrait est-il coupé",
        "revêtement inconnu │ – │ – │ – │ 5",  # half of the block
        "au plus loin d’une rue │ 500 m",
        "pointe du matin × 1,71 lun. à ven., 7 h 30 à 9 h 30",
        "lun. à ven., 6 h 30 à 7 h 30, 9 h 30 à 16 h 30, 19 h 30 à 21 h (celles des calculs",
        "sam. et dim., 9 h à 21 h",
        "× 1 toutes les autres heures",
        "Non repris : voies en projet",
    ):
        assert said in words(built)
    assert words(run("info", "ville")) == words(built)

    listed = run("list")
    assert listed.exit_code == 0
    assert "ville │ marche, velo, voiture, fauteuil │ ville.osm │ oui │" in words(listed)
    assert "ko │" in words(listed)

    drawn = run("plot", "ville", "--mode", "velo")
    assert drawn.exit_code == 0, drawn.output
    path = home / "cartes" / "ville-velo.png"
    assert drawn.stdout.strip() == str(path)
    assert path.stat().st_size > 1000


def test_an_image_is_not_written_in_a_folder_that_is_not_there(town, tmp_path):
    run("build", "ville", "--osm", town, "--profil", "velo")
    refused = run("plot", "ville", "--mode", "velo", "--out", tmp_path / "nulle-part" / "v.png")
    assert isinstance(refused.exception, OutputError)
    assert "nulle-part n’existe pas" in str(refused.exception)
    assert not (tmp_path / "nulle-part").exists()


def test_profiles_are_chosen(town):
    built = run("build", "ville", "--osm", town, "--profil", "marche", "--profil", "velo")
    assert built.exit_code == 0, built.output
    assert "┃ ┃ marche ┃ velo ┃" in words(built)
    refused = run("build", "ville", "--osm", town, "--profil", "trottinette")
    assert refused.exit_code == 2


def test_a_network_on_trial_says_so(tmp_path):
    folder = tmp_path / "routes"
    folder.mkdir()
    (folder / "nodes.csv").write_text("node_id,lon,lat\n1,2.0,48.0\n2,2.01,48.0\n")
    (folder / "edges.csv").write_text("source,target,layer,name\n1,2,road,D12\n")
    built = run("build", "idf", "--edges", folder)
    assert "Publiable : non : réseau d’essai" in words(built)
    assert "non : réseau d’essai" in words(run("list"))
    assert "absentes de cette source" in words(built)
    assert "non suivies" not in words(built)


def test_without_a_network_the_list_says_how_to_build_one():
    listed = run("list")
    assert listed.exit_code == 0
    assert "deuxportes network build" in words(listed)
    assert "docs/networks.md" in words(listed)


def test_a_network_is_removed_without_a_question(town, home):
    assert run("build", "ville", "--osm", town, "--profil", "marche").exit_code == 0
    removed = run("remove", "ville")
    assert removed.exit_code == 0
    assert "Réseau « ville » supprimé" in words(removed)
    assert list((home / "networks").iterdir()) == []
    again = run("remove", "ville")
    assert again.exit_code == 1
    assert "pas de réseau « ville »" in str(again.exception)


def test_an_array_cut_short_is_told_by_list_and_info(town, home):
    assert run("build", "ville", "--osm", town, "--profil", "marche").exit_code == 0
    array = home / "networks" / "ville" / "marche" / "in_edges.npy"
    array.write_bytes(array.read_bytes()[:-1])
    assert "Abîmé :" in words(run("list"))
    assert "deuxportes network build ville" in str(run("info", "ville").exception)


def test_a_damaged_network_is_listed_as_such(town, home):
    assert run("build", "ville", "--osm", town, "--profil", "marche").exit_code == 0
    manifest = home / "networks" / "ville" / "manifest.json"
    manifest.write_text(json.dumps({"format": 99}))
    listed = run("list")
    assert listed.exit_code == 1
    assert "Abîmé :" in words(listed)
    assert "format 99 au lieu de 2" in words(listed)
    assert "deuxportes network build ville" in words(listed)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "ville"), "une seule"),
        (("build", "Ville!", "--osm", "x"), "ne peut pas nommer"),
        (("info", "ville"), "pas de réseau « ville »"),
        (("info", "../ville"), "ne peut pas nommer"),
        (("plot", "ville"), "pas de réseau « ville »"),
    ],
)
def test_what_cannot_be_done_is_said_in_french(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 1
    assert isinstance(result.exception, SourceError)
    assert said in str(result.exception)


def test_loops_are_compiled_ahead_and_only_once():
    run("compile")
    again = run("compile")
    assert again.exit_code == 0, again.output
    assert "Rien à compiler" in words(again)
    assert "gardés sous" in words(again)


@pytest.mark.parametrize("option", ["--osm", "--graphml", "--edges"])
def test_an_empty_name_is_not_the_current_folder(option):
    refused = run("build", "ville", option, "")
    assert refused.exit_code == 2
    assert "un nom vide" in " ".join(refused.output.split())


HEAVY = ("numba", "matplotlib", "osmnx", "osmium", "scipy", "pandas", "numpy")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["network", "--help"], ["network", "build", "--help"]]
)
def test_help_waits_for_nothing_heavy(arguments):
    program = f"""
import sys
from geo.cli.app import app
try:
    app({arguments!r})
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "Exemple" in done.stdout
    assert done.stderr.strip() == "[]"


def test_the_group_is_part_of_the_command():
    assert "network" in {group.name for group in command.app.registered_groups}
