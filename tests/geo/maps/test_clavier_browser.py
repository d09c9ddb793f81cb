"""Without a mouse: few stops before the tables, and every place one search or one row away."""

import pytest

from geo.maps.terrain import Kind
from tests.geo.maps.reading import DESKTOP, PHONE, popup, search
from tests.geo.maps.toy_terrain import spot, terrain

PLACE = "Mission locale de Saint-Cyr"
FOCUS = "document.activeElement"
WITHIN = 20
"""Stops before the tables: choices, search, the map and its two buttons."""


@pytest.fixture
def thematic(browser, tmp_path):
    """Open a thematic page; at the end, no error was logged."""
    from geo.maps.terrain_page import draw_terrain  # noqa: PLC0415 - folium, for these tests alone

    complaints, pages = [], []

    def open_page(viewport=DESKTOP, **changes):
        path = draw_terrain(terrain(**changes), tmp_path / "t.html")
        page = browser.new_page(viewport=viewport, offline=True, reduced_motion="reduce")
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-pret=oui]")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture(params=["coverage", "thematic"])
def page(request):
    if request.param == "coverage":
        return request.getfixturevalue("opened")()
    return request.getfixturevalue("thematic")(spots=crowd())


def crowd():
    """Sixty places far apart, and one more: as many stops if each were one."""
    many = [spot(name=f"Lieu {n}", lon=2 + n % 8 / 50, lat=48 + n // 8 / 50) for n in range(60)]
    return (spot(name=PLACE), *many)


def test_no_sign_of_the_map_is_a_stop_nor_heard(page):
    page.keyboard.press("Tab")
    stops = []
    while not page.evaluate(f"Boolean({FOCUS}.closest('.tableau'))") and len(stops) < WITHIN:
        stops.append(page.evaluate(f"{FOCUS}.className"))
        page.keyboard.press("Tab")

    assert len(stops) < WITHIN
    assert page.locator(".point").count() > 0
    assert page.locator(".point:is([tabindex], [role])").count() == 0
    assert page.locator(".point").evaluate_all(
        "all => all.every(one => one.closest('[aria-hidden=true]'))"
    )


def test_enter_in_the_search_goes_into_the_bubble_and_escape_back(page):
    page.focus("#recherche")
    search(page, PLACE, "Enter")
    popup(page, PLACE)
    page.wait_for_function(f"{FOCUS}.getAttribute('role') === 'dialog'")

    assert page.evaluate(f"{FOCUS}.getAttribute('aria-label')") == PLACE
    assert PLACE in page.text_content("#recherche-etat")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(f"{FOCUS}.id") == "recherche"


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_row_of_the_places_goes_into_the_bubble_and_escape_back(page, key):
    page.focus("#liste-points summary")
    page.keyboard.press(key)
    page.locator("#liste-points .voir", has_text=PLACE).focus()
    page.keyboard.press(key)
    popup(page, PLACE)
    page.wait_for_function(f"{FOCUS}.getAttribute('aria-label') === '{PLACE}'")

    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(f"{FOCUS}.textContent") == PLACE


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("which", ["opened", "thematic"])
def test_a_bubble_of_a_short_name_leaves_room_for_its_values(request, which, viewport):
    page = request.getfixturevalue(which)(viewport)
    for name in ("Alizé", "Désert", "Saint-Cyr"):
        search(page, name, "Enter")
        popup(page, name)
        bubble = page.get_by_role("dialog", name=name, exact=True)
        widths = bubble.locator("dd").evaluate_all("all => all.map(dd => dd.clientWidth)")
        chart = page.locator(".folium-map").bounding_box()

        assert min(widths) >= 60, name
        assert bubble.bounding_box()["width"] <= chart["width"]


def test_signs_are_explained_while_places_are_drawn(thematic):
    page = thematic()
    signs = page.locator("#sigles li").all_inner_texts()

    assert [" ".join(one.split()) for one in signs] == [
        "2 plusieurs points, leur nombre",
        "ML Mission locale",
        "CIO Centre d’information et d’orientation",
    ]
    page.uncheck("#montrer-points")
    assert page.locator("#sigles").is_hidden()
    page.check("#montrer-points")
    assert page.locator("#sigles").is_visible()


def test_no_place_is_no_sign_to_explain(thematic):
    assert thematic(spots=(spot(kind=Kind.START),)).locator("#sigles").count() == 0


def test_a_proposed_site_hides_no_place(thematic):
    around = [spot(name=f"CIO {side}", lat=48.15 + step) for side, step in enumerate((0, 0.03))]
    page = thematic(spots=(*around, spot(name="La mairie", sigle="", kind=Kind.SITE)))
    page.wait_for_timeout(500)  # the signs come to rest
    clear = page.evaluate(
        """() => {
            const box = (one) => one.getBoundingClientRect();
            const site = box(document.querySelector(".point.site"));
            return [...document.querySelectorAll(".point:not(.site)")].map(box).every((one) =>
                one.right <= site.left || site.right <= one.left
                || one.bottom <= site.top || site.bottom <= one.top);
        }"""
    )

    assert page.locator(".point:not(.site)").count() > 0
    assert clear
