from dataclasses import replace

import pytest

from geo.diagnostics.circumstances import (
    input_words,
    inputs_that_differ,
    not_judged,
    what_differs,
)
from geo.domain.indicateur import INDICATEURS, RULES, TIMES

ON_TIMES = {one.code for one in INDICATEURS if TIMES in one.source}
ON_RULES = {one.code for one in INDICATEURS if RULES in one.source}


@pytest.fixture
def run(findings):
    told = {"modes": {"marche": {"vitesse_kmh": 4.5}, "velo": {"vitesse_kmh": 13}}}
    return replace(findings.run, parametres=findings.run.parametres | told)


def other(run, **told):
    return replace(run, parametres=run.parametres | told)


def test_the_same_differs_in_nothing(run):
    assert list(what_differs(run, run)) == inputs_that_differ(run, run) == []
    assert not_judged(run, run) == {}


def test_rules_come_first_and_what_rests_on_them_is_not_judged(run):
    after = replace(run, empreintes=run.empreintes | {"regles": "0"}, version_code="9")
    assert next(what_differs(run, after)).startswith("ce qui est déclaré")
    told = not_judged(run, after)
    assert set(told) == ON_RULES | {"part_aidee_a_distance"}
    assert set(told.values()) == {"les règles ont changé"}


def test_another_pace_makes_times_not_comparable(run):
    after = other(run, modes=run.parametres["modes"] | {"velo": {"vitesse_kmh": 15}})
    assert list(what_differs(run, after)) == ["la façon de trouver les durées"]
    assert set(not_judged(run, after)) == ON_TIMES


def test_a_mode_less_is_no_other_method(run):
    after = other(run, modes={"marche": run.parametres["modes"]["marche"]})
    assert list(what_differs(run, after)) == ["les modes de déplacement étudiés"]
    assert not_judged(run, after) == {}


@pytest.mark.parametrize(
    "name", ["annuaire", "regles", "rejets", "sites_candidats", "reseau_rues", "profil_voiture"]
)
def test_inputs_are_told_in_words(run, name):
    after = replace(run, empreintes=run.empreintes | {name: "0"})
    (words,) = inputs_that_differ(run, after)
    assert words == input_words(name) != name
    assert "_" not in words
