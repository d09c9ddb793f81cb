"""Hours evaluated, against a slow oracle that walks minutes of wall-clock time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.domain import horaires as module
from geo.domain.horaires import (
    Condition,
    Ouvert,
    Ouverture,
    Plage,
    Reserve,
    check_horaires,
    opening_at,
    states_between,
    to_opening_hours,
)
from geo.errors import InputError

PARIS = ZoneInfo("Europe/Paris")
OFFICE = "Mo-Fr 09:00-12:00,14:00-17:00"


def paris(*moment):
    return datetime(*moment, tzinfo=PARIS)


def test_open_until_the_end_of_the_plage():
    got = opening_at(OFFICE, (), paris(2026, 11, 20, 10))

    assert got == Ouverture(Ouvert.OUI, paris(2026, 11, 20, 12), Ouvert.NON)


def test_the_start_is_in_and_the_end_is_out():
    states = [
        opening_at(OFFICE, (), paris(2026, 11, 20, *clock)).ouvert
        for clock in ((8, 59), (9, 0), (11, 59), (12, 0))
    ]

    assert states == [Ouvert.NON, Ouvert.OUI, Ouvert.OUI, Ouvert.NON]


def test_closed_from_friday_evening_to_monday():
    got = opening_at(OFFICE, (), paris(2026, 11, 20, 17))

    assert got == Ouverture(Ouvert.NON, paris(2026, 11, 23, 9), Ouvert.OUI)


def test_an_appointment_is_never_an_open_door():
    got = opening_at('Mo-Fr 09:00-12:00 "sur rendez-vous"', (), paris(2026, 11, 20, 10))

    assert got == Ouverture(Ouvert.SUR_RENDEZ_VOUS, paris(2026, 11, 20, 12), Ouvert.NON)


def test_the_next_state_of_a_place_by_appointment_is_no_opening():
    got = opening_at('Mo 09:00-12:00 "sur rendez-vous"', (), paris(2026, 11, 20, 17))

    assert got == Ouverture(Ouvert.NON, paris(2026, 11, 23, 9), Ouvert.SUR_RENDEZ_VOUS)


@pytest.mark.parametrize(
    "text",
    [
        'Mo-Fr 09:00-12:00 unknown "voir la note"',
        'Mo-Fr 09:00-12:00 unknown "sur rendez-vous"',
        "Mo-Fr 09:00-12:00 unknown",
        'Mo-Fr 09:00-12:00 "membres"',
    ],
)
def test_doubtful_hours_and_comments_of_others_are_unknown(text):
    assert opening_at(text, (), paris(2026, 11, 20, 10)).ouvert is Ouvert.INCONNU


def test_a_closure_is_closed_whatever_its_comment():
    text = 'Mo-Su 09:00-17:00; Fr off "formation"'

    assert opening_at(text, (), paris(2026, 11, 20, 10)).ouvert is Ouvert.NON


def test_a_change_is_one_of_the_answer_not_of_the_rule():
    text = 'Mo-Fr 09:00-12:00 unknown "a", Mo-Fr 12:00-13:00 unknown "b"'

    got = opening_at(text, (), paris(2026, 11, 20, 10))

    assert got == Ouverture(Ouvert.INCONNU, paris(2026, 11, 20, 13), Ouvert.NON)


def test_public_holidays_are_unknown_and_the_change_says_until_when():
    armistice = opening_at(OFFICE, (), paris(2026, 11, 11, 10))
    eve = opening_at(OFFICE, (), paris(2026, 11, 10, 17))

    assert armistice == Ouverture(Ouvert.INCONNU, paris(2026, 11, 12, 0), Ouvert.NON)
    assert eve == Ouverture(Ouvert.NON, paris(2026, 11, 11, 0), Ouvert.INCONNU)


def test_a_text_that_speaks_of_holidays_is_left_to_speak():
    assert opening_at(f"{OFFICE}; PH off", (), paris(2026, 11, 11, 10)).ouvert is Ouvert.NON


@pytest.mark.parametrize("reserve", [r for r in Reserve if r is not Reserve.SUR_RENDEZ_VOUS])
@pytest.mark.parametrize("others", [(), (Reserve.SUR_RENDEZ_VOUS,)])
def test_under_a_reserve_nothing_is_known(reserve, others):
    got = opening_at(OFFICE, (reserve.value, *others), paris(2026, 11, 20, 10))

    assert got == Ouverture(Ouvert.INCONNU)


def test_a_record_without_hours_is_unknown_or_by_appointment():
    instant = paris(2026, 11, 20, 10)

    assert opening_at(None, (), instant) == Ouverture(Ouvert.INCONNU)
    assert opening_at(None, ("sur_rendez_vous",), instant) == Ouverture(Ouvert.SUR_RENDEZ_VOUS)


def test_a_place_that_never_changes_has_no_next_change():
    assert opening_at("24/7; PH open", (), paris(2026, 11, 20, 10)) == Ouverture(Ouvert.OUI)


@pytest.mark.parametrize(
    ("instant", "change"),
    [
        (paris(2026, 3, 28, 18), paris(2026, 3, 30, 9)),  # clocks go forward on the 29th
        (paris(2026, 10, 24, 18), paris(2026, 10, 26, 9)),  # and back on the 25th
    ],
)
def test_a_change_beyond_a_clock_change_is_at_the_hour_of_the_clock(instant, change):
    assert opening_at(OFFICE, (), instant).prochain_changement == change


def test_midnight_joins_two_days():
    text = "Sa 20:00-24:00; Su 00:00-02:00"

    assert opening_at(text, (), paris(2026, 11, 21, 23, 59)) == Ouverture(
        Ouvert.OUI, paris(2026, 11, 22, 2), Ouvert.NON
    )


def test_the_zone_the_instant_is_written_in_does_not_matter():
    noon_in_paris = paris(2026, 7, 10, 11, 59, 59)

    assert opening_at(OFFICE, (), noon_in_paris) == opening_at(
        OFFICE, (), noon_in_paris.astimezone(ZoneInfo("Asia/Tokyo"))
    )


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(InputError, match="time zone"):
        opening_at(OFFICE, (), datetime(2026, 11, 20, 10))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("year", [1999, 2076])
def test_years_without_a_holiday_calendar_are_refused(year):
    with pytest.raises(InputError, match="2000 to 2075"):
        opening_at(OFFICE, (), paris(year, 7, 14, 10))


@pytest.mark.parametrize("year", [2000, 2075])
def test_the_calendar_knows_its_first_and_last_year(year):
    assert opening_at("Mo-Su 09:00-12:00", (), paris(year, 7, 14, 10)).ouvert is Ouvert.INCONNU


@pytest.mark.parametrize("text", ["", "lundi", "Mo 09:00-", "Mo 25:00-26:00", "; Mo 10:00-12:00"])
def test_texts_that_cannot_be_evaluated_are_refused(text):
    with pytest.raises(InputError, match="Mo-Fr 09:00-12:00"):
        check_horaires(text)


def test_the_same_text_and_minute_are_evaluated_once():
    module._evaluated.cache_clear()  # noqa: SLF001 - the cache is the promise
    for second in range(60):
        opening_at(OFFICE, (), paris(2026, 11, 20, 10, 30, second))

    assert module._evaluated.cache_info().misses == 1  # noqa: SLF001 - as above


# --- the oracle -------------------------------------------------------------------------------


def easter(year):
    """Gregorian computus, after Gauss as corrected by Meeus (Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day):
    moving = {easter(day.year) + timedelta(days=n) for n in (1, 39, 50)}
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    return day in moving or (day.month, day.day) in fixed


