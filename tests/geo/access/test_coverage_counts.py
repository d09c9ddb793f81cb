"""Counts from arrays against `coverage`, the obvious way: one row a time."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geo.access.coverage import coverage, territory_members
from geo.access.coverage_counts import Reach, coverage_of_reach, residents_within
from geo.errors import InputError
from geo.tables import COVERAGE_COLUMNS, THRESHOLDS_S

COMMUNES = ("77001", "77002", "77003")
MEMBERS = territory_members(
    pd.DataFrame({"code_bassin": ["2", "1", "1"], "code_commune": list(COMMUNES)}),
    pd.Series({"1": "11", "2": "11"}),
)
TIMES = st.sampled_from([0.0, 600.0, 600.001, 1500.0, 3600.0, 4000.0, np.inf])
ORIGINS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 99), TIMES), min_size=1, max_size=12)


def arrays(origins):
    commune, residents, times = zip(*origins, strict=True)
    return np.array(times), np.array(residents, dtype=np.int64), np.array(commune, dtype=np.int32)


def counted(origins):
    return residents_within(*arrays(origins), communes=3)


def test_residents_on_paper():
    found = counted([(0, 1, 600.0), (0, 2, 600.001), (2, 4, 3600.0), (2, 8, np.inf)])

    assert found[0].tolist() == [1, 3, 3, 3, 3, 3, 3]
    assert found[1].tolist() == [0] * 7
    assert found[2].tolist() == [0] * 6 + [4]


@settings(max_examples=30)  # tables are slow
@given(ORIGINS)
def test_counts_are_those_of_one_row_a_time(origins):
    times, residents, commune = arrays(origins)
    ids = [str(rank) for rank in range(len(origins))]
    table = pd.DataFrame(
        {
            "code_commune": [COMMUNES[rank] for rank in commune],
            "nom": "x",
            "population": residents,
            "lon": 2.0,
            "lat": 48.0,
        },
        index=pd.Index(ids, name="origin_id", dtype=object),
    )
    nearest = pd.DataFrame(
        {
            "origin_id": ids, "reseau": "cio", "mode": "voiture", "destination_id": "p",
            "distance_m": 1.0, "travel_time_s": times, "is_estimate": False,
        }
    )[np.isfinite(times)]  # fmt: skip
    expected = coverage(nearest, table, MEMBERS, reseaux=["cio"], modes=["voiture"])
    population = pd.Series(
        np.bincount(commune, weights=residents, minlength=3).astype(int), index=list(COMMUNES)
    )
    lived_in = population[sorted(set(table["code_commune"]))]

    reach = Reach(
        covered=counted(origins)[population.index.isin(lived_in.index)],
        is_estimate=np.zeros(len(lived_in), dtype=bool),
        unmeasured=np.zeros(len(lived_in), dtype=np.int64),
    )
    found = coverage_of_reach({("cio", "voiture"): reach}, lived_in, MEMBERS)

    assert_frame_equal(found[list(COVERAGE_COLUMNS)], expected, check_dtype=False)


@given(ORIGINS, st.randoms(use_true_random=False))
def test_laws_of_the_counts(origins, random):
    found = counted(origins)
    mixed = origins.copy()
    random.shuffle(mixed)

    assert (np.diff(found, axis=1) >= 0).all()
    assert (found[:, -1] <= [sum(n for c, n, _ in origins if c == own) for own in range(3)]).all()
    assert counted(mixed).tolist() == found.tolist()
    sooner = counted([(commune, people, time / 2) for commune, people, time in origins])
    assert (sooner >= found).all()


def test_thresholds_are_told_in_the_order_asked():
    found = residents_within(*arrays([(0, 5, 700.0)]), communes=1, cutoffs_s=(1200, 600, 1200))

    assert found.tolist() == [[5, 0, 5]]


def test_one_estimate_makes_the_territory_an_estimate():
    reach = Reach(
        covered=np.zeros((3, len(THRESHOLDS_S)), dtype=np.int64),
        is_estimate=np.array([False, False, True]),
        unmeasured=np.zeros(3, dtype=np.int64),
    )
    plain = replace(reach, is_estimate=np.zeros(3, dtype=bool))
    population = pd.Series([1, 2, 4], index=list(COMMUNES))

    found = coverage_of_reach(
        {("cio", "marche"): reach, ("tous", "marche"): plain}, population, MEMBERS
    )

    by_row = found.groupby(["reseau", "territory_type", "territory_code"])["is_estimate"].any()
    assert by_row[by_row].index.tolist() == [("cio", "bassin", "1"), ("cio", "region", "11")]
    assert found.groupby("territory_code")["population"].first().to_dict() == {
        "1": 6,
        "11": 7,
        "2": 1,
    }


def test_a_territory_hardly_measured_is_not_told():
    # 1 resident in bassin 2, 2 and 18 in bassin 1: one of ten may be unmeasured, no more
    population = pd.Series([1, 2, 18], index=list(COMMUNES))
    covered = np.ones((3, len(THRESHOLDS_S)), dtype=np.int64)

    def told(*unmeasured):
        reach = Reach(
            covered=covered, is_estimate=np.zeros(3, dtype=bool), unmeasured=np.array(unmeasured)
        )
        rows = coverage_of_reach({("cio", "fauteuil"): reach}, population, MEMBERS)
        return sorted(set(rows["territory_code"]))

    assert told(0, 2, 0) == ["1", "11", "2"]
    assert told(1, 0, 0) == ["1", "11"]
    assert told(0, 0, 3) == ["2"]
    assert told(1, 2, 18) == []


def test_a_commune_in_no_territory_is_refused():
    population = pd.Series([1], index=["75056"])

    with pytest.raises(InputError, match="75056"):
        coverage_of_reach({}, population, MEMBERS)


@pytest.mark.parametrize("residents", [0, 1])
def test_where_nobody_lives_no_estimate_counts(residents):
    nothing = np.zeros(3, dtype=np.int64)
    reach = Reach(
        covered=np.zeros((3, len(THRESHOLDS_S)), dtype=np.int64),
        is_estimate=np.array([False, True, False]),
        unmeasured=nothing,
    )
    population = pd.Series([5, residents, 5], index=list(COMMUNES))
    found = coverage_of_reach({("cio", "voiture"): reach}, population, MEMBERS)

    told = set(found.loc[found["is_estimate"], "territory_code"])
    assert told == ({"1", "11"} if residents else set())
