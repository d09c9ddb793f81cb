"""The classes can be told apart by anyone: seen through three colour-vision deficiencies."""

import itertools
import re

import numpy as np
import pytest

from geo.maps.classes import CHANGES, DOORS, GAPS, TIME_COLOURS, time_classes
from geo.maps.page import asset
from geo.maps.time_views import BOUNDS_S

# Machado, Oliveira & Fernandes (2009), severity 1.0; linear RGB
VISIONS = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "no hue": [[0.2126, 0.7152, 0.0722]] * 3,
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    scaled = TO_XYZ @ np.clip(rgb, 0, 1) / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def luminance(colour):
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


COLOURS = re.findall(r"#[0-9a-f]{6}", re.search(r"COULEURS = \[(.*?)\]", asset("etat.js"))[1])


def test_there_is_a_colour_for_each_class_and_the_open_one():
    assert len(COLOURS) == 7


def test_the_farther_the_darker():
    assert np.all(np.diff([luminance(colour) for colour in COLOURS]) < 0)


@pytest.mark.parametrize("vision", VISIONS)
def test_neighbouring_classes_differ_for_every_vision(vision):
    seen = [lab(np.array(VISIONS[vision]) @ linear(colour)) for colour in COLOURS]

    differences = [np.linalg.norm(one - other) for one, other in itertools.pairwise(seen)]

    assert min(differences) >= 8, differences  # CIE76; 2.3 is just noticeable


@pytest.mark.parametrize("legend", [DOORS, GAPS, CHANGES])
@pytest.mark.parametrize("vision", VISIONS)
def test_classes_of_thematic_maps_differ_for_every_vision(vision, legend):
    seen = [lab(np.array(VISIONS[vision]) @ linear(one.colour)) for one in legend]
    same_texture = [
        np.linalg.norm(one - other)
        for (one, mine), (other, its) in itertools.combinations(zip(seen, legend, strict=True), 2)
        if mine.texture is its.texture
    ]

    assert min(same_texture, default=np.inf) >= 15, same_texture
    assert len({(one.colour, one.texture) for one in legend}) == len(legend)


def test_doors_and_gaps_are_the_darker_the_worse_even_in_grey():
    for legend in (DOORS, GAPS):
        assert np.all(np.diff([luminance(one.colour) for one in legend]) < 0)


def test_minutes_have_the_colours_of_the_map_of_coverage():
    assert list(TIME_COLOURS) == COLOURS
    assert [one.colour for one in time_classes(BOUNDS_S, "")][:-1] == COLOURS


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("#4a4f5c", "#ffffff"),
        ("#4a4f5c", "#e3e9f8"),
        ("#ffffff", "#1f3c88"),
        ("#ffd9a0", "#10121c"),
        ("#d8dbe6", "#10121c"),
        ("#8a2b00", "#ffffff"),
        ("#1f3c88", "#ffffff"),
        ("#10121c", "#f1f3f9"),
    ],
)
def test_texts_stand_out_as_wcag_aa_asks(text, background):
    style = asset("page.css")
    assert {text, background} <= {"#ffffff", *re.findall(r"#[0-9a-f]{6}", style)}
    assert contrast(text, background) >= 4.5
