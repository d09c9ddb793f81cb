"""What rests on estimated times says so, in words and in files."""

from dataclasses import replace

import numpy as np
import pytest

from geo.diagnostics.sections.cautions import estimate_words
from geo.diagnostics.sections.estimates import ESTIME, with_estimates
from geo.diagnostics.sections.gaps import gaps
from geo.diagnostics.sections.help import help as help_
from geo.domain.dossier import Colonne, Tableau
from geo.domain.indicateur import BY_CODE
from geo.domain.unite import Unite
from tests.geo.diagnostics.sections import poorer
from tests.geo.diagnostics.sections.reading import CHAPTERS, column, figures, tables

EVERY = (*CHAPTERS, gaps, help_)
TIMED = (
    "rang.", "manques.", "zones", "habitants_gagnes.", "site_", "l_un_ou_l_autre.", "habitants_au_",
    "habitants_sans_p", "plus_bas.", "plus_haut.", "place.",
)  # fmt: skip
TABLES = (
    "parts_par_duree", "reseaux_a_portee", "aide_par_public", "portes_communes", "portes_modes",
    "portes_publics", "manques", "sites",
)  # fmt: skip


def told(findings, code):
    return [chapter(findings, code)[0] for chapter in EVERY]


def is_of_times(figure):
    name = figure.code.removeprefix("region.").split(".")[0]
    return figure.code.startswith(TIMED) or (name in BY_CODE and "mode" in BY_CODE[name].dimensions)


@pytest.mark.parametrize("code", ["1102", "1103", "1107", "11"])
def test_every_figure_of_times_is_marked_where_all_times_are_estimates(findings, code):
    every = [figure for section in told(findings, code) for figure in figures(section)]
    of_times = [figure for figure in every if is_of_times(figure) and figure.valeur is not None]
    assert of_times
    assert [figure.code for figure in of_times if not figure.estime] == []


def test_no_figure_of_times_is_marked_where_none_is_an_estimate(findings):
    sure = replace(
        findings,
        access=findings.access.assign(is_estimate=False),
        indicators=findings.indicators.assign(is_estimate=False),
        doors=findings.doors.assign(is_estimate=False),
        gaps=tuple(
            replace(one, zones=one.zones.assign(is_estimate=False)) for one in findings.gaps
        ),
    )
    for section in told(sure, "1103"):
        assert [figure.code for figure in figures(section) if figure.estime] == []
        for code, table in tables(section).items():
            assert code not in TABLES or not any(column(table, "estime"))


@pytest.mark.parametrize("code", ["1103", "11"])
def test_every_table_of_times_says_so_last_and_in_files_alone(findings, code):
    seen = set()
    for section in told(findings, code):
        for name, table in tables(section).items():
            if name not in TABLES:
                continue
            seen.add(name)
            assert table.colonnes[-1] == ESTIME
            assert table.colonnes_montrees
            assert "estime" not in table.colonnes_montrees
            assert all(type(row[-1]) is bool for row in table.lignes)
            assert table.lignes[0][-1] is True
    assert seen == set(TABLES)


def test_without_a_place_how_times_are_found_still_tells(findings):
    poor = poorer.without_places(findings)
    assert "estimées" in estimate_words(poor, "1103")
    sites = tables(help_(poor, "1103")[0])["sites"]
    assert sites.lignes
    assert all(column(sites, "estime"))
    assert "estimées" in sites.note


def test_a_mode_on_streets_that_reaches_nothing_is_no_estimate(findings):
    poor = poorer.without_places(findings)

    class Streets:
        modes = findings.modes

    assert estimate_words(replace(poor, streets=Streets()), "1103") == ""


def test_a_flag_a_row():
    table = Tableau(
        code="t", titre="", lignes=((1,), (2,)),
        colonnes=(Colonne(code="n", titre="", unite=Unite.NOMBRE, definition=""),),
    )  # fmt: skip
    both = with_estimates(table, np.array([True, False]))
    assert both.lignes == ((1, True), (2, False))
    assert both.colonnes_montrees == ("n",)
    with pytest.raises(ValueError, match="zip"):
        with_estimates(table, [True])
