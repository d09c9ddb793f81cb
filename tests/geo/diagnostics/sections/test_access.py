"""Access: curves, réseaux near, help at a place and from afar."""

from dataclasses import replace

import numpy as np
import pytest

from geo.diagnostics.sections.access import access
from geo.diagnostics.sections.answers import RELEVANT, needs_in_order
from geo.diagnostics.sections.figures import indicator
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from tests.geo.diagnostics.sections import poorer
from tests.geo.diagnostics.sections.reading import column, figures, tables


def test_curves_and_their_table_say_the_same(findings):
    section, drawings = access(findings, "1107")
    curves = drawings[0]
    table = tables(section)["parts_par_duree"]
    for mode, name in zip(findings.modes, ("À pied", "À vélo", "En voiture"), strict=True):
        by_minute = dict(zip(curves.minutes.tolist(), curves.shares[name].tolist(), strict=True))
        told = zip(column(table, "au_plus_s"), column(table, f"part_{mode}"), strict=True)
        assert all(by_minute[seconds / 60] == share for seconds, share in told)
        assert curves.marks[name] == findings.cutoffs_s[mode] / 60
        assert (np.diff(curves.shares[name]) >= 0).all()


def test_reasonable_times_are_among_the_thresholds(findings):
    odd = replace(findings, cutoffs_s={**findings.cutoffs_s, "marche": 1000})
    assert 1000 in column(tables(access(odd, "1107")[0])["parts_par_duree"], "au_plus_s")


def test_reseaux_that_nobody_is_near_are_in_files_only(findings):
    table = tables(access(findings, "1102")[0])["reseaux_a_portee"]
    names = column(table, "code_reseau")
    assert names[0] == "tous"
    assert sorted(names[1:]) == sorted(set(findings.reseau_names) - {"crous"})
    shown = list(zip(*(column(table, f"part_{one}") for one in findings.modes), strict=True))
    assert all(any(one) for one in shown[1 : table.montrees])
    assert not any(any(one) for one in shown[table.montrees :])
    near = indicator(findings, "1102", "part_couverte", reseau="cio", mode="voiture").valeur
    assert column(table, "part_voiture")[names.index("cio")] == near == pytest.approx(2 / 3)


def test_every_need_has_its_row_and_each_public_is_shown_once(findings):
    table = tables(access(findings, "1107")[0])["aide_par_public"]
    needs = list(zip(column(table, "code_public"), column(table, "code_besoin"), strict=True))
    assert sorted(needs) == sorted((p.value, m.value) for p in Profil for m in Mission)
    assert sorted(public for public, _ in needs[: table.montrees]) == sorted(Profil)
    assert needs[0] == ("tout-public", "information")
    assert dict(needs_in_order()[: table.montrees])[Profil.CADRE] is Mission.ACCOMPAGNEMENT
    assert set(RELEVANT) <= set(Profil)


def test_help_at_a_place_and_from_afar_stand_side_by_side(findings):
    table = tables(access(findings, "1107")[0])["aide_par_public"]
    here = findings.needs[findings.needs["territory_code"] == "1107"]
    told = here.set_index(["mode", "profile", "mission", "form"])
    shares = (told["covered_population"] / told["population"]).to_dict()
    for mode in findings.modes:
        forms = (f"sur_place_{mode}", "a_distance", f"l_un_ou_l_autre_{mode}")
        codes = ("code_public", "code_besoin", *forms)
        for public, besoin, there, afar, either in zip(
            *(column(table, code) for code in codes), strict=True
        ):
            need = mode, public, besoin
            assert there == pytest.approx(shares[*need, "physique"])
            assert afar == pytest.approx(shares[*need, "a_distance"])
            assert either == pytest.approx(shares[*need, "l_un_ou_l_autre"])
            assert max(there, afar) <= either <= there + afar


def test_a_mode_of_which_nothing_is_known_has_no_curve(findings):
    section, drawings = access(poorer.unmeasured(findings, "marche"), "1107")
    assert list(drawings[0].shares) == ["À vélo", "En voiture"]
    assert set(column(tables(section)["parts_par_duree"], "part_marche")) == {None}
    assert [panel.title for panel in drawings[1].panels] == ["À vélo", "En voiture"]


def test_equal_reasonable_times_are_told_once(findings):
    same = replace(findings, cutoffs_s=dict.fromkeys(findings.modes, 1200))
    codes = [one.code for one in figures(access(same, "1107")[0])]
    assert [one for one in codes if one.startswith("au_plus_s")] == ["au_plus_s.marche"]
    told = [one.code for one in figures(access(findings, "1107")[0])]
    assert len([one for one in told if one.startswith("au_plus_s")]) == 3
