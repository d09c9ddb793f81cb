import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.diagnostics.evolutions import (
    COMPARISON_COLUMNS,
    KEY,
    change_in_french,
    compare_indicators,
    has_changed,
)
from geo.domain.indicateur import INDICATEURS, Sens, find_indicateur
from geo.domain.unite import Unite
from geo.errors import MissingColumnError
from geo.tables import INDICATOR_COLUMNS

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
    told = compare_indicators(indicators({(code, "1101"): 1}), indicators({(code, "1101"): 100}))
    expected = {Sens.PLUS: True, Sens.MOINS: False, Sens.NEUTRE: None}[find_indicateur(code).sens]
    assert told["is_better"].tolist() == [expected]


def test_unknown_then_or_now_is_no_change_of_value_yet_is_told():
    before = indicators({("points_labellises", "1101"): None, ("habitants", "1101"): 5})
    after = indicators({("points_labellises", "1101"): 3, ("habitants", "1101"): None})
    told = compare_indicators(before, after)
    assert told["change"].isna().all()
    assert has_changed(told).all()
    assert told["is_better"].tolist() == [None, None]


def test_what_is_below_the_last_digit_is_not_told():
    before = indicators({("duree_mediane_s", "1101"): 600, ("part_couverte", "1101"): 0.5})
    after = indicators({("duree_mediane_s", "1101"): 629, ("part_couverte", "1101"): 0.5006})
    told = compare_indicators(before, after)
    assert has_changed(told).tolist() == [False, True]


def test_a_column_that_lacks():
    whole = indicators({("habitants", "1101"): 1})
    with pytest.raises(MissingColumnError, match="indicators after lack"):
        compare_indicators(whole, whole.drop(columns="mode"))


@pytest.mark.parametrize(
    ("change", "unite", "words"),
    [
        (0.015, Unite.PART, "+1,5 point"),
        (-0.25, Unite.PART, "\N{MINUS SIGN}25,0 points"),
        (95, Unite.SECONDES, "+2 min"),
        (-95, Unite.SECONDES, "\N{MINUS SIGN}2 min"),
        (-3, Unite.NOMBRE, "\N{MINUS SIGN}3"),
        (0, Unite.NOMBRE, "0"),
        (0.0125, Unite.INDICE, "+0,013"),
        (float("nan"), Unite.NOMBRE, ""),
    ],
)
def test_a_change_is_written_with_its_sign(change, unite, words):
    told = change_in_french(change, unite).replace("\N{NO-BREAK SPACE}", " ")
    assert told == words
