"""The page as a planner meets it, in Debian's Chromium, with no network."""

import dataclasses
from pathlib import Path

import pytest

from geo.maps.couverture import draw_coverage
from tests.geo.toy_report import HOSTILE, RESEAUX, build_report

CHROMIUM = Path("/usr/bin/chromium")
NORTHERN = "CIO du Nord"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="needs Debian's chromium: ./scripts/setup --tests"
)


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
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


def legend(page):
    rows = page.locator("#legende li").all()
    read = (row.inner_text().split("\n") for row in rows)
    figures = {label: int("".join(filter(str.isdigit, people))) for label, people in read}
    return {label: people for label, people in figures.items() if people}


def cells(page, code):
    return page.locator(f"tr[data-code='{code}'] td b").all_inner_texts()


def popup(page, title):
    bubble = page.locator(".bulle", has=page.get_by_role("heading", name=title, exact=True))
    bubble.wait_for()
    return bubble.inner_text()


def search(page, text, *keys):
    page.fill("#recherche", text)
    for key in keys:
        page.keyboard.press(key)


def test_legend_and_table_follow_the_mode_and_the_reseau(opened):
    page = opened()
    # on foot: 10, 25 and 60 minutes, thresholds included; nothing reaches Désert
    assert legend(page) == {
        "10 min ou moins": 1000,
        "plus de 20 à 30 min": 2000,
        "plus de 45 à 60 min": 4000,
        "aucun point atteint": 8000,
    }
    assert cells(page, "1101") == ["33 %", "33 %", "33 %", "100 %", "100 %", "100 %", "100 %"]
    assert "20 %" in page.inner_text("#bilan")
    assert "en 30 min ou moins" in page.inner_text("#bilan")
    assert "12 000 n’en atteignent pas dans ce temps" in page.inner_text("#bilan").replace(
        "\u202f", " "
    )

    page.check("input[value=voiture]", force=True)
    # driving: 2, 5 and 12 minutes
    assert legend(page) == {
        "10 min ou moins": 3000,
        "plus de 10 à 15 min": 4000,
        "aucun point atteint": 8000,
    }
    assert cells(page, "1102") == ["0 %", "33 %", "33 %", "33 %", "33 %", "33 %", "33 %"]
    assert page.inner_text("#tableau-titre") == (
        "Part des habitants qui atteignent un point d’accueil en 10, 15, 20, 30, 40, 45, 60 min "
        "ou moins, en voiture, temps estimés."
    )

    page.select_option("#reseau", "mission-locale")
    # 90 ÷ 5 = 18 minutes for Brie, 12 for Saint-Cyr
    assert legend(page) == {
        "plus de 10 à 15 min": 4000,
        "plus de 15 à 20 min": 2000,
        "aucun point atteint": 9000,
    }
    assert "Mission locale" in page.inner_text("#bilan")


def test_the_picture_itself_says_its_sources_and_that_times_are_estimates(opened):
    assert opened().inner_text(".mention") == (
        "Sources : DILA. Temps estimés à vol d’oiseau × détour."
    )


def test_search_finds_communes_without_accents_and_places_of_hidden_reseaux(opened):
    page = opened()
    search(page, "brie l oeuvre", "ArrowDown", "Enter")
    assert "25 min (estimé)" in popup(page, "Brie-l’Œuvre")
    assert "À pied, 25 min (estimé)" in page.inner_text("#recherche-etat")

    page.click("summary")
    page.click("#rien")
    assert page.locator(".point:visible").count() == 0
    search(page, "mission", "Enter")
    assert "position approchée" in popup(page, "Mission locale de Saint-Cyr")
    assert page.is_checked("input[name=affiche][value=mission-locale]")


def test_finding_nothing_is_seen_and_what_a_bubble_says_is_only_heard(opened):
    page = opened()
    said = page.locator("#recherche-etat")
    search(page, "rien de tel")
    assert said.inner_text() == "aucun résultat"
    assert said.bounding_box()["height"] > 10
    assert page.locator("#resultats").is_hidden()

    for text, keys in (("alize", ["Enter"]), ("rien", []), ("", []), ("rien", []), ("a", [])):
        search(page, text, *keys)
        assert (said.bounding_box()["height"] > 10) == (text == "rien")


def test_search_finds_a_commune_by_its_code_and_a_place_by_its_words_in_any_order(opened):
    page = opened()
    search(page, "77003", "Enter")
    assert "4 000 habitants" in popup(page, "Saint-Cyr").replace("\u202f", " ")
    search(page, "cyr locale saint miss", "Enter")
    assert "Mission locale" in popup(page, "Mission locale de Saint-Cyr")
    search(page, "cyr ocale")
    assert page.inner_text("#recherche-etat") == "aucun résultat", "words, not pieces of words"


def test_search_of_a_bassin_shows_it_whole_and_closes_the_bubble(opened):
    page = opened()
    search(page, "désert", "Enter")
    popup(page, "Désert")
    page.evaluate("map_carte.setZoom(8, { animate: false })")
    search(page, "nord", "Enter")
    west, south, east, north = map(
        float, page.evaluate("map_carte.getBounds().toBBoxString()").split(",")
    )

    page.locator(".bulle").wait_for(state="detached")
    # the bassin is 2.0–2.2 × 48.1–48.2: whole, in the middle, and not lost in the land
    assert west < 2.0
    assert 2.2 < east < 2.6
    assert 47.9 < south < 48.1
    assert north > 48.2
    assert (south + north) / 2 == pytest.approx(48.15, abs=0.005)
    assert page.inner_text("#recherche-etat") == "Nord, bassin d’emploi, 100 %"


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


