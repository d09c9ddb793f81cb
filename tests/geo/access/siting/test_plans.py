"""One place a part, and a day of outreach, on a road answered on paper."""

from dataclasses import replace

import numpy as np
import pytest

from geo.access.siting.plans import one_per_part, outreach
from geo.errors import InputError

KM = np.array([0, 1, 2, 6, 7])
PEOPLE = np.array([1, 2, 4, 8, 16])
TIMES_S = (60.0 * np.abs(KM[:, None] - KM[None, :])).astype(np.float32)


def test_the_price_of_one_place_a_part():
    # km 2 is in the east: the west can only have a place at km 0 or 1
    plan = one_per_part(TIMES_S, PEOPLE, ("west", "west", "east", "east", ""))

    assert plan.each.sites == (1, 3)
    assert plan.each.objective == 60 * (1 + 4 + 16)
    # free, among the same candidates: km 7 is in no part and never opens
    assert plan.free.sites == (2, 3)
    assert plan.free.objective == 60 * (2 + 2 + 16)
    assert plan.price == pytest.approx((0.05, 0.05))

    north_south = one_per_part(TIMES_S, PEOPLE, ("a", "a", "a", "a", "b"))
    assert north_south.each.sites == (2, 4)
    far = one_per_part(TIMES_S, PEOPLE, ("a", "b", "c", "c", "c"))
    assert (far.each.sites, far.free.sites) == ((0, 1, 4), (2, 3, 4))
    least, most = far.price
    assert least == most == (4 + 8) / (2 + 2) - 1


def test_the_price_is_an_interval_where_a_plan_is_not_proven():
    plan = one_per_part(TIMES_S, PEOPLE, ("a", "b", "c", "c", "c"))
    unsure = replace(plan, each=replace(plan.each, bound=plan.each.objective * 0.9))

    least, most = unsure.price

    assert least == pytest.approx(0.9 * (1 + most) - 1)
    assert most == plan.price[1]


def test_no_candidate_in_any_part():
    with pytest.raises(InputError, match="stands in a part"):
        one_per_part(TIMES_S, PEOPLE, ("", "", "", "", ""))


def test_outreach_counts_only_those_whom_nobody_covers():
    out = np.array([True, True, True, False, False])

    result = outreach(TIMES_S, PEOPLE, out, n=1, cutoff_s=60)

    assert (result.sites, result.objective) == ((1,), 7)


def test_outreach_with_more_sites_than_there_are():
    result = outreach(TIMES_S, PEOPLE, np.ones(5, dtype=bool), n=9, cutoff_s=0)

    assert (len(result.sites), result.objective) == (5, PEOPLE.sum())
