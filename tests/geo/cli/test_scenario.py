"""What people read of a scenario, and what they may type."""

import pytest
from typer.testing import CliRunner

from geo.access.comparison import compare
from geo.access.gains import GAIN, LOSS, most_affected, territory_changes
from geo.access.situation import situation, situation_after
from geo.cli.app import app
from geo.cli.show_scenario import show_changes
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.scenario import Closing, Move, NewCapacity, NewHours, Opening, Scenario
from geo.domain.temps_reference import TempsReference
from geo.network.estimate import Mode
from geo.pipeline.scenario import ScenarioAsked, ScenarioFound
from geo.sources.scenario_file import example
from tests.geo.access import toy_city
from tests.geo.access.test_comparison import AT_D, TUESDAY
from tests.geo.access.toy_scenarios import IN_HOURS, applied, degrees

NAMES = {"bassin": {"N": "Nord", "S": "Sud"}, "region": {"11": "Île-de-France"}}
CERTAIN = TempsReference(mode="voiture", au_plus_s=600, source="Cerema")
ADVICE = {"profiles": (Profil.JEUNE,), "missions": (Mission.CONSEIL,)}


@pytest.fixture
def said(capsys):
    def read(*changes, cutoffs_s=(600,), instant=None, **fields):
        scenario = Scenario(changes=changes, instant=instant)
        asked = ScenarioAsked(scenario=scenario, mode=Mode.VOITURE, cutoffs_s=cutoffs_s, **fields)
        city = toy_city.city(estimated=True)
        after = applied(city, scenario)
        before = situation(city, toy_city.COMPETENCES)
        compared = compare(
            before, situation_after(before, after), cutoffs_s=cutoffs_s, instant=instant,
            questions=[(one, need) for one in asked.profiles for need in asked.missions],
        )  # fmt: skip
        gaining, losing = (
            most_affected(compared, city.people, verdict=verdict, at_most=12)
            for verdict in (GAIN, LOSS)
        )
        show_changes(
            ScenarioFound(
                changes=territory_changes(compared, city.people), gaining=gaining, losing=losing,
                before=city, after=after, manifest=None, cutoffs_s=cutoffs_s,
                references=[CERTAIN], unknown_hours=3 if instant else 0, far_m=None, names=NAMES,
                origin_names={"A": "Avon", "D": "Dourdan"},
            ),
            asked,
        )  # fmt: skip
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        tables = [line for line in words.splitlines() if "  " in line or "───" in line]
        assert max(map(len, tables), default=0) <= 80
        return [" ".join(line.split()) for line in words.splitlines()]

    return read


def test_territories_then_the_region_then_the_communes(said):
    lines = said(AT_D, **ADVICE)

    assert lines[0] == "Scénario : 1 ouverture : en voiture, 10 min au plus par trajet."
    rows = [line for line in lines if "jeune : conseil" in line]
    assert rows == [
        "Sud jeune : conseil 8 0 +8 −14,7 min",  # noqa: RUF001 - a minus
        "Nord jeune : conseil 1 0 +1 −40 s",  # noqa: RUF001 - a minus
        "Île-de-France jeune : conseil 9 0 +9 −5,7 min",  # noqa: RUF001 - a minus
        "Dourdan 8 jeune : conseil plus loin 1 porte",
        "Avon 1 jeune : conseil 2 portes 1 porte",
    ]
    assert "Communes qui gagnent le plus" in lines
    assert "Communes qui perdent le plus" not in lines
    assert "Durée de référence, 10 min : Cerema." in lines
    assert any(line.startswith("Durées estimées") for line in lines)


def test_publics_and_needs_that_change_alike_are_one_line(said):
    lines = said(Closing(point_id="J"))

    number = lines.index("Île-de-France jeune : information, 0 31 −6 —")  # noqa: RUF001 - a minus
    assert lines[number + 1] == "conseil, accompagnement"
    assert "Île-de-France jeune : accueil 0 4 −4 +12,1 min" in lines  # noqa: RUF001 - a minus


def test_nothing_is_said_to_change_where_nothing_does(said):
    lines = said(**ADVICE)

    assert "Rien ne change pour personne." in lines
    assert lines[0].startswith("Scénario : aucun changement")


