import pytest
import shapely

from geo.errors import SourceError
from geo.sources.territories.cells import build_cells
from geo.sources.territories.communes import read_outlines
from geo.sources.territories.coverage import Reason
from geo.sources.territories.decoupage import Selection, read_decoupage, select
from tests.geo.sources.territories import toy


@pytest.fixture
def decoupage(tmp_path):
    return read_decoupage(toy.write_npm(tmp_path / "d.tgz"))


def cells_of(tmp_path, decoupage, rows=None, *, region="11", former=()):
    outlines = read_outlines(toy.write_wheel(tmp_path / "d.whl", rows))
    selected = set(select(decoupage, Selection(region)).index)
    return build_cells(outlines, decoupage, selected=selected, former=former)


def test_every_commune_and_arrondissement_has_its_polygon(tmp_path, decoupage):
    cells = cells_of(tmp_path, decoupage)
    assert sorted(cells.polygons.index) == sorted([*toy.COMMUNES, *toy.ARRONDISSEMENTS])
    assert cells.without_outline == ()
    assert cells.polygons["77001"].equals(toy.square(5, 0))


def test_the_city_is_exactly_its_arrondissements(tmp_path, decoupage):
    polygons = cells_of(tmp_path, decoupage).polygons
    parts = polygons.loc[toy.ARRONDISSEMENTS].to_numpy()
    assert polygons["75056"].equals(toy.square(0, 0, width=5, height=4))
    union = shapely.coverage_union_all(parts)
    # vertex by vertex, not only as areas
    assert polygons["75056"].geoms[0].normalize().equals_exact(union.normalize(), 0)


def test_the_hole_of_a_merged_commune_belongs_to_its_heir(tmp_path, decoupage):
    cells = cells_of(tmp_path, decoupage)
    assert [(p.code_commune, p.reason) for p in cells.pieces] == [(toy.HEIR, Reason.FUSION)]
    on_paper = shapely.union_all([toy.on_grid()[toy.HEIR], toy.on_grid()[toy.MERGED]])
    assert cells.polygons[toy.HEIR].equals(on_paper)


def test_an_heir_known_by_its_former_codes_only(tmp_path, decoupage):
    rows = [row for row in toy.outlines() if row[1] != toy.MERGED]
    unexplained = cells_of(tmp_path, decoupage, rows)
    assert [piece.reason for piece in unexplained.pieces] == [Reason.ENCLAVE]
    explained = cells_of(tmp_path, decoupage, rows, former=[toy.MERGED])
    assert [piece.code_commune for piece in explained.pieces] == [toy.HEIR]


def test_a_commune_without_outline_is_drawn_from_its_parts(tmp_path, decoupage):
    rows = []
    for row in toy.outlines():
        if row[1] == "77001":
            west = toy.square(5, 0, width=0.5)
            east = toy.square(5.5, 0, width=0.5)
            rows += [("100", "77001", "COM", None, None, None)]
            rows += [("300", "77001", "COMD", "100", west, None)]
            rows += [("301", "77901", "COMD", "100", east, None)]
        else:
            rows.append(row)
    assert cells_of(tmp_path, decoupage, rows).polygons["77001"].equals(toy.square(5, 0))


def test_a_commune_that_nobody_draws_is_named(tmp_path, decoupage):
    rows = [row for row in toy.outlines() if row[1] != "77001"]
    cells = cells_of(tmp_path, decoupage, rows)
    assert cells.without_outline == ("77001",)
    assert "77001" not in cells.polygons.index


def test_a_commune_of_next_door_is_no_hole(tmp_path, decoupage):
    rows = [row for row in toy.outlines() if row[1] != toy.MERGED]
    inside = toy.on_grid()[toy.MERGED]
    rows = [(*row[:4], inside, None) if row[1] == toy.NEIGHBOUR else row for row in rows]
    cells = cells_of(tmp_path, decoupage, rows, former=[toy.MERGED])
    assert cells.pieces == ()
    assert cells.polygons[toy.HEIR].equals(toy.on_grid()[toy.HEIR])


def test_two_regions_built_apart_share_their_border(tmp_path, decoupage):
    rows = [
        # the neighbour overlaps the region a little
        (*row[:4], toy.square(8 - 2**-6, 0, width=1 + 2**-6, height=4), None)
        if row[1] == toy.NEIGHBOUR
        else row
        for row in toy.outlines()
    ]
    here = cells_of(tmp_path, decoupage, rows).polygons
    there = cells_of(tmp_path, decoupage, rows, region="24").polygons
    both = [*here.drop("75056"), *there]
    assert shapely.coverage_is_valid(both)
    # nothing of the land between is lost
    assert shapely.union_all(both).equals(toy.square(0, 0, width=9, height=4))


def test_no_outline_at_all(tmp_path, decoupage):
    rows = [row for row in toy.outlines() if row[1] != toy.NEIGHBOUR]
    with pytest.raises(SourceError, match="aucun contour"):
        cells_of(tmp_path, decoupage, rows, region="24")
