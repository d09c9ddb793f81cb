"""A word to the processor has no effect that one could see."""

import numpy as np
import pytest

from geo.network.kernels.compiled import compiled
from geo.network.kernels.prefetch import prefetch


@compiled
def _announced(table, rows):
    for row in rows:
        prefetch(table, row)
    return rows.sum()


@pytest.mark.parametrize("shape", [(6,), (3, 2), (0, 2)])
def test_nothing_changes_even_for_rows_that_are_not_there(shape):
    table = np.arange(np.prod(shape), dtype=np.int32).reshape(shape)
    before = table.copy()
    assert _announced(table, np.array([0, 2, 10**6, -1], dtype=np.int32)) == 10**6 + 1
    assert (table == before).all()
