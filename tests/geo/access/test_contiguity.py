"""Neighbours: a border of some length, not a corner."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.access.contiguity import shared_borders

SIZE = 4
"""Squares of a chessboard, a side."""


def square(number):
    x, y = number % SIZE, number // SIZE
    return shapely.box(x, y, x + 1, y + 1)


def found(polygons):
    return shared_borders(np.array(polygons, dtype=object)).tolist()


@given(st.sets(st.integers(0, SIZE * SIZE - 1)).map(sorted))
def test_squares_of_a_chessboard_are_neighbours_as_the_rook_moves(numbers):
    expected = [
        [row, column]
        for row, one in enumerate(numbers)
        for column, other in enumerate(numbers)
        if row < column and abs(one % SIZE - other % SIZE) + abs(one // SIZE - other // SIZE) == 1
    ]

    assert found([square(number) for number in numbers]) == expected


def test_an_island_has_no_neighbour_and_a_town_within_another_has_one():
    around = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)

    assert found([shapely.box(9, 9, 10, 10), around, shapely.box(1, 1, 2, 2)]) == [[1, 2]]


def test_a_border_shared_in_part_is_enough():
    assert found([shapely.box(0, 0, 1, 1), shapely.box(1, 0.9, 2, 3)]) == [[0, 1]]


def test_pieces_of_one_commune_count_together():
    apart = shapely.union_all([square(0), square(10)])

    assert found([apart, square(1), square(11), square(12)]) == [[0, 1], [0, 2]]


def test_none_at_all():
    assert shared_borders(np.array([], dtype=object)).shape == (0, 2)
    assert found([square(0)]) == []
