"""A wheelchair: what stops it, what slows it, and what nobody knows."""

import pytest

from geo.network.estimate import Mode
from tests.geo.network.profiles.shorthand import way

KNOWN_KMH, UNKNOWN_KMH, SLOW_KMH = 2.8, 2.2, 1.4


def wheel(highway="footway", **tags):
    return way(Mode.FAUTEUIL, highway=highway, **tags)


@pytest.mark.parametrize(
    "tags",
    [
        {"wheelchair": "no"},
        {"incline": "9%"},
        {"incline": "-12%"},
        {"incline": "10°"},
        {"incline": "steep"},
        {"sac_scale": "mountain_hiking"},
        {"sac_scale": "alpine_hiking", "wheelchair": "yes"},
        {"sac_scale": "hiking;demanding_mountain_hiking"},
        {"width": "0.8"},
        {"width": "80 cm"},
        {"kerb": "raised"},
        {"smoothness": "bad"},
        {"surface": "gravel"},
        {"surface": "asphalt;gravel"},
        {"surface": "asphalt", "smoothness": "very_bad"},
        {"tracktype": "grade2"},
        {"tracktype": "grade3"},
        {"surface": "futuristic", "tracktype": "grade2"},
        {"surface": "asphalt", "tracktype": "grade3"},
        {"ford": "yes"},
        {"wheelchair": "limited", "surface": "sand"},
    ],
)
def test_what_stops_it(tags):
    assert wheel(**tags) is None


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"surface": "asphalt"}, KNOWN_KMH),
        ({"surface": "asphalt", "incline": "5%"}, KNOWN_KMH),  # thresholds are included
        ({"surface": "asphalt", "incline": "8%"}, SLOW_KMH),
        ({"surface": "asphalt", "incline": "-6%"}, SLOW_KMH),
        *(
            ({"surface": "asphalt", "incline": unread}, SLOW_KMH)
            for unread in ("up", "down", "yes", "up;down", "1:12", "?")
        ),
        ({"surface": "asphalt", "incline": "no"}, KNOWN_KMH),
        ({"surface": "asphalt", "sac_scale": "hiking"}, KNOWN_KMH),
        ({"surface": "asphalt", "width": "0.9"}, KNOWN_KMH),
        ({"surface": "sett"}, SLOW_KMH),
        ({"surface": "compacted"}, 2.0),
        ({"surface": "asphalt", "smoothness": "intermediate"}, 2.0),
        ({"wheelchair": "limited", "surface": "asphalt"}, SLOW_KMH),
        ({"surface": "asphalt", "kerb": "lowered"}, KNOWN_KMH),
        ({"surface": "asphalt", "tracktype": "grade1"}, KNOWN_KMH),
        ({"surface": "compacted", "tracktype": "grade2"}, SLOW_KMH),
        ({"smoothness": "good"}, KNOWN_KMH),
    ],
)
def test_what_slows_it_where_the_surface_is_known(tags, kmh):
    found = wheel(**tags)
    assert found.forward_kmh == found.backward_kmh == pytest.approx(kmh)
    assert not found.unknown_surface


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"surface": "futuristic"},
        {"width": "2"},
        {"incline": "0%"},
        {"tracktype": "grade1"},  # firm, say some; nobody says of what
        {"ford": "no"},
    ],
)
def test_a_surface_that_nobody_mapped_passes_at_a_cost_and_is_said(tags):
    found = wheel(**tags)
    assert found.forward_kmh == UNKNOWN_KMH
    assert found.unknown_surface


@pytest.mark.parametrize("grade", ["grade2", "grade3", "grade4", "grade5"])
@pytest.mark.parametrize("loose", ["gravel", "unpaved"])
@pytest.mark.parametrize("more", [{}, {"wheelchair": "limited"}, {"wheelchair": "yes"}])
def test_a_soft_track_is_never_easier_than_loose_ground(grade, loose, more):
    track, ground = wheel("track", tracktype=grade, **more), wheel("track", surface=loose, **more)
    assert (track and track.forward_kmh) == (ground and ground.forward_kmh)


def test_whoever_looked_knows_better():
    found = wheel(wheelchair="yes", width="0.8", incline="10%", surface="grass")
    assert (found.forward_kmh, found.unknown_surface) == (KNOWN_KMH, False)


def test_no_other_mode_says_that_a_surface_is_unknown():
    for mode in set(Mode) - {Mode.FAUTEUIL}:
        assert not way(mode, highway="residential").unknown_surface


def test_the_better_pavement_counts():
    sides = {"sidewalk__left__surface": "gravel", "sidewalk__right__surface": "paving_stones"}
    assert wheel("residential", surface="sand", **sides).forward_kmh == KNOWN_KMH


@pytest.mark.parametrize(
    ("tags", "is_open"),
    [
        ({}, True),
        ({"maxspeed": "50"}, True),
        ({"maxspeed": "80"}, False),
        ({"maxspeed": "FR:rural"}, False),
        ({"maxspeed__forward": "80", "maxspeed__backward": "50"}, False),
        ({"maxspeed": "80", "sidewalk": "right"}, True),
        ({"maxspeed": "80", "sidewalk": "no"}, False),
        ({"maxspeed": "80", "sidewalk__left": "yes"}, True),
    ],
)
def test_nobody_is_sent_onto_a_fast_road_without_a_pavement(tags, is_open):
    assert (wheel("tertiary", **tags) is not None) == is_open
