"""Who may pass, by mode, as the hierarchy of access tags has it."""

import pytest

from geo.network.estimate import Mode
from tests.geo.network.profiles.shorthand import way

NO, DESTINATION, YES = "no", "destination", "yes"


def right(mode, highway="residential", **tags):
    found = way(mode, highway=highway, **tags)
    if found is None:
        return NO
    return DESTINATION if found.destination_only else YES


@pytest.mark.parametrize(
    ("tags", "voiture", "velo", "marche"),
    [
        ({}, YES, YES, YES),
        ({"access": "no"}, NO, NO, NO),
        ({"access": "private"}, DESTINATION, DESTINATION, DESTINATION),
        ({"access": "destination"}, DESTINATION, YES, DESTINATION),
        ({"access": "customers"}, DESTINATION, DESTINATION, DESTINATION),
        ({"access": "permissive"}, YES, YES, YES),
        ({"access": "fine_gravel"}, YES, YES, YES),  # means nothing
        ({"access": "no", "foot": "yes"}, NO, YES, YES),  # the bicycle is pushed
        ({"access": "no", "bicycle": "yes"}, NO, YES, NO),
        ({"access": "no", "motorcar": "destination"}, DESTINATION, NO, NO),
        ({"access": "destination", "motor_vehicle": "yes"}, YES, YES, DESTINATION),
        ({"vehicle": "no"}, NO, YES, YES),  # pushed
        ({"vehicle": "no", "foot": "no"}, NO, NO, NO),
        ({"vehicle": "no", "motor_vehicle": "delivery"}, DESTINATION, YES, YES),
        ({"motor_vehicle": "no"}, NO, YES, YES),
        ({"motor_vehicle": "no", "motorcar": "yes"}, YES, YES, YES),
        ({"motor_vehicle": "agricultural;forestry"}, NO, YES, YES),
        ({"motor_vehicle": "agricultural;destination"}, DESTINATION, YES, YES),
        ({"bicycle": "no"}, YES, YES, YES),  # pushed
        ({"bicycle": "no", "foot": "no"}, YES, NO, NO),
        ({"foot": "no"}, YES, YES, NO),
        ({"foot": "use_sidepath"}, YES, YES, NO),
        ({"motorroad": "yes"}, YES, NO, NO),
    ],
)
def test_the_most_particular_key_prevails(tags, voiture, velo, marche):
    assert right(Mode.VOITURE, **tags) == voiture
    assert right(Mode.VELO, **tags) == velo
    assert right(Mode.MARCHE, **tags) == marche


@pytest.mark.parametrize(
    ("highway", "tags", "voiture", "velo", "marche", "fauteuil"),
    [
        ("motorway", {}, YES, NO, NO, NO),
        ("trunk", {}, YES, YES, YES, NO),
        ("trunk", {"motorroad": "yes"}, YES, NO, NO, NO),
        ("track", {}, NO, YES, YES, YES),
        ("track", {"motor_vehicle": "yes"}, YES, YES, YES, YES),
        ("track", {"access": "yes"}, NO, YES, YES, YES),
        ("pedestrian", {}, NO, YES, YES, YES),
        ("pedestrian", {"motor_vehicle": "destination"}, DESTINATION, YES, YES, YES),
        ("footway", {}, NO, YES, YES, YES),
        ("footway", {"access": "yes"}, NO, YES, YES, YES),
        ("footway", {"access": "no", "bicycle": "designated"}, NO, YES, NO, NO),
        ("cycleway", {}, NO, YES, YES, YES),
        ("cycleway", {"foot": "no"}, NO, YES, NO, NO),
        ("steps", {}, NO, NO, YES, NO),
        ("steps", {"ramp__bicycle": "yes"}, NO, YES, YES, NO),
        ("steps", {"ramp__wheelchair": "yes"}, NO, NO, YES, YES),
        ("steps", {"wheelchair": "yes"}, NO, NO, YES, NO),
        ("service", {"service": "driveway"}, DESTINATION, DESTINATION, DESTINATION, DESTINATION),
        ("service", {"service": "emergency_access"}, NO, YES, YES, YES),
        ("busway", {}, NO, NO, NO, NO),
        ("busway", {"bicycle": "yes"}, NO, YES, NO, NO),
        ("construction", {}, NO, NO, NO, NO),
        ("proposed", {"foot": "yes"}, NO, NO, NO, NO),
        ("raceway", {}, NO, NO, NO, NO),
    ],
)
def test_kinds_of_street_have_their_defaults(highway, tags, voiture, velo, marche, fauteuil):
    for mode, expected in zip(
        (Mode.VOITURE, Mode.VELO, Mode.MARCHE, Mode.FAUTEUIL),
        (voiture, velo, marche, fauteuil),
        strict=True,
    ):
        assert right(mode, highway, **tags) == expected, mode


def test_what_is_no_street_is_closed():
    for mode in Mode:
        assert way(mode) is None
        assert way(mode, route="bicycle") is None
        assert way(mode, railway="rail", foot="yes") is None


def test_where_one_way_round_is_for_destinations_only_the_other_leads_through():
    found = way(Mode.VOITURE, highway="residential", motor_vehicle__forward="destination")
    assert (found.forward_kmh, found.destination_only) == (0, False)
    assert found.backward_kmh > 0


def test_a_bicycle_pushed_back_along_a_private_one_way_leads_no_further_than_the_rider():
    found = way(Mode.VELO, highway="residential", oneway="yes", vehicle="private")
    assert (found.forward_kmh, found.backward_kmh, found.destination_only) == (17, 4, True)


RIGHTS = (
    "access", "vehicle", "bicycle", "foot", "wheelchair", "ramp", "ramp:wheelchair", "ramp:bicycle",
)  # fmt: skip
ANSWERS = (
    "yes", "permissive", "designated", "official", "public", "allowed", "destination", "customers",
    "private", "limited", "no", "separate", "automatic", "",
)  # fmt: skip


@pytest.mark.parametrize("mode", [Mode.FAUTEUIL, Mode.VELO])
@pytest.mark.parametrize("key", RIGHTS)
@pytest.mark.parametrize("value", ANSWERS)
def test_steps_are_opened_to_wheels_by_a_ramp_for_them_and_by_nothing_else(mode, key, value):
    ramp = {Mode.FAUTEUIL: "ramp:wheelchair", Mode.VELO: "ramp:bicycle"}[mode]
    assert (right(mode, "steps", **{key: value}) == YES) == ((key, value) == (ramp, "yes"))


@pytest.mark.parametrize(
    ("tags", "fauteuil"),
    [
        ({"foot": "yes"}, YES),
        ({"access": "private"}, DESTINATION),
        ({"foot": "no"}, NO),
        ({"wheelchair": "no"}, NO),
        ({"motorroad": "yes"}, NO),
    ],
)
def test_what_else_is_said_of_steps_with_a_ramp_still_counts(tags, fauteuil):
    assert right(Mode.FAUTEUIL, "steps", ramp__wheelchair="yes", **tags) == fauteuil
