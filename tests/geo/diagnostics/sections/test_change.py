from dataclasses import replace

from geo.diagnostics.sections.change import change
from geo.domain.dossier import Tableau, Texte
from tests.geo.diagnostics.cut import with_previous


def words(section):
    return " ".join(one.modele for one in section.blocs if isinstance(one, Texte))


def figures(section):
    texts = [one for one in section.blocs if isinstance(one, Texte)]
    return {figure.code: figure.valeur for text in texts for figure in text.chiffres}


def tables(section):
    return [one for one in section.blocs if isinstance(one, Tableau)]


def one_more_place(code):
    """Say that there was a place less then."""

    def then(told):
        mine = (told["indicator"] == "points_accueil") & (told["territory_code"] == code)
        told.loc[mine & (told["reseau"] == "tous"), "value"] -= 1
        return told

    return then


def test_the_first_has_nothing_to_compare(findings):
    section, drawings = change(findings, "1101")
    assert drawings == ()
    assert "premier diagnostic" in words(section)
    assert tables(section) == []


def test_nothing_changed(findings):
    section, _ = change(with_previous(findings), "1101")
    (table,) = tables(section)
    assert table.lignes == ()
    assert table.vide == "Aucun chiffre n’a changé."
    told = figures(section)
    assert told["precedent_au"] == "2026-08-24"
    ways = {code for code in told if code.startswith("evolutions_")}
    assert ways == {"evolutions_aucune"}  # none of nothing


def test_a_place_more_is_better_there_and_nowhere_else(findings):
    after = with_previous(findings, one_more_place("1101"))
    section, _ = change(after, "1101")
    (row,) = tables(section)[0].lignes
    assert row[0] == "Points d’accueil"
    assert row[5:7] == ("+1", "mieux")
    assert figures(section)["evolutions_mieux"] == 1
    assert tables(change(after, "1102")[0])[0].lignes == ()


def test_unknown_then_is_said(findings):
    def unknown(told):
        told.loc[told["indicator"] == "reseaux_actifs", "value"] = float("nan")
        return told

    section, _ = change(with_previous(findings, unknown), "1101")
    (row,) = tables(section)[0].lignes
    assert (row[3], row[6]) == ("non renseigné", "non renseigné avant")
    assert figures(section)["evolutions_connus"] == 1


def test_a_territory_that_was_not_there(findings):
    def others(told):
        return told[told["territory_code"] != "1101"]

    section, _ = change(with_previous(findings, others), "1101")
    assert "rien n’est comparé" in words(section)


def test_a_run_of_the_same_day_says_that_no_time_went_by(findings):
    then = with_previous(findings)
    assert "même jour" not in words(change(then, "1101")[0])
    section, _ = change(replace(then, previous_on=then.on), "1101")
    assert "pour le même jour" in words(section)


def test_another_version_is_said(findings):
    told = with_previous(findings)
    told = replace(told, previous=replace(told.previous, version_code="0.0.1"))
    assert "la version du programme" in words(change(told, "1101")[0])
