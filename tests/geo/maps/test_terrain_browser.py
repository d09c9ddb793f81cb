"""Thematic pages as a planner meets them: by sight, by keyboard, by ear; offline."""

import pytest
import shapely

from geo.maps.isochrone_views import Isochrones, isochrone_terrain
from geo.maps.terrain_page import draw_terrain
from geo.maps.time_views import Times
from tests.geo.maps.reading import DESKTOP, PHONE, legend, popup, search
from tests.geo.maps.toy_terrain import TIMES_S, of_one_commune, sheet, spot, terrain, view
from tests.geo.toy_report import HOSTILE

Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe

DOCUMENTS = {"1101": "bassins/1101/diagnostic.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("terrain")


def _isochrones():
    on, known = sheet(), TIMES_S >= 0
    times = Times(mode="marche", times_s=TIMES_S, is_estimate=~known, measured=known)
    bands = tuple(shapely.Point(spot().lon, spot().lat).buffer(size) for size in (0.02, 0.05, 0.08))
    return isochrone_terrain([Isochrones(times=times, bands=bands)], spot(), on)


PAGES = {
    "all": lambda: terrain(DOCUMENTS),
    "trial": lambda: terrain(views=(view(("a", "b"), trial=True),), zones=()),
    "least": of_one_commune,
    "isochrones": _isochrones,
}


@pytest.fixture(scope="module")
def urls(folder):
    return {
        name: draw_terrain(made(), folder / f"{name}.html").as_uri() for name, made in PAGES.items()
    }


@pytest.fixture
def opened(browser, urls):
    """Open a page; at the end, nothing was asked of a network and no error was logged."""
    contexts, complaints, asked = [], [], []

    def open_page(name="all", viewport=DESKTOP):
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
        page.goto(urls[name])
        page.wait_for_selector("html[data-pret=oui]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert set(asked) <= set(urls.values())


@pytest.mark.parametrize(
    ("name", "viewport"),
    [
        ("all", DESKTOP), ("all", PHONE), ("isochrones", DESKTOP), ("isochrones", PHONE),
        ("trial", DESKTOP), ("least", PHONE),
    ],
)  # fmt: skip
def test_axe_finds_no_violation_and_nothing_sticks_out(opened, name, viewport):
    page = opened(name, viewport)
    for block in page.locator("details.tableau summary").all():
        block.click()
    found = Axe().run(page).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_legend_is_in_words_and_people(opened):
    page = opened()
    assert legend(page) == {
        "10 min ou moins": 1000,
        "plus de 10 à 20 min": 2000,
        "plus de 20 min": 4000,
        "aucun point atteint": 8000,
    }
    page.check("input[name=demande-0][value='1']", force=True)
    assert legend(page)["deux portes"] == 2000
    assert "Sous le nom d’un bassin" in page.inner_text("#legende-part")
    assert page.inner_text("#bilan") == "Portes, portes, à pied."


def test_a_choice_that_no_view_has_gives_the_nearest_and_says_it(opened):
    page = opened()
    page.check("input[name=demande-1][value='1']", force=True)  # by bicycle
    page.check("input[name=demande-0][value='2']", force=True)  # gaps, on foot only

    assert page.is_checked("input[name=demande-1][value='0']")
    assert page.inner_text("#legende-titre").startswith("Un point à 20 min")


def test_estimates_are_told_in_the_legend_the_picture_and_the_bubble(opened):
    page = opened()
    assert "Tous les temps sont estimés" in page.inner_text("#legende-estime")
    search(page, "brie", "Enter")
    assert "Durée\n11 min (estimé)" in popup(page, "Brie-l’Œuvre")
    page.check("input[name=demande-1][value='1']", force=True)
    said = page.inner_text("#legende-estime").replace("\u202f", " ")
    assert said.startswith("Hachuré : temps estimés pour des communes où vivent 12 000 habitants")
    assert "(estimé)" not in popup(page, "Brie-l’Œuvre"), "an open bubble follows the choice"
    assert "Temps en partie estimés" in page.inner_text(".mention")
    page.check("input[name=demande-0][value='2']", force=True)
    assert page.inner_text("#legende-estime") == "Une partie des temps est estimée."


def test_the_table_of_bassins_is_the_map_and_leads_to_the_documents(opened):
    page = opened()
    page.check("input[name=demande-0][value='1']", force=True)
    rows = [row.inner_text().split("\t") for row in page.locator("#liste-bassins tbody tr").all()]
    figures = [[cell.replace("\u202f", " ").strip() for cell in row] for row in rows]

    assert figures[0][:7] == ["Nord", "3 000", "100 %", "1 000", "2 000", "0", "0"]
    assert figures[1][:7] == ["Sud <b>", "12 000", "0 %", "0", "0", "4 000", "8 000"]
    links = page.locator("#liste-bassins a")
    assert links.evaluate_all("all => all.map(a => a.getAttribute('href'))") == [DOCUMENTS["1101"]]
    assert links.first.text_content() == "Diagnostic de Nord"


def test_columns_sort_by_their_figures(opened):
    page = opened()
    page.click("#liste-bassins thead th:nth-child(2) button")
    page.click("#liste-bassins thead th:nth-child(2) button")
    assert page.locator("#liste-bassins tbody th").all_inner_texts() == ["Sud <b>", "Nord"]
    assert page.locator("#liste-bassins th[aria-sort]").get_attribute("aria-sort") == "descending"


@pytest.mark.parametrize(
    ("block", "name", "title", "words"),
    [
        ("zones", HOSTILE, HOSTILE, "ferme"),
        ("aires", "Saint-Cyr", "Saint-Cyr", "hors de portée, zone ferme"),
        ("points", HOSTILE, HOSTILE, "Centre d’information et d’orientation"),
    ],
)
def test_every_row_shows_its_place_by_keyboard_and_escape_comes_back(
    opened, block, name, title, words
):
    page = opened()
    page.check("input[name=demande-0][value='2']", force=True)
    if block != "zones":
        page.focus(f"#liste-{block} summary")
        page.keyboard.press("Enter")
    button = page.locator(f"#liste-{block} button.voir", has_text=name).first
    button.focus()
    page.keyboard.press("Enter")

    assert words in popup(page, title)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "dialog"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == title
    assert words in page.text_content("#recherche-etat"), "said to whoever hears the page"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("document.activeElement.textContent") == name


def test_hostile_names_are_text_everywhere(opened):
    page = opened()
    page.check("input[name=demande-0][value='2']", force=True)
    assert "<b>CIO</b>, à 21 min" in page.inner_text("#liste-zones")
    search(page, "saint cyr", "Enter")
    told = popup(page, "Saint-Cyr")
    assert HOSTILE in told
    assert page.locator(".bulle b, .bulle i, .bulle img, .tableau img, .tableau td b").count() == 0


def test_a_click_on_the_map_opens_the_area(opened):
    page = opened()
    page.uncheck("#montrer-points")
    chart = page.locator(".folium-map").bounding_box()
    page.mouse.click(chart["x"] + chart["width"] * 0.3, chart["y"] + chart["height"] * 0.75)
    assert "21 min" in popup(page, "Saint-Cyr")
    assert page.locator(".point").count() == 0


def test_zones_are_told_where_the_view_is_about_them(opened):
    page = opened()
    assert page.locator("#liste-zones").is_hidden()
    assert page.locator("#legende-zones").is_hidden()
    assert page.locator("#legende-signes").is_hidden()
    page.check("input[name=demande-0][value='2']", force=True)
    assert page.locator("#liste-zones").is_visible()
    assert page.locator("#legende-zones").is_visible()


def test_no_zone_is_said(opened):
    page = opened("least")
    assert page.inner_text("#liste-zones .vide") == "Aucune zone hors de portée pour ce choix."
    assert legend(page) == {"on ne sait pas, ou personne n’y habite": 1000}


def test_the_keyboard_skips_to_the_tables_and_focus_is_seen(opened):
    page = opened()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "tableau"
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_a_map_of_one_place_is_zoomed_on_what_is_reached(opened):
    page = opened("isochrones")
    west, east = page.evaluate("[map_carte.getBounds().getWest(), map_carte.getBounds().getEast()]")
    assert page.locator(".point.depart").count() == 1
    assert page.inner_text("#legende-signes") == "★ point choisi"
    assert page.locator("#montrer-points").count() == 0
    assert west < 1.97
    assert east > 2.13
