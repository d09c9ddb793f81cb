import tomllib

import pytest

from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.network.profiles.read import FOLDER, read_profile
from geo.network.raw import EVENTS, EXCEPT_MOTORCAR
from tests.geo.network.profiles.shorthand import read


@pytest.mark.parametrize("mode", list(Mode))
def test_the_profiles_that_come_with_the_program_are_sound(mode):
    profile = read(mode)
    assert profile.constants.mode is mode
    assert set(profile.delays.events) == set(EVENTS)
    assert profile.constants.gap_kmh < 6  # what lies between a door and the street is walked
    assert read_profile(mode) == profile


def test_only_cars_obey_turn_restrictions_and_meet_traffic():
    assert [mode for mode in Mode if read(mode).turn_restrictions] == [Mode.VOITURE]
    assert [mode for mode in Mode if read(mode).constants.tranches] == [Mode.VOITURE]
    assert read(Mode.VOITURE).except_bit == EXCEPT_MOTORCAR


@pytest.fixture
def edited(tmp_path):
    """Read the profile of cars after replacing a text of its file."""

    def read_edited(old="", new="", mode=Mode.VOITURE):
        text = (FOLDER / "voiture.toml").read_text()
        assert old in text
        path = tmp_path / "essai.toml"
        path.write_text(text.replace(old, new, 1))
        return read_profile(mode, path)

    return read_edited


def test_an_edited_copy_is_another_version_and_the_same_file_is_not(edited):
    profile = edited("residential = { kmh = 30", "residential = { kmh = 25")
    assert profile.rules.ways["residential"].kmh == 25
    assert profile.constants.version != read(Mode.VOITURE).constants.version
    assert edited().constants.version == read(Mode.VOITURE).constants.version


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("gap_kmh = 4.7", "", "il manque « gap_kmh »"),
        ("gap_kmh = 4.7", "gap_kmh = 0", "« gap_kmh » doit être supérieur à 0"),
        ("gap_kmh = 4.7", "gap_kmh = -1", "gap_kmh : un nombre positif"),
        ("gap_kmh = 4.7", "gap_kmh = true", "gap_kmh : un nombre était attendu"),
        ("gap_kmh = 4.7", "gap_kmh = inf", "gap_kmh : un nombre positif"),
        ("gap_kmh = 4.7", 'gap_kmh = "4.7"', "gap_kmh : un nombre était attendu"),
        ("gap_kmh = 4.7", "gap_kmh = ", "profil illisible"),
        ("gap_kmh = 4.7", "gap_kmh = 4.7\ngap_mph = 3", "« gap_mph » est inconnu"),
        ("residential = { kmh = 30", "residential = { kmh = -5", "residential.kmh"),
        ("residential = { kmh = 30", "residential = { kmh = 0", "« ways.residential.kmh »"),
        ("residential = { kmh = 30", "residential = { kmh = 300", "« ways.residential.kmh »"),
        ("residential = { kmh = 30", "residential = { kph = 30", "« kph » est inconnu"),
        ("factor = 0.94", "factor = 0", "« limits.factor »"),
        ("stop = 10.0", "", "« delays.events » doit donner"),
        ("stop = 10.0", "halt = 10.0", "« delays.events » doit donner"),
        ('mode = "voiture"', 'mode = "velo"', "'voiture' était attendu"),
        ('_except = "motorcar"', '_except = "hgv"', "turn_restrictions_except"),
        ("facteur = 1.71", "facteur = 0.9", "le facteur est au moins 1"),
        ("fin_h = 9.5", "fin_h = 7.5", "debut_h < fin_h"),
        ("fin_h = 9.5", "fin_h = 24.5", "debut_h < fin_h"),
        ("jours = [5, 6]", "jours = [7]", "les jours vont de 0"),
        ("jours = [5, 6]", "jours = [1.5]", "nombre entier"),
        ("jours = [5, 6]", "jours = 5", "une liste était attendue"),
        ('code = "week_end"', 'code = "fluide"', "le même code"),
        ('_par_defaut = "journee"', '_par_defaut = "midi"', "tranche_par_defaut"),
        ("posted = true }\nmotorway_link", 'posted = "oui" }\nmotorway_link', "true ou false"),
        ('keys = ["access"', 'keys = [1, "access"', "un texte était attendu"),
        ("[rules.services]", "[[rules.services]]", "une table était attendue"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(edited, old, new, complaint):
    with pytest.raises(SourceError) as caught:
        edited(old, new)
    assert complaint in str(caught.value)
    assert "essai.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SourceError, match="illisible"):
        read_profile(Mode.MARCHE, tmp_path / "absent.toml")


def test_what_is_not_utf_8_is_said(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('mode = "vélo"'.encode("latin-1"))
    with pytest.raises(SourceError, match="illisible"):
        read_profile(Mode.VELO, path)


@pytest.mark.parametrize("mode", list(Mode))
def test_files_are_named_after_their_mode(mode):
    assert tomllib.loads((FOLDER / f"{mode.value}.toml").read_text())["mode"] == mode.value
