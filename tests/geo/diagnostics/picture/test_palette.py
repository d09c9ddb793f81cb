"""Classes can be told apart whatever colours a reader sees, and in grey."""

import itertools
import re

import numpy as np
import pytest

from geo.diagnostics.picture.palette import CHOSEN, LINES, NOT_KNOWN, OTHERS, TIME, looks
from geo.diagnostics.picture.svg import INK, SOFT_INK
from geo.maps.page import asset
from tests.geo.maps.test_palette import VISIONS, contrast, lab, linear

RAMPS = [("time", count) for count in range(1, 8)] + [("doors", 3), ("doors", 4), ("gaps", 3)]


def differences(colours, vision):
    seen = [lab(np.array(VISIONS[vision]) @ linear(colour)) for colour in colours]
    return [np.linalg.norm(one - other) for one, other in itertools.pairwise(seen)]


def lightness(colour):
    return lab(linear(colour))[0]


def test_times_have_the_colours_of_the_interactive_maps():
    declared = re.search(r"COULEURS = \[(.*?)\]", asset("etat.js"))[1]

    assert list(TIME) == re.findall(r"#[0-9a-f]{6}", declared)
    assert tuple(look.colour for look in looks("time", 7)) == TIME


@pytest.mark.parametrize(("ramp", "count"), RAMPS)
def test_each_class_is_clearly_darker_than_the_one_before(ramp, count):
    colours = [look.colour for look in looks(ramp, count)]

    assert len(colours) == count
    assert all(np.diff([lightness(colour) for colour in colours]) < -8)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(("ramp", "count"), RAMPS)
def test_neighbouring_classes_differ_for_every_vision(ramp, count, vision):
    colours = [look.colour for look in looks(ramp, count)]

    assert min(differences(colours, vision), default=100) >= 8  # CIE76


@pytest.mark.parametrize(("ramp", "count"), [one for one in RAMPS if one[0] != "time"])
def test_who_is_left_out_is_hatched_too_and_the_hatching_shows(ramp, count):
    *others, worst = looks(ramp, count)

    assert not any(look.hatch for look in others)
    assert contrast(worst.hatch, worst.colour) >= 3
    assert looks(ramp, 6)[-1].hatch == worst.hatch


def test_what_is_not_known_is_hatched_and_like_no_class():
    assert contrast(NOT_KNOWN.hatch, NOT_KNOWN.colour) >= 3
    for ramp, count in RAMPS:
        assert NOT_KNOWN.colour not in {look.colour for look in looks(ramp, count)}


@pytest.mark.parametrize("count", [0, 1, 2, 9, 40])
def test_there_is_a_look_for_each_class_whatever_their_number(count):
    assert len(looks("time", count)) == count
    assert len(looks("unheard of", count)) == count


def test_curves_differ_without_colour():
    assert len({look.dashes for look in LINES}) == len({look.mark for look in LINES}) == len(LINES)
    assert all(contrast(look.colour, "#ffffff") >= 4.5 for look in LINES)


@pytest.mark.parametrize("vision", sorted(set(VISIONS) - {"no hue"}))
def test_the_first_curves_differ_by_colour_for_every_vision(vision):
    seen = [lab(np.array(VISIONS[vision]) @ linear(look.colour)) for look in LINES[:4]]

    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) >= 15


def test_the_chosen_bar_is_much_darker_and_all_show_on_the_page():
    assert contrast(CHOSEN, OTHERS) >= 3
    assert contrast(OTHERS, "#ffffff") >= 3
    assert contrast(SOFT_INK, "#ffffff") >= 4.5
    assert contrast(INK, "#ffffff") >= 7
