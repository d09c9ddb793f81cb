"""Maps: as many areas a class as there are, and nothing that degenerate input breaks."""

import re

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.diagnostics.drawing import Panel
from geo.diagnostics.picture import choropleth as module
from geo.diagnostics.picture.choropleth import NOTHING, PLACE
from geo.domain.unite import UNKNOWN
from tests.geo.diagnostics.picture.drawings import SVG, choropleth, seen, squares, texts

NONE = np.array([], dtype=object)


def counts(root):
    """How many areas of each class are drawn, map after map."""
    paths = [path for path in root.iter(f"{SVG}path") if path.get("data-classe")]
    return [(int(path.get("data-classe")), int(path.get("data-aires"))) for path in paths]


def painted_pt2(root, rank):
    """The area of a class in the picture, by its rings (shoelace)."""
    path = next(p for p in root.iter(f"{SVG}path") if p.get("data-classe") == str(rank))
    scale = float(re.search(r"scale\((.*)\)", path.get("transform"))[1])
    total = 0.0
    for ring in re.findall(r"M[^M]*z", path.get("d")):
        numbers = [float(n) for n in re.findall(r"-?\d+", ring)]
        steps = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)
        x, y = steps.T
        total += 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1))
    return abs(total) * scale**2


def test_each_class_has_its_areas():
    root = seen(choropleth())

    assert counts(root) == [(-1, 9), (0, 9), (1, 9), (2, 9)]
    assert painted_pt2(root, 0) == pytest.approx(painted_pt2(root, 2), rel=0.01)


@pytest.mark.parametrize("few", [0, 1000], ids=["merged", "one by one"])
def test_areas_are_at_their_scale_whether_merged_or_not(monkeypatch, few):
    monkeypatch.setattr(module, "FEW_AREAS", few)
    classes = (np.arange(36) >= 9).astype(np.int64)  # a quarter, and the rest
    root = seen(choropleth(panels=(Panel(title="", classes=classes),)))

    assert counts(root) == [(0, 9), (1, 27)]
    assert 3 * painted_pt2(root, 0) == pytest.approx(painted_pt2(root, 1), rel=0.01)


def test_a_hole_stays_a_hole(monkeypatch):
    monkeypatch.setattr(module, "FEW_AREAS", 0)
    areas = squares(3)
    classes = np.array([0, 0, 0, 0, 1, 0, 0, 0, 0])
    root = seen(choropleth(areas=areas, panels=(Panel(title="", classes=classes),)))

    assert painted_pt2(root, 0) == pytest.approx(8 * painted_pt2(root, 1), rel=0.01)


def test_the_legend_says_classes_places_names_and_scale():
    told = texts(seen(choropleth()))

    assert {"10 min au plus", "20 min au plus", "au-delà", UNKNOWN, PLACE} <= set(told)
    assert "Est" in told
    assert any(re.fullmatch("[125]0*\N{NO-BREAK SPACE}k?m", text) for text in told)


def test_what_is_known_everywhere_needs_no_word_for_what_is_not():
    panels = (Panel(title="", classes=np.zeros(36, dtype=np.int64)),)
    told = texts(seen(choropleth(panels=panels, points=np.empty((0, 2)))))

    assert UNKNOWN not in told
    assert PLACE not in told


def test_the_description_counts():
    described = seen(choropleth()).find(f"{SVG}desc").text.replace("\N{NO-BREAK SPACE}", " ")

    assert "10 min au plus : 9 ;" in described
    assert "non renseigné : 9." in described


@pytest.mark.parametrize("number", [2, 3, 4, 5, 7])
def test_small_multiples_share_scale_and_legend(number):
    titles = [f"Mode {rank}" for rank in range(number)]
    panels = tuple(Panel(title=title, classes=np.arange(36) % 3) for title in titles)
    root = seen(choropleth(panels=panels))

    told = texts(root)
    assert [text for text in told if text.startswith("Mode")] == titles
    assert counts(root) == [(0, 12), (1, 12), (2, 12)] * number
    assert [one.text for one in root.iter(f"{SVG}text")].count("10 min au plus") == 1
    transforms = {p.get("transform") for p in root.iter(f"{SVG}path") if p.get("data-classe")}
    assert len(transforms) == 1


def test_names_never_stand_upon_each_other_nor_leave_their_place():
    crowd = tuple((f"Nom {rank}", 3000.0, 3000.0) for rank in range(20))

    told = [text for text in texts(seen(choropleth(names=crowd))) if text.startswith("Nom")]

    assert 1 <= len(told) <= 5
    assert told[0] == "Nom 0"


