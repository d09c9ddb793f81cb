import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.profiles.quantities import duration_s, incline_pct, limit_kmh, width_m
from geo.network.profiles.rules import Limits

LIMITS = Limits(
    factor=1.0,
    none_kmh=130.0,
    walk_kmh=6.0,
    words={"urban": 50.0, "rural": 80.0, "de:rural": 100.0, "living_street": 20.0},
)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("10 knots", 18.52),
        ("62.5", 62.5),
        ("FR:urban", 50),
        ("FR:rural", 80),
        ("DE:rural", 100),  # where a country differs, it prevails
        ("IT:rural", 80),
        ("FR:zone30", 30),
        ("FR:30", 30),
        ("DE:zone:30", 30),
        ("DE:zone20", 20),
        ("zone30", 30),
        ("FR:living_street", 20),
        ("walk", 6),
        ("DE:walk", 6),
        ("none", 130),
        ("50;70", 50),
        ("70; 50", 50),
        ("signals;90", 90),
        (" 50 ", 50),
        ("signals", None),
        ("variable", None),
        ("sign", None),
        ("DE:zone", None),
        ("30 @ (22:00-06:00)", None),
        ("0", None),
        ("-50", None),
        ("999", None),  # a slip of the pen
        ("100 mph", None),
        ("", None),
        ("٣٠", 30),  # digits of any script
    ],
)
def test_limits_as_they_are_written(text, kmh):
    assert limit_kmh(text, LIMITS) == (kmh if kmh is None else pytest.approx(kmh))


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("1.2", 1.2),
        ("1,2 m", 1.2),
        ("80 cm", 0.8),
        ("4'", 1.2192),
        ("4 ft", 1.2192),
        ("ca. 2", 2.0),
        ("~2", 2.0),
        ("0", 0.0),
        ("wide", None),
        ("1-2", None),
        ("", None),
    ],
)
def test_widths_as_they_are_written(text, metres):
    assert width_m(text) == (metres if metres is None else pytest.approx(metres))


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("5%", 5),
        ("-12 %", 12),
        ("+3.5%", 3.5),
        ("10", 10),
        ("45°", 100),
        ("-45°", 100),
        (">10%", 10),
        ("up", None),
        ("down", None),
        ("steep", None),
        ("", None),
    ],
)
def test_slopes_as_they_are_written(text, percent):
    assert incline_pct(text) == (percent if percent is None else pytest.approx(percent))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT7M", 420),
        ("PT1H30M", 5400),
        ("pt45s", 45),
        ("00:07", 420),
        ("1:30:15", 5415),
        ("7", 420),
        ("a while", 0),
        ("", 0),
    ],
)
def test_durations_as_they_are_written(text, seconds):
    assert duration_s(text) == seconds


@given(text=st.text(max_size=12) | st.from_regex(r"[0-9.,:;@a-z%°' -]{0,12}", fullmatch=True))
def test_whatever_is_written_is_read_as_a_quantity_or_as_nothing(text):
    limit = limit_kmh(text, LIMITS)
    assert limit is None or 0 < limit <= 150
    for value in (width_m(text), incline_pct(text), duration_s(text)):
        assert value is None or 0 <= value < math.inf
