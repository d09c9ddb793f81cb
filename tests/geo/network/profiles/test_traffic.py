from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.network.estimate import Mode
from geo.network.profiles.traffic import PARIS, tranche_at
from tests.geo.network.profiles.shorthand import read

CARS = read(Mode.VOITURE).constants


@pytest.mark.parametrize(
    ("departure", "code"),
    [
        ("2026-01-13T08:00+01:00", "pointe_matin"),  # a Tuesday
        ("2026-01-13T07:29:59+01:00", "journee"),
        ("2026-01-13T07:30+01:00", "pointe_matin"),  # from 7:30, included …
        ("2026-01-13T09:30+01:00", "journee"),  # … to 9:30, excluded
        ("2026-01-13T18:00+01:00", "pointe_soir"),
        ("2026-01-13T21:00+01:00", "fluide"),
        ("2026-01-13T03:00+01:00", "fluide"),
        ("2026-01-17T12:00+01:00", "week_end"),
        ("2026-01-18T12:00+01:00", "week_end"),
        ("2026-01-18T08:00+01:00", "fluide"),
        ("2026-07-14T08:00+02:00", "pointe_matin"),  # holidays count as any Tuesday
        ("2026-07-13T06:00+00:00", "pointe_matin"),  # 8:00 in Paris, in summer time
        ("2026-01-12T06:00+00:00", "journee"),  # 7:00 in Paris, in winter time
        ("2026-01-11T23:30-05:00", "fluide"),  # already Monday in Paris, 5:30
        ("2026-01-12T02:00-05:00", "pointe_matin"),  # 8:00 in Paris
    ],
)
def test_the_hour_in_paris_counts(departure, code):
    assert tranche_at(CARS, datetime.fromisoformat(departure)).code == code


def test_clocks_that_change_do_not_shift_the_rush_hour():
    # 29 March 2026: summer time begins; the Friday before and the Monday after
    for day in (27, 30):
        departure = datetime(2026, 3, day, 8, 0, tzinfo=PARIS)
        assert tranche_at(CARS, departure.astimezone(UTC)).code == "pointe_matin"


def test_the_hour_that_comes_twice_is_one_hour_of_the_clock():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS)
    again = first.replace(fold=1)
    assert again.utcoffset() - first.utcoffset() == timedelta(hours=-1)
    assert tranche_at(CARS, first) == tranche_at(CARS, again)


def test_without_a_departure_it_is_a_working_day_in_daytime():
    tuesday_at_11 = datetime(2026, 1, 13, 11, tzinfo=PARIS)
    assert tranche_at(CARS, None) == tranche_at(CARS, tuesday_at_11)
    assert 1.25 <= tranche_at(CARS, None).facteur <= 1.5


def test_traffic_stops_nobody_on_foot():
    assert tranche_at(read(Mode.MARCHE).constants, None) is None
    assert tranche_at(read(Mode.VELO).constants, datetime(2026, 1, 13, 8, tzinfo=PARIS)) is None


def test_a_departure_without_a_time_zone_is_refused():
    with pytest.raises(InputError, match="time zone"):
        tranche_at(CARS, datetime(2026, 1, 13, 8))  # noqa: DTZ001 - what is refused


@given(
    departure=st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        max_value=datetime(2090, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, PARIS, ZoneInfo("America/Cayenne")]),
    )
)
def test_some_tranche_holds_at_any_hour_and_none_speeds_up(departure):
    tranche = tranche_at(CARS, departure)
    assert tranche.facteur >= 1
    assert tranche == tranche_at(CARS, departure.astimezone(UTC))
