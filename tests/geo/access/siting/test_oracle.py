"""Against every set of sites tried one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import siting
from tests.geo.access.siting import oracle
from tests.geo.access.siting.problems import problems

EXAMPLES = 40
cutoffs = st.integers(0, 12).map(float)


def agree(result, expected, *, p=None):
    """The objective is the oracle's, proven; no solution where it has none."""
    if not np.isfinite(expected):
        assert result.status is siting.Status.INFEASIBLE
        assert result.sites == ()
        assert result.reason
        return
    assert result.objective == pytest.approx(expected, abs=1e-9)
    assert result.status is siting.Status.OPTIMAL
    assert result.gap == 0
    assert p is None or len(result.sites) == p


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems())
def test_p_median(drawn):
    problem, p = drawn

    agree(siting.p_median(problem, p=p), oracle.least_cost(problem, p), p=p)


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems())
def test_p_center(drawn):
    problem, p = drawn

    agree(siting.p_center(problem, p=p), oracle.least_longest(problem, p), p=p)


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(), cutoffs)
def test_mclp(drawn, cutoff_s):
    problem, p = drawn

    result = siting.mclp(problem, p=p, cutoff_s=cutoff_s)

    agree(result, oracle.most_covered(problem, p, cutoff_s), p=p)


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(), cutoffs)
def test_lscp(drawn, cutoff_s):
    problem, _ = drawn

    agree(siting.lscp(problem, cutoff_s=cutoff_s), oracle.fewest(problem, cutoff_s))


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(capacity=True, most=4), cutoffs)
def test_with_capacities(drawn, cutoff_s):
    problem, p = drawn

    agree(siting.p_median(problem, p=p), oracle.least_cost(problem, p), p=p)
    agree(siting.p_center(problem, p=p), oracle.least_longest(problem, p), p=p)
    covered = siting.mclp(problem, p=p, cutoff_s=cutoff_s)
    agree(covered, oracle.most_covered(problem, p, cutoff_s), p=p)
    agree(siting.lscp(problem, cutoff_s=cutoff_s), oracle.fewest(problem, cutoff_s))


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(capacity=True, most=5))
def test_no_site_serves_more_than_it_may(drawn):
    problem, p = drawn

    result = siting.p_median(problem, p=p)

    for site in result.sites:
        assert problem.weights[result.assignment == site].sum() <= problem.capacity[site]
