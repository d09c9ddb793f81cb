import pytest

from geo.domain.temps_reference import Incertitude, TempsReference
from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.sources.rules.times import TRANSPORT, read_times

WALK = """
[[temps]]
mode = "marche"
au_plus_s = 1200
source = "Guide"
"""
ESTIMATES = """
[[incertitudes]]
estime = true
part = 0.2
source = "Mesure"
"""
NETWORKS = ESTIMATES.replace("true", "false").replace("0.2", "0")
BOTH = ESTIMATES + NETWORKS


def test_times_and_uncertainties_are_read_as_they_are_written(toml):
    transport = WALK.replace("marche", TRANSPORT).replace("1200", "2400")

    assert read_times(toml(WALK + transport + BOTH)) == (
        (
            TempsReference(mode="marche", au_plus_s=1200, source="Guide"),
            TempsReference(mode="transport", au_plus_s=2400, source="Guide"),
        ),
        (
            Incertitude(estime=True, part=0.2, source="Mesure"),
            Incertitude(estime=False, part=0.0, source="Mesure"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOTH, r"\[\[temps\]\]"),
        (WALK, r"\[\[incertitudes\]\]"),
        (WALK + ESTIMATES, "estime = false"),
        (WALK + BOTH + ESTIMATES, "deux tables"),
        (WALK + WALK + BOTH, r"\['marche'\] donné deux fois"),
        (WALK.replace("marche", "trottinette") + BOTH, "mode inconnu"),
        (WALK.replace("1200", "0") + BOTH, "'marche' : à corriger"),
        (WALK.replace("1200", "20.5") + BOTH, "au_plus_s doit être un nombre entier"),
        (WALK.replace("1200", "true") + BOTH, "au_plus_s doit être un nombre entier"),
        (WALK.replace('"Guide"', '""') + BOTH, "source doit être un texte"),
        (WALK + BOTH.replace("0.2", "1.0"), "estime = True : à corriger"),
        (WALK + BOTH.replace("0.2", "-0.1"), "à corriger"),
        (WALK + BOTH.replace("0.2", "nan"), "à corriger"),
        (WALK + BOTH.replace("0.2", '"20 %"'), "part doit être un nombre"),
        (WALK + BOTH.replace("true", "1"), "estime doit être true ou false"),
        ("couleur = 1" + WALK + BOTH, "couleur"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(toml, text, words):
    with pytest.raises(SourceError, match=words):
        read_times(toml(text))


def test_every_mode_has_a_published_time_with_its_source(data):
    times, uncertainties = read_times(data / "reference" / "temps.toml")
    minutes = {one.mode: one.au_plus_s / 60 for one in times}

    assert set(minutes) == {*(mode.value for mode in Mode), TRANSPORT}
    assert (minutes["marche"], minutes["voiture"], minutes[TRANSPORT]) == (20, 20, 40)
    assert {one.estime: one.part for one in uncertainties} == {True: 0.2, False: 0.1}
