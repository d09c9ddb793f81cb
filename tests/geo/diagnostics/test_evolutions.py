import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.diagnostics.evolutions import (
    COMPARISON_COLUMNS,
    KEY,
    WITH_PLACES,
    appreciation,
    change_in_french,
    compare_indicators,
    has_changed,
)
from geo.domain.indicateur import INDICATEURS, Sens, find_indicateur
from geo.domain.unite import Unite
from geo.errors import MissingColumnError
from geo.tables import INDICATOR_COLUMNS

PLACES, MEDIAN, GINI = "points_accueil", "duree_mediane_s", "gini_duree"
CODES = [one.code for one in INDICATEURS]
VALUES = st.none() | st.floats(0, 1e6, allow_nan=False)


def indicators(values):
    """Make a table of values by indicator and bassin."""
    rows = [
        (code, "bassin", bassin, "tous", "tous", "tous", "tous", 0, value, False, True)
        for (code, bassin), value in values.items()
    ]
    frame = pd.DataFrame(rows, columns=list(INDICATOR_COLUMNS))
    return frame.astype({"value": "float64"})


TABLES = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(["1101", "1102"])),
    VALUES,
    min_size=1,
    max_size=6,
)
few = settings(max_examples=20, deadline=None)


@few
@given(TABLES, TABLES)
def test_every_figure_of_either_is_told_once(before, after):
    told = compare_indicators(indicators(before), indicators(after))
    assert list(told.columns) == list(COMPARISON_COLUMNS)
    assert set(zip(told["indicator"], told["territory_code"], strict=True)) == {*before, *after}
    assert not told.duplicated(list(KEY)).any()


@few
@given(TABLES)
def test_a_run_compared_with_itself_has_no_change(values):
    told = compare_indicators(indicators(values), indicators(values))
    assert (told["change"].dropna() == 0).all()
    assert not has_changed(told).any()
    assert all(one is None for one in told["is_better"])


@few
@given(TABLES, TABLES)
def test_the_other_way_round_signs_and_worth_are_the_other(before, after):
    there = compare_indicators(indicators(before), indicators(after))
    back = compare_indicators(indicators(after), indicators(before))
    np.testing.assert_array_equal(there["change"], -back["change"])
    swapped = [None if one is None else not one for one in back["is_better"]]
    assert there["is_better"].tolist() == swapped
    assert (has_changed(there) == has_changed(back)).all()


@few
@given(TABLES, TABLES, st.randoms())
def test_the_order_of_rows_is_irrelevant(before, after, random):
    rows = list(after.items())
    random.shuffle(rows)
    one = compare_indicators(indicators(before), indicators(after))
    other = compare_indicators(indicators(before), indicators(dict(rows)))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("code", CODES)
def test_better_is_the_way_of_the_indicator(code):
    before, after = ({(PLACES, "1101"): 100, (code, "1101"): value} for value in (1, 100))
    told = compare_indicators(indicators(before), indicators(after))
    told = told[told["indicator"] == code]
    expected = {Sens.PLUS: True, Sens.MOINS: False, Sens.NEUTRE: None}[find_indicateur(code).sens]
    assert told["is_better"].tolist() == [expected]


def test_unknown_then_or_now_is_no_change_of_value_yet_is_told():
    before = indicators({("points_labellises", "1101"): None, ("habitants", "1101"): 5})
    after = indicators({("points_labellises", "1101"): 3, ("habitants", "1101"): None})
    told = compare_indicators(before, after)
    assert told["change"].isna().all()
    assert has_changed(told).all()
    assert told["is_better"].tolist() == [None, None]


@pytest.mark.parametrize(
    ("code", "before", "after", "changed"),
    [
        (MEDIAN, 121, 180, False),  # both read 3 min
        (MEDIAN, 120, 121, True),
        ("part_couverte", 0.5, 0.50049, False),
        ("part_couverte", 0.5, 0.50051, True),
        ("part_couverte", 0.9999, 1, True),  # 99,9 %, then all
        (GINI, 0.4001, 0.4004, False),
        ("habitants", 5, 6, True),
    ],
)
def test_what_reads_the_same_is_not_told(code, before, after, changed):
    told = compare_indicators(indicators({(code, "1"): before}), indicators({(code, "1"): after}))
    assert has_changed(told).tolist() == [changed]


