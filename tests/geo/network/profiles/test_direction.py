"""Which way round: drawn ``<>``, ``>`` as the way is drawn, ``<`` against it."""

import pytest

from geo.network.estimate import Mode
from tests.geo.network.profiles.shorthand import speeds, ways_open

PUSHED_KMH = 4.0


@pytest.mark.parametrize(
    ("tags", "voiture"),
    [
        ({}, "<>"),
        ({"oneway": "yes"}, ">"),
        ({"oneway": "1"}, ">"),
        ({"oneway": "true"}, ">"),
        ({"oneway": "-1"}, "<"),
        ({"oneway": "reverse"}, "<"),
        ({"oneway": "no"}, "<>"),
        ({"oneway": "alternating"}, "<>"),
        ({"oneway": "reversible"}, ""),
        ({"oneway": "perhaps"}, "<>"),
        ({"junction": "roundabout"}, ">"),
        ({"junction": "circular"}, ">"),
        ({"junction": "roundabout", "oneway": "-1"}, "<"),
        ({"junction": "roundabout", "oneway": "no"}, "<>"),
        ({"junction": "yes"}, "<>"),
        ({"highway": "motorway"}, ">"),
        ({"highway": "motorway", "oneway": "no"}, "<>"),
        ({"highway": "motorway_link"}, "<>"),
        ({"highway": "trunk"}, "<>"),
        ({"oneway": "yes", "oneway__motor_vehicle": "no"}, "<>"),
        ({"oneway": "no", "oneway__motorcar": "yes"}, ">"),
        ({"oneway": "yes", "oneway__bicycle": "no"}, ">"),
        ({"motor_vehicle__backward": "no"}, ">"),
        ({"access__forward": "no"}, "<"),
        ({"oneway": "yes", "access__forward": "no"}, ""),
    ],
)
def test_cars(tags, voiture):
    assert ways_open(Mode.VOITURE, **{"highway": "residential", **tags}) == voiture


@pytest.mark.parametrize(
    ("tags", "ridden"),
    [
        ({}, "<>"),
        ({"oneway": "yes"}, ">"),
        ({"oneway": "-1"}, "<"),
        ({"oneway": "yes", "oneway__bicycle": "no"}, "<>"),
        ({"oneway": "no", "oneway__bicycle": "yes"}, ">"),
        ({"oneway": "yes", "oneway__bicycle": "-1"}, "<"),
        ({"oneway": "yes", "cycleway": "opposite"}, "<>"),
        ({"oneway": "yes", "cycleway": "opposite_lane"}, "<>"),
        ({"oneway": "yes", "cycleway": "lane"}, ">"),
        ({"oneway": "-1", "cycleway__left": "opposite_track"}, "<>"),
        ({"oneway": "yes", "cycleway__left__oneway": "-1"}, "<>"),
        ({"oneway": "yes", "cycleway__both__oneway": "no"}, "<>"),
        ({"oneway": "yes", "maxspeed": "FR:zone30"}, ">"),  # the law may say otherwise, not a sign
        ({"junction": "roundabout"}, ">"),
    ],
)
def test_bicycles_are_ridden_with_the_traffic_and_pushed_against_it(tags, ridden):
    forward, backward = speeds(Mode.VELO, highway="residential", **tags)
    assert forward == (17 if ">" in ridden else PUSHED_KMH)
    assert backward == (17 if "<" in ridden else PUSHED_KMH)


def test_bicycles_are_not_pushed_where_nobody_may_walk():
    assert ways_open(Mode.VELO, highway="residential", oneway="yes", foot="no") == ">"
    assert ways_open(Mode.VELO, highway="trunk", oneway="yes") == ">"


@pytest.mark.parametrize("mode", [Mode.MARCHE, Mode.FAUTEUIL])
def test_one_ways_are_for_vehicles(mode):
    assert ways_open(mode, highway="residential", oneway="yes") == "<>"
    assert ways_open(mode, highway="residential", junction="roundabout") == "<>"
    assert ways_open(mode, highway="footway", oneway__foot="yes") == ">"


def test_escalators_bind_whoever_walks():
    assert ways_open(Mode.MARCHE, highway="steps", conveying="forward") == ">"
    assert ways_open(Mode.MARCHE, highway="steps", conveying="backward") == "<"
    assert ways_open(Mode.MARCHE, highway="steps", conveying="yes") == ">"


def test_a_boat_carries_everyone_the_same_way():
    assert ways_open(Mode.MARCHE, route="ferry", oneway="yes") == ">"
    assert ways_open(Mode.MARCHE, route="ferry") == "<>"
