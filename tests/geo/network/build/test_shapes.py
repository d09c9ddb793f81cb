import itertools

import numpy as np

from geo.network.build.shapes import bounds_of, straight_pieces
from tests.geo.network.build.streets import city


def test_segments_are_cut_into_straight_pieces_in_their_order():
    streets = city({"ab": (10, "rue"), "bc": (10, "rue"), "cd": (10, "rue")})
    pieces = straight_pieces(streets, np.array([2, 0], dtype=np.int32))
    third, first = streets.shape_lon_lat[6:9], streets.shape_lon_lat[:3]
    assert pieces.dtype == np.int32
    assert pieces.tolist() == [
        [*start, *end]
        for line in (third.tolist(), first.tolist())
        for start, end in itertools.pairwise(line)
    ]


def test_no_segment_has_no_piece():
    streets = city({"ab": (10, "rue")})
    assert straight_pieces(streets, np.zeros(0, dtype=np.int32)).shape == (0, 4)


def test_bounds_hold_every_vertex_in_degrees():
    streets = city({"ab": (10, "rue"), "bc": (10, "rue")})
    left, bottom, right, top = bounds_of(streets)
    assert (left, bottom) == tuple(streets.shape_lon_lat.min(axis=0) / 1e7)
    assert (right, top) == tuple(streets.shape_lon_lat.max(axis=0) / 1e7)
