from dataclasses import replace

import numpy as np
import pytest

from geo.access.street_run import MAIN_ROADS
from geo.cli.show_times import show_times
from geo.network.estimate import Mode
from geo.network.library import read_manifest
from tests.geo.access import toy_city
from tests.geo.pipeline.lattice_network import build_lattice


def by(mode, *, estimated=(), **fields):
    """A city of 31 residents, of whom some towns have nothing but estimates."""
    city = toy_city.city(mode=mode)
    is_estimate = np.array([[town[0] in estimated] * 3 for town in toy_city.TOWNS])
    return replace(city, times=replace(city.times, is_estimate=is_estimate, **fields))


@pytest.fixture
def said(capsys):
    def read(surveys, manifest=None):
        show_times(surveys, manifest)
        return " ".join(capsys.readouterr().out.replace("\u202f", " ").split())

    return read


@pytest.fixture
def manifest(tmp_path):
    def build(**fields):
        return read_manifest(build_lattice(tmp_path, **fields))

    return build


def test_estimates_say_how_they_are_made(said):
    words = said([by("marche", estimated="ABCDE"), by("velo", estimated="ABCDE")])

    assert words == (
        "Durées estimées, distance à vol d’oiseau × détour ÷ vitesse : à pied × 1,25 ÷ 4,5 km/h ; "
        "à vélo × 1,25 ÷ 13 km/h."
    )


def test_a_network_says_its_name_its_traffic_and_who_is_on_it(said, manifest):
    # E, 16 residents of 31, is off the network
    words = said([by("voiture", estimated="E"), by("marche", estimated="ABCDE")], manifest())

    assert "Durées estimées, distance à vol d’oiseau × détour ÷ vitesse : à pied" in words
    assert "En voiture : temps par les rues, réseau « paris », trafic compté : × 1,5 (" in words
    assert "48,4 % des habitants sont sur le réseau, ailleurs, durées estimées." in words
    assert words.endswith("Rues : Essai, ODbL 1.0.")


def test_a_mode_never_estimated_says_that_the_others_have_no_time(said, manifest):
    measured = np.array([True, True, True, True, False])
    words = said([by("fauteuil", measured=measured)], manifest(modes=[Mode.FAUTEUIL]))

    assert "En fauteuil roulant : temps par les rues, réseau « paris » ; 48,4 %" in words
    assert "ailleurs, aucun temps." in words


def test_a_trial_network_and_main_roads_are_warned_of(said, manifest):
    trial = said([by("voiture", publiable=False)], manifest(kind="edges"))

    assert MAIN_ROADS in trial.lower()
    assert trial.endswith("RÉSEAU D’ESSAI — NE PAS PUBLIER")
    assert "ESSAI —" not in said([by("voiture")], manifest())
