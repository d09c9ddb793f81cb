import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.access.neutral import neutral_rank
from geo.errors import DuplicateIdError, InputError, MissingColumnError
from geo.network.estimate import ESTIMATED_MODES, Mode, travel_time_s
from geo.network.straight import estimated_travel_times, nearest_straight_pairs
from geo.tables import check_travel_times

RESEAUX = ["apec", "cio", "greta"]

paris_region = st.tuples(
    st.floats(min_value=1.4, max_value=3.6), st.floats(min_value=48.1, max_value=49.3)
)
anywhere = st.tuples(
    st.floats(min_value=-180, max_value=180), st.floats(min_value=-90, max_value=90)
)
crossroads = st.tuples(st.sampled_from([2.0, 2.1, 2.2]), st.sampled_from([48.8, 48.9, 49.0]))


def origins_at(*positions):
    lon, lat = np.array(positions, dtype=float).reshape(-1, 2).T
    return pd.DataFrame(
        {"code_commune": "75101", "nom": "Ici", "population": 1, "lon": lon, "lat": lat},
        index=pd.Index([f"o{n}" for n in range(len(lon))], name="origin_id"),
    )


def places_at(*rows):
    frame = pd.DataFrame(rows, columns=["reseau", "lon", "lat"])
    frame.index = pd.Index([f"p{n}" for n in range(len(frame))], name="destination_id")
    return frame


def brute_force(origins, places):
    """Every pair measured, one at a time; the first of equals in neutral order."""
    geod = Geod(ellps="WGS84")
    rank = dict(zip(places.index, neutral_rank(places.index), strict=True))
    best = {}
    for origin, here in origins.iterrows():
        for place, there in places.iterrows():
            metres = geod.inv(here.lon, here.lat, there.lon, there.lat)[2]
            key, value = (origin, there.reseau), (metres, rank[place], place)
            best[key] = min(best.get(key, value), value)
    return {key: (place, metres) for key, (metres, _, place) in best.items()}


def as_mapping(pairs, places):
    reseau = pairs["destination_id"].map(places["reseau"])
    keys = zip(pairs["origin_id"], reseau, strict=True)
    values = zip(pairs["destination_id"], pairs["distance_m"], strict=True)
    return dict(zip(keys, values, strict=True))


def assert_as_measured_one_by_one(got, expected):
    assert got.keys() == expected.keys()
    for key, (place, metres) in got.items():
        assert metres == pytest.approx(expected[key][1], abs=1e-6)
        # within a micrometre either of two equals may be kept
        assert place == expected[key][0] or metres == pytest.approx(expected[key][1], abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    starts=st.lists(paris_region | anywhere, min_size=1, max_size=4),
    ends=st.lists(
        st.tuples(st.sampled_from(RESEAUX), paris_region | anywhere), min_size=1, max_size=8
    ),
)
def test_nearest_pairs_are_those_of_every_pair_measured(starts, ends):
    origins, places = origins_at(*starts), places_at(*((r, *position) for r, position in ends))

    got = as_mapping(nearest_straight_pairs(origins, places), places)

    assert_as_measured_one_by_one(got, brute_force(origins, places))


@settings(max_examples=25, deadline=None)
@given(
    starts=st.lists(crossroads, min_size=1, max_size=3),
    ends=st.lists(st.tuples(st.sampled_from(RESEAUX), crossroads), min_size=1, max_size=30),
    order=st.randoms(use_true_random=False),
)
def test_ties_on_a_grid_do_not_depend_on_row_order(starts, ends, order):
    origins, places = origins_at(*starts), places_at(*((r, *position) for r, position in ends))
    shuffled = places.loc[order.sample(list(places.index), len(places))]

    got = nearest_straight_pairs(origins, places)
    again = nearest_straight_pairs(origins, shuffled)

    assert as_mapping(again, places) == as_mapping(got, places)
    assert_as_measured_one_by_one(as_mapping(got, places), brute_force(origins, places))


@pytest.mark.parametrize("radius_m", [2_000, 50_000, 500_000])
def test_the_nearest_of_a_ring_is_found_though_chords_say_otherwise(radius_m):
    # each 1 cm farther than the one before, from due east, where the Earth curves least
    here, geod = (2.3, 48.85), Geod(ellps="WGS84")
    ring = [geod.fwd(*here, 90 + 15 * n, radius_m + 0.01 * n)[:2] for n in range(24)]

    (kept,) = nearest_straight_pairs(
        origins_at(here), places_at(*(("cio", *position) for position in ring))
    )["destination_id"]

    assert kept == "p0"


def test_places_at_one_spot_are_settled_by_the_neutral_rank_not_by_the_name():
    names = ["dila--apec-1", "dila--cio-1", "dila--greta-1"]
    places = places_at(*[("cio", 2.3, 48.8)] * 3).set_axis(names)

    (kept,) = nearest_straight_pairs(origins_at((2.3, 48.8)), places)["destination_id"]

    assert kept == names[neutral_rank(places.index).tolist().index(0)] == "dila--greta-1"


def test_distances_are_metres_of_the_ellipsoid_not_degrees():
    # one degree of latitude from 48.5 to 49.5, and of longitude at 49: GRS/WGS84 tables
    places = places_at(("cio", 2.0, 49.5), ("apec", 3.0, 48.5))

    pairs = nearest_straight_pairs(origins_at((2.0, 48.5)), places)

    metres = pairs.set_index("destination_id")["distance_m"]
    assert metres["p0"] == pytest.approx(111_209, abs=5)
    assert metres["p1"] == pytest.approx(73_904, abs=5)


@pytest.mark.parametrize("mode", ESTIMATED_MODES)
def test_estimated_times_are_those_of_one_distance_and_say_so(mode):
    pairs = nearest_straight_pairs(origins_at((2.0, 48.5)), places_at(("cio", 2.1, 48.6)))

    times = estimated_travel_times(pairs, mode)

    check_travel_times(times)
    expected = travel_time_s(pairs["distance_m"].iloc[0], mode)
    assert times["travel_time_s"].tolist() == [pytest.approx(expected)]
    assert times["is_estimate"].all()


def test_no_place_reaches_nobody_and_no_origin_needs_nothing():
    nowhere = nearest_straight_pairs(origins_at((2.0, 48.5)), places_at())
    nobody = nearest_straight_pairs(origins_at(), places_at(("cio", 2.0, 48.5)))

    assert nowhere.empty
    assert nobody.empty
    check_travel_times(estimated_travel_times(nowhere, Mode.VELO))


@pytest.mark.parametrize("position", [(np.nan, 48.8), (2.3, np.nan), (200, 48.8), (2.3, 91)])
def test_a_position_that_is_none_is_refused_by_name(position):
    with pytest.raises(InputError, match=r"needed degrees WGS84.*'p0'"):
        nearest_straight_pairs(origins_at((2.3, 48.8)), places_at(("cio", *position)))


def test_tables_that_break_their_contract_are_refused():
    origins, places = origins_at((2.3, 48.8)), places_at(("cio", 2.3, 48.8))
    with pytest.raises(MissingColumnError):
        nearest_straight_pairs(origins.drop(columns="population"), places)
    with pytest.raises(DuplicateIdError):
        nearest_straight_pairs(origins, pd.concat([places, places]))
