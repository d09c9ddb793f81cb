"""Changes of a scenario: what they accept, and what is refused in words for planners."""

from dataclasses import replace
from datetime import UTC, datetime
from math import inf, nan

import pytest

from geo.domain.scenario import (
    CHANGES_MAX,
    Closing,
    Fault,
    Move,
    NewCapacity,
    NewHours,
    Opening,
    Scenario,
    ScenarioError,
    check_hours_count,
)
from geo.errors import InputError

HERE = {"lon": 2.36, "lat": 48.86}
OPENING = Opening(reseau="cio", **HERE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lon": 181.0},
        {"lat": nan},
        {"publics": ()},
        {"missions": ()},
        {"zone_competence": ()},
        {"horaires": "chaque matin"},
        {"capacity": -1.0},
        {"capacity": inf},
        {"capacity": nan},
    ],
)
def test_an_opening_that_cannot_be_is_refused(wrong):
    with pytest.raises(InputError):
        Opening(**{"reseau": "cio", **HERE, **wrong})


def test_other_changes_that_cannot_be_are_refused():
    with pytest.raises(InputError):
        Move(point_id="a", lon=2.0, lat=91.0)
    with pytest.raises(InputError):
        NewHours(point_id="a", horaires="matin")
    with pytest.raises(InputError):
        NewCapacity(point_id="a", capacity=-0.5)


@pytest.mark.parametrize(
    ("changes", "fault", "where"),
    [
        ([OPENING] * (CHANGES_MAX + 1), Fault.TROP, "Le scénario"),
        ([OPENING, OPENING], Fault.OUVERT_DEUX_FOIS, "« ouvrir » n° 2"),
        ([Closing(point_id="a"), Closing(point_id="a")], Fault.DEUX_FOIS, "« fermer » n° 2"),
        (
            [OPENING, Move(point_id="b", **HERE), Closing(point_id="a"), Closing(point_id="b")],
            Fault.FERME_ET_CHANGE,
            "« fermer » n° 2",
        ),
        (
            [NewCapacity(point_id="a", capacity=2.0), Closing(point_id="a")],
            Fault.FERME_ET_CHANGE,
            "« fermer » n° 1",
        ),
        (
            [NewHours(point_id=one, horaires=None) for one in "aba"],
            Fault.DEUX_FOIS,
            "« horaires » n° 3",
        ),
    ],
)
def test_changes_that_contradict_one_another_are_refused(changes, fault, where):
    with pytest.raises(ScenarioError) as raised:
        Scenario(changes=tuple(changes))

    assert raised.value.fault is fault
    assert str(raised.value).startswith(where)


def test_one_place_may_change_in_several_ways_and_two_places_may_open_at_one_spot():
    other = replace(OPENING, reseau="apec")
    changes = (
        OPENING,
        other,
        Move(point_id="a", **HERE),
        NewHours(point_id="a", horaires="Mo-Fr 09:00-17:00"),
        NewCapacity(point_id="a", capacity=0.0),
    )

    assert Scenario(changes=changes).of(Opening) == (OPENING, other)
    assert Scenario().changes == ()


@pytest.mark.parametrize(
    "instant",
    [datetime(2026, 5, 6, 10), datetime(1999, 1, 1, tzinfo=UTC)],  # noqa: DTZ001 - naive
)
def test_an_instant_of_which_hours_cannot_speak_is_refused(instant):
    with pytest.raises(InputError):
        Scenario(instant=instant)


def test_hours_that_would_count_nowhere_are_refused_to_whoever_asks():
    hours = (NewHours(point_id="a", horaires=None),)

    with pytest.raises(ScenarioError, match="« horaires » n° 1 change des horaires"):
        check_hours_count(Scenario(changes=hours))
    check_hours_count(Scenario(changes=hours, instant=datetime(2026, 5, 6, 10, tzinfo=UTC)))
    check_hours_count(Scenario(changes=(OPENING,)))


def test_an_error_says_which_change_and_quotes_no_value():
    scenario = Scenario(changes=(Closing(point_id="secret"), OPENING, Closing(point_id="other")))

    said = str(scenario.error(Fault.LIEU_INCONNU, scenario.changes[2]))

    assert said.startswith("« fermer » n° 2 a un « point_id »")
    assert "other" not in said


def test_whoever_wrote_it_reads_what_is_wrong_and_what_there_is():
    error = ScenarioError(Fault.RESEAU_INCONNU, "ouvrir", 1, value="zzz", known=("apec", "cio"))

    assert error.in_full == f"{error} Reçu : « zzz ». Il y a : apec, cio."
    assert ScenarioError(Fault.TROP).in_full == str(ScenarioError(Fault.TROP))