def worth(plages, jour, minute):
    today = {plage for plage in plages if plage.jour == jour}
    claims = [p for p in today if p.debut_min <= minute < p.fin_min]
    if not claims:
        return Ouvert.NON
    rivals = [
        p
        for p in today
        if p != claims[0] and p.debut_min < claims[0].fin_min and claims[0].debut_min < p.fin_min
    ]
    conditions = {claim.condition for claim in claims}
    if len(conditions) > 1 or (len(claims) == 1 and rivals):
        return Ouvert.INCONNU
    return {
        Condition.LIBRE: Ouvert.OUI,
        Condition.SUR_RENDEZ_VOUS: Ouvert.SUR_RENDEZ_VOUS,
        Condition.INCERTAIN: Ouvert.INCONNU,
    }[conditions.pop()]


def oracle(plages, instant):
    local = instant.astimezone(PARIS)
    if is_holiday(local.date()):
        return Ouvert.INCONNU
    return worth(plages, local.weekday(), 60 * local.hour + local.minute)


QUARTER = timedelta(minutes=15)
# nothing starts or ends in the hour that is skipped or lived twice: 0 h, or from 4 h on
QUARTERS = st.sampled_from([0, *range(4 * 60, 24 * 60 + 1, 15)])

PLAGES = st.lists(
    st.builds(
        lambda jour, ends, condition: Plage(
            jour=jour, debut_min=min(ends), fin_min=max(ends), condition=condition
        ),
        st.integers(0, 6),
        st.tuples(QUARTERS, QUARTERS).filter(lambda ends: ends[0] != ends[1]),
        st.sampled_from(Condition),
    ),
    min_size=1,
    max_size=6,
)
START = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 2 * 365 * 96).map(lambda quarters: START + quarters * QUARTER)
ALL_DAY = [Plage(jour=day, debut_min=0, fin_min=1440) for day in range(7)]


