"""Nearest places where some origins and some places are off the network."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geo.network.estimate import PACES, Mode
from geo.network.geodesic import straight_m
from geo.network.street_nearest import in_neutral_order, nearest_by_streets
from geo.tables import ALL_RESEAUX, ESTIMATED_TIME, NEAREST_COLUMNS
from tests.geo.network.street_towns import DOORS, ORIGINS, PLACES, SLOWER, LatticeTimes


def found(mode=Mode.VOITURE, origins=ORIGINS, places=PLACES):
    rows = nearest_by_streets(LatticeTimes(mode), origins, places, doors=DOORS)
    return rows.set_index(["origin_id", "reseau"])


def estimate_s(origin, place, mode=Mode.VOITURE):
    ends = ORIGINS.loc[origin, ["lon", "lat"]], PLACES.loc[place, ["lon", "lat"]]
    (metres,) = straight_m(*(end.to_numpy(float).reshape(1, 2) for end in ends))
    return metres * PACES[mode].s_per_straight_m


def test_both_ends_on_the_network_give_its_time_and_the_estimate_beside():
    row = found().loc[("o77002", "cio")]

    assert row["destination_id"] == "p--cio-1"
    assert not row["is_estimate"]
    assert row["travel_time_s"] == pytest.approx(SLOWER * estimate_s("o77002", "p--cio-1"))
    assert row[ESTIMATED_TIME] == pytest.approx(estimate_s("o77002", "p--cio-1"))


def test_an_origin_off_the_network_is_estimated_to_every_place():
    rows = found().loc["o77003"]

    assert rows["is_estimate"].all()
    assert rows[ESTIMATED_TIME].isna().all()
    assert rows.loc["crous", "travel_time_s"] == pytest.approx(estimate_s("o77003", "p--crous-1"))
    assert rows.loc["cio", "destination_id"] == "p--cio-2"


def test_a_place_off_the_network_is_estimated_and_wins_only_if_sooner():
    rows = found()

    assert rows.loc[("o77002", "apec"), "is_estimate"]
    assert rows.loc[("o77002", "apec"), "travel_time_s"] == pytest.approx(
        estimate_s("o77002", "p--apec-1")
    )
    # 20 lines away at twice the estimate, against 41 lines at the estimate: the network's
    assert rows.loc[("o77004", "cio"), "destination_id"] == "p--cio-1"
    nearer = PLACES.copy()
    nearer.loc["p--cio-2", "lon"] = ORIGINS.loc["o77004", "lon"] + 0.0355
    assert found(places=nearer).loc[("o77004", "cio"), "destination_id"] == "p--cio-2"


def test_any_door_is_the_soonest_of_the_doors():
    rows = found()
    for origin in ORIGINS.index:
        doors = rows.loc[origin].loc[lambda table: table.index.isin(DOORS), "travel_time_s"]
        assert rows.loc[(origin, ALL_RESEAUX), "travel_time_s"] == doors.min()
    assert rows.loc[("o77001", ALL_RESEAUX), "travel_time_s"] == 0


def test_a_wheelchair_is_never_estimated():
    rows = found(Mode.FAUTEUIL)

    assert not rows["is_estimate"].any()
    assert rows[ESTIMATED_TIME].isna().all()
    assert "o77003" not in rows.index.get_level_values(0)
    assert "apec" not in rows.index.get_level_values(1)


def test_nothing_on_the_network_leaves_the_estimates_and_no_origin_nothing():
    far = ORIGINS.assign(lat=ORIGINS["lat"] + 1)

    assert found(origins=far)["is_estimate"].all()
    assert found(Mode.FAUTEUIL, origins=far).empty
    assert found(origins=ORIGINS.iloc[:0]).empty
    rows = nearest_by_streets(LatticeTimes(), ORIGINS.iloc[:0], PLACES, doors=DOORS)
    assert list(rows) == [*NEAREST_COLUMNS, ESTIMATED_TIME]


def test_row_order_is_irrelevant():
    assert_frame_equal(
        found().sort_index(), found(origins=ORIGINS[::-1], places=PLACES[::-1]).sort_index()
    )


def test_equal_times_are_no_matter_of_names():
    twins = pd.concat(
        [PLACES.loc[["p--cio-1"]].rename({"p--cio-1": f"p--cio-{rank}"}) for rank in range(9)]
    )
    winners = set(found(places=twins)["destination_id"])

    assert winners == {in_neutral_order(twins).index[0]}
    assert np.unique(in_neutral_order(twins).index).size == 9