def test_places_are_toggled_by_reseau_and_clustered(opened):
    page = opened()
    assert page.inner_text("#points-compte") == "(3 sur 3)"
    page.click("summary")
    page.uncheck("input[name=affiche][value=cio]")
    assert page.inner_text("#points-compte") == "(2 sur 3)"
    page.evaluate("map_carte.setZoom(7, { animate: false })")
    page.wait_for_selector(".grappe")
    assert page.locator(".grappe").inner_text() == "2"


def test_a_chosen_reseau_says_whether_the_others_stay_on_the_map(opened):
    page = opened()
    note = page.locator("#reseau-points")
    assert note.is_hidden()
    page.select_option("#reseau", "cio")
    assert note.inner_text() == (
        "Calcul vers 1 point de ce réseau. La carte garde aussi 2 points d’autres réseaux."
    )
    page.click("#lui-seul")
    assert page.inner_text("#points-compte") == "(1 sur 3)"
    assert note.inner_text().endswith("La carte ne montre que ce réseau.")
    assert page.locator("#lui-seul").is_hidden()
    page.select_option("#reseau", "mission-locale")
    assert "La carte ne montre pas ce réseau, mais 1 point d’autres." in note.inner_text()
    page.select_option("#reseau", "tous")
    assert note.is_hidden()


def test_a_run_of_one_mode_says_it_and_offers_no_choice(browser, tmp_path):
    report = build_report()
    one = {
        name: table[table["mode"] == "velo"]
        for name, table in (("nearest", report.nearest), ("coverage", report.coverage))
    }
    path = draw_coverage(build_report(**one), tmp_path / "c.html")
    page = browser.new_page(offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    said = page.inner_text(".mode-seul").replace("\xa0", " ")
    buttons, title = page.locator("input[name=mode]").count(), page.inner_text("#tableau-titre")
    page.close()

    assert said == "Se déplacer : à vélo"
    assert buttons == 0
    assert "à vélo" in title


def test_the_sigles_of_the_list_are_written_whole(browser, tmp_path):
    reseaux = tuple(
        dataclasses.replace(reseau, code=code, nom=code)
        for reseau, code in zip(RESEAUX, ("agefiph", "apecita", "mmwwmmw", "crous"), strict=True)
    )
    names = {"mission-locale": "agefiph", "cio": "apecita"}
    report = build_report()
    places = report.places.assign(reseau=report.places["reseau"].replace(names))
    changed = {
        name: getattr(report, name).replace({"reseau": names | {"cite-des-metiers": "mmwwmmw"}})
        for name in ("nearest", "coverage")
    }
    path = draw_coverage(
        build_report(reseaux=reseaux, places=places, **changed), tmp_path / "c.html"
    )
    page = browser.new_page(viewport=PHONE, offline=True)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-pret=oui]")
    page.click("summary")
    badges = page.locator("#cases .sigle")
    cut = badges.evaluate_all("all => all.filter(b => b.scrollWidth > b.clientWidth).length")
    written = badges.all_inner_texts()
    discs = page.locator(".point:not(.grappe) span").evaluate_all(
        "all => all.map(s => s.offsetWidth <= s.parentNode.clientWidth)"
    )
    page.close()

    assert sorted(written) == ["AGEFIPH", "APECITA", "CROUS"]
    assert cut == 0
    assert discs
    assert all(discs)


def test_circles_take_the_place_of_communes(opened):
    page = opened()
    page.check("#ronds")
    assert page.evaluate(
        "map_carte.hasLayer(Object.values(map_carte._layers).find(l => l.rang === 0))"
    )
    page.uncheck("#ronds")
    assert not page.evaluate("Object.values(map_carte._layers).some(l => l.rang === 0)")


def test_table_sorts_by_share_under_the_region(opened):
    page = opened()
    names = "#tableau tbody th"
    assert page.locator(names).all_inner_texts() == ["Île-de-Test", "Nord", "Sud <b>"]
    page.click("#tableau [data-tri='0']")
    assert page.locator(names).all_inner_texts() == ["Île-de-Test", "Sud <b>", "Nord"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_the_keyboard_goes_everywhere(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller aux réglages"
    assert page.locator(".evitement a").first.bounding_box()["x"] >= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "tableau"
    page.focus("input[value=marche]")
    page.keyboard.press("ArrowRight")
    assert "à vélo" in page.inner_text("#tableau-titre")


def test_the_phone_shows_the_map_first_and_nothing_sticks_out(opened):
    page = opened(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    chart, settings = page.locator(".carte").bounding_box(), page.locator(".panneau").bounding_box()
    assert chart["y"] < settings["y"] < PHONE["height"]
    assert page.locator(".bassin:visible").count() >= 1


def shadow(page):
    return page.evaluate(
        "getComputedStyle(document.querySelector('.defile-cadre'), '::after').opacity"
    )


def test_a_table_wider_than_the_screen_says_so_until_its_end_is_seen(opened):
    wide, narrow = opened(), opened(PHONE)
    assert wide.locator("#tableau-glisser").is_hidden()
    assert shadow(wide) == "0"
    assert "à droite" in narrow.inner_text("#tableau-glisser")
    assert shadow(narrow) == "1"
    narrow.evaluate("document.querySelector('.defile').scrollLeft = 9999")
    narrow.wait_for_function("!document.querySelector('.defile-cadre.suite')", timeout=2_000)
    assert shadow(narrow) == "0"


@pytest.fixture(scope="module")
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


def inside(inner, outer):
    """Whether a box is within another, to a pixel."""
    left, top = inner["x"] - outer["x"], inner["y"] - outer["y"]
    return (
        min(left, top) >= -1
        and left + inner["width"] <= outer["width"] + 1
        and top + inner["height"] <= outer["height"] + 1
    )


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
    page.wait_for_timeout(600)  # the map slides under the bubble
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