def test_each_time_has_its_table(said):
    lines = said(AT_D, cutoffs_s=(600, 1500), **ADVICE)

    titles = [line for line in lines if line.startswith("Habitants qui gagnent")]
    assert [title.split(", ")[1] for title in titles] == ["10 min au plus", "25 min au plus"]


def test_capacity_has_a_table_of_its_own(said):
    lines = said(NewCapacity(point_id="J", capacity=4.0), **ADVICE)

    assert "Offre pour 10 000 habitants, 10 min au plus" in lines
    # 2 and 4 for the six of B and C
    assert "Nord jeune : conseil 2222,222 4444,444" in lines
    assert not [line for line in lines if line.startswith("Habitants qui gagnent")]


def test_doubt_about_hours_is_shown(said):
    lines = said(
        NewHours(point_id="J", horaires=IN_HOURS), Move(point_id="W", **degrees((0, 0))),
        instant=TUESDAY, **ADVICE,
    )  # fmt: skip

    assert any("en doute" in line for line in lines)
    assert any(line.startswith("Lieux ouverts le 24/11/2026 à 10:00") for line in lines)


def test_where_most_are_in_doubt_it_is_said(said):
    sentence = "La plupart des habitants sont en doute à cet instant"
    at_e = Opening(reseau="mission-locale", **degrees((30, 30)))  # nobody knows its hours

    few, most = (said(one, instant=TUESDAY, **ADVICE) for one in (AT_D, at_e))  # 9 and 16 of 31

    assert not any(line.startswith(sentence) for line in few)
    assert any(line.startswith(sentence) for line in most)


def test_the_time_of_two_doors_is_that_of_the_longer_leg(said):
    lines = said(AT_D, **ADVICE)

    assert any(line.startswith("Temps : trajet direct") for line in lines)
    # A is 12 minutes from J, and 10 on the longer leg through W
    assert lines[lines.index("Avon 1 jeune : conseil 2 portes 1 porte") + 1] == "10 min 10 min"


# what may be typed


def run(*arguments):
    return CliRunner().invoke(app, ["scenario", *map(str, arguments)])


def test_the_example_is_printed_as_it_is():
    assert run("--exemple").output == example()


def test_a_file_is_needed():
    result = run()
    assert result.exit_code == 2
    assert "--exemple" in result.output


def test_a_wheelchair_takes_a_network(tmp_path):
    path = tmp_path / "scenario.toml"
    path.write_text("mode = 'fauteuil'")

    result = run(path)

    assert result.exit_code == 2
    assert "aucune estimation" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "aucun changement dans le fichier"),
        ("[[fermer]]\npoint_id = 'xyz'", "« xyz »"),
        ("[[ouvrir]]\nreseau = 'zzz'\nlon = 2.3\nlat = 48.8", "« zzz ». Il y a : "),
        ("[[ouvrir]]\nreseau = 'cio'\nlon = 48.8\nlat = 2.3", "hors de la région chargée"),
        (
            "[[ouvrir]]\nreseau = 'cio'\nlon = 2.3\nlat = 48.8\nzone_competence = ['75', '2B']",
            "« 2B »",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path, shared_directory_url, monkeypatch, text, said):
    monkeypatch.setenv("DATABASE_URL", shared_directory_url)
    path = tmp_path / "scenario.toml"
    path.write_text(text)

    result = run(path)

    assert result.exit_code != 0
    assert said in " ".join(f"{result.output} {result.exception}".split())


def test_options_win_over_the_file(tmp_path, shared_directory_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", shared_directory_url)
    path, out = tmp_path / "scenario.toml", tmp_path / "scenario.csv"
    path.write_text(
        "mode = 'voiture'\nprofils = ['femme']\nau_plus_s = 600\n"
        "[[ouvrir]]\nreseau = 'mission-locale'\nlon = 2.15\nlat = 48.95\n"
    )

    result = run(path, "--mode", "marche", "--profil", "jeune", "--besoin", "conseil",
                 "--out", out)  # fmt: skip

    assert result.exit_code == 0, result.output
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 4 + 1
    assert {";marche;" in line and ";jeune;conseil;600;" in line for line in lines[1:]} == {True}
    assert "à pied, 10" in result.output.replace("\N{NO-BREAK SPACE}", " ")
