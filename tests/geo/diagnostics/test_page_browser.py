"""Pages of diagnostics in Debian's Chromium, with no network: axe-core, keyboard, a phone."""

from pathlib import Path

import pytest

from geo.diagnostics.index import write_accessibility, write_index
from geo.diagnostics.page import render_page
from geo.domain.dossier import TypeTerritoire
from geo.domain.dossier_json import to_json
from tests.geo.diagnostics.long_dossier import long_dossier, pictures

CHROMIUM = Path("/usr/bin/chromium")
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
PAGES = ("bassins/1101/diagnostic.html", "index.html", "accessibilite.html")

ONLY_VIOLATIONS = {"resultTypes": ["violations"]}
SCROLLED = """async () => {
    for (let turn = 0; turn < 300 && !document.activeElement.scrollLeft; turn += 1)
        await new Promise(requestAnimationFrame);
    return document.activeElement.scrollLeft > 0;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of two diagnostics, index and statement."""
    home = tmp_path_factory.mktemp("cartes")
    for kind, code in ((TypeTerritoire.BASSIN, "1101"), (TypeTerritoire.REGION, "11")):
        dossier = long_dossier(type_territoire=kind, code_territoire=code)
        to = home / ("bassins" if kind is TypeTerritoire.BASSIN else "region") / code
        to.mkdir(parents=True)
        links = {"Tous les diagnostics et cartes": "../../index.html"}
        (to / "diagnostic.html").write_text(
            render_page(dossier, pictures(), links=links), encoding="utf-8"
        )
        (to / "diagnostic.json").write_text(to_json(dossier), encoding="utf-8")
    write_accessibility(home)
    write_index(home)
    return home


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


@pytest.fixture
def opened(browser, folder):
    """Open a page; at the end, nothing was asked of a network and no error was logged."""
    contexts, complaints, asked, expected = [], [], set(), set()

    def open_page(name, size="desktop"):
        context = browser.new_context(viewport=SIZES[size], offline=True, locale="fr-FR")
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("request", lambda request: asked.add(request.url))
        url = (folder / name).as_uri()
        expected.add(url)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert {url for url in asked if not url.startswith("data:")} <= expected


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(opened, name, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(name, size)

    found = axe.Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]

    assert [(one["impact"], one["id"], one["nodes"][0]["target"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_would_see_a_picture_without_words(opened):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(PAGES[0])
    page.evaluate("document.querySelector('figure img').removeAttribute('alt')")

    found = axe.Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]

    assert ("critical", "image-alt") in [(one["impact"], one["id"]) for one in found]


@pytest.mark.parametrize("name", PAGES)
def test_the_first_key_press_leads_past_the_header(opened, name):
    page = opened(name)
    page.keyboard.press("Tab")
    link = page.locator(":focus")

    assert link.inner_text() == "Aller au contenu"
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_wide_tables_and_pictures_scroll_by_keyboard_on_a_phone(opened):
    page = opened(PAGES[0], "phone")
    for name in ("Table longue", "Image 1."):
        region = page.get_by_label(name, exact=True)
        assert region.evaluate("it => it.scrollWidth > it.clientWidth"), name
        region.focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate(SCROLLED), name


def test_pictures_are_drawn_although_nothing_may_be_asked(opened):
    page = opened(PAGES[0])

    sizes = page.locator("figure img").evaluate_all("all => all.map(it => it.naturalWidth)")

    assert sizes == [640] * len(pictures())


def test_the_warning_of_a_trial_stays_in_sight(opened):
    page = opened(PAGES[0])
    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    assert page.locator(".essai").bounding_box()["y"] < SIZES["desktop"]["height"] / 4


def test_from_the_index_to_a_document_and_back(opened, folder):
    page = opened("index.html")
    opened(PAGES[0])  # so that both addresses may be asked for

    page.get_by_role("row").get_by_role("link", name="Ville-Essai", exact=False).first.click()
    assert page.url == (folder / PAGES[0]).as_uri()
    page.get_by_role("link", name="Tous les diagnostics et cartes").click()
    assert page.url == (folder / "index.html").as_uri()
