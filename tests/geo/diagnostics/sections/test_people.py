"""Publics: counted, spread, not known."""

from dataclasses import replace

import pytest

from geo.diagnostics.sections.people import people
from tests.geo.diagnostics.sections.reading import column, figures, tables, words


def rows(findings, code):
    table = tables(people(findings, code)[0])["publics"]
    return {
        public: (number, share, spread)
        for public, number, share, spread in zip(
            *(column(table, one) for one in ("code_public", "personnes", "part", "estime")),
            strict=True,
        )
    }


def test_a_spread_total_is_an_estimate_in_a_bassin_and_none_in_the_region(findings):
    # 2 % of residents are students, everywhere alike
    assert rows(findings, "1102")["etudiant"] == (96, pytest.approx(0.02), True)
    assert rows(findings, "11")["etudiant"] == (65_534, pytest.approx(0.02), False)
    assert "est réparti" in words(people(findings, "1102")[0])
    assert "est réparti" not in words(people(findings, "11")[0])


def test_what_nobody_counted_is_not_zero(findings):
    assert rows(findings, "1102")["cadre"] == (None, None, None)
    told = {one.code: one.valeur for one in figures(people(findings, "1102")[0])}
    assert "Cadre" in told["publics_inconnus"]
    assert "Étudiant" not in told["publics_inconnus"]


def test_documents_show_the_counted_ones_and_files_all(findings):
    table = tables(people(findings, "1102")[0])["publics"]
    assert (table.montrees, len(table.lignes)) == (2, 13)
    assert None not in column(table, "personnes")[:2]


def test_publics_are_never_added_up(findings):
    section, _ = people(findings, "11")
    assert "ne s’additionnent jamais" in words(section)
    assert "tout-public" not in column(tables(section)["publics"], "code_public")


def test_publics_without_a_row_are_not_known(findings):
    none = replace(findings, publics=findings.publics.iloc[:0])
    assert set(rows(none, "1102").values()) == {(None, None, None)}
