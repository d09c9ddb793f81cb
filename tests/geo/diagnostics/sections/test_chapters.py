"""What holds for every chapter of the first half, of every territory, rich or poor."""

import re
from dataclasses import replace

import pytest

from geo.domain.dossier import Dossier, Tableau, TypeTerritoire
from geo.domain.dossier_json import from_json, to_json
from geo.domain.indicateur import BY_CODE
from geo.domain.unite import Unite, in_french
from tests.geo.diagnostics.sections import poorer
from tests.geo.diagnostics.sections.reading import (
    CHAPTERS,
    blocs,
    figures,
    pictures,
    tables,
    words,
)

TERRITORIES = ("1102", "1107", "11")

POORER = {
    "as found": lambda findings: findings,
    "no mode": poorer.without_modes,
    "no place": poorer.without_places,
    "one commune": lambda findings: poorer.one_commune(findings, "1102"),
    "nobody": poorer.without_people,
    "walking unmeasured": lambda findings: poorer.unmeasured(findings, "marche"),
    "one mode": lambda findings: replace(findings, modes=findings.modes[:1]),
    "on trial": lambda findings: replace(findings, trial_modes=("velo",)),
}


@pytest.fixture(scope="module", params=POORER)
def told(request, findings):
    """Findings of a kind, and the chapters of every territory."""
    some = POORER[request.param](findings)
    return some, {code: [chapter(some, code) for chapter in CHAPTERS] for code in TERRITORIES}


def all_sections(told):
    return [(code, section) for code, done in told[1].items() for section, _ in done]


def test_a_dossier_is_made_and_written_and_read(told):
    some, chapters = told
    for code, done in chapters.items():
        dossier = Dossier(
            type_territoire=TypeTerritoire.REGION if code == "11" else TypeTerritoire.BASSIN,
            code_territoire=code, nom="", region="", titre="", au="2026-11-24",
            run_id=some.run.run_id, precedent=None, essai="",
            sections=tuple(section for section, _ in done), empreintes={}, licences=(),
        )  # fmt: skip
        assert from_json(to_json(dossier)) == dossier


def test_every_picture_told_is_drawn_and_has_its_table(told):
    for done in told[1].values():
        pictured = [one for section, _ in done for one in pictures(section)]
        drawn = [drawing.code for _, drawings in done for drawing in drawings]
        every = {code for section, _ in done for code in tables(section)}
        assert [one.code for one in pictured] == drawn
        assert {one.tableau for one in pictured} <= every


def test_no_digit_is_typed_in_a_sentence(told):
    for _, section in all_sections(told):
        typed = re.sub(r"\{[^{}]+\}", "", words(section))
        assert not re.search(r"\d", typed), typed


def test_a_figure_named_as_an_indicator_is_that_indicator(told):
    some, _ = told
    table = some.indicators.set_index(
        ["indicator", "territory_code", "reseau", "profile", "mission", "mode"]
    )["value"].to_dict()
    names = {"reseau": 0, "profil": 1, "besoin": 2, "mode": 3}
    for code, section in all_sections(told):
        for figure in figures(section):
            rest = figure.code.removeprefix("region.")
            where = "11" if rest != figure.code else code
            name, *dimensions = rest.split(".")
            if name not in BY_CODE:
                continue
            key = ["tous"] * 4
            for one, value in zip(
                [one for one in BY_CODE[name].dimensions if one in names], dimensions, strict=True
            ):
                key[names[one]] = value
            value = table.get((name, where, *key))
            known = value is not None and value == value  # noqa: PLR0124 - missing is not itself
            assert figure.valeur == (value if known else None)


def test_a_figure_has_one_value_in_all_the_chapters_of_a_territory(told):
    for done in told[1].values():
        values = {}
        for section, _ in done:
            for figure in figures(section):
                assert values.setdefault(figure.code, figure.valeur) == figure.valeur


def test_every_cell_can_be_read(told):
    for _, section in all_sections(told):
        for tableau in blocs(section, Tableau):
            codes = [one.code for one in tableau.colonnes]
            assert len(set(codes)) == len(codes)
            assert set(tableau.colonnes_montrees) <= set(codes)
            assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes)
            for ligne in tableau.lignes:
                for value, one in zip(ligne, tableau.colonnes, strict=True):
                    assert value is None or type(value) in (str, int, float, bool)
                    assert value is None or one.unite is not Unite.PART or 0 <= value <= 1
                    assert in_french(value, one.unite)


def test_a_share_rests_on_an_estimate_where_its_indicator_does(findings):
    estimated = {
        figure.code: figure.estime
        for section, _ in (chapter(findings, "1107") for chapter in CHAPTERS)
        for figure in figures(section)
    }
    assert estimated["part_deux_portes.tout-public.information.marche"]
    assert estimated["duree_mediane_s.marche"]
    assert not estimated["habitants"]


def test_the_same_findings_give_the_same_chapters(findings):
    once, again = (
        [chapter(some, "1107")[0] for chapter in CHAPTERS] for some in (findings, replace(findings))
    )
    assert once == again


def test_row_order_is_irrelevant(findings):
    turned = replace(
        findings,
        **{
            name: getattr(findings, name).iloc[::-1]
            for name in ("access", "needs", "doors", "indicators", "publics")
        },
    )
    assert [chapter(findings, "11")[0] for chapter in CHAPTERS] == [
        chapter(turned, "11")[0] for chapter in CHAPTERS
    ]


def test_a_network_on_trial_is_said_wherever_its_times_stand(findings):
    trial = replace(findings, trial_modes=("velo",))
    for chapter in CHAPTERS:
        section, _ = chapter(trial, "1107")
        for tableau in tables(section).values():
            for one in tableau.colonnes:
                if one.titre.startswith("À vélo"):
                    assert one.titre == "À vélo (réseau d’essai)"
    assert "réseau d’essai" in words(CHAPTERS[0](trial, "1107")[0])


def test_without_a_mode_durations_are_not_known(findings):
    poor = poorer.without_modes(findings)
    for chapter in (CHAPTERS[0], CHAPTERS[3], CHAPTERS[4]):
        section, drawings = chapter(poor, "1107")
        assert "les durées ne sont pas renseignées" in words(section)
        assert drawings == ()


def test_without_a_place_nothing_is_near(findings):
    poor = poorer.without_places(findings)
    told = [chapter(poor, "1107")[0] for chapter in CHAPTERS]
    assert "Aucun point d’accueil n’y est connu" in words(told[0])
    assert tables(told[1])["lieux"].lignes == ()
    assert "aucun lieu atteint" in str(tables(told[0])["durees_communes"].lignes)
