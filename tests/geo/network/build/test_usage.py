import numpy as np
import pytest

from geo.network.build import usage
from geo.network.build.usage import ask_usage
from geo.network.estimate import Mode
from geo.network.profiles.passage import is_blocked, passage
from geo.network.profiles.read import read_profile
from geo.network.raw import EVENTS

TAGS = (
    {"highway": "residential"},
    {"highway": "motorway", "oneway": "yes"},
    {"highway": "footway"},
    {"highway": "service", "access": "destination"},
    {"barrier": "bollard"},
    {"route": "ferry", "duration": "00:10"},
)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_profile_is_asked_once_of_each_combination_of_tags(mode, monkeypatch):
    profile, asked = read_profile(mode), []

    def ask(who, tags):
        asked.append(tags)
        return passage(who, tags)

    monkeypatch.setattr(usage, "passage", ask)
    told = ask_usage(profile, TAGS)

    assert asked == list(TAGS)
    for i, tags in enumerate(TAGS):
        said = passage(profile, tags)
        speeds = (said.forward_kmh, said.backward_kmh) if said else (0, 0)
        assert told.speed_kmh[i].tolist() == list(speeds)
        assert told.destination_only[i] == (said is not None and said.destination_only)
        assert told.inhabited[i] == (said is not None and said.inhabited)
        assert told.unknown_surface[i] == (said is not None and said.unknown_surface)
        assert told.way_s[i] == (said.way_s if said else 0)
        assert told.blocked[i] == is_blocked(profile, tags)
    assert told.events_s.tolist() == [profile.delays.events[name] for name in EVENTS]
    assert told.except_bit == profile.except_bit


def test_without_tags_there_is_nothing_to_ask():
    told = ask_usage(read_profile(Mode.VOITURE), ())
    assert told.speed_kmh.shape == (0, 2)
    assert told.blocked.dtype == np.bool_
