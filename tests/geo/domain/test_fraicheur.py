from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain.fraicheur import is_to_confirm

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("date_maj", "today", "expected"),
    [
        (date(2024, 5, 6), date(2026, 5, 6), False),  # 24 months to the day
        (date(2024, 5, 6), date(2026, 5, 7), True),
        (date(2024, 2, 29), date(2026, 2, 28), False),
        (date(2024, 2, 29), date(2026, 3, 1), True),
        (date(2026, 5, 6), date(2026, 5, 6), False),
        (
            date(2027, 1, 1),
            date(2026, 5, 6),
            True,
        ),  # dated in the future: its age that day is not known
        (None, date(2026, 5, 6), True),
    ],
)
def test_after_24_months_or_without_a_date(date_maj, today, expected):
    assert is_to_confirm(date_maj, today=today) is expected


@given(DAYS, st.integers(0, 2000), st.integers(0, 2000))
def test_once_to_be_confirmed_always_so(date_maj, days, more):
    today = date_maj + timedelta(days=days)
    if is_to_confirm(date_maj, today=today):
        assert is_to_confirm(date_maj, today=today + timedelta(days=more))


@given(DAYS)
def test_two_years_are_between_729_and_732_days(date_maj):
    assert not is_to_confirm(date_maj, today=date_maj + timedelta(days=729))
    assert is_to_confirm(date_maj, today=date_maj + timedelta(days=732))
