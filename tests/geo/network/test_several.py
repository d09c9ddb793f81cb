"""Times from the nearest of several positions are the least of those from each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.several import earliest
from tests.geo.network.towns import engine, positions_on, random_graphs


@settings(max_examples=60, deadline=None)
@given(data=st.data(), cutoff_s=st.integers(0, 200))
def test_it_is_the_least_of_one_by_one(data, cutoff_s):
    graph = data.draw(random_graphs)
    places = data.draw(positions_on(graph))
    times = engine(graph)
    placed = times.place(places)
    count = len(places)
    starts = np.array(data.draw(st.lists(st.integers(0, count - 1), max_size=count)), dtype=np.intp)
    wanted = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)), bool)

    found = earliest(times, starts, placed, wanted=wanted, cutoff_s=cutoff_s)

    rows = [
        times.one_to_many(places[start], places, cutoff_s=cutoff_s).travel_time_s
        for start in starts
    ]
    least = np.min(rows, axis=0, initial=np.inf) if rows else np.full(count, np.inf)
    least[~wanted] = np.inf
    got = np.full(count, np.inf)
    got[found.destination] = found.travel_time_s
    assert (got == least).all()
    assert (np.diff(found.travel_time_s) >= 0).all()
    # the room that was lent is left clean
    again = earliest(times, starts, placed, wanted=wanted, cutoff_s=cutoff_s)
    assert (again.destination == found.destination).all()


@given(data=st.data())
@settings(max_examples=1, deadline=None)
def test_something_is_said_of_each_destination(data):
    graph = data.draw(random_graphs)
    times = engine(graph)
    placed = times.place(data.draw(positions_on(graph)))

    with pytest.raises(InputError, match="wanted"):
        earliest(times, np.arange(0), placed, wanted=np.ones(99, bool), cutoff_s=1)
