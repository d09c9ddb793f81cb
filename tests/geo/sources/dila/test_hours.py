"""Hours and notes together: what may be said of a synthetic record at an instant."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from geo.domain.horaires import Ouvert, Reserve, opening_at
from geo.sources.dila.hours import read_hours
from tests.geo.sources.dila.synthetic import opening, plage_j, xml
from tests.geo.sources.dila.test_notes import (
    APPOINTMENT,
    BEYOND,
    CONFINED,
    CRISIS,
    HARMLESS,
    HOLIDAYS,
)

MORNING, AFTERNOON = ("09:00", "12:00"), ("14:00", "17:00")
MONDAY_10 = datetime(2026, 11, 16, 10, tzinfo=ZoneInfo("Europe/Paris"))
MONDAY_18 = MONDAY_10.replace(hour=18)


def hours(*ranges, comment=None, phone_notes=()):
    return read_hours(
        etree.fromstring(xml(opening(*ranges, comment=comment))), phone_notes=phone_notes
    )


def ouvert(found, instant=MONDAY_10):
    return opening_at(found.horaires, found.reserves, instant).ouvert


def test_plain_hours_are_open_hours():
    got = hours(
        plage_j("lundi", "jeudi", MORNING, ("14:00", "18:00")),
        plage_j("vendredi", "vendredi", MORNING, ("13:15", "16:30")),
    )

    assert got.horaires == "Mo-Th 09:00-12:00,14:00-18:00; Fr 09:00-12:00,13:15-16:30"
    assert (got.note, got.reserves) == (None, ())
    assert ouvert(got) is Ouvert.OUI


def test_the_order_of_days_in_the_file_does_not_matter():
    ranges = [plage_j("lundi", "mardi", MORNING), plage_j("jeudi", "jeudi", AFTERNOON)]

    assert hours(*ranges) == hours(*reversed(ranges))


@pytest.mark.parametrize(
    ("notes", "at_10", "at_18"),
    [
        (HARMLESS, Ouvert.OUI, Ouvert.NON),
        (APPOINTMENT, Ouvert.SUR_RENDEZ_VOUS, Ouvert.NON),
        (CONFINED, Ouvert.INCONNU, Ouvert.NON),
        (BEYOND + HOLIDAYS + CRISIS, Ouvert.INCONNU, Ouvert.INCONNU),
    ],
)
def test_a_note_beside_hours(notes, at_10, at_18):
    for note in notes:
        got = hours(plage_j("lundi", "vendredi", MORNING, AFTERNOON, note=note))

        assert (note, ouvert(got), ouvert(got, MONDAY_18)) == (note, at_10, at_18)


@pytest.mark.parametrize(
    ("notes", "at_10", "at_18"),
    [
        (HARMLESS, Ouvert.OUI, Ouvert.NON),
        (APPOINTMENT, Ouvert.SUR_RENDEZ_VOUS, Ouvert.NON),
        (CONFINED + BEYOND + HOLIDAYS + CRISIS, Ouvert.INCONNU, Ouvert.INCONNU),
    ],
)
def test_a_note_about_the_record(notes, at_10, at_18):
    for note in notes:
        got = hours(plage_j("lundi", "vendredi", MORNING, AFTERNOON), comment=note)

        assert (note, ouvert(got), ouvert(got, MONDAY_18)) == (note, at_10, at_18)


def test_a_note_beside_some_hours_leaves_the_others_open():
    got = hours(
        plage_j("lundi", "lundi", MORNING),
        plage_j("mardi", "mardi", MORNING, note="Sur rendez-vous le matin"),
        plage_j("jeudi", "jeudi", MORNING, note="Uniquement sur rendez-vous"),
    )

    assert got.horaires == (
        'Mo 09:00-12:00; Tu 09:00-12:00 unknown "voir la note"; Th 09:00-12:00 "sur rendez-vous"'
    )


def test_an_appointment_for_the_record_does_not_settle_doubtful_hours():
    got = hours(
        plage_j("lundi", "lundi", MORNING),
        plage_j("mardi", "mardi", MORNING, note="fermé un mardi sur deux"),
        comment="Uniquement sur rendez-vous.",
    )

    assert got.horaires == (
        'Mo 09:00-12:00 "sur rendez-vous"; Tu 09:00-12:00 unknown "voir la note"'
    )


def test_an_appointment_may_be_asked_for_beside_the_phone():
    got = hours(plage_j("lundi", "lundi", MORNING), phone_notes=["Uniquement sur rendez-vous"])

    assert ouvert(got) is Ouvert.SUR_RENDEZ_VOUS


def test_a_record_by_appointment_without_hours_says_so():
    got = hours(comment="Uniquement sur rendez-vous.")

    assert (got.horaires, got.reserves) == (None, (Reserve.SUR_RENDEZ_VOUS,))
    assert ouvert(got) is Ouvert.SUR_RENDEZ_VOUS


def test_a_record_without_hours_or_notes_is_unknown():
    got = hours()

    assert (got.horaires, got.note, got.reserves) == (None, None, ())
    assert ouvert(got) is Ouvert.INCONNU


def test_every_note_is_kept_once_with_its_days():
    got = hours(
        plage_j("lundi", "jeudi", MORNING, note="Fermé le mardi."),
        plage_j("vendredi", "vendredi", MORNING),
        plage_j("samedi", "samedi", MORNING, note="Fermé le mardi."),
        comment="Horaires\n vacances : 9h",
    )

    assert got.note == "Lundi à jeudi, Samedi : Fermé le mardi. — Horaires vacances : 9h"


def test_a_note_beside_all_hours_needs_no_days():
    got = hours(plage_j("lundi", "jeudi", MORNING, note="Sans interruption"))

    assert got.note == "Sans interruption"


@pytest.mark.parametrize(
    "unreadable",
    [
        plage_j("lundi", "lundi", ("14:00", "12:00")),
        plage_j("lundi", "lundi", ("13:15", "13:15")),
        plage_j("lundi", "lundi", ("00:00", "00:00")),
        plage_j("lundi", "lundi", ("24:00", "24:30")),
        plage_j("lundi", "lundi"),
        plage_j("lundi", "vendredi", MORNING, ("14:00", "")),
        plage_j("lundi", "lundi", ("9h", "12h")),
        plage_j("samedi", "lundi", MORNING),
        plage_j("Monday", "lundi", MORNING),
        '<PlageJ><PlageH début="09:00:00" fin="12:00:00"/></PlageJ>',
        '<PlageJ début="lundi" fin="lundi"><PlageH début="09:00:30" fin="12:00:00"/></PlageJ>',
    ],
)
def test_hours_that_cannot_be_read_leave_nothing_known(unreadable):
    got = hours(unreadable, plage_j("mardi", "mardi", MORNING))

    assert got.reserves == (Reserve.HORAIRES_ILLISIBLES,)
    assert got.horaires == "Tu 09:00-12:00"
    assert ouvert(got) is Ouvert.INCONNU


def test_midnight_at_the_end_of_a_day_can_be_read():
    assert hours(plage_j("samedi", "samedi", ("20:00", "24:00"))).horaires == "Sa 20:00-24:00"


def test_overlapping_hours_are_open_where_both_say_so():
    got = hours(
        plage_j("lundi", "vendredi", MORNING, ("13:30", "16:00")),
        plage_j("lundi", "lundi", MORNING, ("13:30", "19:00")),
    )

    assert ouvert(got) is Ouvert.OUI
    assert ouvert(got, MONDAY_18) is Ouvert.INCONNU


def test_reserves_come_in_one_order():
    got = hours(
        plage_j("lundi", "lundi", MORNING, note="Pendant la crise sanitaire, fermé"),
        plage_j("mardi", "mardi", MORNING, note="Fermé en août"),
        comment="Fermé pendant les vacances",
    )

    assert got.reserves == (
        Reserve.VACANCES_SCOLAIRES,
        Reserve.CRISE_SANITAIRE,
        Reserve.NOTE_A_LIRE,
    )
