import pytest

from geo.network.estimate import Mode
from tests.geo.network.profiles.shorthand import read, speeds, way

FACTOR = 0.94  # of a posted limit, as the file sources it


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"maxspeed": "50"}, 50 * FACTOR, 50 * FACTOR),
        ({"maxspeed": "30 mph"}, 48.28032 * FACTOR, 48.28032 * FACTOR),
        ({"maxspeed": "FR:urban"}, 50 * FACTOR, 50 * FACTOR),
        ({"maxspeed": "none"}, 130 * FACTOR, 130 * FACTOR),
        ({"maxspeed:type": "FR:rural"}, 80 * FACTOR, 80 * FACTOR),
        ({"source:maxspeed": "FR:zone30"}, 30 * FACTOR, 30 * FACTOR),
        ({"zone:maxspeed": "DE:30"}, 30 * FACTOR, 30 * FACTOR),
        ({"maxspeed": "70", "maxspeed:type": "FR:urban"}, 70 * FACTOR, 70 * FACTOR),
        ({"maxspeed": "signals", "maxspeed:type": "FR:urban"}, 50 * FACTOR, 50 * FACTOR),
        ({"maxspeed:forward": "70", "maxspeed": "50"}, 70 * FACTOR, 50 * FACTOR),
        ({"maxspeed:backward": "70"}, 55, 70 * FACTOR),
        ({"maxspeed": "50", "maxspeed:advisory": "30"}, 30 * FACTOR, 30 * FACTOR),
        ({"maxspeed": "50", "maxspeed:conditional": "30 @ (22:00-06:00)"}, 47, 47),
        ({"maxspeed:conditional": "30 @ (22:00-06:00)"}, 55, 55),
        ({"zone:traffic": "FR:urban"}, 47, 47),  # a town lowers the speed of the kind …
        ({"zone:traffic": "FR:rural"}, 55, 55),  # … the country does not raise it
        ({}, 55, 55),
    ],
)
def test_a_posted_limit_tells_the_speed_of_a_road(tags, forward, backward):
    found = way(
        Mode.VOITURE, highway="secondary", **{k.replace(":", "__"): v for k, v in tags.items()}
    )
    assert found.forward_kmh == pytest.approx(forward)
    assert found.backward_kmh == pytest.approx(backward)


def test_a_limit_only_lowers_the_speed_where_nobody_drives_that_fast():
    assert speeds(Mode.VOITURE, highway="service", maxspeed="50") == (20, 20)
    assert speeds(Mode.VOITURE, highway="service", maxspeed="10") == pytest.approx((9.4, 9.4))
    assert speeds(Mode.VELO, highway="residential", maxspeed="50") == (17, 17)
    assert speeds(Mode.VELO, highway="residential", maxspeed="walk") == (6, 6)


def test_nobody_walks_faster_or_slower_for_a_limit():
    assert speeds(Mode.MARCHE, highway="residential", maxspeed="2") == (4.7, 4.7)


@pytest.mark.parametrize(
    ("mode", "tags", "kmh"),
    [
        (Mode.VOITURE, {"highway": "tertiary", "surface": "asphalt"}, 45),
        (Mode.VOITURE, {"highway": "tertiary", "surface": "gravel"}, 40),
        (Mode.VOITURE, {"highway": "tertiary", "surface": "cobblestone;asphalt"}, 30),
        (Mode.VOITURE, {"highway": "tertiary", "maxspeed": "30", "surface": "gravel"}, 28.2),
        (Mode.VOITURE, {"highway": "tertiary", "smoothness": "very_bad"}, 20),
        (Mode.VELO, {"highway": "residential", "surface": "cobblestone"}, 8),
        (Mode.VELO, {"highway": "track"}, 12),
        (Mode.VELO, {"highway": "track", "surface": "asphalt"}, 17),
        (Mode.VELO, {"highway": "track", "tracktype": "grade4"}, 6),
        (Mode.VELO, {"highway": "path", "surface": "asphalt", "smoothness": "bad"}, 12),
        (Mode.VELO, {"highway": "path", "surface": "ground", "cycleway__surface": "asphalt"}, 17),
        (Mode.VELO, {"highway": "path", "mtb__scale": "3"}, 4),  # pushed
        (Mode.VELO, {"highway": "footway"}, 4),
        (Mode.VELO, {"highway": "footway", "bicycle": "yes", "surface": "asphalt"}, 12),
        (Mode.VELO, {"highway": "residential", "bicycle": "dismount"}, 4),
        (Mode.VELO, {"highway": "service", "service": "alley"}, 12),
        (Mode.MARCHE, {"highway": "path", "surface": "sand"}, 4.7),
        (Mode.MARCHE, {"highway": "path", "sac_scale": "mountain_hiking"}, 3.8),
        (Mode.MARCHE, {"highway": "steps"}, 2.2),
    ],
)
def test_the_ground_slows_down(mode, tags, kmh):
    found = way(mode, **tags)
    assert found.forward_kmh == found.backward_kmh == pytest.approx(kmh)


def test_alpine_paths_and_impassable_ground_are_closed():
    assert way(Mode.MARCHE, highway="path", sac_scale="alpine_hiking") is None
    assert way(Mode.VOITURE, highway="residential", smoothness="impassable") is None


@pytest.mark.parametrize(("tags", "seconds"), [({"duration": "PT7M"}, 420 + 300), ({}, 0)])
def test_a_ferry_takes_the_time_that_it_says_and_the_wait_or_goes_at_its_speed(tags, seconds):
    found = way(Mode.MARCHE, route="ferry", **tags)
    assert (found.forward_kmh, found.way_s) == (2, seconds)


def test_cars_take_only_the_ferries_that_take_them():
    assert way(Mode.VOITURE, route="ferry") is None
    assert way(Mode.VOITURE, route="ferry", motor_vehicle="yes").forward_kmh == 2


@pytest.mark.parametrize(
    "tags",
    [{"man_made": "pier"}, {"railway": "platform"}, {"public_transport": "platform"}],
)
def test_one_walks_on_piers_and_platforms(tags):
    assert speeds(Mode.MARCHE, **tags) == (4.7, 4.7)
    assert speeds(Mode.VELO, **tags) is None


def test_people_live_along_streets_not_along_motorways_car_parks_or_tracks():
    for mode in Mode:
        kinds = {kind for kind, way in read(mode).rules.ways.items() if way.inhabited}
        assert kinds >= {"residential", "living_street", "unclassified", "tertiary", "secondary"}
        assert kinds <= {
            "primary",
            "secondary",
            "tertiary",
            "unclassified",
            "residential",
            "living_street",
            "pedestrian",
        }
        assert not any(way.inhabited for way in read(mode).rules.services.values())
