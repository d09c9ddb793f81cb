"""What holds of every picture."""

import re
import subprocess
import sys

import pytest

from geo.diagnostics.picture import draw
from geo.diagnostics.picture.svg import WIDTH_PT
from tests.geo.diagnostics.picture.drawings import SVG, bars, choropleth, curves, seen

KINDS = {"choropleth": choropleth, "curves": curves, "bars": bars}
PROGRAM = """
from geo.diagnostics.picture import draw
from tests.geo.diagnostics.picture.drawings import bars, choropleth, curves
import sys
sys.stdout.buffer.write("".join(draw(make()) for make in (choropleth, curves, bars)).encode())
"""


@pytest.fixture(params=KINDS)
def drawing(request):
    return KINDS[request.param]()


def test_two_processes_draw_the_same_bytes(request):
    draws = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            check=True,
            capture_output=True,
            cwd=request.config.rootpath,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(request.config.rootpath)},
        ).stdout
        for seed in ("1", "2")
    ]

    assert draws[0] == draws[1]
    assert draws[0].decode() == "".join(draw(make()) for make in (choropleth, curves, bars))


def test_a_picture_fits_the_column_and_says_what_it_is(drawing):
    root = seen(drawing)

    left, top, width, height = map(float, root.get("viewBox").split())
    assert (left, top, width) == (0, 0, WIDTH_PT)
    assert float(root.get("width").removesuffix("mm")) == pytest.approx(170, abs=0.1)
    assert 0 < float(root.get("height").removesuffix("mm")) < 200
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert root.find(f"{SVG}desc").text.endswith(".")
    assert height > 0


def test_a_picture_asks_for_nothing_and_names_nothing_that_may_clash(drawing):
    svg = draw(drawing)

    assert not re.search(r"\sid=|href|url\(|<style|<script|<image|<!|<\?", svg)


def test_no_text_is_smaller_than_seven_points_as_printed(drawing):
    sizes = [float(one.get("font-size")) for one in seen(drawing).iter(f"{SVG}text")]

    assert min(sizes) >= 7  # the picture is 170 mm wide and so printed at its own size


def test_nothing_is_drawn_outside(drawing):
    root = seen(drawing)
    _, _, width, height = map(float, root.get("viewBox").split())

    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= width, text.text
        assert 0 <= float(text.get("y")) <= height, text.text


def test_drawing_needs_no_matplotlib():
    program = "import sys, geo.diagnostics.picture; print('matplotlib' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == "False"
