"""Lattices of streets both ways, and the land between two of their lines."""

import numpy as np
from shapely.geometry import box

from geo.network.build.assemble import Parts, assemble
from geo.network.raw import DEGREE

STEP = 0.001  # degree between two streets
LEFT, BOTTOM = 2.0, 48.0


def lattice(
    columns, rows, *, corner=(LEFT, BOTTOM), step=STEP, time_s=1, inhabited=lambda _lon, _lat: 1.0
):
    """Streets between neighbours of a lattice, `time_s` long each way."""
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    lon_lat = np.column_stack((corner[0] + column.ravel() * step, corner[1] + row.ravel() * step))
    number = np.arange(columns * rows).reshape(rows, columns)
    tail = np.concatenate((number[:, :-1].ravel(), number[:-1].ravel())).astype(np.int32)
    head = np.concatenate((number[:, 1:].ravel(), number[1:].ravel())).astype(np.int32)
    fixed = np.rint(lon_lat * DEGREE).astype(np.int32)
    segment = np.arange(len(tail), dtype=np.int32)
    return assemble(
        Parts(
            node_lon_lat=fixed,
            node_id=np.arange(len(lon_lat), dtype=np.int64),
            node_inhabited_m=np.array([inhabited(*at) for at in lon_lat], dtype=np.float32),
            tail=np.concatenate((tail, head)),
            head=np.concatenate((head, tail)),
            time_ms=np.full(2 * len(tail), 1000 * time_s, dtype=np.int32),
            segment=np.concatenate((segment, ~segment)),
            segment_length_m=np.full(len(tail), 100, dtype=np.float32),
            segment_flags=np.zeros(len(tail), dtype=np.uint8),
            shape_indptr=np.arange(0, 2 * len(tail) + 1, 2, dtype=np.int32),
            shape_lon_lat=fixed[np.column_stack((tail, head)).ravel()],
        )
    )


def land(left, bottom, right, top):
    """Give the square from one line of the lattice to another, a hair wider."""
    return box(
        LEFT + (left - 0.25) * STEP,
        BOTTOM + (bottom - 0.25) * STEP,
        LEFT + (right + 0.25) * STEP,
        BOTTOM + (top + 0.25) * STEP,
    )
