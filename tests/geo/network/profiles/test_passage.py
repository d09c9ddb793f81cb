"""Laws that hold whatever people write on a map."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.estimate import Mode
from geo.network.profiles.keys import BARRIERS, RELEVANT_KEYS, STREETS
from geo.network.profiles.passage import KINDS, is_blocked, passage
from geo.network.profiles.wheelchairs import TRUSTED
from tests.geo.network.profiles.shorthand import read

VALUES = (
    "yes",
    "no",
    "-1",
    "private",
    "destination",
    "designated",
    "50",
    "FR:urban",
    "30 mph",
    "walk",
    "none",
    "opposite",
    "lane",
    "asphalt",
    "gravel",
    "grade3",
    "bad",
    "5%",
    "up",
    "1.5",
    "raised",
    "residential",
    "footway",
    "steps",
    "track",
    "ferry",
    "platform",
    "pier",
    "driveway",
    "bollard",
    "gate",
    "roundabout",
    "both",
    "left",
    "PT5M",
    "a;b",
    "",
    "3",
    "limited",
    "steep",
    "yes;no",
    "mountain_hiking",
    "alpine_hiking",
    "hiking;demanding_alpine_hiking",
    "customers",
)
modes = st.sampled_from(list(Mode))
values = st.sampled_from(VALUES) | st.text(max_size=8)
BARRIER_KINDS = sorted({kind for mode in Mode for kind in read(mode).rules.barriers.blocking})
kinds = st.sampled_from(sorted({kind for mode in Mode for kind in read(mode).rules.ways}))
tag_sets = st.dictionaries(st.sampled_from(sorted(RELEVANT_KEYS)), values, max_size=6)
ways = st.builds(lambda kind, tags: {"highway": kind, **tags}, kinds, tag_sets)


class Asked(dict):
    """A tag set that remembers which keys it was asked for."""

    def __init__(self, tags):
        super().__init__(tags)
        self.keys_asked = set()

    def get(self, key, default=None):
        self.keys_asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.keys_asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.keys_asked.add(key)
        return super().__contains__(key)


@given(mode=modes, tags=ways | tag_sets)
def test_any_tags_give_finite_speeds_or_nothing(mode, tags):
    found = passage(read(mode), tags)
    assert isinstance(is_blocked(read(mode), tags), bool)
    if found is not None:
        assert 0 < max(found.forward_kmh, found.backward_kmh) <= 150
        assert min(found.forward_kmh, found.backward_kmh) >= 0
        assert 0 <= found.way_s < math.inf


@given(mode=modes, tags=ways | tag_sets)
def test_no_key_is_asked_for_that_readers_drop(mode, tags):
    asked = Asked(tags)
    passage(read(mode), asked)
    is_blocked(read(mode), asked)
    assert asked.keys_asked <= RELEVANT_KEYS


def test_every_key_that_readers_keep_is_asked_for():
    asked = set()
    for mode in Mode:
        for kind in (*read(mode).rules.ways, "service"):
            for tags in ({"highway": kind}, {"highway": kind, "service": "driveway"}):
                street = Asked(tags)
                passage(read(mode), street)
                asked |= street.keys_asked
        for other in ({"route": "ferry"}, {"man_made": "pier"}, {"barrier": "gate"}):
            street = Asked(other)
            passage(read(mode), street)
            is_blocked(read(mode), street)
            asked |= street.keys_asked
    assert asked == RELEVANT_KEYS


@given(mode=modes, tags=ways, key=st.text(max_size=12).filter(lambda key: key not in RELEVANT_KEYS))
def test_other_keys_change_nothing(mode, tags, key):
    assert passage(read(mode), {**tags, key: "no"}) == passage(read(mode), tags)


@given(mode=modes, tags=ways)
def test_a_way_drawn_the_other_way_round_swaps_its_speeds(mode, tags):
    signs = {"yes": "-1", "-1": "yes", "1": "-1", "true": "-1", "forward": "backward"}
    plain = {
        key: value
        for key, value in tags.items()
        if not key.endswith((":forward", ":backward"))
        and not (key.startswith(("oneway", "conveying")) and value not in {"yes", "-1", "no"})
        and key not in {"conveying", "route"}
    }
    turned = {k: signs.get(v, v) if k.startswith("oneway") else v for k, v in plain.items()}
    if plain.get("junction") in {"roundabout", "circular"} or plain["highway"] == "motorway":
        return  # one-way without a tag: there is nothing to turn
    found, swapped = passage(read(mode), plain), passage(read(mode), turned)
    assert (found is None) == (swapped is None)
    if found is not None:
        assert (found.forward_kmh, found.backward_kmh) == (
            swapped.backward_kmh,
            swapped.forward_kmh,
        )


@given(mode=modes, tags=ways)
def test_a_street_closed_to_all_is_closed(mode, tags):
    closed = {
        k: v
        for k, v in tags.items()
        if not k.startswith(("access", "vehicle", "motor", "bicycle", "foot"))
    }
    assert passage(read(mode), {**closed, "access": "no"}) is None


@given(tags=tag_sets, ramp=st.none() | values.filter(lambda value: value != "yes"))
def test_no_wheelchair_is_sent_over_steps_whatever_is_written(tags, ramp):
    steps = {key: value for key, value in tags.items() if key != "ramp:wheelchair"}
    steps |= {"highway": "steps"} | ({} if ramp is None else {"ramp:wheelchair": ramp})
    assert passage(read(Mode.FAUTEUIL), steps) is None


@given(tags=ways | tag_sets)
def test_where_a_wheelchair_goes_a_walker_goes_no_slower(tags):
    wheels, feet = passage(read(Mode.FAUTEUIL), tags), passage(read(Mode.MARCHE), tags)
    if wheels is not None:
        assert feet is not None
        assert wheels.forward_kmh <= feet.forward_kmh
        assert wheels.backward_kmh <= feet.backward_kmh
        assert wheels.destination_only >= feet.destination_only


@given(tags=tag_sets, barrier=st.sampled_from(BARRIER_KINDS))
def test_a_barrier_that_stops_a_walker_stops_a_wheelchair(tags, barrier):
    barred = {**tags, "barrier": barrier}
    if barred.get("wheelchair") not in TRUSTED:  # somebody looked
        assert is_blocked(read(Mode.FAUTEUIL), barred) >= is_blocked(read(Mode.MARCHE), barred)


@pytest.mark.parametrize(
    ("tags", "modes_only_led_along"),
    [
        ({"highway": "residential"}, ""),
        ({"highway": "residential", "tunnel": "yes"}, "Vvmf"),
        ({"highway": "footway", "tunnel": "yes"}, "vmf"),
        ({"highway": "residential", "tunnel": "building_passage"}, ""),
        ({"highway": "residential", "tunnel": "no"}, ""),
        ({"highway": "residential", "tunnel": "avalanche_protector"}, ""),
        ({"highway": "motorway"}, "V"),
        ({"highway": "motorway_link"}, "V"),
        ({"highway": "trunk"}, ""),  # houses may stand along it
        ({"highway": "trunk", "motorroad": "yes"}, "V"),
        ({"highway": "trunk_link", "motorroad": "yes"}, "V"),
        ({"route": "ferry", "motor_vehicle": "yes", "foot": "yes", "bicycle": "yes"}, "Vvmf"),
    ],
)
def test_where_trips_lead_along_and_none_starts_or_ends(tags, modes_only_led_along):
    modes = {"V": Mode.VOITURE, "v": Mode.VELO, "m": Mode.MARCHE, "f": Mode.FAUTEUIL}
    found = {who: passage(read(mode), tags) for who, mode in modes.items()}
    assert "".join(who for who, one in found.items() if one and one.no_stop) == modes_only_led_along
    assert not any(one and one.no_stop and one.inhabited for one in found.values())


def test_readers_are_told_of_every_kind_of_street_and_barrier():
    assert all(value in (STREETS[key] or ()) for key, value in KINDS)
    assert STREETS["highway"] is None
    assert set(BARRIERS) <= RELEVANT_KEYS
