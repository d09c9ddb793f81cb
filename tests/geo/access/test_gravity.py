import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.decay import gaussian, linear, negative_exponential
from geo.access.gravity import gravity
from geo.errors import DuplicateIdError, InputError
from geo.tables import PAIR_COLUMNS

few = settings(max_examples=30, deadline=None)

PLACES = pd.Series({"p": 1, "q": 2, "r": 4})
HOMES = ["x", "y"]

reached = st.dictionaries(
    st.tuples(st.sampled_from(HOMES), st.sampled_from("pqr")), st.integers(0, 1800), max_size=6
)


def times(pairs):
    rows = [(*pair, seconds) for pair, seconds in pairs.items()]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).astype({"travel_time_s": float})


def access(pairs, decay, supply=PLACES, origins=HOMES):
    return gravity(times(pairs), supply, origins=origins, decay=decay)


def test_what_is_far_counts_less():
    # halfway to the cut-off a place counts half, at the cut-off nothing
    got = access({("x", "p"): 0, ("x", "q"): 300, ("x", "r"): 600}, linear(cutoff_s=600))

    assert got.to_dict() == {"x": 1 + 2 / 2, "y": 0}
    assert got.name == "access"


def test_the_way_back_may_take_longer():
    uphill = {("a", "b"): 1200, ("b", "a"): 300}
    supply = pd.Series({"a": 1, "b": 1})

    got = access(uphill, linear(cutoff_s=1800), supply, origins=["a", "b"])

    assert got.to_dict() == pytest.approx({"a": 1 / 3, "b": 5 / 6})


def test_the_published_example_of_spatial_availability():
    # Soukhov, Páez, Higgins & Mohamed (2023), doi:10.1371/journal.pone.0278468: appendix A of their
    # manuscript (github.com/soukhova/Spatial-Availability-Measure); metres in the place of seconds
    metres = {
        ("P1", "E1"): 2548.1, ("P1", "E2"): 5419.1, ("P2", "E1"): 1314.1,
        ("P2", "E2"): 4762.6, ("P4", "E1"): 2170.2, ("P4", "E2"): 1790.1,
    }  # fmt: skip
    jobs = pd.Series({"E1": 750, "E2": 220})
    decay = negative_exponential(scale_s=1 / 0.0015)

    got = access(metres, decay, jobs, origins=["P1", "P2", "P4"])

    assert got.to_dict() == pytest.approx({"P1": 16.47, "P2": 104.65, "P4": 43.93}, abs=0.006)


@few
@given(pairs=reached)
def test_access_is_what_a_slow_loop_adds_up(pairs):
    decay = gaussian(cutoff_s=900)
    slow = dict.fromkeys(HOMES, 0.0)
    for (home, place), seconds in pairs.items():
        slow[home] += PLACES[place] * decay(np.array([seconds]))[0]

    assert access(pairs, decay).to_dict() == pytest.approx(slow)


@few
@given(pairs=reached, more=reached, order=st.randoms(use_true_random=False))
def test_another_place_never_hurts_and_order_is_irrelevant(pairs, more, order):
    decay = linear(cutoff_s=900)
    before, after = access(pairs, decay), access({**more, **pairs}, decay)
    frame = times(pairs)
    shuffled = frame.loc[order.sample(list(frame.index), len(frame))]

    again = gravity(shuffled, PLACES[::-1], origins=HOMES, decay=decay)

    assert (after >= before - 1e-12).all()
    assert (after <= PLACES.sum()).all()
    assert again.to_dict() == pytest.approx(before.to_dict())


def test_nothing_reached_no_place_no_capacity_is_zero():
    decay = linear(cutoff_s=900)

    assert access({}, decay).tolist() == [0, 0]
    assert access({}, decay, PLACES[:0]).tolist() == [0, 0]
    assert access({("x", "p"): 0}, decay, PLACES * 0).tolist() == [0, 0]
    assert access({}, decay, origins=[]).empty


def test_an_origin_or_a_place_that_nobody_declared_is_refused():
    decay = linear(cutoff_s=900)

    with pytest.raises(InputError, match="'z' is not one"):
        access({("z", "p"): 0}, decay)
    with pytest.raises(InputError, match="'s' is not one"):
        access({("x", "s"): 0}, decay)
    with pytest.raises(DuplicateIdError, match="'x' is repeated"):
        access({}, decay, origins=["x", "x"])
