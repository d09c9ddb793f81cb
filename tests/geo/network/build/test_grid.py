import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from geo.network.build.grid import CELL_M, CELLS, MARGIN, build_grid
from geo.network.raw import DEGREE

CELL = 22_483  # 1e-7 degree of latitude that make CELL_M on a sphere of the Earth's mean radius

few = settings(max_examples=80, deadline=None)

# some on the lines between cells, at the equator, where cells are square
whole = st.integers(0, 6).map(lambda cells: cells * CELL)
coordinates = st.one_of(whole, st.integers(0, 6 * CELL))
lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=5)


def laid_out(drawn):
    indptr = np.cumsum([0, *map(len, drawn)]).astype(np.int32)
    return indptr, np.array([vertex for line in drawn for vertex in line], dtype=np.int32)


def cells_of(indptr, segments):
    return {
        (cell, segment)
        for cell in range(len(indptr) - 1)
        for segment in segments[indptr[cell] : indptr[cell + 1]].tolist()
    }


@few
@given(st.lists(lines, min_size=1, max_size=4))
def test_a_segment_is_listed_wherever_its_line_goes_and_nowhere_else(drawn):
    (left, bottom, width, height, columns, rows), *listed = build_grid(*laid_out(drawn))
    found = cells_of(*listed)

    assert len(found) == len(listed[1])  # each once
    for segment, line in enumerate(map(LineString, drawn)):
        for row in range(rows):
            for column in range(columns):
                x, y = left + column * width, bottom + row * height
                cell = box(x, y, x + width, y + height)
                is_listed = (row * columns + column, segment) in found
                if line.distance(cell) > 2 * MARGIN * height:
                    assert not is_listed
                elif line.intersects(cell.buffer(-1e-3)):
                    assert is_listed


def test_cells_are_about_as_wide_as_high_on_the_ground():
    around = [
        (round(2.35 * DEGREE), round(48.85 * DEGREE)),
        (round(2.40 * DEGREE), round(48.9 * DEGREE)),
    ]
    frame, _, _ = build_grid(*laid_out([around]))
    lat_m = frame[3] / DEGREE * 111_200
    assert lat_m == pytest.approx(CELL_M, rel=1e-3)
    assert frame[2] / frame[3] == pytest.approx(1 / np.cos(np.radians(48.875)), rel=1e-3)


def test_streets_of_two_continents_share_a_grid_that_memory_holds():
    paris, auckland = (23_500_000, 488_500_000), (1_747_600_000, -368_500_000)
    drawn = [[place, (place[0] + 500, place[1] + 500)] for place in (paris, auckland)]
    frame, indptr, segments = build_grid(*laid_out(drawn))
    assert frame[4] * frame[5] == len(indptr) - 1 <= CELLS
    assert {segment for _, segment in cells_of(indptr, segments)} == {0, 1}


def test_without_streets_there_is_one_empty_cell():
    frame, indptr, segments = build_grid(np.zeros(1, np.int32), np.zeros((0, 2), np.int32))
    assert frame.tolist() == [0, 0, 1, 1, 1, 1]
    assert indptr.tolist() == [0, 0]
    assert len(segments) == 0


def test_a_street_without_length_is_in_its_cell():
    _, indptr, segments = build_grid(*laid_out([[(5, 5), (5, 5)]]))
    assert cells_of(indptr, segments) == {(0, 0)}
