"""The bubbles of places and communes: what they say, and that they fit."""

import pytest

from tests.geo.maps.reading import DESKTOP, NORTHERN, PHONE, inside, popup, search, settle
from tests.geo.toy_report import HOSTILE


@pytest.mark.parametrize("found", ["search", "click"])
def test_an_open_bubble_follows_the_reseau_and_the_mode(opened, found):
    page = opened()
    if found == "search":
        search(page, "brie l oeuvre", "Enter")
    else:
        brie = "l => l.feature?.properties.rang === 1"
        page.evaluate(f"Object.values(map_carte._layers).find({brie}).openPopup()")
    assert HOSTILE in popup(page, "Brie-l’Œuvre")
    assert page.inner_text(".bulle strong") == "25 min (estimé)"

    page.select_option("#reseau", "mission-locale")
    told = popup(page, "Brie-l’Œuvre")
    assert "Réseau\nMission locale\nLe plus proche\nMission locale de Saint-Cyr" in told
    assert "90 min (estimé)" in told
    assert HOSTILE not in told
    assert page.inner_text("#recherche-etat") == "", "what was said no longer holds"

    page.check("input[value=voiture]", force=True)
    assert page.inner_text(".bulle strong") == "18 min (estimé)"


def test_hostile_names_are_shown_as_text_and_unknown_is_never_yes(opened):
    page = opened()
    search(page, "=1+1", "Enter")
    told = popup(page, HOSTILE)

    assert "1 rue <i>Haute</i>" in told
    assert "Accès PMR\ninconnu" in told
    assert "à confirmer" in told
    assert "lundi à jeudi 9 h – 12 h et 14 h – 18 h" in told.replace("\xa0", " ")
    assert page.locator("img, .bulle i, .bulle b").count() == 0
    assert page.locator(".bulle a").evaluate_all("all => all.map(a => a.protocol)") == ["tel:"]


def test_a_place_says_beside_its_hours_why_they_are_doubtful(opened):
    page = opened()
    search(page, "=1+1", "Enter")
    told = popup(page, HOSTILE).replace("\xa0", " ")

    hours, said = (
        "14 h – 18 h\n",
        "horaires à vérifier : voir la note du téléphone ; fiche illisible",
    )
    assert hours + said in told
    assert "01 60 07 34 97\n( Pas encore <b>opérationnel</b>)" in told
    assert "À vérifier\nposition hors de la commune déclarée\ndoublon probable" in told
    assert "horaires à vérifier" in page.inner_text("#recherche-etat")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["Mission locale de Saint-Cyr", "CROUS", "Alizé", "Désert"])
def test_a_bubble_found_by_search_fits_the_map_and_its_end_can_be_reached(
    browser, wordy_url, viewport, name
):
    page = browser.new_page(viewport=viewport, offline=True, reduced_motion="reduce")
    page.set_default_timeout(5_000)
    page.goto(wordy_url)
    page.wait_for_selector("html[data-pret=oui]")
    search(page, name, "Enter")
    popup(page, name)
    settle(page)
    bubble, chart = page.locator(".leaflet-popup").bounding_box(), page.locator(".folium-map")
    screen = {"x": 0, "y": 0, **viewport}

    assert inside(chart.bounding_box(), screen)
    assert inside(bubble, chart.bounding_box())
    zoom = page.locator(".leaflet-control-zoom").bounding_box()
    assert bubble["x"] >= zoom["x"] + zoom["width"]
    last = page.locator(".bulle dd").last
    last.scroll_into_view_if_needed()
    assert inside(last.bounding_box(), page.locator(".leaflet-popup").bounding_box())
    page.close()


def test_a_bubble_opened_on_the_whole_map_is_not_pushed_back_by_its_bounds(browser, wordy_url):
    page = browser.new_page(viewport=PHONE, offline=True, reduced_motion="reduce")
    page.set_default_timeout(5_000)
    page.goto(wordy_url)
    page.wait_for_selector("html[data-pret=oui]")
    page.locator(f'.point[title="{NORTHERN}"]').click()
    popup(page, NORTHERN)
    page.wait_for_timeout(1_000)
    boxes = [page.locator(css).bounding_box() for css in (".leaflet-popup", ".folium-map")]
    page.click(".leaflet-popup-close-button")
    bounded = page.evaluate("Boolean(map_carte.options.maxBounds)")
    page.close()

    assert inside(*boxes)
    assert bounded


def test_the_map_turned_with_the_phone_makes_bubbles_for_its_new_size(browser, wordy_url):
    page = browser.new_page(viewport=PHONE, offline=True, reduced_motion="reduce")
    page.goto(wordy_url)
    page.wait_for_selector("html[data-pret=oui]")
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_timeout(600)
    height = page.evaluate("L.Popup.prototype.options.maxHeight")
    page.close()

    assert height == 390 - 90
