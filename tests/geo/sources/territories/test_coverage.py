import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.sources.territories.coverage import (
    Reason,
    area_m2,
    canonical,
    check_coverage,
    clean_coverage,
    contacts_m,
    fill_holes,
    holes,
    merge_slivers,
    slivers,
    to_wire,
)
from tests.geo.sources.territories.toy import SIDE, square

RING = [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)]


def ring(side=1.0):
    """Eight squares around a hole, named after their column and row."""
    cells = {f"{c}{r}": square(c * side, r * side, width=side, height=side) for c, r in RING}
    return pd.Series(cells, dtype=object)


def union(cells):
    return shapely.union_all(cells.to_numpy())


def test_a_hole_goes_to_the_commune_that_absorbed_what_was_there():
    cells, pieces = fill_holes(ring(), absorbing=["12"])
    assert holes(cells) == []
    assert cells["12"].equals(square(1, 1, height=2))
    assert [(piece.code_commune, piece.reason) for piece in pieces] == [("12", Reason.FUSION)]
    assert cells.drop("12").equals(ring().drop("12"))


def test_of_two_that_absorbed_the_one_with_the_longer_contact_owns_the_hole():
    cells = ring()
    # 21 is cut in two: only half of its side still touches the hole
    cells["21"] = square(2, 1, height=0.5)
    cells["21b"] = square(2, 1.5, height=0.5)
    _, pieces = fill_holes(clean_coverage(cells), absorbing=["21", "01"])
    assert [piece.code_commune for piece in pieces] == ["01"]


def test_a_corner_is_no_contact():
    contacts = contacts_m(square(1, 1), ring())
    assert sorted(contacts.index) == ["01", "10", "12", "21"]
    assert contacts["01"] == pytest.approx(SIDE * 111_195, rel=1e-6)
    assert contacts["10"] == pytest.approx(SIDE * 111_195 * np.cos(np.radians(48.0625)), rel=1e-3)


def test_a_small_hole_that_nobody_explains_is_a_gap_of_the_drawing():
    cells, pieces = fill_holes(ring(side=2**-5))
    assert holes(cells) == []
    assert [piece.reason for piece in pieces] == [Reason.INTERSTICE]


def test_a_large_hole_that_nobody_explains_is_the_land_of_others():
    cells, pieces = fill_holes(ring(), absorbing=["elsewhere"])
    assert len(holes(cells)) == 1
    assert [piece.reason for piece in pieces] == [Reason.ENCLAVE]


def test_a_commune_in_the_middle_of_a_hole_is_no_part_of_it():
    cells = ring()
    cells["11"] = square(1.25, 1.25, width=0.5, height=0.5)
    filled, pieces = fill_holes(cells, absorbing=["11"])
    assert holes(filled) == []
    assert filled["11"].equals(square(1, 1))
    assert pieces[0].area_m2 == pytest.approx(area_m2(square(1, 1)) * 0.75, rel=1e-3)


def test_an_overlap_is_cleaned_away_and_nothing_else_moves():
    cells = pd.Series({"a": square(0, 0, width=1 + 2**-6), "b": square(1, 0), "c": square(2, 0)})
    with pytest.raises(SourceError, match="sans recouvrement"):
        check_coverage(cells)
    cleaned = clean_coverage(cells)
    check_coverage(cleaned)
    assert union(cleaned).equals(union(cells))
    assert cleaned["c"].equals(cells["c"])


def test_a_vertex_that_a_neighbour_lacks_is_refused_and_cleaned():
    split = shapely.union_all([square(1, 0, height=0.5), square(1, 0.5, height=0.5)])
    cells = pd.Series({"a": square(0, 0), "b": shapely.Polygon(split.exterior.coords)})
    cells["b"] = shapely.segmentize(cells["b"], SIDE / 2)
    with pytest.raises(SourceError, match="limites communes"):
        check_coverage(cells)
    check_coverage(clean_coverage(cells))


def test_an_outline_under_another_is_said():
    cells = pd.Series({"big": square(0, 0), "same": square(0, 0)})
    with pytest.raises(SourceError, match="entièrement sous d’autres"):
        clean_coverage(cells)


def test_an_invalid_polygon_is_said():
    bow_tie = shapely.Polygon([(2, 48), (3, 49), (3, 48), (2, 49)])
    with pytest.raises(SourceError, match="polygones valides"):
        check_coverage(pd.Series({"knot": bow_tie}))


