import re
from dataclasses import replace

import pytest

from geo.diagnostics.bassin import CHAPTERS, build_bundle
from geo.diagnostics.synthesis import build_synthesis
from geo.domain.dossier import Texte, TypeTerritoire
from geo.domain.dossier_json import from_json, to_json
from geo.errors import NotFoundError
from tests.geo.diagnostics.cut import (
    of_one_commune,
    on_trial,
    with_previous,
    without_bassins,
    without_gaps,
    without_modes,
    without_places,
)


@pytest.fixture(scope="module")
def bundle(findings):
    return build_bundle(findings, "1103")


def test_all_chapters_come_in_order(bundle):
    assert len(bundle.dossier.sections) == len(CHAPTERS) == 10
    told = [section.titre for section in bundle.dossier.sections]
    assert told[0] == "Le territoire en bref"
    assert told[5:] == [
        "Les manques", "L’équité", "Ce qui aiderait le plus", "Depuis la dernière fois",
        "Méthode et sources",
    ]  # fmt: skip


def test_it_says_of_what_and_when(bundle, findings):
    dossier = bundle.dossier
    assert (dossier.type_territoire, dossier.code_territoire) == (TypeTerritoire.BASSIN, "1103")
    assert (dossier.nom, dossier.region) == ("Sud", findings.region_name)
    assert dossier.au == "2026-11-24"
    assert (dossier.run_id, dossier.precedent) == (findings.run.run_id, None)
    assert dossier.essai == ""
    assert dict(dossier.empreintes) == dict(findings.run.empreintes)
    assert len(dossier.licences) == len(findings.credits)


def test_the_same_findings_say_the_same(bundle, findings):
    assert build_bundle(findings, "1103").dossier == bundle.dossier


def test_it_can_be_kept_and_read_back(bundle):
    assert from_json(to_json(bundle.dossier)) == bundle.dossier


def test_no_such_bassin(findings):
    with pytest.raises(NotFoundError, match="9999"):
        build_bundle(findings, "9999")


def test_texts_hold_no_measured_figure(findings):
    bundles = [build_bundle(findings, code) for code in findings.bassins.index]
    for made in (*bundles, build_synthesis(with_previous(findings))):
        for bloc in made.dossier.blocs():
            if isinstance(bloc, Texte):
                words = re.sub(r"\{[^{}]+\}", "", bloc.modele)
                assert not re.search(r"\d", words), words


def test_a_figure_told_twice_is_the_same(findings):
    for made in (build_bundle(findings, "1101"), build_synthesis(findings)):
        told = {}
        for figure in made.dossier.chiffres():
            known = told.setdefault(figure.code, figure.valeur)
            assert known == figure.valeur, figure.code


@pytest.mark.parametrize(
    "cut",
    [
        without_modes,
        without_gaps,
        without_places,
        with_previous,
        lambda findings: of_one_commune(findings, "1103", "77288"),
        lambda findings: without_modes(without_places(findings)),
        lambda findings: replace(findings, indicators=findings.indicators.iloc[:0]),
        lambda findings: replace(findings, credits=(), services=(), doubts=()),
    ],
)
def test_an_honest_document_of_little(findings, cut):
    less = cut(findings)
    for made in (build_bundle(less, "1103"), build_synthesis(less)):
        assert from_json(to_json(made.dossier)) == made.dossier
        assert all(section.blocs for section in made.dossier.sections)
        cells = [cell for table in made.dossier.tableaux() for row in table.lignes for cell in row]
        assert not {"nan", "None", "<NA>"} & {cell for cell in cells if isinstance(cell, str)}


def test_a_region_without_bassins(findings):
    made = build_synthesis(without_bassins(findings))
    assert len(made.layers["bassins"]) == 0
    assert from_json(to_json(made.dossier)) == made.dossier


def test_a_trial_is_said_of_everything(findings):
    assert "réseau d’essai" in build_bundle(on_trial(findings, "velo"), "1101").dossier.essai
