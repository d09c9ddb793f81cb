"""A day's hours of all places at once, against `opening_at` of each."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.orientation.timetable import SPAN, lay_out
from api.parameters import PARIS
from api.points_accueil.parameters import AU_PLUS_MAX_S
from geo.access.orientation import LEAST_SURE, OPENINGS, tiers
from geo.domain.horaires import Ouvert, opening_at
from tests.api.test_directory import HOURS

TEXTS, RESERVES = zip(
    *HOURS,
    ("Mo-Su 22:00-01:00", []),
    ("Mo-Fr 09:00-17:00", ["note_a_lire", "horaires_illisibles"]),
    strict=True,
)
DAYS = [
    date(2026, 11, 24),
    date(2026, 11, 11),  # a holiday
    date(2026, 3, 29),  # of 23 hours
    date(2026, 10, 25),  # of 25 hours
]


@settings(max_examples=60, deadline=None)
@given(
    day=st.sampled_from(DAYS),
    leave_s=st.integers(0, 86_399),
    legs_s=st.lists(st.integers(0, 2 * AU_PLUS_MAX_S), min_size=1, max_size=20),
)
def test_opening_on_arrival_is_that_of_each_place(day, leave_s, legs_s):
    timetable = lay_out(TEXTS, RESERVES, day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)
    departure = midnight + timedelta(seconds=leave_s)
    numbers = np.arange(len(legs_s)) % len(TEXTS)

    codes = timetable.opening(numbers, timetable.seconds(departure) + np.array(legs_s, dtype=float))

    for number, leg_s, code in zip(numbers, legs_s, codes, strict=True):
        arrival = departure + timedelta(seconds=leg_s)
        assert OPENINGS[code] is opening_at(TEXTS[number], RESERVES[number], arrival).ouvert


@settings(max_examples=60, deadline=None)
@given(
    day=st.sampled_from(DAYS),
    start_s=st.integers(0, 86_399),
    within_s=st.integers(0, AU_PLUS_MAX_S),
    number=st.integers(0, len(TEXTS) - 1),
)
def test_the_surest_of_a_while_is_that_of_its_best_minute(day, start_s, within_s, number):
    timetable = lay_out(TEXTS, RESERVES, day)
    minutes = range(start_s // 60 * 60, start_s + within_s + 1, 60)
    where = np.full(len(minutes), number)
    slowly = tiers(timetable.opening(where, np.array(minutes, dtype=float))).min()

    assert timetable.surest(np.array([number]), start_s, start_s + within_s) == slowly


@pytest.mark.parametrize(
    ("horaires", "reserves", "tiers_of_the_day"),
    [
        ("Mo-Fr 09:00-17:00", ["vacances_scolaires"], [2, 1, 2]),
        ("Mo-Fr 09:00-17:00", ["horaires_illisibles"], [1, 1, 1]),
        (None, ["note_a_lire"], [1, 1, 1]),
        ("Mo-Fr 09:00-17:00", [], [2, 0, 2]),
    ],
)
def test_what_is_in_doubt_is_no_surer_than_closed_when_its_record_says_closed(
    horaires, reserves, tiers_of_the_day
):
    timetable = lay_out([horaires], [reserves], DAYS[0])
    codes = timetable.opening(np.zeros(3, dtype=np.intp), 3600 * np.array([8.0, 12.0, 20.0]))

    assert tiers(codes).tolist() == tiers_of_the_day
    if reserves:
        assert {OPENINGS[code] for code in codes} == {Ouvert.INCONNU}


def test_nobody_is_less_sure_than_any():
    assert lay_out(TEXTS, RESERVES, DAYS[0]).surest(np.arange(0), 0, 60) == LEAST_SURE + 1


def test_the_span_holds_the_latest_arrival_of_the_longest_day():
    assert timedelta(hours=25, seconds=2 * AU_PLUS_MAX_S) <= SPAN


def test_what_is_never_reached_has_an_opening_all_the_same():
    timetable = lay_out(TEXTS, RESERVES, DAYS[0])

    assert timetable.opening(np.arange(2), np.array([np.inf, np.inf])).shape == (2,)


@pytest.mark.parametrize("count", [0, 1])
def test_few_places_have_a_timetable_too(count):
    timetable = lay_out(TEXTS[:count], RESERVES[:count], DAYS[0])

    assert timetable.states.shape[0] == count