THIN = 2**-11  # of a side: about 2 m wide


def with_sliver():
    """A commune with a thin part on the far side of its neighbour."""
    cells = pd.Series(
        {
            "a": shapely.MultiPolygon([square(0, 0), square(2, 0, width=THIN)]),
            "b": square(1, 0),
            "c": square(2 + THIN, 0),
        }
    )
    return clean_coverage(cells)


def test_a_sliver_goes_to_the_neighbour_it_touches_most():
    cells = with_sliver()
    assert [len(slivers(cell)) for cell in cells] == [1, 0, 0]
    merged, pieces = merge_slivers(cells)
    assert [len(slivers(cell)) for cell in merged] == [0, 0, 0]
    assert [piece.reason for piece in pieces] == [Reason.ECLAT]
    assert pieces[0].code_commune in {"b", "c"}
    assert union(merged).equals(union(cells))
    check_coverage(merged)


def test_a_rock_at_sea_stays_where_it_is():
    rock = square(5, 5, width=THIN, height=THIN)
    cells = pd.Series({"a": shapely.MultiPolygon([square(0, 0), rock]), "b": square(1, 0)})
    merged, pieces = merge_slivers(cells)
    assert merged["a"].equals(cells["a"])
    assert pieces == []


def test_a_thin_commune_is_not_taken_away():
    cells = pd.Series({"a": square(0, 0, width=THIN), "b": square(THIN, 0)})
    merged, pieces = merge_slivers(clean_coverage(cells))
    assert merged["a"].area > 0
    assert pieces == []


def test_a_commune_of_thin_parts_only_keeps_one():
    parts = [square(0, 0, width=THIN), square(0, 2, width=THIN)]
    cells = pd.Series({"a": shapely.MultiPolygon(parts), "b": square(THIN, 0, height=3)})
    merged, pieces = merge_slivers(clean_coverage(cells))
    assert [piece.code_commune for piece in pieces] == ["b"]
    assert len(slivers(merged["a"])) == 1


def test_area_of_a_square_degree_cell():
    # (111.195 km ÷ 16)² × cos 48.03125°
    assert area_m2(square(0, 0)) == pytest.approx(6949.69**2 * 0.668725, rel=1e-4)


def test_rounding_after_cleaning_keeps_the_coverage():
    shift = 1e-6 / 3
    cells = pd.Series({"a": square(0, 0, width=1 + shift), "b": square(1 + shift, 0)})
    wire = to_wire(clean_coverage(cells))
    check_coverage(wire)
    coordinates = shapely.get_coordinates(wire.to_numpy())
    assert (coordinates == coordinates.round(6)).all()
    assert set(shapely.get_type_id(wire.to_numpy())) == {shapely.GeometryType.MULTIPOLYGON}


def test_a_coverage_too_fine_for_six_decimals_is_refused():
    cells = pd.Series({"a": square(0, 0, width=1e-6), "b": square(1e-6, 0)})
    with pytest.raises(SourceError, match="polygones valides"):
        to_wire(cells)


def test_the_canonical_form_forgets_where_a_ring_began():
    corners = list(square(0, 0).exterior.coords)[:-1]
    turned = shapely.Polygon(corners[2:] + corners[:2])
    backwards = shapely.Polygon(corners[::-1])
    first, second, third = canonical([square(0, 0), turned, backwards])
    assert first.equals_exact(second, 0)
    assert first.equals_exact(third, 0)
    assert first.geoms[0].exterior.is_ccw
    assert canonical([first])[0].equals_exact(first, 0)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=16, max_size=16),
    st.permutations(range(16)),
)
def test_laws_on_any_partition_of_a_grid(owners, order):
    """Cleaning, filling and merging keep a grid's union; row order is irrelevant."""
    squares = {n: square(n % 4, n // 4) for n in range(16)}
    groups = {}
    for n in order:
        groups.setdefault(f"c{owners[n]}", []).append(squares[n])
    cells = pd.Series({code: shapely.union_all(parts) for code, parts in groups.items()})
    wire = to_wire(merge_slivers(fill_holes(clean_coverage(cells))[0])[0]).sort_index()
    assert union(wire).equals(square(0, 0, width=4, height=4))
    in_order = to_wire(clean_coverage(cells.sort_index()))
    assert all(a.equals_exact(b, 0) for a, b in zip(wire, in_order, strict=True))
