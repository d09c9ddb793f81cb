import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import identifiers, pairs
from geo.access.decay import linear, step
from geo.access.pairs import amounts, long_table, read_pairs, sums_at_destinations, sums_at_origins
from geo.errors import DuplicateIdError, InputError, MissingColumnError
from geo.tables import PAIR_COLUMNS

few = settings(max_examples=30, deadline=None)

HOMES, PLACES = pd.Index(["x", "y", "z"]), pd.Index(["p", "q"])
ALL = step(cutoff_s=1e9)


def table(*rows, columns=PAIR_COLUMNS):
    return pd.DataFrame(list(rows), columns=list(columns))


STREET = table(("x", "p", 60), ("x", "q", 120), ("z", "q", 0))


def met(travel_times, origins=HOMES, destinations=PLACES):
    """Who reaches whom, as a matrix of times; -1 where not."""
    read = read_pairs(travel_times, origins, destinations)
    matrix = np.full((len(origins), len(destinations)), -1.0)
    for origin, destination, times in read.chunks():
        matrix[origin, destination] = times
    return matrix.tolist()


def test_pairs_find_their_place_whatever_the_order():
    expected = [[60, 120], [-1, -1], [-1, 0]]

    assert met(STREET) == expected
    assert met(STREET.iloc[::-1]) == expected
    assert met(STREET, origins=HOMES[::-1]) == expected[::-1]


@pytest.mark.parametrize("kind", ["int8", "int16", "int32", "int64", "uint32", "Int64"])
def test_integer_identifiers_are_found_dense_sparse_or_out_of_order(kind):
    columns = {"origin_id": kind, "destination_id": kind}
    for homes in ([0, 1, 2], [7, 3, 5], [100, 1, 50]):
        times = table((homes[0], 1, 60), (homes[0], 0, 120), (homes[2], 0, 0)).astype(columns)
        assert met(times, pd.Index(homes), pd.Index([1, 0])) == [[60, 120], [-1, -1], [-1, 0]]
    far = pd.Index([10**9, 0, 10**12])
    times = table((10**9, 1, 60), (10**12, 0, 0))
    assert met(times, far, pd.Index([1, 0])) == [[60, -1], [-1, -1], [-1, 0]]


def test_categories_are_found_even_if_others_are_never_used():
    times = STREET.astype({"destination_id": "category"})
    wide = pd.CategoricalDtype(["nobody", "z", "x"])

    assert met(times.astype({"origin_id": wide})) == met(STREET)


def test_columns_are_read_where_they_are():
    codes = np.arange(6, dtype=np.int32)
    times = pd.DataFrame(
        {"origin_id": codes // 2, "destination_id": codes % 2, "travel_time_s": codes}
    ).astype({"travel_time_s": np.float32})

    read = read_pairs(times, pd.RangeIndex(3), pd.RangeIndex(2))

    for column, values in (
        ("origin_id", read.origin.codes),
        ("destination_id", read.destination.codes),
        ("travel_time_s", read.travel_time_s),
    ):
        assert np.shares_memory(values, times[column].to_numpy())


@pytest.mark.parametrize("cells", [pairs.FLAGGED_CELLS, 0])
@pytest.mark.parametrize("rows", [[0, 1, 2, 0], [2, 1, 1, 0], [0, 0]])
def test_a_repeated_pair_is_refused_by_name(monkeypatch, rows, cells):
    monkeypatch.setattr(pairs, "FLAGGED_CELLS", cells)
    again = STREET.iloc[rows].index[pd.Index(rows).duplicated()][0]

    with pytest.raises(DuplicateIdError, match=f"first .'{STREET['origin_id'][again]}', '"):
        met(STREET.iloc[rows])


def test_a_pair_repeated_in_the_next_chunk_is_refused(monkeypatch):
    monkeypatch.setattr(identifiers, "CHUNK", 1)

    with pytest.raises(DuplicateIdError, match="1 pairs are repeated"):
        met(STREET.iloc[[0, 1, 1, 2]])


@pytest.mark.parametrize("cells", [pairs.FLAGGED_CELLS, 0])
def test_pairs_out_of_order_are_not_repeated_pairs(monkeypatch, cells):
    monkeypatch.setattr(pairs, "FLAGGED_CELLS", cells)

    assert met(STREET.iloc[[2, 0, 1]]) == met(STREET)


@pytest.mark.parametrize("wrong", [-1, np.nan, np.inf, -np.inf])
def test_a_time_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="an unreached pair is an absent row"):
        met(STREET.assign(travel_time_s=[60.0, wrong, 0.0]))


