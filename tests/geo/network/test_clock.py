"""Free-flow milliseconds and the seconds people count."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.clock import Clock, clock_at
from tests.geo.network import toy

factors = st.floats(1, 4)


@given(factor=factors, cutoff_ms=st.integers(0, 10_000_000))
def test_the_limit_is_the_last_time_within_the_cut_off(factor, cutoff_ms):
    clock = Clock(factor, 3.6)

    limit = clock.limit_ms(cutoff_ms / 1000)

    within, beyond = clock.seconds(np.array([limit, limit + 1]))
    assert within <= cutoff_ms / 1000 < beyond


@given(factor=factors, times_ms=st.lists(st.integers(0, 10_000_000), min_size=2))
def test_traffic_keeps_the_order_of_times(factor, times_ms):
    times_ms = np.array(sorted(times_ms))

    seconds = Clock(factor, 3.6).seconds(times_ms)

    assert (np.diff(seconds) >= 0).all()
    assert (seconds >= times_ms / 1000).all()


@given(factor=factors, gap_m=st.floats(0, 1000))
def test_a_gap_takes_the_same_in_traffic(factor, gap_m):
    clock = Clock(factor, 5.4)  # a metre and a half a second

    walked = clock.seconds(clock.gap_ms(np.array([gap_m])))

    assert walked[0] == pytest.approx(gap_m / 1.5, abs=factor / 2000 + 6e-4)


def test_without_traffic_a_time_is_itself():
    assert Clock(1.0, 3.6).seconds(np.array([0, 1, 90_061])).tolist() == [0, 0.001, 90.061]
    assert Clock(1.0, 3.6).limit_ms(90.061) == 90_061
    assert Clock(1.0, 3.6).limit_ms(np.inf) == Clock(1.0, 3.6).limit_ms(1e300)


def test_nobody_walks_a_gap_that_is_none():
    assert Clock(1.0, 3.6).gap_ms(np.array([np.inf, 2.0])).tolist() == [0, 2000]


@pytest.mark.parametrize("wrong", [-0.001, np.nan, -np.inf])
def test_a_cut_off_is_a_time(wrong):
    with pytest.raises(InputError, match="cut-off"):
        Clock(1.0, 3.6).limit_ms(wrong)


def test_the_factor_is_that_of_the_hour_of_departure():
    tranches = {"tranches": (toy.RUSH, toy.CALM), "tranche_par_defaut": "fluide"}
    slowed = toy.town_manifest(toy.town_graph(), **tranches).constants
    free = toy.town_manifest(toy.town_graph()).constants
    monday_at_8 = datetime(2026, 11, 16, 7, tzinfo=UTC)  # in Paris

    assert clock_at(slowed, monday_at_8) == Clock(1.5, 3.6)
    assert clock_at(slowed, None) == Clock(1.0, 3.6)
    assert clock_at(free, monday_at_8) == Clock(1.0, 3.6)
