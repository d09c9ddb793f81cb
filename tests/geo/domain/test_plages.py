import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain.horaires import check_horaires
from geo.domain.plages import Condition, Plage, to_opening_hours
from geo.errors import InputError

LIBRE, RENDEZ_VOUS, INCERTAIN = Condition.LIBRE, Condition.SUR_RENDEZ_VOUS, Condition.INCERTAIN


def hours(days, start, end, condition=LIBRE):
    """Plages of several days, times written ``9.5`` for half past nine."""
    return [
        Plage(jour=day, debut_min=int(60 * start), fin_min=int(60 * end), condition=condition)
        for day in days
    ]


def test_days_with_the_same_hours_are_written_as_runs():
    plages = (
        hours(range(4), 9, 12)
        + hours(range(4), 14, 18)
        + hours([4], 9, 12)
        + hours([4], 13.25, 16.5)
    )

    assert to_opening_hours(plages) == "Mo-Th 09:00-12:00,14:00-18:00; Fr 09:00-12:00,13:15-16:30"


def test_runs_are_broken_by_other_days():
    plages = hours([0, 2, 3, 4, 6], 9, 12)

    assert to_opening_hours(plages) == "Mo,We-Fr,Su 09:00-12:00"


def test_no_hours_make_no_text():
    assert to_opening_hours([]) is None


def test_touching_hours_become_one():
    assert to_opening_hours(hours([0], 9, 12) + hours([0], 12, 17)) == "Mo 09:00-17:00"


def test_the_end_of_a_day_is_24_00():
    assert to_opening_hours(hours([5], 0, 24)) == "Sa 00:00-24:00"


def test_hours_of_another_worth_are_added_to_the_day_not_put_in_its_place():
    plages = hours([0], 9, 12) + hours([0], 14, 17, RENDEZ_VOUS) + hours([0], 18, 19, INCERTAIN)

    assert to_opening_hours(plages) == (
        'Mo 09:00-12:00, Mo 14:00-17:00 "sur rendez-vous", Mo 18:00-19:00 unknown "voir la note"'
    )


def test_repeated_hours_count_once():
    assert to_opening_hours(hours([0], 9, 12) * 2) == "Mo 09:00-12:00"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((13.5, 16), (13.5, 19), 'Mo 13:30-16:00, Mo 16:00-19:00 unknown "voir la note"'),
        (
            (13, 17),
            (13.75, 17.25),
            'Mo 13:45-17:00, Mo 13:00-13:45,17:00-17:15 unknown "voir la note"',
        ),
    ],
)
def test_where_two_records_overlap_only_what_they_agree_on_stands(first, second, expected):
    assert to_opening_hours(hours([0], *first) + hours([0], *second)) == expected


def test_hours_that_are_free_for_one_and_by_appointment_for_the_other_are_uncertain():
    plages = hours([0], 9, 12) + hours([0], 9, 12, RENDEZ_VOUS)

    assert to_opening_hours(plages) == 'Mo 09:00-12:00 unknown "voir la note"'


def test_an_overlap_leaves_the_other_hours_of_the_day_alone():
    plages = hours([0], 8, 10) + hours([0], 14, 17) + hours([0], 14, 18)

    assert to_opening_hours(plages) == (
        'Mo 08:00-10:00,14:00-17:00, Mo 17:00-18:00 unknown "voir la note"'
    )


@pytest.mark.parametrize(
    ("jour", "debut", "fin"),
    [(7, 0, 60), (-1, 0, 60), (0, 60, 60), (0, 61, 60), (0, -1, 60), (0, 0, 1441)],
)
def test_hours_that_end_before_they_start_or_leave_the_day_are_refused(jour, debut, fin):
    with pytest.raises(InputError, match="needed"):
        Plage(jour=jour, debut_min=debut, fin_min=fin)


plages_strategy = st.lists(
    st.builds(
        lambda jour, ends, condition: Plage(
            jour=jour, debut_min=min(ends), fin_min=max(ends), condition=condition
        ),
        st.integers(0, 6),
        st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(
            lambda ends: ends[0] != ends[1]
        ),
        st.sampled_from(Condition),
    ),
    max_size=8,
)


@given(plages_strategy, st.randoms())
def test_the_text_depends_neither_on_order_nor_on_repetition(plages, random):
    shuffled = plages * 2
    random.shuffle(shuffled)

    assert to_opening_hours(shuffled) == to_opening_hours(plages)


@given(plages_strategy.filter(bool))
def test_every_text_can_be_evaluated(plages):
    text = to_opening_hours(plages)

    assert check_horaires(text) == text
