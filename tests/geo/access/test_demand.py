"""Demand by public: on paper, against fractions, and what must always hold."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access.demand import DEMAND_COLUMNS, demand_by_public, largest_remainders
from geo.access.neutral import neutral_rank
from geo.domain.commune import ARRONDISSEMENTS
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.errors import DuplicateIdError, InputError

COMMUNES = ("77001", "77002", "77003", "77004")
RESIDENTS = pd.Series([100, 200, 300, 400], index=COMMUNES)
REGION = pd.Series("11", index=COMMUNES)
PARIS = ARRONDISSEMENTS["75056"]


def count(kind, code, nombre, profil=Profil.ETUDIANT):
    return PublicCompte(
        type_territoire=TerritoireCompte(kind),
        code_territoire=code,
        profil=profil,
        nombre=nombre,
        source="essai",
    )


def students(*counts, residents=RESIDENTS, region=None):
    region = pd.Series("11", index=residents.index) if region is None else region
    return demand_by_public(residents, region, counts, Profil.ETUDIANT)


def people(table):
    return table["demand"].astype(object).where(table["demand"].notna(), None).to_dict()


def test_a_region_is_spread_by_residents_and_said_to_be_an_estimate():
    table = students(count("region", "11", 50))
    assert tuple(table) == DEMAND_COLUMNS
    assert people(table) == {"77001": 5, "77002": 10, "77003": 15, "77004": 20}
    assert table["is_estimate"].all()


def test_counted_communes_keep_their_count_and_the_others_share_what_is_left():
    table = students(count("region", "11", 50), count("commune", "77004", 44))
    # 6 are left for 100 + 200 + 300 residents
    assert people(table) == {"77001": 1, "77002": 2, "77003": 3, "77004": 44}
    assert table["is_estimate"].tolist() == [True, True, True, False]


def test_a_count_of_zero_is_a_count():
    table = students(count("region", "11", 6), count("commune", "77004", 0))
    assert people(table) == {"77001": 1, "77002": 2, "77003": 3, "77004": 0}


def test_without_a_total_only_counted_communes_are_known():
    table = students(count("commune", "77002", 7))
    assert people(table) == {"77001": None, "77002": 7, "77003": None, "77004": None}
    assert table["is_estimate"].isna().tolist() == [True, False, True, True]


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [count("region", "11", 50, Profil.LYCEEN)],
        [count("region", "53", 50)],
        [count("commune", "35238", 50)],
    ],
)
def test_a_public_that_nobody_counted_is_unknown_never_zero(counts):
    table = students(*counts)
    assert table.isna().all(axis=None)
    assert len(table) == 4


def test_everyone_is_the_residents_and_no_estimate():
    told = [count("region", "11", 9, Profil.TOUT_PUBLIC)]
    table = demand_by_public(RESIDENTS, REGION, told, Profil.TOUT_PUBLIC)
    assert people(table) == RESIDENTS.to_dict()
    assert not table["is_estimate"].any()


def test_each_region_has_its_own_total():
    region = pd.Series(["11", "11", "24", "24"], index=COMMUNES)
    table = students(count("region", "11", 3), region=region)
    assert people(table) == {"77001": 1, "77002": 2, "77003": None, "77004": None}


def test_a_city_is_spread_over_its_arrondissements():
    residents = pd.Series([1] * 20 + [20], index=[*PARIS, "77001"])
    table = students(
        count("commune", "75056", 45), count("commune", "75101", 7), count("region", "11", 60),
        residents=residents,
    )  # fmt: skip
    # 45 less 7, two for each of the other nineteen; the region leaves 15 for 77001
    assert people(table) == {"75101": 7} | dict.fromkeys(PARIS[1:], 2) | {"77001": 15}
    assert table.index[~table["is_estimate"]].tolist() == ["75101"]


def test_a_city_that_is_whole_takes_its_count():
    residents = pd.Series([9, 1], index=["75056", "77001"])
    assert people(students(count("commune", "75056", 5), residents=residents))["75056"] == 5


def test_units_that_remain_go_to_the_largest_remainders_and_ties_to_nobody_in_particular():
    # 3 × 5/10, 3 × 3/10, 3 × 2/10: 1,5 0,9 0,6
    assert largest_remainders(3, np.array([5, 3, 2]), ["a", "b", "c"]).tolist() == [1, 1, 1]
    shares = largest_remainders(2, np.ones(5, dtype=np.int64), list("abcde"))
    first = np.argsort(neutral_rank("abcde"))[:2]
    assert sorted(np.flatnonzero(shares)) == sorted(first)


def test_the_real_size_is_exact():
    residents = np.array([2_103_778, 12_463_067 - 2_103_778])
    shares = largest_remainders(771_000, residents, ["75056", "autres"])
    exact = Fraction(771_000 * 2_103_778, 12_463_067)
    assert shares.sum() == 771_000
    assert abs(shares[0] - exact) < 1


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([count("region", "11", 5), count("commune", "77001", 6)], "counts 5 people.*communes 6"),
        ([count("commune", "77099", 6)], "a count is of 77099"),
        ([count("commune", "77001", 6), count("commune", "77001", 6)], "counted twice"),
        ([count("region", "11", 6), count("region", "11", 7)], "counted twice"),
        (
            [count("region", "11", 5), *(count("commune", code, 1) for code in COMMUNES)],
            "1 people more than its communes",
        ),
    ],
)
def test_counts_that_contradict_each_other_are_refused(counts, message):
    with pytest.raises((InputError, DuplicateIdError), match=message):
        students(*counts)


def test_a_city_with_missing_arrondissements_is_refused():
    residents = pd.Series([1, 1], index=["75101", "75102"])
    with pytest.raises(InputError, match="75056"):
        students(count("commune", "75056", 5), residents=residents)


@pytest.mark.parametrize(
    ("residents", "region", "message"),
    [
        (pd.Series([1, 1], index=["77001", "77001"]), None, "each commune once"),
        (pd.Series([1.5], index=["77001"]), None, "whole numbers"),
        (pd.Series([-1], index=["77001"]), None, "whole numbers"),
        (pd.Series([1, None], index=["77001", "77002"], dtype="Int64"), None, "missing"),
        (pd.Series([2**63], index=["77001"], dtype="uint64"), None, "at most"),
        (RESIDENTS, REGION.where(REGION.index != "77001"), "one is missing"),
        (pd.Series([2, 1], index=["75056", "75101"]), None, "count twice"),
        (RESIDENTS, REGION.iloc[::-1], "in the order of the population"),
    ],
)
def test_wrong_tables_are_refused(residents, region, message):
    with pytest.raises((InputError, DuplicateIdError), match=message):
        students(count("region", "11", 5), residents=residents, region=region)


def test_nobody_lives_there():
    empty = pd.Series([0, 0], index=["77001", "77002"])
    assert people(students(count("region", "11", 0), residents=empty)) == {"77001": 0, "77002": 0}
    with pytest.raises(InputError, match="no resident is left"):
        students(count("region", "11", 1), residents=empty)


def test_no_commune():
    none = pd.Series([], index=pd.Index([], dtype=str), dtype=np.int64)
    assert students(count("region", "11", 5), residents=none).empty


def test_numbers_too_large_to_be_exact_are_refused():
    with pytest.raises(InputError, match="too large"):
        largest_remainders(2**40, np.array([2**40]), ["a"])


def test_sums_that_would_wrap_around_are_refused():
    # 2 × 2⁶³ - 2 wraps around to -2
    with pytest.raises(InputError, match="too large"):
        largest_remainders(1, np.array([2**63 - 1, 2**63 - 1]), ["a", "b"])
    with pytest.raises(InputError, match="too large"):
        students(count("region", "11", 2**63))
    counted = (count("commune", code, 2**62) for code in COMMUNES)
    with pytest.raises(InputError, match=f"its communes {2**64}"):
        students(count("region", "11", 5), *counted)
    assert largest_remainders(1, np.array([2**63 - 2, 1]), ["a", "b"]).tolist() == [1, 0]


@pytest.mark.parametrize("wrong", [-1, 1.5, "2", None])
def test_a_total_that_is_none_is_refused(wrong):
    with pytest.raises(InputError, match="needed a whole number >= 0"):
        largest_remainders(wrong, np.array([1, 1]), ["a", "b"])


@pytest.mark.parametrize("wrong", [[1, -1], [0.5, 0.5]])
def test_weights_that_are_none_are_refused(wrong):
    with pytest.raises(InputError, match="weights must be whole numbers"):
        largest_remainders(2, np.array(wrong), ["a", "b"])


tables = st.lists(
    st.tuples(st.integers(0, 10_000), st.none() | st.integers(0, 50)), min_size=1, max_size=12
)


@given(tables, st.integers(0, 5_000), st.randoms())
def test_totals_are_conserved_in_whole_numbers_whatever_the_order(rows, extra, random):
    codes = [f"77{number:03d}" for number in range(len(rows))]
    residents = pd.Series([residents + 1 for residents, _ in rows], index=codes)
    counted = {code: row[1] for code, row in zip(codes, rows, strict=True) if row[1] is not None}
    total = sum(counted.values()) + (extra if len(counted) < len(rows) else 0)
    counts = [count("region", "11", total)]
    counts += [count("commune", code, number) for code, number in counted.items()]

    table = students(*counts, residents=residents)

    assert table["demand"].sum() == total
    assert table["demand"].dtype == "Int64"
    assert (table["demand"] >= 0).all()
    assert table.loc[list(counted), "demand"].to_dict() == counted
    assert not table.loc[list(counted), "is_estimate"].any()
    left = residents.drop(list(counted))
    for code, people_there in table["demand"].drop(list(counted)).items():
        exact = Fraction((total - sum(counted.values())) * int(left[code]), int(left.sum()))
        assert abs(people_there - exact) < 1
    shuffled = random.sample(codes, len(codes))
    again = students(*counts, residents=residents[shuffled])
    pd.testing.assert_frame_equal(again.loc[codes], table)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 1_000), min_size=1, max_size=10))
def test_shares_against_fractions(total, weights):
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    names = [str(number) for number in range(len(weights))]
    exact = [Fraction(total * weight, whole) for weight in weights]
    shares = [int(share) for share in exact]
    rank = neutral_rank(names)
    order = sorted(range(len(names)), key=lambda n: (shares[n] - exact[n], rank[n]))
    for number in order[: total - sum(shares)]:
        shares[number] += 1
    assert largest_remainders(total, np.array(weights), names).tolist() == shares
