"""How long documents are: what a director reads in one go, in letters that can be read."""

import io
import re

import pypdf
import pytest

from geo.diagnostics.bassin import build_bundle
from geo.diagnostics.page import asset, render_page
from geo.diagnostics.pdf import missing_for_pdf, to_pdf
from geo.diagnostics.picture import draw
from geo.diagnostics.synthesis import build_synthesis
from tests.geo.diagnostics.sections.reading import tables

PAGES_MAX = 10
LEAST_PT = 7.0


def bundle(findings, code):
    if code == findings.region_code:
        return build_synthesis(findings)
    return build_bundle(findings, code)


@pytest.fixture(scope="module", params=["1101", "1102", "1103", "1107", "11"])
def told(request, findings):
    return bundle(findings, request.param)


@pytest.mark.skipif(missing_for_pdf() is not None, reason=f"{missing_for_pdf()} (./scripts/setup)")
def test_a_document_has_at_most_ten_pages(told):
    pictures = {drawing.code: draw(drawing) for drawing in told.drawings}
    made = to_pdf(render_page(told.dossier, pictures, links={}))

    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) <= PAGES_MAX


def test_pictures_are_printed_at_their_size_in_letters_that_can_be_read(told):
    for drawing in told.drawings:
        sizes = re.findall(r'font-size="([\d.]+)"', draw(drawing))
        assert sizes, drawing.code
        assert min(map(float, sizes)) >= LEAST_PT, drawing.code
    assert "max-height" not in asset("impression.css")  # which would shrink them


def test_sources_are_told_once_with_their_licence(told):
    (method,) = [one for one in told.dossier.sections if one.code == "methode"]
    table = tables(method)["sources"]

    assert table.montrees == 0
    assert len(table.lignes) == len(told.dossier.licences)
    page = render_page(
        told.dossier, {drawing.code: "<svg/>" for drawing in told.drawings}, links={}
    )
    assert page.count('id="licences"') == 1
