"""The territory at a glance, against the tables it is written from."""

from dataclasses import replace

import numpy as np

from geo.diagnostics.sections.glance import glance
from geo.domain.dossier import Cartouche
from tests.geo.diagnostics.sections.reading import blocs, column, figures, tables, words


def test_key_figures(findings):
    section, _ = glance(findings, "1107")
    (cartouche,) = blocs(section, Cartouche)
    told = {one.code: one.valeur for one in cartouche.chiffres}
    assert told["habitants"] == 3_072_000
    assert told["communes"] == 1
    assert told["points_accueil.tous"] == 7
    assert told["reseaux_actifs"] == 5
    assert told["points_labellises"] == 1
    assert {f"duree_mediane_s.{mode}" for mode in findings.modes} <= set(told)
    labels = {one.code: one.libelle for one in cartouche.chiffres}
    assert (labels["communes"], labels["reseaux_actifs"]) == ("commune", "réseaux actifs")


def test_places_outside_the_service_are_told_apart(findings):
    told = {one.code: one.valeur for one in figures(glance(findings, "1107")[0])}
    assert (told["points_accueil.tous"], told["lieux_du_service"]) == (7, 6)
    assert "tous du service" in words(glance(findings, "1103")[0])


def test_communes_have_the_time_and_place_found_the_farthest_first(findings):
    for code in ("1107", "11"):
        table = tables(glance(findings, code)[0])["durees_communes"]
        names = column(table, "code_commune")
        for mode in findings.modes:
            access = findings.access[findings.access["mode"] == mode].set_index("origin_id")
            assert column(table, f"duree_s_{mode}") == [
                access.loc[one, "travel_time_s"] for one in names
            ]
        walk = column(table, "duree_s_marche")
        assert walk == sorted(walk, reverse=True)
        places = findings.inventory.places["nom"]
        walking = findings.access[findings.access["mode"] == "marche"].set_index("origin_id")
        assert column(table, "lieu_proche") == [
            places[walking.loc[one, "place_id"]] for one in names
        ]


def test_what_is_not_reached_is_not_what_is_not_known(findings):
    access = findings.access.copy()
    walking = access["mode"] == "marche"
    gone = walking & (access["origin_id"] == "75101")
    lost = walking & (access["origin_id"] == "75102")
    access.loc[gone, "travel_time_s"] = np.inf
    access.loc[gone | lost, "place_id"] = None
    access.loc[lost, "measured"] = False
    table = tables(glance(replace(findings, access=access), "1107")[0])["durees_communes"]
    told = dict(zip(column(table, "code_commune"), column(table, "remarque"), strict=True))
    assert told["75101"] == "à pied : aucun lieu atteint"
    assert told["75102"] is None
    assert column(table, "code_commune")[0] == "75101"
    assert column(table, "code_commune")[-1] == "75102"


def test_the_map_counts_everyone(findings):
    _, (drawing,) = glance(findings, "1107")
    assert drawing.panels[0].classes.tolist() == [1, 2, 5, 5]
    assert "204\N{NARROW NO-BREAK SPACE}800 habitants" in drawing.legend()[1]


def test_the_region_tells_between_which_bassins_a_share_ranges(findings):
    told = {one.code: one.valeur for one in figures(glance(findings, "11")[0])}
    code = "part_deux_portes.tout-public.information.marche"
    table = findings.indicators
    values = table[
        (table["indicator"] == "part_deux_portes")
        & (table["territory_type"] == "bassin")
        & (table["profile"] == "tout-public")
        & (table["mission"] == "information")
        & (table["mode"] == "marche")
    ]["value"]
    assert (told[f"plus_bas.{code}"], told[f"plus_haut.{code}"]) == (values.min(), values.max())


def test_estimates_are_said_to_be_so(findings):
    section, _ = glance(findings, "1107")
    assert "estimées" in words(section)
    assert {one.code: one.valeur for one in figures(section)}["incertitude.estime_pour_cent"] == 20
    assert "trop courte dans les villes denses" in words(section)
    sure = replace(findings, access=findings.access.assign(is_estimate=False))
    assert "estimées" not in words(glance(sure, "1107")[0])
