"""The file of a scenario: what it says, and what is wrong with it, in words for planners."""

import json
import tomllib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from api.bodies import read_body
from api.scenarios.body import DemandeScenario, to_scenario
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from geo.errors import SourceError
from geo.network.estimate import Mode
from geo.sources.scenario_file import ScenarioFile, example, read_scenario

PARIS = ZoneInfo("Europe/Paris")
WHOLE = """
mode = "velo"
au_plus_s = [1200, 900, 1200]
profils = ["jeune", "femme"]
besoins = ["conseil"]
instant = 2026-11-24T10:00:00

[[ouvrir]]
reseau = "cio"
lon = 2
lat = 48.5

[[fermer]]
point_id = "a"

[[ouvrir]]
reseau = "apec"
lon = 2.5
lat = 49
publics = ["cadre"]
missions = ["conseil", "information"]
zone_competence = ["75", "france"]
horaires = "Mo-Fr 09:00-17:00"
capacite = 2

[[deplacer]]
point_id = "b"
lon = 2.1
lat = 48.1

[[horaires]]
point_id = "b"
horaires = "inconnus"

[[horaires]]
point_id = "c"
horaires = "24/7"

[[capacite]]
point_id = "b"
capacite = 0.5
"""


@pytest.fixture
def read(tmp_path):
    def written(text):
        path = tmp_path / "scenario.toml"
        path.write_text(text, encoding="utf-8")
        return read_scenario(path)

    return written


def test_all_that_a_file_may_say(read):
    assert read(WHOLE) == ScenarioFile(
        scenario=Scenario(
            changes=(
                Opening(reseau="cio", lon=2, lat=48.5),
                Opening(
                    reseau="apec", lon=2.5, lat=49, publics=(Profil.CADRE,),
                    missions=(Mission.CONSEIL, Mission.INFORMATION),
                    zone_competence=("75", "france"), horaires="Mo-Fr 09:00-17:00", capacity=2.0,
                ),
                Closing(point_id="a"),
                Move(point_id="b", lon=2.1, lat=48.1),
                NewHours(point_id="b", horaires=None),
                NewHours(point_id="c", horaires="24/7"),
                NewCapacity(point_id="b", capacity=0.5),
            ),
            instant=datetime(2026, 11, 24, 10, 0, tzinfo=PARIS),
        ),
        mode=Mode.VELO,
        cutoffs_s=(1200, 900),
        profils=(Profil.JEUNE, Profil.FEMME),
        missions=(Mission.CONSEIL,),
    )  # fmt: skip


def test_a_file_may_leave_everything_open(read):
    assert read("") == ScenarioFile(scenario=Scenario())
    assert read("au_plus_s = 900").cutoffs_s == (900,)


def test_an_instant_may_tell_its_own_offset(read):
    told = read("instant = 2026-11-24T09:00:00Z").scenario.instant
    assert told == datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


@pytest.mark.parametrize("text", [WHOLE, example()])
def test_a_file_and_a_request_of_the_same_keys_mean_the_same(read, text):
    told = tomllib.loads(text)
    body = json.dumps(told, default=datetime.isoformat).encode()
    asked = read_body(DemandeScenario, body)
    of_file = read(text)

    assert to_scenario(asked) == of_file.scenario
    assert asked.mode is of_file.mode
    assert tuple(dict.fromkeys(asked.au_plus_s)) == of_file.cutoffs_s
    assert (asked.profils, asked.besoins) == (of_file.profils, of_file.missions)


def test_the_example_says_all_that_may_be_said(read):
    commented = [line.removeprefix("# ") for line in example().splitlines()]
    code = [line for line in commented if line.startswith("[[") or " = " in line]

    told = read("\n".join(line.partition("  #")[0] for line in code))

    assert len(read(example()).scenario.changes) == 1
    assert {type(change) for change in told.scenario.changes} == {
        Opening, Closing, Move, NewHours, NewCapacity
    }  # fmt: skip
    assert told.scenario.instant is not None
    assert told.cutoffs_s
    assert told.profils


