import math

import numpy as np
import pandas as pd

from geo.access.measures import SUMMARY_COLUMNS, summary
from geo.export.mesures import SUMMARY_WORDS, measure_rows, summary_rows, told_values

ORIGINS = pd.DataFrame(
    {"code_commune": ["77001", "77002"], "nom": ["Aa", "Bb"]}, index=["o1", "o2"]
)


def test_a_row_an_origin_named_as_outside():
    rows = measure_rows(ORIGINS, {"demande": [3, 4]}, np.array([0.12345678, 0.0]), is_time=False)

    assert list(rows.columns) == ["origine_id", "code_commune", "nom", "demande", "acces"]
    assert rows.to_numpy().tolist() == [
        ["o1", "77001", "Aa", 3, 0.123457], ["o2", "77002", "Bb", 4, 0],
    ]  # fmt: skip


def test_seconds_are_whole_rounded_up_and_missing_where_nothing_is_reached():
    rows = measure_rows(ORIGINS, {}, np.array([600.2, math.inf]), is_time=True)

    assert rows["duree_s"].tolist() == [601, pd.NA]
    assert told_values(pd.Series([math.nan]), is_time=True).tolist() == [pd.NA]


def test_a_row_a_territory_with_its_name_or_its_code():
    assert tuple(SUMMARY_WORDS) == (*SUMMARY_COLUMNS, "demand_is_estimate")
    flags = np.array([True, False, False])
    bassins = summary(np.array([1.0, 3.0, 0.0]), np.array([2.0, 2.0, 1.0]), list("nns"), flags,
                      nothing=0.0)  # fmt: skip
    region = summary(np.array([1.0, 3.0, 0.0]), np.array([2.0, 2.0, 1.0]), ["11"] * 3, flags,
                     nothing=0.0)  # fmt: skip

    bassins["demand_is_estimate"], region["demand_is_estimate"] = [False, True], True
    rows = summary_rows(
        {"bassin": bassins, "region": region}, {"bassin": {"n": "Nord"}}, is_time=False
    )

    assert list(rows.columns) == [
        "type_territoire", "code_territoire", "nom", *SUMMARY_WORDS.values(),
    ]  # fmt: skip
    assert rows["nom"].tolist() == ["Nord", "s", "11"]
    assert rows["demande"].tolist() == [4, 1, 5]
    assert rows["demande_sans_acces"].tolist() == [0, 1, 1]
    assert rows["moyenne"].tolist() == [2, 0, 1.6]
    assert rows["gini"].tolist() == [0.25, 0, 0.4]
    assert rows["estime"].tolist() == [True, False, True]
    assert rows["demande_estimee"].tolist() == [False, True, True]


def test_what_is_not_known_of_a_territory_is_missing():
    unknown = summary(np.array([math.nan]), np.array([2.0]), ["n"], np.array([False]), nothing=0.0)

    row = summary_rows({"bassin": unknown}, {}, is_time=True).iloc[0]

    assert row["demande"] == 2
    assert row["demande_mesuree"] == 0
    for name in ("demande_sans_acces", "moyenne", "mediane", "gini"):
        assert pd.isna(row[name])
