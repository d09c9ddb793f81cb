"""What must hold of every answer, whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.access import siting
from geo.access.siting.result import NOBODY
from tests.geo.access.siting.problems import problems

EXAMPLES = 25
cutoffs = st.integers(0, 12).map(float)


def all_models(problem, p, cutoff_s):
    return (
        siting.p_median(problem, p=p),
        siting.p_center(problem, p=p),
        siting.mclp(problem, p=p, cutoff_s=cutoff_s),
        siting.lscp(problem, cutoff_s=cutoff_s),
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(), cutoffs)
def test_rules_are_honoured(drawn, cutoff_s):
    problem, p = drawn

    for result in all_models(problem, p, cutoff_s):
        if result.status is siting.Status.INFEASIBLE:
            continue
        assert set(problem.fixed) <= set(result.sites)
        assert not set(problem.forbidden) & set(result.sites)
        if problem.one_per is not None:
            opened = [problem.one_per[site] for site in result.sites]
            assert sorted(opened) == sorted(set(problem.one_per))


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(), cutoffs)
def test_each_goes_to_the_nearest_open_site(drawn, cutoff_s):
    problem, p = drawn

    for result in all_models(problem, p, cutoff_s)[:2]:
        for origin, site in enumerate(result.assignment):
            if result.sites:
                nearest = problem.costs[origin, list(result.sites)].min()
                assert (
                    np.isinf(nearest) if site == NOBODY else problem.costs[origin, site] == nearest
                )


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(reached=True, rules=False), cutoffs)
def test_one_more_site_never_makes_it_worse(drawn, cutoff_s):
    problem, p = drawn
    if p == problem.costs.shape[1]:
        return

    fewer, more = all_models(problem, p, cutoff_s), all_models(problem, p + 1, cutoff_s)

    assert more[0].objective <= fewer[0].objective
    assert more[1].objective <= fewer[1].objective
    assert more[2].objective >= fewer[2].objective


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(), cutoffs, st.sampled_from((0.25, 3.0, 1e6)))
def test_weights_times_a_factor(drawn, cutoff_s, factor):
    problem, p = drawn
    heavier = replace(problem, weights=problem.weights * factor)

    before, after = all_models(problem, p, cutoff_s), all_models(heavier, p, cutoff_s)

    for number, times in enumerate((factor, 1.0, factor, 1.0)):
        expected = before[number].objective * times
        assert after[number].objective == pytest.approx(expected, rel=1e-9, nan_ok=True)


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(), cutoffs, st.randoms(use_true_random=False))
def test_the_order_of_origins_and_candidates_changes_no_objective(drawn, cutoff_s, random):
    problem, p = drawn
    rows, columns = (list(range(size)) for size in problem.costs.shape)
    random.shuffle(rows)
    random.shuffle(columns)
    groups = problem.one_per
    mixed = siting.SitingProblem(
        costs=problem.costs[np.ix_(rows, columns)],
        weights=problem.weights[rows],
        fixed=tuple(columns.index(site) for site in problem.fixed),
        forbidden=tuple(columns.index(site) for site in problem.forbidden),
        one_per=None if groups is None else tuple(groups[column] for column in columns),
    )

    pairs = zip(all_models(problem, p, cutoff_s), all_models(mixed, p, cutoff_s), strict=True)

    for one, other in pairs:
        assert other.objective == pytest.approx(one.objective, nan_ok=True)
        assert len(other.unreachable) == len(one.unreachable)


@settings(max_examples=EXAMPLES, deadline=None)
@given(problems(reached=True))
def test_a_longer_cutoff_takes_no_more_sites_and_covers_no_fewer(drawn):
    problem, p = drawn
    near, far = (all_models(problem, p, cutoff_s) for cutoff_s in (6.0, 9.0))

    assert far[2].objective >= near[2].objective
    assert not far[3].objective > near[3].objective


def test_the_same_twice():
    draw = np.random.default_rng(5)
    problem = siting.SitingProblem(costs=draw.random((30, 20)), weights=draw.random(30))

    for model in (siting.p_median, siting.p_center):
        one, other = model(problem, p=4), model(problem, p=4)
        assert one.sites == other.sites
        assert one.bound == other.bound