def test_missing_or_textual_times_are_refused():
    with pytest.raises(InputError, match="travel times"):
        met(STREET.assign(travel_time_s=pd.array([60, None, 0], dtype="Int32")))
    with pytest.raises(InputError, match="travel times: needed numbers"):
        met(STREET.assign(travel_time_s=["60", "far", "0"]))


def test_durations_are_not_seconds():
    with pytest.raises(InputError, match="travel times: needed numbers, got timedelta64"):
        met(STREET.assign(travel_time_s=pd.to_timedelta([60, 120, 0], unit="s")))
    with pytest.raises(InputError, match="travel times: needed numbers"):
        met(STREET.assign(travel_time_s=["60", "120", "0"]))


def test_a_table_that_is_none_or_has_a_column_twice_is_refused():
    twice = STREET.assign(more=0.0).set_axis([*PAIR_COLUMNS, "travel_time_s"], axis=1)

    with pytest.raises(InputError, match="column travel_time_s is repeated"):
        met(twice)
    with pytest.raises(InputError, match="needed a table, got dict"):
        met(STREET.to_dict())


def test_identifiers_of_several_levels_are_refused():
    levels = pd.MultiIndex.from_tuples([("x", 1), ("y", 1)])

    with pytest.raises(InputError, match="several levels"):
        met(STREET, origins=levels)
    with pytest.raises(InputError, match=r"demand: .* several levels"):
        amounts(pd.Series([1, 2], index=levels), name="demand")


EDGES = (2**64 - 1, 2**63, 2**63 - 1, 2**63 - 2, 0, -1, -(2**63) + 1, -(2**63))


@pytest.mark.parametrize("known", EDGES)
@pytest.mark.parametrize("asked", EDGES)
def test_integers_at_the_edge_of_their_types_are_only_themselves(known, asked):
    homes = pd.Index(np.array([known]))
    times = pd.DataFrame(
        {"origin_id": np.array([asked]), "destination_id": ["p"], "travel_time_s": [60]}
    )

    if asked == known:
        assert met(times, homes, pd.Index(["p"])) == [[60]]
    else:
        with pytest.raises(InputError, match=f"known origins .*{asked}.* is not one"):
            met(times, homes, pd.Index(["p"]))


@pytest.mark.parametrize("kind", [str, "category", object])
def test_an_unknown_identifier_is_refused_by_name(kind):
    with pytest.raises(InputError, match=r"known origins .* 'x' is not one"):
        met(STREET.astype({"origin_id": kind}), origins=HOMES[1:])
    with pytest.raises(InputError, match=r"known destinations .* 'q' is not one"):
        met(STREET.astype({"destination_id": kind}), destinations=PLACES[:1])


@pytest.mark.parametrize("known", [[1, 2], [0, 1], [0, 2], [10**9, 10**12], ["0", "1", "2"], []])
def test_an_unknown_number_is_refused(known):
    times = table((0, 0, 1), (1, 0, 1), (2, 0, 1))

    with pytest.raises(InputError, match="needed known origins"):
        met(times, pd.Index(known), pd.Index([0]))


def test_a_missing_identifier_is_refused():
    for kind in (object, "category"):
        holed = STREET.assign(origin_id=pd.Series(["x", None, "z"], dtype=kind))
        with pytest.raises(InputError, match="needed known origins"):
            met(holed)
    with pytest.raises(InputError, match="an identifier is missing"):
        met(STREET, origins=pd.Index(["x", None]))
    with pytest.raises(DuplicateIdError, match="'x' is repeated"):
        met(STREET, origins=pd.Index(["x", "z", "x"]))


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(MissingColumnError, match="travel_time_s"):
        met(STREET.drop(columns="travel_time_s"))


def test_nobody_reaches_anything():
    empty = read_pairs(STREET[:0], HOMES, PLACES)

    assert sums_at_origins(empty, ALL, np.ones(2)).tolist() == [0, 0, 0]
    assert sums_at_destinations(empty, ALL, np.ones(3)).tolist() == [0, 0]
    assert met(table(), pd.Index([]), pd.Index([])) == []