HERE = "lon = 2.3\nlat = 48.8\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "ne se lit pas"),
        ("modes = 'velo'", "clés inconnues ['modes']"),
        ("mode = 'avion'", "mode doit être un mode de déplacement : marche, velo"),
        ("mode = ['velo']", "mode doit être un mode de déplacement"),
        ("au_plus_s = 0", "au_plus_s doit être une durée en secondes"),
        (
            "au_plus_s = 86401",
            "au_plus_s doit être une durée en secondes (1200 pour 20 minutes, 86400",
        ),
        ("[[ouvrir]]\nreseau = 'cio'\nlon = 2\nlat = 48\n" * 2, "« ouvrir » n° 2 ouvre deux fois"),
        ("au_plus_s = []", "au_plus_s doit être une durée en secondes"),
        ("au_plus_s = [900, 20.5]", "au_plus_s doit être une durée en secondes"),
        ("au_plus_s = true", "au_plus_s doit être une durée en secondes"),
        ("profils = ['jeunes']", "profils : ['jeunes'] n’existe pas ; il y a : collegien"),
        ("besoins = 'conseil'", "besoins doit être une liste de textes"),
        ("instant = '2026-11-24'", "instant doit être un instant sans guillemets"),
        ("instant = 2026-11-24", "instant doit être un instant sans guillemets"),
        ("instant = 1990-11-24T10:00:00", "de 2000 à 2075"),
        ("[ouvrir]\nreseau = 'cio'", "ouvrir doit être une suite de tables, comme [[ouvrir]]"),
        ("[[ouvrir]]\nreseau = 'cio'\nlon = 2", "[[ouvrir]] n° 1 : il manque ['lat']"),
        (f"[[ouvrir]]\n{HERE}reseau = 3", "reseau doit être un texte"),
        ("[[ouvrir]]\nreseau = 'cio'\nlon = 'a'\nlat = 2", "lon doit être une longitude"),
        ("[[ouvrir]]\nreseau = 'cio'\nlon = 2\nlat = 91", "lat doit être une latitude"),
        ("[[ouvrir]]\nreseau = 'cio'\nlon = nan\nlat = 48", "lon doit être une longitude"),
        (f"[[ouvrir]]\n{HERE}reseau = 'cio'\nadresse = 'a'", "clés inconnues ['adresse']"),
        (f"[[ouvrir]]\n{HERE}reseau = 'cio'\npublics = []", "avec au moins un"),
        (
            f"[[ouvrir]]\n{HERE}reseau = 'cio'\n[[ouvrir]]\n{HERE}reseau = 'cio'\nmissions = ['a']",
            "[[ouvrir]] n° 2 : missions : ['a'] n’existe pas",
        ),
        (
            f"[[ouvrir]]\n{HERE}reseau = 'cio'\nhoraires = 'matin'",
            "doit être des horaires",
        ),
        (f"[[ouvrir]]\n{HERE}reseau = 'cio'\ncapacite = -1", "capacite doit être un nombre de"),
        (f"[[ouvrir]]\n{HERE}reseau = 'cio'\ncapacite = inf", "capacite doit être un nombre de"),
        ("[[fermer]]\npoint_id = ' '", "point_id doit être un texte"),
        (
            "[[fermer]]\npoint_id = 'a'\n[[fermer]]\npoint_id = 'a'",
            "« fermer » n° 2 parle deux fois du même lieu",
        ),
        (
            "[[horaires]]\npoint_id = 'a'\nhoraires = 'inconnus'",
            "« horaires » n° 1 change des horaires, qui ne comptent qu’à un instant",
        ),
    ],
)
def test_what_is_wrong_is_said_and_where(read, text, said):
    with pytest.raises(SourceError) as raised:
        read(text)

    assert said in str(raised.value)
    assert "scenario.toml" in str(raised.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SourceError, match="deuxportes scenario --exemple"):
        read_scenario(tmp_path / "rien.toml")