@settings(max_examples=60, deadline=None)
@given(PLAGES, INSTANTS)
@example(ALL_DAY, paris(2026, 3, 29, 0).astimezone(UTC))
@example(ALL_DAY, paris(2026, 10, 25, 0).astimezone(UTC))
@example(ALL_DAY, paris(2026, 12, 31, 23, 45).astimezone(UTC))
def test_the_answer_and_its_next_change_are_those_of_the_oracle(plages, instant):
    got = opening_at(to_opening_hours(plages), (), instant)

    assert got.ouvert is oracle(plages, instant)
    changes = (
        later
        for later in (instant + n * QUARTER for n in range(1, 9 * 96))
        if oracle(plages, later) is not got.ouvert
    )
    change = next(changes, None)
    if change is not None:
        assert got.prochain_changement == change
        assert got.prochain_etat is oracle(plages, change)
    else:
        assert got.prochain_changement is None or got.prochain_changement >= instant + timedelta(8)


@settings(max_examples=40, deadline=None)
@given(PLAGES, INSTANTS, st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=8))
@example(ALL_DAY, paris(2026, 10, 24, 20).astimezone(UTC), [0.1 * n for n in range(10)])
def test_the_states_of_a_while_are_those_of_each_of_its_minutes(plages, start, shares):
    text = to_opening_hours(plages)
    end = start + timedelta(hours=33)

    states = states_between(text, (), start, end)

    assert states[0][0] == start
    assert [begin for begin, _ in states] == sorted({begin for begin, _ in states})
    for share in shares:
        instant = start + share * (end - start)
        then = [said for begin, said in states if begin <= instant][-1]
        assert then is opening_at(text, (), instant).ouvert


@pytest.mark.parametrize("reserves", [(), (Reserve.NOTE_A_LIRE,), (Reserve.SUR_RENDEZ_VOUS,)])
def test_what_no_text_decides_stays_so_all_along(reserves):
    start = paris(2026, 11, 20)

    states = states_between(None, reserves, start, start + timedelta(hours=33))

    assert states == ((start, opening_at(None, reserves, start).ouvert),)
    if reserves:
        assert states_between(OFFICE, reserves, start, start + timedelta(days=1)) == states