def test_sums_go_the_way_one_travels():
    read = read_pairs(STREET, HOMES, PLACES)
    weight = linear(cutoff_s=240)

    # x reaches p at 60 s (0.75) and q at 120 s (0.5); z is at q
    assert sums_at_origins(read, weight, np.array([1.0, 2.0])).tolist() == [1.75, 0, 2]
    assert sums_at_destinations(read, weight, np.array([4.0, 8.0, 16.0])).tolist() == [3, 18]


@few
@given(
    cells=st.lists(st.integers(0, 35), unique=True, max_size=36),
    order=st.randoms(use_true_random=False),
    chunk=st.integers(1, 40),
)
def test_chunks_change_nothing(cells, order, chunk):
    order.shuffle(cells)
    origin, destination = np.divmod(np.array(cells, dtype=np.int32), 6)
    times = pd.DataFrame(
        {"origin_id": origin, "destination_id": destination, "travel_time_s": cells}
    )
    there = 2.0 ** np.arange(6)

    def sums():
        read = read_pairs(times, pd.RangeIndex(6), pd.RangeIndex(6))
        return sums_at_origins(read, ALL, there).tolist()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identifiers, "CHUNK", chunk)
        in_chunks = sums()
    # powers of two: the sum says which places are reached
    expected = [sum(there[cell % 6] for cell in cells if cell // 6 == home) for home in range(6)]
    assert in_chunks == sums() == expected


def test_a_matrix_is_laid_out_by_origin_without_what_is_not_reached():
    matrix = np.array([[60, np.inf], [0, 30]], dtype=np.float32)

    got = long_table(matrix, ["x", "y"], ["p", "q"])

    assert list(got.columns) == list(PAIR_COLUMNS)
    assert got.to_numpy().tolist() == [["x", "p", 60], ["y", "p", 0], ["y", "q", 30]]
    assert got["travel_time_s"].dtype == np.float32
    assert met(got, pd.Index(["x", "y"]), PLACES) == [[60, -1], [0, 30]]


def test_a_matrix_of_another_shape_or_with_repeated_names_is_refused():
    with pytest.raises(InputError, match=r"needed times \(3, 2\)"):
        long_table(np.zeros((2, 3)), list("xyz"), list("pq"))
    with pytest.raises(DuplicateIdError, match="'p' is repeated"):
        long_table(np.zeros((1, 2)), ["x"], ["p", "p"])


@pytest.mark.parametrize("wrong", [-1, np.nan, np.inf])
def test_an_amount_that_cannot_be_shared_is_refused_by_name(wrong):
    with pytest.raises(InputError, match="supply: needed numbers >= 0, 'q' has"):
        amounts(pd.Series({"p": 1.0, "q": wrong}), name="supply")


@pytest.mark.parametrize("wrong", [1e-31, 1e31, 5e-324])
def test_an_amount_too_small_or_large_to_be_shared_is_refused_by_name(wrong):
    assert amounts(pd.Series([0, 1e-30, 1e30]), name="supply").tolist() == [0, 1e-30, 1e30]
    with pytest.raises(InputError, match=r"supply: needed numbers 0, or 1e-30 to 1e.30, 'q' has"):
        amounts(pd.Series({"p": 1.0, "q": wrong}), name="supply")


def test_amounts_are_numbers_of_anybody_once():
    assert amounts(pd.Series([2, 1], dtype="Int64"), name="demand").tolist() == [2, 1]
    with pytest.raises(InputError, match="demand: needed numbers"):
        amounts(pd.Series(["many"]), name="demand")
    for wrong in (["2"], pd.to_timedelta([2], unit="s"), [1j]):
        with pytest.raises(InputError, match="demand: needed numbers"):
            amounts(pd.Series(wrong), name="demand")
    with pytest.raises(InputError, match="demand: needed a column, got DataFrame"):
        amounts(pd.DataFrame({"x": [1]}), name="demand")
    assert amounts(pd.Series([2, 1.5], dtype=object), name="demand").tolist() == [2, 1.5]
    with pytest.raises(DuplicateIdError, match="demand: 'x' is repeated"):
        amounts(pd.Series([1, 2], index=["x", "x"]), name="demand")
