"""Chromium and WeasyPrint paint the same picture."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from geo.diagnostics.picture import draw
from geo.diagnostics.picture.svg import MM_PER_PT, WIDTH_PT
from tests.geo.diagnostics.picture.drawings import bars, choropleth, curves, seen

CHROMIUM = Path("/usr/bin/chromium")
DOTS_PER_PT = 2
PAGE = "<style>@page{{size:{0}mm {1}mm;margin:0}}body{{margin:0}}img{{display:block}}</style>{2}"
KINDS = {"choropleth": choropleth, "curves": curves, "bars": bars}


def embedded(svg):
    import base64  # noqa: PLC0415 - this test alone

    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">'


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium: ./scripts/setup --tests")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(offline=True, device_scale_factor=DOTS_PER_PT * 0.75)
        yield context.new_page()
        browser.close()


def grey(path, size):
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib

    with Image.open(path) as image:
        small = image.convert("L").resize(size, Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float64)


@pytest.mark.parametrize("kind", KINDS)
def test_both_paint_the_same(kind, chromium, tmp_path):
    if shutil.which("pdftoppm") is None:
        pytest.skip("needs poppler-utils: ./scripts/setup --tests")
    weasyprint = pytest.importorskip("weasyprint", exc_type=OSError)
    drawing = KINDS[kind]()
    svg = draw(drawing)
    height_pt = float(seen(drawing).get("viewBox").split()[-1])
    page = PAGE.format(WIDTH_PT * MM_PER_PT, height_pt * MM_PER_PT, embedded(svg))

    chromium.set_content(page)
    chromium.locator("img").screenshot(path=tmp_path / "chromium.png")
    weasyprint.HTML(string=page).write_pdf(tmp_path / "weasyprint.pdf")
    subprocess.run(
        ["pdftoppm", "-r", str(72 * DOTS_PER_PT), "-png", "-singlefile",
         tmp_path / "weasyprint.pdf", tmp_path / "weasyprint"],
        check=True,
    )  # fmt: skip

    size = (int(WIDTH_PT / 4), int(height_pt / 4))  # blocks of 4 points: edges may be softer
    one, other = (grey(tmp_path / f"{name}.png", size) for name in ("chromium", "weasyprint"))
    assert one.std() > 10  # something is there
    assert np.abs(one - other).mean() < 2.5  # of 255
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.95
