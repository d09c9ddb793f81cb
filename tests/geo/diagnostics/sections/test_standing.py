"""Ranks and extremes among the bassins."""

from dataclasses import replace

import pytest

from geo.diagnostics.sections.standing import all_bassins, extremes, place, standing

BASSINS = ("1101", "1102", "1103", "1107")


@pytest.fixture
def given(findings):
    """Findings where the indicator of each bassin is given."""

    def make(name, **values):
        table = findings.indicators
        rows = (table["indicator"] == name) & (table["mode"] == "marche")
        told = table["territory_code"].map({f"1{code[1:]}": one for code, one in values.items()})
        return replace(findings, indicators=table.assign(value=table["value"].where(~rows, told)))

    return make


def test_every_bassin_is_ranked(findings):
    assert all_bassins(findings) == BASSINS


def test_the_shortest_time_is_the_first_and_equals_share_the_best_rank(given):
    some = given("duree_mediane_s", b101=600, b102=300, b103=600, b107=900)
    ranks = {
        code: standing(some, code, "duree_mediane_s", mode="marche")[0].valeur for code in BASSINS
    }
    assert ranks == {"1102": 1, "1101": 2, "1103": 2, "1107": 4}


def test_the_highest_share_is_the_first(given):
    some = given("part_deux_portes", b101=0.5, b102=0.25, b103=1.0, b107=None)
    need = {"profil": "tout-public", "besoin": "information", "mode": "marche"}
    told = standing(some, "1101", "part_deux_portes", **need)
    assert [one.valeur for one in told] == [2, 3]
    assert standing(some, "1107", "part_deux_portes", **need) is None


def test_extremes_name_all_the_bassins_that_have_them(given):
    some = given("duree_mediane_s", b101=600, b102=300, b103=300, b107=450)
    (low, low_names), (high, high_names) = extremes(some, "duree_mediane_s", mode="marche")
    assert (low.valeur, low_names.valeur) == (300, "Ouest et Sud")
    assert (high.valeur, high_names.valeur) == (600, "Nord")
    assert low.code != high.code


def test_equals_have_no_extremes(given):
    some = given("duree_mediane_s", b101=300, b102=300, b103=300, b107=300)
    assert extremes(some, "duree_mediane_s", mode="marche") is None


def test_a_place_tells_equals_and_none_is_first_where_all_are_equal(given):
    some = given("duree_mediane_s", b101=600, b102=300, b103=600, b107=900)
    told = {code: place(some, code, "duree_mediane_s", mode="marche").valeur for code in BASSINS}
    assert told == {
        "1101": "2e sur 4, à égalité", "1102": "1er sur 4", "1103": "2e sur 4, à égalité",
        "1107": "4e sur 4",
    }  # fmt: skip
    same = given("part_deux_portes", b101=0, b102=0, b103=0, b107=0)
    need = {"profil": "tout-public", "besoin": "information", "mode": "marche"}
    assert place(same, "1101", "part_deux_portes", **need) is None
