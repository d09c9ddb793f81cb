from dataclasses import replace

import pytest

from geo.diagnostics.comparison import changes_dossier
from geo.domain.dossier import Texte
from geo.domain.dossier_json import from_json, to_json
from geo.domain.run import TypeRun
from geo.errors import SourceError
from geo.tables import ALL_RESEAUX


@pytest.fixture(scope="module")
def names(findings):
    return {
        "bassin": findings.bassins["nom"].to_dict(),
        "region": {findings.region_code: findings.region_name},
    }


def compared(findings, names, after, run=None):
    then = replace(findings.run, run_id="diagnostic-0000000000000000")
    return changes_dossier(then, run or findings.run, findings.indicators, after, names)


def table(dossier, code):
    (found,) = [one for one in dossier.tableaux() if one.code == code]
    return found


def words(dossier):
    return " ".join(bloc.modele for bloc in dossier.blocs() if isinstance(bloc, Texte))


def figures(dossier):
    return {figure.code: figure.valeur for figure in dossier.chiffres()}


def longer(findings, code, seconds):
    """Make the median time on foot of a bassin longer."""
    told = findings.indicators.copy()
    mine = (
        (told["indicator"] == "duree_mediane_s")
        & (told["territory_code"] == code)
        & (told["mode"] == "marche")
    )
    told.loc[mine, "value"] += seconds
    return told


def test_nothing_changed(findings, names):
    dossier = compared(findings, names, findings.indicators)
    assert all(one.lignes == () for one in dossier.tableaux() if one.code != "evolutions_bassins")
    told = figures(dossier)
    assert "evolutions_mieux" not in told
    assert told["evolutions_aucune"] > 0
    assert "autre chose" not in words(dossier)
    assert from_json(to_json(dossier)) == dossier


def test_one_change_is_told_everywhere(findings, names):
    dossier = compared(findings, names, longer(findings, "1102", 600))
    (row,) = table(dossier, "evolutions").lignes
    assert row[2] == "Ouest"
    assert row[5:7] == ("+10\N{NO-BREAK SPACE}min", "moins bien")
    (line,) = table(dossier, "evolutions_indicateurs").lignes
    assert line[2:] == (0, 1, "Ouest : +10\N{NO-BREAK SPACE}min", "")
    bassins = {row[1]: row[2:] for row in table(dossier, "evolutions_bassins").lignes}
    assert bassins == {"1101": (0, 0), "1102": (0, 1), "1103": (0, 0), "1107": (0, 0)}
    assert figures(dossier)["evolutions_moins_bien"] == 1
    assert next(dossier.tableaux()).code == "evolutions"


def test_figures_of_reseaux_come_after_those_of_all(findings, names):
    after = findings.indicators.assign(value=findings.indicators["value"] * 2 + 1)
    rows = table(compared(findings, names, after), "evolutions").lignes
    reseaux = [row[10] for row in rows]
    first = next(rank for rank, one in enumerate(reseaux) if one != ALL_RESEAUX)
    lead = {"duree_mediane_s", "habitants", "gini_duree"}
    assert not lead & {row[7] for row in rows[first:]}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version_code": "9.9"}, "la version du programme"),
        ({"parametres": {"au_plus_s": {"marche": 60}}}, "les durées à ne pas dépasser"),
        ({"parametres": {"modes": {}}}, "les modes de déplacement"),
        ({"parametres": {"reseau_rues": {"nom": "idf"}}}, "le réseau de rues"),
    ],
)
def test_what_else_changed_is_said(findings, names, changed, said):
    told = dict(changed)
    if "parametres" in told:
        told["parametres"] = {**findings.run.parametres, **told["parametres"]}
    dossier = compared(findings, names, findings.indicators, replace(findings.run, **told))
    assert said in words(dossier)
    assert "pas du territoire seul" in words(dossier)


def test_inputs_that_differ_are_named(findings, names):
    run = replace(findings.run, empreintes={**findings.run.empreintes, "annuaire": "0" * 64})
    assert figures(compared(findings, names, findings.indicators, run))["donnees"] == (
        "l’annuaire ou les territoires"
    )


def test_rules_that_changed_are_said_first_and_are_no_progress(findings, names):
    run = replace(findings.run, empreintes={**findings.run.empreintes, "regles": "0" * 64})
    after = findings.indicators.copy()
    after.loc[after["indicator"] == "part_deux_portes", "value"] = 0.0
    after.loc[after["indicator"] == "points_accueil", "value"] += 1
    dossier = compared(findings, names, after, run)
    first = next(bloc for bloc in dossier.blocs() if isinstance(bloc, Texte))
    assert first.ton == "avertissement"
    assert "ce qui est déclaré" in first.modele
    worth = {row[7]: row[6] for row in table(dossier, "evolutions").lignes}
    assert worth == {"part_deux_portes": "les règles ont changé", "points_accueil": "mieux"}


def test_thresholds_that_differ_tell_rows_apart(findings, names):
    after = findings.indicators.copy()
    limited = after["cutoff_s"] > 0
    after.loc[limited, "cutoff_s"] *= 2
    rows = table(compared(findings, names, after), "evolutions").lignes
    said = [row[:3] for row in rows]
    assert len(set(said)) == len(said)
    assert {(row[3], row[6]) for row in rows if row[4] == "pas demandé"}
    assert {row[6] for row in rows} <= {"nouveau", "n’est plus demandé"}
    assert any("en 20\N{NO-BREAK SPACE}min" in row[1] for row in rows)


def test_regions_are_not_compared(findings, names):
    run = replace(findings.run, parametres={**findings.run.parametres, "region": "75"})
    with pytest.raises(SourceError, match="même région"):
        compared(findings, names, findings.indicators, run)


def test_a_run_of_access_is_no_diagnostic(findings, names):
    with pytest.raises(SourceError, match="pas un diagnostic"):
        compared(findings, names, findings.indicators, replace(findings.run, type=TypeRun.ACCES))


def test_codes_stand_for_names_that_are_not_there(findings):
    dossier = compared(findings, {}, longer(findings, "1102", 600))
    assert dossier.nom == findings.region_code
    assert table(dossier, "evolutions").lignes[0][2] == "1102"


def test_a_trial_is_said(findings, names):
    dossier = compared(findings, names, findings.indicators.assign(publiable=False))
    assert "réseau d’essai" in dossier.essai