@pytest.mark.parametrize(
    ("code", "before", "after", "places", "better", "why"),
    [
        ("points_a_confirmer", 41, 0, (41, 0), None, WITH_PLACES),
        ("points_a_confirmer", 41, 38, (100, 80), None, WITH_PLACES),  # a larger share
        ("points_a_confirmer", 41, 20, (100, 80), True, ""),
        ("points_a_confirmer", 41, 20, (100, 100), True, ""),
        ("points_pmr_inconnue", 10, 12, (20, 20), False, ""),
        ("points_pmr_oui", 10, 8, (20, 10), None, WITH_PLACES),
    ],
)
def test_counts_among_places_are_judged_by_their_share(code, before, after, places, better, why):
    sides = [
        indicators({(code, "1"): value, (PLACES, "1"): every})
        for value, every in zip((before, after), places, strict=True)
    ]
    told = compare_indicators(*sides).set_index("indicator")
    assert told.loc[code, ["is_better", "why"]].tolist() == [better, why]


@pytest.mark.parametrize(
    ("gini", "median", "better"),
    [
        ((0.5, 0.4), (600, 900), None),  # as far for all is no progress
        ((0.5, 0.4), (600, None), None),
        ((0.5, 0.4), (600, 500), True),
        ((0.5, 0.4), (600, 600), True),
        ((0.4, 0.5), (600, 900), False),
    ],
)
def test_less_inequal_and_longer_is_not_better(gini, median, better):
    sides = [
        indicators({(GINI, "1"): one, (MEDIAN, "1"): time})
        for one, time in zip(gini, median, strict=True)
    ]
    assert compare_indicators(*sides).set_index("indicator").loc[GINI, "is_better"] is better


def test_what_rests_on_rules_is_not_judged_where_they_changed():
    sides = [indicators({("part_deux_portes", "1"): one}) for one in (0.5, 0.6)]
    told = compare_indicators(*sides, apart={"part_deux_portes": "les règles ont changé"})
    (row,) = told.to_dict("records")
    assert row["is_better"] is None
    assert appreciation(row) == "les règles ont changé"


@pytest.mark.parametrize("trial", ["before", "after"])
def test_a_figure_of_either_on_trial_is_on_trial(trial):
    sides = {one: indicators({(MEDIAN, "1"): 600}) for one in ("before", "after")}
    sides[trial] = sides[trial].assign(publiable=False)
    assert compare_indicators(**sides)["publiable"].tolist() == [False]


def test_a_column_that_lacks():
    whole = indicators({("habitants", "1101"): 1})
    with pytest.raises(MissingColumnError, match="indicators after lack"):
        compare_indicators(whole, whole.drop(columns="mode"))


@pytest.mark.parametrize(
    ("before", "after", "unite", "words"),
    [
        (0.5, 0.515, Unite.PART, "+1,5 point"),
        (0.5, 0.25, Unite.PART, "\N{MINUS SIGN}25,0 points"),
        (0.84449, 0.84451, Unite.PART, "+0,1 point"),  # 84,4 %, 84,5 %
        (60, 61, Unite.SECONDES, "+1 min"),
        (180, 121, Unite.SECONDES, "0 min"),
        (8, 5, Unite.NOMBRE, "\N{MINUS SIGN}3"),
        (12345, 2345, Unite.NOMBRE, "\N{MINUS SIGN}10\N{NARROW NO-BREAK SPACE}000"),
        (0.4, 0.4125, Unite.INDICE, "+0,012"),
        (float("nan"), 1, Unite.NOMBRE, ""),
    ],
)
def test_a_change_is_the_difference_of_what_is_read(before, after, unite, words):
    told = change_in_french(before, after, unite).replace("\N{NO-BREAK SPACE}", " ")
    assert told == words
