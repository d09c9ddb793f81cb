"""Outcomes of origins: they add up to what is counted, and say nothing of the unmeasured."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access.door_outcomes import NOT_MEASURED, door_outcomes
from geo.access.door_shares import OUTCOME_COLUMNS, door_table
from geo.access.doors import DEUX, PLUS, UNE
from geo.access.need_coverage import NEEDS
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from tests.geo.access import toy_city
from tests.geo.access.toy_city import MINUTE

ADVICE_TO_THE_YOUNG = (Profil.JEUNE, Mission.CONSEIL)


@pytest.mark.parametrize(
    ("budget_min", "expected"),
    [
        # residents A 1, B 2, C 4, D 8, E 16: see tests.geo.access.test_door_shares
        (9, [PLUS, UNE, UNE, PLUS, PLUS]),
        (10, [DEUX, UNE, UNE, PLUS, PLUS]),
        (12, [UNE, UNE, UNE, DEUX, PLUS]),
    ],
)
def test_outcomes_on_paper(budget_min, expected):
    found = door_outcomes(
        toy_city.city(),
        toy_city.COMPETENCES,
        cutoff_s=budget_min * MINUTE,
        needs=[ADVICE_TO_THE_YOUNG],
    )

    assert found.outcome[found.of_need[0]].tolist() == expected


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 90))
def test_residents_by_outcome_are_those_of_the_table(budget_min):
    city, cutoff_s = toy_city.city(), budget_min * MINUTE
    found = door_outcomes(city, toy_city.COMPETENCES, cutoff_s=cutoff_s)
    table = door_table(city, toy_city.COMPETENCES, cutoffs_s=[cutoff_s], partitions=["region"])

    for number, (profil, mission) in enumerate(NEEDS):
        told = table[(table["profile"] == profil.value) & (table["mission"] == mission.value)]
        mine = found.outcome[found.of_need[number]]
        counts = [int(city.people.population[mine == one].sum()) for one in range(4)]
        assert counts == told[OUTCOME_COLUMNS].iloc[0].tolist()


def test_nothing_is_said_of_whom_nothing_is_known():
    city = toy_city.city()
    measured = np.array([True, False, True, True, False])
    found = door_outcomes(
        replace(city, times=replace(city.times, measured=measured)),
        toy_city.COMPETENCES,
        cutoff_s=600,
    )

    assert ((found.outcome == NOT_MEASURED) == ~measured).all()
