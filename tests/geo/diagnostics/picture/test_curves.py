import numpy as np
import pytest

from geo.diagnostics.picture.curves import NOTHING
from geo.diagnostics.picture.lettering import TEXT_PT
from geo.domain.unite import UNKNOWN
from tests.geo.diagnostics.picture.drawings import SVG, curves, seen, texts

MINUTES = np.arange(0, 61, 5, dtype=np.float64)


def plain(words):
    return [text.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ") for text in words]


def lines(root):
    return {p.get("data-courbe"): p for p in root.iter(f"{SVG}path") if p.get("data-courbe")}


def test_each_curve_is_drawn_named_and_unlike_the_others():
    root = seen(curves())

    drawn = lines(root)
    assert set(drawn) == {"à pied", "à vélo", "en voiture"} <= set(texts(root))
    assert len({p.get("stroke") for p in drawn.values()}) == 3
    assert len({p.get("stroke-dasharray") for p in drawn.values()}) == 3


def test_a_curve_goes_where_its_shares_say():
    path = lines(seen(curves()))["à vélo"].get("d").removeprefix("M")
    places = np.array([[float(n) for n in one.split()] for one in path.split("L")])

    assert len(places) == len(MINUTES)
    assert np.allclose(np.diff(places[:, 0], 2), 0, atol=0.02)  # evenly spaced minutes
    assert np.allclose(np.diff(places[:, 1], 2), 0, atol=0.02)  # a straight line up
    assert places[0, 1] - places[-1, 1] == pytest.approx(110, abs=0.1)  # from none to all


def test_the_share_at_the_reference_is_that_of_the_curve():
    assert {"25,0 % en 30 min", "25,0 % en 15 min"} <= set(plain(texts(seen(curves()))))


def test_no_share_is_invented_between_two_known():
    told = plain(texts(seen(curves(marks={"à pied": 32.0}))))

    assert "repère : 32 min" in told
    assert not any("en 32 min" in text for text in told)


def test_axes_read_in_french():
    told = plain(texts(seen(curves())))

    assert {"0 %", "25 %", "50 %", "75 %", "100 %", "minutes, au plus"} <= set(told)
    assert {"0", "10", "60"} <= set(told)


def test_end_labels_never_meet():
    minutes = np.array([0.0, 60.0])
    same = {f"mode {rank}": np.array([0.0, 1.0]) for rank in range(6)}
    root = seen(curves(minutes=minutes, shares=same, marks=dict.fromkeys(same, 60.0)))

    heights = [
        float(one.get("y"))
        for one in root.iter(f"{SVG}text")
        if "mode" in one.text or "en" in one.text.split()
    ]
    assert len(heights) == 12
    assert min(np.diff(sorted(heights))) >= TEXT_PT


DEGENERATE = {
    "no curve": {"shares": {}},
    "no minute": {"minutes": np.array([]), "shares": {"à pied": np.array([])}},
    "one minute": {"minutes": np.array([30.0]), "shares": {"à pied": np.array([0.5])}},
    "nothing known": {"shares": {"à pied": np.full(13, np.nan)}},
    "one gap": {"shares": {"à pied": np.where(MINUTES == 20, np.nan, MINUTES / 60)}},
    "always none": {"shares": {"à pied": np.zeros(13)}},
    "too many": {"shares": {f"mode {rank}": MINUTES / 60 for rank in range(9)}},
    "a mark that nobody knows": {"marks": {"à pied": np.nan, "à vélo": np.inf, "en train": 3.0}},
    "a mark beyond": {"marks": {"à pied": 600.0}},
    "long times": {"minutes": MINUTES * 100},
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_degenerate_input_still_makes_a_picture(case):
    root = seen(curves(**DEGENERATE[case]))

    numbers = " ".join(value for one in root.iter() for value in one.attrib.values())
    assert "nan" not in numbers
    assert "inf" not in numbers


def test_what_is_not_known_says_so():
    mixed = {"à pied": np.full(13, np.nan), "à vélo": MINUTES / 60}

    assert texts(seen(curves(shares={}))) == [NOTHING]
    assert {"à pied", UNKNOWN} <= set(texts(seen(curves(shares=mixed))))
    assert UNKNOWN in seen(curves(shares=mixed)).find(f"{SVG}desc").text
