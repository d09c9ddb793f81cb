"""Two doors: residents by outcome, by commune, mode, public and need."""

from dataclasses import replace

import numpy as np
import pytest

from geo.diagnostics.sections.doors import doors
from geo.diagnostics.sections.doors_tables import people_by_doors
from geo.diagnostics.sections.figures import indicator
from geo.domain.profil import Profil
from tests.geo.diagnostics.sections.reading import column, figures, tables, words

CODES = ("1101", "1102", "1103", "1107", "11")


def outcome(findings, code, mode, public="tout-public", besoin="information"):
    table = findings.doors
    return table[
        (table["territory_code"] == code)
        & (table["mode"] == mode)
        & (table["profile"] == public)
        & (table["mission"] == besoin)
        & (table["cutoff_s"] == findings.cutoffs_s[mode])
    ].iloc[0]


def test_communes_on_the_map_add_up_to_the_residents_counted(findings):
    for code in CODES:
        for mode in findings.modes:
            told = outcome(findings, code, mode)
            assert people_by_doors(findings, code, mode) == [
                told["one_door"], told["two_doors"], told["beyond"] + told["nobody"], 0,
            ]  # fmt: skip


def test_modes_have_all_their_residents(findings):
    for code in CODES:
        table = tables(doors(findings, code)[0])["portes_modes"]
        counts = zip(
            *(
                column(table, f"habitants_{one}")
                for one in ("une_porte", "deux_portes", "au_dela", "personne")
            ),
            strict=True,
        )
        total = indicator(findings, code, "habitants").valeur
        assert all(sum(row) == total for row in counts)


def test_publics_have_the_share_of_their_indicator(findings):
    table = tables(doors(findings, "11")[0])["portes_publics"]
    publics, besoins = column(table, "code_public"), column(table, "code_besoin")
    for mode in findings.modes:
        for public, besoin, one, both in zip(
            publics, besoins, column(table, f"une_porte_{mode}"),
            column(table, f"deux_portes_{mode}"), strict=True,
        ):  # fmt: skip
            told = outcome(findings, "11", mode, public, besoin)
            people = told[["one_door", "two_doors", "beyond", "nobody"]].sum()
            assert one == pytest.approx(told["one_door"] / people)
            assert both == pytest.approx((told["one_door"] + told["two_doors"]) / people)
            assert one <= both


def test_publics_shown_are_those_that_a_second_door_helps_most(findings):
    for code in CODES:
        table = tables(doors(findings, code)[0])["portes_publics"]
        gains = np.sum(
            [
                np.subtract(
                    column(table, f"deux_portes_{mode}"), column(table, f"une_porte_{mode}")
                )
                for mode in findings.modes
            ],
            axis=0,
        ).tolist()
        shown = gains[: table.montrees]
        assert shown == sorted(shown, reverse=True)
        assert all(gain > 0 for gain in shown)
        assert len(table.lignes) == len(set(table.lignes)) == 4 * len(Profil)


def test_a_second_door_that_helps_nobody_is_said_without_rows(findings):
    table = findings.doors.assign(two_doors=0)
    told = findings.indicators.copy()
    first = told[told["indicator"] == "part_une_porte"]["value"].to_numpy()
    told.loc[told["indicator"] == "part_deux_portes", "value"] = first
    alone = tables(doors(replace(findings, doors=table, indicators=told), "1107")[0])
    assert alone["portes_publics"].montrees == 0
    assert "n’aide personne de plus" in alone["portes_publics"].note


def test_communes_that_are_worst_off_come_first(findings):
    table = tables(doors(findings, "1107")[0])["portes_communes"]
    assert column(table, "commune") == [
        "Paris 4e Arrondissement", "Paris 3e Arrondissement", "Paris 2e Arrondissement",
        "Paris 1er Arrondissement",
    ]  # fmt: skip
    assert column(table, "portes_marche") == ["plus loin", "plus loin", "plus loin", "une porte"]


def test_needs_that_nobody_answers_are_named(findings):
    told = {one.code: one.valeur for one in figures(doors(findings, "1107")[0])}
    assert "Femme (accompagnement)" in told["besoins_sans_reponse"]
    assert "Cadre" not in told["besoins_sans_reponse"]
    table = findings.doors.assign(nobody=0)
    answered = replace(findings, doors=table)
    assert "au moins un lieu déclaré compétent" in words(doors(answered, "1107")[0])


def test_residents_whom_nobody_awaits_are_told_apart(findings):
    table = findings.doors
    some = replace(findings, doors=table.assign(beyond=0, nobody=table["beyond"]))
    section, (drawing,) = doors(some, "1107")
    told = {one.code: one.valeur for one in figures(section)}
    assert told["habitants_sans_personne"] == outcome(findings, "1107", "marche")["beyond"]
    assert "habitants_au_dela" not in told
    assert drawing.labels[-1] == "plus loin ou personne"


def test_one_mode_has_its_people_on_the_map(findings):
    _, (drawing,) = doors(replace(findings, modes=("marche",)), "1107")
    assert len(drawing.panels) == 1
    assert drawing.legend()[0] == "une porte : 204\N{NARROW NO-BREAK SPACE}800 habitants"
    _, (several,) = doors(findings, "1107")
    assert [panel.title for panel in several.panels] == ["À pied", "À vélo", "En voiture"]
    assert several.labels == ("une porte", "deux portes", "plus loin")


def test_a_second_door_is_neither_the_first_nor_too_far(findings):
    access = findings.access.copy()
    walking = access["mode"] == "marche"
    access.loc[walking, ["one_door", "two_doors", "measured"]] = True
    access.loc[walking & (access["origin_id"] == "75102"), "one_door"] = False
    access.loc[walking & (access["origin_id"] == "75103"), ["one_door", "two_doors"]] = False
    access.loc[walking & (access["origin_id"] == "75104"), "measured"] = False
    some = replace(findings, access=access)
    assert people_by_doors(some, "1107", "marche") == [204_800, 409_600, 819_200, 1_638_400]
    table = tables(doors(some, "1107")[0])["portes_communes"]
    told = dict(zip(column(table, "code_commune"), column(table, "portes_marche"), strict=True))
    assert told == {
        "75101": "une porte", "75102": "deux portes", "75103": "plus loin", "75104": None,
    }  # fmt: skip
