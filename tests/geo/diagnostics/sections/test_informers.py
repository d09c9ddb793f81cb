"""Which réseaux the share of residents told in two doors rests on."""

from dataclasses import replace

from geo.diagnostics.sections.informers import informers, informing
from tests.geo.diagnostics.sections import poorer


def figures(texte):
    return {one.code: one.valeur for one in texte.chiffres}


def test_they_are_those_declared_competent_to_inform_everyone(findings):
    told = informing(findings)
    assert "cio" in told
    assert "cap-emploi" not in told
    assert informing(replace(findings, competences=())) == ()


def test_those_of_the_territory_come_before_those_of_the_region(findings):
    names = findings.reseau_names
    places = findings.inventory.places
    for code in findings.bassins.index:
        told = figures(informers(findings, code))
        here = set(places["reseau"][places["part"] == code]) & set(informing(findings))
        shown = told.get("reseaux_informent_ici", "")
        assert all(names[one] in shown for one in here)
        assert bool(here) == bool(shown)


def test_without_a_place_it_is_said(findings):
    poor = informers(poorer.without_places(findings), "1103")
    assert poor.modele.endswith("aucun n’a de lieu connu dans la région.")
