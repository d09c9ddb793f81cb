"""
Against PySAL's spopt on the same input: the same objectives.

Sites may differ where several sets are equally good: only objectives are compared. Where the rules
differ, it is said: spopt's p-centre and set covering know no weights, so all are above 0 here.
"""

import warnings

import numpy as np
import pytest

from geo.access import siting
from geo.access.siting import SitingProblem

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its dependencies, at import
    pulp = pytest.importorskip("pulp")
    spopt = pytest.importorskip("spopt.locate")

SIZES = [(12, 8, 2, 0), (30, 20, 4, 1), (40, 40, 6, 2)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def drawn(request):
    """Whole seconds in a square, people, how many sites."""
    origins, candidates, p, seed = request.param
    draw = np.random.default_rng(seed)
    people, sites = draw.random((origins, 2)), draw.random((candidates, 2))
    # whole seconds: its solver hands values over as text of eight digits
    costs = np.round(np.hypot(*(people[:, None] - sites[None]).transpose(2, 0, 1)) * 3600)
    return costs, draw.integers(1, 1000, origins).astype(float), p


def solved(model):
    """spopt's objective, by the solver that its own dependency brings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    return pulp.value(model.problem.objective)


def given(builder, *arguments, **named):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return builder(*arguments, **named)


def test_p_median(drawn):
    costs, weights, p = drawn
    peer = solved(given(spopt.PMedian.from_cost_matrix, costs, weights, p_facilities=p))

    ours = siting.p_median(SitingProblem(costs=costs, weights=weights), p=p)

    assert ours.objective == pytest.approx(peer, rel=1e-9)


def test_p_median_with_fixed_sites(drawn):
    costs, weights, p = drawn
    fixed = np.zeros(costs.shape[1])
    fixed[3] = 1
    peer = solved(
        given(
            spopt.PMedian.from_cost_matrix,
            costs,
            weights,
            p_facilities=p,
            predefined_facilities_arr=fixed,
        )
    )

    ours = siting.p_median(SitingProblem(costs=costs, weights=weights, fixed=(3,)), p=p)

    assert ours.objective == pytest.approx(peer, rel=1e-9)


def test_p_center(drawn):
    costs, weights, p = drawn
    peer = solved(given(spopt.PCenter.from_cost_matrix, costs, p_facilities=p))

    ours = siting.p_center(SitingProblem(costs=costs, weights=weights), p=p)

    assert ours.objective == pytest.approx(peer, rel=1e-9)


@pytest.mark.parametrize("cutoff_s", [1200.0, 2000.0])
def test_lscp(drawn, cutoff_s):
    costs, weights, _ = drawn
    model = given(spopt.LSCP.from_cost_matrix, costs, cutoff_s)

    ours = siting.lscp(SitingProblem(costs=costs, weights=weights), cutoff_s=cutoff_s)

    if (costs.min(axis=1) > cutoff_s).any():
        # nobody can cover some: both say so, ours says whom
        assert ours.unreachable == tuple(np.flatnonzero(costs.min(axis=1) > cutoff_s))
        with pytest.raises(RuntimeError, match="Infeasible"):
            solved(model)
        return
    peer = solved(model)
    assert ours.objective == pytest.approx(peer, rel=1e-9)


@pytest.mark.parametrize("cutoff_s", [500.0, 1000.0])
def test_mclp(drawn, cutoff_s):
    costs, weights, p = drawn
    peer = solved(given(spopt.MCLP.from_cost_matrix, costs, weights, cutoff_s, p_facilities=p))

    ours = siting.mclp(SitingProblem(costs=costs, weights=weights), p=p, cutoff_s=cutoff_s)

    assert ours.objective == pytest.approx(peer, rel=1e-9)
