import pytest

from geo.diagnostics.synthesis import build_synthesis, without_trial
from geo.domain.dossier import Texte, TypeTerritoire
from tests.geo.diagnostics.cut import on_trial, with_previous


@pytest.fixture(scope="module")
def synthesis(findings):
    return build_synthesis(findings)


def table(bundle, code):
    (found,) = [one for one in bundle.dossier.tableaux() if one.code == code]
    return found


def column(told, code):
    place = [one.code for one in told.colonnes].index(code)
    return [row[place] for row in told.lignes]


def words(bundle):
    return " ".join(bloc.modele for bloc in bundle.dossier.blocs() if isinstance(bloc, Texte))


def test_it_is_of_the_region(findings, synthesis):
    dossier = synthesis.dossier
    assert dossier.type_territoire is TypeTerritoire.REGION
    assert dossier.code_territoire == findings.region_code
    assert findings.region_name in dossier.titre


def test_all_bassins_stand_side_by_side_and_add_up(findings, synthesis):
    told = table(synthesis, "bassins_compares")
    names, people, places = (
        column(told, one) for one in ("code_bassin", "habitants", "points_accueil")
    )
    assert names[0] == findings.region_code
    assert set(names[1:]) == set(findings.bassins.index)
    assert people[0] == sum(people[1:]) == findings.origins["population"].sum()
    assert places[0] == sum(places[1:])


def test_bassins_come_from_the_longest_time(synthesis):
    medians = column(table(synthesis, "bassins_compares"), "duree_mediane_s_marche")[1:]
    assert medians == sorted(medians, reverse=True)


def test_the_map_has_an_area_a_bassin_and_a_panel_a_mode(findings, synthesis):
    (drawing,) = [one for one in synthesis.drawings if one.code == "carte_bassins"]
    assert len(drawing.areas) == len(findings.bassins)
    assert [len(panel.classes) for panel in drawing.panels] == [4] * len(findings.modes)


def test_gaps_of_the_region_are_those_of_its_bassins(findings, synthesis):
    told = table(synthesis, "manques")
    for mode in findings.modes:
        reports = [report for report in findings.gaps if report.mode == mode]
        expected = [report.gaps.left_out for report in reports]
        assert column(told, f"hors_portee_{mode}") == expected


def test_a_trial_mode_is_left_out_and_it_says_so(findings):
    trial = on_trial(with_previous(findings), "velo")
    made = build_synthesis(trial)
    assert made.dossier.essai == ""
    assert "à vélo viennent d’un réseau d’essai" in words(made)
    for told in made.dossier.tableaux():
        assert not [one.code for one in told.colonnes if "velo" in one.code], told.code
        assert "velo" not in {cell for row in told.lignes for cell in row}
    assert not [name for layer in made.layers.values() for name in layer if "velo" in name]


def test_the_command_still_makes_the_whole_run(findings):
    (command,) = [
        figure.valeur
        for figure in build_synthesis(on_trial(findings, "velo")).dossier.chiffres()
        if figure.code == "commande"
    ]
    assert command == (
        "deuxportes diagnostic --region 11 --modes marche,velo,voiture --au 2026-11-24"
    )


def test_a_trial_mode_is_told_if_asked(findings):
    made = build_synthesis(on_trial(findings, "velo"), with_trial=True)
    assert "réseau d’essai" in made.dossier.essai
    assert "hors_portee_velo" in {one.code for one in table(made, "manques").colonnes}
    assert "--avec-essai" in {
        word for figure in made.dossier.chiffres() for word in str(figure.valeur).split()
    }


def test_all_modes_may_be_on_trial(findings):
    made = build_synthesis(on_trial(findings, *findings.modes))
    assert "ne sont pas dans cette synthèse" in words(made)
    assert table(made, "durees_et_seuils").lignes == ()


def test_without_trial_changes_nothing_without_one(findings):
    assert without_trial(findings) is findings