def test_a_place_or_name_beyond_the_areas_is_not_drawn():
    far = choropleth(points=np.array([[1e6, 1e6], [np.nan, 0.0]]), names=(("Ailleurs", -9e5, 0.0),))

    root = seen(far)

    assert "Ailleurs" not in texts(root)
    assert not any("h0" in p.get("d") and p.get("transform") for p in root.iter(f"{SVG}path")
                   if p.get("transform") == "scale(0.5)")  # fmt: skip


DEGENERATE = {
    "no area": {"areas": NONE, "panels": (Panel(title="", classes=np.array([], dtype=np.int64)),)},
    "one area": {"areas": squares(1), "panels": (Panel(title="", classes=np.array([2])),)},
    "nothing known": {"panels": (Panel(title="", classes=np.full(36, -1)),)},
    "a class beyond the labels": {"panels": (Panel(title="", classes=np.full(36, 8)),)},
    "no border": {"outlines": NONE},
    "a border that is a line": {"outlines": np.array([shapely.LineString([(0, 0), (9, 9000)])])},
    "no place, no name": {"points": np.empty((0, 2)), "names": ()},
    "an empty area": {"areas": np.array([shapely.Polygon(), *squares()[1:]])},
    "no shape": {"areas": np.array([None, *squares()[1:]])},
    "areas that overlap": {"areas": np.array([shapely.box(0, 0, 9000, 9000), *squares()[1:]])},
    "an area that crosses itself": {
        "areas": np.array([shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]), *squares()[1:]])
    },
    "areas of no size": {"areas": np.array([shapely.box(5, 5, 5, 5)] * 36)},
    "several parts": {
        "areas": np.array([shapely.MultiPolygon([*squares(2)[[0, 3]]]), *squares()[1:]])
    },
}


@pytest.mark.parametrize("ramp", ["time", "doors", "gaps"])
@pytest.mark.parametrize("few", [0, 150])
@pytest.mark.parametrize("case", DEGENERATE)
def test_degenerate_input_still_makes_a_picture(monkeypatch, case, few, ramp):
    monkeypatch.setattr(module, "FEW_AREAS", few)

    root = seen(choropleth(ramp=ramp, **DEGENERATE[case]))

    numbers = " ".join(value for one in root.iter() for value in one.attrib.values())
    assert "nan" not in numbers
    assert "inf" not in numbers


def test_nothing_to_show_says_so():
    nothing = choropleth(areas=NONE, outlines=NONE, panels=())

    assert texts(seen(nothing)) == [NOTHING]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-1, 2), min_size=16, max_size=16), st.floats(1, 1e6))
def test_counts_hold_whatever_the_classes_and_the_size(classes, size_m):
    drawing = choropleth(
        areas=squares(4, size_m), panels=(Panel(title="", classes=np.array(classes)),)
    )

    assert dict(counts(seen(drawing))) == {
        rank: classes.count(rank) for rank in sorted(set(classes))
    }


@pytest.mark.parametrize("few", [0, 150])
def test_a_hole_drawn_the_same_way_round_as_its_border_is_still_a_hole(monkeypatch, few):
    monkeypatch.setattr(module, "FEW_AREAS", few)
    border = [(0, 0), (3000, 0), (3000, 3000), (0, 3000)]
    hole = [(1000, 1000), (2000, 1000), (2000, 2000), (1000, 2000)]
    areas = np.array([shapely.Polygon(border, [hole]), shapely.Polygon(hole)])

    root = seen(choropleth(areas=areas, panels=(Panel(title="", classes=np.array([0, 1])),)))

    assert painted_pt2(root, 0) == pytest.approx(8 * painted_pt2(root, 1), rel=0.01)


@pytest.mark.parametrize("size_m", [10.0, 150.0, 1234.5, 20_000.0])
def test_the_scale_bar_is_as_long_as_it_says(size_m):
    root = seen(choropleth(areas=squares(6, size_m), outlines=NONE, points=np.empty((0, 2))))

    said = next(text for text in texts(root) if re.fullmatch(r"[\d\u202f]+\xa0k?m", text))
    figure, unit = said.split("\xa0")
    metres = int(figure.replace("\u202f", "")) * (1000 if unit == "km" else 1)
    bar = next(p.get("d") for p in root.iter(f"{SVG}path") if "v3H" in p.get("d"))
    start, end = re.fullmatch(r"M(\S+) \S+v3H(\S+)v-3", bar).groups()
    first = painted_pt2(root, 0) / 9  # nine squares a class
    assert str(metres)[0] in "125"
    assert float(end) - float(start) == pytest.approx(metres / size_m * first**0.5, rel=0.02)
