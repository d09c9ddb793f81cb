"""The pictures of whole documents: drawn, and small."""

import pytest

from geo.diagnostics.bassin import build_bundle
from geo.diagnostics.picture import draw
from geo.diagnostics.synthesis import build_synthesis
from tests.geo.diagnostics.picture.drawings import SVG, seen

SMALL_BYTES = 120_000


@pytest.fixture(scope="module")
def drawings(findings):
    codes = list(findings.bassins.index)
    bundles = [*(build_bundle(findings, code) for code in codes), build_synthesis(findings)]
    return [drawing for bundle in bundles for drawing in bundle.drawings]


def test_every_kind_of_picture_is_in_the_documents(drawings):
    assert {type(one).__name__ for one in drawings} == {"Choropleth", "Curves", "Bars"}


def test_each_is_small_and_says_something(drawings):
    for drawing in drawings:
        root = seen(drawing)
        assert len(draw(drawing).encode()) <= SMALL_BYTES, drawing.code
        assert root.find(f"{SVG}desc").text
        assert [one for one in root.iter(f"{SVG}text") if one.text]
