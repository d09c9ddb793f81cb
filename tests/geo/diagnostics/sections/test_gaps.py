from dataclasses import replace

import numpy as np
import pytest
import shapely

from geo.diagnostics.sections.gaps import gaps
from geo.diagnostics.sections.out_of_reach import all_missed, leading
from geo.domain.dossier import Illustration, Tableau, Texte
from tests.geo.diagnostics.cut import without_gaps, without_modes


def table(section, code):
    (found,) = [one for one in section.blocs if isinstance(one, Tableau) and one.code == code]
    return found


def cells(told, code):
    place = [one.code for one in told.colonnes].index(code)
    return [row[place] for row in told.lignes]


def words(section):
    return " ".join(one.modele for one in section.blocs if isinstance(one, Texte))


def figures(section):
    texts = [one for one in section.blocs if isinstance(one, Texte)]
    return {figure.code: figure.valeur for text in texts for figure in text.chiffres}


@pytest.mark.parametrize("code", ["1101", "1102", "1103", "1107"])
@pytest.mark.parametrize("mode", ["marche", "velo", "voiture"])
def test_people_out_of_reach_are_those_beyond_the_threshold(findings, code, mode):
    beyond = 0
    for row in findings.access[findings.access["mode"] == mode].itertuples():
        origin = findings.origins.loc[row.origin_id]
        if origin["code_bassin"] == code and row.travel_time_s > findings.cutoffs_s[mode]:
            beyond += origin["population"]
    section, _ = gaps(findings, code)
    assert figures(section).get(f"manques.tous.{mode}", 0) == beyond
    assert cells(table(section, "manques"), f"hors_portee_{mode}")[0] == beyond


def test_shares_are_of_the_residents_known(findings):
    told = table(gaps(findings, "1103")[0], "manques")
    people, shares = cells(told, "hors_portee_voiture"), cells(told, "part_voiture")
    assert shares == [one / 198_400 for one in people]


def test_the_lead_is_the_mode_that_leaves_fewest_yet_some(findings):
    lead = leading(findings, all_missed(findings, "1103"))
    assert (lead.report.mode, lead.people) == ("voiture", 38_400)
    # nobody is out of reach by car in Paris
    assert leading(findings, all_missed(findings, "1107")).report.mode == "velo"


def test_zones_of_the_map_come_first_and_are_all_shown(findings):
    section, _ = gaps(findings, "1103")
    told = table(section, "manques_zones")
    assert told.montrees == 1
    first = dict(zip([one.code for one in told.colonnes], told.lignes[0], strict=True))
    assert first["zone"] == "L’Haÿ-les-Roses et Évry-Courcouronnes"
    assert (first["habitants"], first["mode"], first["au_plus_s"]) == (38_400, "voiture", 1800)
    every = sum((report.zones["territory_code"] == "1103").sum() for report in findings.gaps)
    assert len(told.lignes) == every
    assert set(cells(told, "solidite")) <= {"ferme", "fragile"}


def test_the_map_draws_each_commune_in_its_class(findings):
    section, (drawing,) = gaps(findings, "1103")
    (panel,) = drawing.panels
    out = {"94038", "91228"}
    ids = list(findings.origins.index[findings.origins["code_bassin"] == "1103"])
    assert dict(zip(ids, panel.classes.tolist(), strict=True)) == {
        code: 2 if code in out else 0 for code in ids
    }
    (name, x, y), = drawing.names  # fmt: skip
    assert name == "L’Haÿ-les-Roses et Évry-Courcouronnes"
    drawn = drawing.areas[np.isin(ids, list(out))]
    assert shapely.intersects(shapely.union_all(drawn), shapely.Point(x, y))
    (picture,) = [one for one in section.blocs if isinstance(one, Illustration)]
    assert (picture.code, picture.tableau) == ("carte_manques", "manques_zones")


def test_nobody_out_of_reach(findings):
    section, drawings = gaps(without_gaps(findings), "1103")
    assert drawings == ()
    assert "Tous les habitants ont un lieu" in words(section)
    assert set(cells(table(section, "manques"), "hors_portee_marche")) == {0}


def test_no_mode_and_no_question(findings):
    section, drawings = gaps(without_modes(findings), "1103")
    assert drawings == ()
    assert "non renseigné" in words(section) or "pas renseignées" in words(section)
    asked, _ = gaps(replace(findings, gaps=()), "1103")
    assert "n’ont pas été cherchés" in words(asked)


def test_of_whom_nothing_is_known_is_neither_in_nor_out(findings):
    access = findings.access.copy()
    unknown = access["mode"].eq("velo") & access["origin_id"].isin(["77288"])
    access.loc[unknown, "measured"] = False
    section, _ = gaps(replace(findings, access=access), "1103")
    assert figures(section)["non_mesures.velo"] == 102_400
    access.loc[access["mode"].eq("velo"), "measured"] = False
    section, _ = gaps(replace(findings, access=access), "1103")
    assert set(cells(table(section, "manques"), "hors_portee_velo")) == {None}


def test_helped_remotely_is_asked_of_needs_only(findings):
    told = table(gaps(findings, "1103")[0], "manques")
    remotely = cells(told, "a_distance_voiture")
    assert remotely[0] is None
    expected = [
        int(report.zones.loc[report.zones["territory_code"] == "1103", "helped_remotely"].sum())
        for report in findings.gaps
        if report.mode == "voiture" and report.question.besoin is not None
    ]
    assert remotely[1:] == expected
