import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.nearest import NEAREST_K_COLUMNS, nearest_by_reseau, nearest_k
from geo.access.neutral import neutral_rank
from geo.errors import DuplicateIdError, InputError, MissingColumnError
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


def first(pairs, k, origins=tuple("xyz")):
    frame = pairs if isinstance(pairs, pd.DataFrame) else times(pairs)
    return nearest_k(frame, origins=origins, k=k)


def rows(table):
    return [tuple(row) for row in table.itertuples(index=False)]


def slow_first(pairs, k):
    rank = dict(zip("abcd", neutral_rank("abcd"), strict=True))
    found = []
    for origin in "xyz":
        mine = sorted((s, rank[place], place) for (o, place), s in pairs.items() if o == origin)
        found += [(origin, i + 1, place, s) for i, (s, _, place) in enumerate(mine[:k])]
    return found


def test_the_nearest_few_come_by_origin_then_rank():
    street = {("x", "a"): 300, ("x", "b"): 60, ("x", "c"): 120, ("z", "d"): 0}

    got = first(street, 2)

    assert tuple(got.columns) == NEAREST_K_COLUMNS
    # x has three and shows two, y none and no row, z fewer than asked
    assert rows(got) == [("x", 1, "b", 60), ("x", 2, "c", 120), ("z", 1, "d", 0)]
    assert rows(first(street, 1, origins=list("zyx"))) == [("z", 1, "d", 0), ("x", 1, "b", 60)]


@few
@given(pairs=reached, k=st.integers(1, 5), order=st.randoms(use_true_random=False))
def test_the_nearest_few_are_what_a_slow_loop_finds_in_any_order(pairs, k, order):
    frame = times(pairs)
    shuffled = frame.loc[order.sample(list(frame.index), len(frame))]

    # tied, the published rank of those that are there decides, whoever else is
    assert rows(first(shuffled, k)) == slow_first(pairs, k)


@few
@given(pairs=reached, k=st.integers(1, 4))
def test_the_nearest_of_more_begin_with_the_nearest_of_fewer(pairs, k):
    fewer, more = first(pairs, k), first(pairs, k + 1)

    assert rows(more[more["rank"] <= k]) == rows(fewer)
    assert (more.groupby("origin_id")["travel_time_s"].diff().dropna() >= 0).all()


def test_the_nearest_one_is_the_nearest_door():
    street = {("x", "a"): 300, ("x", "b"): 60, ("y", "c"): 60, ("y", "a"): 60}
    doors = nearest(street).query("reseau == @ALL_RESEAUX")

    assert rows(first(street, 1)[["origin_id", "destination_id"]]) == rows(
        doors[["origin_id", "destination_id"]]
    )


def test_the_nearest_few_keep_their_numbers_as_they_came():
    coded = pd.DataFrame({"origin_id": [1, 0, 0], "destination_id": [5, 5, 7]}, dtype="int32")
    frame = coded.assign(travel_time_s=pd.Series([30, 20, 10], dtype="float32"))

    got = nearest_k(frame, origins=range(2), k=1)

    assert rows(got) == [(0, 1, 7, 10), (1, 1, 5, 30)]
    assert got.dtypes[["origin_id", "destination_id", "travel_time_s"]].tolist() == [
        "int32", "int32", "float32",
    ]  # fmt: skip


def test_no_time_no_origin_gives_no_nearest():
    assert first({}, 3).empty
    assert tuple(first({}, 3).columns) == NEAREST_K_COLUMNS
    assert nearest_k(times({}), origins=[], k=1).empty


@pytest.mark.parametrize("wrong", [0, 1.5, 1.0, True, "2", None])
def test_a_number_of_places_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="needed a whole number of places"):
        first({("x", "a"): 60}, wrong)
    assert rows(first({("x", "a"): 60}, np.int64(1))) == [("x", 1, "a", 60)]


def test_nearest_few_refuse_what_breaks_their_contract():
    street = {("x", "a"): 60, ("y", "b"): 60}

    with pytest.raises(InputError, match="'y' is not one"):
        first(street, 1, origins=["x"])
    with pytest.raises(InputError, match="known destinations"):
        first(times(street).assign(destination_id=["a", None]), 1)
    with pytest.raises(DuplicateIdError, match="1 pairs are repeated"):
        first(pd.concat([times(street), times(street)[:1]]), 1)
    with pytest.raises(MissingColumnError, match="destination_id"):
        first(times(street).drop(columns="destination_id"), 1)
    with pytest.raises(InputError, match="column destination_id is repeated"):
        first(times(street).rename(columns={"distance_m": "destination_id"}), 1)
