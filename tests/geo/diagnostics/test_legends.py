"""Every number of a map's legend is in a table, for files alone."""

import numpy as np
import shapely

from geo.diagnostics.bassin import build_bundle
from geo.diagnostics.drawing import Choropleth, Panel
from geo.diagnostics.legends import CODE, legends_table
from geo.diagnostics.picture import draw
from geo.diagnostics.sections.residents import residents
from geo.diagnostics.synthesis import build_synthesis
from geo.domain.dossier import Illustration, Section
from tests.geo.diagnostics.sections import poorer
from tests.geo.diagnostics.sections.reading import column


def legends(bundle):
    return {table.code: table for table in bundle.dossier.tableaux()}.get(CODE)


def test_the_classes_of_each_map_hold_all_its_residents(findings):
    for made in (build_bundle(findings, "1103"), build_synthesis(findings)):
        table = legends(made)
        code = made.dossier.code_territoire
        people = int(residents(findings, code)["population"].sum())
        totals = {}
        for row in table.lignes:
            totals[row[4], row[1]] = totals.get((row[4], row[1]), 0) + row[3]
        counting = [
            (one.code, panel.title or None)
            for one in made.drawings if isinstance(one, Choropleth)
            for panel in one.panels if panel.people
        ]  # fmt: skip
        assert totals == dict.fromkeys(counting, people)
        assert table.montrees == 0
        assert all(column(table, "estime"))


def test_without_a_map_there_is_no_table(findings):
    assert legends(build_bundle(poorer.without_modes(findings), "1103")) is None


def test_a_legend_writes_what_the_table_counts():
    drawing = Choropleth(
        code="c", areas=np.array([shapely.box(0, 0, 1000, 1000)]),
        panels=(Panel(title="", classes=np.array([0]), people=(1200, 1, 7)),),
        labels=("près", "loin"), ramp="time", outlines=np.array([], dtype=object),
        points=np.zeros((0, 2)),
    )  # fmt: skip
    picture = Illustration(code="c", titre="Carte", description="", tableau="t")
    table = legends_table([Section(code="s", titre="", blocs=(picture,))], [drawing])

    assert [row[2:4] for row in table.lignes] == [("près", 1200), ("loin", 1), ("non renseigné", 7)]
    assert drawing.legend() == (
        "près : 1\N{NARROW NO-BREAK SPACE}200 habitants",
        "loin : 1 habitant",
    )
    assert "loin : 1 habitant" in draw(drawing)
