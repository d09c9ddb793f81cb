import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.estimate import ESTIMATED_MODES, PACES, Mode, travel_time_s

metres = st.floats(min_value=0, max_value=2e7)
modes = st.sampled_from(ESTIMATED_MODES)


@pytest.mark.parametrize(
    ("mode", "distance_m", "minutes"),
    [
        (Mode.MARCHE, 600, 10),  # 750 m of street at 75 m a minute
        (Mode.VELO, 2600, 15),  # 3.25 km at 13 km/h
        (Mode.VOITURE, 11000, 39),  # 14.3 km at 22 km/h
    ],
)
def test_travel_time_is_distance_times_detour_over_speed(mode, distance_m, minutes):
    assert travel_time_s(distance_m, mode) == pytest.approx(minutes * 60)


def test_car_pace_gives_back_the_mean_trip_of_the_regional_survey():
    # EGT 2010: 6.13 km of straight line in 22 min
    assert travel_time_s(6130, Mode.VOITURE) == pytest.approx(22 * 60, rel=0.02)


@given(distance_m=metres, mode=modes)
def test_travel_time_is_proportional_and_never_negative(distance_m, mode):
    assert travel_time_s(distance_m, mode) >= 0
    assert travel_time_s(2 * distance_m, mode) == pytest.approx(2 * travel_time_s(distance_m, mode))


def test_every_mode_has_a_pace_and_no_route_is_shorter_than_the_straight_line():
    assert set(PACES) == set(Mode) - {Mode.FAUTEUIL}
    assert all(pace.detour >= 1 for pace in PACES.values())
    assert PACES[Mode.MARCHE].speed_kmh < PACES[Mode.VELO].speed_kmh < PACES[Mode.VOITURE].speed_kmh


@pytest.mark.parametrize("distance_m", [-1, float("nan"), float("inf")])
def test_travel_time_refuses_a_distance_that_is_none(distance_m):
    with pytest.raises(InputError, match=r"needed a distance >= 0 m"):
        travel_time_s(distance_m, Mode.MARCHE)


def test_importing_the_estimate_loads_no_table_library():
    heavy = "{'pandas', 'geopandas', 'scipy', 'numpy', 'pyproj'}"
    code = f"import sys, geo.network.estimate; print(sorted({heavy} & set(sys.modules)))"

    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert got.stdout.strip() == "[]"
