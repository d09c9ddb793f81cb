"""Residents counted along streets, against one row a node and réseau."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.access.coverage import coverage, territory_members
from geo.access.coverage_counts import coverage_of_reach
from geo.network.build.area import covered_area
from geo.network.estimate import Mode
from geo.network.inhabited import Placement, covered_shares, inhabit
from geo.network.raw import DEGREE
from geo.network.street_coverage import reach_by_streets, starts_of
from geo.network.street_nearest import nearest_by_streets, positions
from geo.tables import ALL_RESEAUX, COVERAGE_COLUMNS, THRESHOLDS_S
from tests.geo.network.street_towns import (
    COMMUNES,
    DOORS,
    ORIGINS,
    PLACES,
    POLYGONS,
    POPULATION,
    RESEAUX,
    LatticeTimes,
)

MEMBERS = territory_members(
    pd.DataFrame({"code_bassin": ["1", "1", "2", "2"], "code_commune": COMMUNES}),
    pd.Series({"1": "11", "2": "11"}),
)


def along_streets(graph):
    share = covered_shares(covered_area([graph]), POLYGONS)
    return inhabit(graph, POLYGONS, POPULATION, share=share)


def measured(mode=Mode.VOITURE, threads=1):
    times = LatticeTimes(mode)
    nearest = nearest_by_streets(times, ORIGINS, PLACES, doors=DOORS)
    inhabited = along_streets(times.graph)
    starts = starts_of(
        inhabited,
        ORIGINS,
        nearest,
        COMMUNES,
        reseaux=list(RESEAUX),
        off_network=~times.covers(positions(ORIGINS)),
    )
    reach = reach_by_streets(times, starts, PLACES, reseaux=RESEAUX, threads=threads)
    return times, starts, nearest, reach


def test_villages_whole_on_the_network_start_from_their_streets_and_others_from_one_point():
    _, starts, _, _ = measured()

    assert starts.inhabited.placement == (
        Placement.REPARTIE,
        Placement.REPARTIE,
        Placement.HORS_RESEAU,
        Placement.EN_PARTIE_COUVERTE,
    )
    assert starts.commune.tolist() == [2, 3]
    assert starts.residents.tolist() == [4000, 8000]


def test_the_same_figures_as_one_row_a_time():
    times, starts, _, reach = measured()
    node = starts.inhabited.node
    streets = pd.DataFrame(
        {
            "code_commune": COMMUNES[starts.inhabited.zone],
            "nom": "",
            "population": starts.inhabited.residents,
            "lon": times.graph.node_lon_lat[node, 0] / DEGREE,
            "lat": times.graph.node_lon_lat[node, 1] / DEGREE,
        },
        index=pd.Index([f"n{number}" for number in node], name="origin_id"),
    )
    fine = pd.concat([streets, ORIGINS.iloc[2:]])
    expected = coverage(
        nearest_by_streets(times, fine, PLACES, doors=DOORS),
        fine,
        MEMBERS,
        reseaux=[ALL_RESEAUX, *RESEAUX],
        modes=["voiture"],
    )

    found = coverage_of_reach(
        {(reseau, "voiture"): one for reseau, one in reach.items()},
        pd.Series(POPULATION, index=COMMUNES),
        MEMBERS,
    )

    pd.testing.assert_frame_equal(found[list(COVERAGE_COLUMNS)], expected, check_dtype=False)
    assert found["covered_population"].nunique() > 5  # the town is no trivial one


def test_what_rests_on_an_estimate_says_so():
    _, _, _, reach = measured()

    # village 3 is off the network; 4 is on it, and the place of the apec off it
    assert reach["crous"].is_estimate.tolist() == [False, False, True, False]
    assert reach["apec"].is_estimate.tolist() == [True, True, True, True]
    assert reach["cirfa"].is_estimate.tolist() == [False, False, True, False]
    assert list(reach) == [ALL_RESEAUX, *RESEAUX]


def test_where_nobody_lives_an_estimate_changes_nothing():
    times, starts, _, _ = measured()
    village = starts.commune == 2  # off the network
    deserted = replace(starts, residents=np.where(village, 0, starts.residents))

    reach = reach_by_streets(times, deserted, PLACES, reseaux=RESEAUX)

    assert reach["crous"].is_estimate.tolist() == [False, False, False, False]
    assert reach["apec"].is_estimate.tolist() == [True, True, False, True]


def test_a_wheelchair_leaves_out_who_is_off_the_network():
    times = LatticeTimes(Mode.FAUTEUIL)
    nearest = nearest_by_streets(times, ORIGINS, PLACES, doors=DOORS)
    starts = starts_of(
        along_streets(times.graph),
        ORIGINS,
        nearest,
        COMMUNES,
        reseaux=list(RESEAUX),
        off_network=~times.covers(positions(ORIGINS)),
    )
    reach = reach_by_streets(times, starts, PLACES, reseaux=RESEAUX)

    assert reach["apec"].covered.sum() == 0
    assert reach[ALL_RESEAUX].covered[2].sum() == 0
    assert not any(one.is_estimate.any() for one in reach.values())
    assert reach["cio"].covered[0, -1] == 1000
    assert all(one.unmeasured.tolist() == [0, 0, 4000, 0] for one in reach.values())


@pytest.mark.parametrize("threads", [2, 3, 50])
def test_the_same_counts_whatever_the_threads(threads):
    *_, one = measured()
    *_, several = measured(threads=threads)

    for reseau, reach in one.items():
        assert reach.covered.tolist() == several[reseau].covered.tolist()
        assert reach.is_estimate.tolist() == several[reseau].is_estimate.tolist()


def test_every_reseau_is_reported_once_and_steps_are_told():
    times, starts, _, _ = measured()
    told = []
    reach = reach_by_streets(times, starts, PLACES, reseaux=RESEAUX, advance=told.append)

    assert told == [1] * len(RESEAUX)
    assert all(one.covered.shape == (4, len(THRESHOLDS_S)) for one in reach.values())
