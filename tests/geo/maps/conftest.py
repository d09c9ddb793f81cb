"""Pages of coverage in Debian's Chromium, with no network."""

from pathlib import Path

import pytest

from geo.maps.couverture import draw_coverage
from tests.geo.maps.reading import DESKTOP, NORTHERN
from tests.geo.toy_report import build_report

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium: ./scripts/setup --tests")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def page_url(tmp_path_factory):
    return draw_coverage(build_report(), tmp_path_factory.mktemp("carte") / "c.html").as_uri()


@pytest.fixture
def opened(browser, page_url):
    """Open the page; at the end, nothing was asked of a network and no error was logged."""
    contexts, complaints = [], []

    def open_page(viewport=DESKTOP):
        context = browser.new_context(
            viewport=viewport, offline=True, locale="fr-FR", reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_url)
        page.wait_for_selector("html[data-pret=oui]")
        return page

    asked = []
    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert set(asked) == {page_url}


@pytest.fixture(scope="session")
def wordy_url(tmp_path_factory):
    """A page whose records are too long for a phone."""
    note = "Accueil fermé en août, ouvert sans rendez-vous le mardi matin seulement. " * 6
    report = build_report()
    places = report.places.assign(
        nom=[NORTHERN, *report.places["nom"][1:]],
        horaires_note=note,
        telephone_note=note[:150],
        site_web="https://" + "long." * 12 + "example/",
    )
    path = tmp_path_factory.mktemp("longue") / "c.html"
    return draw_coverage(build_report(places=places), path).as_uri()
