"""What people read of the two doors."""

import pytest
from typer.testing import CliRunner

from geo.cli.app import app
from geo.cli.show_doors import show_doors
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.temps_reference import TempsReference
from geo.pipeline.doors import DoorsAsked, DoorsFound, door_shares
from tests.geo.access import toy_city

NAMES = {"bassin": {"N": "Nord", "S": "Sud"}, "region": {"11": "Île-de-France"}}
CERTAIN = TempsReference(mode="voiture", au_plus_s=600, source="Cerema")
ADVICE = {"profiles": (Profil.JEUNE,), "missions": (Mission.CONSEIL,)}


@pytest.fixture
def said(capsys):
    def read(surveys=None, **fields):
        asked = DoorsAsked(**fields)
        surveys = [toy_city.city(estimated=True)] if surveys is None else surveys
        table = door_shares(
            surveys, toy_city.COMPETENCES, profiles=asked.profiles, missions=asked.missions,
            cutoffs_s=[600, 3960], partitions=asked.partitions,
        )  # fmt: skip
        found = DoorsFound(
            table=table, surveys=surveys, manifest=None, references=[CERTAIN], names=NAMES,
            budgets_s={survey.times.mode: 600 for survey in surveys},
        )  # fmt: skip
        show_doors(found, asked)
        words = capsys.readouterr().out.replace("\u202f", " ").replace("\N{NO-BREAK SPACE}", " ")
        return [" ".join(line.replace("│", "|").split()) for line in words.splitlines()]

    return read


def test_a_line_a_territory_the_worst_served_first_and_the_region_last(said):
    lines = said(**ADVICE)
    rows = [line for line in lines if line.startswith("|")]

    assert rows == [
        "| Sud | 12 | 33,3 % | 0,0 % | 66,7 % | 0,0 % |",
        "| Nord | 3 | 66,7 % | 33,3 % | 0,0 % | 0,0 % |",
        "| Île-de-France | 31 | 19,4 % | 3,2 % | 77,4 % | 0,0 % |",
    ]
    assert "Jeune de 16 à 25 ans, conseil : en voiture, 10 min au plus par trajet" in lines


def test_each_way_to_cut_the_territory_has_its_table(said):
    lines = said(**ADVICE, partitions=("region",))
    assert sum(line.startswith("|") for line in lines) == 1

    lines = said(**ADVICE, partitions=("bassin", "region"))
    assert sum(line.startswith("|") for line in lines) == 3


def test_what_varies_has_the_lines(said):
    needs = said(profiles=(Profil.JEUNE,))
    assert " ".join(needs).startswith(
        "Île-de-France, jeune de 16 à 25 ans : en voiture, 10 min au plus par trajet"
    )
    assert "| Accueil | 31 | 22,6 % | 0,0 % | 77,4 % | 0,0 % |" in needs
    assert "| Conseil | 31 | 19,4 % | 3,2 % | 77,4 % | 0,0 % |" in needs

    publics = said(missions=(Mission.CONSEIL,))
    assert "| Femme | 31 | 0,0 % | 0,0 % | 0,0 % | 100,0 % |" in publics


def test_publics_and_needs_are_crossed_in_a_summary(said):
    lines = said()

    assert "| Jeune de 16 à 25 ans | 22,6 % | 22,6 % | 22,6 % | 22,6 % |" in lines
    assert "| Tout public | 9,7 % | 0,0 % | 0,0 % | 0,0 % |" in lines
    assert any("--profil ou un --besoin" in line for line in lines)


def test_what_the_figures_rest_on_and_leave_out_is_said(said):
    words = " ".join(said(**ADVICE))

    assert "Ni attente, ni rendez-vous, ni horaires" in words
    assert "comme si chacun était de ce public" in words
    assert "rattachement est à vérifier" in words
    assert "Durée de référence en voiture, 10 min : Cerema." in words
    assert "Durées estimées" in words


def test_a_territory_without_anyone_has_no_share(said):
    lines = said([toy_city.survey([], toy_city.PLACES, estimated=True)], **ADVICE)
    assert any("trop peu d’habitants" in line for line in lines)

    empty = toy_city.survey(toy_city.TOWNS, toy_city.PLACES)
    empty.people.population[:] = 0
    rows = [line for line in said([empty], **ADVICE) if line.startswith("|")]
    assert rows[0] == "| Nord | 0 | — | — | — | — |"


def test_a_mode_that_nothing_can_time_is_refused_before_anything_is_started():
    done = CliRunner().invoke(app, ["doors", "--mode", "fauteuil"])

    assert done.exit_code == 2
    assert "--network" in done.output


def test_the_help_lists_publics_and_needs_in_words_that_fit():
    said = " ".join(CliRunner().invoke(app, ["doors", "--help"]).output.split())

    assert "personne-handicapee, femme, tout-public." in said
    assert "une ligne par territoire" in said
