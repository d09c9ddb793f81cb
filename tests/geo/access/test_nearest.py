import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.nearest import nearest_by_reseau
from geo.access.neutral import neutral_rank
from geo.errors import InputError
from geo.tables import ALL_RESEAUX, NEAREST_COLUMNS, TRAVEL_TIME_COLUMNS

RESEAU_OF = pd.Series({"a": "cio", "b": "cio", "c": "apec", "d": "crous"})
DOORS = {"cio", "apec"}

reached = st.dictionaries(
    st.tuples(st.sampled_from("xyz"), st.sampled_from("abcd")),
    st.integers(min_value=0, max_value=5).map(lambda minutes: minutes * 60.0),
    max_size=12,
)


few = settings(max_examples=25, deadline=None)


def times(pairs):
    rows = [(o, d, seconds, seconds, False) for (o, d), seconds in pairs.items()]
    return pd.DataFrame(rows, columns=list(TRAVEL_TIME_COLUMNS)).astype({"travel_time_s": float})


def nearest(pairs):
    frame = pairs if isinstance(pairs, pd.DataFrame) else times(pairs)
    return nearest_by_reseau(frame, RESEAU_OF, mode="marche", doors=DOORS)


def found(table):
    keys = zip(table["origin_id"], table["reseau"], strict=True)
    return dict(
        zip(keys, zip(table["destination_id"], table["travel_time_s"], strict=True), strict=True)
    )


def oracle(pairs):
    rank = dict(zip(RESEAU_OF.index, neutral_rank(RESEAU_OF.index), strict=True))
    best = {}
    for (origin, place), seconds in pairs.items():
        groups = [RESEAU_OF[place]] + [ALL_RESEAUX] * (RESEAU_OF[place] in DOORS)
        for group in groups:
            value = (seconds, rank[place], place)
            best[origin, group] = min(best.get((origin, group), value), value)
    return {key: (place, seconds) for key, (seconds, _, place) in best.items()}


def test_toy_street_gives_each_home_its_nearest_place_of_each_reseau():
    # x ─ 1 min ─ a, 3 min ─ c; y reaches only d, which is no door
    got = nearest({("x", "a"): 60, ("x", "b"): 120, ("x", "c"): 180, ("y", "d"): 60})

    assert list(got.columns) == list(NEAREST_COLUMNS)
    assert found(got) == {
        ("x", "cio"): ("a", 60),
        ("x", "apec"): ("c", 180),
        ("x", ALL_RESEAUX): ("a", 60),
        ("y", "crous"): ("d", 60),
    }
    assert set(got["mode"]) == {"marche"}


def test_the_shortest_time_wins_over_the_shortest_way_which_settles_ties():
    frame = times({("x", "a"): 300, ("x", "b"): 200, ("y", "a"): 300, ("y", "b"): 300})
    frame["distance_m"] = [50.0, 900.0, 900.0, 50.0]

    got = found(nearest(frame))

    assert got["x", "cio"] == ("b", 200)
    assert got["y", "cio"] == ("b", 300)


@few
@given(pairs=reached)
def test_nearest_is_what_a_slow_loop_finds(pairs):
    assert found(nearest(pairs)) == oracle(pairs)


@few
@given(pairs=reached, order=st.randoms(use_true_random=False))
def test_row_order_is_irrelevant(pairs, order):
    frame = times(pairs)
    shuffled = frame.loc[order.sample(list(frame.index), len(frame))]

    pd.testing.assert_frame_equal(nearest(shuffled), nearest(frame))


@few
@given(pairs=reached, more=reached)
def test_adding_a_place_never_lengthens_a_time(pairs, more):
    before, after = found(nearest(pairs)), found(nearest({**more, **pairs}))

    assert all(after[key][1] <= seconds for key, (_, seconds) in before.items())


def test_neutral_rank_is_a_permutation_whatever_the_order():
    names = pd.Index([f"dila--{reseau}-1" for reseau in ("apec", "cio", "cidff", "greta")])

    ranks = dict(zip(names, neutral_rank(names), strict=True))
    again = dict(zip(names[::-1], neutral_rank(names[::-1]), strict=True))

    assert ranks == again
    assert sorted(ranks.values()) == [0, 1, 2, 3]
    assert sorted(names, key=ranks.get) != sorted(names)


def test_a_destination_without_reseau_is_refused_by_name():
    with pytest.raises(InputError, match=r"'z' has none"):
        nearest({("x", "z"): 60})


def test_no_time_gives_no_row():
    assert nearest({}).empty
