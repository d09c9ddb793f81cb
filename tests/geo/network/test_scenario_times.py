"""Times of new positions are those of a survey that had them: estimated, and on streets."""

from dataclasses import replace

import numpy as np
import pytest

from geo.access.scenario import apply
from geo.access.survey import Survey
from geo.domain.scenario import Closing, Move, NewCapacity, Opening, Scenario
from geo.network.estimate import Mode
from geo.network.scenario_times import times_of_new
from geo.network.streets import StreetTravelTimes
from geo.network.survey_times import Straight, survey_times
from tests.geo.access import toy_city
from tests.geo.network import toy

DOORS = {"mission-locale": True}
CORNERS = [(0, 0), (6, 4), (3, 0), (1, 3), (5, 1)]


def spots(corners):
    return np.array([toy.at(*corner) for corner in corners], dtype=np.float64)


def survey(streets, mode, people, places):
    """Lay out a survey whose people and places stand at corners of the toy town."""
    towns = [(f"o{n}", (0, 0), "77001", "N") for n in range(len(people))]
    kinds = [toy_city.place(f"p{n}", (0, 0), "mission-locale") for n in range(len(places))]
    city = toy_city.survey(towns, kinds)
    starts, ends = spots(people), spots(places)
    return Survey(
        people=replace(city.people, lon_lat=starts),
        places=replace(city.places, lon_lat=ends),
        times=survey_times(Straight(starts, ends), Straight(ends, ends), mode, streets),
    )


def moved(point_id, corner):
    lon, lat = toy.at(*corner)
    return Move(point_id=point_id, lon=lon, lat=lat)


def opened(corner):
    lon, lat = toy.at(*corner)
    return Opening(reseau="mission-locale", lon=lon, lat=lat)


@pytest.fixture(scope="module")
def streets():
    graph = toy.town_graph()
    return StreetTravelTimes(
        graph, toy.town_manifest(graph), publiable=True, name="ville", bounds=toy.BOUNDS
    )


@pytest.mark.parametrize("on_streets", [True, False])
def test_the_survey_of_a_scenario_has_the_times_of_one_measured_whole(streets, on_streets):
    given = streets if on_streets else None
    scenario = Scenario(
        changes=(
            opened((5, 1)),
            moved("p0", (1, 3)),
            Closing(point_id="p1"),
            opened((2, 2)),
            NewCapacity(point_id="p2", capacity=3.0),
        )
    )
    before = survey(given, Mode.MARCHE, CORNERS, [(0, 1), (4, 4), (2, 4)])

    times = times_of_new(before, scenario, Mode.MARCHE, given)
    after = apply(before, scenario, times, DOORS)

    whole = survey(given, Mode.MARCHE, CORNERS, [(1, 3), (2, 4), (5, 1), (2, 2)])
    np.testing.assert_array_equal(after.times.to_place_s, whole.times.to_place_s)
    np.testing.assert_array_equal(after.times.onward_s, whole.times.onward_s)
    np.testing.assert_array_equal(after.times.is_estimate, whole.times.is_estimate)
    np.testing.assert_array_equal(after.times.onward_is_estimate, whole.times.onward_is_estimate)


@pytest.mark.parametrize("on_streets", [True, False])
def test_a_scenario_without_a_new_position_needs_no_time(streets, on_streets):
    given = streets if on_streets else None
    before = survey(given, Mode.MARCHE, CORNERS, [(0, 1)])

    times = times_of_new(before, Scenario(changes=(Closing(point_id="p0"),)), Mode.MARCHE, given)

    assert times.from_people_s.shape == (len(CORNERS), 0)
    assert times.to_places_s.shape == (0, 1)
