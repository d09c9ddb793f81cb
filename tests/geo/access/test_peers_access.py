"""Our catchments beside those of PySAL's access, on the same input: equal, or why not."""

import numpy as np
import pandas as pd
import pytest

from geo.access import decay
from geo.access.catchment import three_step_fca, two_step_fca
from geo.access.cumulative import cumulative
from geo.access.gravity import gravity
from geo.tables import PAIR_COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore")  # the peer's own, of what it imports

ORIGINS, PLACES, CUTOFF_S = 60, 25, 1800
STEPS = {600: 1, 1200: 0.68, 1800: 0.22}


@pytest.fixture(scope="module")
def survey():
    """Times, people, places; whole minutes, so that some fall on a threshold."""
    rng = np.random.default_rng(20190627)
    pairs = pd.MultiIndex.from_product([range(ORIGINS), range(PLACES)]).to_frame(index=False)
    travel_times = pairs.assign(time=60.0 * rng.integers(0, 60, len(pairs)))
    travel_times.columns = list(PAIR_COLUMNS)
    reached = travel_times.sample(frac=0.7, random_state=1).sort_index(ignore_index=True)
    assert reached["travel_time_s"].isin(list(STEPS)).any()
    demand = pd.Series(rng.integers(1, 5000, ORIGINS), name="people")
    supply = pd.Series(rng.integers(0, 9, PLACES), name="advisers")
    return reached, demand, supply


@pytest.fixture
def peer(survey):
    from access import Access  # noqa: PLC0415 - it warns as it is imported

    travel_times, demand, supply = survey
    return Access(
        demand_df=demand.rename_axis("origin").reset_index(),
        demand_index="origin", demand_value="people",
        supply_df=supply.rename_axis("place").reset_index(),
        supply_index="place", supply_value="advisers",
        cost_df=travel_times.copy(),
        cost_origin="origin_id", cost_dest="destination_id", cost_name="travel_time_s",
    )  # fmt: skip


def peers_steps():
    from access.weights import step_fn  # noqa: PLC0415 - as above

    return step_fn(STEPS)


def told(table, demand):
    """Read the peer's answer; it leaves out, or has no number for, whoever has nothing."""
    return table.iloc[:, 0].reindex(demand.index).fillna(0)


def test_two_steps_are_equal(survey, peer):
    theirs = told(peer.two_stage_fca(name="fca", max_cost=CUTOFF_S), survey[1])
    ours = two_step_fca(*survey, decay=decay.step(cutoff_s=CUTOFF_S))

    np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    assert (ours > 0).all()


def test_enhanced_two_steps_are_equal(survey, peer):
    theirs = told(
        peer.enhanced_two_stage_fca(name="fca", max_cost=CUTOFF_S, weight_fn=peers_steps()),
        survey[1],
    )

    np.testing.assert_allclose(two_step_fca(*survey, decay=decay.steps(STEPS)), theirs, rtol=1e-9)


def test_smooth_two_steps_are_equal(survey, peer):
    shape = decay.gaussian(cutoff_s=CUTOFF_S)
    theirs = told(
        peer.enhanced_two_stage_fca(
            name="fca", max_cost=CUTOFF_S, weight_fn=lambda seconds: shape(np.array([seconds]))[0]
        ),
        survey[1],
    )

    np.testing.assert_allclose(two_step_fca(*survey, decay=shape), theirs, rtol=1e-9)


def test_three_steps_are_equal(survey, peer):
    theirs = told(
        peer.three_stage_fca(name="fca", max_cost=CUTOFF_S, weight_fn=peers_steps()), survey[1]
    )

    np.testing.assert_allclose(three_step_fca(*survey, decay=decay.steps(STEPS)), theirs, rtol=1e-9)


def test_the_weighted_catchment_is_our_gravity_and_our_cumulative_access(survey, peer):
    travel_times, demand, supply = survey
    plain = told(peer.weighted_catchment(name="sum", max_cost=CUTOFF_S), demand)
    weighted = told(
        peer.weighted_catchment(name="sum", max_cost=CUTOFF_S, weight_fn=peers_steps()), demand
    )

    ours = cumulative(travel_times, supply, origins=demand.index, cutoff_s=CUTOFF_S)
    np.testing.assert_allclose(ours, plain, rtol=1e-9)
    ours = gravity(travel_times, supply, origins=demand.index, decay=decay.steps(STEPS))
    np.testing.assert_allclose(ours, weighted, rtol=1e-9)


def test_a_place_that_nobody_lives_near_has_no_number_there_and_gives_nothing_here(survey, peer):
    # 0 / 0 people: the peer answers nan, or inf where the place has a capacity
    travel_times, demand, supply = survey
    near = travel_times.loc[travel_times["travel_time_s"] <= CUTOFF_S]
    deserted = demand.where(
        ~demand.index.isin(near.loc[near["destination_id"] == 3, "origin_id"]), 0
    )
    peer.demand_df["people"] = deserted

    theirs = peer.two_stage_fca(name="fca", max_cost=CUTOFF_S).iloc[:, 0]
    ours = two_step_fca(travel_times, deserted, supply, decay=decay.step(cutoff_s=CUTOFF_S))

    finite = np.isfinite(theirs.reindex(demand.index))
    assert not finite.all()
    assert np.isfinite(ours).all()
    np.testing.assert_allclose(ours[finite], theirs[finite], rtol=1e-9)
